"""What the cells mean: opening attributes, update cadences, dates, yes and no. Unreviewed spellings mean nothing."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ..vocabulary.facts import FactValue
from ..vocabulary.terms import Attribute
from .characters import odd_note, plain
from .files.records import Cell
from .profile import Profile
from .tables import table
from .text import line, shortened

#: Longest text that many rows have.
_SHORT = 32
_QUOTES = "“”‘’\"'`「」《》"


def clean(text: str) -> str:
    """A cell without spaces, enclosing quotation marks and what nobody sees."""
    return _remembered(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    return "".join(line(plain(text)).split()).strip(_QUOTES)


_remembered = functools.lru_cache(maxsize=4096)(_clean)


# -- opening attributes --------------------------------------------------------------------------------------------


@functools.cache
def attribute_words() -> dict[str, Attribute]:
    """Attributes by the spellings that are sure of them."""
    return {word: Attribute(name) for name, words in table("values")["declared"].items() for word in words}


@functools.cache
def _bare_words() -> dict[str, Attribute]:
    return {word: Attribute(name) for name, words in table("values")["bare"].items() for word in words}


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared attribute as far as it was understood.

    Attributes:
        attribute: the attribute, ``None`` where it was not recognised.
        note: why not, in Chinese; empty where it was.
        telling: whether the cell is such as the column of the opening attribute has, understood or not.
        sharing: whether it speaks of sharing.
        code: whether a profile could explain it.
    """

    attribute: Attribute | None
    note: str = ""
    telling: bool = False
    sharing: bool = False
    code: bool = False


def speaks_of_sharing(text: str) -> bool:
    """Whether a cell is a word of sharing."""
    return clean(text) in table("values")["sharing_words"]


def declared(text: str, profile: Profile, *, among_sharing: bool = False) -> Declared:
    """Understand a cell that should state the opening attribute.

    Args:
        text: the cell.
        profile: what the platform's codes mean.
        among_sharing: whether words of sharing stand in the same column, so that 无条件 may be one of them.
    """
    code = plain(text).strip()
    if code in profile.declared:
        return Declared(profile.declared[code], telling=True)
    word = clean(text)
    if word in attribute_words():
        return Declared(attribute_words()[word], telling=True)
    if not word:
        return Declared(None, "没有填开放属性")
    if word in _bare_words():
        if not among_sharing:
            return Declared(_bare_words()[word], telling=True)
        return Declared(None, f"“{word}”没有写明是开放还是共享，同一列里还有说共享的", telling=True, code=True)
    if speaks_of_sharing(text):
        return Declared(None, f"“{word}”说的是共享，不是开放", telling=True, sharing=True)
    if word.isascii() and word.isdecimal():
        return Declared(None, f"编码 {word} 的含义因平台而异，请用平台说明（--profile）写明", telling=True, code=True)
    if word.casefold() in table("values")["vague"]:
        return Declared(None, f"“{word}”没有说明是不予开放、有条件开放还是无条件开放", code=True)
    return Declared(None, f"“{shortened(word)}”{odd_note(word)}不是开放属性", code=True)


# -- update cadences -----------------------------------------------------------------------------------------------

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NUMBER = r"(?P<number>\d{1,3}|[一二两三四五六七八九十])"
#: Not 月 alone, nor 日 without 每: 6月 is June, 6日 a day of the month.
_UNIT = r"(?P<unit>天|周|星期|个月|个?季度|年)"
#: 每两年, 每15天, 两年一次, 3年/次: arithmetic, not a guess.
_COUNTED = (
    re.compile(rf"每{_NUMBER}(?:{_UNIT}|(?P<day>日))(?:更新)?(?:一次|1次)?"),
    re.compile(rf"{_NUMBER}{_UNIT}(?:(?:更新)?(?:一次|1次)|/次)?"),
    re.compile(r"每(?P<unit>天|日|周|月|季度?|年)(?:更新)?(?:一次|1次)"),
)
#: In days or months.
_COUNTED_UNITS = (
    {"天": (1, "days"), "日": (1, "days"), "周": (7, "days"), "星期": (7, "days"), "月": (1, "months")}
    | {"个月": (1, "months")}
    | dict.fromkeys(("季", "季度", "个季度"), (3, "months"))
    | {"年": (12, "months")}
)


@dataclass(frozen=True, slots=True)
class Cadence:
    """An update cadence as far as it was understood.

    Attributes:
        facts: what it states, as (fact, value); empty where the vocabulary has no value for it.
        note: why it states nothing, in Chinese; empty where it does.
        known: whether the spelling was understood.
    """

    facts: tuple[tuple[str, FactValue], ...]
    note: str = ""
    known: bool = True


def cadence(text: str, profile: Profile) -> Cadence:
    """Understand a cell that should state how often a dataset is updated."""
    word = clean(profile.cadence.get(plain(text).strip(), text))
    if not word:
        return Cadence((), "没有填更新频率", known=False)
    facts = cadence_facts(word)
    if facts:
        return Cadence(facts)
    if facts is not None:
        return Cadence((), f"更新频率“{shortened(word)}”不是规定里有的一种")
    if word.isascii() and word.isdecimal():
        return Cadence((), f"更新频率的编码 {word} 含义因平台而异，请用平台说明（--profile）写明", known=False)
    return Cadence((), f"不认识更新频率“{shortened(word)}”{odd_note(word)}", known=False)


