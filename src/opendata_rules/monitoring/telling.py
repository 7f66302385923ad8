"""What may be told of a case: the procedures that a place regulates, and the facts that bear on each."""

from __future__ import annotations

from collections.abc import Iterator

from ..answers.deadlines.terms import facts_of_procedure
from ..logic.conditions import facts_of
from ..norms.order import LegalOrder
from ..vocabulary.procedures import Act, Procedure, Step
from .log.reader import regulates


def procedures_of(law: LegalOrder) -> tuple[Procedure, ...]:
    """The procedures of which cases of a place can be followed, in the order of the vocabulary."""
    return tuple(one for one in law.procedures.all.values() if regulates(law, one))


def steps_with_terms(law: LegalOrder, procedure: Procedure) -> tuple[Step, ...]:
    """The steps of a procedure to which a collected instrument of the place, whatever the date, gives a term."""
    packs = [pack for place in law.chain.places for pack in place.packs if law.drafts or not pack.instrument.draft]
    termed = {rule.step for pack in packs for rule in pack.terms}
    return tuple(step for step in procedure.steps if step.name in termed)


def facts_bearing(law: LegalOrder, procedure: Procedure) -> tuple[str, ...]:
    """Ids of the facts on which a case of a procedure may depend, those of its terms first.

    That an act was done, and on which day, is not among them: an event of that kind tells it.
    """
    known = law.procedures
    acts = [known.acts[kind] for kind in _acts(procedure) if kind in known.acts]
    told = {name for name, _ in procedure.tells}
    for kind in known.kinds(procedure):
        event, act = known.events.get(kind), known.acts.get(kind)
        told |= {event.day or ""} if event else set()
        told |= {act.day or "", act.by[0] if act.by else ""} if act else set()
    found = dict.fromkeys([*facts_of_procedure(law, procedure), *_needed(law, acts)])
    return tuple(name for name in found if name not in told)


def _acts(procedure: Procedure) -> list[str]:
    return [*procedure.others, *(step.before for step in procedure.steps if step.before)]


def _needed(law: LegalOrder, acts: list[Act]) -> Iterator[str]:
    """Facts that acts need, or that are told with them."""
    for act in acts:
        yield from (name for name in (act.changes, act.direction) if name)
    ids, changes = {act.id for act in acts}, any(act.changes for act in acts)
    for place in law.chain.places:
        for pack in place.packs:
            for duty in pack.duties:
                if duty.precedes in ids:
                    yield from facts_of(duty.must)
                    yield from () if duty.premise is None else facts_of(duty.premise)
            for change in pack.changes if changes else ():
                for need in change.requirements_at(law.place.level):
                    yield from facts_of(need.condition)
