"""Answers are values: pydantic has a schema of each, and knows how to check and dump it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import inspect
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.json_schema import models_json_schema

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.analysis.comparison.order import Order, order
from opendata_rules.analysis.comparison.pair import TOPICS
from opendata_rules.analysis.gaps import Entry
from opendata_rules.answers.receipts import Receipted
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases
from opendata_rules.catalogue.changes.answer import DatasetChange, Doubtful, Listed
from opendata_rules.catalogue.judged import Finding as CatalogueFinding
from opendata_rules.catalogue.judged import Gone, Idle, Since, Tally, Waiver
from opendata_rules.catalogue.report import Report
from opendata_rules.catalogue.results import Basis, Department, Row, Spelling
from opendata_rules.catalogue.results import Question as CatalogueQuestion
from opendata_rules.catalogue.summary import Summary
from opendata_rules.ledgers.rechecked import AnsweredAgain, Cause, LedgerGroup, Rechecked
from opendata_rules.monitoring.events import Reason
from opendata_rules.monitoring.reports.agenda import Agenda, Load
from opendata_rules.replaying.results import Drift, Recheck
from opendata_rules.schemas.answers import answer_schemas
from opendata_rules.values import Value, schema_name
from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.working_days.bounds import Assumption
from opendata_rules.working_days.days import Notice

from ..laws import ROOT, law, library
from .test_hints import walk

DAY = dt.date(2026, 3, 2)

# -- examples ---------------------------------------------------------------------------------------------------------


def _decision() -> odr.Decision:
    return law("jining").classify({"state_secret": True}, declared="open")


def _held() -> odr.Decision:
    """Private data whose subject was not asked."""
    asked = law("taian")
    facts = {fact.id: False for fact in asked.facts("classification") if fact.type is odr.FactType.BOOL}
    return asked.classify(facts | {"trade_secret": True, "third_party_response": "not_asked"})


def _held_against() -> odr.Decision:
    """The same, declared open."""
    return law("taian").classify(_held().facts, declared="open")


def _deadline() -> odr.Deadline:
    return law("jining").deadline("conditional_access.form_review", trigger=DAY)


def _schedule() -> odr.Schedule:
    return law("jining").schedule("unopened_request", trigger=DAY, actual={"form_review": dt.date(2026, 3, 10)})


def _change() -> odr.ChangeVerdict:
    return law("tengzhou").check_change("closed", "open", {})


def _assessment() -> odr.Assessment:
    return law("jining").check("access", {"direct_access_offered": False})


def _breach() -> odr.Breach:
    term = _deadline()
    assert term.citation is not None
    return odr.Breach(
        case="案-1",
        procedure="conditional_access",
        kind=odr.BreachKind.LATE,
        rule=term.rule,
        step="form_review",
        label="形式审查",
        citation=term.citation,
        gist=term.gist,
        english=term.english,
        force=odr.DutyForce.HARD,
        actor=term.actor,
        dates=(DAY, DAY, DAY),
        events=("1", "2"),
        warnings=term.warnings,
    )


def _owed() -> odr.Owed:
    state = odr.StepState.PENDING
    return odr.Owed("案-1", "conditional_access", "form_review", "形式审查", state, _deadline(), "大数据局", "王敏")


def _unproven() -> odr.Unproven:
    return odr.Unproven(
        "jining-16-1", "access", "开放数据", _decision().grounds[0].citation, "要求", ("agreement_signed",)
    )


def _case() -> odr.CaseStatus:
    begun = _schedule()
    fields = {name: getattr(begun, name) for name in odr.Schedule.__dataclass_fields__}
    return odr.CaseStatus(
        **fields, case="案-1", breaches=(_breach(),), events=(), unproven=(_unproven(),), began=True, missing=("7",)
    )


@functools.cache
def _comparisons() -> dict[str, Order]:
    laws = [law(place) for place in ("taian", "jining")]
    return {topic: order(laws, topic=topic) for topic in TOPICS}


def _changed() -> dict[str, Any]:
    """A receipt issued when a rule was another."""
    told: Any = _decision().receipt
    held = next(iter(told["packs"].values()))
    held["digest"] = "0" * 64
    held["rules"] = dict.fromkeys(held["rules"], "0" * 8) | {"gone": "0" * 8}
    return dict(told)


@functools.cache
def _report() -> Report:
    pytest.importorskip("openpyxl")
    return law("taian").check_catalogue(ROOT / "examples" / "taian_catalogue.csv")


@functools.cache
def _summary() -> odr.ReportSummary:
    report = _report()
    return odr.ReportSummary(**{name: getattr(report, name) for name in Summary.__slots__})


@functools.cache
def _catalogue_changes() -> odr.CatalogueChanges:
    """The example, of which one attribute was changed, one dataset is new, and one is there twice."""
    pytest.importorskip("openpyxl")
    text = (ROOT / "examples" / "taian_catalogue.csv").read_text(encoding="utf-8")
    rows = text.splitlines(keepends=True)
    before, after = rows[1:], [rows[1].replace("无条件开放", "不予开放"), *rows[3:], rows[5], rows[5]]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("old.csv", "new.csv")]
        for file, told in zip(files, (before[:-1], after), strict=True):
            file.write_text("".join([rows[0], *told]), encoding="utf-8")
        return law("taian").check_catalogue_changes(*files)


def _waiver() -> Waiver:
    return Waiver("A-1", "", "A-1:invalid:taian-12-2", "理由", "某人", DAY, 1)


def _waived() -> CatalogueFinding:
    found = _first(finding for row in _report().rows for finding in row.findings)
    return dataclasses.replace(found, since=Since.NEW, waiver=_waiver(), expired=True)


def _all_of(topic: str) -> odr.Comparison:
    return _comparisons()[topic].comparisons[0]


def _first(found: Any) -> Any:
    """The first of many; that there is one is part of the test."""
    return next(iter(found))


def _rewritten() -> dict[str, Any]:
    """A receipt from a time when the place was another."""
    receipt: Any = _decision().receipt
    return {**receipt, "places": {**receipt["places"], "jining": "0" * 64}}


def _case_result() -> CaseResult:
    return _first(found for found in run_cases(library()) if isinstance(found, CaseResult))


#: Examples of every class of answers and of their parts.
@functools.cache
def _kept() -> odr.Ledger:
    kept = odr.ledger()
    kept.append(_decision(), dataset="D-1")
    kept.append(law("taian").classify({"state_secret": True}))
    kept.append(law("taian").classify({"state_secret": False}))
    kept.erase(1, [next(iter(kept.entry(1).facts))])
    return kept


def _otherwise() -> Rechecked:
    return _kept().recheck(library(), on=dt.date(2022, 3, 10))


EXAMPLES: dict[type, Callable[[], list[Any]]] = {
    odr.Decision: lambda: [_decision(), law("taian").classify({}), law("qingdao").classify({}, scheme="sharing")],
    odr.HoldingGround: lambda: list(_decision().grounds),
    odr.Objection: lambda: [*_decision().objections, *_held_against().objections],
    odr.Question: lambda: list(law("taian").classify({}).questions),
    odr.Action: lambda: (
        list(law("taian").classify({"personal_privacy": True}).actions)
        + list(law("jining").classify({"state_secret": False}).actions)
        + [odr.Action("暂缓", "先征求意见", "ask first", _decision().grounds[0].citation)]
    ),
    odr.Path: lambda: list(law("taian").classify({"personal_privacy": True}).paths_to("open")),
    odr.ChangeVerdict: lambda: [_change(), law("taian").check_change("open", "open", {})],
    odr.RequirementResult: lambda: list(_change().requirements),
    odr.Assessment: lambda: [_assessment(), law("shandong", drafts=True).check("list", {"list_published": False})],
    odr.Finding: lambda: list(_assessment().findings),
    odr.Deadline: lambda: [_deadline(), law("jining").deadline("update.refresh", trigger=DAY)],
    odr.CountingRule: lambda: [_deadline().counting_rule],
    odr.CountedDay: lambda: list(_deadline().days),
    odr.Schedule: lambda: [_schedule()],
    odr.ScheduledStep: lambda: list(_schedule().steps),
    odr.Duty: lambda: list(law("taian").duties(2026)) + list(law("jining").duties(2026)),
    odr.Analysis: lambda: [odr.analyse(law("taian"))],
    Entry: lambda: [entry for _, entries in odr.analyse(law("taian")).entries() for entry in entries],
    odr.Comparison: lambda: [_all_of(topic) for topic in TOPICS],
    odr.Difference: lambda: [difference for topic in TOPICS for difference in _all_of(topic).differences],
    Order: lambda: list(_comparisons().values()),
    odr.Counts: lambda: [odr.Counts(3, 1, 0)],
    odr.Breach: lambda: [_breach()],
    odr.Unproven: lambda: [_unproven()],
    odr.Owed: lambda: [_owed()],
    odr.Move: lambda: [odr.Move("案-1", "objection", "feedback", "反馈处理结果", (), (DAY,))],
    odr.Reject: lambda: [
        odr.Reject({"id": "1", "case": 5, "more": [None, 1.5, {"a": True}]}, Reason.BAD_FIELD, "不对"),
        odr.Reject("不是 JSON", Reason.NOT_AN_EVENT, "不对"),
    ],
    odr.CaseStatus: lambda: [_case()],
    Agenda: lambda: [
        Agenda(
            *("jining", "济宁市", DAY, DAY),
            *((_owed(),), (), (), (), (), (_breach(),), (Load("大数据局", 1, 0, 0, 0),), ()),
            order=law("jining", DAY),
        )
    ],
    Load: lambda: [Load("", 1, 2, 3, 4)],
    Report: lambda: [_report()],
    odr.ReportSummary: lambda: [_summary()],
    Row: lambda: list(_report().rows),
    Department: lambda: list(_report().departments),
    Spelling: lambda: list(_report().spellings),
    odr.CatalogueChanges: lambda: [_catalogue_changes()],
    DatasetChange: lambda: list(_catalogue_changes().changes),
    Doubtful: lambda: list(_catalogue_changes().doubtful),
    Listed: lambda: [*_catalogue_changes().added, *_catalogue_changes().removed],
    CatalogueFinding: lambda: [*(finding for row in _report().rows for finding in row.findings), _waived()],
    Waiver: lambda: [_waiver()],
    Gone: lambda: [Gone("A-1:invalid:taian-12-2", "甲")],
    Idle: lambda: [Idle(_waiver(), "目录里没有这个数据集", "there is no such dataset")],
    Tally: lambda: [_report().findings],
    CatalogueQuestion: lambda: [question for row in _report().rows for question in row.questions],
    Basis: lambda: [basis for row in _report().rows for basis in (*row.grounds, *row.actions)],
    Recheck: lambda: [library().recheck(_decision().receipt), library().recheck(_rewritten())],
    Drift: lambda: list(library().recheck(_rewritten()).differences),
    odr.Bounds: lambda: [odr.calendar().bounds(dt.date(2026, 12, 20), 10), odr.calendar().bounds(DAY, 1)],
    Assumption: lambda: list(odr.calendar().bounds(dt.date(2026, 12, 20), 10).assumptions),
    odr.CalendarDay: lambda: list(odr.calendar().explain(dt.date(2026, 2, 10), dt.date(2026, 3, 1))),
    Notice: lambda: list(odr.calendar().notices),
    odr.Jurisdiction: lambda: list(library().jurisdictions.values()),
    odr.Recheck: lambda: [library().recheck(_decision().receipt), library().recheck(_changed())],
    odr.Drift: lambda: list(library().recheck(_changed()).differences),
    odr.Standing: lambda: list(law("taian").instruments),
    odr.Article: lambda: list(library().articles("taian")),
    odr.Fact: lambda: list(vocabulary().facts.values()),
    odr.Citation: lambda: [ground.citation for ground in _decision().grounds],
    odr.ResultWarning: lambda: list(law("taian").classify({}).warnings) + list(_assessment().warnings),
    odr.Diagnostic: lambda: list(odr.lint(ROOT / "src")),
    CaseResult: lambda: [_case_result()],
}
EXAMPLES |= {
    odr.LedgerEntry: lambda: list(_kept()),
    odr.Checkpoint: lambda: [_kept().checkpoint()],
    odr.Verification: lambda: [_kept().verify(), _kept().verify(_kept().checkpoint())],
    Rechecked: lambda: [_otherwise(), odr.ledger().recheck(library())],
    LedgerGroup: lambda: list(_otherwise().groups),
    AnsweredAgain: lambda: [*_otherwise().groups[0].entries, *_otherwise().untold],
    Cause: lambda: [one.cause for one in _otherwise().groups],
}


CLASSES = pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: schema_name(kind))


def test_there_is_an_example_of_every_public_class_that_can_be_told_as_json() -> None:
    public = {getattr(odr, name) for name in odr.__all__}
    told = {kind for kind in public if inspect.isclass(kind) and hasattr(kind, "to_dict")}
    told -= {Receipted, odr.Answer}
    assert {kind for kind in told if not issubclass(kind, odr.Error)} <= EXAMPLES.keys()


def test_what_public_hints_lead_to_and_can_be_told_as_json_has_an_example_too() -> None:
    reached = {kind for kind in walk().seen if inspect.isclass(kind) and issubclass(kind, Value)}
    assert {kind for kind in reached if kind.to_dict is not Value.to_dict} - {Receipted} <= EXAMPLES.keys()


def test_every_schema_of_an_answer_is_that_of_a_class_or_of_a_list() -> None:
    names = [schema_name(kind) for kind in EXAMPLES]
    assert len(set(names)) == len(names)
    others = answer_schemas().keys() - set(names)
    assert {name for name in others if not name.endswith("_list")} == {
        "calendar",
        "receipt",
        "error",
        "attribute",
        "stated_facts",
        "listed_facts",
    }


# -- pydantic ---------------------------------------------------------------------------------------------------------


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def assert_whole(schema: dict[str, Any], prefix: str = "#/$defs/") -> None:
    """A valid schema, every reference of which leads somewhere."""
    Draft202012Validator.check_schema(schema)
    targets = {node["$ref"] for node in nodes(schema) if "$ref" in node}
    assert targets <= {prefix + name for name in schema.get("$defs", {})}


def by_title(schema: dict[str, Any]) -> dict[str, Any]:
    """A shipped schema as pydantic writes it: definitions by their titles, without a name of its own."""
    titles = {f"#/$defs/{name}": f"#/$defs/{part['title']}" for name, part in schema["$defs"].items()}

    def renamed(node: Any) -> Any:
        if isinstance(node, list):
            return [renamed(item) for item in node]
        if not isinstance(node, dict):
            return node
        return {key: titles[value] if key == "$ref" else renamed(value) for key, value in node.items()}

    found = renamed({key: value for key, value in schema.items() if key not in ("$schema", "$id", "$defs")})
    parts = {part["title"]: renamed(part) for part in schema["$defs"].values()}
    return {**found, "$defs": parts} if parts else found


@CLASSES
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_that_pydantic_gives_is_the_one_that_ships(kind: type, mode: Any) -> None:
    found = TypeAdapter(kind).json_schema(mode=mode)
    assert_whole(found)
    assert found == by_title(schemas.schema(schema_name(kind)))


@CLASSES
def test_examples_are_taken_as_they_are_and_dumped_as_they_tell_themselves(kind: type) -> None:
    adapter = TypeAdapter(kind)
    validator = Draft202012Validator(adapter.json_schema())
    examples = EXAMPLES[kind]()
    assert examples
    for example in examples:
        assert type(example) is kind
        assert adapter.validate_python(example) is example
        told = example.to_dict()
        assert adapter.dump_python(example, mode="json") == adapter.dump_python(example) == told
        assert json.loads(adapter.dump_json(example)) == told
        assert [error.message for error in validator.iter_errors(told)] == []


@CLASSES
def test_what_is_no_instance_is_refused(kind: type) -> None:
    adapter = TypeAdapter(kind)
    for other in ({}, "open", None, object()):
        with pytest.raises(ValidationError):
            adapter.validate_python(other)
    with pytest.raises(ValidationError, match=kind.__name__):
        adapter.validate_json("{}")


class Reply(BaseModel):
    """A response of somebody's service."""

    assessment: odr.Assessment
    before: odr.Decision | None = None
    terms: list[odr.Deadline] = []


