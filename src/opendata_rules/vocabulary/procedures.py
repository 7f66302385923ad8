"""The procedures that deadlines belong to: their steps, what sets a term running, what excludes a step.

``procedures.yaml`` beside this module is the source. It names no instrument and no length; who has which term is the
packs' business. A place may bring procedures, steps, events and acts of its own
(:mod:`opendata_rules.vocabulary.words`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

import yaml

from ..diagnostics.wording import nearest
from ..errors import UnknownProcedure
from ..quoting import quoted
from ..values import FrozenDict, Shared, fill
from .facts import FactValue
from .refusals import text_argument, unknown_procedure

#: How alike a name must be to be near; names of procedures are short.
#: Steps that a message names of a procedure.
_NAMED = 6
_ALIKE = 0.4


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
        presumed: those of them that are taken to be so until something else is told.
        instead: (fact, value, trigger): where the fact has the value, the term runs from another event.
        continuing: whether the duty never ends, so that the law of the day asked about says if it is fulfilled.
        before: the act that may be done only after a least length has run out.
        example: facts with which the step has a term to show, where terms are listed or compared without a case.
        english: English name.
    """

    procedure: str
    id: str
    label: str
    trigger: str
    stand_in: str | None = None
    when: tuple[tuple[str, FactValue], ...] = ()
    instead: tuple[tuple[str, FactValue, str], ...] = ()
    continuing: bool = False
    before: str | None = None
    example: tuple[tuple[str, FactValue], ...] = ()
    presumed: frozenset[str] = frozenset()
    english: str = ""

    @property
    def name(self) -> str:
        """``procedure.step``, as ``law.deadline`` takes it."""
        return f"{self.procedure}.{self.id}"

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that decide whether and from when the step runs."""
        return tuple(dict.fromkeys([name for name, _ in self.when] + [name for name, _, _ in self.instead]))

    def trigger_for(self, facts: Mapping[str, FactValue]) -> str:
        """The event from which the term runs in a case with these facts."""
        for name, value, trigger in self.instead:
            if facts.get(name) == value:
                return trigger
        return self.trigger


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure with its steps in order.

    Attributes:
        id: id of the procedure.
        label: Chinese name.
        steps: its steps, in order.
        others: kinds of event that are neither steps nor triggers of steps.
        tells: facts that a case has, unless something else is told.
        english: English name.
    """

    id: str
    label: str
    steps: tuple[Step, ...]
    others: tuple[str, ...] = ()
    tells: tuple[tuple[str, FactValue], ...] = ()
    english: str = ""

    @property
    def beginning(self) -> str:
        """The event with which a case begins."""
        return self.steps[0].trigger

    def events(self) -> tuple[str, ...]:
        """Kinds of event that its terms depend on: the first trigger, the steps, the other triggers."""
        kinds = [kind for step in self.steps for kind in (step.trigger, step.id)]
        return tuple(dict.fromkeys(kinds))


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: what it is called, and the facts (one on its day) that it tells unless it says otherwise."""

    id: str
    label: str
    tells: tuple[tuple[str, FactValue], ...] = ()
    day: str | None = None
    english: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done only once something else was.

    Attributes:
        id: id of the act, and of the kind of event that is it.
        label: Chinese name.
        day: the fact that tells its day.
        by: (fact, value) whose first telling is its day.
        changes: the fact whose new value is the act.
        direction: the fact that says which way conditions change, where nothing else does.
        spends: facts that are told for one act and do not speak for a later one.
        standing: those of them of which an earlier telling stands beside a later one.
        recorded: those of them that say by themselves what came first, whenever they are told.
    """

    id: str
    label: str
    day: str | None = None
    by: tuple[str, FactValue] | None = None
    changes: str | None = None
    direction: str | None = None
    spends: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    recorded: frozenset[str] = frozenset()


