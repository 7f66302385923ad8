"""Numbers that lead to a person, wherever they stand in a catalogue: found, and masked wherever they are shown.

One mask for every output: :func:`without_identity_numbers`. It takes identity numbers and permits, cards, telephones,
number plates, and of an address what stands behind the street.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .characters import plain, seen, usual
from .kinds import LONGEST, ORGANISATION, SHORTEST, is_credit_code, kind_of
from .tables import table

#: Texts of which it is remembered what stands in them, and how long they may be: departments, cadences and days come
#: again.
_REMEMBERED, _SHORT_TEXT = 4096, 24
#: Shorter texts hold no number.
_SHORTEST_TEXT = 7
#: What may stand between the digits of one number, and how much of it.
_BETWEEN = r"[\s_.,·•/()（）~～\-‐-―−－—]{1,3}"
_BLOCK = re.compile(r"[0-9A-Za-z]+")
#: Blocks of digits with as much between them; the first may have letters too, the others at most an X at their end.
_CHAIN = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9][0-9A-Za-z]*|[A-Z]{3}[0-9]{12}(?![0-9A-Za-z]))"
    rf"(?:{_BETWEEN}[0-9]+[Xx]?(?![0-9A-Za-z]))*"
)
#: An identity number right behind letters that say it is one: ID, SFZH. Behind others it is part of a code.
_LETTERED = re.compile(
    r"(?<![0-9A-Za-z])(?:No|ID(?:Card)?(?:No)?|(?:GM)?SFZ?H?M?|ZJHM?)([1-9][0-9]{16}[0-9Xx])(?![0-9A-Za-z])",
    re.IGNORECASE,
)
#: Longest number: an account.
_MOST = 22
#: Digits of other scripts and with marks on them.
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20ff]")
#: What people write for the X at the end of an identity number.
_X = str.maketrans("×ХхⅩⅹ", "XXxXx")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#: Ten digits with no letter between them, or a credit code: without one of them no text of ASCII holds anything that is
#: looked for. Both patterns begin with a set of characters, so that most of a text is passed over quickly.
_TEN = r"(?<![0-9][0-9])(?:[^0-9A-Za-z\u4e00-\u9fff]*[0-9]){9}"
_CREDIT_CODE = r"(?<=9)2[0-9]{6}[0-9A-Za-z]{10}"
_LIKELY_ASCII = re.compile(f"[0-9](?:{_CREDIT_CODE}|{_TEN})")
#: The same, the beginning of a plate, a local line, the number of a flat: without one of them, or a word for an
#: address, no other text does.
_LIKELY = re.compile(
    rf"[0-9A-Za-z](?:(?<=[{_PROVINCES}][A-Za-z])|(?<=[{_PROVINCES}]\s[A-Za-z])|(?<=[0-9])\s?[单室户]|(?<=[0-9]){_TEN}"
    rf"|{_CREDIT_CODE}"
    r"|(?<=[话机][0-9])[0-9]{6}|(?<=[话机][：:][0-9])[0-9]{6})"
)
#: One of these stands in whatever says that an address follows.
_OF_ADDRESSES = ("址", "住所", "居住地", "门牌")
#: Whatever may have to be hidden or shown otherwise than it is written: all of the above, blanks, and characters that
#: are not in most texts. It begins with what all of it begins with, so that the rest of a text is passed over.
_LOOKED_AT = re.compile(
    rf"[^!-/:-@\[-`{{-~\u3001-\u301f\uff01-\uff0f\uff1a-\uff20\u4e00-\u4f4e\u4f50-\u573f\u5741-\u5c44\u5c46-\u95e7\u95e9-\u9fff]"
    rf"(?:(?<=[^!-~\u3001-\u301f\uff01-\uff0f\uff1a-\uff20\u4e00-\u9fff])|(?<=址)|(?<=住)所|(?<=居)住地|(?<=门)牌"
    rf"|{_LIKELY.pattern.removeprefix('[0-9A-Za-z](?:')}"
)
#: Blocks of letters and digits of these lengths may be numbers with a check digit of their own.
_CHECKED_LENGTHS = (15, 18)
_PLATE_BEGINS = re.compile(rf"[{_PROVINCES}]\s?(?:WJ)?[A-Za-z]")
#: A number plate: at most two letters among its last five, or one of a new-energy vehicle.
_PLATE = re.compile(
    rf"[{_PROVINCES}]\s?(?:WJ)?[A-HJ-NP-Z][·•.\-\s]?"
    r"(?:(?=[A-Z]{0,2}(?:[0-9][A-Z]{0,2}){3})[A-HJ-NP-Z0-9]{5}|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]|[A-HJ-NP-Z0-9]{4}[挂学警港澳])"
    r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
#: Somebody's home beyond doubt: an entrance, or a flat in a house where people live.
_HOME = re.compile(
    r"(?:[0-9]{1,4}(?:号楼|[#栋幢座楼号]))?[一二三四五六七八九十0-9]{1,3}单元(?:[一二三四五六七八九十0-9]{1,2}楼)?(?:[0-9]{1,5}[室户号]?)?"
    r"|(?<=小区|花园|家园|公寓|宿舍|属院|新村|社区)(?:[0-9]{1,4}(?:号楼|[#栋幢座楼号])?[- ]?){1,3}[0-9]{1,5}[室户]"
)
_NUMERAL = re.compile(r"[0-9]+")
#: How far behind 家庭住址 the address goes, and what ends it.
_ADDRESS = re.compile(r"[：: 为是]{1,2}([^，,。；;\n]{1,40})")
#: A value that could be an id and nothing else.
_CODE = re.compile(r"[0-9A-Za-z/_.:\-]*")
_CONTACT, _CREDIT = "contact", "credit_code"
#: How far before a number is said what it is.
_BEFORE = 14
_WORD_END = re.compile(r"[：:为是（( 　]{0,3}$")
_ACCOUNT = (12, 22)
_LOCAL = re.compile(r"(?:0[0-9]{2,3})?[2-9][0-9]{6,7}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that leads to a person, in a text.

    Attributes:
        kind: ``identity``, ``foreigner``, ``individual``, ``bank_card``, ``mobile``, ``landline``, ``plate`` or
            ``address``.
        text: the number, without what stands between its digits.
        shown: the same with its middle hidden.
        begin: where it begins in the text it was found in.
        end: where it ends.
        said: what the words before it say it is; empty where they say nothing.
    """

    kind: str
    text: str
    shown: str
    begin: int
    end: int
    said: str = ""


