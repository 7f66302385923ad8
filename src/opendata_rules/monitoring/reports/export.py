"""The agenda of a day as a file; the suffix says how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from ...errors import BadOutput
from ...formats.files import write_file
from ...quoting import json_text, quoted
from ...vocabulary.refusals import path_argument
from ...working_days.reminders import Alarm, alarms_of
from ..monitors import Monitor
from .agenda import Agenda, agenda

#: Makes a file of an agenda, with these alarms.
Renderer = Callable[[Monitor, Agenda, "tuple[Alarm, ...] | None"], bytes]


def export(monitor: Monitor, path: str | Path, on: dt.date, *, alarms: Iterable[Alarm] | None = None) -> None:
    """Write what there is to do on a day: ``.html``, ``.xlsx``, ``.ics`` or ``.json``.

    Args:
        monitor: follows the cases.
        path: the file; its suffix says what is written.
        on: the day.
        alarms: of a feed: pairs of a number of working days before the last day and a time of day (``datetime.time``),
            such as ``(1, time(9))``; none where empty. By default at nine, three working days and one before a term
            that binds, one before others. An alarm is never on a rest day.

    Raises:
        BadOutput: another suffix, or the file cannot be written.
        BadArgument: a number of working days is out of range.
        MissingExtra: the extra ``catalogue`` is not installed.
        TypeError: ``path`` is none, ``on`` not a plain date, or an alarm no such pair.
    """
    path = path_argument(path, "path")
    render = renderer(path)
    asked = None if alarms is None else alarms_of(alarms)
    write_file(path, render(monitor, agenda(monitor, on), asked))


def renderer(path: Path) -> Renderer:
    """What writes files of a suffix.

    Raises:
        BadOutput: nothing does.
    """
    found = _RENDERERS.get(path.suffix.lower())
    if found is None:
        shown = quoted(path.name)
        raise BadOutput(
            f"报告的格式由文件名决定：.html、.xlsx、.ics、.json；得到的是“{shown}”。",
            english=f"The name says the form of a report: .html, .xlsx, .ics or .json, not {shown}.",
            argument="path",
        )
    return found


def _html(monitor: Monitor, found: Agenda, _: tuple[Alarm, ...] | None) -> bytes:
    from .page import render_html

    return render_html(monitor, found)


def _xlsx(monitor: Monitor, found: Agenda, _: tuple[Alarm, ...] | None) -> bytes:
    from .workbook import render_xlsx

    return render_xlsx(found)


def _ics(monitor: Monitor, found: Agenda, alarms: tuple[Alarm, ...] | None) -> bytes:
    from .feed import render_ics

    revisions = monitor.revisions((task.case for task in found.tasks), found.on)
    return render_ics(found, revisions, monitor.law.calendar, alarms).encode()


def _json(monitor: Monitor, found: Agenda, _: tuple[Alarm, ...] | None) -> bytes:
    return (json_text(found.to_dict(), indent=1) + "\n").encode()


_RENDERERS: dict[str, Renderer] = {
    ".html": _html,
    ".htm": _html,
    ".xlsx": _xlsx,
    ".ics": _ics,
    ".json": _json,
}
