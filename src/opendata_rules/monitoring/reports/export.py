"""The agenda of a day as a file; the suffix says how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from ...errors import BadOutput
from ...quoting import json_text, quoted
from ..monitors import Monitor
from .agenda import Agenda, agenda


def export(monitor: Monitor, path: str | Path, on: dt.date) -> None:
    """Write what there is to do on a day: ``.html``, ``.xlsx``, ``.ics`` or ``.json``.

    Raises:
        BadOutput: another suffix.
        MissingExtra: the extra ``catalogue`` is not installed.
        TypeError: ``on`` is not a plain date.
        OSError: the file cannot be written.
    """
    path = Path(path)
    render = renderer(path)
    path.write_bytes(render(monitor, agenda(monitor, on)))


def renderer(path: Path) -> Callable[[Monitor, Agenda], bytes]:
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


def _html(monitor: Monitor, found: Agenda) -> bytes:
    from .page import render_html

    return render_html(monitor, found)


def _xlsx(_: Monitor, found: Agenda) -> bytes:
    from .workbook import render_xlsx

    return render_xlsx(found)


def _ics(_: Monitor, found: Agenda) -> bytes:
    from .feed import render_ics

    return render_ics(found).encode()


def _json(_: Monitor, found: Agenda) -> bytes:
    return (json_text(found.to_dict(), indent=1) + "\n").encode()


_RENDERERS: dict[str, Callable[[Monitor, Agenda], bytes]] = {
    ".html": _html,
    ".htm": _html,
    ".xlsx": _xlsx,
    ".ics": _ics,
    ".json": _json,
}
