"""Waivers read from their file: whatever is missing or not understood is refused at its place."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest

from opendata_rules.catalogue.errors import BadWaivers
from opendata_rules.catalogue.judged import Waiver
from opendata_rules.catalogue.waivers import kind_and_provision, waivers_of
from opendata_rules.reading.document import read_bytes

GOOD = """\
- 数据集: A-1
  问题: A-1:invalid:taian-12-2
  理由: 已经报请主管部门
  批准人: 张三
  到期: 2026-12-31
"""


def read(text: str) -> tuple[Waiver, ...]:
    return waivers_of(read_bytes(text.encode(), "豁免.yaml", lists=True))


def refused(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(BadWaivers) as caught:
        read(text)
    error = caught.value
    assert error.argument == "waivers"
    assert error.english
    assert all(problem.path == "豁免.yaml" for problem in error.diagnostics)
    assert f"豁免.yaml:{error.diagnostics[0].line}:" in str(error)
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics
    return [(problem.code, problem.line, problem.column) for problem in error.diagnostics]


def test_a_waiver_is_read() -> None:
    wanted = Waiver("A-1", "", "A-1:invalid:taian-12-2", "已经报请主管部门", "张三", dt.date(2026, 12, 31), 1)
    assert read(GOOD) == (wanted,)
    english = (
        GOOD.replace("数据集", "dataset")
        .replace("问题", "finding")
        .replace("理由", "reason")
        .replace("批准人", "approver")
        .replace("到期", "expiry")
    )
    assert read(english) == (wanted,)


@pytest.mark.parametrize("key", ["豁免", "waivers"])
def test_the_list_may_stand_below_a_key(key: str) -> None:
    found = read(f"{key}:\n" + "".join(f"  {row}\n" for row in GOOD.splitlines()))
    assert [waiver.line for waiver in found] == [2]


@pytest.mark.parametrize("key", ["数据集", "问题", "理由", "批准人", "到期"])
def test_none_of_it_may_be_missing_or_empty(key: str) -> None:
    rows = GOOD.replace("- 数", "  数").splitlines()
    at = next(number for number, row in enumerate(rows) if key in row)

    def item(kept: list[str]) -> str:
        return "- " + "\n".join(kept)[2:] + "\n"

    assert refused(item([row for row in rows if key not in row])) == [("missing_key", 1, 3)]
    for nothing in ("", ' ""', ' " "'):
        emptied = [f"  {key}:{nothing}" if key in row else row for row in rows]
        assert [problem[:2] for problem in refused(item(emptied))] == [("empty_text", at + 1)]


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("2026-12-31", "2026/12/31"), "bad_date", 5),
        (("2026-12-31", "2026-02-30"), "bad_date", 5),
        (("2026-12-31", "永久"), "bad_date", 5),
        (("A-1:invalid:taian-12-2", "所有问题"), "bad_format", 2),
        (("A-1:invalid:taian-12-2", '"*"'), "bad_format", 2),
        (("A-1:invalid:taian-12-2", "[a, b]"), "wrong_type", 2),
        (("理由", "原因"), "unknown_key", 3),
        (("理由:", "问题: x\n  理由:"), "duplicate_key", 3),
        (("理由:", "reason: x\n  理由:"), "duplicate_key", 4),
        (("理由:", "理由："), "full_width_punctuation", 3),
    ],
)
def test_what_is_not_understood_is_told_at_its_place(change: tuple[str, str], code: str, line: int) -> None:
    found = refused(GOOD.replace(*change))
    assert found[0][:2] == (code, line)


@pytest.mark.parametrize("text", ["", "甲", "豁免: 甲", "豁免: {数据集: A}", "别的: []", "{}", "- 甲", "- []", "a: 1"])
def test_other_files_are_refused(text: str) -> None:
    assert refused(text)


def test_all_problems_are_told_at_once() -> None:
    assert len(refused(GOOD.replace("2026-12-31", "x") + GOOD.replace("- 数据集: A-1", "- 数据集:"))) == 2


def test_an_empty_list_waives_nothing() -> None:
    assert read("[]") == read("豁免: []") == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("更新逾期 taian-18-term", ("overdue", "taian-18-term")),
        ("overdue:taian-18-term", ("overdue", "taian-18-term")),
        ("不是种类 x", None),
        ("不成立 taian-12-2", ("invalid", "taian-12-2")),
        ("未识别申报属性", ("not_recognised", "")),
        ("not_recognised:-", ("not_recognised", "")),
        ("更新逾期：taian-18-term", ("overdue", "taian-18-term")),
        ("更新逾期 甲", None),
    ],
)
def test_kind_and_provision(text: str, wanted: tuple[str, str] | None) -> None:
    assert kind_and_provision(text) == wanted


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    from opendata_rules.reading.document import read as read_file

    with pytest.raises(BadWaivers, match="没有这个文件"):
        waivers_of(read_file(tmp_path / "无.yaml", lists=True))
