"""What the library answers is what the schemas say, and nothing else would be."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import cli, schemas
from opendata_rules.analysis.comparison.order import order
from opendata_rules.analysis.comparison.pair import TOPICS
from opendata_rules.analysis.gaps import analyse
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.vocabulary.facts import FactType, vocabulary
from opendata_rules.vocabulary.procedures import procedures
from opendata_rules.vocabulary.terms import DeadlineStatus, ReceiptPolicy, StepState

from ..laws import LAWS, facts, law, library

ROOT = Path(__file__).parent.parent.parent
DATES = [dt.date(1990, 1, 1), dt.date(2023, 6, 1), dt.date(2024, 3, 1), dt.date(2026, 3, 10), dt.date(2040, 1, 1)]


@functools.cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas.schema(name))


@functools.cache
def _compiled(name: str) -> Any:
    return jsonschema_rs.Draft202012Validator(schemas.schema(name))


def taken(name: str, found: Any) -> bool:
    """Whether a schema takes an answer, by a validator that is fast enough to be asked of thousands."""
    return bool(_compiled(name).is_valid(found))


def check(name: str, found: Any) -> None:
    plain = json.loads(json.dumps(found))
    assert plain == found, "not made of plain JSON types"
    if not taken(name, plain):  # a second validator, which also says what is wrong
        assert not [f"{list(e.absolute_path)}: {e.message}" for e in validator(name).iter_errors(plain)]
        raise AssertionError("two validators disagree")


def any_facts(names: Iterable[str] = ()) -> st.SearchStrategy[dict[str, Any]]:
    """Any facts of those named, by default of the whole vocabulary, of every type."""
    book = vocabulary().facts

    def value(name: str) -> st.SearchStrategy[Any]:
        fact = book[name]
        ids = [value for value, _ in fact.values]
        return {
            FactType.BOOL: st.booleans(),
            FactType.ENUM: st.sampled_from(ids or [""]),
            FactType.LIST: st.lists(st.sampled_from(ids or [""])),
            FactType.DATE: st.dates(),
            FactType.INT: st.integers(0, 10**6),
            FactType.TEXT: st.text(max_size=5),
        }[fact.type]

    pairs = st.sampled_from(sorted(names) or sorted(book)).flatmap(
        lambda name: st.tuples(st.just(name), st.none() | value(name))
    )
    return st.lists(pairs, max_size=12, unique_by=lambda pair: pair[0]).map(dict)


RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PLACES = sorted({place for place, _, _ in LAWS})
TERMS = st.sampled_from(["closed", "conditional", "open"])


@RELAXED
@given(st.data(), st.sampled_from(LAWS), st.none() | TERMS, st.sampled_from(["unknown", "false"]), st.booleans())
def test_decisions(data: st.DataObject, case: Any, declared: str | None, unlisted: str, strict: bool) -> None:
    place, scheme, _ = case
    stated = data.draw(facts(place, scheme))
    check(
        "decision",
        law(place, strict=strict).classify(stated, declared=declared, unlisted=unlisted, scheme=scheme).to_dict(),
    )


@RELAXED
@given(
    st.sampled_from(PLACES), st.sampled_from(["opening", "sharing"]), any_facts(), st.sampled_from(DATES), st.booleans()
)
def test_decisions_at_any_date_on_any_facts(
    place: str, scheme: str, stated: dict[str, Any], on: dt.date, drafts: bool
) -> None:
    check("decision", law(place, on, drafts=drafts).classify(stated, scheme=scheme).to_dict())


@RELAXED
@given(st.sampled_from(PLACES), TERMS, TERMS, any_facts(), st.sampled_from(DATES), st.booleans(), st.data())
def test_changes(
    place: str, before: str, after: str, stated: dict[str, Any], on: dt.date, drafts: bool, data: st.DataObject
) -> None:
    known = data.draw(st.sampled_from([{}, *({"conditions_change": value} for value in ("stricter", "looser"))]))
    check("change", law(place, on, drafts=drafts).check_change(before, after, stated | known).to_dict())


def test_facts_of_every_place_and_topic() -> None:
    for place in library().jurisdictions:
        for topic in vocabulary().topics:
            check("fact_list", {"items": [fact.to_dict() for fact in law(place, drafts=True).facts(topic)]})
    check("fact_list", {"items": [fact.to_dict() for fact in vocabulary().facts.values()]})


def test_articles_of_every_place() -> None:
    for place in library().jurisdictions:
        check("article_list", {"items": [row.to_dict() for row in library().articles(place)]})


def test_diagnostics(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("开放属性：\n  依据: [甲]\n", encoding="utf-8")
    (tmp_path / "cases.yaml").write_text("用例:\n  - {情形: 甲, 日期: 某日}\n", encoding="utf-8")
    (tmp_path / "instrument.yaml").write_bytes("标题: 甲".encode("gbk"))
    found = odr.lint(tmp_path)
    assert found
    check("diagnostic_list", {"items": [problem.to_dict() for problem in found]})
    check("diagnostic_list", {"items": [problem.to_dict() for problem in library().lint()]})


def test_cases() -> None:
    results = [result for result in run_cases(library()) if isinstance(result, CaseResult)]
    assert results
    check("case_list", {"items": [result.to_dict() for result in results]})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("strict", [False, True])
def test_reports(place: str, strict: bool) -> None:
    pytest.importorskip("openpyxl")
    report = law(place, strict=strict).check_catalogue(ROOT / "examples" / "taian_catalogue.csv")
    check("report", report.to_dict())


def test_reports_of_poor_catalogues(tmp_path: Path) -> None:
    path = tmp_path / "目录.csv"
    path.write_text("名称,开放类型,别的\n甲,不知道,1\n,无条件开放,\n乙,不予开放,x\n乙,,\n", encoding="gbk")
    check("report", law("taian", dt.date(1990, 1, 1)).check_catalogue(path).to_dict())


# -- duties and time ------------------------------------------------------------------------------------------------

EVERY_PLACE = sorted(library().jurisdictions)
DUTY_TOPICS = [topic.id for topic in vocabulary().topics.values() if topic.has_duties]
STEPS = [step.name for procedure in procedures().all.values() for step in procedure.steps]
POLICIES = st.sampled_from(ReceiptPolicy)
HORIZON = library().calendar.horizon
#: Days on which terms begin: of every age, on rest days, just before the horizon of the calendar and long after it.
TRIGGERS = st.dates(dt.date(2026, 1, 1), HORIZON + dt.timedelta(days=60)) | st.dates()
MOMENTS = st.sampled_from(DATES) | st.dates()


@pytest.mark.parametrize("place", EVERY_PLACE)
@pytest.mark.parametrize("topic", DUTY_TOPICS)
def test_assessments_of_every_place_and_topic(place: str, topic: str) -> None:
    for on in DATES:
        asked = law(place, on, drafts=True)
        check("assessment", asked.check(topic, {}).to_dict())
        for value in (True, False):
            bools = {fact.id: value for fact in asked.facts(topic) if fact.type is FactType.BOOL}
            check("assessment", asked.check(topic, bools).to_dict())


@RELAXED
@given(st.sampled_from(EVERY_PLACE), st.sampled_from(DUTY_TOPICS), MOMENTS, st.booleans(), st.booleans(), st.data())
def test_assessments(place: str, topic: str, on: dt.date, drafts: bool, strict: bool, data: st.DataObject) -> None:
    asked = law(place, on, drafts=drafts, strict=strict)
    stated = data.draw(any_facts(fact.id for fact in asked.facts(topic)) | any_facts())
    check("assessment", asked.check(topic, stated).to_dict())


@pytest.mark.parametrize("place", EVERY_PLACE)
@pytest.mark.parametrize("receipt", ReceiptPolicy)
def test_deadlines_of_every_place_and_step(place: str, receipt: str) -> None:
    asked = law(place)
    frequencies: list[dict[str, Any]] = [{}, {"update_frequency": "monthly"}, {"update_frequency": "real_time"}]
    for step in STEPS:
        for trigger in (dt.date(1990, 1, 1), dt.date(2026, 2, 14), HORIZON - dt.timedelta(days=5)):
            for stated in frequencies:
                check("deadline", asked.deadline(step, trigger=trigger, facts=stated, receipt=receipt).to_dict())


@RELAXED
@given(st.sampled_from(EVERY_PLACE), st.sampled_from(STEPS), TRIGGERS, POLICIES, st.booleans(), st.data())
def test_deadlines(place: str, step: str, trigger: dt.date, receipt: str, strict: bool, data: st.DataObject) -> None:
    asked = law(place, strict=strict)
    stated = data.draw(any_facts(fact.id for fact in asked.facts("deadline")))
    check("deadline", asked.deadline(step, trigger=trigger, facts=stated, receipt=receipt).to_dict())


@pytest.mark.parametrize(
    ("place", "step", "trigger", "stated", "status"),
    [
        ("taian", "objection.feedback", dt.date(2026, 2, 14), {}, "final"),
        ("tengzhou", "sharing_upward.submission", dt.date(2026, 12, 30), {}, "provisional"),
        ("jining", "update.refresh", dt.date(2026, 3, 2), {}, "undetermined"),
        ("jining", "update.refresh", dt.date(2026, 3, 2), {"update_frequency": "real_time"}, "human_review"),
        ("tengzhou", "objection.feedback", dt.date(2026, 3, 10), {}, "not_regulated"),
        ("taian", "objection.feedback", dt.date(1990, 1, 1), {}, "not_regulated"),
    ],
)
@pytest.mark.parametrize("receipt", ReceiptPolicy)
def test_a_deadline_of_every_status(
    place: str, step: str, trigger: dt.date, stated: dict[str, Any], status: str, receipt: str
) -> None:
    found = law(place).deadline(step, trigger=trigger, facts=stated, receipt=receipt).to_dict()
    assert DeadlineStatus(found["status"]) == status
    assert (found["due"] is not None) is (status == "final")
    assert (found["earliest"] is not None) is (status in ("final", "provisional"))
    check("deadline", found)


@RELAXED
@given(st.sampled_from(EVERY_PLACE), st.sampled_from(sorted(procedures().all)), POLICIES, st.booleans(), st.data())
def test_schedules(place: str, name: str, receipt: str, strict: bool, data: st.DataObject) -> None:
    asked = law(place, strict=strict)
    trigger = data.draw(TRIGGERS)
    season = dt.timedelta(days=90)
    later = st.dates(trigger, min(trigger, dt.date.max - season) + season)
    procedure = procedures().procedure(name)
    others = [event for event in procedure.events() if event != procedure.steps[0].trigger]
    found = asked.schedule(
        name,
        trigger=trigger,
        actual=data.draw(st.dictionaries(st.sampled_from(others), later)),
        on=data.draw(st.none() | later),
        facts=data.draw(any_facts(fact.id for fact in asked.facts("deadline"))),
        receipt=receipt,
    )
    check("schedule", found.to_dict())


def test_a_schedule_step_in_every_state() -> None:
    begun, states = dt.date(2026, 3, 2), set()
    for place, stated, actual, on in (
        ("jining", {"filed_with": "department"}, {}, begun),
        ("jining", {}, {}, dt.date(2026, 12, 1)),
        ("jining", {"filed_with": "department"}, {"handover": begun, "check": dt.date(2026, 12, 1)}, HORIZON),
        ("qingdao", {"filed_with": "department"}, {"handover": begun}, dt.date(2026, 3, 3)),
        ("qingdao", {"filed_with": "body"}, {"check": begun}, dt.date(2026, 3, 3)),
        ("qingdao", {"filed_with": "body"}, {}, dt.date(2026, 12, 1)),
        ("qingdao", {"filed_with": "body"}, {"check": dt.date(2026, 11, 30)}, dt.date(2026, 12, 1)),
    ):
        found = law(place).schedule("correction_check", trigger=begun, facts=stated, actual=actual, on=on).to_dict()
        check("schedule", found)
        states |= {step["state"] for step in found["steps"]}
    assert states == set(StepState)


@RELAXED
@given(st.sampled_from(EVERY_PLACE), st.sampled_from(sorted(procedures().all)), st.booleans(), st.data())
def test_cases_that_are_followed(place: str, name: str, drafts: bool, data: st.DataObject) -> None:
    asked = law(place, drafts=drafts)
    found = odr.monitor(asked)
    facts = any_facts([fact.id for topic in ("deadline", "delisting", "access") for fact in asked.facts(topic)])
    for number, kind in enumerate(data.draw(st.lists(st.sampled_from(asked.events(name)), min_size=1, max_size=6))):
        day = data.draw(st.dates(dt.date(2026, 1, 1), HORIZON + dt.timedelta(days=60)))
        told = {"id": str(number), "case": "案", "procedure": name, "kind": kind, "date": day, **data.draw(facts)}
        check("intake", found.ingest([told]).to_dict())
    on = data.draw(st.dates(dt.date(2026, 1, 1), HORIZON + dt.timedelta(days=200)))
    for case in found.cases():
        check("case_status", found.status(case).to_dict())
        check("case_status", found.status(case, on=on).to_dict())
    check("breach_list", {"items": [breach.to_dict() for breach in found.breaches(on)]})
    check("owed_list", {"items": [owed.to_dict() for owed in found.due(on)]})


def test_last_days_that_moved() -> None:
    day = dt.date(2026, 3, 10)
    moves = [
        odr.Move("案", "objection", "feedback", "反馈处理结果", before, (day,)) for before in ((), (day,), (day, day))
    ]
    check("move_list", {"items": [move.to_dict() for move in moves]})


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_duties_of_every_place(place: str) -> None:
    for year in (1, 1990, 2024, 2026, 2027, 9999):
        for drafts in (False, True):
            check("duty_list", {"items": [duty.to_dict() for duty in law(place, drafts=drafts).duties(year)]})
    assert any(law(one).duties(2026) for one in EVERY_PLACE)


Printed = Callable[..., Any]


@pytest.fixture
def printed(capfd: pytest.CaptureFixture[str]) -> Printed:
    """What a command prints with ``--json``."""

    def call(*arguments: str) -> Any:
        capfd.readouterr()
        cli.run([*arguments, "--json", "--rules", str(ROOT)])
        return json.loads(capfd.readouterr().out)

    return call


@pytest.mark.parametrize("place", EVERY_PLACE)
@pytest.mark.parametrize("on", ["1990-01-01", "2026-03-10", "2040-01-01"])
def test_terms_of_every_place(printed: Printed, place: str, on: str) -> None:
    found = printed("schedule", "-j", place, "--on", on)
    assert [item["step"] for item in found["items"]] == STEPS
    check("term_list", found)


@pytest.mark.parametrize(
    "month", ["2006-12", "2007-01", "2015-09", "2025-10", "2026-02", f"{HORIZON:%Y-%m}", "2040-01"]
)
def test_a_month_of_the_calendar(printed: Printed, month: str) -> None:
    check("calendar", printed("calendar", month))


def test_every_day_of_the_calendar() -> None:
    days = library().calendar
    span = (HORIZON - days.first).days + 1
    check("calendar", {"items": [days.day(days.first + dt.timedelta(days=n)).to_dict() for n in range(span)]})


@pytest.mark.parametrize(
    ("start", "number", "known"),
    [("2026-02-11", "0", True), ("2026-02-11", "5", True), (str(HORIZON), "1", False), ("2026-11-02", "60", False)],
)
def test_working_days_counted(printed: Printed, start: str, number: str, known: bool) -> None:
    found = printed("calendar", "--from", start, "--days", number)
    assert (found["due"] is not None) is known
    check("calendar", found)


# -- whole laws -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", EVERY_PLACE)
def test_analyses(place: str) -> None:
    check("analysis_list", {"items": [analyse(law(place, on, drafts=True)).to_dict() for on in DATES]})


def test_the_analyses_hold_entries_to_check() -> None:
    found = [analyse(law(place)) for place in EVERY_PLACE]
    kinds = {kind for one in found for kind, entries in one.entries() if entries}
    assert kinds >= {"overlaps", "residual_openings", "needless_facts", "deciding_facts"}


@pytest.mark.parametrize("topic", TOPICS)
def test_comparisons_of_every_topic(topic: str) -> None:
    laws = [law("taian"), law("tengzhou"), law("qingdao"), law("jining")]
    found = order(laws, topic=topic).to_dict()
    assert any(pair["differences"] for pair in found["items"])
    check("comparison_list", {"items": [found]})


@pytest.mark.parametrize("topic", TOPICS)
def test_comparisons_of_two_dates_and_of_a_date_without_law(topic: str) -> None:
    laws = [law("taian", dt.date(2025, 8, 31)), law("taian", dt.date(2025, 9, 1)), law("taian", DATES[0])]
    check("comparison_list", {"items": [order(laws, topic=topic).to_dict()]})
    check("comparison_list", {"items": [order([law("jinan"), law("jinan")], topic=topic).to_dict()]})


def test_comparisons_as_printed(printed: Printed) -> None:
    topics = [part for topic in TOPICS for part in ("--topic", topic)]
    found = printed("compare", "泰安", "济宁", "--on", "2026-03-10", *topics)
    assert [item["topic"] for item in found["items"]] == list(TOPICS)
    check("comparison_list", found)


# -- nothing else is valid ------------------------------------------------------------------------------------------


def objects(schema: dict[str, Any], node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of every object in a document."""
    if isinstance(node, dict):
        yield path
        for key, value in node.items():
            yield from objects(schema, value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from objects(schema, value, (*path, index))


#: Every answer and form of it, by the name of its schema and what tells the forms apart.
FORMS = (
    *("decision", "change", "assessment", "deadline", "schedule", "term_list", "duty_list"),
    *("calendar", "calendar counted", "calendar estimated", "analysis_list"),
    *(f"comparison_list {topic}" for topic in TOPICS),
)


@functools.cache
def _answers() -> dict[str, Any]:
    decision = law("taian").classify({"personal_privacy": True, "state_secret": None}, declared="open")
    change = law("jining").check_change("open", "closed", {"approval_status": "not_sought"})
    assessment = law("jining").check("delisting", {"list_fields": []})
    term = law("taian").deadline("objection.feedback", trigger=dt.date(2026, 2, 14), receipt="next_working_day")
    begun = dt.date(2026, 3, 2)
    schedule = law("qingdao").schedule("correction_check", trigger=begun, actual={"handover": begun})
    duty = next(duty for place in EVERY_PLACE for duty in law(place).duties(2026))
    days = [library().calendar.day(dt.date(2026, 2, day)).to_dict() for day in (13, 14, 15, 16)]
    said = {"label": "甲", "english": "a", "term": "乙", "term_english": "b"}
    entry = {"step": "objection.feedback", **said, "citation": term.to_dict()["citation"]}
    return {
        "decision": decision.to_dict(),
        "change": change.to_dict(),
        "assessment": assessment.to_dict(),
        "deadline": term.to_dict(),
        "schedule": schedule.to_dict(),
        "term_list": {"items": [entry]},
        "duty_list": {"items": [duty.to_dict()]},
        "calendar": {"items": days},
        "calendar counted": {"due": "2026-02-16", "earliest": "2026-02-16", "latest": "2026-02-16", "items": days},
        "calendar estimated": {"due": None, "earliest": "2027-01-04", "latest": "2027-01-06", "items": []},
        "analysis_list": {"items": [analyse(law("qingdao")).to_dict()]},
        **{f"comparison_list {topic}": {"items": [_one_difference(topic)]} for topic in TOPICS},
    }


def _one_difference(topic: str) -> dict[str, Any]:
    found = order([law("taian"), law("tengzhou")], topic=topic).to_dict()
    [pair] = found["items"]
    assert pair["differences"]
    return {**found, "items": [{**pair, "differences": pair["differences"][:1]}]}


def answers() -> dict[str, Any]:
    """One answer of every form."""
    assert tuple(_answers()) == FORMS
    return copy.deepcopy(_answers())


#: Objects whose keys differ from answer to answer.
OPEN = ("facts", "presumed", "packs", "places", "rules", "years", "actual", "example", "findings", "counts", "updates")


@pytest.mark.parametrize("case", FORMS)
def test_a_new_key_or_a_lost_one_is_refused_anywhere(case: str) -> None:
    whole, name = answers()[case], case.partition(" ")[0]
    check(name, whole)
    known: set[str] = set()
    for path in objects(schemas.schema(name), whole):
        # The gist in a receipt has a form for each kind; the tests of replaying tamper with it.
        if (path[-1:] and path[-1] in OPEN) or "outcome" in path:
            continue
        # Of many objects that are alike in a list one is enough.
        kind = str([part for part in path if isinstance(part, str)])
        if kind in known:
            continue
        known.add(kind)
        spoiled = copy.deepcopy(whole)
        inner = functools.reduce(lambda node, part: node[part], path, spoiled)
        inner["new"] = 1
        assert not taken(name, spoiled), path
        del inner["new"]
        for key in list(inner):
            kept = inner.pop(key)
            assert not taken(name, spoiled), (path, key)
            inner[key] = kept
        assert taken(name, spoiled)


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("decision", ("status",), "maybe"),
        ("decision", ("attribute",), "不予开放"),
        ("decision", ("possible",), ["closed", "closed"]),
        ("decision", ("on",), "2026-3-1"),
        ("decision", ("declared_valid",), "true"),
        ("decision", ("receipt", "facts"), {"no_such_fact": True}),
        ("decision", ("receipt", "facts"), {"state_secret": "是"}),
        ("decision", ("receipt", "packs"), {"some-measures": "abc"}),
        ("decision", ("receipt", "kind"), "change"),
        ("change", ("verdict",), "compliant"),
        ("change", ("approver",), ["mayor"]),
        ("change", ("receipt", "receipt"), 1),
        ("assessment", ("topic",), "classification"),
        ("assessment", ("verdict",), "allowed"),
        ("assessment", ("findings", 0, "verdict"), "not_regulated"),
        ("assessment", ("findings", 0, "missing"), ["甲"]),
        ("assessment", ("receipt", "kind"), "deadline"),
        ("deadline", ("step",), "objection.reply"),
        ("deadline", ("receipt_policy",), "previous_working_day"),
        ("deadline", ("due",), "2026-2-27"),
        ("deadline", ("length",), "5"),
        ("deadline", ("unit",), "工作日"),
        ("deadline", ("days", 0, "counted"), "no"),
        ("schedule", ("procedure",), "数据校核"),
        ("schedule", ("steps",), []),
        ("schedule", ("steps", 0, "state"), "done"),
        ("schedule", ("steps", 0, "id"), "reply"),
        ("schedule", ("steps", 0, "deadline"), {}),
        ("schedule", ("receipt", "options", "actual"), {"handed_over": "2026-03-02"}),
        ("schedule", ("receipt", "options", "actual"), {"handover": None}),
        ("term_list", ("items", 0, "step"), "objection"),
        ("duty_list", ("items", 0, "due"), None),
        ("duty_list", ("items", 0, "topic"), "deadline"),
        ("calendar", ("items", 0, "kind"), "workday_in_name"),
        ("calendar", ("items", 0, "notice"), "通知"),
        ("calendar counted", ("due",), None),
        ("calendar counted", ("items",), []),
        ("calendar estimated", ("due",), "2027-01-04"),
        ("calendar estimated", ("earliest",), None),
        ("analysis_list", ("items", 0, "schemes"), ["closed"]),
        ("analysis_list", ("items", 0, "deciding_facts", 0, "facts"), ["no_such_fact"]),
        ("analysis_list", ("items", 0, "deciding_facts", 0, "example"), {"no_such_fact": True}),
        ("comparison_list classification", ("items", 0, "topic"), "change"),
        ("comparison_list classification", ("items", 0, "topic"), "weather"),
        ("comparison_list change", ("items", 0, "items", 0, "topic"), "duties"),
        ("comparison_list change", ("items", 0, "items", 0, "relation"), "wider"),
        ("comparison_list procedures", ("items", 0, "items", 0, "differences", 0, "stricter"), "甲"),
        ("comparison_list procedures", ("items", 0, "items", 0, "differences", 0, "subject"), "delisting"),
        ("comparison_list duties", ("items", 0, "items", 0, "differences", 0, "subject"), "deadline"),
        ("comparison_list duties", ("items", 0, "items", 0, "differences", 0, "a"), {}),
    ],
)
def test_bad_values_are_refused(name: str, path: tuple[Any, ...], value: Any) -> None:
    whole = answers()[name]
    inner = functools.reduce(lambda node, part: node[part], path[:-1], whole)
    inner[path[-1]] = value
    assert not validator(name.partition(" ")[0]).is_valid(whole)


def test_a_printed_receipt_with_a_list_of_values_can_be_replayed() -> None:
    verdict = law("jining").check_change("open", "closed", {"list_fields": []})
    printed = json.loads(json.dumps(verdict.to_dict()))
    assert printed["receipt"]["facts"]["list_fields"] == []
    assert library().replay(printed["receipt"]) == verdict


@pytest.mark.parametrize("name", ["assessment", "deadline", "schedule"])
def test_a_printed_receipt_of_duties_and_time_can_be_replayed(name: str) -> None:
    printed = answers()[name]
    assert library().replay(json.loads(json.dumps(printed["receipt"]))).to_dict() == printed
