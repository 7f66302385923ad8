"""A place that only adds a step to a procedure that all places share regulates that procedure, without any term."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import opendata_rules as odr

from .conftest import ON, ROOT

PLACE = '名称: 测试市\n代码: "379900"\n级别: 市级\n主管部门: 测试市大数据局\n文件: [ceshi]\n'
INSTRUMENT = """\
标题: 测试市公共数据开放办法
制定机关: 测试市人民政府
效力层级: 行政规范性文件
成文日期: 2025-12-01
施行日期: 2026-01-01
收录: 未收录
"""
STEP = """\
补充步骤:
  - 程序: 有条件开放数据获取
    步骤表:
      - {编号: ceshi__talk, 标签: 会商文物主管部门, 起算事件: 形式审核}
"""
OWN = """\
本地程序:
  - 编号: ceshi__review
    标签: 文物点位评估
    步骤表:
      - {编号: ceshi__acceptance, 标签: 受理评估, 起算事件: 收到申请（异议、需求）}
"""


def law(folder: Path, procedures: str, draft: str = "") -> odr.Law:
    files = {
        "jurisdictions/ceshi.yaml": PLACE,
        "rules/ceshi/instrument.yaml": INSTRUMENT + draft,
        "rules/ceshi/facts.yaml": "前缀: ceshi\n",
        "rules/ceshi/procedures.yaml": procedures,
    }
    shutil.copytree(ROOT / "rules" / "calendar", folder / "rules" / "calendar")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return odr.load(folder).law("ceshi", on=ON)


def events(procedure: str, step: str) -> list[dict[str, str]]:
    common = {"case": "a", "procedure": procedure}
    return [
        {**common, "id": "1", "kind": "received", "date": "2026-03-02"},
        {**common, "id": "2", "kind": step, "date": "2026-03-04"},
    ]


@pytest.mark.parametrize(
    ("procedures", "name", "step"),
    [
        (STEP, "有条件开放数据获取", "形式审核"),
        (STEP, "conditional_access", "ceshi__talk"),
        (OWN, "文物点位评估", "受理评估"),
    ],
)
def test_events_of_a_procedure_that_the_place_brings_or_adds_to_are_taken(
    tmp_path: Path, procedures: str, name: str, step: str
) -> None:
    monitor = odr.monitor(law(tmp_path, procedures))
    assert monitor.ingest(events(name, step)) == (2, 0, 0)
    found = monitor.status("a", on=dt.date(2026, 3, 20))
    assert found.breaches == ()
    assert found.steps[-1].id.startswith("ceshi__")
    assert found.steps[-1].deadline is None or found.steps[-1].deadline.status == "not_regulated"


def test_events_of_other_procedures_are_still_refused(tmp_path: Path) -> None:
    monitor = odr.monitor(law(tmp_path, STEP))
    assert monitor.ingest(events("异议处理", "feedback")) == (0, 0, 2)


def test_a_draft_that_adds_a_step_regulates_nothing_yet(tmp_path: Path) -> None:
    monitor = odr.monitor(law(tmp_path, STEP, "草案: 是\n"))
    assert monitor.ingest(events("conditional_access", "form_review")) == (0, 0, 2)
