"""Workbooks of other forms than XLSX: .xls, .xlsb, .ods, and .et where it is a BIFF file; through python-calamine.

The library reads in a process of its own with bounded memory and time: on broken bytes it may panic, or ask for so much
memory that the process it is in is ended.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from ...errors import MissingExtra
from ..columns import Meaning
from ..errors import NotACatalogue
from .error_cells import MONTH, Errors, error_cells
from .outline import COLUMN_LIMIT, Grid
from .records import Problems, Table, filled
from .sheets import ROW_LIMIT, cell_of, month_of, table_of_sheets, tell_errors, tell_long_numbers, unmerged

_CHILD = Path(__file__).with_name("calamine_child.py")
#: Seconds by the clock; the process is bounded by those it works.
_PATIENCE = 900
#: What its last line says, as a refusal: Chinese, English.
_REFUSALS = {
    "PasswordError": ("有打开密码，请先去掉密码，再检查", "has a password; remove it first"),
    "rows": (
        f"的一张工作表超过 {ROW_LIMIT} 行，没有读取；目录不会这样大",
        f"has a sheet of more than {ROW_LIMIT} rows",
    ),
}


def read_other_workbook(
    name: str,
    data: bytes,
    kind: str,
    profile: Mapping[str, Meaning],
    sheets: tuple[str, ...],
    problems: Problems,
    asked: str,
) -> Table:
    """Read a workbook that is no XLSX.

    Args:
        name: its name, for messages.
        data: its bytes.
        kind: ``xls``, ``xlsb`` or ``ods``.
        profile: meaning by column name.
        sheets: the sheets to read; all that look alike if empty.
        problems: what is noticed is added here.
        asked: the meaning of the attribute that is to be judged, ``declared`` or ``sharing``.

    Raises:
        NotACatalogue: it is none, damaged, or larger than a catalogue.
        MissingExtra: the extra ``catalogue`` is not installed.
    """
    if importlib.util.find_spec("python_calamine") is None:
        raise MissingExtra.of("catalogue", f"读 .{kind} ", f"reading .{kind}")
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told:
        given.write(data)
        given.seek(0)
        _run(name, kind, given, told)
        told.seek(0)
        grids, hidden = _grids(name, kind, told, problems, error_cells(kind, data))
    return table_of_sheets(name, kind, grids, hidden, profile, sheets, problems, asked)


def _run(name: str, kind: str, given: IO[bytes], told: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(_CHILD), json.dumps(sys.path), str(ROW_LIMIT), str(COLUMN_LIMIT + 1)]
    try:
        # How it ended stands in its last line: it may have been ended from outside.
        subprocess.run(command, stdin=given, stdout=told, stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise _unread(name, kind) from None


def _unread(name: str, kind: str) -> NotACatalogue:
    return NotACatalogue(
        f"{name} 不是完好的 .{kind} 工作簿，或者太大，没有读出来；请用表格软件打开，另存为 .xlsx，再检查。",
        english=f"{name} is no sound .{kind}, or too large; open it and save it as .xlsx.",
    )


def _lines(name: str, kind: str, told: IO[bytes]) -> Iterator[Any]:
    """What was told, to its end.

    Raises:
        NotACatalogue: it has none.
    """
    for text in told:
        try:
            found = json.loads(text)
        except ValueError:  # torn where the process was ended
            break
        if isinstance(found, dict) and "end" in found:
            return
        if isinstance(found, dict) and "error" in found:
            refusal = _REFUSALS.get(found["error"])
            if refusal is None:
                break
            raise NotACatalogue(f"{name} {refusal[0]}。", english=f"{name} {refusal[1]}.")
        yield found
    raise _unread(name, kind)


def _grids(
    name: str, kind: str, told: IO[bytes], problems: Problems, errors: Errors
) -> tuple[dict[str, Grid], set[str]]:
    """The rows of every sheet that has some, and which sheets are hidden."""
    found: dict[str, Grid] = {}
    hidden: set[str] = set()
    merged: dict[str, list[tuple[int, int, int, int]]] = {}
    title = ""
    rows: Grid = []
    for told_line in _lines(name, kind, told):
        if isinstance(told_line, dict):
            title = str(told_line["sheet"])
            rows = found.setdefault(title, [])
            merged[title] = [(top + 1, left, bottom + 1, right) for top, left, bottom, right in told_line["merged"]]
            if told_line["hidden"]:
                hidden.add(title)
        else:
            number, before, cells = told_line
            values = [_value(cell) for cell in cells]
            tell_long_numbers(number, values, problems)
            row = [*[""] * before, *map(cell_of, values)]
            for place, text in errors.get(title, {}).get(number, {}).items():
                row.extend([""] * (min(place, COLUMN_LIMIT) + 1 - len(row)))
                cell = row[place] if place <= COLUMN_LIMIT else None
                if text == MONTH:
                    row[place] = month_of(cell) if isinstance(cell, dt.date) else row[place]
                elif cell is not None and not filled(cell):
                    row[place] = text
            if any(map(filled, row)):
                rows.append((number, row))
    for title, rows in found.items():
        tell_errors(title, rows, problems)
    grids = {title: unmerged(rows, merged[title], problems, title) for title, rows in found.items() if rows}
    return grids, hidden & set(grids)


def _value(told: Any) -> object:
    """A cell as the other process told it."""
    if not isinstance(told, dict):
        return told
    return dt.date.fromisoformat(told["day"]) if "day" in told else told["time"]
