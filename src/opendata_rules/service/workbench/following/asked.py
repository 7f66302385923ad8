"""What the pages of this room ask of the service: the place, its monitor, and words for what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ....answers.deadlines.answer import Deadline
from ....formats.trees import Node
from ....monitoring.monitors import Monitor
from ....monitoring.reports.agenda import NOBODY, days_in_words, days_left
from ....monitoring.results.answer import Breach, Owed
from ....monitoring.results.explain import told
from ....vocabulary.arguments import Lang
from ....vocabulary.english import in_english, term_in_english
from ....vocabulary.facts import Fact, FactType, FactValue
from ....vocabulary.procedures import Procedure
from ....vocabulary.terms import STEP_TERMS, StepState
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
        return found

    def fact(self, fact: Fact) -> str:
        """A fact."""
        return self._visit.t(fact.label, fact.id)

    def value(self, fact: Fact, value: FactValue) -> str:
        """The value of a fact."""
        if fact.type is FactType.TEXT:
            return str(value)
        return self._visit.t(fact.term(value), term_in_english(fact, value))

    def state(self, state: StepState) -> str:
        """How a step stands."""
        return self._visit.t(STEP_TERMS[state], str(state).replace("_", " "))

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