class Page(BaseModel):
    """One that holds another."""

    reply: Reply
    decision: odr.Decision


def test_answers_are_fields_of_models() -> None:
    reply = Reply(assessment=_assessment(), terms=[_deadline()])
    schema = Reply.model_json_schema(mode="serialization")
    assert_whole(schema)
    told = json.loads(reply.model_dump_json())
    assert told == {"assessment": _assessment().to_dict(), "before": None, "terms": [_deadline().to_dict()]}
    Draft202012Validator(schema).validate(told)
    with pytest.raises(ValidationError):
        Reply(assessment=_decision())  # type: ignore[arg-type]


def test_models_that_share_answers_share_their_definitions_as_in_an_openapi_document() -> None:
    prefix = "#/components/schemas/"
    inputs: Any = [(Reply, "serialization"), (Page, "serialization"), (Page, "validation")]
    _, document = models_json_schema(inputs, ref_template=prefix + "{model}")
    assert_whole(document, prefix)
    # Older versions of pydantic tell the two modes apart even where they are the same.
    names = {name.partition("-")[0] for name in document["$defs"]}
    assert {"Reply", "Page", "Assessment", "Decision", "Deadline", "Citation", "ResultWarning", "Facts"} <= names
    assert not [name for name in names if "opendata" in name or "__" in name]


class Noted(odr.Move):
    """A class that somebody derives from an answer."""

    __slots__ = ()


class Moves(BaseModel):
    """Both side by side."""

    one: odr.Move
    other: Noted


def test_a_derived_class_has_the_form_of_the_answer_and_is_another_type() -> None:
    plain = EXAMPLES[odr.Move]()[0]
    derived = Noted("案-1", "objection", "feedback", "反馈处理结果", (), (DAY,))
    assert Moves(one=derived, other=derived).model_dump()["other"] == plain.to_dict()
    with pytest.raises(ValidationError, match="Noted"):
        Moves(one=plain, other=plain)
    assert_whole(Moves.model_json_schema())


def test_the_base_of_all_answers_alone_has_no_schema() -> None:
    with pytest.raises(TypeError, match="JSON Schema"):
        TypeAdapter(Value)


def test_pydantic_is_not_imported_for_it() -> None:
    code = "import sys, opendata_rules.values, opendata_rules.answers.path; print('pydantic' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
