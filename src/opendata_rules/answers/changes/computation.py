"""Changes of the opening attribute: who must consent, on what ground, with what papers.

A change is answered by the nearest instrument in force with a provision on that very move; the target is judged as
well, by the class of the data as it will be. What the known facts come to is read off the compiled form
(:mod:`opendata_rules.answers.changes.compiled`); so is everything told about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...errors import BadFact, Problems
from ...logic.budget import OutOfBudget
from ...norms.order import LegalOrder
from ...vocabulary.facts import FactValue
from ...vocabulary.refusals import none_of
from ...vocabulary.terms import ATTRIBUTE_TERMS, Attribute, Scheme, Verdict
from ..bounded import refusal
from ..result import Question
from .answer import ChangeVerdict, Details, Unfinished, finished
from .compiled import CompiledChange, compiled_change
from .details import details_of, questions_of

_TERMS = ATTRIBUTE_TERMS[Scheme.OPENING]
_ATTRIBUTES = {word: attribute for attribute, term in _TERMS.items() for word in (str(attribute), term)}


def check_change(order: LegalOrder, before: object, after: object, facts: Mapping[str, object]) -> ChangeVerdict:
    """Validate a change of the opening attribute. See ``law.check_change``."""
    return judge_of(order, before, after, facts).verdict(facts)


def judge_of(order: LegalOrder, before: object, after: object, facts: Mapping[str, object] | None = None) -> Judge:
    """What answers one move under an order; made once, and found by the attributes as they were spelt.

    Args:
        order: the order.
        before: the attribute held, by id or Chinese term.
        after: the attribute wanted.
        facts: what it will be asked; where an attribute is wrong, what is wrong with them is told as well.

    Raises:
        BadFact: an attribute is none of the three.
        BadPack: the rules are too entangled to be compiled.
    """
    problems = Problems()
    with problems.kept():
        held = _attribute(before, "before")
    with problems.kept():
        wanted = _attribute(after, "after")
    if problems and facts is not None:
        with problems.kept():
            order.vocabulary.normalise(facts)
    problems.tell()
    judge = order.once(("judge", held, wanted), lambda: Judge(compiled_change(order, held, wanted)))
    return order.once(("judge", before, after), lambda: judge)


def _attribute(value: object, argument: str) -> Attribute:
    found = _ATTRIBUTES.get(value) if isinstance(value, str) else None
    if found is None:
        raise none_of(value, argument, _TERMS, kind=BadFact)
    return found


class Judge:
    """Answers one move under one order.

    Args:
        compiled: the move, compiled.
    """

    def __init__(self, compiled: CompiledChange) -> None:
        self.compiled = compiled
        self.order = compiled.order
        self.before, self.after = compiled.before, compiled.after
        # Under strict, nothing definite rests on law that is not collected.
        resolutions = list(compiled.resolutions)
        if compiled.rules is not None:
            resolutions.append(compiled.classifier.resolution)
        self._strict = any(self.order.strictly_open(one.warnings) for one in resolutions)
        self._settled = compiled.propositions.diagrams.settled

    def verdict(self, facts: Mapping[str, object]) -> ChangeVerdict:
        """The verdict on facts by id or Chinese label.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact.
            BadPack: the rules are too entangled to be asked.
        """
        compiled = self.compiled
        known = compiled.reader.read(facts) if type(facts) is dict else None
        raw: Mapping[str, object]
        if known is None:
            raw = stated = self.order.vocabulary.normalise(facts)
            known = compiled.propositions.read(stated, None)
        else:
            raw = dict(facts)
        try:
            possible = self._settled(compiled.whole, known)
        except OutOfBudget as spent:
            raise refusal(spent, (link.pack for link in self.order.chain.links)) from None
        made = Unfinished()
        made._judge = self
        made._possible = possible
        made._raw = raw
        return finished(made)

    def word(self, possible: frozenset[Verdict]) -> Verdict:
        """The verdict where some are possible: the only one, if there is but one."""
        if not possible:
            return Verdict.HUMAN_REVIEW
        if self._strict or len(possible) > 1:
            return Verdict.UNDETERMINED
        return next(iter(possible))

    def stated(self, verdict: ChangeVerdict) -> dict[str, FactValue]:
        """The facts as stated, by id."""
        return self.order.vocabulary.normalise(verdict._raw)

    def details(self, verdict: ChangeVerdict) -> Details:
        """What a verdict tells when asked."""
        return details_of(self.compiled, verdict)

    def questions(self, verdict: ChangeVerdict) -> tuple[Question, ...]:
        """The unknown facts that would settle a verdict, best first."""
        return questions_of(self.compiled, verdict)

    def again(self) -> Callable[..., ChangeVerdict]:
        """What gives the same verdict again."""
        return check_change
