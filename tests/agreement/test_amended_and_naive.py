"""An amended instrument against the naive interpreters, which inherit by themselves, from the YAML alone.

Tai'an's measures with a shorter term, a duty with another wording of what must be so, one that is abolished, a new one
and a ground that closes more, from 2026 on; asked on days before and after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from tests.agreement import naive_changes, naive_duties, naive_packs
from tests.agreement.naive_packs import Law
from tests.agreement.test_duties_and_naive import told, vectors
from tests.amendments import SHORTER, TAIAN, copied

NEW, PLACE = "taian-open-data-measures-2026", "amended"
TURN = dt.date(2026, 2, 2)
DAYS = [dt.date(2026, 1, 20), TURN, dt.date(2026, 3, 10)]
DUTIES = """\
职责:
  - 事项: 责任人员
    编号: taian-28-1-steward
    条文: "28(1)"
    要旨: 明确专管员并开展培训
    英文: a steward is named, and training held
    主体: 公共数据提供单位
    效力: 应当
    须: {全部满足: [{已明确专管员: 是}, {已开展培训: 是}]}
    要求: 明确专管员
  - 事项: 责任人员
    编号: taian-28-1-new
    条文: "28(1)"
    要旨: 明确数据专员
    英文: a data officer is named
    主体: 公共数据提供单位
    效力: 应当
    须: {已明确数据专员: 是}
    要求: 明确数据专员
"""
RULES = """\
开放属性:
  依据:
    - 编号: taian-12-new
      条文: "12(一)"
      要旨: 对处理能力要求较高的，不予开放
      英文: data that takes much capacity to handle is closed
      效力: 应当
      结论: 不予开放
      条件: {安全和处理能力要求较高: 是}
"""
FILES = {
    "instrument.yaml": f"修订自: {TAIAN}\n施行日期: {TURN}\n废止: [taian-28-1-cdo]\n",
    "deadlines.yaml": SHORTER["deadlines.yaml"],
    "duties.yaml": DUTIES,
    "rules.yaml": RULES,
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[odr.Library]:
    folder = copied(tmp_path_factory.mktemp("amended"))
    (folder / "rules" / NEW).mkdir()
    for name, text in FILES.items():
        (folder / "rules" / NEW / name).write_text(text, encoding="utf-8")
    place = (folder / "jurisdictions" / "taian.yaml").read_text(encoding="utf-8")
    renamed = place.replace("泰安", "修订").replace("370900", "379900").replace(TAIAN, NEW)
    (folder / "jurisdictions" / f"{PLACE}.yaml").write_text(renamed, encoding="utf-8")
    naive_packs.FOLDERS.append(folder)
    yield odr.load(folder)
    naive_packs.FOLDERS.remove(folder)


def topics_of(law: Law) -> list[str]:
    return [topic for topic in naive_duties.topics() if naive_duties.rules(law, topic)]


@pytest.mark.parametrize("on", DAYS)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_assessments(library: odr.Library, on: dt.date, data: st.DataObject) -> None:
    law = Law(PLACE, on)
    topic = data.draw(st.sampled_from(topics_of(law)))
    facts = told(data.draw(vectors(law, topic, data.draw(st.sampled_from([1, 16])))))
    expected = naive_duties.answer(law, topic, facts)
    result = library.law(PLACE, on=on).check(topic, facts)
    assert result.verdict == expected.assessment.verdict
    if expected.assessment.possible:
        assert result.possible == expected.assessment.possible
        assert {one.id: one.possible for one in result.findings} == {
            name: one.possible for name, one in expected.findings.items()
        }


@pytest.mark.parametrize("on", DAYS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_topic_that_is_amended(library: odr.Library, on: dt.date, data: st.DataObject) -> None:
    law = Law(PLACE, on)
    refiled = (one for one in topics_of(law) if any("refiled" in rule.id for rule in naive_duties.rules(law, one)))
    topic = next(refiled)
    facts = told(data.draw(vectors(law, topic, data.draw(st.sampled_from([1, 16, 64])))))
    expected = naive_duties.answer(law, topic, facts)
    result = library.law(PLACE, on=on).check(topic, facts)
    assert result.verdict == expected.assessment.verdict
    assert ("taian-28-1-cdo" in {one.id for one in result.findings}) is (on < TURN)


@pytest.mark.parametrize("on", DAYS)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_changes(library: odr.Library, on: dt.date, data: st.DataObject) -> None:
    move = data.draw(st.sampled_from(list(naive_changes.moves(Law(PLACE, on)))))
    domains = naive_changes.domains(move, {})
    facts: dict[str, Any] = {}
    left = 1
    for name in data.draw(st.permutations(sorted(domains))):
        if left * len(domains[name]) > 64:
            facts[name] = data.draw(st.sampled_from(domains[name]))
        else:
            left *= len(domains[name])
    expected = naive_changes.answer(move, facts)
    result = library.law(PLACE, on=on).check_change(move.before, move.after, facts)
    assert result.verdict == expected.verdict
    if not expected.contradictory:
        assert result.possible == expected.possible


def test_the_naive_interpreter_inherits(library: odr.Library) -> None:
    assert naive_packs.versions(NEW) == [NEW, TAIAN]
    duties = {rule["编号"]: rule for rule in naive_packs.read(f"rules/{NEW}/duties.yaml")["职责"]}
    assert "taian-28-1-cdo" not in duties
    assert duties["taian-28-1-steward"]["要旨"] == "明确专管员并开展培训"
    pack = library.pack(NEW)
    assert [rule.id for rule in pack.duties] == list(duties)
