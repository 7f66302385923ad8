"""Where two laws may part on the term of a step: by every term and every longer one, on days of every law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from ...answers.bounded import bounded
from ...answers.deadlines.computation import deadline
from ...answers.deadlines.terms import facts_of_term
from ...logic.budget import Budget
from ...logic.conditions import Condition
from ...logic.joint_examples import joint_examples
from ...logic.propositions import Propositions
from ...norms.chain import Resolution
from ...norms.order import LegalOrder
from ...norms.provisions import TermRule
from ...norms.versions import in_force_since, said_of_step
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from .days import rest_days
from .searching import Example, Matter, example, partial
from .telling import Naming, same

#: Most descriptions of a case for one step.
_MOST = 12
_DAY = dt.timedelta(days=1)


def alike(laws: tuple[LegalOrder, ...], naming: tuple[Naming, Naming], step: str) -> bool:
    """Whether two laws bring the same to the term of a step on every day."""
    return _alike(laws, naming, step, _told)


def measured_alike(laws: tuple[LegalOrder, ...], naming: tuple[Naming, Naming], step: str) -> bool:
    """Whether they bring the same to the days on which it may end: less than what is told of it."""
    return _alike(laws, naming, step, _measured)


def _alike(
    laws: tuple[LegalOrder, ...],
    naming: tuple[Naming, Naming],
    step: str,
    brought: Callable[[LegalOrder, str, Resolution], tuple[object, ...]],
) -> bool:
    old, new = laws
    if old.procedures is not new.procedures and old.procedures.step(step) != new.procedures.step(step):
        return False
    if old.strict is not new.strict or old.drafts is not new.drafts:
        return False
    if [place.packs for place in old.chain.places] == [place.packs for place in new.chain.places]:
        return True
    days: set[dt.date] = {dt.date.min}
    for turn in (*old.chain.turns(), *new.chain.turns()):
        days |= {turn, turn - _DAY} if turn > dt.date.min else {turn}
    for day in sorted(days):
        found = [brought(law, step, law.terms_of(step, law.chain_at(day))) for law in laws]
        if not same(naming, *found):
            return False
    return True


def _told(order: LegalOrder, step: str, found: Resolution) -> tuple[object, ...]:
    answer = found.answer
    rules = tuple(rule for rule in (answer.pack.terms if answer else ()) if rule.step == step)
    units = {rule.unit for rule in rules}
    counting = tuple(rule for rule in (answer.pack.counting if answer else ()) if rule.unit in units)
    return (rules, counting, *_measured(order, step, found), *found.warnings)


def _measured(order: LegalOrder, step: str, found: Resolution) -> tuple[object, ...]:
    answer = found.answer
    if answer is None:
        return ()
    since = in_force_since(answer.versions or (answer.pack,), lambda pack: said_of_step(pack, step))
    one = answer.standing
    return (
        Citation(one.id, one.title, ""),
        since,
        order.strictly_open(found.warnings),
        *said_of_step(answer.pack, step),
    )


def matters(laws: tuple[LegalOrder, LegalOrder], step: str) -> Iterator[Matter]:
    """What two laws say otherwise on the term of a step, with where that may show.

    Raises:
        BadPack: the rules are too entangled.
    """
    rules = list(dict.fromkeys(rule for law in laws for rule in _terms(law, step)))
    with bounded(laws[0], "比较期限", laws[1]) as budget:
        described = list(_described(laws[0], rules, step, budget))
    asked = list(dict.fromkeys(law.on for law in reversed(laws)))
    others = [day for day in _days(laws) if day not in asked]

    def longer(days: Iterable[dt.date]) -> Iterator[Example]:
        for day in days:
            for told in described:
                yield from (
                    example(facts, trigger=day.isoformat()) for facts in _extended(told, day, rules, laws, step)
                )

    def fewer(definite: Sequence[Example]) -> Iterator[Example]:
        yield from (example(told, trigger=day.isoformat()) for day in others for told in described)
        yield from longer(others)
        for one in definite:
            yield from (Example(less.facts, one.options) for less in partial([dict(one.facts)]))

    yield Matter("", longer(asked), fewer)


def _terms(order: LegalOrder, step: str) -> Iterator[TermRule]:
    for place in order.chain.places:
        for pack in place.packs:
            yield from (rule for rule in pack.terms if rule.step == step)


def _described(order: LegalOrder, rules: list[TermRule], step: str, budget: Budget) -> Iterator[dict[str, FactValue]]:
    """Cases in which each term, and each longer one, applies or not."""
    conditions: list[Condition] = [rule.condition for rule in rules if rule.condition is not None]
    conditions += [rule.extension.condition for rule in rules if rule.extension is not None]
    conditions += [
        rule.question.matters_when for rule in rules if rule.question is not None and rule.question.matters_when
    ]
    vocabulary = order.vocabulary
    also = [name for rule in rules for name in facts_of_term(rule, vocabulary) if vocabulary.facts[name].finite]
    declared = order.procedures.step(step)
    also += [name for name in declared.facts if vocabulary.facts[name].finite]
    cadence = vocabulary.cadence.id
    frequencies = [value for value, _ in vocabulary.cadence.values] if cadence in also else []
    propositions = Propositions(conditions, vocabulary, budget=budget, also=dict.fromkeys(also))
    nodes = [propositions.node(one) for one in dict.fromkeys(conditions)]
    found: list[dict[str, FactValue]] = [{}, dict(declared.when) | dict(declared.example)]
    if nodes:
        examples = joint_examples(propositions, lambda values: True, *nodes)
        found += [propositions.stated(places) for _, (_, places) in zip(range(_MOST), examples, strict=False)]
        for node in nodes:
            found += [propositions.stated(places) for _, places in joint_examples(propositions, lambda v: True, node)]
    for facts in found:
        if frequencies and cadence not in facts:
            yield from ({**facts, cadence: value} for value in frequencies)
        yield facts


def _extended(
    facts: dict[str, FactValue],
    trigger: dt.date,
    rules: Iterable[TermRule],
    laws: tuple[LegalOrder, LegalOrder],
    step: str,
) -> Iterator[dict[str, FactValue]]:
    """A case as it stands, and with the term made longer on the days on which that is in time, or just not."""
    yield facts
    for extension in dict.fromkeys(rule.extension for rule in rules if rule.extension is not None):
        days = {trigger}
        for law in laws:
            unextended = {name: facts[name] for name in facts if name not in (extension.decided_on, extension.timely)}
            ends = deadline(law, step, trigger, unextended)
            for end in (ends.earliest, ends.latest):
                if end is not None and end < dt.date.max:
                    days |= {end, end + _DAY}
        yield from ({**facts, extension.decided_on: day} for day in sorted(days))
        if extension.timely is not None:
            yield {**facts, extension.timely: True}
            yield {**facts, extension.timely: False}


def _days(laws: tuple[LegalOrder, LegalOrder]) -> Iterator[dt.date]:
    """Days under every law that either place had: those around which an instrument begins or ends."""
    days: dict[dt.date, None] = {}
    turns = sorted({turn for law in laws for turn in law.chain.turns()})
    for turn in turns:
        if dt.date.min < turn < dt.date.max:
            days |= dict.fromkeys((turn, turn - _DAY, turn + 20 * _DAY))
    days |= dict.fromkeys(rest_days(*laws))
    yield from days
