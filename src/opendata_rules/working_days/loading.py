"""Calendars from folders of notices, the shipped one among them."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

from ..diagnostics import Diagnostic
from ..errors import BadPack
from .calendars import Calendar
from .sources import read_sources
from .written import CALENDAR


def read_calendar(folder: Path, shown: str) -> Calendar:
    """The calendar of a folder of notices; the shipped one where there is no such folder, since it is national.

    Args:
        folder: ``rules/calendar``.
        shown: its name in messages.

    Raises:
        BadPack: something in it is wrong; ``diagnostics`` lists all of it.
    """
    if not folder.is_dir():
        return calendar()
    sources, problems = read_sources(folder, shown)
    if sources is None:
        raise _bad(problems)
    return Calendar(sources)


def calendar(until: int | date | None = None) -> Calendar:
    """The calendar of the shipped notices.

    Args:
        until: the last year whose notice is taken as known, or any day of it; all by default. What a term looked like
            before a notice was published can be computed again in this way.

    Raises:
        TypeError: ``until`` is neither a year nor a plain date.
        ValueError: the year is before the first one.
    """
    whole = _shipped()
    return whole if until is None else whole.known_until(until)


@functools.cache
def _shipped() -> Calendar:
    from ..library import shipped

    sources, problems = read_sources(shipped() / "rules" / CALENDAR, f"rules/{CALENDAR}")
    if sources is None:
        raise _bad(problems)
    return Calendar(sources)


def _bad(problems: tuple[Diagnostic, ...]) -> BadPack:
    first = problems[0]
    more = f"（共 {len(problems)} 处）" if len(problems) > 1 else ""
    return BadPack(
        f"{first.path} 有错误，日历不能使用：第 {first.line} 行 {first.message}{more}。"
        "用 opendata-rules lint 查看全部。",
        diagnostics=problems,
    )