def numbers(text: str, *, short: bool = True, said: str = "") -> tuple[Number, ...]:
    """What in a text leads to a person, in order.

    Args:
        text: any text.
        short: whether what may be an id by chance counts too: whatever has no check digits of its own.
        said: what the name of its column says it is, see :func:`said_of`.

    Raises:
        MissingExtra: there is something to check, and ``python-stdnum`` is not installed.
    """
    if len(text) < _SHORTEST_TEXT:
        return ()
    if text.isascii() and text.isalnum():
        # Most of all that is long enough: ids.
        found = _whole(text, short, said) if len(text) <= _MOST else ()
        return found or tuple(_lettered(text))
    return _remembered(text, short, said) if len(text) <= _SHORT_TEXT else _numbers(text, short, said)


def is_ordinary(text: str) -> bool:
    """Whether a text surely is shown as it stands: no number to hide, no blanks, nothing but usual characters.

    Most texts are ordinary, and looking for what makes one not so is much quicker than all that is done with it then.
    """
    return _LOOKED_AT.search(text) is None


def is_ordinary_id(text: str) -> bool:
    """The same of a dataset's own id, in which digits without a check digit are no number."""
    return len(text) < max(_CHECKED_LENGTHS) and text.isalnum() and text.isascii() and len(text) not in _CHECKED_LENGTHS


