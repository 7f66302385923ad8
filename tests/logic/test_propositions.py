"""Days, numbers and lists as propositions, against every value that the facts may really have."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from opendata_rules.logic.budget import Budget
from opendata_rules.logic.conditions import (
    Alike,
    All,
    AnyOf,
    AtLeast,
    Condition,
    Earlier,
    Holds,
    InTerm,
    Is,
    NoneOf,
    Past,
    Predates,
    Relation,
    evaluate,
)
from opendata_rules.logic.propositions import Propositions
from opendata_rules.vocabulary.facts import FactValue, vocabulary

TODAY, EFFECTIVE = dt.date(2026, 3, 10), dt.date(2026, 3, 9)
DAYS = [TODAY + dt.timedelta(days=n) for n in range(-3, 3)]
STARTED, DONE, SAID = "objection_received_on", "feedback_given_on", "feedback_given"
NUMBER, ITEMS, FLAG = "notice_working_days", "agreement_clauses", "user_breach"
#: Every value that matters, and one beyond each boundary.
VALUES: Mapping[str, list[FactValue]] = {
    FLAG: [False, True],
    NUMBER: [2, 3, 5, 6],
    ITEMS: [(), ("purpose",), ("period",), ("purpose", "period")],
    STARTED: list(DAYS),
    DONE: list(DAYS),
    SAID: [False, True],
}


class Clock:
    """A term of so many months is so many days here, and what began before the law took effect predates it."""

    def __init__(self, facts: Mapping[str, FactValue]) -> None:
        self.facts = facts

    @property
    def today(self) -> dt.date:
        return TODAY

    def ends(self, term: str | tuple[int, str], start: FactValue) -> tuple[dt.date, dt.date] | None:
        assert isinstance(term, tuple)
        assert isinstance(start, dt.date)
        end = start + dt.timedelta(days=term[0])
        return end, end

    def predates(self, condition: Predates) -> bool | None:
        start = self.facts.get(condition.start)
        return None if not isinstance(start, dt.date) else start < EFFECTIVE


TERMS = st.sampled_from([(1, "month"), (2, "month")])
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(lambda value: Is(FLAG, (value,)), st.booleans()),
    st.builds(lambda n: AtLeast(NUMBER, n), st.sampled_from([3, 5])),
    st.builds(
        lambda items, absent: Holds(ITEMS, items, absent),
        st.sampled_from([("purpose",), ("period",), ("purpose", "period")]),
        st.booleans(),
    ),
    st.builds(lambda past: Past(STARTED, past), st.booleans()),
    st.builds(lambda term: InTerm(Relation.WITHIN, term, STARTED), TERMS),
    st.builds(lambda kind, term: InTerm(kind, term, STARTED, DONE), st.sampled_from(Relation), TERMS),
    st.builds(lambda term: InTerm(Relation.WITHIN, term, STARTED, DONE, SAID), TERMS),
    st.builds(lambda term: Predates(term, STARTED), TERMS),
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([All, AnyOf, NoneOf]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


def made(*conditions: Condition) -> Propositions:
    return Propositions(conditions, vocabulary(), budget=Budget(10_000_000))


def completions(known: Mapping[str, FactValue]) -> Iterator[dict[str, FactValue]]:
    """Every way in which the facts may be: what is not done has no day, and what has a day is done."""
    names = list(VALUES)
    for chosen in itertools.product(*([known[name]] if name in known else VALUES[name] for name in names)):
        facts = dict(zip(names, chosen, strict=True))
        if DONE in known:
            if facts[SAID]:
                yield facts
            elif SAID not in known:
                continue
        elif facts[SAID] is False:
            if facts[DONE] == DAYS[0]:
                yield {name: value for name, value in facts.items() if name != DONE}
        elif facts[DONE] >= facts[STARTED] and facts[DONE] <= TODAY:  # type: ignore[operator]
            yield facts


def possible(propositions: Propositions, condition: Condition, facts: Mapping[str, FactValue]) -> frozenset[bool]:
    diagrams = propositions.diagrams
    whole = diagrams.outcomes(propositions.node(condition), propositions.consistent)
    found: frozenset[bool] = diagrams.settled(whole, propositions.read(facts, Clock(facts)))
    return found


@settings(max_examples=150, deadline=None)
@given(condition=CONDITIONS, known=KNOWN)
def test_no_completion_leads_to_what_is_not_told(condition: Condition, known: dict[str, FactValue]) -> None:
    assume(not (known.get(SAID) is False and DONE in known))
    propositions = made(condition)
    told = possible(propositions, condition, known)
    for facts in completions(known):
        truth = evaluate(condition, facts, Clock(facts))
        if truth is not None:
            assert truth in told, facts


@settings(max_examples=150, deadline=None)
@given(condition=CONDITIONS, known=KNOWN, learned=st.sampled_from(sorted(VALUES)), data=st.data())
def test_learning_a_fact_adds_nothing(
    condition: Condition, known: dict[str, FactValue], learned: str, data: st.DataObject
) -> None:
    more = {**known, learned: known.get(learned, data.draw(st.sampled_from(VALUES[learned])))}
    propositions = made(condition)
    assert possible(propositions, condition, more) <= possible(propositions, condition, known)


FINITE = st.recursive(
    st.one_of(
        st.builds(lambda n: AtLeast(NUMBER, n), st.sampled_from([3, 5])),
        st.builds(
            lambda items, absent: Holds(ITEMS, items, absent),
            st.sampled_from([("purpose",), ("period",), ("purpose", "period")]),
            st.booleans(),
        ),
        st.builds(lambda past: Past(STARTED, past), st.booleans()),
        st.builds(lambda term: InTerm(Relation.WITHIN, term, STARTED), TERMS),
        st.builds(lambda value: Is(FLAG, (value,)), st.booleans()),
    ),
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([All, AnyOf, NoneOf]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(condition=FINITE, known=KNOWN)
def test_whatever_is_told_of_numbers_and_lists_has_a_witness(condition: Condition, known: dict[str, FactValue]) -> None:
    """Where each fact is compared for itself, nothing is told that no value leads to.

    A day in the past and a term from it that has run out are told apart; how far each is from the other is not.
    """
    assume(not (known.get(SAID) is False and DONE in known))
    propositions = made(condition)
    told = possible(propositions, condition, known)
    asked = {name for variable in propositions.variables for name in variable.facts}
    witnesses = {evaluate(condition, facts, Clock(facts)) for facts in completions(known)}
    if len({type(part) for part in _leaves(condition) if isinstance(part, Past | InTerm)}) < 2:
        assert told == witnesses, asked


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            yield condition


# -- what cannot stand together ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "clashing"),
    [
        ({FLAG: True, "used_beyond_agreement": True}, ()),
        ({FLAG: True, "used_beyond_agreement": False}, ("user_breach", "used_beyond_agreement")),
        ({FLAG: True}, ()),
        ({FLAG: False, "used_beyond_agreement": True, NUMBER: 9}, ("user_breach", "used_beyond_agreement")),
    ],
)
def test_the_facts_that_tell_one_thing_twice_and_disagree_are_named(
    facts: dict[str, FactValue], clashing: tuple[str, ...]
) -> None:
    propositions = made(Alike((Is(FLAG, (True,)), Is("used_beyond_agreement", (True,)))), AtLeast(NUMBER, 10))
    assert propositions.clash(facts, None) == clashing


def test_constraints_that_hang_together_clash_through_each_other() -> None:
    propositions = made(Is("statute_bars_any_form", (True,)), Is("trade_secret", (True,)))
    assert propositions.clash({"statute_bars_any_form": True, "law_prohibits_opening": False}, None) == (
        "statute_bars_any_form",
        "law_prohibits_opening",
    )
    rights = {"trade_secret": False, "personal_privacy": False, "other_third_party_rights": False}
    assert set(propositions.clash({**rights, "opening_harms_third_party": True}, None)) == {
        *rights,
        "opening_harms_third_party",
    }


def test_the_order_of_two_days_is_told_by_them_or_in_words() -> None:
    approved, changed, word = "approved_on", "changed_on", "approval_before_change"
    earlier = Earlier(approved, changed, word)
    propositions = made(earlier)
    days: dict[str, FactValue] = {approved: DAYS[0], changed: DAYS[1]}
    assert possible(propositions, earlier, days) == {True}
    assert possible(propositions, earlier, {word: False}) == {False}
    # The same day settles nothing, and the word does.
    same: dict[str, FactValue] = {approved: DAYS[0], changed: DAYS[0]}
    assert possible(propositions, earlier, same) == {True, False}
    assert possible(propositions, earlier, {**same, word: True}) == {True}
    assert propositions.clash({**days, word: False}, Clock({})) == (approved, changed, word)


def test_a_day_is_never_before_and_after_another() -> None:
    first, second = Earlier(STARTED, DONE), Earlier(DONE, STARTED)
    both, either = All((first, second)), AnyOf((first, second))
    propositions = made(both, either)
    assert possible(propositions, both, {}) == {False}
    assert possible(propositions, either, {}) == {True}


def test_a_day_on_which_something_was_done_says_that_it_was() -> None:
    done = InTerm(Relation.WITHIN, (1, "month"), STARTED, DONE, SAID)
    propositions = made(done, Is(SAID, (True,)))
    assert possible(propositions, Is(SAID, (True,)), {DONE: TODAY}) == {True}
    assert propositions.clash({DONE: TODAY, SAID: False}, Clock({})) == (DONE, SAID)


def test_what_bears_on_a_condition_is_what_hangs_together_with_it() -> None:
    harm, number = Is("opening_harms_third_party", (True,)), AtLeast(NUMBER, 10)
    propositions = made(harm, number)
    diagrams = propositions.diagrams
    assert propositions.bearing_on(propositions.node(number)) is diagrams.yes
    assert propositions.bearing_on(propositions.node(harm)) is propositions.consistent
