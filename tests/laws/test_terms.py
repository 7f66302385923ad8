"""Every term of every pack: on its last day a step is done in time, the day after it is late."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.logic.conditions import facts_of
from opendata_rules.norms.pack import Pack
from opendata_rules.norms.provisions import TermRule, Unit
from opendata_rules.vocabulary.facts import FactType, vocabulary
from opendata_rules.vocabulary.procedures import procedures
from opendata_rules.vocabulary.terms import DutyForce, InstrumentState
from tests import laws

DAY = dt.timedelta(days=1)
#: Every instrument is in force then, and a year later the holidays are still known.
BEGAN = dt.date(2025, 9, 15)
PACKS = {name: laws.library().pack(name) for name in laws.library().instrument_ids()}
TERMS = [(pack, rule) for pack in PACKS.values() for rule in pack.terms]
IDS = [rule.id for _, rule in TERMS]
#: Longer than holidays are known for.
TWO_YEARS = {"jining-12-refresh-two-years", "draft-11-refresh-two-years"}
SHORTER = [(pack, rule) for pack, rule in TERMS if rule.id not in TWO_YEARS]
SHORTER_IDS = [rule.id for _, rule in SHORTER]
#: A day of a year whose fixed days were not over when the law began.
IN_2026 = dt.date(2026, 1, 5)


def law_of(pack: Pack) -> odr.Law:
    """The place of an instrument, on a day on which it is in force."""
    name = pack.instrument.id
    place = next(place for place in laws.library().jurisdictions.values() if name in place.instruments)
    state = pack.instrument.state(BEGAN)
    assert state in (InstrumentState.IN_FORCE, InstrumentState.DRAFT), name
    return laws.law(place.id, drafts=state is InstrumentState.DRAFT)


def facts_for(law: odr.Law, rule: TermRule) -> dict[str, Any]:
    """Facts under which it is this term."""
    step = procedures().step(rule.step)
    facts: dict[str, Any] = dict(step.when)
    names = [] if rule.condition is None else list(dict.fromkeys(facts_of(rule.condition)))
    if step.name == "update.refresh" and "update_frequency" not in names:
        names.append("update_frequency")
    for values in itertools.product(*(_values(name) for name in names)):
        found = facts | dict(zip(names, values, strict=True))
        answer = law.deadline(rule.step, trigger=IN_2026 if rule.fixed else BEGAN, facts=found)
        if answer.rule == rule.id and answer.earliest is not None:
            return found
    raise AssertionError(f"no facts lead to {rule.id}")


def _values(name: str) -> list[Any]:
    fact = vocabulary().facts[name]
    if fact.type is FactType.BOOL:
        return [True, False]
    return [value for value, _ in fact.values]


@pytest.mark.parametrize(("pack", "rule"), SHORTER, ids=SHORTER_IDS)
def test_done_on_the_last_day_is_in_time_and_the_day_after_is_not(pack: Pack, rule: TermRule) -> None:
    law = law_of(pack)
    facts = facts_for(law, rule)
    step = procedures().step(rule.step)
    procedure = procedures().procedure(step.procedure)
    trigger = IN_2026 if rule.fixed else BEGAN
    found = law.deadline(rule.step, trigger=trigger, facts=facts)
    assert (found.status, found.rule, found.citation) == ("final", rule.id, rule.citation)
    assert found.due is not None
    event = step.trigger_for(facts)
    first = procedure.steps[0].trigger
    before = {} if event == first else {event: trigger}

    def state(done: dt.date | None, on: dt.date) -> str:
        actual = before | ({step.id: done} if done else {})
        schedule = law.schedule(step.procedure, trigger=trigger, actual=actual, on=on, facts=facts)
        [entry] = [entry for entry in schedule.steps if entry.id == step.id]
        assert entry.deadline is not None
        assert entry.deadline.due == found.due
        return str(entry.state)

    after = found.due + DAY
    if rule.force is DutyForce.MINIMUM:
        assert [state(found.due - DAY, after), state(found.due, after), state(after, after)] == [
            "pending",
            "met",
            "met",
        ]
        assert state(None, after) == "pending"
        return
    assert state(found.due, after) == "met"
    assert state(after, after) == "late"
    assert state(None, after) == "overdue"
    assert state(None, found.due) == "pending"
    assert state(None, trigger) == "pending"


@pytest.mark.parametrize(("pack", "rule"), SHORTER, ids=SHORTER_IDS)
def test_an_end_in_working_days_is_a_working_day_with_every_day_told(pack: Pack, rule: TermRule) -> None:
    law = law_of(pack)
    facts = facts_for(law, rule)
    for receipt in ("receipt_instant", "next_working_day"):
        for number in range(40):
            trigger = (IN_2026 if rule.fixed else BEGAN) + DAY * number
            found = law.deadline(rule.step, trigger=trigger, facts=facts, receipt=receipt)
            if rule.fixed:
                assert found.due == dt.date(trigger.year, *rule.fixed)
                continue
            assert found.due is not None
            assert found.due > trigger
            assert law.calendar.is_working_day(found.due)
            assert found.counting_rule is not None
            assert [day.date for day in found.days] == [
                trigger + DAY * passed for passed in range((found.due - trigger).days + 1)
            ]
            if rule.unit in (Unit.WORKING_DAY, Unit.DAY):
                assert sum(day.counted for day in found.days) == rule.length


@pytest.mark.parametrize(
    ("pack", "rule"), [pair for pair in TERMS if pair[1].id in TWO_YEARS], ids=sorted(TWO_YEARS)[::-1]
)
def test_data_declared_for_every_two_years_is_told_of_the_cap_of_one(pack: Pack, rule: TermRule) -> None:
    law = law_of(pack)
    facts = {"update_frequency": "every_two_years"}
    found = law.deadline(rule.step, trigger=BEGAN, facts=facts)
    assert (found.status, found.force) == ("provisional", "hard")
    assert (found.earliest, found.latest) == (dt.date(2027, 9, 16), dt.date(2027, 9, 16))
    [question] = [warning for warning in found.warnings if warning.code == "open_question"]
    assert "不得超过一年" in question.text
    assert "原则上不超过一年" in found.explain()
    # The duties say the same: a year is the limit in principle, two years the one that binds.
    late = laws.law(law.place.id, dt.date(2026, 9, 16), drafts=law.drafts)
    told = {"last_updated_on": BEGAN, "archived": False, "no_longer_updated": False, **facts}
    findings = {
        finding.force: finding.verdict for finding in late.check("update", told).findings if finding.id[-3:] != "ncy"
    }
    assert findings == {"hard": "compliant", "advisory": "noncompliant"}


@pytest.mark.parametrize(("pack", "rule"), TERMS, ids=IDS)
def test_every_term_is_explained_in_both_languages(pack: Pack, rule: TermRule) -> None:
    law = law_of(pack)
    found = law.deadline(rule.step, trigger=IN_2026 if rule.fixed else BEGAN, facts=facts_for(law, rule))
    chinese, english = found.explain(), found.explain("en")
    assert str(rule.citation) in chinese
    assert rule.citation.instrument in english
    if rule.extension is not None:
        assert rule.extension.gist in chinese
        assert rule.extension.english in english


@pytest.mark.parametrize(
    ("pack", "rule"), [pair for pair in TERMS if pair[1].extension], ids=[r.id for _, r in TERMS if r.extension]
)
def test_an_extension_that_is_not_known_leaves_the_day_as_it_is(pack: Pack, rule: TermRule) -> None:
    law = law_of(pack)
    found = law.deadline(rule.step, trigger=BEGAN, facts=facts_for(law, rule))
    assert (found.status, found.extended, found.length) == ("final", False, rule.length)
