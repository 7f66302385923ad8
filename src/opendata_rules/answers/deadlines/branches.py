"""Where a case stands before any term is counted: which steps it has, from which day each runs, what is not known.

A fact that decides on a branch and that nobody told leaves what hangs on it open: nobody is late with a step that the
case may not have. A step that was done, and an event that was told, say which branch the case took.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...logic.conditions import facts_of
from ...norms import warnings as told
from ...norms.order import LegalOrder
from ...norms.provisions import TermRule
from ...norms.warnings import ResultWarning
from ...values import Value
from ...vocabulary.facts import FactValue, Vocabulary
from ...vocabulary.procedures import Procedure, Procedures, Step
from ...vocabulary.terms import DeadlineStatus


@dataclass(frozen=True, slots=True)
class Doubt(Value):
    """Why the term of a step in a case is not what it would be by itself.

    Attributes:
        status: ``undetermined`` or ``human_review``.
        note: why, in Chinese.
        english: the same in English.
        warnings: why it should be read with care.
    """

    status: DeadlineStatus
    note: str
    english: str
    warnings: tuple[ResultWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step stands in a case.

    Attributes:
        step: the step.
        trigger: the event from which its term runs, as far as that is known.
        left: whether the case took another branch.
        kind: the event whose day stands for the trigger; ``None`` where none has happened.
        open: facts that decide whether the step belongs to the case, and that nobody told.
        doubt: why its term cannot be told from the day of ``kind``; ``None`` where it can.
    """

    step: Step
    trigger: str
    left: bool
    kind: str | None = None
    open: tuple[str, ...] = ()
    doubt: Doubt | None = None


def left(step: Step, rules: Iterable[TermRule], facts: Mapping[str, FactValue]) -> bool:
    """Whether the known facts put a step on a branch that the case does not take.

    Args:
        step: the step.
        rules: its terms in the instrument that answers; facts that their conditions name are theirs to judge.
        facts: the known facts.
    """
    against = [name for name, value in step.when if name in facts and facts[name] != value]
    return bool(against) and not judged_by(rules).issuperset(against)


def presumed(
    step: Step, rules: Iterable[TermRule], facts: Mapping[str, FactValue]
) -> tuple[tuple[str, FactValue], ...]:
    """What is taken to be so where the trigger of a step is named, though no fact says it, as fact and value.

    Args:
        step: the step.
        rules: its terms in the instrument that answers; facts that their conditions name are theirs to judge.
        facts: the known facts.
    """
    judged = judged_by(rules)
    return tuple((name, value) for name, value in step.when if name not in facts and name not in judged)


def judged_by(rules: Iterable[TermRule]) -> frozenset[str]:
    """Ids of the facts that the conditions of terms name."""
    return frozenset(name for rule in rules if rule.condition is not None for name in facts_of(rule.condition))


def places(
    order: LegalOrder,
    procedure: Procedure,
    days: Mapping[str, dt.date],
    facts: Mapping[str, FactValue],
    began: dt.date,
) -> Iterator[Place]:
    """Where the steps of a case stand, in order.

    Args:
        order: the legal order of the place.
        procedure: the procedure of the case.
        days: the days of its steps and events, as far as they have happened.
        facts: the known facts.
        began: the day the case began.
    """
    misplaced = _misplaced(order.procedures, procedure, days, facts)
    taken = _told_by_events(order.procedures, procedure, days) | dict(facts)
    for step in procedure.steps:
        trigger, unsure = _trigger(step, days, taken)
        kind = trigger if trigger in days or step.stand_in is None else step.stand_in
        happened = kind if kind in days else None
        day = days[happened] if happened is not None else began
        when = _when(order, step, day)
        if any(name in taken and taken[name] != value for name, value in when):
            yield Place(step, trigger, left=True)
            continue
        open_: tuple[str, ...] = ()
        if step.id in days:
            taken = dict(when) | taken
        else:
            open_ = tuple(name for name, _ in when if name not in taken and name not in step.presumed)
        doubt = None
        warning = misplaced.get(step.id) or (misplaced.get(happened) if happened else None)
        if warning is not None:
            doubt = _impossible(warning)
        elif unsure or (open_ and happened == procedure.beginning):
            doubt = on_another_branch(order.vocabulary, unsure or open_)
        yield Place(step, trigger, left=False, kind=happened, open=open_, doubt=doubt)


def on_another_branch(vocabulary: Vocabulary, names: Iterable[str]) -> Doubt:
    """The doubt that facts nobody told decide whether there is such a step, or from when it runs."""
    names = tuple(names)
    labels = "、".join(f"“{vocabulary.facts[name].label}”" for name in names)
    return Doubt(
        DeadlineStatus.UNDETERMINED,
        f"有没有这一步、从哪一天起算，取决于{labels}，还不知道",
        f"whether there is such a step, and from when it runs, depends on {', '.join(names)}, which is not known",
    )


def _impossible(warning: ResultWarning) -> Doubt:
    return Doubt(DeadlineStatus.HUMAN_REVIEW, warning.text.removesuffix("。"), warning.english, (warning,))


def _when(order: LegalOrder, step: Step, day: dt.date) -> tuple[tuple[str, FactValue], ...]:
    """The facts with which a step belongs to a case, less those that the terms of that day judge themselves."""
    if not step.when:
        return ()
    key = ("branch", step.name, order.epoch(day))
    found: tuple[tuple[str, FactValue], ...] | None = order.once(key, lambda: _not_judged(order, step, day))
    return found or ()


def _not_judged(order: LegalOrder, step: Step, day: dt.date) -> tuple[tuple[str, FactValue], ...]:
    answer = order.terms_of(step.name, order.chain_at(day)).answer
    judged = judged_by(rule for rule in (answer.pack.terms if answer else ()) if rule.step == step.name)
    return tuple((name, value) for name, value in step.when if name not in judged)


def _trigger(step: Step, days: Mapping[str, dt.date], facts: Mapping[str, FactValue]) -> tuple[str, tuple[str, ...]]:
    """The event from which a term runs, with the unknown facts that could make it another that has happened."""
    trigger = step.trigger_for(facts)
    if trigger in days or not step.instead:
        return trigger, ()
    for name, _, other in step.instead:
        if name not in facts and other in days:
            return other, (name,)
    return trigger, ()


def _told_by_events(known: Procedures, procedure: Procedure, days: Mapping[str, dt.date]) -> dict[str, FactValue]:
    """The facts that the events of a case tell by having happened."""
    found: dict[str, FactValue] = {}
    for kind in procedure.events():
        event = known.events.get(kind)
        if kind in days and event is not None:
            found |= dict(event.tells)
    return found


def _misplaced(
    known: Procedures, procedure: Procedure, days: Mapping[str, dt.date], facts: Mapping[str, FactValue]
) -> dict[str, ResultWarning]:
    """The events of a case that are told on a day before one that has to come first, each with the warning of it."""
    found: dict[str, ResultWarning] = {}
    for step in procedure.steps:
        trigger = step.trigger_for(facts)
        pairs = [(trigger, step.stand_in), (step.id, trigger if trigger in days else step.stand_in)]
        for later, first in pairs:
            if first is not None and later in days and first in days and days[later] < days[first]:
                early = known.event_name(procedure, later), days[later]
                late = known.event_name(procedure, first), days[first]
                words = f"{later} ({days[later]})", f"{first} ({days[first]})"
                found.setdefault(later, told.out_of_order(early, late, *words))
    return found