def without_identity_numbers(text: str, *, short: bool = True) -> str:
    """The text with every number masked that leads to a person: a report is passed around. See :func:`numbers`."""
    found = numbers(text, short=short)
    if not found:
        return text
    parts, done = [], 0
    for number in found:
        parts += [text[done : number.begin], number.shown]
        done = number.end
    return "".join((*parts, text[done:]))


def masked(number: str) -> str:
    """An identity number or a card with its middle hidden."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


@functools.lru_cache(maxsize=1024)
def said_of(name: str, *, column: bool = False) -> str:
    """What a few words say a number is; empty where they say nothing.

    Args:
        name: the words.
        column: whether they are the name of a column.

    Returns:
        ``contact`` where it is the department's own, ``bank_account``, ``landline``, ``address``, ``plate`` or
        ``credit_code``.
    """
    name = plain(name)
    kind = next((kind for kind, words in _said(column).items() if words.search(name)), "")
    return "" if kind == _CONTACT and _persons().search(name) else kind


@functools.cache
def _said(column: bool) -> dict[str, re.Pattern[str]]:
    shapes = table("shapes")
    told = {kind: re.compile(f"(?:{words})(?:名称|信息)?$") for kind, words in shapes["said"].items()}
    contacts = f"{shapes['contacts']}|{shapes['contact_columns']}" if column else shapes["contacts"]
    return {**told, _CONTACT: re.compile(contacts, re.IGNORECASE)}


@functools.cache
def _persons() -> re.Pattern[str]:
    return re.compile(table("shapes")["persons"])


@functools.lru_cache(maxsize=_REMEMBERED)
def _remembered(text: str, short: bool, said: str) -> tuple[Number, ...]:
    return _numbers(text, short, said)


def _whole(text: str, short: bool, said: str) -> tuple[Number, ...]:
    """The same of a text that is one block of digits and letters."""
    kind = kind_of(text.upper(), (len(text),), short) if len(text) >= SHORTEST else ""
    if not kind and said and short and text.isdigit():
        kind = _kind_said(text, 0, text, said)
    if said == _CREDIT and is_credit_code(text.upper()):
        return ()
    return (Number(kind, text, _shown(kind, text), 0, len(text)),) if kind and kind != ORGANISATION else ()


def _numbers(text: str, short: bool, said: str) -> tuple[Number, ...]:
    read = _read(text)
    likely = _LIKELY_ASCII if read.isascii() else _LIKELY
    if not said and likely.search(read) is None and not any(word in read for word in _OF_ADDRESSES):
        return ()
    # An id is digits and letters; words beside them say that it is something else.
    short = short or _CODE.fullmatch(read) is None
    found = sorted((*_in_blocks(read, short, said), *_lettered(read)), key=lambda number: number.begin)
    if short and not read.isascii():
        found += _others(read, said, found)
        found.sort(key=lambda number: number.begin)
    if read == text:
        return tuple(found)
    places = _places(text)
    return tuple(
        Number(one.kind, one.text, one.shown, places[one.begin], places[one.end - 1] + 1, one.said) for one in found
    )


def _read(text: str) -> str:
    """The text as the eye reads it, digits of all scripts and with marks on them included; itself where it is so."""
    if usual(text):
        return text
    read = _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), plain(text)).translate(_X)
    return _MARKS.sub("", read)


def _places(text: str) -> list[int]:
    """Where in a text each character of it as read stands."""
    shown = seen(text)
    return [place for place in shown if not _MARKS.match(text[place])]


# -- digits ----------------------------------------------------------------------------------------------------------


def _in_blocks(read: str, short: bool, said: str) -> Iterator[Number]:
    """Numbers made of one block of digits and letters, or of several with little between them."""
    for chain in _CHAIN.finditer(read):
        begin, end = chain.span()
        if end - begin < SHORTEST - 3:
            continue
        blocks = [match.span() for match in _BLOCK.finditer(read, begin, end)]
        done = 0
        for first, (begin, _) in enumerate(blocks):
            if begin >= done:
                kind, number, stop = _longest(read, blocks[first : first + LONGEST], short, said)
                done = max(done, stop)
                told = _words_before(read, begin) if kind else ""
                if _CREDIT in (said, told) and is_credit_code(number.upper()):
                    # Few codes are right as an identity number too; what it is said to be decides.
                    kind = ORGANISATION
                if kind and kind != ORGANISATION:
                    yield Number(kind, number, _shown(kind, number), begin, stop, told)


def _lettered(read: str) -> Iterator[Number]:
    """Identity numbers right behind a few letters."""
    for match in _LETTERED.finditer(read):
        number = match[1]
        if kind_of(number.upper(), (len(number),), False) == "identity":
            yield Number("identity", number, masked(number), *match.span(1))


def _longest(read: str, blocks: list[tuple[int, int]], short: bool, said: str) -> tuple[str, str, int]:
    """The longest number that begins with the first block: its kind, itself and its end; a shorter one may begin it."""
    kind, whole, done = "", "", 0
    number = ""
    groups: tuple[int, ...] = ()
    begin = blocks[0][0]
    for start, end in blocks:
        number, groups = number + read[start:end], (*groups, end - start)
        length = len(number)
        if length > _MOST:
            break
        if length >= SHORTEST - 3:
            found = kind_of(number.upper(), groups, short) if length >= SHORTEST else ""
            if not found and short and (begin or said) and number.isdigit():
                found = _kind_said(read, begin, number, said)
            if found:
                kind, whole, done = found, number, end
    return kind, whole, done


def _kind_said(read: str, begin: int, number: str, said: str) -> str:
    """What digits are that only the words before them, or the name of the column, say to be a number of a person."""
    told = said or _words_before(read, begin)
    if told == "bank_account" and _ACCOUNT[0] <= len(number) <= _ACCOUNT[1]:
        return "bank_card"
    return "landline" if told == "landline" and _LOCAL.fullmatch(number) else ""


def _words_before(read: str, begin: int) -> str:
    """What the words right before a number say it is."""
    before = read[max(0, begin - _BEFORE) : begin]
    if before.isascii():
        return ""
    before = _WORD_END.sub("", before)
    words = re.split(r"[，,。；;、\n]", before)[-1]
    return said_of(words) if words else ""


def _shown(kind: str, number: str) -> str:
    if kind == "mobile":
        return f"{number[:-8]}****{number[-4:]}"
    if kind == "landline":
        return "*" * (len(number) - 2) + number[-2:]
    return masked(number)


# -- plates and addresses --------------------------------------------------------------------------------------------


def _others(read: str, said: str, found: list[Number]) -> list[Number]:
    """Number plates and addresses, as far as they are not part of a number."""
    taken = [(number.begin, number.end) for number in found]
    spans: list[tuple[str, tuple[int, int]]] = []
    if _PLATE_BEGINS.search(read) is not None:
        spans += [("plate", match.span()) for match in _PLATE.finditer(read)]
    if "单元" in read or "室" in read or "户" in read:
        spans += [("address", match.span()) for match in _HOME.finditer(read)]
    if said == "address" or any(word in read for word in _OF_ADDRESSES):
        spans += [("address", span) for span in _addresses(read, said)]
    others = []
    for kind, (begin, end) in spans:
        if all(end <= first or last <= begin for first, last in taken):
            taken.append((begin, end))
            shown = _NUMERAL.sub("*", read[begin:end]) if kind == "address" else read[begin] + "*" * 6
            others.append(Number(kind, read[begin:end], shown, begin, end, said))
    return others


def _addresses(read: str, said: str) -> Iterator[tuple[int, int]]:
    """What is said to be where somebody lives, with the number of a house."""
    if said == "address":
        if _NUMERAL.search(read):
            yield 0, len(read)
        return
    for match in _said_address().finditer(read):
        begin, end = match.span(1)
        if _NUMERAL.search(read, begin, end):
            yield begin, end


@functools.cache
def _said_address() -> re.Pattern[str]:
    return re.compile(f"(?:{table('shapes')['said']['address']}){_ADDRESS.pattern}")
