"""A city that asks what no vocabulary foresaw: YAML alone, and every question, report and tool knows its words."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.analysis.comparison.pair import compare
from opendata_rules.analysis.interview import Interview
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.monitoring.reports.agenda import agenda
from opendata_rules.monitoring.reports.export import export
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.procedures import procedures

from .conftest import ON

PACK = "donghai-data-measures-2026"
FINE = {"涉海观测数据": True, "观测数据等级": "精细级", "已征求海事机构意见": True, "国家秘密": False}
REUSE = "donghai__reuse"


# -- what is asked ---------------------------------------------------------------------------------------------------


def test_a_ground_and_a_hold_ask_about_its_own_facts(law: odr.Law) -> None:
    decision = law.classify(FINE)
    assert (decision.status, decision.attribute) == ("decided", "conditional")
    assert [ground.citation.ref for ground in decision.grounds] == ["5(2)"]
    assert law.classify({**FINE, "观测数据等级": "basic"}).attribute == "open"
    held = law.classify({**FINE, "donghai__harbour_consulted": False, "已征求海事机构意见": False})
    assert held.status == "undetermined"
    assert [action.text for action in held.actions] == ["征求海事机构意见"]


def test_the_fast_path_and_the_plain_one_agree_on_its_facts(law: odr.Law) -> None:
    by_label = law.classify(FINE)
    by_id = law.classify(
        {
            "donghai__sea_data": True,
            "donghai__grade": "fine",
            "donghai__harbour_consulted": True,
            "state_secret": False,
        }
    )
    assert by_label == by_id
    assert law.classify({"donghai__sea_data": True, "state_secret": False}, unlisted="false").attribute is None


def test_questions_and_explanations_speak_its_words(law: odr.Law) -> None:
    decision = law.classify({"涉海观测数据": True, "国家秘密": False, "已征求海事机构意见": True})
    assert [question.text for question in decision.questions] == ["该数据属于哪一等级？"]
    settled = law.classify(FINE)
    assert "“观测数据等级”为精细级" in settled.explain()
    assert "donghai__grade = fine" in settled.explain("en")
    assert "专家评估" in law.schedule(REUSE, trigger=ON).explain()


def test_an_authority_of_its_own_consents_to_changes(law: odr.Law) -> None:
    consented = {**FINE, "同意（审核）状态": "granted", "同意（审核）机关": "首席数据官联席会议"}
    verdict = law.check_change("open", "conditional", consented)
    assert verdict.verdict == "allowed"
    assert verdict.approver == ("donghai__officers",)
    assert "首席数据官联席会议" in verdict.explain()
    others = law.check_change("open", "conditional", {**consented, "同意（审核）机关": "city_department"})
    assert others.verdict == "forbidden"


def test_ways_offer_what_the_city_says_can_be_brought_about(law: odr.Law) -> None:
    held = law.classify({**FINE, "已征求海事机构意见": False})
    [way] = [way for way in held.paths_to("conditional") if way.via == "classification"]
    assert way.changed == (("donghai__harbour_consulted", True),)
    closed = law.classify({"国家秘密": True})
    [way] = [way for way in closed.paths_to("conditional") if way.via == "change"]
    assert way.facts == {
        "desensitized": True,
        "donghai__harbour_consulted": True,
        "approving_authority": "donghai__officers",
    }
    assert "“同意（审核）机关”为首席数据官联席会议" in way.line()


def test_duties_ask_about_its_facts_and_lists(law: odr.Law) -> None:
    found = law.check("开放清单", {**FINE, "涉及的观测站点": ["北站"]})
    assert found.verdict == "noncompliant"
    assert {finding.id: finding.missing for finding in found.findings} == {"donghai-9-1": (), "donghai-9-2": ("south",)}
    assert "缺少：南站" in found.explain()


def test_the_condition_of_a_term_decides_which_term_it_is(law: odr.Law) -> None:
    step, trigger = f"{REUSE}.donghai__expert_review", dt.date(2026, 3, 2)
    assert law.deadline(step, trigger=trigger, facts={"观测数据等级": "精细级"}).due == dt.date(2026, 3, 16)
    assert law.deadline(step, trigger=trigger, facts={"观测数据等级": "基础级"}).due == dt.date(2026, 3, 9)
    open_ = law.deadline(step, trigger=trigger)
    assert open_.status == "undetermined"
    assert "观测数据等级" in open_.note
    assert law.deadline(step, trigger=trigger, facts={"涉海观测数据": False}).status == "not_regulated"


def test_a_procedure_of_its_own_runs_step_after_step(law: odr.Law) -> None:
    found = law.schedule(
        "涉海数据再利用评估",
        trigger=dt.date(2026, 3, 2),
        actual={"donghai__acceptance": dt.date(2026, 3, 4)},
        on=dt.date(2026, 3, 20),
        facts={"观测数据等级": "精细级", "涉海观测数据": True},
    )
    assert [(step.id, step.state) for step in found.steps] == [
        ("donghai__acceptance", "met"),
        ("donghai__expert_review", "overdue"),
    ]


def test_a_step_added_to_a_procedure_stands_at_its_end(law: odr.Law) -> None:
    actual, facts = {"form_review": dt.date(2026, 3, 3)}, {"涉海观测数据": True}
    found = law.schedule("conditional_access", trigger=dt.date(2026, 3, 2), actual=actual, facts=facts)
    assert [step.id for step in found.steps] == ["form_review", "substantive_review", "donghai__harbour_talk"]
    assert found.steps[-1].deadline is not None
    assert found.steps[-1].deadline.due == dt.date(2026, 3, 5)


def test_facts_and_events_are_listed(law: odr.Law) -> None:
    assert [fact.label for fact in law.facts("classification")][:4] == [
        "国家秘密",
        "涉海观测数据",
        "观测数据等级",
        "已征求海事机构意见",
    ]
    [grade] = [fact for fact in law.facts("deadline") if fact.label == "观测数据等级"]
    assert dict(grade.values) == {"basic": "基础级", "fine": "精细级"}
    assert "donghai__grade" in {fact.id for fact in law.facts("deadline")}
    assert law.events(REUSE) == (
        "received",
        "donghai__acceptance",
        "donghai__expert_review",
        "donghai__hearing",
        "donghai__handover",
        "statement",
    )


def test_what_cures_a_fact_is_kept_with_its_source(law: odr.Law) -> None:
    fact = law.vocabulary.fact("涉海观测数据")
    assert [str(cure) for cure in fact.cured_by] == ["masking"]
    assert fact.source.startswith("第五条第二款")


# -- only here -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["taian", "shandong", "qingdao"])
def test_elsewhere_its_words_are_unknown(library: odr.Library, place: str) -> None:
    other = library.law(place, on=ON)
    with pytest.raises(odr.UnknownFact):
        other.classify({"涉海观测数据": True})
    with pytest.raises(odr.UnknownFact):
        other.check("delisting", {"donghai__sea_data": True})
    with pytest.raises(odr.BadFact):
        other.check_change("open", "closed", {"同意（审核）机关": "首席数据官联席会议"})
    with pytest.raises(odr.UnknownProcedure):
        other.events(REUSE)
    assert len(other.schedule("conditional_access", trigger=ON).steps) == 2


@pytest.mark.parametrize("place", ["taian", "shandong"])
def test_where_nothing_is_brought_the_words_are_those_of_everywhere(library: odr.Library, place: str) -> None:
    law = library.law(place, on=ON)
    assert law.vocabulary is vocabulary()
    assert law.procedures is procedures()


def test_its_words_are_joined_once_whatever_the_date(library: odr.Library, law: odr.Law) -> None:
    earlier = library.law("donghai", on=dt.date(2020, 1, 1))
    assert earlier.vocabulary is law.vocabulary
    assert earlier.procedures is law.procedures
    assert earlier.classify({"涉海观测数据": True}).status != "decided"


def test_topics_of_facts_and_constraints_stay(law: odr.Law) -> None:
    assert law.vocabulary.constraints == vocabulary().constraints
    for name, fact in vocabulary().facts.items():
        if fact.label != "同意（审核）机关":
            assert law.vocabulary.facts[name] == fact


# -- as values -------------------------------------------------------------------------------------------------------


def answers(law: odr.Law) -> list[Any]:
    return [
        law.classify(FINE),
        law.check_change("open", "conditional", {**FINE, "同意（审核）机关": "首席数据官联席会议"}),
        law.check("开放清单", {**FINE, "涉及的观测站点": ["北站"]}),
        law.deadline(f"{REUSE}.donghai__expert_review", trigger=ON, facts={"观测数据等级": "精细级"}),
        law.schedule(REUSE, trigger=ON, facts={"涉海观测数据": True}),
    ]


def test_receipts_are_replayed(library: odr.Library, law: odr.Law) -> None:
    for answer in answers(law):
        receipt = json.loads(json.dumps(answer.receipt))
        assert library.replay(receipt).to_dict() == answer.to_dict()


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("facts.yaml", "是否由海洋观测设施直接产生", "是否由海洋观测设施产生"),
        ("procedures.yaml", "标签: 专家评估", "标签: 专家评审"),
    ],
)
def test_a_receipt_knows_when_its_words_changed(
    root: Path, law: odr.Law, name: str, before: str, after: str, tmp_path: Path
) -> None:
    for folder in ("rules", "jurisdictions"):
        shutil.copytree(root / folder, tmp_path / folder)
    changed = tmp_path / "rules" / PACK / name
    content = changed.read_text(encoding="utf-8")
    receipt = law.classify(FINE).receipt
    changed.write_text(f"{content}# 改\n", encoding="utf-8")
    assert odr.load(tmp_path).replay(receipt).to_dict() == law.classify(FINE).to_dict()
    assert before in content
    changed.write_text(content.replace(before, after), encoding="utf-8")
    with pytest.raises(odr.ReceiptMismatch):
        odr.load(tmp_path).replay(receipt)


def test_answers_fit_their_schemas(law: odr.Law) -> None:
    for answer, name in zip(answers(law), ("decision", "change", "assessment", "deadline", "schedule"), strict=True):
        validator = Draft202012Validator(schemas.schema(name))
        assert [error.message for error in validator.iter_errors(answer.to_dict())] == [], name


def test_answers_pickle(law: odr.Law) -> None:
    for answer in answers(law):
        again = pickle.loads(pickle.dumps(answer))
        assert again.to_dict() == answer.to_dict()
        assert again.explain() == answer.explain()


# -- the law as a whole ----------------------------------------------------------------------------------------------


def test_it_compares_with_a_city_that_knows_none_of_its_words(library: odr.Library, law: odr.Law) -> None:
    taian = library.law("taian", on=ON)
    found = compare(law, taian)
    assert found.relation == "incomparable"
    assert any("观测数据等级" in difference.in_words for difference in found.differences)
    for difference in found.differences:
        assert difference.to_dict()["a"]["place"] == "donghai"
        assert difference.to_dict()["b"]["place"] == "taian"
    moves = compare(law, taian, topic="change").differences
    assert any("首席数据官联席会议" in difference.in_words for difference in moves)
    steps = {difference.subject for difference in compare(law, taian, topic="procedures").differences}
    assert f"{REUSE}.donghai__acceptance" in steps
    assert compare(law, law).relation == "equivalent"
    assert compare(taian, law, topic="duties").differences


def test_it_is_analysed_and_interviewed(library: odr.Library, law: odr.Law) -> None:
    found = odr.analyse(law)
    assert [entry.text for entry in found.residual_openings if "涉海观测数据" in entry.text]
    interview = Interview(law)
    while (question := interview.question) is not None:
        told = {"state_secret": "否", "donghai__sea_data": "是", "donghai__grade": "精细级"}
        interview.answer(told.get(question.fact, "是"))
    assert interview.decision.attribute == "conditional"
    again = Interview.from_transcript(library, json.loads(json.dumps(interview.transcript())))
    assert again.decision == interview.decision


# -- files and cases -------------------------------------------------------------------------------------------------


def test_a_column_headed_with_its_label_is_read(law: odr.Law, tmp_path: Path) -> None:
    path = tmp_path / "目录.csv"
    path.write_text(
        "数据集名称,开放属性,国家秘密,涉海观测数据,观测数据等级,已征求海事机构意见\n"
        "浮标观测,有条件开放,否,是,精细级,是\n"
        "浮标月报,无条件开放,否,否,,\n",
        encoding="utf-8-sig",
    )
    report = law.check_catalogue(path)
    assert [row.verdict for row in report.rows] == ["valid", "valid"]
    assert ("涉海观测数据", "事实：涉海观测数据") in report.columns
    for suffix in ("html", "xlsx", "csv", "json"):
        report.write(tmp_path / f"报告.{suffix}")
    assert "涉海观测数据" in (tmp_path / "报告.html").read_text(encoding="utf-8")


def test_a_profile_may_name_its_facts_and_a_column_its_values(law: odr.Law, tmp_path: Path) -> None:
    profile = tmp_path / "平台.yaml"
    profile.write_text("列:\n  是否涉海: 涉海观测数据\n", encoding="utf-8")
    path = tmp_path / "目录.csv"
    path.write_text("数据集名称,开放属性,是否涉海,同意（审核）机关\n浮标,有条件开放,是,首席数据官联席会议\n", "utf-8")
    [row] = law.check_catalogue(path, profile=profile).rows
    assert dict(row.facts) == {"donghai__sea_data": True, "approving_authority": "donghai__officers"}
    assert row.notes == ()


def test_events_tell_its_facts_and_a_rule_bars_its_act(law: odr.Law, tmp_path: Path) -> None:
    with odr.monitor(law, tmp_path / "log.db") as monitor:
        common = {"case": "海-1", "procedure": "涉海数据再利用评估"}
        events = [
            {
                **common,
                "id": "1",
                "kind": "received",
                "date": "2026-03-02",
                "涉海观测数据": True,
                "观测数据等级": "精细级",
            },
            {**common, "id": "2", "kind": "受理", "date": "2026-03-06"},
            {**common, "id": "3", "kind": "交付涉海数据", "date": "2026-03-09"},
            {**common, "id": "4", "kind": "举行听证", "date": "2026-03-10"},
        ]
        assert monitor.ingest(events) == (4, 0, 0)
        found = monitor.status("海-1", on=dt.date(2026, 3, 20))
        assert {(breach.kind, breach.step) for breach in found.breaches} == {
            ("late", "donghai__acceptance"),
            ("prohibited", "donghai__handover"),
        }
        assert found.steps[1].deadline is not None
        assert found.steps[1].deadline.due == dt.date(2026, 3, 20)
        assert "交付涉海数据" in found.explain()
    with odr.monitor(law, tmp_path / "log.db") as again:
        assert again.status("海-1", on=dt.date(2026, 3, 20)) == found
        assert {breach.label for breach in again.breaches(dt.date(2026, 3, 21))} == {"受理", "交付涉海数据", "专家评估"}


def test_the_agenda_of_its_cases_is_told_in_its_words(law: odr.Law, tmp_path: Path) -> None:
    monitor = odr.monitor(law)
    event = {"id": "1", "case": "海-2", "procedure": REUSE, "kind": "received", "date": "2026-03-02"}
    assert monitor.ingest([event]) == (1, 0, 0)
    found = agenda(monitor, ON)
    assert [(task.label, task.department) for task in found.tasks] == [("受理", "市大数据局")]
    for suffix in ("html", "xlsx", "ics", "json"):
        export(monitor, tmp_path / f"待办.{suffix}", ON)
    assert "涉海数据再利用评估" in (tmp_path / "待办.html").read_text(encoding="utf-8")
    assert "涉海数据再利用评估" in (tmp_path / "待办.ics").read_text(encoding="utf-8").replace("\r\n ", "").replace(
        "\n ", ""
    )


def test_elsewhere_its_events_are_refused(library: odr.Library) -> None:
    monitor = odr.monitor(library.law("taian", on=ON))
    event = {"id": "1", "case": "a", "procedure": REUSE, "kind": "received", "date": "2026-03-02"}
    assert monitor.ingest([event]) == (0, 0, 1)


def test_lint_finds_nothing_and_every_case_passes(root: Path, library: odr.Library) -> None:
    # That its cases are good enough nobody has proved.
    found = [problem for problem in odr.lint(root) if "donghai" in problem.path]
    assert [(one.code, one.path) for one in found] == [("mutation_not_run", f"rules/{PACK}/mutation.yaml")]
    results = list(run_cases(library, PACK))
    assert len(results) > 15
    assert [result for result in results if not isinstance(result, CaseResult) or result.failures] == []


def test_one_pack_or_one_file_of_it_is_linted_in_its_own_words(root: Path) -> None:
    folder = root / "rules" / PACK
    assert [problem.code for problem in odr.lint(folder)] == []
    for path in sorted(folder.iterdir()):
        assert [problem.code for problem in odr.lint(path)] == [], path.name


# -- the command line ------------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "opendata_rules", *arguments], capture_output=True, text=True, check=False
    )


def test_the_command_line_takes_its_facts(root: Path) -> None:
    place = ("-j", "东海", "--on", "2026-03-10", "--rules", str(root))
    listed = run("facts", *place, "--json")
    assert "donghai__grade" in {fact["id"] for fact in json.loads(listed.stdout)["items"]}
    assert "# 可以填：基础级、精细级\n观测数据等级:" in run("facts", *place, "--template").stdout
    stated = [
        f"--fact={name}" for name in ("涉海观测数据=是", "观测数据等级=精细级", "已征求海事机构意见=是", "国家秘密=否")
    ]
    done = run("classify", *place, *stated, "--json")
    assert (done.returncode, json.loads(done.stdout)["attribute"]) == (0, "conditional")
    wrong = run("classify", *place, "--fact", "观测数据等级=粗略级")
    assert wrong.returncode == 2
    assert "基础级" in wrong.stderr
    elsewhere = run("classify", "-j", "泰安", "--on", "2026-03-10", "--fact", "涉海观测数据=是", "--rules", str(root))
    assert elsewhere.returncode == 2
    assert "没有名为“涉海观测数据”的事实" in elsewhere.stderr


def test_every_fact_is_listed_and_searched_with_those_of_the_place(root: Path, law: odr.Law) -> None:
    def found(*arguments: str) -> set[str]:
        done = run("facts", *arguments, "--rules", str(root), "--json")
        assert done.returncode == 0
        return {fact["id"] for fact in json.loads(done.stdout)["items"]}

    assert found("-j", "东海", "--all") == found("--all") == set(law.vocabulary.facts)
    assert found("-j", "泰安", "--all") == {*vocabulary().facts}
    assert found("--search", "涉海") == {"donghai__sea_data", "donghai__handed_over_on"}
    assert found("-j", "泰安", "--search", "涉海") == set()
