"""A report written to a file, in the form that the name of the file asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...errors import BadOutput
from ...formats.files import write_file
from ...quoting import json_text, quoted
from ..results import Findings


def write(report: Findings, path: Path) -> None:
    """Write a report; the suffix says how.

    Raises:
        BadOutput: there is no such form, or the file cannot be written.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    write_file(path, renderer(path)(report))


def _json(report: Findings) -> bytes:
    return (json_text(report.to_dict(), indent=1) + "\n").encode()


def renderer(path: Path) -> Callable[[Findings], bytes]:
    """What makes a report of the kind that the suffix names.

    Raises:
        BadOutput: there is no such kind.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    name = path.name.lower()
    found = next((made for ending, made in _renderers().items() if name.endswith(ending)), None)
    if found is None:
        shown = quoted(path.name)
        raise BadOutput(
            f"报告的格式由文件名决定：.html、.xlsx、.csv、.json、.sarif、.junit.xml；得到的是“{shown}”。",
            english=f"The name says the form: .html, .xlsx, .csv, .json, .sarif or .junit.xml, not {shown}.",
            argument="path",
        )
    return found


def _renderers() -> dict[str, Callable[[Findings], bytes]]:
    from .annotated import render_junit, render_sarif
    from .csv import render_csv
    from .html import render_html
    from .xlsx import render_xlsx

    return {
        ".sarif": render_sarif,
        ".sarif.json": render_sarif,
        ".xml": render_junit,
        ".json": _json,
        ".csv": render_csv,
        ".xlsx": render_xlsx,
        ".html": render_html,
        ".htm": render_html,
    }
