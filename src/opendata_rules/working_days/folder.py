"""All that a folder ``rules/calendar/`` says, checked, with years it has no file for filled from `holidays`.

What wins: a file, for the whole of its year. The package `holidays` supplies a year without a file, but never one later
than the last file, so that what is shipped does not change with the version of `holidays` that happens to be installed:
a newer one only makes the check say that a notice has not been filed. A folder without any notice takes every year that
`holidays` holds. Which days festivals of the lunar calendar fall on is taken from `holidays` always.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..diagnostics.kind import Severity
from ..reading.document import read
from ..reading.folders import entries
from ..reading.validation import validate
from ..vocabulary.english import in_english
from ..vocabulary.keywords import chinese
from . import base, written
from .arrangements import Arrangement, YearNotice, notice_year
from .assumptions import Assumptions, OneOff, Span, Stretch
from .bounds import Assumption
from .days import FIRST_YEAR, Notice
from .notices import read_notice
from .sources import Sources
from .spans import Unsettled
from .statutes import Statute, statute_for
from .written import ASSUMPTIONS, STATUTORY, AssumptionsModel, StatutoryModel

#: Last year a notice may be for; the lunar calendar of `holidays` ends in 2099, ten years of estimates later.
LAST_YEAR = 2089

File = TypeVar("File", bound=BaseModel)


def read_sources(folder: Path, shown: str) -> tuple[Sources | None, tuple[Diagnostic, ...]]:
    """Read a folder of notices.

    Args:
        folder: ``rules/calendar``.
        shown: its name in messages.

    Returns:
        What it says, or ``None`` where anything in it is wrong; and every problem found.
    """
    problems: list[Diagnostic] = []
    statutory, found = _file(folder, STATUTORY, shown, StatutoryModel)
    problems += found
    assumptions, found = _file(folder, ASSUMPTIONS, shown, AssumptionsModel)
    problems += found
    statutes = statutes_of(statutory) if statutory is not None else ()
    if statutory is not None and (lacking := _lacking(FIRST_YEAR, statutes)):
        problems.append(diagnostic("calendar_incomplete", path=f"{shown}/{STATUTORY}", **lacking))
        statutes = ()
    notices: dict[int, YearNotice] = {}
    broken: set[int] = set()
    for path in notice_files(folder):
        notice, diagnostics = check_notice(path, f"{shown}/{path.name}", statutes)
        problems += diagnostics
        if notice is not None:
            notices[notice.year] = notice
        else:
            broken.add(int(path.stem))
    years, gaps = _without_gaps(notices, broken)
    # The first gap hides all that follows.
    problems += [diagnostic("calendar_gap", path=f"{shown}/{year}.yaml", year=year) for year in gaps[:1]]
    if statutory is None or assumptions is None or any(p.severity is Severity.ERROR for p in problems):
        return None, tuple(problems)
    sources = Sources(tuple(years), statutes, assumptions_of(assumptions))
    # Known years too, since a calendar may be asked for as if they were not.
    for year in range(FIRST_YEAR + 1, sources.last_year + sources.assumptions.farthest + 1):
        try:
            sources.groups(year)
        except Unsettled as error:
            document = read(folder / ASSUMPTIONS, shown=f"{shown}/{ASSUMPTIONS}")
            at = (chinese("spans"),)
            problem = document.diagnostic(
                "calendar_incomplete", at, key=True, year=year, name=error.festival, reason=error.reason
            )
            return None, (*problems, problem)
    return sources, tuple(problems)


def check_notice(
    path: Path, shown: str, statutes: tuple[Statute, ...]
) -> tuple[YearNotice | None, tuple[Diagnostic, ...]]:
    """Read and check one notice, against its name where that is a year.

    Args:
        path: the file.
        shown: its name in messages.
        statutes: versions of the measures; without any, what they demand is not checked.
    """

    def owed(year: int) -> tuple[Statute, Mapping[str, tuple[dt.date, ...]]]:
        statute = statute_for(year, statutes)
        return statute, statute.days(year, base.festival_dates(year))

    named = int(path.stem) if _is_year(path.stem) else None
    return read_notice(read(path, shown=shown), year=named, owed=owed if statutes else None)


def notice_files(folder: Path) -> list[Path]:
    """The files named after a year, in order."""
    return [path for path in entries(folder) if path.suffix == ".yaml" and _is_year(path.stem)]


def stray_files(folder: Path) -> list[Path]:
    """Files that are neither a notice nor one of the two others."""
    known = {STATUTORY, ASSUMPTIONS, *(path.name for path in notice_files(folder))}
    return [path for path in entries(folder) if path.name not in known and not path.name.startswith(".")]


def _file(folder: Path, name: str, shown: str, model: type[File]) -> tuple[File | None, tuple[Diagnostic, ...]]:
    path = folder / name
    if not os.path.lexists(path):
        return None, (diagnostic("missing_file", path=f"{shown}/{name}", name=name),)
    return validate(read(path, shown=f"{shown}/{name}"), model)


def _lacking(year: int, statutes: tuple[Statute, ...]) -> dict[str, Any]:
    """What is wrong with the statutory days of a year; of those after it, only a later version could be."""
    try:
        statute_for(year, statutes).days(year, base.festival_dates(year))
    except LookupError as error:
        return {"year": year, "name": "法定节假日", "reason": f"没有 {error.args[0]} 的依据"}
    return {}


def _is_year(stem: str) -> bool:
    return len(stem) == 4 and stem.isascii() and stem.isdigit() and FIRST_YEAR <= int(stem) <= LAST_YEAR


def _without_gaps(notices: Mapping[int, YearNotice], broken: Iterable[int]) -> tuple[list[YearNotice], list[int]]:
    """Every year from the first one on, and the years that are known to nobody though a later one is."""
    filed = {*notices, *broken}
    held = base.held_years()
    last = max(filed) if filed else max(held, default=FIRST_YEAR)
    wanted = [year for year in range(FIRST_YEAR, last + 1) if year not in filed]
    gaps = [year for year in wanted if year not in held]
    filled = from_holidays(year for year in wanted if year in held)
    known = {**filled, **notices}
    return [known[year] for year in sorted(known)], gaps


def from_holidays(years: Iterable[int]) -> dict[int, YearNotice]:
    """Years as `holidays` has them, day by day, each from the last days of December before it."""
    wanted = sorted(years)
    off, worked = base.snapshot({before for year in wanted for before in (year - 1, year)})
    found = {}
    for year in wanted:
        notice = Notice(year, f"国务院办公厅关于{year}年部分节假日安排的通知（未录入，据 holidays {base.version()}）")
        arrangements = [
            Arrangement(name, ((day, day),), (), notice) for day, name in off.items() if notice_year(day) == year
        ]
        days = tuple(sorted(day for day in worked if notice_year(day) == year))
        if days:
            arrangements.append(Arrangement("", (), days, notice))
        found[year] = YearNotice(year, notice, tuple(arrangements))
    return found


def statutes_of(file: written.StatutoryModel) -> tuple[Statute, ...]:
    """The versions of a file, in order of their first day."""
    found = (
        Statute(item.title, item.number, item.effective, tuple((f.name, f.dates) for f in item.holidays))
        for item in file.statutes
    )
    return tuple(sorted(found, key=lambda statute: statute.effective))


def assumptions_of(file: written.AssumptionsModel) -> Assumptions:
    """The assumptions of a file."""
    return Assumptions(
        farthest=file.farthest,
        unchanged=_assumption(file.unchanged),
        spans=tuple(
            Span(
                assumption=_assumption(item),
                festivals=item.festivals,
                merged=item.merged,
                years=(item.from_year, item.to_year),
                length=(item.least_days, item.most_days),
                most_early=item.most_early,
                most_moved=item.most_moved,
                worked=(item.worked_before, item.worked_after),
                movable=item.movable,
                by_weekday=item.by_weekday,
            )
            for item in file.spans
        ),
        stretch=Stretch(
            _assumption(file.stretch), file.stretch.festivals, file.stretch.most_days, file.stretch.most_lost
        ),
        one_off=OneOff(
            assumption=_assumption(file.one_off),
            dates=file.one_off.dates,
            most_days=file.one_off.most_days,
            most_moved=file.one_off.most_moved,
            worked=(file.one_off.worked_before, file.one_off.worked_after),
        ),
    )


def _assumption(item: written.AssumptionModel) -> Assumption:
    english = item.provenance_english
    if len(english) != len(item.provenance):
        english = tuple(in_english(None, text) for text in item.provenance)
    return Assumption(item.id, item.gist, in_english(item.english, item.gist), item.provenance, sources_english=english)
