"""What an answer weighs when it travels alone, and that it arrives as it left, or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.answers.changes.computation import check_change
from opendata_rules.answers.classification.computation import classify
from opendata_rules.answers.deadlines.computation import deadline
from opendata_rules.answers.deadlines.schedules import schedule
from opendata_rules.answers.duties.computation import check
from opendata_rules.norms.order import LegalOrder
from opendata_rules.vocabulary.facts import Fact, FactType, vocabulary
from opendata_rules.vocabulary.procedures import procedures

from ..laws import ON, ROOT, law, library

#: Most bytes of a single answer.
MOST = 4096
DAY = dt.date(2026, 3, 2)
PLACES = sorted(library().jurisdictions)
TOPICS = [topic.id for topic in vocabulary().topics.values() if topic.has_duties]
ATTRIBUTES = [str(attribute) for attribute in odr.Attribute]
OPTIONS = [{}, {"drafts": True, "strict": True}]


def value(fact: Fact) -> Any:
    """A long value of a fact."""
    ids = [value for value, _ in fact.values]
    return {
        FactType.BOOL: True,
        FactType.ENUM: ids[0] if ids else None,
        FactType.LIST: ids,
        FactType.DATE: dt.date(2026, 3, 1),
        FactType.INT: 1_000_000,
        FactType.TEXT: "某单位的说明",
    }[fact.type]


#: Every fact of the vocabulary at once: more than any law asks about.
EVERYTHING = {fact.id: value(fact) for fact in vocabulary().facts.values()}


def stated(asked: odr.Law, topic: str) -> Iterator[dict[str, Any]]:
    """No facts, those that a law uses, and all there are."""
    yield {}
    yield {fact.id: value(fact) for fact in asked.facts(topic)}
    yield EVERYTHING


def assert_travels(answer: Any, *, most: int = MOST) -> None:
    """It is small, arrives equal, and rests there on the very order it left from."""
    sent = pickle.dumps(answer)
    assert len(sent) <= most, f"{len(sent)} bytes: {answer!r:.100}"
    arrived = pickle.loads(sent)
    assert type(arrived) is type(answer)
    assert arrived == answer
    assert hash(arrived) == hash(answer)
    assert arrived.to_dict() == answer.to_dict()
    if hasattr(answer, "order"):
        assert arrived.order == answer.order


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "drafts and strict"])
class TestEveryPlace:
    """Answers of every kind, at each place."""

    def test_decisions(self, place: str, options: dict[str, bool]) -> None:
        asked = law(place, **options)
        for scheme, topic in (("opening", "classification"), ("sharing", "sharing_classification")):
            for facts in stated(asked, topic):
                for declared in (None, "open"):
                    for unlisted in ("unknown", "false"):
                        assert_travels(asked.classify(facts, scheme=scheme, declared=declared, unlisted=unlisted))

    def test_changes(self, place: str, options: dict[str, bool]) -> None:
        asked = law(place, **options)
        for before in ATTRIBUTES:
            for after in ATTRIBUTES:
                for facts in stated(asked, "attribute_change"):
                    assert_travels(asked.check_change(before, after, facts))

    def test_assessments(self, place: str, options: dict[str, bool]) -> None:
        asked = law(place, **options)
        for topic in TOPICS:
            for facts in stated(asked, topic):
                assert_travels(asked.check(topic, facts))

    def test_deadlines_and_schedules(self, place: str, options: dict[str, bool]) -> None:
        asked = law(place, **options)
        for procedure in procedures().all.values():
            done = {step.id: dt.date(2026, 4, 1) for step in procedure.steps}
            for facts in stated(asked, "deadline"):
                for step in procedure.steps:
                    assert_travels(asked.deadline(step.name, trigger=DAY, facts=facts))
                assert_travels(asked.schedule(procedure.id, trigger=DAY, facts=facts, receipt="next_working_day"))
                assert_travels(asked.schedule(procedure.id, trigger=DAY, actual=done, on=DAY, facts=facts))

    def test_parts(self, place: str, options: dict[str, bool]) -> None:
        asked = law(place, **options)
        decision = asked.classify({})
        for part in (*decision.questions, *decision.warnings, *decision.paths_to("open"), *asked.duties(2026)):
            assert_travels(part)
        for part in (*asked.instruments, asked.place, *asked.facts("deadline")):
            assert_travels(part)
        for _, entries in odr.analyse(asked).entries():
            for entry in entries:
                assert_travels(entry)


@pytest.mark.parametrize("topic", ["classification", "change", "procedures", "duties"])
def test_a_comparison_names_its_laws_and_does_not_carry_them(topic: str) -> None:
    one, other = law("taian"), law("tengzhou")
    found = odr.compare(one, other, topic=topic)
    assert found.differences
    for difference in found.differences:
        assert_travels(difference)
    # As a whole it grows with the differences, each of which brings two answers.
    assert_travels(found, most=MOST + 2 * MOST * len(found.differences))
    arrived = pickle.loads(pickle.dumps(found))
    assert (arrived.a, arrived.b) == (one, other)
    assert arrived.a is one
    assert arrived.b is other


EVENTS = [
    {"id": "1", "case": "案-1", "procedure": "unopened_request", "kind": "received", "date": "2026-03-02"},
    {"id": "2", "case": "案-1", "procedure": "unopened_request", "kind": "form_review", "date": "2026-03-20"},
    {"id": "3", "case": "案-2", "procedure": "unopened_request", "kind": "form_review", "date": "2026-03-20"},
    {"id": "4", "case": "案-3", "procedure": "delisting", "kind": "delisting", "date": "2026-03-20"},
    {"id": "5", "case": "案-3", "procedure": "nothing", "kind": "delisting", "date": "2026-03-20"},
]


def test_cases_what_is_owed_and_what_was_broken() -> None:
    monitor = odr.monitor(law("jining"))
    counts = monitor.ingest(EVENTS)
    on = dt.date(2026, 12, 1)
    cases = [monitor.status(case, on=on) for case in monitor.cases()]
    found: list[Any] = [counts, *cases, *monitor.rejects(), *monitor.due(on), *monitor.breaches(on)]
    kinds = {type(answer) for answer in found}
    assert {odr.Counts, odr.CaseStatus, odr.Reject, odr.Owed, odr.Breach} <= kinds
    for answer in found:
        assert_travels(answer)
    assert {case.began for case in cases} == {True, False}
    assert any(case.breaches for case in cases)
    for case in cases:
        arrived = pickle.loads(pickle.dumps(case))
        assert (arrived.breaches, arrived.events, arrived.case) == (case.breaches, case.events, case.case)
        assert arrived.explain() == case.explain()


def test_a_none_that_was_stated_is_not_read_as_false_on_arrival() -> None:
    asked = law("taian")
    facts = {fact.id: None for fact in asked.facts("classification") if fact.type is FactType.BOOL}
    unknown = asked.classify(facts, unlisted="false")
    unlisted = asked.classify({}, unlisted="false")
    assert unknown.possible != unlisted.possible
    for decision in (unknown, unlisted):
        assert_travels(decision)
        assert pickle.loads(pickle.dumps(decision)).possible == decision.possible


def test_many_answers_together_carry_their_order_once() -> None:
    asked = law("taian")
    one = len(pickle.dumps(asked.check("list", {})))
    hundred = [asked.check("list", {"list_published": bool(number % 2)}) for number in range(100)]
    assert len(pickle.dumps(hundred)) < 30 * one
    assert pickle.loads(pickle.dumps(hundred)) == hundred


# -- to another process -----------------------------------------------------------------------------------------------

#: Reads answers, each sent alone, in a process that knows nothing yet, and tells what they came to there.
FRESH = """
import json, pickle, sys
import opendata_rules as odr
told = []
for sent in pickle.load(open(sys.argv[1], "rb")):
    try:
        answer = pickle.loads(sent)
        again = pickle.loads(pickle.dumps(answer))
        assert again == answer and hash(again) == hash(answer)
        told.append(answer.to_dict())
    except odr.Error as error:
        told.append([type(error).__name__, str(error)])
