"""Workbooks as this library writes them: text stays text, whatever it looks like, and the same input gives the same
bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import MissingExtra
from ..quoting import visible

#: Text is written as text: a note that begins with "=" is no formula.
_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
#: A sheet's name has at most 31 characters, without these.
_NAME, _NOT_IN_NAMES = 31, str.maketrans("", "", "[]:*?/\\'")
#: Longest text of a cell; a spreadsheet takes hardly more.
_CELL = 32_000


class Workbook:
    """A workbook to be filled.

    Args:
        title: what it is about.
        file: where it goes; then rows are written to it as they come, each sheet from above to below. Without one it is
            made in memory.

    Attributes:
        book: the workbook of ``XlsxWriter``.
        heading: format of headings.
        body: format of text.

    Raises:
        MissingExtra: ``XlsxWriter`` is not installed.
    """

    def __init__(self, title: str = "", file: BinaryIO | None = None) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise MissingExtra.of("catalogue", "写 XLSX ", "writing XLSX") from error
        self._buffer = io.BytesIO()
        how = {"in_memory": True} if file is None else {"constant_memory": True, "use_zip64": True, **_beside(file)}
        self.book: Any = xlsxwriter.Workbook(self._buffer if file is None else file, _PLAIN | how)
        # A fixed day: the same input gives the same bytes.
        self.book.set_properties({"title": visible(title), "created": dt.datetime(2000, 1, 1)})
        wrapped = {"text_wrap": True, "valign": "top"}
        self.heading: Any = self.book.add_format({"bold": True, "bg_color": "#E7ECF3", "border": 1, **wrapped})
        self.body: Any = self.book.add_format(wrapped)

    def sheet(self, name: str, columns: Iterable[tuple[str, int]]) -> Any:
        """A sheet with a heading that stays in sight.

        Args:
            name: its name; what a name cannot hold is left out.
            columns: heading and width of each column.
        """
        page = self.book.add_worksheet(visible(name).translate(_NOT_IN_NAMES)[:_NAME])
        for column, (title, width) in enumerate(columns):
            page.set_column(column, column, width)
            page.write_string(0, column, visible(title), self.heading)
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        return page

    def text(self, page: Any, row: int, column: int, text: str, form: Any = None) -> None:
        """Write text, made visible, and cut where it is longer than a cell."""
        shown = visible(text[: _CELL + 1])
        page.write_string(row, column, shown if len(shown) <= _CELL else shown[:_CELL] + "…", form or self.body)

    def content(self) -> bytes:
        """The file, where it is made in memory."""
        self.close()
        return self._buffer.getvalue()

    def close(self) -> None:
        """All is written."""
        self.book.close()


def _beside(file: BinaryIO) -> dict[str, str]:
    """Where rows wait: beside the file, since what is for temporary files may be memory."""
    name = getattr(file, "name", None)
    return {"tmpdir": str(Path(name).parent)} if isinstance(name, str) else {}
