"""Arguments of the calendar, checked: nothing is coerced, and every refusal says what was given."""

from __future__ import annotations

import operator
from datetime import date

from .days import FIRST_YEAR


def plain_date(d: object) -> None:
    """Refuse anything but a plain date.

    Raises:
        TypeError: a ``datetime`` (it has a time of day), a number, text, or anything else.
    """
    if type(d) is not date:
        raise TypeError(f"日期应当是 datetime.date，得到的是 {type(d).__name__}。 (a datetime.date is needed)")


def number_of_days(n: object) -> int:
    """A number of working days.

    Raises:
        TypeError: not an integer; ``True`` is none.
        ValueError: negative.
    """
    if isinstance(n, bool):
        raise TypeError("工作日数应当是整数，得到的是 bool。 (n must be an integer, not a bool)")
    try:
        number = operator.index(n)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"工作日数应当是整数，得到的是 {type(n).__name__}。 (n must be an integer)") from None
    if number < 0:
        raise ValueError(f"工作日数不能是负数：{number}。 (n must not be negative)")
    return number


def year_of(until: int | date) -> int:
    """The year that is meant by itself or by any day of it.

    Raises:
        TypeError: neither a year nor a plain date.
        ValueError: before the first year of the calendar.
    """
    if type(until) is date:
        until = until.year
    if type(until) is not int:
        raise TypeError(
            f"until 应当是年份或者 datetime.date，得到的是 {type(until).__name__}。 (until must be a year or a date)"
        )
    if until < FIRST_YEAR:
        raise ValueError(f"{until} 年以前的放假安排没有收录，最早是 {FIRST_YEAR} 年。 (no notices before {FIRST_YEAR})")
    return until