print(json.dumps(told))
"""


def arrival(answers: list[Any], folder: Path) -> list[Any]:
    """What a fresh process, which works in another folder, makes of answers: how they tell themselves, or why not."""
    sent, elsewhere = folder / "sent", folder / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    sent.write_bytes(pickle.dumps([pickle.dumps(answer) for answer in answers]))
    done = subprocess.run(
        [sys.executable, "-c", FRESH, str(sent)],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def one_of_each(asked: LegalOrder) -> list[Any]:
    """An answer of each kind; the first two do not rest on the calendar."""
    return [
        classify(asked, {"state_secret": None, "personal_privacy": True}, unlisted="false", declared="open"),
        check_change(asked, "closed", "open", EVERYTHING),
        check(asked, "objection", EVERYTHING),
        deadline(asked, "conditional_access.form_review", DAY, {}),
        schedule(asked, "conditional_access", trigger=DAY, facts={}),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of packs of one's own."""
    root = tmp_path / "packs"
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, root / name)
    return root


def assert_arrives(answers: list[Any], tmp_path: Path) -> None:
    assert arrival(answers, tmp_path) == [answer.to_dict() for answer in answers]


def test_shipped_packs_are_found_again_by_another_process(tmp_path: Path) -> None:
    assert_arrives(one_of_each(odr.load().law("jining", on=ON, drafts=True)), tmp_path)


