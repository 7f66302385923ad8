"""What cells say of days: a day, or as much of one as is written. What could be read in two ways is no day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .characters import odd_note, plain
from .files.records import Cell
from .profile import Profile
from .text import shortened

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_QUOTES = "“”‘’\"'`「」《》"
_CLOCK = r"(?:[ T　]*(?:(?:上午|下午) ?)?\d{1,2}[:：时].*)?(?:[ (（]?(?:星期|周)[一二三四五六日天][)）]?)?"
_YEAR_FIRST = (
    re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}", re.ASCII),
    re.compile(rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})[日号]{_CLOCK}", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6}|\.0+)?", re.ASCII),
)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_CLOCK}", re.ASCII)
#: A month, not a day. Behind a full stop two digits: the number 2024.1 may have been 2024.10.
_MONTH = re.compile(r"(?P<year>\d{4})(?:年(?P<month>\d{1,2})月份?|[-/](?P<m2>\d{1,2})|\.(?P<m3>\d{2}))", re.ASCII)
#: Other parts of a year: their first month and how many months they have.
_PART = re.compile(
    r"(?P<year>\d{4})年?度?第?(?:(?P<quarter>[一二三四1-4])季度?|[Qq](?P<q2>[1-4])|(?P<half>[上下])半年)"
    r"|(?P<whole>\d{4})年度?",
    re.ASCII,
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
#: Hyphens and dashes of every width, and the minus sign.
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
#: A year, month and day in Chinese numbers; the year may be in digits.
_CHINESE = re.compile(
    "([〇○零一二三四五六七八九]{4}|[0-9]{4})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?)?(第.季度?|.半年|度)?"
)
_DIGITS = {character: number % 10 for number, character in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
#: Letters that look like digits, among digits.
_LETTERS = re.compile(r"(?<=\d)[OoIl]|[OoIl](?=\d)")
_EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.0+)?", re.ASCII)
_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})", re.ASCII)
#: Times outside these years are some other number: from 2033 on, ten digits may be 2023061612, an hour of a day.
_EPOCH_YEARS = range(2000, 2033)


@dataclass(frozen=True, slots=True)
class Period:
    """When something was, as far as that is written: one day, or one of several.

    Attributes:
        first: the first day that it may have been.
        last: the last such day.
    """

    first: dt.date
    last: dt.date

    @property
    def day(self) -> dt.date | None:
        """The day, where it is known."""
        return self.first if self.first == self.last else None


def period(value: Cell, profile: Profile) -> Period | None:
    """A day, or a month, a quarter, half a year or a year; ``None`` where it is none or could be read in two ways."""
    day = date(value, profile)
    if day is not None:
        return Period(day, day)
    text = _written(str(value))
    match = _MONTH.fullmatch(text)
    if match is not None:
        return _months(match["year"], int(match["month"] or match["m2"] or match["m3"]), 1)
    match = _PART.fullmatch(text)
    if match is None:
        return None
    if match["half"]:
        return _months(match["year"], 1 if match["half"] == "上" else 7, 6)
    quarter = match["quarter"] or match["q2"]
    if quarter:
        number = _QUARTERS.get(quarter) or int(quarter)
        return _months(match["year"], 3 * number - 2, 3)
    # A number alone may be anything.
    return _months(match["whole"], 1, 12) if match["whole"] != text else None


def date(value: Cell, profile: Profile) -> dt.date | None:
    """A day in one of the forms portals print, ``None`` where it is none or could be read in two ways.

    Year first only: ``06/07/2023`` could be June or July, unless the profile says which. Ten and thirteen digits are
    seconds and milliseconds since 1970, a day in Shanghai; so is a time with an offset.
    """
    if isinstance(value, dt.date):
        return value
    text = _written(value)
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


def _written(text: str) -> str:
    """A cell that should be a day, with the usual signs for those that look like them, and with digits."""
    found = (
        _DASHES.sub("-", plain(text).strip().strip(_QUOTES))
        .replace("／", "/")
        .replace("．", ".")
        .replace("元月", "1月")
    )
    found = re.sub(r"\s*([年月日号/-])\s*", r"\1", found).strip()
    match = _CHINESE.fullmatch(found)
    if match is None:
        return found
    year, month, day, part = match.groups()
    digits = "".join(str(_DIGITS.get(character, character)) for character in year)
    return (
        f"{digits}年" + (f"{_number(month)}月" if month else "") + (f"{_number(day)}日" if day else "") + (part or "")
    )


def _number(text: str) -> int:
    """A Chinese number below one hundred."""
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _months(year: str, first: int, count: int) -> Period | None:
    try:
        last = calendar.monthrange(int(year), first + count - 1)[1]
        return Period(dt.date(int(year), first, 1), dt.date(int(year), first + count - 1, last))
    except ValueError:
        return None


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
    """Why a cell is no day, in Chinese."""
    text = shortened(str(value))
    if not text:
        return "没有填更新时间"
    if _YEAR_LAST.fullmatch(_written(text)):
        return f"更新时间“{text}”分不清月和日，请把年写在前面，或者用平台说明写明日期写法"
    if re.fullmatch(r"[34]\d{4}(?:\.\d+)?", text):
        return f"更新时间“{text}”像是 Excel 的日期序号，请把单元格改成日期格式"
    letter = _LETTERS.search(plain(text))
    what = f"（其中的 {letter[0]} 是字母，不是数字）" if letter else odd_note(str(value))
    return f"更新时间“{text}”{what}看不懂"
