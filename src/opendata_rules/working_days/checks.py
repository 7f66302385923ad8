"""Checking a folder of notices beyond what reading it checks: against `holidays`, and against the assumptions.

Each notice is compared with the installed version of `holidays` on every day that it may arrange. The notice wins; a
difference is a warning, since it is either a slip in the file or a change that `holidays` does not have (releases
before 0.92 miss that of Labour Day 2019). A year that `holidays` holds and the folder does not is told, never used. And
every known year must lie within what would have been assumed of it, since bounds would otherwise have been wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..reading.document import Location, read
from ..reading.folders import RULES, is_file, shipped
from ..reading.validation import validate
from ..vocabulary.keywords import chinese
from . import base
from .arrangements import FIRST_OF_NEXT, YearNotice
from .days import FIRST_YEAR, DayKind
from .folder import check_notice, read_sources, statutes_of, stray_files
from .sources import Sources
from .table import Table
from .written import ASSUMPTIONS, CALENDAR, STATUTORY, StatutoryModel

#: Days after which an arrangement that was begun has ended, so that only its sum still counts.
_WINDOW = 75
_DAY = dt.timedelta(days=1)
#: Days before and after one that was copied wrongly on which the right one may lie, and how many of these are told.
_NEAR, _LIKELY = 14, 2
#: Code of a diagnostic, the day it speaks of, and what its message names.
Found = tuple[str, dt.date, dict[str, Any]]
_ARRANGEMENTS, _OFF, _WORKED = chinese("arrangements"), chinese("days_off"), chinese("days_worked")


def check_calendar(folder: Path, shown: str) -> Iterator[Diagnostic]:
    """Every problem of a folder of notices.

    Args:
        folder: ``rules/calendar``.
        shown: its name in messages.
    """
    sources, problems = read_sources(folder, shown)
    yield from problems
    for path in stray_files(folder):
        yield diagnostic(
            "unexpected_file",
            path=f"{shown}/{path.name}",
            name=path.name,
            help=f"请移走；通知以年份命名，例如 2027.yaml，此外只有 {STATUTORY} 和 {ASSUMPTIONS}。",
        )
    if sources is None:
        return
    table = sources.table(sources.last_year)
    filed = {year.year: year for year in sources.years if is_file(folder / f"{year.year}.yaml")}
    for year in filed.values():
        found = [*_differences(year, table), *_outside(year, sources, table)]
        if found:
            name = f"{year.year}.yaml"
            document = read(folder / name, shown=f"{shown}/{name}")
            for code, day, fields in found:
                place = _place(year, day)
                yield document.diagnostic(code, place, key=len(place) == 1, date=day, **fields)
    for missing in sorted(base.held_years()):
        if filed and missing > max(filed):
            name = f"{shown}/{missing}.yaml"
            yield diagnostic("notice_not_filed", path=name, year=missing, version=base.version())


def check_file(path: Path, shown: str) -> Iterator[Diagnostic]:
    """Every problem of one notice, with the statutory days of the file beside it, or of the shipped one.

    Args:
        path: the notice.
        shown: its name in messages.
    """
    beside = path.parent / STATUTORY
    statutory = beside if is_file(beside) else shipped() / RULES / CALENDAR / STATUTORY
    model, _ = validate(read(statutory), StatutoryModel)
    yield from check_notice(path, shown, statutes_of(model) if model is not None else ())[1]


def _differences(year: YearNotice, table: Table) -> Iterator[Found]:
    """The days on which `holidays` has another opinion of whether they are worked."""
    if year.year not in base.held_years():
        return
    off, worked = base.snapshot({year.year - 1, year.year})
    for day in _arranged_days(year.year, table):
        ours = table.day(day)
        theirs = day in worked if day.weekday() >= 5 else day not in off
        if ours.working is not theirs:
            told = "工作日" if theirs else "休息日"
            yield "calendar_drift", day, {"ours": ours.reason, "theirs": told, "version": base.version()}


def _outside(year: YearNotice, sources: Sources, table: Table) -> Iterator[Found]:
    """The first day by which the notice has gone beyond what would have been assumed of its year.

    Mostly one day of work was copied wrongly; where another one in its place would be as assumed, that is told.
    """
    day = _first_outside(year, sources, table)
    if day is None:
        return
    # Who slips by a line of the calendar keeps the day of the week.
    slips = sorted(
        _slips(year, sources), key=lambda slip: (slip[0].weekday() != slip[1].weekday(), abs(slip[1] - slip[0]))
    )
    if not slips:
        yield "outside_assumptions", day, {}
        return
    written = slips[0][0]
    likely = "、".join(str(meant) for typed, meant in slips[:_LIKELY] if typed == written)
    advice = (
        f"是不是 {likely}？那样就与以往的安排一致。通知确实是这样写的，再放宽 assumptions.yaml 中的范围，并注明实例。"
    )
    yield "outside_assumptions", written, {"help": advice}


def _slips(year: YearNotice, sources: Sources) -> Iterator[tuple[dt.date, dt.date]]:
    """Days on which is worked, each with another near it with which the notice would be as is assumed."""
    taken = {day for one in year.arrangements for day in (*one.days_off(), *one.worked)}
    for number, arrangement in enumerate(year.arrangements):
        for typed in arrangement.worked:
            near = (typed + shift * _DAY for shift in range(-_NEAR, _NEAR + 1))
            for meant in (day for day in near if day.weekday() >= 5 and day.year == typed.year and day not in taken):
                worked = tuple(sorted(meant if day == typed else day for day in arrangement.worked))
                changed = replace(arrangement, worked=worked)
                every = (*year.arrangements[:number], changed, *year.arrangements[number + 1 :])
                other = replace(year, arrangements=every)
                years = tuple(other if one.year == year.year else one for one in sources.years)
                whole = replace(sources, years=years)
                if _first_outside(other, whole, whole.table(whole.last_year)) is None:
                    yield typed, meant


def _first_outside(year: YearNotice, sources: Sources, table: Table) -> dt.date | None:
    """The first day by which a notice has gone beyond what is assumed; ``None`` where it has not."""
    if year.year == FIRST_YEAR:
        return None
    days = _arranged_days(year.year, table)
    estimate = sources.estimate(year.year - 1, farthest=1)
    counts = list(accumulate((table.day(day).working for day in days), initial=0))
    start = days[0].toordinal() - 1
    named = {day.toordinal() for day in days if table.day(day).kind in (DayKind.HOLIDAY, DayKind.MAKEUP)}
    edges = {start, *(day - before for day in named | estimate.touched for before in (0, 1))}
    wrong = set()
    for after in sorted(edge for edge in edges if start <= edge < days[-1].toordinal()):
        for day, least, most in islice(estimate.counts(after), _WINDOW):
            if day - start < len(counts) and not least <= counts[day - start] - counts[after - start] <= most:
                wrong.add(day)
                break
    return dt.date.fromordinal(min(wrong)) if wrong else None


def _arranged_days(year: int, table: Table) -> list[dt.date]:
    """Every day of the calendar that the notice of a year may arrange."""
    first = max(dt.date(year - 1, *FIRST_OF_NEXT), table.first)
    last = min(dt.date(year, *FIRST_OF_NEXT) - _DAY, table.horizon)
    return [first + index * _DAY for index in range((last - first).days + 1)]


def _place(year: YearNotice, day: dt.date) -> Location:
    """Where a day stands in a file; the list of arrangements if it stands nowhere."""
    for index, arrangement in enumerate(year.arrangements):
        for number, (first, last) in enumerate(arrangement.off):
            if first <= day <= last:
                return (_ARRANGEMENTS, index, _OFF, number)
        if day in arrangement.worked:
            return (_ARRANGEMENTS, index, _WORKED, arrangement.worked.index(day))
    return (_ARRANGEMENTS,)