def test_a_folder_is_found_again_by_another_process(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given relative to the folder that this process works in, where the other does not.
    monkeypatch.chdir(folder.parent)
    assert_arrives(one_of_each(odr.load(folder.name).law("jining", on=ON, strict=True)), tmp_path)


def test_packs_that_nobody_else_can_find_travel_by_value(folder: Path, tmp_path: Path) -> None:
    known = odr.load(folder).law("jining", on=ON)
    calendar = known.calendar
    made = LegalOrder(known.chain, lambda: calendar)
    answers = one_of_each(made)
    shutil.rmtree(folder)
    assert_arrives(answers, tmp_path)
    for answer in answers:
        arrived = pickle.loads(pickle.dumps(answer))
        assert arrived == answer
        assert len(pickle.dumps(answer)) > MOST


Change = Callable[[Path], None]


def other_packs(folder: Path) -> None:
    """A rule is changed after the answers were sent."""
    rules = folder / "rules" / "shandong-measures-344" / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    assert "要旨: " in text
    rules.write_text(text.replace("要旨: ", "要旨: 另一版，", 1), encoding="utf-8")


def other_calendar(folder: Path) -> None:
    """The notice for the year is not known there."""
    (folder / "rules" / "calendar" / "2026.yaml").unlink()


def no_folder(folder: Path) -> None:
    """Nothing is there any more."""
    shutil.rmtree(folder)


def no_place(folder: Path) -> None:
    """The place is there no more."""
    (folder / "jurisdictions" / "jining.yaml").unlink()


EXPECTED: Mapping[Change, tuple[str, str]] = {
    other_packs: ("ReceiptMismatch", "规则包"),
    other_calendar: ("ReceiptMismatch", "工作日历"),
    no_folder: ("BadPack", "文件夹"),
    no_place: ("UnknownJurisdiction", "jining"),
}


@pytest.mark.parametrize("change", EXPECTED, ids=lambda change: change.__name__)
def test_an_answer_does_not_arrive_where_what_it_rests_on_is_another(
    change: Change, folder: Path, tmp_path: Path
) -> None:
    kind, word = EXPECTED[change]
    sent = one_of_each(odr.load(folder).law("jining", on=ON))
    change(folder)
    arrived = arrival(sent, tmp_path)
    if change is other_calendar:
        assert arrived[:2] == [answer.to_dict() for answer in sent[:2]]
        arrived = arrived[2:]
    for told in arrived:
        assert told[0] == kind
        assert word in told[1]
