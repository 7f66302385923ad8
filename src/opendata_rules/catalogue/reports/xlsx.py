"""The report as a workbook: 概要, 按单位, 数据集, 待填写, 目录的问题, 说明. Text stays text, whatever it looks like.

待填写 is a catalogue itself, with a column for every fact the law asks about. Filled in, the workbook can be checked
again as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...formats.workbooks import Workbook
from ...quoting import visible
from ...vocabulary.facts import Fact, FactType
from ...vocabulary.terms import ATTRIBUTE_TERMS, Scheme
from ..columns import label
from ..files.xlsx import FILL_IN_SHEET
from ..results import VERDICTS, Basis, Findings, Row
from .advice import grouped, headline, profile_example, steps, update_groups
from .csv import HEADINGS, cells, harmless

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
_FILL_IN = ("id", "title", "department", "summary", "fields", "declared", "cadence", "updated")
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


def render_xlsx(report: Findings) -> bytes:
    """The workbook; the same report gives the same bytes.

    Raises:
        MissingExtra: ``XlsxWriter`` is not installed.
    """
    return _Book(report).content()


class _Book:
    """The workbook of one report."""

    def __init__(self, report: Findings) -> None:
        self.report = report
        self._file = Workbook("公共数据目录检查报告")
        self._book, self._heading, self._body = self._file.book, self._file.heading, self._file.body
        wrapped = {"text_wrap": True, "valign": "top"}
        self._line = self._book.add_format({"valign": "top"})
        self._large = self._book.add_format({"bold": True, "font_size": 14, **wrapped})
        self._verdicts = {
            name: self._book.add_format({"bg_color": colour, **wrapped}) for name, colour in _COLOURS.items()
        }
        self._asked = self._book.add_format({"bg_color": "#FFF6D6", "border": 1, "border_color": "#E2D6A8", **wrapped})

    def content(self) -> bytes:
        """All sheets."""
        self._overview()
        self._departments()
        self._datasets()
        self._fill_in()
        self._problems()
        self._about()
        return self._file.content()

    # -- sheets -----------------------------------------------------------------------------------------------------

    def _overview(self) -> None:
        page = self._page("概要", (6, 60, 80))
        report = self.report
        page.merge_range(0, 0, 0, 2, visible(headline(report)), self._large)
        page.set_row(0, 42)
        about = f"{report.place_name}，按 {report.on} 的规定，文件 {report.file}"
        page.merge_range(1, 0, 1, 2, visible(about), self._body)
        for column, text in enumerate(("", "现在要做的", "")):
            page.write_string(3, column, text, self._heading)
        for number, step in enumerate(steps(report), 1):
            page.write_number(3 + number, 0, number, self._body)
            self._text(page, 3 + number, 1, step.text)
            self._text(page, 3 + number, 2, step.detail)
            page.set_row(3 + number, _height((step.text, step.detail), (60, 80)))

    def _departments(self) -> None:
        names = tuple(name for name, _ in VERDICTS.values())
        rows: list[tuple[str | int, ...]] = [
            (
                department.name or "（没有填）",
                department.total,
                *(department.counts[verdict] for verdict in VERDICTS),
                department.overdue,
                department.suspected,
            )
            for department in self.report.departments
        ]
        headings = ("提供单位", "数据集", *names, "更新逾期", "名称可疑")
        self._table("按单位", headings, rows, (36, 9, *(11 for _ in names), 10, 10))

    def _datasets(self) -> None:
        widths = tuple(_WIDTHS.get(heading, 16) for heading in HEADINGS)
        page = self._table("数据集", HEADINGS, [cells(row) for row in self.report.rows], widths, tall=True)
        column = HEADINGS.index("检查结果")
        for number, row in enumerate(self.report.rows, 1):
            if row.verdict in self._verdicts:
                page.write_string(number, column, VERDICTS[row.verdict][0], self._verdicts[row.verdict])

    def _fill_in(self) -> None:
        # What the catalogue states beside it goes along: an archived dataset stays archived.
        stated = (name for row in self.report.rows for name, _ in row.facts)
        facts = [self.report.words.vocabulary.facts[name] for name in dict.fromkeys((*self.report.asked, *stated))]
        headings = (*(label(name) for name in _FILL_IN), *(fact.label for fact in facts))
        rows: list[tuple[str | int, ...]] = [(*_given(row), *_stated(row, facts)) for row in self.report.rows]
        widths = (24, 36, 20, 30, 30, 14, 12, 12, *(13 for _ in facts))
        page = self._table(FILL_IN_SHEET, headings, rows, widths, freeze=2, wide=True)
        for column, fact in enumerate(facts, len(_FILL_IN)):
            page.write_comment(0, column, fact.question, {"x_scale": 2})
            choice = ["是", "否"] if fact.type is FactType.BOOL else [term for _, term in fact.values]
            if choice and len(",".join(choice)) <= _CHOICE_LIMIT:
                wanted = {"validate": "list", "source": choice, "error_type": "warning"}
                page.data_validation(1, column, len(rows), column, wanted)
        places = {fact.id: column for column, fact in enumerate(facts, len(_FILL_IN))}
        for number, row in enumerate(self.report.rows, 1):
            for question in row.questions:
                if question.fact in places:
                    page.write_blank(number, places[question.fact], None, self._asked)

    def _problems(self) -> None:
        rows: list[tuple[str | int, ...]] = [(where or "全文件", text) for where, text in grouped(self.report.problems)]
        self._table("目录的问题", ("行号", "内容"), rows or [("", "没有发现问题")], (24, 100))

    def _about(self) -> None:
        report = self.report
        spelt = [
            (f"写法：{spelling.column} {spelling.text or '（没有填）'}", f"{spelling.reading}（{spelling.count} 个）")
            for spelling in report.spellings
        ]
        profile = profile_example(report)
        rows: list[tuple[str | int, ...]] = [
            ("文件", report.file),
            ("地方", report.place_name),
            ("法律日期", report.on.isoformat()),
            *((f"列：{column}", meaning) for column, meaning in report.columns),
            *spelt,
            *([("平台说明的例子", profile)] if profile else []),
            *((f"结果：{name}", text) for name, text in VERDICTS.values()),
            *(
                (f"更新：{group.state}", f"{group.total} 个：{group.note}{_source(group.term)}")
                for group in update_groups(report)
            ),
            *((f"提示：{warning.code}", warning.text) for warning in (*report.warnings, *report.update_warnings)),
            *(("有关文件", standing.line("zh")) for standing in report.instruments),
            ("待填写", "在“待填写”工作表里填好事实（可以只填一部分），再检查这份文件；着色的格子先填"),
        ]
        self._table("说明", ("项目", "内容"), rows, (36, 100))

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
        rows: list[tuple[str | int, ...]],
        widths: tuple[int, ...],
        *,
        freeze: int = 0,
        tall: bool = False,
        wide: bool = False,
    ) -> Any:
        """A sheet with a header.

        Args:
            name: its name.
            headings: names of the columns.
            rows: the cells.
            widths: widths of the columns, in characters of half width.
            freeze: columns that stay in sight.
            tall: rows as high as their text is long; spreadsheets other than Excel do not see to it themselves.
            wide: one line a row, however long its text.
        """
        page = self._page(name, widths)
        if tall or wide:
            page.set_paper(8)
        body = self._line if wide else self._body
        page.freeze_panes(1, freeze)
        page.repeat_rows(0)
        for column, text in enumerate(headings):
            page.write_string(0, column, visible(text), self._heading)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    page.write_number(number, column, cell, body)
                elif cell:
                    self._text(page, number, column, cell, body)
            if tall:
                page.set_row(number, _height(row, widths))
        if rows:
            page.autofilter(0, 0, len(rows), len(headings) - 1)
        return page

    def _text(self, page: Any, row: int, column: int, text: str, body: Any = None) -> None:
        self._file.text(page, row, column, harmless(text), body)


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


def _given(row: Row) -> tuple[str, ...]:
    """What the catalogue says of a dataset, in the order of the columns to fill in."""
    updated = "" if row.updated is None else row.updated.isoformat()
    # The term, not the code or the two columns it was read from: it is read again without a profile.
    declared = row.declared_text if row.declared is None else ATTRIBUTE_TERMS[Scheme.OPENING][row.declared]
    return (row.id, row.title, row.department, row.summary, row.fields, declared, row.cadence, updated)


def _stated(row: Row, facts: list[Fact]) -> tuple[str, ...]:
    """The facts the catalogue states already."""
    known = dict(row.facts)
    return tuple(fact.term(known[fact.id]) if fact.id in known else "" for fact in facts)
