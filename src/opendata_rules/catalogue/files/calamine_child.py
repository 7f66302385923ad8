"""Reads a workbook through python-calamine in a process of its own, so that whatever its bytes do ends with it.

Run as a script by ``calamine``: the workbook on standard input, lines of JSON on standard output. Nothing of the
package is imported here. A library in another language may panic, ask for more memory than there is, or never end.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from typing import Any

#: Memory and time of this process, and what it may write.
_MEMORY = 2_000_000_000
_SECONDS = 300
_WRITTEN = 400_000_000


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    limits = (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _WRITTEN),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (bound, bound))
        except (OSError, ValueError):  # macOS takes no limit of memory
            continue


def _told(value: Any) -> Any:
    """A cell as JSON: text, numbers and truth values as they are, days and times named."""
    if isinstance(value, dt.datetime | dt.date):
        return {"day": value.isoformat()[:10]}
    if isinstance(value, dt.time | dt.timedelta):
        return {"time": str(value)}
    return value


def _write(told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")


def _read(most_rows: int, most_columns: int) -> None:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        shown = about.visible == python_calamine.SheetVisibleEnum.Visible
        merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
        _write({"sheet": about.name, "hidden": not shown, "merged": merged})
        first_column = sheet.start[1] if sheet.start else 0
        written = 0
        for number, row in enumerate(sheet.iter_rows(), 1):
            cells = [_told(value) for value in row[:most_columns]]
            while cells and cells[-1] in ("", None):
                cells.pop()
            if cells:
                written += 1
                if written > most_rows:
                    _write({"error": "rows"})
                    return
                # Columns before the first that is used are not among the cells.
                _write([number, min(first_column, most_columns), cells])
    _write({"end": True})


def main() -> None:
    """Read one workbook; what goes wrong is the last line."""
    _limit()
    sys.path[:] = json.loads(sys.argv[1])
    sys.stdout.reconfigure(encoding="ascii")  # type: ignore[union-attr]
    try:
        _read(int(sys.argv[2]), int(sys.argv[3]))
    except BaseException as error:  # a panic of Rust is no Exception
        _write({"error": type(error).__name__})


if __name__ == "__main__":
    main()
