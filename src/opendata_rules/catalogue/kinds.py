"""Which numbers lead to a person: identity numbers, cards, telephones. Each is looked at by itself, without its blanks.

For a mask it is enough that the place is a province, the birth a day that was, and the check digit right: the table of
counties changes with the years, and a number keeps the county of its day. So no table of places is asked here.
"""

from __future__ import annotations

import calendar
import functools
import importlib
import re
from collections.abc import Callable

from ..errors import MissingExtra
from .tables import table

#: How many digits stand together in a number that is written in groups. Identity numbers of eighteen have a check digit
#: and may stand in any groups.
_SHORT = ((15,), (6, 6, 3))
_MOBILE = ((11,), (3, 4, 4), (3, 8), (7, 4))
_LONGEST_GROUP = 6
#: Cards of UnionPay, and older ones of the large banks; those of other schemes begin like too many other numbers.
_CARD = re.compile(r"62[0-9]{14,17}|(?:9558|9559)[0-9]{15}|(?:436742|456351|601382)[0-9]{13}")
#: An area code and a number of seven or eight digits, which begins with neither 0 nor 1.
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7}")
#: A foreigner's permanent residence card as until 2023: country, place, day of birth, two digits.
_PERMIT = re.compile(r"[A-Z]{3}[0-9]{12}")
_CREDIT_CODE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
#: How credit codes of individual businesses begin: they are one person.
_INDIVIDUAL = "92"
#: Years of birth that people with such a number have.
_YEARS = range(1900, 2051)
#: The longest number: an identity number with two digits, which numbered a person's businesses for the tax office.
LONGEST = 20
SHORTEST = 10
#: What :func:`kind_of` calls the credit code of an organisation, which leads to no person.
ORGANISATION = "organisation"


def kind_of(number: str, groups: tuple[int, ...], short: bool = True) -> str:
    """What a number is, by its digits alone; empty where it is none that leads to a person.

    Args:
        number: its digits and capital letters, without blanks.
        groups: how many of them stand together.
        short: whether it counts where no check, or only one digit of it, tells it from an id of something else.

    Returns:
        ``identity``, ``foreigner``, ``individual``, ``bank_card``, ``mobile`` or ``landline``; ``organisation`` for the
        credit code of one, which leads to no person.

    Raises:
        MissingExtra: there is something to check, and ``python-stdnum`` is not installed.
    """
    length = len(number)
    found = ""
    if length == 18:
        found = _of_eighteen(number) if number[:17].isdigit() else ""
        if not found and len(groups) == 1 and is_credit_code(number):
            return "individual" if short and number.startswith(_INDIVIDUAL) else ORGANISATION
    elif length == 15:
        if number.isdigit():
            known = short and groups in _SHORT and number[0] != "0" and _place(number) and _is_day("19" + number[6:12])
            found = "identity" if known else ""
        else:
            return "foreigner" if _PERMIT.fullmatch(number) and _is_old_permit(number) else ""
    elif length == LONGEST and short and len(groups) == 1 and number.isdigit():
        found = _of_eighteen(number[:18])
    if found or not short or not number.isdigit():
        return found
    if length >= 16:
        return "bank_card" if _is_card(number, groups) else ""
    if _is_mobile(number, groups):
        return "mobile"
    known = groups[0] in (3, 4) and length - groups[0] in (7, 8) and _LANDLINE.fullmatch(number) is not None
    return "landline" if known else ""


def _of_eighteen(number: str) -> str:
    if _is_day(number[6:14]):
        if _place(number) and _checked(number):
            return "identity"
        # A foreigner's card since 2023: 9, province, country, day of birth.
        if number[0] == "9" and _in_province(number[1:3]) and number[3:6] != "000" and _checked(number):
            return "foreigner"
    return ""


def _is_old_permit(number: str) -> bool:
    return _in_province(number[3:5]) and any(_is_day(century + number[7:13]) for century in ("19", "20"))


def _is_mobile(number: str, groups: tuple[int, ...]) -> bool:
    """A mobile number, with the number of the country before it or not."""
    for country in ("", "86", "086", "0086"):
        if number.startswith(country) and len(number) == len(country) + 11:
            own = number[len(country) :]
            if own[0] == "1" and own[1] in "3456789":
                rest = (groups[0] - len(country), *groups[1:]) if groups[0] > len(country) else groups[1:]
                return rest in _MOBILE
    return False


def _is_card(number: str, groups: tuple[int, ...]) -> bool:
    if not _CARD.fullmatch(number) or (len(groups) > 1 and max(groups) > _LONGEST_GROUP and groups[0] != 6):
        return False
    return _stdnum("luhn")(number)


def is_credit_code(number: str) -> bool:
    """Whether it is a unified social credit code, of whomever."""
    return _CREDIT_CODE.fullmatch(number) is not None and _in_province(number[2:4]) and _stdnum("cn.uscc")(number)


def _place(number: str) -> bool:
    return _in_province(number[:2]) and (number[2:6] != "0000" or number[:2] in table("shapes")["undivided"])


def _in_province(code: str) -> bool:
    return code in _provinces()


@functools.cache
def _provinces() -> frozenset[str]:
    return frozenset(table("shapes")["provinces"])


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    # Most numbers are none: an exception for each would cost more than all else.
    return year in _YEARS and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _checked(number: str) -> bool:
    return _stdnum("iso7064.mod_11_2")(number)


@functools.cache
def _stdnum(name: str) -> Callable[[str], bool]:
    """Whether a number is right by a module of python-stdnum, loaded when first needed."""
    try:
        valid: Callable[[str], bool] = importlib.import_module(f"stdnum.{name}").is_valid
    except ImportError as error:
        raise MissingExtra.of("catalogue", "检查身份证号", "checking identity numbers") from error
    return valid
