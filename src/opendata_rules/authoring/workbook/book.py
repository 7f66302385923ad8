"""The workbook itself: what is shown, what may be chosen, and beside it what was there when it was made."""

from __future__ import annotations

from ...formats.workbooks import Workbook
from ...quoting import visible
from .columns import REMARKS, Kind
from .sheets import Review, Table

#: The sheet that keeps what was there; the first cell says what form it has.
ORIGINAL, FORM = "原值", "opendata-rules 审阅 1"
ABOUT = "说明"
#: A list of words longer than this cannot be offered.
_LONGEST = 255
#: What Excel calls that size of paper.
_A3 = 8
#: Rows to which choices are offered.
_ROWS = 1_000

_TOLD = (
    "白色的格子可以改；灰色的只供查看，要改请改规则文件。",
    "几个值之间用“；”隔开。判定表里空着的格子，表示这一行不问这个事实。",
    "判定表里，同一个编号的几行，任何一行成立，规则就成立。两行里是同一个条件的，要一起改成一样的。",
    "不要增加、删去行和列；可以排序和筛选。意见写在最后一列，不会写进规则文件。",
    "改好以后：opendata-rules workbook {id} --from 这份文件.xlsx，先列出改动，加 --write 才写入。",
)


def book_of(review: Review) -> bytes:
    """The workbook of an instrument.

    Raises:
        MissingExtra: ``XlsxWriter`` is not installed.
    """
    instrument = review.pack.instrument
    book = Workbook(instrument.title)
    about = book.sheet(ABOUT, ((f"《{instrument.title}》规则审阅", 100),))
    for number, line in enumerate((f"编号：{instrument.id}", *_TOLD), 1):
        book.text(about, number, 0, line.format(id=instrument.id))
    forms = {
        "shown": book.book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#EDEFF2"}),
        "offered": book.book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#F7F8FA"}),
    }
    kept: list[tuple[str, str, str, str, str]] = []
    for table in review.tables:
        _write(book, table, forms, kept)
    page = book.sheet(ORIGINAL, ((FORM, 20), (instrument.id, 20), ("", 4), ("", 20), ("", 20)))
    for number, row in enumerate(kept, 1):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
    page.very_hidden()
    return book.content()


def _write(book: Workbook, table: Table, forms: dict[str, object], kept: list[tuple[str, str, str, str, str]]) -> None:
    headings = [(column.heading, column.width) for column in table.columns]
    page = book.sheet(table.sheet.title, (*headings, (REMARKS, 30)))
    if table.sheet.table:
        # Far too wide for one sheet of paper: the ids stand on each.
        page.set_paper(_A3)
        page.fit_to_pages(2, 0)
        page.repeat_columns(0)
    for at, column in enumerate(table.columns):
        offered = ",".join(column.words)
        if column.words and len(offered) <= _LONGEST:
            # Several may be written with ；  between them, so that the list only offers.
            choice = {"validate": "list", "source": list(column.words), "show_error": column.kind is Kind.TEXT}
            page.data_validation(1, at, max(_ROWS, len(table.rows)), at, choice)
    for number, row in enumerate(table.rows, 1):
        for at, column in enumerate(table.columns):
            cell = row.cells.get(column.heading)
            text = "" if cell is None else cell.text
            fixed = column.kind is Kind.SHOWN or column.heading == table.sheet.key or row.inherited
            # What belongs to the first row of a rule is no business of the others.
            fixed |= cell is None and column.path != ()
            form = forms["shown"] if fixed else forms["offered"] if column.words and not column.path else book.body
            if text or fixed:
                book.text(page, number, at, text, form)
            kept.append((table.sheet.title, row.key, str(row.number), column.heading, visible(text)))
    page.autofilter(0, 0, len(table.rows), len(table.columns))