class Procedures(Shared):
    """All procedures. Immutable."""

    __slots__ = ("acts", "all", "anywhere", "days", "events", "gathered")

    all: Mapping[str, Procedure]
    #: Kinds of event that are no step, and steps that tell something.
    events: Mapping[str, EventKind]
    acts: Mapping[str, Act]
    #: Kinds that any case may have.
    anywhere: tuple[str, ...]
    #: Facts on days that nobody told: (fact, value) whose first telling is the day.
    days: Mapping[str, tuple[str, FactValue]]
    #: List facts of which each telling adds to those before.
    gathered: frozenset[str]

    def __init__(
        self,
        procedures: Iterable[Procedure],
        events: Iterable[EventKind],
        acts: Iterable[Act],
        anywhere: Iterable[str],
        days: Mapping[str, tuple[str, FactValue]],
        gathered: Iterable[str],
    ) -> None:
        fill(
            self,
            all=FrozenDict((procedure.id, procedure) for procedure in procedures),
            events=FrozenDict((event.id, event) for event in events),
            acts=FrozenDict((act.id, act) for act in acts),
            anywhere=tuple(anywhere),
            days=FrozenDict(days),
            gathered=frozenset(gathered),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        held = [(*mapping.values(),) for mapping in (self.all, self.events, self.acts)]
        return Procedures, (*held, self.anywhere, self.days, self.gathered)

    def joined(
        self,
        procedures: Iterable[Procedure],
        steps: Iterable[Step],
        events: Iterable[EventKind],
        acts: Iterable[Act],
    ) -> Procedures:
        """These procedures with further ones, and with further steps at the end of those there are.

        Args:
            procedures: the procedures that come to them.
            steps: steps of procedures that there are already.
            events: kinds of event that come to them.
            acts: acts that come to them.
        """
        added: dict[str, list[Step]] = {}
        for step in steps:
            added.setdefault(step.procedure, []).append(step)
        known = [
            replace(one, steps=(*one.steps, *added[one.id])) if one.id in added else one for one in self.all.values()
        ]
        return Procedures(
            [*known, *procedures],
            [*self.events.values(), *events],
            [*self.acts.values(), *acts],
            self.anywhere,
            self.days,
            self.gathered,
        )

    def kinds(self, procedure: Procedure) -> tuple[str, ...]:
        """Kinds of event that a case of the procedure may have."""
        return tuple(dict.fromkeys([*procedure.events(), *procedure.others, *self.anywhere]))

    def act(self, name: str) -> Act:
        """The act of that id or Chinese name.

        Raises:
            UnknownProcedure: there is none; ``nearest`` holds the closest names.
        """
        name = text_argument(name, "act")
        for act in self.acts.values():
            if name in (act.id, act.label):
                return act
        known = {act.id: act.label for act in self.acts.values()}
        raise _unknown(name, known, "没有名为“{}”的行为", "There is no act named {}", "act")

    def procedure(self, name: str) -> Procedure:
        """The procedure of that id or Chinese name.

        Raises:
            UnknownProcedure: there is none; ``nearest`` holds the closest names.
            TypeError: it is no text.
        """
        name = text_argument(name, "procedure")
        for procedure in self.all.values():
            if name in (procedure.id, procedure.label):
                return procedure
        known = {procedure.id: procedure.label for procedure in self.all.values()}
        raise _unknown(name, known, "没有名为“{}”的程序", "There is no procedure named {}", "procedure")

    def step(self, name: str) -> Step:
        """The step named ``procedure.step``.

        Raises:
            UnknownProcedure: there is no such procedure, or it has no such step.
            TypeError: it is no text.
        """
        head, found, tail = text_argument(name, "step").partition(".")
        if not found:
            raise self._no_step_named(head)
        try:
            procedure = self.procedure(head)
        except UnknownProcedure as error:
            raise UnknownProcedure(
                str(error),
                nearest=self.nearest_steps(name) or error.nearest,
                english=error.english,
                argument="step",
            ) from None
        for step in procedure.steps:
            if tail in (step.id, step.label):
                return step
        words = {word: step.name for step in procedure.steps for word in (step.id, step.label)}
        near = nearest(tail, words, cutoff=_ALIKE) or ([procedure.steps[0].id] if len(procedure.steps) == 1 else [])
        raise unknown_procedure(
            f"“{procedure.label}”没有步骤“{quoted(tail)}”",
            f"{procedure.id} has no step {quoted(tail)}",
            {step.name: step.label for step in procedure.steps},
            dict.fromkeys(words[word] for word in near),
            "step",
        )

    def _no_step_named(self, name: str) -> UnknownProcedure:
        """The error on a step that is not written ``procedure.step``."""
        known = next((one for one in self.all.values() if name in (one.id, one.label)), None)
        # Of a whole procedure each of its steps may be meant.
        near = tuple(step.name for step in known.steps[:_NAMED]) if known is not None else self.nearest_steps(name)
        example = near[0] if near else next(step.name for one in self.all.values() for step in one.steps)
        return UnknownProcedure(
            f"步骤写成“程序.步骤”，例如 {example}；得到的是“{quoted(name)}”。",
            nearest=near,
            english=f"A step is written procedure.step, such as {example}, not {quoted(name)}.",
            argument="step",
        )

    def nearest_steps(self, name: str) -> tuple[str, ...]:
        """The steps whose names, written as ``procedure.step`` by id or in Chinese, are closest to a wrong one."""
        known = {
            word: step.name
            for procedure in self.all.values()
            for step in procedure.steps
            for word in (step.name, f"{procedure.label}.{step.label}")
        }
        near = nearest(name, known, cutoff=0.6)
        return tuple(dict.fromkeys(known[word] for word in near))

    def happening(self, procedure: Procedure, name: str) -> str:
        """Id of the step or event of that id or Chinese name on which terms of a procedure depend.

        Raises:
            UnknownProcedure: there is none; ``nearest`` holds the closest names.
        """
        allowed = procedure.events()
        labels = {kind: self.event_name(procedure, kind) for kind in allowed}
        # Where a step and an event go by the same Chinese name, the step is meant.
        steps = [step.id for step in procedure.steps]
        for kind in allowed:
            if name == kind:
                return kind
        for kind in (*steps, *allowed):
            if name == labels[kind]:
                return kind
        chinese, english = f"“{procedure.label}”没有步骤或者事件“{{}}”", f"{procedure.id} has no step or event {{}}"
        raise _unknown(name, labels, chinese, english, "actual")

    def event_name(self, procedure: Procedure, kind: str, lang: str = "zh") -> str:
        """Name of an event or step, in Chinese (``zh``) or English (``en``)."""
        steps = [step for step in procedure.steps if step.id == kind]
        named: Step | EventKind | None = steps[0] if steps else self.events.get(kind)
        if named is None:
            return kind
        return named.label if lang == "zh" else named.english


def _unknown(name: str, known: Mapping[str, str], chinese: str, english: str, argument: str) -> UnknownProcedure:
    """The error on a name; ``{}`` in both texts stands for it."""
    shown = quoted(name)
    near = nearest(name, [*known, *known.values()], cutoff=_ALIKE)
    return unknown_procedure(chinese.format(shown), english.format(shown), known, near, argument)


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
                before=step.get("before"),
                example=tuple(step.get("example", {}).items()),
                presumed=frozenset(step.get("presumed", ())),
                english=step["english"],
            )
            for step in entry["steps"]
        )
        others = tuple(entry.get("events", ()))
        tells = tuple(entry.get("tells", {}).items())
        found.append(Procedure(procedure_id, entry["label"], steps, others, tells, entry["english"]))
    kinds = {
        kind: EventKind(kind, entry["label"], tuple(entry.get("tells", {}).items()), entry.get("day"), entry["english"])
        for kind, entry in data["events"].items()
    }
    acts = [
        Act(
            act,
            kinds[act].label,
            entry.get("day"),
            next(iter(entry["by"].items())) if "by" in entry else None,
            entry.get("changes"),
            entry.get("direction"),
            *(frozenset(entry.get(name, ())) for name in ("spends", "standing", "recorded")),
        )
        for act, entry in data["acts"].items()
    ]
    days = {fact: next(iter(told.items())) for fact, told in data["days"].items()}
    return Procedures(found, kinds.values(), acts, data["anywhere"], days, data["gathered"])


@functools.cache
def procedures() -> Procedures:
    """The procedures that ship with the package (read once; immutable)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath("procedures.yaml").read_text(encoding="utf-8")
    return _parse(yaml.load(text, Loader=loader))
