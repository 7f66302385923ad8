"""One term of Tai'an from five working days to three: what changes, and that nothing else does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.catalogue.check import check
from opendata_rules.diagnostics.rendering import render
from opendata_rules.vocabulary.facts import vocabulary

from ..amendments import DIFFERENCES, NEW, SHORTER, TAIAN, amended, copied
from ..catalogue.helpers import DATASET, write_csv
from . import ROOT

FILING, FEEDBACK = "officer_registration.re_registration", "objection.feedback"
BEFORE, AFTER = dt.date(2026, 3, 10), dt.date(2027, 3, 10)


@pytest.fixture(scope="module")
def shorter(tmp_path_factory: pytest.TempPathFactory) -> odr.Library:
    return odr.load(amended(tmp_path_factory.mktemp("amended"), {**SHORTER, "duty_cases.yaml": DIFFERENCES}))


@pytest.fixture(scope="module")
def shipped() -> odr.Library:
    return odr.load(ROOT)


def test_the_lint_is_clean_and_the_cases_run_under_both(shorter: odr.Library) -> None:
    # That the cases are good enough is not proved yet, which is told of the version and of it alone.
    first, *found = odr.lint(shorter.root)
    assert (first.code, first.path) == ("mutation_not_run", f"rules/{NEW}/mutation.yaml")
    assert not found, render(found)


def test_a_version_takes_over_on_its_day(shorter: odr.Library) -> None:
    days = {day: shorter.law("taian", on=day).classify({}, unlisted="false") for day in (BEFORE, AFTER)}
    assert days[BEFORE].attribute == days[AFTER].attribute == "open"
    assert days[BEFORE].warnings == days[AFTER].warnings == ()
    old, new = (days[day].grounds[0].citation for day in (BEFORE, AFTER))
    assert (old.instrument, new.instrument) == (TAIAN, NEW)
    assert old.ref == new.ref
    assert str(new) == f"《{new.title}》（泰数字〔2026〕9号，2026年11月20日修订）{str(old).partition('》')[2]}"


def test_each_version_is_an_instrument_that_ends_where_the_next_begins(shorter: odr.Library) -> None:
    def told(on: dt.date) -> list[tuple[str, str, dt.date | None]]:
        return [(one.id, one.state, one.expires) for one in shorter.law("taian", on=on).instruments if not one.distance]

    last, end = dt.date(2026, 12, 31), dt.date(2028, 9, 1)
    assert told(BEFORE) == [(TAIAN, "in_force", last), (NEW, "not_yet_in_force", end)]
    assert told(AFTER) == [(NEW, "in_force", end), (TAIAN, "expired", last)]


@pytest.mark.parametrize(
    ("trigger", "step", "status", "due"),
    [
        (dt.date(2026, 12, 1), FILING, "final", dt.date(2026, 12, 8)),
        (dt.date(2026, 12, 1), FEEDBACK, "final", dt.date(2026, 12, 15)),
        # Across the change: only the term that changed is for a human.
        (dt.date(2026, 12, 29), FILING, "human_review", None),
        (dt.date(2026, 12, 29), FEEDBACK, "provisional", None),
        (dt.date(2027, 3, 1), FILING, "provisional", None),
    ],
)
def test_terms_before_across_and_after(
    shorter: odr.Library, shipped: odr.Library, trigger: dt.date, step: str, status: str, due: dt.date | None
) -> None:
    found = shorter.law("taian", on=trigger).deadline(step, trigger=trigger)
    assert (found.status, found.due) == (status, due)
    if step == FEEDBACK or trigger < dt.date(2026, 12, 25):
        before = shipped.law("taian", on=trigger).deadline(step, trigger=trigger)
        assert (found.earliest, found.latest, found.warnings) == (before.earliest, before.latest, before.warnings)
    if trigger.year == 2027:
        assert found.latest == dt.date(2027, 3, 4)


def test_the_last_day_of_a_version_is_no_end(shorter: odr.Library) -> None:
    law = shorter.law("taian", on=dt.date(2026, 12, 31))
    assert law.classify({}, unlisted="false").warnings == ()
    found = law.deadline(FEEDBACK, trigger=dt.date(2026, 12, 31)).warnings
    assert [one.code for one in found] == ["open_question"]


def test_duties_are_judged_since_they_are_what_they_are(shorter: odr.Library) -> None:
    """What was done late under the version before is late still, unless its article changed."""
    law = shorter.law("taian", on=dt.date(2027, 1, 20))
    late = {"received_on": dt.date(2026, 11, 2), "feedback_on": dt.date(2026, 11, 30)}
    book = law.vocabulary.facts
    labels = {fact.label: name for name, fact in book.items()}
    stated = {labels["收到异议日期"]: late["received_on"], labels["反馈日期"]: late["feedback_on"]}
    found = {one.id: one.verdict for one in law.check("异议处理", stated).findings}
    assert "noncompliant" in found.values()
    refiled = {labels["人员变更日期"]: dt.date(2026, 11, 2), labels["重新备案日期"]: dt.date(2026, 11, 30)}
    [verdict] = [one.verdict for one in law.check("责任人员", refiled).findings if one.id == "taian-28-1-refiled"]
    assert verdict == "not_applicable"


def test_lists_have_each_article_once(shorter: odr.Library, shipped: odr.Library) -> None:
    assert [row.ref for row in shorter.articles("taian")] == [row.ref for row in shipped.articles("taian")]
    assert {row.instrument for row in shorter.articles("taian")} == {NEW}
    assert {row.instrument for row in shorter.articles("taian", BEFORE)} == {TAIAN}
    for year in (2026, 2027):
        found = [(one.id, one.due) for one in shorter.law("taian", on=BEFORE).duties(year)]
        assert found == [(one.id, one.due) for one in shipped.law("taian", on=BEFORE).duties(year)]
    compared = odr.compare(shorter.law("taian", on=BEFORE), shorter.law("taian", on=AFTER))
    assert compared.relation == "equivalent"
    assert compared.differences == ()
    compared = odr.compare(shorter.law("taian", on=BEFORE), shorter.law("taian", on=AFTER), topic="procedures")
    assert len(compared.differences) == 1


ASKED: list[Callable[[Any], Any]] = [
    lambda law: law.classify({"state_secret": False}),
    lambda law: law.check_change("open", "closed", {}),
    lambda law: law.check("下架", {}),
    lambda law: law.deadline(FEEDBACK, trigger=dt.date(2026, 3, 2)),
    lambda law: law.schedule("objection", trigger=dt.date(2026, 3, 2), on=BEFORE),
]


@pytest.mark.parametrize("ask", ASKED)
def test_old_receipts_replay(shorter: odr.Library, shipped: odr.Library, ask: Callable[[Any], Any]) -> None:
    receipt = ask(shipped.law("taian", on=BEFORE)).receipt
    # Where days are counted, the later version is among what the answer rests on now; the answer is the same.
    assert shorter.replay(receipt).receipt["outcome"] == receipt["outcome"]
    assert shorter.recheck(receipt).same


def test_a_receipt_of_a_day_that_the_amendment_reaches_names_the_rule(
    shorter: odr.Library, shipped: odr.Library
) -> None:
    receipt = shipped.law("taian", on=AFTER).deadline(FILING, trigger=dt.date(2027, 3, 1)).receipt
    with pytest.raises(odr.ReceiptMismatch):
        shorter.replay(receipt)
    found = shorter.recheck(receipt)
    assert not found.agrees
    told = [(one.what, one.id) for one in found.differences if one.what in ("rule", "instrument", "pack", "place")]
    assert told == [("instrument", NEW), ("rule", "taian-28-1-term")]


def test_a_breach_names_the_version_of_its_day(shorter: odr.Library) -> None:
    monitor = odr.monitor(shorter.law("taian", on=AFTER), engine="builtin")
    for case, day, late in (("a", "2026-03-02", "2026-03-30"), ("b", "2027-03-02", "2027-04-30")):
        common = {"case": case, "procedure": "objection"}
        events = [
            {**common, "id": f"{case}1", "kind": "received", "date": day},
            {**common, "id": f"{case}2", "kind": "feedback", "date": late},
        ]
        assert monitor.ingest(events) == (2, 0, 0)
    assert [(one.case, one.citation.instrument) for one in monitor.breaches()] == [("a", TAIAN), ("b", NEW)]


def test_a_least_length_cut_short_is_told_once_whatever_version_the_duty_is_new_in(tmp_path: Path) -> None:
    """The term is inherited, the duty that asks for it is new: both stand in the version of the day."""
    old, new = "jining-open-data-rules-2025", "jining-open-data-rules-2026"
    written = (ROOT / "rules" / old / "duties.yaml").read_text(encoding="utf-8")
    [duty] = [one for one in written.split("\n  - 事项: ") if "编号: jining-14-1-notice\n" in one]
    files = {
        "instrument.yaml": f"修订自: {old}\n施行日期: 2026-01-01\n废止: [jining-14-1-notice]\n",
        "duties.yaml": f"职责:\n  - 事项: {duty.rstrip()}\n".replace("jining-14-1-notice", "jining-14-1-anew"),
    }
    library = odr.load(amended(tmp_path, files, old=old, new=new, place="jining"))
    for day in ("2025-12-01", "2026-03-02"):
        monitor = odr.monitor(library.law("jining", on=dt.date(2026, 4, 1)), engine="builtin")
        case = {"case": "a", "procedure": "delisting", "下架实施主体": "公共数据提供单位（开放主体）"}
        then = (dt.date.fromisoformat(day) + dt.timedelta(days=2)).isoformat()
        events = [
            {**case, "id": "1", "kind": "posting", "date": day},
            {**case, "id": "2", "kind": "delisting", "date": then},
        ]
        counts = monitor.ingest(events)
        assert counts.accepted == 2, monitor.rejects()
        cut = [one.rule for one in monitor.breaches() if "notice" in one.rule or "anew" in one.rule]
        assert cut == ["jining-14-1-public-notice"]


def test_findings_on_a_catalogue_are_those_of_the_version_before(tmp_path: Path, shipped: odr.Library) -> None:
    """A baseline and waivers of before the amendment still know them, whatever number their article has now."""
    rows = [
        {**DATASET, "数据集编号": "A-1", "协议或者知识产权限制": "是", "国家秘密": "否"},
        {**DATASET, "数据集编号": "A-2", "国家秘密": "是"},
        {**DATASET, "数据集编号": "A-3", "更新频率": "每月", "更新时间": "2025-01-01"},
    ]
    head = f'修订自: {TAIAN}\n施行日期: 2026-01-01\n条文改号: {{"12": "11", "11": "12"}}\n'
    library = odr.load(amended(tmp_path, {"instrument.yaml": head}))
    path = write_csv(tmp_path, *rows)
    then, now = (
        [
            (finding.id, finding.provision)
            for row in check(one.law("taian", on=BEFORE), path, unlisted="false").rows
            for finding in row.findings
        ]
        for one in (shipped, library)
    )
    assert then == now
    assert f"A-1:human_review:{TAIAN}.12.i4" in [name for name, _ in then]


# -- a version that changes nothing -----------------------------------------------------------------------------------

SAME = [
    (TAIAN, "taian", "2026-03-01"),
    ("jining-open-data-rules-2025", "jining", "2026-06-01"),
    ("qingdao-public-data-measures-2023", "qingdao", "2025-01-01"),
    ("tengzhou-public-data-measures-2024", "tengzhou", "2026-01-01"),
    ("jinan-measures-291", "jinan", "2026-01-01"),
    ("shandong-measures-344", "shandong", "2026-01-01"),
]


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> odr.Library:
    folder = tmp_path_factory.mktemp("unchanged")
    for old, place, day in SAME:
        text = f"修订自: {old}\n施行日期: {day}\n"
        amended(folder, {"instrument.yaml": text}, old=old, new=f"{old}-again", place=place)
    return odr.load(folder)


def told(answer: Any) -> Any:
    """An answer without the name of the version that it cites."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"instrument", "ref", "text"}:
                return value["ref"]
            return {key: plain(one) for key, one in value.items() if key not in ("receipt", "instruments")}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return value

    return plain(answer.to_dict())


