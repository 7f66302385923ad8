"""The rules of the network: the steps of a procedure and the guards of a place, as definitions for ``durable-rules``.

The evaluator in :mod:`.builtin` reads the same definitions.

What goes in are small facts about one case: its events with their ordinals, the terms of its steps, the acts that were
done and the atoms of their guards. Days are integers: the ordinal of the calendar day, and for terms in working days
the number of working days up to a day (``rank``) and before it (``past``). The last working day of a term of *n* is
then number ``rank + n`` counted from its trigger; a day keeps the term if fewer working days than that lie before it.

Nothing that a caller wrote goes in: events, acts and atoms are numbered, so that no value can be taken for another.

====  =============================================================================================================
case  the first fact of every run
off   a step is on a branch that the case does not take
ev    an event: ``e`` kind, ``day``, ``rank``, ``past``
term  what a step has if its term runs from that event: ``count`` working days, or ``first`` and ``last`` day, or none
due   an obligation, made by the network from an event and a term
act   something that may be done only after something else
need  a guard applies to an act
atom  from which day an atom of a guard holds, seen from an act
now   the day asked about
all   the last fact of every run
====  =============================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from ...vocabulary.procedures import Procedure, Step
from .guards import Guard

Pattern = dict[str, Any]
#: name of a rule → its patterns; names are ``what``, ``step`` or number of the guard, and what makes them unique.
Definition = dict[str, list[Pattern]]

#: Ways in which a term is measured: in working days, in days; the same for a least length; not at all; or it cannot be
#: told, so that nobody was punctual or late.
COUNTED, DATED, LEAST_COUNTED, LEAST_DATED, ENDLESS = "due_n", "due_d", "least_n", "least_d", "due"
UNTOLD = "untold"
WAYS = (COUNTED, DATED, LEAST_COUNTED, LEAST_DATED, ENDLESS)
#: Conclusions.
OFF, DUE, MET, LATE, OVERDUE, SHORT, BROKEN, THROUGH = (
    "off",
    "due",
    "met",
    "late",
    "overdue",
    "short",
    "broken",
    "through",
)


def _is(*tests: Pattern) -> Pattern:
    return {"$and": list(tests)} if len(tests) > 1 else tests[0]


def _event(kind: str, *tests: Pattern) -> Pattern:
    return _is({"k": "ev"}, {"e": kind}, *tests)


def definition(procedure: Procedure, guards: tuple[Guard, ...]) -> Definition:
    """The rules for the cases of a procedure."""
    rules: Definition = {f"{THROUGH}": [{"c": {"k": "case"}}, {"z": {"k": "all"}}]}
    for step in procedure.steps:
        rules.update(_steps(step))
    for number, guard in enumerate(guards):
        rules.update(_guard(number, guard))
    return rules


def _steps(step: Step) -> Iterator[tuple[str, list[Pattern]]]:
    name = step.id
    off = _is({"k": "off"}, {"s": name})
    yield f"{OFF} {name}", [{"f": off}, {"z": {"k": "all"}}]
    for number, (kind, absent) in enumerate(_triggers(step)):
        patterns = [
            {"t": _event(kind)},
            {"n": _is({"k": "term"}, {"s": name}, {"e": kind})},
            {"x$not": off},
            *({f"y{index}$not": _event(other)} for index, other in enumerate(absent)),
            {"z": {"k": "all"}},
        ]
        yield f"{DUE} {name} {number}", patterns
    for way in WAYS:
        yield from _ends(step, way)


def _triggers(step: Step) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Events from which the term of a step may run, each with those in whose absence alone it does."""
    for kind in dict.fromkeys([step.trigger, *(trigger for _, _, trigger in step.instead)]):
        yield kind, ()
    if step.stand_in is not None:
        yield step.stand_in, (step.trigger,)


def _ends(step: Step, way: str) -> Iterator[tuple[str, list[Pattern]]]:
    """How an obligation measured in a way may end."""
    name = step.id
    owed = {"o": _is({"k": way}, {"s": name})}
    kept: Pattern = {"$lt": {"past": {"o": "count"}}} if way == COUNTED else {"$lte": {"day": {"o": "last"}}}
    broken: Pattern = {"$gte": {"past": {"o": "count"}}} if way == COUNTED else {"$gt": {"day": {"o": "last"}}}
    if way in (COUNTED, DATED):
        yield f"{MET} {name} {way}", [owed, {"d": _event(name, kept)}]
        yield f"{LATE} {name} {way}", [owed, {"d": _event(name, broken)}]
        yield f"{OVERDUE} {name} {way}", [owed, {"d$not": _event(name)}, {"w": _is({"k": "now"}, broken)}]
    elif way == ENDLESS:
        yield f"{MET} {name} {way}", [owed, {"d": _event(name)}]
    else:
        run: Pattern = {"$gte": {"rank": {"o": "count"}}} if way == LEAST_COUNTED else {"$gte": {"day": {"o": "last"}}}
        cut: Pattern = {"$lt": {"rank": {"o": "count"}}} if way == LEAST_COUNTED else {"$lt": {"day": {"o": "first"}}}
        yield f"{MET} {name} {way}", [owed, {"d": _event(name, run)}]
        yield f"{SHORT} {name} {way}", [owed, {"d": _event(name, cut)}]
        if step.before is not None:
            # The last day of the notice still belongs to it.
            early: Pattern = (
                {"$lt": {"past": {"o": "count"}}} if way == LEAST_COUNTED else {"$lte": {"day": {"o": "first"}}}
            )
            act = _is({"k": "act"}, {"a": step.before}, early)
            yield f"{SHORT} {name} {way} {step.before}", [owed, {"d": act}]


def _guard(number: int, guard: Guard) -> Iterator[tuple[str, list[Pattern]]]:
    """The act, joined with what makes the guard apply and what was not so in time."""
    for index, (premise, lacking) in enumerate(product(guard.premise, guard.lacking)):
        act = {"a": _is({"k": "act"}, {"a": guard.act})}
        patterns = [act, {"g": _is({"k": "need"}, {"g": number}, {"n": {"a": "n"}})}]
        for place, atom in enumerate(premise):
            holds = _is({"k": "atom"}, {"g": number}, {"i": atom}, {"n": {"a": "n"}}, {"$lt": {"since": NEVER}})
            patterns.append({f"p{place}": holds})
        for place, atom in enumerate(lacking):
            late = _is({"k": "atom"}, {"g": number}, {"i": atom}, {"n": {"a": "n"}}, {"$gt": {"since": {"a": "day"}}})
            patterns.append({f"l{place}": late})
        yield f"{BROKEN} {number} {index}", patterns


def obligation(event: dict[str, Any], term: dict[str, Any]) -> dict[str, Any] | None:
    """The obligation that follows from an event and a term; ``None`` where no rule asks about it."""
    if term["way"] == UNTOLD:
        return None
    due = {"k": term["way"], "s": term["s"]}
    if "count" in term:
        due["count"] = event["rank"] + term["count"]
    elif "last" in term:
        due["last"], due["first"] = term["last"], term["first"]
    return due


#: After every day.
NEVER = 10_000_000
