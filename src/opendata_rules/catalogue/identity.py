"""Identity numbers that stand in a catalogue: found, and masked wherever they are shown.

For a mask it is enough that the place is a province, the birth a day that was, and the check digit right: the table of
counties changes with the years, and a number keeps the county of its day.
"""

from __future__ import annotations

import datetime as dt
import re

from ..errors import MissingExtra
from .characters import plain
from .tables import table

#: Eighteen characters; fifteen digits as until 1999; a residence permit for foreigners as until 2023. A number may be
#: written in groups.
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<long>[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx])"
    r"|(?P<short>[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9]{3})|(?P<permit>[A-Z]{3}[0-9]{12}))(?![0-9A-Za-z])"
)
#: Without so many digits and letters in a row, in groups or not, there is no number.
_LIKELY = re.compile(r"[0-9]{6}[ -]?[0-9]{6}")
#: Digits of any width, and how many a number has at least.
_DIGIT = re.compile(r"\d")
_FEWEST = 12
_GROUPS = re.compile(r"[ -]")
#: Years of birth that people with such a number have.
_YEARS = range(1900, 2051)


def numbers(text: str, *, short: bool = True) -> tuple[str, ...]:
    """Identity numbers in a text, without the blanks of their groups.

    Args:
        text: any text.
        short: whether fifteen digits are one too; they have no check digit.

    Raises:
        MissingExtra: there is something to check, and ``python-stdnum`` is not installed.
    """
    if len(_DIGIT.findall(text)) < _FEWEST:
        return ()
    read = plain(text)
    if not _LIKELY.search(read):
        return ()
    return tuple(_GROUPS.sub("", match.group()) for match in _NUMBER.finditer(read) if _is_one(match, short))


def without_identity_numbers(text: str, *, short: bool = True) -> str:
    """The text with identity numbers masked: a report is passed around. See :func:`numbers`."""
    found = numbers(text, short=short)
    if not found:
        return text

    def mask(match: re.Match[str]) -> str:
        return masked(_GROUPS.sub("", match.group())) if _is_one(match, short) else match.group()

    shown = _NUMBER.sub(mask, text)
    # Wide digits, or marks without width between them, are only seen in the folded text.
    return shown if not numbers(shown, short=short) else _NUMBER.sub(mask, plain(text))


def masked(number: str) -> str:
    """An identity number with its middle hidden."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def _is_one(match: re.Match[str], short: bool) -> bool:
    number = _GROUPS.sub("", match.group()).upper()
    if match["long"]:
        return (_is_resident(number) or _is_foreigner(number)) and _checked(number)
    if match["short"]:
        return short and _place(number) and _is_day("19" + number[6:12])
    return _in_province(number[3:5]) and any(_is_day(century + number[7:13]) for century in ("19", "20"))


def _is_resident(number: str) -> bool:
    return _place(number) and _is_day(number[6:14])


def _is_foreigner(number: str) -> bool:
    """Residence permits for foreigners since 2023: 9, province, country, day of birth."""
    return number[0] == "9" and _in_province(number[1:3]) and number[3:6] != "000" and _is_day(number[6:14])


def _place(number: str) -> bool:
    return _in_province(number[:2]) and (number[2:6] != "0000" or number[:2] in table("shapes")["undivided"])


def _in_province(code: str) -> bool:
    return code in table("shapes")["provinces"]


def _is_day(digits: str) -> bool:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in _YEARS
    except ValueError:
        return False


def _checked(number: str) -> bool:
    try:
        from stdnum.iso7064 import mod_11_2
    except ImportError as error:
        raise MissingExtra.of("catalogue", "检查身份证号", "checking identity numbers") from error
    return bool(mod_11_2.is_valid(number))
