"""Calendars from folders of notices."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..errors import BadPack
from ..reading.folders import CALENDAR, RULES, is_folder, links_out, shipped
from .calendars import Calendar


def read_calendar(folder: Path, shown: str, top: Path | None = None) -> Calendar:
    """The calendar of a folder of notices; the shipped one where there is no such folder, since it is national.

    Args:
        folder: ``rules/calendar``.
        shown: its name in messages.
        top: the folder out of which no link may lead; ``None`` where links may lead anywhere.

    Raises:
        BadPack: something in it is wrong; ``diagnostics`` lists all of it.
    """
    if not os.path.lexists(folder):
        return calendar()
    if outside := links_out(folder, shown, top):
        raise _bad(tuple(outside))
    if not is_folder(folder):
        raise _bad((diagnostic("cannot_read", path=shown, reason="它不是文件夹"),))
    # Here, since most answers count no working days.
    from .folder import read_sources

    sources, problems = read_sources(folder, shown)
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
        english=f"{first.path} has errors and the calendar cannot be used: line {first.line}, {first.code}.",
    )


class LazyCalendar:
    """The calendar of a folder, read when first asked for."""

    __slots__ = ("_folder", "_found", "_shown", "_top")

    def __init__(self, folder: Path, shown: str, top: Path | None = None) -> None:
        self._folder = folder
        self._shown = shown
        self._top = top
        self._found: Calendar | None = None

    def __call__(self) -> Calendar:
        if self._found is None:
            # Two threads may read it at once; they read the same.
            self._found = read_calendar(self._folder, self._shown, self._top)
        return self._found


def calendar(until: int | dt.date | None = None) -> Calendar:
    """The working days of mainland China by the notices that come with the package.

    Args:
        until: pretend that no notice after this year (or the year of this day) has been published.

    Raises:
        TypeError: ``until`` is neither a year nor a plain date.
        BadArgument: the year is before the first one known.
    """
    found = _SHIPPED()
    return found if until is None else found.known_until(until)


#: The shipped calendar never changes while the program runs, and is read once.
_SHIPPED = LazyCalendar(shipped() / RULES / CALENDAR, f"{RULES}/{CALENDAR}")
