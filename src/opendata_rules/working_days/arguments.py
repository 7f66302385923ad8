"""Arguments of the calendar, checked: nothing is coerced, and every refusal says what was given."""

from __future__ import annotations

from datetime import MAXYEAR, date

from ..errors import BadArgument
from ..quoting import quoted, type_name
from ..vocabulary.refusals import int_argument
from .days import FIRST_YEAR


def plain_date(d: object) -> None:
    """Refuse anything but a plain date.

    Raises:
        TypeError: a ``datetime`` (it has a time of day), a number, text, or anything else.
    """
    if type(d) is not date:
        raise TypeError(f"日期应当是 datetime.date，得到的是 {type_name(d)}。 (a datetime.date is needed)")


def number_of_days(n: object) -> int:
    """A number of working days.

    Raises:
        TypeError: not an ``int``; ``True`` and ``numpy.int64`` are none.
        BadArgument: negative.
    """
    number = int_argument(n, "n")
    if number < 0:
        raise BadArgument(
            f"工作日数不能是负数：{quoted(number)}。",
            english=f"n must not be negative: {quoted(number)}.",
            argument="n",
        )
    return number


def year_of(until: int | date) -> int:
    """The year that is meant by itself or by any day of it.

    Raises:
        TypeError: neither a year nor a plain date.
        BadArgument: before the first year of the calendar, or no year at all.
    """
    if type(until) is date:
        until = until.year
    if not isinstance(until, int) or isinstance(until, bool):
        raise TypeError(
            f"until 应当是年份或者 datetime.date，得到的是 {type_name(until)}。 (until must be a year or a date)"
        )
    if not FIRST_YEAR <= until <= MAXYEAR:
        shown = quoted(until)
        raise BadArgument(
            f"until 应当是 {FIRST_YEAR} 至 {MAXYEAR} 年，得到的是 {shown}；更早的放假安排没有收录。",
            english=f"until must be from {FIRST_YEAR} to {MAXYEAR}, not {shown}; there are no earlier notices.",
            argument="until",
        )
    return int(until)
