"""The duties of one topic in the one form that decides: what each rule, and the whole, comes to, as diagrams.

A rule asks about its premise, about what has to be so, and about what is in doubt; and what lies before its instrument
took effect is not judged by it. All of that is one diagram a rule; the assessment is the gravest of them everywhere,
as one more diagram. Both are joined with what is consistent, so that they say exactly what the completions of the known
facts lead to.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...logic.budget import Budget
from ...logic.conditions import Alike, All, AnyOf, Condition, InTerm, NoneOf, Predates, Relation, facts_of
from ...logic.diagrams import Node
from ...logic.propositions import Propositions
from ...norms.provisions import DutyRule
from ...values import FrozenDict
from ...vocabulary.facts import Vocabulary
from ...vocabulary.terms import Compliance, DutyForce

#: A fact that so many rules ask about comes before all others.
_SHARED = 3

#: What a rule comes to, gravest first; diagrams have the places in here at their leaves. What is unmet without doubt
#: comes before what is unmet and doubtful; of what does not apply, that which is fulfilled all the same comes first.
_DUTIES = (
    Compliance.NONCOMPLIANT,
    Compliance.NONCOMPLIANT,
    Compliance.HUMAN_REVIEW,
    Compliance.COMPLIANT,
    Compliance.NOT_APPLICABLE,
    Compliance.NOT_APPLICABLE,
)
#: For scope, what is not covered comes before what is covered; an element asked of other activities only neither covers
#: nor excludes, and stands last.
_SCOPE = (
    Compliance.HUMAN_REVIEW,
    Compliance.NOT_APPLICABLE,
    Compliance.NOT_APPLICABLE,
    Compliance.COMPLIANT,
    Compliance.NOT_APPLICABLE,
    Compliance.NOT_APPLICABLE,
)
#: The places of what is fulfilled where it applies, fulfilled though it does not, and not applicable at all.
_MET, _MET_ANYWAY, _OUTSIDE = 3, 4, 5
_MET_OR_OUTSIDE = frozenset({Compliance.COMPLIANT, Compliance.NOT_APPLICABLE})


class CompiledDuties:
    """The rules of one topic as diagrams. Safe to share between threads.

    Args:
        rules: the duty rules that answer the topic, in article order.
        vocabulary: the facts.
        budget: what making them may cost.
        lengths: facts with finitely many values that the length of some term hangs on.
        scope: whether the topic asks if the law reaches the facts at all.
        judges_early: whether what lies before the instrument took effect is judged all the same (drafts).
        since: by rule, from which day it has been what it is, where that is not the first day of the instrument.

    Raises:
        OutOfBudget: the rules are too entangled.
    """

    def __init__(
        self,
        rules: Iterable[DutyRule],
        vocabulary: Vocabulary,
        budget: Budget,
        *,
        lengths: Iterable[str] = (),
        scope: bool,
        judges_early: bool,
        since: Mapping[str, dt.date] = FrozenDict(),
    ) -> None:
        self.rules = tuple(rules)
        self.scope = scope
        #: What the numbers at the leaves stand for, gravest first.
        self.order = _SCOPE if scope else _DUTIES
        self._review = self.order.index(Compliance.HUMAN_REVIEW)
        self._judges_early = judges_early
        self._since = since
        self._unmet = self.order.index(Compliance.NOT_APPLICABLE if scope else Compliance.NONCOMPLIANT)
        #: By rule, when what it judges lies before the instrument took effect.
        self.early: tuple[tuple[Predates, ...], ...] = tuple(
            () if judges_early else tuple(dict.fromkeys(_predating(conditions_of(rule), since.get(rule.id))))
            for rule in self.rules
        )
        asked = [
            part for rule, early in zip(self.rules, self.early, strict=True) for part in (*early, *conditions_of(rule))
        ]
        first = _shared(self.rules, vocabulary)
        self.propositions = Propositions(asked, vocabulary, budget=budget, first=first, also=lengths)
        found = []
        for rule in self.rules:
            with budget.on(rule.id):
                applies = self._applying(rule)
                found.append((applies, self._of_rule(rule, applies)))
        #: Where each rule applies.
        self.applying: tuple[Node, ...] = tuple(applies for applies, _ in found)
        #: What each rule comes to, whether or not the facts are consistent.
        self.of_rules: tuple[Node, ...] = tuple(node for _, node in found)
        #: What the whole comes to, whether or not the facts are consistent.
        self.of_whole: Node = self.gravest(range(len(self.rules)))

    def _of_rule(self, rule: DutyRule, applies: Node) -> Node:
        diagrams, node = self.propositions.diagrams, self.propositions.node
        doubtful = self._review
        unmet = doubtful if rule.prompt else self._unmet
        unmet_in_doubt = doubtful if rule.prompt else self._unmet + 1

        def comes_to(applies: bool, must: bool, doubt: bool) -> int:
            if not applies:
                return _MET_ANYWAY if must and not doubt else _OUTSIDE
            if not must:
                return unmet_in_doubt if doubt else unmet
            return doubtful if doubt else _MET

        doubt = diagrams.no if rule.doubt is None else node(rule.doubt)
        return diagrams.apply(comes_to, applies, node(rule.must), doubt)

    def _applying(self, rule: DutyRule) -> Node:
        """Where a rule applies: its premise holds, and it is not about what lies before the instrument took effect."""
        diagrams = self.propositions.diagrams
        premise = diagrams.yes if rule.premise is None else self.propositions.node(rule.premise)
        if self._judges_early:
            return premise
        since = self._since.get(rule.id)
        early = [self._about_early(part, since) for part in (rule.premise, rule.must) if part is not None]
        return diagrams.both(premise, *map(diagrams.negated, early))

    def _about_early(self, condition: Condition, since: dt.date | None) -> Node:
        """Where a condition is about a term that lies before the instrument took effect.

        Beside what is asked in another way it is; together with what does not hold it is not, which then speaks alone.
        """
        diagrams, node = self.propositions.diagrams, self.propositions.node
        match condition:
            case InTerm(relation=Relation.WITHIN) | InTerm(relation=Relation.AFTER, done=str()):
                return node(_predates(condition, since))
            case All(parts=parts):
                plain = [node(part) for part in parts if not any(isinstance(leaf, InTerm) for leaf in leaves_of(part))]
                return diagrams.both(diagrams.either(*(self._about_early(part, since) for part in parts)), *plain)
            case AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
                return diagrams.either(*(self._about_early(part, since) for part in parts))
        return diagrams.no

    def demanding(self, rule: DutyRule) -> bool:
        """Whether a rule asks that something be so, and does not only say what is for a human."""
        return self.propositions.node(rule.must) is not self.propositions.diagrams.yes

    def gravest(self, places: Iterable[int]) -> Node:
        """The gravest of some rules; an unmet 原则上 leaves the whole compliant.

        Args:
            places: the places of the rules, at least one.

        Raises:
            OutOfBudget: the rules are too entangled.
        """
        diagrams, order = self.propositions.diagrams, self.order
        counted = [
            diagrams.apply(lambda rank: _MET if order[rank] is Compliance.NONCOMPLIANT else rank, node)
            if rule.force is DutyForce.ADVISORY
            else node
            for rule, node in ((self.rules[place], self.of_rules[place]) for place in places)
        ]
        whole = diagrams.least(counted, 0, _OUTSIDE)
        # Where no element of scope reaches the activity, it is not covered.
        return diagrams.apply(lambda rank: order.index(order[rank]), whole)

    @functools.cached_property
    def leaves(self) -> tuple[tuple[tuple[Condition, frozenset[int]], ...], ...]:
        """By rule, the comparisons it asks about, each with the levels of its variables."""
        return tuple(
            tuple(
                (leaf, self.propositions.levels_of(leaf))
                for condition in (*conditions_of(rule), *early)
                for leaf in leaves_of(condition)
            )
            for rule, early in zip(self.rules, self.early, strict=True)
        )

    def possible(self, ranks: frozenset[int]) -> frozenset[Compliance]:
        """The verdicts that the numbers at a leaf stand for."""
        return frozenset(self.order[rank] for rank in ranks)

    def verdict(self, ranks: frozenset[int]) -> Compliance:
        """The verdict on what the completions of the known facts lead to: the one, or what is said of several.

        A duty that is fulfilled whether or not it applies is fulfilled; what is in doubt for certain is for a human,
        fulfilled or not.
        """
        found = self.possible(ranks)
        if len(found) == 1:
            return next(iter(found))
        if ranks <= {self._review, self._unmet + 1}:
            return Compliance.HUMAN_REVIEW
        return Compliance.COMPLIANT if ranks == {_MET, _MET_ANYWAY} else Compliance.UNDETERMINED

    def of_all(self, ranks: frozenset[int], findings: Iterable[frozenset[int]]) -> Compliance:
        """The verdict on the whole.

        Args:
            ranks: what the whole may come to.
            findings: what each rule may come to; looked at only where the whole hangs on it.
        """
        if not self.hangs_on_findings(ranks):
            return self.verdict(ranks)
        each = set(map(self.verdict, findings))
        if Compliance.HUMAN_REVIEW in each:
            # A human must look, whatever becomes known.
            return Compliance.HUMAN_REVIEW
        return Compliance.COMPLIANT if each <= _MET_OR_OUTSIDE else Compliance.UNDETERMINED

    def hangs_on_findings(self, ranks: frozenset[int]) -> bool:
        """Whether the verdict on the whole is told by those on the rules.

        It is where the whole is compliant or not applicable, and fulfilled only if each duty is; and where it is unmet
        or for a human, who must look only if some rule says so for certain.
        """
        found = self.possible(ranks)
        unmet = frozenset({Compliance.HUMAN_REVIEW, self.order[self._unmet]})
        return found == unmet or (found == _MET_OR_OUTSIDE and not self.scope)


class Standing:
    """What the compiled rules come to, as sets, where facts stand together. Safe to share between threads.

    Args:
        compiled: the rules.
        ties: what facts come to together beside what is consistent by itself.
    """

    def __init__(self, compiled: CompiledDuties, ties: Iterable[Node] = ()) -> None:
        self._compiled = compiled
        self._propositions = compiled.propositions
        diagrams = self._propositions.diagrams
        self._ties = tuple((tie, frozenset(diagrams.tested(tie))) for tie in ties)
        #: Where facts can stand together.
        self.consistent: Node = diagrams.both(self._propositions.consistent, *(tie for tie, _ in self._ties))
        #: The sets of what the whole may come to.
        self.whole: Node = diagrams.outcomes(compiled.of_whole, self.consistent)

    @functools.cached_property
    def findings(self) -> tuple[Node, ...]:
        """By rule, the sets of what it may come to; empty where the facts that bear on it cannot stand together."""
        outcomes = self._propositions.diagrams.outcomes
        return tuple(outcomes(node, self.bearing_on(node)) for node in self._compiled.of_rules)

    def bearing_on(self, diagram: Node) -> Node:
        """What is consistent, as far as it bears on what a diagram tests."""
        diagrams = self._propositions.diagrams
        levels = frozenset(diagrams.tested(diagram)) if self._ties else frozenset[int]()
        bearing = self._propositions.bearing_on(diagram)
        return diagrams.both(bearing, *(tie for tie, tied in self._ties if tied & levels))

    def tested(self, diagram: Node) -> tuple[int, ...]:
        """The levels that a diagram tests."""
        return self._propositions.diagrams.tested(diagram)

    def settled(self, diagram: Node, ways: Iterable[Sequence[int]]) -> frozenset[int]:
        """What a diagram of sets comes to.

        Args:
            diagram: of the whole, or of a rule.
            ways: the places of what is known, once for each way in which what is not told may stand together.
        """
        settled = self._propositions.diagrams.settled
        return frozenset[int]().union(*(settled(diagram, known) for known in ways))


def conditions_of(rule: DutyRule) -> tuple[Condition, ...]:
    """What a rule asks: its premise, what has to be so, what is in doubt."""
    return tuple(part for part in (rule.premise, rule.must, rule.doubt) if part is not None)


def leaves_of(condition: Condition) -> Iterator[Condition]:
    """The comparisons of a condition; what tells one thing several times is one."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts):
            for part in parts:
                yield from leaves_of(part)
        case _:
            yield condition


def _terms_in(condition: Condition) -> Iterator[InTerm]:
    """The terms that have to be kept, and the acts that a least length comes before."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from _terms_in(part)
        case InTerm(relation=Relation.WITHIN) | InTerm(relation=Relation.AFTER, done=str()):
            yield condition


def _predating(conditions: Iterable[Condition], since: dt.date | None) -> Iterator[Predates]:
    """What may lie before the instrument took effect, for each term that has to be kept."""
    for condition in conditions:
        yield from (_predates(part, since) for part in _terms_in(condition))


def _predates(part: InTerm, since: dt.date | None) -> Predates:
    if part.relation is Relation.AFTER and part.done is not None:
        return Predates(None, part.done, part.done, part.stated, since)
    return Predates(part.term, part.start, part.done, part.stated, since)


def _shared(rules: Iterable[DutyRule], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that many rules ask about, those of most rules first."""
    asked = Counter(name for rule in rules for name in {n for part in conditions_of(rule) for n in facts_of(part)})
    return tuple(
        name
        for name, count in sorted(asked.items(), key=lambda item: (-item[1], item[0]))
        if count >= _SHARED and vocabulary.facts[name].finite
    )
