"""The report as a workbook: 概要, 按单位, 数据集, 待填写, 目录的问题, 说明. Text stays text, whatever it looks like.

待填写 is a catalogue itself, with a column for every fact the law asks about. Filled in, the workbook can be checked
again as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...errors import BadOutput
from ...formats.workbooks import Workbook
from ...quoting import visible
from ...vocabulary.facts import Fact, FactType
from ...vocabulary.terms import ATTRIBUTE_TERMS, Scheme
from ..columns import label
from ..files.sheets import ABOUT_DAY, ABOUT_PLACE, ABOUT_SHEET, FILL_IN_SHEET, FOUND_SHEET
from ..results import FACT, NOT_ASKED, VERDICTS, Basis, Row
from ..schemes import ASKED, in_words_of
from ..summary import Summary
from .advice import grouped, headline, profile_example, steps, update_groups
from .csv import cells, harmless, headings, last_update
from .writer import Writer

#: Lines shown of a cell.
_TALLEST = 20
#: A list to choose from may be this long in a cell; longer ones are typed.
_CHOICE_LIMIT = 255
_COLOURS = {
    "invalid": "#F8D7D3",
    "human_review": "#FBE5C8",
    "not_recognised": "#E6E6E6",
    "valid": "#DCEFDC",
}
_WIDTHS = {
    "行号": 7,
    "数据集名称": 36,
    "数据集编号": 24,
    "依据": 50,
    "为何不成立": 50,
    "要回答的问题": 50,
    "应当做的": 40,
    "依法列为申报属性的途径": 50,
    "提示": 30,
    "应更新日期": 24,
    "更新的结果": 30,
    "更新期限的依据": 40,
    "备注": 40,
    "问题编号": 40,
    "问题的状态": 30,
}


#: Rows of a sheet, without its header.
_MOST = 2**20 - 1


class XlsxWriter(Writer):
    """The workbook; the same report gives the same bytes."""

    def begin(self, before: Summary) -> None:
        """Open all sheets; those of datasets get their headers.

        Raises:
            BadOutput: a sheet cannot hold so many rows.
            MissingExtra: ``XlsxWriter`` is not installed.
        """
        if before.total > _MOST:
            raise BadOutput(
                f"有 {before.total} 个数据集，一张工作表最多 {_MOST} 行，放不下；请把报告写成 .csv 或者 .jsonl，"
                "或者把目录按单位分成几份，分别检查。",
                english=f"{before.total} datasets; a sheet holds {_MOST} rows at most. Write .csv or .jsonl instead.",
                argument="path",
            )
        self._file = Workbook("公共数据目录检查报告", self.file)
        self._book, self._heading, self._body = self._file.book, self._file.heading, self._file.body
        wrapped = {"text_wrap": True, "valign": "top"}
        self._line = self._book.add_format({"valign": "top"})
        self._large = self._book.add_format({"bold": True, "font_size": 14, **wrapped})
        self._verdicts = {
            name: self._book.add_format({"bg_color": colour, **wrapped}) for name, colour in _COLOURS.items()
        }
        self._asked = self._book.add_format({"bg_color": "#FFF6D6", "border": 1, "border_color": "#E2D6A8", **wrapped})
        names = tuple(name for name, _ in VERDICTS.values())
        self._overview = self._page("概要", (6, 60, 80))
        columns: tuple[str, ...] = ("提供单位", "数据集", *names, "更新逾期", "名称可疑")
        self._departments = self._table("按单位", columns, (36, 9, *(11 for _ in names), 10, 10))
        self._scheme = before.scheme
        columns = headings(self._scheme)
        self._result = columns.index("检查结果")
        widths = tuple(_WIDTHS.get(heading, 16) for heading in columns)
        self._datasets = self._table(FOUND_SHEET, columns, widths, tall=True)
        self._facts = _facts(before)
        fill_in = ("id", "title", "department", "summary", "fields", ASKED[self._scheme], "cadence", "updated")
        self._given = len(fill_in)
        columns = (*(label(name) for name in fill_in), *(fact.label for fact in self._facts))
        widths = (24, 36, 20, 30, 30, 14, 12, 12, *(13 for _ in self._facts))
        self._fill_in = self._table(FILL_IN_SHEET, columns, widths, freeze=2, wide=True)
        self._places = {fact.id: column for column, fact in enumerate(self._facts, self._given)}
        self._problems = self._table("目录的问题", ("行号", "内容"), (24, 100))
        self._about = self._table(ABOUT_SHEET, ("项目", "内容"), (36, 100))

    def add(self, row: Row) -> None:
        """A row in both sheets of datasets."""
        number = self._datasets.add(cells(row, self._scheme), styles=((self._result, self._verdicts.get(row.verdict)),))
        asked = tuple(self._places[q.fact] for q in row.questions if q.fact in self._places)
        self._fill_in.add((*_given(row, self._scheme), *_stated(row, self._facts)))
        for column in asked:
            self._fill_in.page.write_blank(number, column, None, self._asked)

    def finish(self, summary: Summary) -> None:
        """Fill in the sheets of the whole."""
        self._fill_overview(summary)
        for department in summary.departments[:_MOST]:
            counts = (department.total, *(department.counts[verdict] for verdict in VERDICTS))
            name = department.name or "（没有填）"
            self._departments.add((name, *counts, department.overdue, department.suspected))
        self._help_to_fill_in()
        for where, text in grouped(summary.problems)[:_MOST] or [("", "没有发现问题")]:
            self._problems.add((where or ("全文件" if summary.problems else ""), text))
        for entry in self._what_about(summary):
            self._about.add(entry)
        for table in (self._departments, self._datasets, self._fill_in, self._problems, self._about):
            table.close()
        self._file.close()

    # -- sheets -----------------------------------------------------------------------------------------------------

    def _fill_overview(self, report: Summary) -> None:
        page = self._overview
        page.set_row(0, 42)
        page.merge_range(0, 0, 0, 2, visible(headline(report)), self._large)
        about = f"{report.place_name}，按 {report.on} 的规定，文件 {report.file}"
        page.merge_range(1, 0, 1, 2, visible(about), self._body)
        for column, text in enumerate(("", "现在要做的", "")):
            page.write_string(3, column, text, self._heading)
        for number, step in enumerate(steps(report), 1):
            page.set_row(3 + number, _height((step.text, step.detail), (60, 80)))
            page.write_number(3 + number, 0, number, self._body)
            self._file.text(page, 3 + number, 1, harmless(step.text))
            self._file.text(page, 3 + number, 2, harmless(step.detail))

    def _help_to_fill_in(self) -> None:
        page, rows = self._fill_in.page, self._fill_in.rows
        for column, fact in enumerate(self._facts, self._given):
            page.write_comment(0, column, fact.question, {"x_scale": 2})
            choice = ["是", "否"] if fact.type is FactType.BOOL else [term for _, term in fact.values]
            if choice and len(",".join(choice)) <= _CHOICE_LIMIT:
                wanted = {"validate": "list", "source": choice, "error_type": "warning"}
                page.data_validation(1, column, rows, column, wanted)

    @staticmethod
    def _what_about(report: Summary) -> Iterable[tuple[str | int, ...]]:
        profile = profile_example(report)
        return (
            ("文件", report.file),
            (ABOUT_PLACE, report.place_name),
            (ABOUT_DAY, report.on.isoformat()),
            *((f"列：{column}", meaning) for column, meaning in report.columns),
            *(
                (f"写法：{one.column} {one.text or '（没有填）'}", f"{one.reading}（{one.count} 个）")
                for one in report.spellings
            ),
            *([("平台说明的例子", profile)] if profile else []),
            *((f"结果：{name}", in_words_of(report.scheme, text)) for name, text in VERDICTS.values()),
            *(
                (f"更新：{group.state}", f"{group.total} 个：{group.note}{_source(group.term)}")
                for group in update_groups(report)
            ),
            *((f"提示：{warning.code}", warning.text) for warning in (*report.warnings, *report.update_warnings)),
            *(("有关文件", standing.line("zh")) for standing in report.instruments),
            ("待填写", "在“待填写”工作表里填好事实（可以只填一部分），再检查这份文件；着色的格子先填"),
        )

    # -- pieces -----------------------------------------------------------------------------------------------------

    def _page(self, name: str, widths: tuple[int, ...]) -> Any:
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        return page

    def _table(
        self,
        name: str,
        headings: tuple[str, ...],
        widths: tuple[int, ...],
        *,
        freeze: int = 0,
        tall: bool = False,
        wide: bool = False,
    ) -> _Table:
        """A sheet with a header.

        Args:
            name: its name.
            headings: names of the columns.
            widths: widths of the columns, in characters of half width.
            freeze: columns that stay in sight.
            tall: rows as high as their text is long; spreadsheets other than Excel do not see to it themselves.
            wide: one line a row, however long its text.
        """
        page = self._page(name, widths)
        if tall or wide:
            page.set_paper(8)
        page.freeze_panes(1, freeze)
        page.repeat_rows(0)
        for column, text in enumerate(headings):
            page.write_string(0, column, visible(text), self._heading)
        return _Table(self._file, page, widths, self._line if wide else self._body, tall)


class _Table:
    """A sheet that is filled row by row.

    Attributes:
        page: the sheet of ``XlsxWriter``.
        rows: how many rows it has below its header.
    """

    def __init__(self, file: Workbook, page: Any, widths: tuple[int, ...], body: Any, tall: bool) -> None:
        self._file = file
        self.page = page
        self.rows = 0
        self._widths = widths
        self._body = body
        self._tall = tall

    def add(self, cells_: Sequence[str | int], styles: Iterable[tuple[int, Any]] = ()) -> int:
        """Write a row.

        Args:
            cells_: its cells.
            styles: formats of single columns, where they have one of their own.

        Returns:
            Its number.
        """
        self.rows += 1
        own = {column: style for column, style in styles if style is not None}
        if self._tall:
            self.page.set_row(self.rows, _height(cells_, self._widths))
        for column, cell in enumerate(cells_):
            style = own.get(column, self._body)
            if isinstance(cell, int):
                self.page.write_number(self.rows, column, cell, style)
            elif cell:
                self._file.text(self.page, self.rows, column, harmless(cell), style)
        return self.rows

    def close(self) -> None:
        """All rows are written."""
        if self.rows:
            self.page.autofilter(0, 0, self.rows, len(self._widths) - 1)


def _facts(before: Summary) -> list[Fact]:
    """What is filled in: the facts that the law asks about, and those that the catalogue has columns of: an archived
    dataset stays archived.
    """
    book = before.words.vocabulary.facts
    labels = {fact.label: fact.id for fact in book.values()}
    stated = [meaning.removeprefix(FACT).removesuffix(NOT_ASKED) for _, meaning in before.columns if FACT in meaning]
    return [book[name] for name in dict.fromkeys((*before.asked, *(labels[label_] for label_ in stated)))]


def _height(cells: Sequence[str | int], widths: Sequence[int]) -> float:
    """Height of a row that shows its wrapped cells, in points; the longest are cut."""
    lines = 1
    for cell, width in zip(cells, widths, strict=False):
        if isinstance(cell, str):
            # A Chinese character is two wide; a few columns stay empty at the end of a line.
            parts = (len(part) + sum(character > "⺀" for character in part) for part in cell.split("\n"))
            lines = max(lines, sum(1 + part // max(1, width - 2) for part in parts))
    return 16.0 * min(lines, _TALLEST)


def _source(term: Basis | None) -> str:
    return "" if term is None else f"（{term.citation}）"


def _given(row: Row, scheme: Scheme) -> tuple[str, ...]:
    """What the catalogue says of a dataset, in the order of the columns to fill in."""
    # The term, not the code or the two columns it was read from: it is read again without a profile.
    declared = row.declared_text if row.declared is None else ATTRIBUTE_TERMS[scheme][row.declared]
    return (row.id, row.title, row.department, row.summary, row.fields, declared, row.cadence, last_update(row))


def _stated(row: Row, facts: list[Fact]) -> tuple[str, ...]:
    """The facts the catalogue states already."""
    known = dict(row.facts)
    return tuple(fact.term(known[fact.id]) if fact.id in known else "" for fact in facts)
