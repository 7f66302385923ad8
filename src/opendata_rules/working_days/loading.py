"""Calendars from folders of notices."""

from __future__ import annotations

from pathlib import Path

from ..diagnostics import Diagnostic
from ..errors import BadPack
from .calendars import Calendar
from .sources import read_sources


def read_calendar(folder: Path, shown: str) -> Calendar:
    """The calendar of a folder of notices; the shipped one where there is no such folder, since it is national.

    Args:
        folder: ``rules/calendar``.
        shown: its name in messages.

    Raises:
        BadPack: something in it is wrong; ``diagnostics`` lists all of it.
    """
    if not folder.is_dir():
        from ..library import calendar

        return calendar()
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
    )
