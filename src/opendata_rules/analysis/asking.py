"""Which provisions ask for a fact: what a question rests on, so that it is never put without the article behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..answers.bounded import bounded
from ..answers.changes.answer import ChangeVerdict
from ..answers.classification.answer import Decision
from ..answers.classification.compiled import deciding
from ..answers.classification.completions import wanting
from ..answers.classification.computation import classifier_behind, classifier_of
from ..answers.duties.answer import Assessment
from ..answers.duties.computation import checker_of
from ..logic.conditions import Condition, facts_of
from ..logic.cubes import agree
from ..norms.order import LegalOrder
from ..values import Value
from ..vocabulary.citations import Citation
from ..vocabulary.terms import Scheme


@dataclass(frozen=True, slots=True)
class Asking(Value):
    """A provision that asks for a fact.

    Attributes:
        citation: article, paragraph and item.
        gist: Chinese summary in our own words.
        english: the same in English.
    """

    citation: Citation
    gist: str
    english: str


def provisions_asking(answer: Decision | Assessment | ChangeVerdict, fact: str) -> tuple[Asking, ...]:
    """The provisions that ask for a fact, in the order of the law.

    Of a fact that is not known, those of which it hangs on the fact whether they hold; where there are none, and of a
    known fact, those whose conditions name it.

    Args:
        answer: what is known by now.
        fact: id of the fact.

    Raises:
        BadPack: the work exceeds its budget.
    """
    if isinstance(answer, Decision):
        found = _wanting(answer, fact)
        classifier = classifier_behind(answer)
        return found or _naming_classes(classifier.order, answer.scheme, fact)
    if isinstance(answer, Assessment):
        return _of_duties(answer, fact)
    return _of_a_change(answer, fact)


def _of_a_change(verdict: ChangeVerdict, fact: str) -> tuple[Asking, ...]:
    wanted = [Asking(one.citation, one.gist, one.english) for one in verdict.requirements if fact in one.facts]
    if wanted:
        return _once(wanted)
    speaking = [change for change in verdict.order.changes if change.citation == verdict.citation]
    named = [
        Asking(need.citation, need.gist, need.english)
        for change in speaking
        for need in change.requirements
        if fact in facts_of(need.condition)
    ]
    # What tells of itself which provision speaks, or for whom, is asked by the provision as a whole.
    return (
        _once(named)
        or _naming_classes(verdict.order, Scheme.OPENING, fact)
        or _once(Asking(one.citation, one.gist, one.english) for one in speaking or verdict.order.changes)
    )


def _wanting(decision: Decision, fact: str) -> tuple[Asking, ...]:
    classifier = classifier_behind(decision)
    if classifier.rules is None:
        return ()
    compiled = classifier.compiled
    known = classifier.known(decision)
    with bounded(classifier.order, "查问题的依据") as budget:
        return _once(
            Asking(rule.citation, rule.gist, rule.english)
            for rule in deciding(classifier.rules)
            if agree(compiled.absent[rule.id], known)
            and agree(compiled.present[rule.id], known)
            and fact in wanting(compiled, rule, known, budget)
        )


def _naming_classes(order: LegalOrder, scheme: Scheme, fact: str) -> tuple[Asking, ...]:
    rules = classifier_of(order, scheme).rules
    return _once(
        Asking(rule.citation, rule.gist, rule.english)
        for rule in (deciding(rules) if rules is not None else ())
        if fact in facts_of(rule.condition)
    )


def _of_duties(found: Assessment, fact: str) -> tuple[Asking, ...]:
    wanted = [Asking(one.citation, one.gist, one.english) for one in found.findings if fact in one.missing]
    if wanted:
        return _once(wanted)

    def conditions(*parts: Condition | None) -> set[str]:
        return {name for part in parts if part is not None for name in facts_of(part)}

    rules = checker_of(found.order, found.topic).rules
    named = [rule for rule in rules if fact in conditions(rule.premise, rule.must, rule.doubt)]
    return _once(Asking(rule.citation, rule.gist, rule.english) for rule in named or rules)


def _once(found: Iterable[Asking]) -> tuple[Asking, ...]:
    return tuple(dict.fromkeys(found))
