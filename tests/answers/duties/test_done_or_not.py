"""A duty with a term whose day of fulfilment may be told, or only that it is not fulfilled yet; questions on time."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

import opendata_rules as odr
from tests import laws

TAIAN = "taian-open-data-measures-2025"
DUTIES = """\
职责:
  - 事项: 异议处理
    编号: test-feedback
    条文: "15(1)"
    要旨: 一个月内反馈
    英文: feedback within a month
    主体: 提供单位
    效力: 应当
    须: {按期: {长度: 1, 单位: 月, 起算: 收到异议日期, 完成: [反馈日期, 已反馈处理结果]}}
    要求: 反馈
    存疑:
      读法: [从收到起算, 从核实起算]
      采用: 从收到起算
      理由: 从严
      情形: {期满后: {长度: 1, 单位: 月, 起算: 收到异议日期, 完成: [反馈日期, 已反馈处理结果]}}
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> odr.Law:
    root = tmp_path_factory.mktemp("packs")
    for name in ("rules", "jurisdictions"):
        shutil.copytree(laws.ROOT / name, root / name)
    for path in (root / "rules" / TAIAN).glob("d*.yaml"):
        path.unlink()
    (root / "rules" / TAIAN / "duties.yaml").write_text(DUTIES, encoding="utf-8")
    return odr.load(root).law("taian", on=dt.date(2026, 3, 10))


@pytest.mark.parametrize(
    ("received", "given_on", "given", "verdict"),
    [
        ("2026-01-05", "2026-02-05", None, "compliant"),
        ("2026-01-05", "2026-02-06", None, "noncompliant"),
        ("2026-01-05", "2026-02-05", True, "compliant"),
        ("2026-01-05", None, None, "undetermined"),
        ("2026-01-05", None, True, "undetermined"),
        ("2026-01-05", None, False, "noncompliant"),
        ("2026-02-10", None, False, "compliant"),
        ("2026-02-09", None, False, "noncompliant"),
        (None, None, False, "undetermined"),
    ],
)
def test_what_is_not_done_yet_is_judged_by_the_date_of_the_law(
    law: odr.Law, received: str | None, given_on: str | None, given: bool | None, verdict: str
) -> None:
    facts = {"objection_received_on": received, "feedback_given_on": given_on, "feedback_given": given}
    assert law.check("objection", facts).verdict == verdict


def test_a_question_matters_only_where_the_term_has_run_out(law: odr.Law) -> None:
    late = law.check("objection", {"objection_received_on": "2026-01-05", "feedback_given_on": "2026-02-06"})
    timely = law.check("objection", {"objection_received_on": "2026-01-05", "feedback_given_on": "2026-02-05"})
    assert [str(warning.code) for warning in late.warnings] == ["open_question"]
    assert timely.warnings == ()


def test_the_fact_that_says_whether_it_is_done_is_among_those_asked_for(law: odr.Law) -> None:
    [finding] = law.check("objection", {"objection_received_on": "2026-01-05"}).findings
    assert finding.missing == ("feedback_given_on", "feedback_given")
    assert "feedback_given" in [fact.id for fact in law.facts("objection")]
