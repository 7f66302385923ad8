"""What an assessment tells beside its verdict: findings, what is missing, what to ask next, warnings.

All of it is read off the diagrams that decided. What is worked out for one question is made aside, so that the compiled
form does not grow with the questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...logic.conditions import AnyOf, Condition, evaluate
from ...logic.diagrams import Node
from ...logic.influence import by_value
from ...norms import warnings as told
from ...norms.chain import Resolution
from ...norms.order import LegalOrder
from ...norms.provisions import DutyRule
from ...norms.warnings import ResultWarning
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import Compliance
from ..bounded import bounded
from ..result import Question
from .answer import Finding
from .compiled import CompiledDuties
from .lacking import failing
from .timing import LawTiming
from .untold_together import UntoldTogether

_OPEN = (Compliance.UNDETERMINED, Compliance.HUMAN_REVIEW)


class Details:
    """What known facts lead to, in detail. Made for one assessment.

    Args:
        order: the law.
        resolution: who answers.
        compiled: the duties.
        facts: the known facts by id.
        timing: what day it is and when terms end.
        ways: the ways in which what is not told may stand together with the facts.
        clashing: the facts that cannot be as they are told, each for itself.
        facts_of_rules: by rule, the facts it asks about.
        stands: whether some facts, none of which contradicts another by itself, can all be so.
    """

    def __init__(
        self,
        order: LegalOrder,
        resolution: Resolution,
        compiled: CompiledDuties,
        facts: Mapping[str, FactValue],
        timing: LawTiming,
        ways: UntoldTogether,
        clashing: tuple[str, ...],
        facts_of_rules: tuple[tuple[str, ...], ...],
        stands: Callable[[Mapping[str, FactValue]], bool],
    ) -> None:
        self._order = order
        self._resolution = resolution
        self._compiled = compiled
        self._facts = facts
        self._timing = timing
        self._clashing = clashing
        self._facts_of_rules = facts_of_rules
        self._stands = stands
        self._propositions = compiled.propositions
        self._ways = ways
        self._known = ways.known
        self._aside = compiled.propositions.diagrams.aside()
        self._restricted: dict[Node, Node] = {}
        #: what stands together beside what is consistent by itself
        self._tied: Node = self._aside.yes
        if ways.vectors is not None and ways.vectors != ({},):
            self._tied = compiled.propositions.of_vectors(ways.vectors, self._aside)

    # -- findings -----------------------------------------------------------------------------------------------------

    def findings(self) -> tuple[Finding, ...]:
        """One entry a requirement, in article order."""
        with bounded(self._order, "核对职责"):
            return tuple(self._finding(place, rule) for place, rule in enumerate(self._compiled.rules))

    def _finding(self, place: int, rule: DutyRule) -> Finding:
        compiled = self._compiled
        ranks: frozenset[int] = frozenset()
        if not set(self._clashing) & set(self._facts_of_rules[place]):
            ranks = self._ways.settled(self._ways.standing.findings[place])
        verdict = compiled.verdict(ranks)
        done = verdict in (Compliance.COMPLIANT, Compliance.NOT_APPLICABLE)
        return Finding(
            id=rule.id,
            citation=rule.citation,
            verdict=verdict,
            possible=compiled.possible(ranks),
            force=rule.force,
            actor=rule.actor,
            actor_english=rule.actor_english,
            gist=rule.gist,
            english=rule.english,
            missing=self._missing(place, rule, verdict) if ranks else (),
            action="" if done else rule.action,
            action_english="" if done else rule.action_english,
            consequence=rule.consequences,
        )

    def _missing(self, place: int, rule: DutyRule, verdict: Compliance) -> tuple[str, ...]:
        """What is lacking: where it is undetermined the facts that matter, where it is unmet what fails."""
        if verdict is Compliance.UNDETERMINED:
            return tuple(dict.fromkeys(name for _, name in self._asked(self._compiled.of_rules[place], [place])))
        applies = self._left(self._compiled.applying[place])
        if verdict is Compliance.COMPLIANT or applies is not self._aside.yes or self.truth(rule.must) is not False:
            return ()
        # What would only put it in doubt is not what is lacking.
        must = rule.must
        if isinstance(must, AnyOf):
            must = AnyOf(tuple(part for part in must.parts if part != rule.doubt))
        return tuple(dict.fromkeys(failing(must, self._facts, self._timing, self.truth)))

    def truth(self, condition: Condition) -> bool | None:
        """Whether a condition holds in every completion, or in none; ``None`` otherwise."""
        node = self._left(self._propositions.node(condition))
        return None if node.children else bool(node.value)

    def _left(self, diagram: Node) -> Node:
        """What a diagram still asks, once the known facts and what is consistent are taken into account."""
        care = self._standing(self._ways.standing.bearing_on(diagram))
        left = self._given(diagram)
        return left if care is self._aside.no else self._aside.restricted(left, care)

    def _standing(self, consistent: Node) -> Node:
        """Where the unknown facts can stand together with the known ones."""
        return self._aside.both(self._given(consistent), self._given(self._tied))

    def _given(self, diagram: Node) -> Node:
        return self._aside.given(diagram, self._known, self._restricted)

    def _asked(self, diagram: Node, places: Iterator[int] | list[int] | range) -> Iterator[tuple[frozenset[int], str]]:
        """The unknown facts that a diagram still asks about, in article order, each with the variables it is for."""
        tested = frozenset(self._aside.tested(self._left(diagram)))
        for place in places:
            for leaf, asked in self._compiled.leaves[place]:
                levels = asked & tested
                if levels:
                    yield from ((levels, name) for name in self._timing.unsettled(leaf))

    def lies_before(self, place: int) -> bool:
        """Whether a rule does not apply since what it judges lies before its instrument took effect."""
        premise = self._compiled.rules[place].premise
        early = any(evaluate(part, self._facts, self._timing) for part in self._compiled.early[place])
        return early and (premise is None or self.truth(premise) is not False)

    # -- questions ----------------------------------------------------------------------------------------------------

    def questions(self, verdict: Compliance, possible: frozenset[Compliance]) -> tuple[Question, ...]:
        """The unknown facts that could settle the verdict: by how few verdicts are left on average, then by article."""
        if verdict not in _OPEN or len(possible) < 2 or self._clashing:
            return ()
        with bounded(self._order, "比较哪些事实还会改变结果"):
            scores = self._scores()
        book = self._order.vocabulary.facts
        return tuple(
            Question(name, book[name].question, english=book[name].english)
            for name in sorted(scores, key=lambda name: scores[name])
        )

    def _scores(self) -> dict[str, float]:
        """By fact in article order, how many verdicts are left on average once it is known."""
        compiled, aside = self._compiled, self._aside
        whole = self._left(compiled.of_whole)
        live = aside.outcomes(whole, self._standing(self._ways.standing.consistent))
        left = by_value(aside.sizes, live)
        means: dict[int, float] = {}
        for level, values in left.items():
            counts = [len(compiled.possible(ranks)) for ranks in values if ranks]
            means[level] = sum(counts) / len(counts)
        # What is tested no more, once it is told what stands together, leaves everything.
        everything = len(compiled.possible(frozenset().union(*next(iter(left.values()))))) if left else 1

        scores: dict[str, float] = {}
        for levels, name in self._asked(compiled.of_whole, range(len(compiled.rules))):
            found = min(means.get(level, everything) for level in levels)
            scores[name] = min(scores.get(name, found), found)
        return scores

    # -- warnings -----------------------------------------------------------------------------------------------------

    def warnings(self, findings: tuple[Finding, ...]) -> tuple[ResultWarning, ...]:
        """Why to read the assessment with care."""
        found = list(self._resolution.warnings)
        names = self._contradicting()
        if names:
            found.append(told.contradictory(names, self._facts, self._order.vocabulary))
        for rule, finding in zip(self._compiled.rules, findings, strict=True):
            if rule.question is None or finding.verdict is Compliance.NOT_APPLICABLE:
                continue
            when = rule.question.matters_when
            if when is None or evaluate(when, self._facts, self._timing) is not False:
                found.append(told.open_question(rule))
        if self._compiled.scope:
            found += told.secrecy(self._order.referrals, self._facts)
        cited = [citation for one in findings for citation in (one.citation, *one.consequence)]
        cited += [citation for warning in found for citation in warning.citations]
        return told.in_order((*found, *self._order.ending(cited)))

    def _contradicting(self) -> tuple[str, ...]:
        """The facts that contradict each other: each for itself, and those that cannot stand with others."""
        names = dict.fromkeys(self._clashing)
        rest = {name: value for name, value in self._facts.items() if name not in names}
        while found := self._propositions.clash(rest, self._timing):
            names |= dict.fromkeys(found)
            rest = {name: value for name, value in rest.items() if name not in names}
        return tuple(names) if names or self._stands(self._facts) else tuple(self._falling())

    def _falling(self) -> dict[str, FactValue]:
        """As few of the facts as leave no day for what is not told."""
        kept = {name: value for name, value in self._facts.items() if any(name in one for one in self._facts_of_rules)}
        for name in tuple(kept):
            fewer = {other: value for other, value in kept.items() if other != name}
            if not self._stands(fewer):
                kept = fewer
        return kept
