"""Characters that look like others, or like nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from opendata_rules.catalogue.characters import odd, plain
from opendata_rules.catalogue.columns import folded

from .helpers import DATASET, problems, report_of, row_of

INVISIBLE = [
    "\u200b",
    "\u200e",
    "\u200f",
    "\u00ad",
    "\u2060",
    "\ufeff",
    "\u202c",
    "\u2066",
    "\ufe0f",
    "\u3164",
    "\u034f",
]


@pytest.mark.parametrize("mark", INVISIBLE)
def test_what_nobody_sees_makes_no_difference_in_any_cell(tmp_path: Path, mark: str) -> None:
    def spoilt(text: str) -> str:
        return mark + text[:2] + mark + text[2:] + mark

    clean = DATASET | {"涉及个人隐私": "否", "安全和处理能力要求较高": "否"}
    expected = report_of(tmp_path, clean).rows[0]
    [row] = report_of(tmp_path, {spoilt(name): spoilt(text) for name, text in clean.items()}).rows
    for field in ("declared", "verdict", "updated", "facts", "update", "due"):
        assert getattr(row, field) == getattr(expected, field), field


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("⽆条件开放", "无条件开放"),
        ("⻓期", "长期"),
        ("⻚⾯", "页面"),
        ("ＡＢ１２", "AB12"),
        ("⾦额", "金额"),
        ("中國\uf9dc", "中國隆"),
    ],
)
def test_characters_from_pdf_are_folded(pasted: str, meant: str) -> None:
    assert plain(pasted) == meant
    assert folded(pasted) == folded(meant)


def test_cells_from_pdf_are_read(tmp_path: Path) -> None:
    row = row_of(tmp_path, 开放属性="⽆条件开放", 更新频率="每⽉", 更新时间="２０２６年２⽉１⽇")
    assert (row.declared, str(row.updated), row.update) == ("open", "2026-02-01", "overdue")


@pytest.mark.parametrize(
    "text", ["2026‐02‐01", "2026–02–01", "2026－02－01", "2026．02．01", "2026／2／1", "2026−02−01"]
)
def test_dates_may_have_other_dashes(tmp_path: Path, text: str) -> None:
    assert str(row_of(tmp_path, 更新时间=text).updated) == "2026-02-01"


def test_names_are_looked_for_as_they_are_read(tmp_path: Path) -> None:
    [question] = row_of(tmp_path, 数据项="姓名、⾝份\u200b证号").suspected
    assert question.why == ("数据项“身份证号”",)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("开放属性", "无条件开放Α", "U+0391"),
        ("更新频率", "每月а", "U+0430"),
        ("更新时间", "2026-02-0١", "U+0661"),
        ("涉及个人隐私", "否\ue000", "U+E000"),
    ],
)
def test_what_is_not_read_names_the_character(tmp_path: Path, column: str, text: str, code: str) -> None:
    assert code in "".join(row_of(tmp_path, **{column: text}).notes)


def test_a_column_that_is_not_known_names_the_character(tmp_path: Path) -> None:
    assert "U+0430" in problems(report_of(tmp_path, DATASET | {"备注а": "x"}))


def test_everyday_text_has_no_odd_characters() -> None:
    assert odd("《停车场》（2026年）：1～2、“是”—×√℃№①A-z") == ()
