"""An instrument goes out as a workbook and comes back: only what was changed in it, or why not, at its cell."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opendata_rules.authoring.workbook.book import ORIGINAL, book_of
from opendata_rules.authoring.workbook.columns import REMARKS, ROW, Kind
from opendata_rules.authoring.workbook.edited import Edited
from opendata_rules.authoring.workbook.returned import Returned, returned
from opendata_rules.authoring.workbook.sheets import review_of
from opendata_rules.errors import BadArgument
from opendata_rules.packs.files import words_in
from opendata_rules.reading.document import read

from ...laws import ROOT

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

INSTRUMENTS = sorted(path.parent.name for path in (ROOT / "rules").glob("*/rules.yaml"))
TAIAN, QINGDAO = "taian-open-data-measures-2025", "qingdao-public-data-measures-2023"

Edit = Callable[[Any], None]


class Desk:
    """A copy of an instrument, and its workbook."""

    def __init__(self, folder: Path, instrument: str) -> None:
        self.folder = folder / instrument
        shutil.copytree(ROOT / "rules" / instrument, self.folder)
        self.words = words_in([self.folder])
        self.book = folder / "审阅.xlsx"
        self.book.write_bytes(book_of(review_of(self.folder, self.words)))

    def edit(self, *edits: tuple[str, str, str, object], row: int = 1) -> Returned:
        """Write into cells, by sheet, key of the entry and heading; what comes of it.

        Args:
            edits: sheet, key, heading, value.
            row: which of the rows of the entry.
        """
        book = openpyxl.load_workbook(self.book)
        for sheet, key, heading, value in edits:
            self.cell(book, sheet, key, heading, row).value = value
        book.save(self.book)
        return self.back()

    def back(self) -> Returned:
        return returned(self.folder, self.words, Edited(self.book, self.folder.name))

    @staticmethod
    def cell(book: Any, sheet: str, key: str, heading: str, row: int = 1) -> Any:
        page = book[sheet]
        headings = {cell.value: cell.column for cell in page[1]}
        keys = [cell.value for cell in page[1]]
        name = "条文" if sheet == "条文表" else "编号"
        for line in range(2, page.max_row + 1):
            number = page.cell(line, headings[ROW]).value if ROW in keys else "1"
            if page.cell(line, headings[name]).value == key and int(number) == row:
                return page.cell(line, headings[heading])
        raise AssertionError(key)


@pytest.fixture
def taian(tmp_path: Path) -> Desk:
    return Desk(tmp_path, TAIAN)


@pytest.fixture
def qingdao(tmp_path: Path) -> Desk:
    return Desk(tmp_path, QINGDAO)


def changed(found: Returned, name: str) -> list[tuple[str, str]]:
    """The lines that differ, old and new; nothing else may."""
    assert found.problems == []
    old, new = found.old[name].splitlines(), found.files[name].splitlines()
    assert len(old) == len(new)
    return [(one.strip(), other.strip()) for one, other in zip(old, new, strict=True) if one != other]


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_what_was_not_edited_comes_back_as_no_change(instrument: str, tmp_path: Path) -> None:
    found = Desk(tmp_path, instrument).back()
    assert found == Returned()


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_rule_and_article_has_its_row(instrument: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, instrument)
    review = review_of(desk.folder, desk.words)
    shown = {row.key for table in review.tables for row in table.rows}
    assert {rule.id for rule in review.pack.provisions()} <= shown
    assert {article.ref for article in review.pack.articles} <= shown


def test_a_text_is_changed_where_it_stands(taian: Desk) -> None:
    found = taian.edit(("期限", "taian-30-2-term", "长度", 7), ("期限", "taian-30-2-term", "锚词", "7个工作日；反馈"))
    assert changed(found, "deadlines.yaml") == [
        ("锚词: [10个工作日, 反馈]", "锚词: [7个工作日, 反馈]"),
        ("长度: 10", "长度: 7"),
    ]
    assert found.changed == 2


def test_what_is_written_again_needs_quotation_marks_where_yaml_does(taian: Desk) -> None:
    found = taian.edit(("期限", "taian-30-2-term", "要旨", "答复：10个工作日内 # 反馈"))
    [(_, line)] = changed(found, "deadlines.yaml")
    assert line == '要旨: "答复：10个工作日内 # 反馈"'


def test_a_keyword_that_was_not_there_is_added_and_one_that_was_goes(taian: Desk) -> None:
    found = taian.edit(("职责", "taian-30-2-feedback", "及时", "是"))
    assert found.problems == []
    old, new = found.old["duties.yaml"].splitlines(), found.files["duties.yaml"].splitlines()
    assert [line.strip() for line in new if line not in old] == ["及时: 是"] or len(new) == len(old) + 1
    (taian.folder / "duties.yaml").write_text(found.files["duties.yaml"], encoding="utf-8")
    taian.book.write_bytes(book_of(review_of(taian.folder, taian.words)))
    back = taian.edit(("职责", "taian-30-2-feedback", "及时", None))
    assert back.problems == []
    assert back.files["duties.yaml"] == found.old["duties.yaml"]


def test_a_value_of_a_decision_table_is_changed_in_the_condition(taian: Desk) -> None:
    found = taian.edit(("判定", "taian-12-1", "法定不予开放", "否"))
    assert changed(found, "rules.yaml") == [("条件: {法定不予开放: 是}", "条件: {法定不予开放: 否}")]


def test_a_fact_that_was_not_asked_comes_to_the_condition(taian: Desk) -> None:
    found = taian.edit(("判定", "taian-12-1", "国家秘密", "否"))
    assert found.problems == []
    added = [line.strip() for line in found.files["rules.yaml"].splitlines() if line not in found.old["rules.yaml"]]
    assert added == ["- {法定不予开放: 是}", "- {国家秘密: 否}"] or "全部满足:" in found.files["rules.yaml"]
    (taian.folder / "rules.yaml").write_text(found.files["rules.yaml"], encoding="utf-8")
    tree = read(taian.folder / "rules.yaml").data["开放属性"]["依据"]
    condition = next(entry["条件"] for entry in tree if entry["编号"] == "taian-12-1")
    assert condition == {"全部满足": [{"法定不予开放": "是"}, {"国家秘密": "否"}]}


def test_one_condition_that_stands_in_several_rows_is_changed_in_all_of_them(taian: Desk) -> None:
    """12(四): (商业秘密 或者 隐私 或者 其他权益) 并且 不同意: the consent stands in three rows."""
    alone = taian.edit(("判定", "taian-12-4", "第三方意见", "不同意"))
    assert [problem.cell.partition("!")[0] for problem in alone.problems] == ["判定"]
    assert "一起改" in alone.problems[0].text
    book = openpyxl.load_workbook(taian.book)
    for row in (1, 2, 3):
        taian.cell(book, "判定", "taian-12-4", "第三方意见", row).value = "不同意"
    book.save(taian.book)
    [(_, line)] = changed(taian.back(), "rules.yaml")
    assert line.endswith("{第三方意见: 不同意}")


def test_sorted_rows_and_remarks_do_no_harm(qingdao: Desk) -> None:
    book = openpyxl.load_workbook(qingdao.book)
    page = book["职责"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value
    page.cell(2, page.max_column).value = "请再核对"
    book.save(qingdao.book)
    found = qingdao.back()
    assert (found.files, found.problems) == ({}, [])
    assert [remark.text for remark in found.remarks] == ["请再核对"]


REFUSED: dict[str, tuple[Edit, str, str]] = {
    "a key": (lambda book: _set(book, "职责", "A3", "taian-x"), "职责!A3", "规则文件里没有"),
    "a key twice": (lambda book: _set(book, "职责", "A3", book["职责"]["A2"].value), "职责!A3", "重复"),
    "a column of its own": (lambda book: _set(book, "职责", "Z1", "备注"), "职责!Z1", "没有“备注”这一列"),
    "a heading": (lambda book: _set(book, "职责", "B1", "名目"), "职责!B1", "没有“名目”这一列"),
    "what is only shown": (lambda book: _set(book, "职责", "I2", "总是"), "职责!I2", "只供查看"),
    "a formula": (lambda book: _set(book, "期限", "H2", "=1+1"), "期限!H2", "公式"),
    "a day": (lambda book: _set(book, "期限", "H2", __import__("datetime").date(2026, 1, 1)), "期限!H2", "日期"),
    "yes in English": (lambda book: _set(book, "职责", "H2", True), "职责!H2", "TRUE"),
    "two lines": (lambda book: _set(book, "职责", "E2", "一\n二"), "职责!E2", "换行"),
    "a row": (lambda book: book["职责"].delete_rows(4), "职责", "少了"),
    "a sheet": (lambda book: book.remove(book["职责"]), "职责", "不见了"),
    "a fact's value": (lambda book: _set(book, "判定", "L3", "大概"), "判定!L3", "大概"),
}


def _set(book: Any, sheet: str, cell: str, value: object) -> None:
    book[sheet][cell].value = value


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_come_back_is_refused_at_its_cell(taian: Desk, what: str) -> None:
    edit, cell, text = REFUSED[what]
    book = openpyxl.load_workbook(taian.book)
    edit(book)
    book.save(taian.book)
    found = taian.back()
    assert found.files == {}
    assert any(problem.cell == cell and text in problem.text for problem in found.problems), found.problems


def test_a_word_that_the_files_do_not_take_is_refused(taian: Desk) -> None:
    found = taian.edit(("期限", "taian-30-2-term", "效力", "也许"))
    assert found.files == {}
    assert "效力" in found.problems[0].text or "也许" in found.problems[0].text


def test_what_was_changed_in_the_file_meanwhile_is_not_lost(taian: Desk) -> None:
    path = taian.folder / "deadlines.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("长度: 10", "长度: 9"), encoding="utf-8")
    kept = taian.edit(("期限", "taian-30-2-term", "主体", "数据提供单位"))
    assert kept.problems == []
    assert "长度: 9" in kept.files["deadlines.yaml"]
    lost = taian.edit(("期限", "taian-30-2-term", "长度", "8"))
    assert [problem.text for problem in lost.problems if "也改了" in problem.text]


def test_a_workbook_of_another_instrument_and_what_is_none_are_refused(taian: Desk, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match=TAIAN):
        Edited(taian.book, QINGDAO)
    book = openpyxl.load_workbook(taian.book)
    book.remove(book[ORIGINAL])
    book.save(taian.book)
    with pytest.raises(BadArgument, match="原值"):
        Edited(taian.book, TAIAN)
    (tmp_path / "a.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(BadArgument, match="损坏"):
        Edited(tmp_path / "a.xlsx", TAIAN)


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_come_back_whole_or_not_at_all(seed: int, tmp_path: Path) -> None:
    """What comes back shows what the edited workbook shows, and every line that no edit is about is there as it was."""
    dice = random.Random(seed)
    desk = Desk(tmp_path, dice.choice([TAIAN, QINGDAO]))
    review = review_of(desk.folder, desk.words)
    for _ in range(6):
        desk.book.write_bytes(book_of(review))
        table = dice.choice(review.tables)
        row = dice.choice(table.rows)
        column = dice.choice(
            [one for one in table.columns if one.kind is not Kind.SHOWN and one.heading != table.sheet.key]
        )
        value = dice.choice(["", *(column.words or ("甲", "甲；乙", "12", "[甲]: {乙}", "“甲”"))])
        found = desk.edit((table.sheet.title, row.key, column.heading, value), row=row.number)
        assert not (found.files and found.problems)
        for name, text in found.files.items():
            old = found.old[name].splitlines()
            assert sum(line not in text.splitlines() for line in old) <= 12
            comments = [line for line in old if line.lstrip().startswith("#")]
            assert [line for line in text.splitlines() if line.lstrip().startswith("#")] == comments
        if found.files:
            assert REMARKS not in "".join(found.files.values())
