"""How what was found is called on the pages, in the language of the visitor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....catalogue.judged import KINDS
from ....catalogue.results import UPDATES, VERDICTS
from ....catalogue.schemes import in_words_of
from ....vocabulary.english import term_in_english
from ....vocabulary.fact_types import FactType
from ....vocabulary.facts import Fact
from ....vocabulary.terms import ATTRIBUTE_TERMS, SCHEME_TERMS, Attribute, Scheme
from ....vocabulary.words import Words
from ..visit import Visit

_ENGLISH = {
    "invalid": "cannot stand",
    "human_review": "for a person to judge",
    "not_recognised": "attribute not recognised",
    "undetermined": "not settled yet",
    "no_rule": "no rule in force",
    "valid": "stands",
    "overdue": "overdue",
    "unknown": "last update not known",
    "not_regulated": "no term set",
    "current": "in time",
    "update_review": "update for a person to judge",
    "suspected": "a name raises a question",
}
#: The colour of a verdict, of an update, of a finding.
COLOURS = {
    "invalid": "violation",
    "human_review": "human_review",
    "not_recognised": "no_rule",
    "undetermined": "undetermined",
    "no_rule": "no_rule",
    "valid": "compliant",
    "overdue": "overdue",
    "unknown": "no_rule",
    "not_regulated": "no_rule",
    "current": "done",
    "update_review": "human_review",
    "suspected": "human_review",
}


class InWords:
    """Names of what pages of a catalogue show; templates know it as ``words``.

    Args:
        visit: whose language it is.
        scheme: which attribute is judged.
        words: the words of the place.
    """

    def __init__(self, visit: Visit, scheme: str, words: Words) -> None:
        self._visit = visit
        self._scheme = Scheme(scheme)
        self._facts = words.vocabulary.facts
        self.colours = COLOURS

    def verdict(self, name: str) -> str:
        """A verdict on the attribute."""
        return self._visit.t(VERDICTS[name][0], _ENGLISH[name])

    def about(self, name: str) -> str:
        """What a verdict means; in English its name says it."""
        return self._visit.t(in_words_of(self._scheme, VERDICTS[name][1]), _ENGLISH[name])

    def update(self, name: str) -> str:
        """How an update stands."""
        return self._visit.t(UPDATES[name][0], _ENGLISH[name])

    def kind(self, name: str) -> str:
        """A kind of finding."""
        return self._visit.t(KINDS[name][0], _ENGLISH[name])

    def told_by(self, finding: str, cited: Mapping[str, tuple[str, str]]) -> str:
        """What the id of a finding says where the finding itself is not here: its kind, and where its provision stands.

        Args:
            finding: its id; one that is none is given back.
            cited: where provisions stand, in both languages.
        """
        parts = finding.rsplit(":", 2)
        if len(parts) < 3 or parts[1] not in KINDS:
            return finding
        kind, where = self.kind(parts[1]), cited.get(parts[2])
        return kind if where is None else self._visit.t(f"{kind}：{where[0]}", f"{kind}: {where[1]}")

    @property
    def attribute_name(self) -> str:
        """What is judged."""
        return self._visit.t(SCHEME_TERMS[self._scheme], f"{self._scheme} attribute")

    def attribute(self, name: str) -> str:
        """An attribute."""
        return self._visit.t(ATTRIBUTE_TERMS[self._scheme][Attribute(name)], name)

    def both(self, told: Mapping[str, Any], name: str = "text", english: str = "english") -> str:
        """A text of a report that is told in both languages."""
        return str(self._visit.t(told[name], told[english] or told[name]))

    def citation(self, told: Mapping[str, Any]) -> str:
        """Where a provision stands."""
        return self.both(told, "citation", "citation_english")

    def fact(self, name: str) -> str:
        """What a fact is called."""
        fact = self._facts.get(name)
        return name if fact is None else self._visit.t(fact.label, name.replace("_", " "))

    def value(self, name: str, value: Any) -> str:
        """A value of a fact."""
        fact = self._facts.get(name)
        if fact is None:
            return str(value)
        own = tuple(value) if isinstance(value, list) else value
        return self._visit.t(fact.term(own), term_in_english(fact, own))

    def choices(self, name: str) -> list[tuple[str, str]]:
        """What may be answered, as it is sent and as it is told; nothing where that is a number or a text."""
        return choices(self._visit, self._facts[name]) if name in self._facts else []

    def question(self, name: str) -> str:
        """What is asked."""
        fact = self._facts.get(name)
        return name if fact is None else self._visit.t(fact.question, fact.english)


def came_to(visit: Visit, numbers: Mapping[str, int]) -> str:
    """How many datasets came to each verdict, the worst first."""
    some = [(name, many) for name, many in numbers.items() if many]
    told = [visit.t(f"{many} 个{VERDICTS[name][0]}", f"{many} {_ENGLISH[name]}") for name, many in some]
    return visit.t("，", ", ").join(told)


def choices(visit: Visit, fact: Fact) -> list[tuple[str, str]]:
    """What may be answered to a question, as it is sent and as it is told."""
    if fact.type is FactType.BOOL:
        return [("true", visit.t("是", "yes")), ("false", visit.t("否", "no"))]
    if fact.type is FactType.ENUM:
        return [(value, visit.t(term, value.replace("_", " "))) for value, term in fact.values]
    return []
