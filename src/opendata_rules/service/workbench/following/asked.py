"""What the pages of this room ask of the service: the place, its monitor, and words for what it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ....answers.deadlines.answer import Deadline
from ....answers.deadlines.schedules import ScheduledStep
from ....formats.trees import Node
from ....monitoring.monitors import Monitor
from ....monitoring.reports.agenda import NOBODY, days_in_words, days_left, fitting
from ....monitoring.results.answer import Breach, Owed
from ....monitoring.results.explain import told
from ....vocabulary.arguments import Lang
from ....vocabulary.english import in_english, term_in_english
from ....vocabulary.facts import Fact, FactType, FactValue
from ....vocabulary.procedures import Procedure, Step
from ....vocabulary.terms import STEP_TERMS, DeadlineStatus, StepState, WarningCode
from ...caseload import of_cases
from ...editions import Edition
from ..reasons import reasoned
from ..visit import Visit

T = TypeVar("T")


async def of_place(visit: Visit, make: Callable[[Monitor], T], place: str | None = None) -> T:
    """What the monitor of a place comes to; by default of the one that the address names.

    Raises:
        UnknownJurisdiction: there is no such place.
        Unavailable: no cases are kept.
    """
    edition = visit.edition()
    return await of_cases(visit.parts, visit.caller, edition, lambda: visit.law(place), make)


def places(edition: Edition) -> list[Any]:
    """Every place."""
    return list(edition.library.jurisdictions.values())


def case_like(monitor: Monitor, number: str) -> str | None:
    """The case of a number, however wide its signs were typed; the one that is written alike, where there is one."""
    wanted, found = _plain(number), None
    for name in monitor.cases():
        if name == number:
            return name
        if found is None and _plain(name) == wanted:
            found = name
    return found


def holds(name: str, part: str) -> bool:
    """Whether the number of a case has a part, however wide its signs were typed."""
    return _plain(part) in _plain(name)


def _plain(number: str) -> str:
    return unicodedata.normalize("NFKC", number).strip()


class Words:
    """What things are called in the language of a page; templates call it ``say``."""

    def __init__(self, visit: Visit, procedures: Any) -> None:
        self.lang: Lang = "en" if visit.english else "zh"
        self._visit = visit
        self._procedures = procedures

    def procedure(self, name: str) -> str:
        """A procedure."""
        found: Procedure = self._procedures.all[name]
        return self._visit.t(found.label, found.english)

    def kind(self, procedure: str, kind: str) -> str:
        """A kind of event."""
        found: str = self._procedures.event_name(self._procedures.all[procedure], kind, self.lang)
        return fitting(found, self.procedure(procedure))

    def place(self, place: Any) -> str:
        """A place."""
        return self._visit.t(place.name, place.english or place.id)

    def purpose(self, procedure: Procedure, steps: Iterable[Step]) -> str:
        """What a procedure is for: from which event on which of its steps have a last day; else what is looked at."""
        comma = self._visit.t("、", ", ")
        begins = self.kind(procedure.id, procedure.beginning)
        if them := comma.join(self.kind(procedure.id, step.id) for step in steps):
            return self._visit.t(f"从“{begins}”起，看{them}的期限", f"from “{begins}”: the terms of {them}")
        acts = comma.join(self.kind(procedure.id, act) for act in procedure.others)
        return self._visit.t(f"看能不能{acts}，以前该做的做了没有", f"whether {acts} may happen, and what precedes it")

    def termless(self, term: Deadline) -> str:
        """Why a step has no last day; empty where it has one, or where nobody can tell."""
        if term.status is not DeadlineStatus.NOT_REGULATED:
            return ""
        none = next((one for one in term.warnings if one.code is WarningCode.NO_RULE_IN_FORCE), None)
        if none is not None:
            return self._visit.t(none.text, none.english)
        return self._visit.t(term.note, term.english)

    def fact(self, fact: Fact) -> str:
        """A fact."""
        return self._visit.t(fact.label, fact.id.replace("_", " "))

    def value(self, fact: Fact, value: FactValue) -> str:
        """The value of a fact."""
        if fact.type is FactType.TEXT:
            return str(value)
        return self._visit.t(fact.term(value), term_in_english(fact, value).replace("_", " "))

    def given(self, fact: Fact, texts: list[str]) -> str:
        """What a form says of a fact."""
        if fact.type is FactType.BOOL:
            return self._visit.t(*{"true": ("是", "yes"), "false": ("否", "no")}.get(texts[-1], (texts[-1], texts[-1])))
        terms = dict(fact.values)
        told = [self._visit.t(terms.get(text, text), text.replace("_", " ")) for text in texts if text]
        return self._visit.t("、", ", ").join(told)

    def state(self, state: StepState) -> str:
        """How a step stands."""
        return self._visit.t(STEP_TERMS[state], str(state).replace("_", " "))

    def stands(self, step: ScheduledStep) -> str:
        """How a step stands, or that it has no term, which it cannot miss."""
        if step.deadline is None or step.actual or not self.termless(step.deadline):
            return self.state(step.state)
        return self._visit.t("没有期限", "no term")

    def department(self, owed: Owed | Deadline) -> str:
        """Who must act by the rule."""
        if isinstance(owed, Deadline):
            chinese, english = owed.actor, owed.actor_english
        else:
            chinese, english = owed.department, owed.department_english
        return self._visit.t(chinese or NOBODY, in_english(english, chinese) or "(not named)")

    def days(self, term: Deadline) -> str:
        """The last day of a term."""
        return days_in_words(term, self.lang)

    def left(self, owed: Owed, on: Any) -> str:
        """How many days are left."""
        return days_left(owed, on, self.lang)

    def breach(self, breach: Breach) -> str:
        """What was done wrong."""
        return told(breach, self.lang)

    def cited(self, citation: Any) -> str:
        """A passage."""
        return "" if citation is None else self._visit.t(str(citation), citation.english)

    def why(self, answer: Any) -> Node:
        """The reasons of an answer as a tree."""
        return reasoned(answer.explain(self.lang), self.lang)
