"""The article tables as a workbook: a sheet for each instrument, and one that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from ...formats.workbooks import Workbook
from ...norms.pack import Article
from ...packs.shelf import Shelf
from ...vocabulary.citations import Ref
from ...vocabulary.terms import ARTICLE_STATUS_TERMS

_COLUMNS = (("条", 14), ("编码情况", 12), ("规则", 48), ("说明", 72), ("条文指纹（SHA-256）", 24))


def article_workbook(library: Shelf, rows: Iterable[Article]) -> bytes:
    """The workbook of these rows, which stand together by instrument.

    Raises:
        MissingExtra: ``XlsxWriter`` is not installed.
    """
    book = Workbook()
    overview = book.sheet("概要", [("文件", 60), *((term, 12) for term in ARTICLE_STATUS_TERMS.values())])
    for number, (instrument, group) in enumerate(groupby(rows, key=lambda row: row.instrument), 1):
        table = list(group)
        title = library.pack(instrument).instrument.title
        counts = Counter(row.status for row in table)
        overview.write_string(number, 0, f"《{title}》", book.body)
        for column, status in enumerate(ARTICLE_STATUS_TERMS, 1):
            overview.write_number(number, column, counts[status], book.body)
        page = book.sheet(f"{number} {title}", _COLUMNS)
        for line, row in enumerate(table, 1):
            texts = (Ref.parse(row.ref).chinese(), ARTICLE_STATUS_TERMS[row.status], "\n".join(row.rules), row.note)
            for column, text in enumerate((*texts, row.fingerprint)):
                book.text(page, line, column, text or "")
    return book.content()
