"""The one module that knows the package `holidays`: snapshots of its calendar of China, taken once, as plain data.

Its objects fill themselves lazily, change under the reader and are not safe between threads, so none leaves this
module. The language is set, since names are otherwise those of the reader's locale; half days (妇女节 and the like) are
left out, since they bind part of the population only; observed days are kept, since they are the days off that the
statute owes for a festival on a weekend.

`holidays` names the years whose notice it holds (``special_public_holidays``); for every later year it returns the
statutory days alone without a word, so nothing of those years is taken but the festivals of the lunar calendar.
Releases before 0.92 miss the change of Labour Day 2019; see :mod:`.checks` for how differences are told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

_LANGUAGE = "zh_CN"
#: Names that `holidays` gives the days which fix all others, in Chinese, and the words of the statute for them.
_ANCHORS = {"春节": "正月初一", "清明节": "清明当日", "端午节": "端午当日", "中秋节": "中秋当日"}
_SUBSTITUTED = "休息日（由"


# The package is imported where it is asked: it loads the calendars of all countries, which takes as long as everything
# else together, and most answers count no working days.


def version() -> str:
    """Version of the package that is installed, for messages."""
    from holidays.version import __version__

    return __version__


def held_years() -> frozenset[int]:
    """The years whose notice the installed version holds."""
    from holidays.countries.china import ChinaStaticHolidays

    return frozenset(ChinaStaticHolidays.special_public_holidays)


@cache
def festival_dates(year: int) -> Mapping[str, dt.date]:
    """The days that the lunar calendar and the solar terms fix, by the words of the statute.

    Args:
        year: 2008 to 2099, the years for which `holidays` has all of them.

    Returns:
        ``正月初一``, ``清明当日``, ``端午当日``, ``中秋当日``; in earlier years the first alone.
    """
    from holidays.countries.china import China

    statutory = China(years=year, observed=False, language=_LANGUAGE)  # type: ignore[no-untyped-call]
    found: dict[str, dt.date] = {}
    for name, word in _ANCHORS.items():
        days = [day for day in statutory.get_named(name, lookup="exact") if day.year == year]
        if days:
            found[word] = _plain(min(days))
    return MappingProxyType(found)


def snapshot(years: Iterable[int]) -> tuple[Mapping[dt.date, str], frozenset[dt.date]]:
    """Days off from Monday to Friday with their names, and weekend days worked, in some years.

    Args:
        years: calendar years; those whose notice is not held give the statutory days alone.

    Returns:
        Both as far as they fall in the years asked for. A day off that was moved has an empty name.
    """
    wanted = frozenset(years)
    if not wanted:
        return MappingProxyType({}), frozenset()
    from holidays.countries.china import China

    # The year after reaches back into December.
    years = wanted | ({max(wanted) + 1} & held_years())
    calendar = China(years=years, language=_LANGUAGE)  # type: ignore[no-untyped-call]
    off = {
        _plain(day): _name(calendar.get_list(day))
        for day in sorted(calendar)
        if day.year in wanted and day.weekday() < 5
    }
    worked = frozenset(_plain(day) for day in calendar.weekend_workdays if day.year in wanted)
    return MappingProxyType(off), worked


def _name(names: list[str]) -> str:
    plain = (name.partition("（")[0] for name in names if not name.startswith(_SUBSTITUTED))
    return "、".join(dict.fromkeys(name.replace("农历除夕", "春节") for name in plain))


def _plain(day: dt.date) -> dt.date:
    return dt.date(day.year, day.month, day.day)
