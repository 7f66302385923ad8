"""The article tables as a workbook: a sheet for each instrument, and one that counts them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .citations import Ref
from .errors import MissingExtra
from .terms import ARTICLE_STATUS_TERMS

if TYPE_CHECKING:
    from .library import Library
    from .provisions import Article

#: Text is written as text: a note that begins with "=" is no formula.
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_COLUMNS = (("条", 14), ("编码情况", 12), ("规则", 48), ("说明", 72), ("条文指纹（SHA-256）", 24))
#: A sheet's name has at most 31 characters, without these.
_NAME, _NOT_IN_NAMES = 31, str.maketrans("", "", "[]:*?/\\'")


def article_workbook(library: Library, rows: Iterable[Article]) -> bytes:
    """The workbook of these rows, which stand together by instrument.

    Raises:
        MissingExtra: ``XlsxWriter`` is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra('写 XLSX 需要安装：pip install "opendata-rules[catalogue]"') from error
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _PLAIN)
    heading = book.add_format({"bold": True, "bg_color": "#E7ECF3", "border": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    overview = _sheet(book, "概要", [("文件", 60), *((term, 12) for term in ARTICLE_STATUS_TERMS.values())], heading)
    for number, (instrument, group) in enumerate(groupby(rows, key=lambda row: row.instrument), 1):
        table = list(group)
        title = library.pack(instrument).instrument.title
        counts = Counter(row.status for row in table)
        overview.write_string(number, 0, f"《{title}》", body)
        for column, status in enumerate(ARTICLE_STATUS_TERMS, 1):
            overview.write_number(number, column, counts[status], body)
        page = _sheet(book, f"{number} {title}".translate(_NOT_IN_NAMES)[:_NAME], _COLUMNS, heading)
        for line, row in enumerate(table, 1):
            texts = (Ref.parse(row.ref).chinese(), ARTICLE_STATUS_TERMS[row.status], "\n".join(row.rules), row.note)
            for column, text in enumerate((*texts, row.fingerprint)):
                page.write_string(line, column, text or "", body)
    book.close()
    return buffer.getvalue()


def _sheet(book: Any, name: str, columns: Iterable[tuple[str, int]], heading: Any) -> Any:
    page = book.add_worksheet(name)
    for column, (title, width) in enumerate(columns):
        page.set_column(column, column, width)
        page.write_string(0, column, title, heading)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    return page