@functools.cache
def _cadence_words() -> dict[str, tuple[tuple[str, FactValue], ...]]:
    """What the reviewed spellings state."""
    fact = str(table("columns")["cadence"]["fact"])
    reviewed = table("values")
    found = {word: ((fact, value),) for value, words in reviewed["cadence"].items() for word in words}
    found |= {word: tuple(facts.items()) for word, facts in reviewed["cadence_states"].items()}
    return found | dict.fromkeys(reviewed["no_value"], ())


@functools.lru_cache(maxsize=1000)
def cadence_facts(word: str) -> tuple[tuple[str, FactValue], ...] | None:
    """What a spelling states; nothing where the vocabulary has no value for it, ``None`` where it is not understood."""
    found = _cadence_words().get(word.casefold())
    if found is not None:
        return found
    for form in _COUNTED:
        match = form.fullmatch(word)
        if match is not None:
            groups = match.groupdict()
            number = groups.get("number") or "1"
            count = _DIGITS[number] if number in _DIGITS else int(number)
            length, unit = _COUNTED_UNITS[groups["unit"] or groups["day"]]
            return _counted(count * length, unit) if count else None
    return None


def _counted(number: int, unit: str) -> tuple[tuple[str, FactValue], ...]:
    """What a number of days or months states, where the vocabulary has a value for just that."""
    lengths = table("values")["counted"]
    value = lengths[unit].get(number)
    if value is None and unit == "months" and number > max(lengths[unit]):
        value = lengths["longer"]
    return () if value is None else ((str(table("columns")["cadence"]["fact"]), str(value)),)


# -- dates ---------------------------------------------------------------------------------------------------------

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_CLOCK = r"(?:[ T　]*\d{1,2}[:：时].*)?"
_YEAR_FIRST = (
    re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}", re.ASCII),
    re.compile(rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})[日号]{_CLOCK}", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?", re.ASCII),
)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_CLOCK}", re.ASCII)
#: Hyphens and dashes of every width, and the minus sign.
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.0+)?", re.ASCII)
_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})", re.ASCII)
#: Times outside these years are some other number: from 2033 on, ten digits may be 2023061612, an hour of a day.
_EPOCH_YEARS = range(2000, 2033)


def date(value: Cell, profile: Profile) -> dt.date | None:
    """A date in one of the forms portals print, ``None`` where it is none or could be read in two ways.

    Year first only: ``06/07/2023`` could be June or July, unless the profile says which. Ten and thirteen digits are
    seconds and milliseconds since 1970, a day in Shanghai; so is a time with an offset.
    """
    if isinstance(value, dt.date):
        return value
    text = _dashed(value)
    if _OFFSET.fullmatch(text):
        return _instant(text)
    for form in _YEAR_FIRST:
        match = form.fullmatch(text)
        if match is not None:
            return _day(match[1], match[2], match[3])
    match = _YEAR_LAST.fullmatch(text)
    if match is not None and profile.day_order is not None:
        first, second = (match[2], match[1]) if profile.day_order.startswith("日") else (match[1], match[2])
        return _day(match[3], first, second)
    match = _EPOCH.fullmatch(text)
    if match is not None:
        seconds = int(match[1]) / (1000 if len(match[1]) == 13 else 1)
        found = dt.datetime.fromtimestamp(seconds, _SHANGHAI).date()
        return found if found.year in _EPOCH_YEARS else None
    return None


def _dashed(text: str) -> str:
    """A cell that should be a date, with the usual signs for those that look like them."""
    return _DASHES.sub("-", plain(text).strip().strip(_QUOTES)).replace("／", "/").replace("．", ".")


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _instant(text: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(text).astimezone(_SHANGHAI).date()
    except (ValueError, OverflowError):
        return None


def date_note(value: Cell) -> str:
    """Why a cell is no date, in Chinese."""
    text = shortened(str(value))
    if not text:
        return "没有填更新时间"
    if _YEAR_LAST.fullmatch(_dashed(text)):
        return f"更新时间“{text}”分不清月和日，请用平台说明（--profile）写明日期写法"
    if re.fullmatch(r"[34]\d{4}(?:\.\d+)?", text):
        return f"更新时间“{text}”像是 Excel 的日期序号，请把单元格改成日期格式"
    return f"更新时间“{text}”{odd_note(str(value))}看不懂"


# -- yes and no ----------------------------------------------------------------------------------------------------


def yes_no(text: str, profile: Profile) -> bool | str | None:
    """A cell that should say yes or no; ``None`` for unknown, the text itself where it says neither."""
    code = plain(text).strip()
    if code in profile.yes_no:
        return profile.yes_no[code]
    word = clean(text).casefold()
    if not word or word in table("values")["unknown_words"]:
        return None
    if word in table("values")["yes_words"]:
        return True
    return False if word in table("values")["no_words"] else text
