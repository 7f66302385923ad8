"""A CSV catalogue back: the same bytes with one more column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.errors import BadOutput

from ...helpers import taian
from .books import same_report

LINES = [
    "数据集名称,提供单位,开放属性,更新频率,最近更新",
    "停车场,城管局,无条件开放,每年,2023-01-05",
    '"公园,名录",园林局,公开,每年,2026-01-05',
]


class Back:
    """A file, its report, and the copy."""

    def __init__(self, folder: Path, content: bytes, name: str = "目录.csv") -> None:
        self.source = folder / name
        self.source.write_bytes(content)
        self.report = check(taian(), self.source)
        self.target = folder / f"意见{self.source.suffix}"
        self.told = self.report.annotate(self.source, self.target)
        self.after = self.target.read_bytes()

    def again(self, folder: Path) -> bytes:
        folder.mkdir()
        return Back(folder, self.after).after


def lines_kept(before: bytes, after: bytes, end: bytes) -> None:
    """Every line begins with the bytes that it had."""
    old, new = before.split(end), after.split(end)
    assert len(old) == len(new)
    assert all(line.startswith(was) for was, line in zip(old, new, strict=True))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("last", [True, False])
def test_encoding_mark_and_line_ends_stay(codec: str, end: str, last: bool, tmp_path: Path) -> None:
    content = (end.join(LINES) + (end if last else "")).encode(codec)
    back = Back(tmp_path, content)
    after = back.after.decode(codec)
    # Whatever stood there is there, and only the ends of lines are longer.
    assert back.after.startswith(content[: len(LINES[0].encode(codec))])
    rows = after.split(end)
    assert [row.startswith(line) for row, line in zip(rows, LINES, strict=False)] == [True] * 3
    assert rows[0] == LINES[0] + ",检查意见"
    assert rows[2].startswith(LINES[2] + ",【未识别申报属性】")
    assert after.endswith(end) == last
    assert "\ufeff" not in after
    assert back.told == ("“检查意见”一列写了 2 行",)
    same_report(back.report, check(taian(), back.target))
    assert back.again(tmp_path / "又") == back.after


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_the_delimiter_stays(delimiter: str, tmp_path: Path) -> None:
    content = ("\n".join(line.replace("公园,名录", "公园").replace(",", delimiter) for line in LINES) + "\n").encode(
        "gb18030"
    )
    back = Back(tmp_path, content)
    lines_kept(content, back.after, b"\n")
    rows = list(csv.reader(io.StringIO(back.after.decode("gb18030")), delimiter=delimiter))
    assert [len(row) for row in rows] == [6, 6, 6]
    assert back.again(tmp_path / "又") == back.after


def test_quotation_marks_stay_and_are_written_where_all_cells_have_them(tmp_path: Path) -> None:
    rows = [line.replace('"', "").split(",")[-5:] for line in LINES]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"
    back = Back(tmp_path, text.encode())
    lines_kept(text.encode(), back.after, b"\r\n")
    assert all(line.endswith('"') for line in back.after.decode().split("\r\n")[:-1])


def test_lines_within_a_cell_titles_and_notes_stay(tmp_path: Path) -> None:
    text = (
        "泰安市公共数据目录\n\n"
        + LINES[0]
        + ',备注\n停车场,城管局,无条件开放,每年,2023-01-05,"第一行\r\n第二行 ""引"""\n公园,园林局,公开\n合计,2\n'
    )
    back = Back(tmp_path, text.encode())
    rows = list(csv.reader(io.StringIO(back.after.decode(), newline="")))
    assert rows[0] == ["泰安市公共数据目录"]
    assert rows[2][6] == "检查意见"
    assert rows[3][5] == '第一行\r\n第二行 "引"'
    assert rows[3][6].startswith("【")
    # A short row is filled up to the column.
    assert rows[4][3:6] == ["", "", ""]
    assert rows[4][6].startswith("【未识别申报属性】")
    assert rows[5] == ["合计", "2"]
    assert back.again(tmp_path / "又") == back.after


