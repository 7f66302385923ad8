"""A longer term that was told in time, known by its day or only by the word that it was in time."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr
from tests import laws

QINGDAO = "qingdao-public-data-measures-2023"
DEADLINES = """\
计算规则:
  - {编号: test-count, 条文: "20(2)", 单位: 工作日, 要旨: 休息日不计入, 英文: rest days are skipped}
期限:
  - 步骤: sharing_conditional.delivery
    编号: test-delivery
    条文: "20(2)"
    要旨: 五个工作日内完成
    英文: within five working days
    主体: 提供单位
    效力: 应当
    长度: 5
    单位: 工作日
    延长:
      要旨: 情况复杂的可以延长，须及时告知
      英文: may be longer in complex cases, told in time
      条件: {情况复杂: 是}
      决定日期: 延长告知日期
      已及时: 延长已及时告知
"""
STEP = "sharing_conditional.delivery"
TRIGGER = dt.date(2026, 3, 2)


def _law(root: Path, text: str) -> odr.Law:
    for name in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / name, root / name)
    for path in (root / "rules" / QINGDAO).glob("d*.yaml"):
        path.unlink()
    (root / "rules" / QINGDAO / "deadlines.yaml").write_text(text, encoding="utf-8")
    return odr.load(root).law("qingdao", on=TRIGGER)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> odr.Law:
    return _law(tmp_path_factory.mktemp("packs"), DEADLINES)


@pytest.mark.parametrize(
    ("complex_case", "told_on", "in_time", "extended"),
    [
        (True, "2026-03-09", None, True),
        (True, "2026-03-10", None, False),
        (True, None, True, True),
        (True, "2026-03-09", True, True),
        (True, None, False, False),
        (True, None, None, False),
        (False, None, True, False),
        (None, None, True, False),
    ],
)
def test_an_extension_counts_where_it_is_known_to_have_been_told_in_time(
    law: odr.Law, complex_case: bool | None, told_on: str | None, in_time: bool | None, extended: bool
) -> None:
    facts = {"complex_case": complex_case, "extension_notified_on": told_on, "extension_notified": in_time}
    found = law.deadline(STEP, trigger=TRIGGER, facts=facts)
    assert found.extended is extended
    assert found.status == ("undetermined" if extended else "final")
    assert found.due == (None if extended else dt.date(2026, 3, 9))


@pytest.mark.parametrize(("told_on", "in_time"), [("2026-03-10", True), ("2026-03-09", False)])
def test_a_day_and_a_word_that_disagree_need_a_human(law: odr.Law, told_on: str, in_time: bool) -> None:
    facts = {"complex_case": True, "extension_notified_on": told_on, "extension_notified": in_time}
    found = law.deadline(STEP, trigger=TRIGGER, facts=facts)
    assert (found.status, found.due, found.extended) == ("human_review", None, False)
    [warning] = [warning for warning in found.warnings if warning.code == "contradictory_facts"]
    assert "延长告知日期" in warning.text
    assert "延长已及时告知" in warning.text


def test_the_fact_is_among_those_that_terms_use(law: odr.Law) -> None:
    assert "extension_notified" in [fact.id for fact in law.facts("deadline")]


def test_only_a_yes_or_no_fact_can_say_it(tmp_path: Path) -> None:
    text = DEADLINES.replace("已及时: 延长已及时告知", "已及时: 延长批准日期")
    with pytest.raises(odr.BadPack) as error:
        _law(tmp_path, text)
    assert [problem.code for problem in error.value.diagnostics] == ["wrong_fact_type"]


def test_a_fact_that_there_is_not_is_reported(tmp_path: Path) -> None:
    text = DEADLINES.replace("已及时: 延长已及时告知", "已及时: 延长已告知")
    with pytest.raises(odr.BadPack) as error:
        _law(tmp_path, text)
    assert [problem.code for problem in error.value.diagnostics] == ["unknown_fact"]
