"""The procedures that deadlines belong to: their steps, what sets a term running, what excludes a step.

``procedures.yaml`` beside this module is the source. It names no instrument and no length; who has which term is the
packs' business.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from .errors import UnknownProcedure
from .vocabulary import FactValue


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure.

    Attributes:
        procedure: id of the procedure.
        id: id within it.
        label: Chinese name.
        trigger: the event (or step) from whose day the term runs.
        stand_in: the step whose day stands in for the trigger where that is not told; ``None`` where none does.
        when: facts with which the step belongs to the case; known to be otherwise, it is not applicable.
        instead: (fact, value, trigger): where the fact has the value, the term runs from another event.
        continuing: whether the duty never ends, so that the law of the day asked about says if it is fulfilled.
    """

    procedure: str
    id: str
    label: str
    trigger: str
    stand_in: str | None = None
    when: tuple[tuple[str, FactValue], ...] = ()
    instead: tuple[tuple[str, FactValue, str], ...] = ()
    continuing: bool = False

    @property
    def name(self) -> str:
        """``procedure.step``, as ``law.deadline`` takes it."""
        return f"{self.procedure}.{self.id}"

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that decide whether and from when the step runs."""
        return tuple(dict.fromkeys([name for name, _ in self.when] + [name for name, _, _ in self.instead]))

    def excluded(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether the known facts put the step on a branch that the case does not take."""
        return any(name in facts and facts[name] != value for name, value in self.when)

    def trigger_for(self, facts: Mapping[str, FactValue]) -> str:
        """The event from which the term runs in a case with these facts."""
        for name, value, trigger in self.instead:
            if facts.get(name) == value:
                return trigger
        return self.trigger


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure with its steps in order."""

    id: str
    label: str
    steps: tuple[Step, ...]

    def events(self) -> tuple[str, ...]:
        """Kinds of event that belong to it: the first trigger, the steps, the other triggers."""
        kinds = [kind for step in self.steps for kind in (step.trigger, step.id)]
        return tuple(dict.fromkeys(kinds))


class Procedures:
    """All procedures. Immutable."""

    __slots__ = ("all", "events")

    def __init__(self, procedures: Iterable[Procedure], events: Mapping[str, str]) -> None:
        self.all: Mapping[str, Procedure] = {procedure.id: procedure for procedure in procedures}
        #: Chinese names of events that are no step.
        self.events = dict(events)

    def procedure(self, name: str) -> Procedure:
        """The procedure of that id or Chinese name.

        Raises:
            UnknownProcedure: there is none; ``nearest`` holds the closest names.
        """
        for procedure in self.all.values():
            if name in (procedure.id, procedure.label):
                return procedure
        words = [word for procedure in self.all.values() for word in (procedure.id, procedure.label)]
        nearest = difflib.get_close_matches(str(name), words, n=3, cutoff=0.4)
        listed = "、".join(f"{procedure.label}（{procedure.id}）" for procedure in self.all.values())
        raise UnknownProcedure(f"没有名为“{name!s:.60}”的程序。可选：{listed}。", nearest=nearest)

    def step(self, name: str) -> Step:
        """The step named ``procedure.step``.

        Raises:
            UnknownProcedure: there is no such procedure, or it has no such step.
        """
        head, found, tail = str(name).partition(".")
        if not found:
            if head in self.all and len(self.all[head].steps) == 1:
                hint = self.all[head].steps[0].name
                raise UnknownProcedure(f"步骤写成“程序.步骤”，例如 {hint}。", nearest=(hint,))
            hints = [step.name for procedure in self.all.values() for step in procedure.steps]
            near = difflib.get_close_matches(head, hints, n=3, cutoff=0.4) or hints[:3]
            raise UnknownProcedure(f"步骤写成“程序.步骤”，例如 {near[0]}；得到的是“{name!s:.60}”。", nearest=near)
        procedure = self.procedure(head)
        for step in procedure.steps:
            if tail in (step.id, step.label):
                return step
        listed = "、".join(f"{step.label}（{step.name}）" for step in procedure.steps)
        near = difflib.get_close_matches(tail, [step.id for step in procedure.steps], n=3, cutoff=0.4)
        raise UnknownProcedure(
            f"“{procedure.label}”没有步骤“{tail:.60}”。可选：{listed}。",
            nearest=[f"{procedure.id}.{step}" for step in near] or [step.name for step in procedure.steps],
        )

    def event_name(self, procedure: Procedure, kind: str) -> str:
        """Chinese name of an event or step."""
        for step in procedure.steps:
            if step.id == kind:
                return step.label
        return self.events.get(kind, kind)


def _parse(data: Mapping[str, Any]) -> Procedures:
    found = []
    for procedure_id, entry in data["procedures"].items():
        steps = tuple(
            Step(
                procedure=procedure_id,
                id=step["id"],
                label=step["label"],
                trigger=step["trigger"],
                stand_in=step.get("else"),
                when=tuple(step.get("when", {}).items()),
                instead=tuple(
                    (fact, value, trigger)
                    for fact, cases in step.get("instead", {}).items()
                    for value, trigger in cases.items()
                ),
                continuing=step.get("continuing", False),
            )
            for step in entry["steps"]
        )
        found.append(Procedure(procedure_id, entry["label"], steps))
    return Procedures(found, data["events"])


@functools.cache
def procedures() -> Procedures:
    """The procedures that ship with the package (read once; immutable)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath("procedures.yaml").read_text(encoding="utf-8")
    return _parse(yaml.load(text, Loader=loader))