def test_rows_that_are_longer_than_the_header_keep_what_they_have(tmp_path: Path) -> None:
    text = LINES[0] + "\n" + LINES[1] + ",多出来的\n" + LINES[2] + "\n"
    back = Back(tmp_path, text.encode())
    rows = list(csv.reader(io.StringIO(back.after.decode())))
    assert rows[0][5:] == ["检查意见"]
    assert rows[1][5].startswith("【")
    assert rows[1][6] == "多出来的"
    assert rows[2][5].startswith("【")
    same_report(back.report, check(taian(), back.target))
    assert back.again(tmp_path / "又") == back.after


def test_a_second_row_of_a_header_that_is_longer_than_the_first_stays_above_its_column(tmp_path: Path) -> None:
    text = "数据集名称,提供单位\n,,开放属性,更新频率\n停车场,城管局,无条件开放,每年\n公园,园林局,公开,每年\n"
    back = Back(tmp_path, text.encode())
    assert [row.declared for row in back.report.rows] == ["open", None]
    rows = list(csv.reader(io.StringIO(back.after.decode())))
    assert rows[0] == ["数据集名称", "提供单位", "", "", "检查意见"]
    assert rows[1] == ["", "", "开放属性", "更新频率"]
    assert rows[2][4].startswith("【")
    same_report(back.report, check(taian(), back.target))


def test_a_header_in_ascii_says_nothing_of_the_encoding(tmp_path: Path) -> None:
    content = "title,openType,updateFrequency\n停车场,无条件开放,每年\n公园,公开,每年\n".encode("gb18030")
    back = Back(tmp_path, content)
    assert "【未识别申报属性】" in back.after.decode("gb18030")
    same_report(back.report, check(taian(), back.target))


def test_broken_bytes_stay_broken(tmp_path: Path) -> None:
    content = "\n".join(LINES).encode().replace("园林局".encode(), "园林局".encode()[:-1])
    back = Back(tmp_path, content)
    lines_kept(content, back.after, b"\n")
    # A second copy cuts the remark out at the very byte where it begins.
    assert back.again(tmp_path / "又") == back.after


def test_a_column_of_that_name_is_replaced_only_if_it_is_of_a_check(tmp_path: Path) -> None:
    own = "\n".join(line + end for line, end in zip(LINES, [",检查意见", ",同意", ","], strict=True)) + "\n"
    rows = list(csv.reader(io.StringIO(Back(tmp_path, own.encode()).after.decode())))
    assert rows[0][5:] == ["检查意见", "检查意见"]
    assert rows[1][5] == "同意"
    empty = "\n".join(line + end for line, end in zip(LINES, [",检查意见", ",", ","], strict=True)) + "\n"
    rows = list(csv.reader(io.StringIO(Back(tmp_path, empty.encode()).after.decode())))
    assert [len(row) for row in rows] == [6, 6, 6]


def test_an_encoding_without_the_characters_is_refused_in_words(tmp_path: Path) -> None:
    text = "資料集名稱,数据集名称,提供單位,開放屬性,更新頻率\n".replace("数据集名称,", "").encode("big5hkscs")
    text += "停車場位置資訊,臺北市政府,無條件開放,每年\n公園資訊查詢結果,臺北市政府,公開,每年\n".encode("big5hkscs")
    profile = tmp_path / "平台.yaml"
    profile.write_text("列:\n  資料集名稱: 数据集名称\n  開放屬性: 开放属性\n  更新頻率: 更新频率\n", encoding="utf-8")
    source = tmp_path / "目录.csv"
    source.write_bytes(text)
    report = check(taian(), source, profile=profile)
    with pytest.raises(BadOutput, match="写不下检查意见里的字"):
        report.annotate(source, tmp_path / "意见.csv")


def test_text_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    source = tmp_path / "目录.xls"
    source.write_text("\n".join(LINES), encoding="utf-8")
    report = check(taian(), source)
    with pytest.raises(BadOutput, match="文件名应当以"):
        report.annotate(source, tmp_path / "意见.xlsx")
    assert report.annotate(source, tmp_path / "意见.csv")