def sides(library: odr.Library, place: str, day: str) -> list[odr.Law]:
    turn = dt.date.fromisoformat(day)
    days = [turn + dt.timedelta(days=step) for step in (-40, -1, 0, 1, 60)]
    return [library.law(place, on=on) for on in days]


@st.composite
def stated(draw: st.DrawFn) -> dict[str, Any]:
    """Some facts, days among them."""
    facts = sorted(vocabulary().facts.values(), key=lambda fact: fact.id)
    chosen = draw(st.lists(st.sampled_from(facts), max_size=9, unique_by=lambda fact: fact.id))
    found: dict[str, Any] = {}
    for fact in chosen:
        match str(fact.type):
            case "bool":
                found[fact.id] = draw(st.booleans())
            case "enum":
                found[fact.id] = draw(st.sampled_from([value for value, _ in fact.values]))
            case "date":
                found[fact.id] = draw(st.dates(dt.date(2025, 6, 1), dt.date(2026, 7, 31)))
            case "int":
                found[fact.id] = draw(st.integers(0, 40))
    return found


@pytest.mark.parametrize(("old", "place", "day"), SAME)
@settings(max_examples=40)
@given(facts=stated(), data=st.data())
def test_a_version_that_changes_nothing_answers_as_the_one_before(
    shipped: odr.Library,
    unchanged: odr.Library,
    old: str,
    place: str,
    day: str,
    facts: dict[str, Any],
    data: st.DataObject,
) -> None:
    number = data.draw(st.integers(0, 4))
    then, now = (sides(library, place, day)[number] for library in (shipped, unchanged))
    attributes = ["closed", "conditional", "open"]
    move = data.draw(st.tuples(st.sampled_from(attributes), st.sampled_from(attributes)))
    topics = [topic.id for topic in then.vocabulary.topics.values() if topic.has_duties]
    topic = data.draw(st.sampled_from(topics))
    steps = [step.name for one in then.procedures.all.values() for step in one.steps]
    step, trigger = data.draw(st.sampled_from(steps)), data.draw(st.dates(dt.date(2025, 6, 1), dt.date(2026, 9, 30)))
    for ask in (
        lambda law: law.classify(facts),
        lambda law: law.check_change(*move, facts),
        lambda law: law.check(topic, facts),
        lambda law: law.deadline(step, trigger=trigger, facts=facts),
        lambda law: law.schedule(step.partition(".")[0], trigger=trigger, facts={}),
    ):
        expected, found = told(ask(then)), told(ask(now))
        assert _without_title(found) == _without_title(expected)


def _without_title(told: Any) -> Any:
    """What is said in words names the version too."""
    if isinstance(told, dict):
        return {key: _without_title(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_without_title(value) for value in told]
    if isinstance(told, str):
        for old, _, _ in SAME:
            told = told.replace(f"{old}-again", old)
        for day in ("2026年3月1日", "2026年6月1日", "2025年1月1日", "2026年1月1日"):
            told = told.replace(f"（{day}起施行）", "")
    return told


def test_the_shipped_packs_are_copied_whole(tmp_path: Path) -> None:
    assert odr.load(copied(tmp_path)).law("taian", on=BEFORE).instruments
