"""Classification compared on cubes: exact, over the facts of both laws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...answers.bounded import bounded
from ...answers.classification.compiled import ATTRIBUTES, Compiled, Outcome
from ...answers.classification.completions import rests_on
from ...answers.classification.computation import classifier_of, classify
from ...logic.budget import Budget
from ...logic.cubes import Layout
from ...logic.smallest_example import smallest
from ...norms.order import LegalOrder
from ...norms.pack import Classification
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import STRICTEST_FIRST, Scheme, attribute_term
from .results import Difference

#: A hold and human judgement count as closed.
_RANKS = {
    Outcome.CLOSED: 0,
    Outcome.REVIEW: 0,
    Outcome.HOLD: 0,
    Outcome.CONDITIONAL: 1,
    Outcome.OPEN: 2,
}
_NAMES = {Outcome.REVIEW: ("须人工判断", "human review"), Outcome.HOLD: ("暂缓", "hold")}


def compare_classification(a: LegalOrder, b: LegalOrder, scheme: Scheme) -> Iterator[Difference]:
    """Differences of two classifications over every complete description of a dataset."""
    rules = [classifier_of(law, scheme).rules for law in (a, b)]
    if rules[0] is None or rules[1] is None:
        if rules[0] is not rules[1]:
            silent = "a" if rules[0] is None else "b"
            text = f"{'甲' if silent == 'a' else '乙'}没有已收录且有效的判定规则"
            answers = (classify(a, {}, scheme=scheme), classify(b, {}, scheme=scheme))
            yield Difference("no_rule", text, f"{silent} has no rule in force", None, (), *answers)
        return
    with bounded(a, "比较两份规则", b) as budget:
        joint = _Joint(a, b, scheme, rules[0], rules[1], budget)
        with budget.on(joint.a.widest):
            yield from joint.outcomes()
            yield from joint.permissions()
            yield from joint.outcomes(equally_strict=True)


class _Joint:
    """Two classifications over the facts of both."""

    def __init__(
        self,
        a: LegalOrder,
        b: LegalOrder,
        scheme: Scheme,
        ours: Classification,
        theirs: Classification,
        budget: Budget,
    ) -> None:
        self.laws = (a, b)
        self.scheme = scheme
        fields = [classifier_of(law, scheme).layout.fields for law in (a, b)]
        names = dict.fromkeys([*fields[0], *fields[1]])
        vocabulary = a.vocabulary
        self.layout = Layout((vocabulary.facts[name] for name in names), budget)
        self.a = Compiled(ours, self.layout, vocabulary, budget)
        self.b = Compiled(theirs, self.layout, vocabulary, budget)

    def _difference(
        self,
        against: Iterable[int],
        subject: str,
        text: str,
        english: str,
        stricter: str | None,
    ) -> Difference | None:
        example = smallest(self.layout, against, self.a.consistent)
        if example is None:
            return None
        ours, theirs = (classify(law, example, scheme=self.scheme) for law in self.laws)
        return Difference(
            subject,
            text,
            english,
            stricter,
            self._telling_first(example),
            ours,
            theirs,
            self.laws[0].words,
            equally_strict=stricter is None,
        )

    def _telling_first(self, example: Mapping[str, FactValue]) -> tuple[tuple[str, FactValue], ...]:
        """The facts of an example, first those on which it rests that a provision holds: what tells the laws apart."""
        known = self.layout.knowledge(example)
        telling = {
            name
            for law in (self.a, self.b)
            for rule in law.holding(known)
            for name in rests_on(self.layout, law.absent[rule.id], known)
        }
        return tuple(sorted(example.items(), key=lambda pair: (pair[0] not in telling, pair[1] is False)))

    def _term(self, outcome: Outcome, language: int) -> str:
        if outcome in _NAMES:
            return _NAMES[outcome][language]
        attribute = ATTRIBUTES[outcome]
        return attribute_term(self.scheme, attribute) if language == 0 else str(attribute)

    def outcomes(self, *, equally_strict: bool = False) -> Iterator[Difference]:
        """Pairs of outcomes that some complete facts lead to: of different strictness, or equally strict ones."""
        for ours, left in self.a.outcomes.items():
            for theirs, right in self.b.outcomes.items():
                if ours is theirs or (_RANKS[ours] == _RANKS[theirs]) is not equally_strict:
                    continue
                if not self.layout.meet(left, right):
                    continue
                against = [c for o, cubes in self.a.outcomes.items() if o is not ours for c in cubes]
                against += [c for o, cubes in self.b.outcomes.items() if o is not theirs for c in cubes]
                found = self._difference(
                    against,
                    f"{ours}/{theirs}",
                    f"甲{self._term(ours, 0)}，乙{self._term(theirs, 0)}",
                    f"{self._term(ours, 1)} against {self._term(theirs, 1)}",
                    None if equally_strict else "a" if _RANKS[ours] < _RANKS[theirs] else "b",
                )
                if found is not None:
                    yield found

    def permissions(self) -> Iterator[Difference]:
        """The same attribute on both sides, and one side permits another one besides."""
        for outcome, attribute in ATTRIBUTES.items():
            same = self.layout.both(self.a.outcomes[outcome], self.b.outcomes[outcome])
            if not same:
                continue
            elsewhere = [
                c for law in (self.a, self.b) for o, cubes in law.outcomes.items() if o is not outcome for c in cubes
            ]
            for other in STRICTEST_FIRST:
                for wider, narrower, stricter in ((self.a, self.b, "b"), (self.b, self.a, "a")):
                    if not self.layout.both(same, wider.permits[other], narrower.denies[other]):
                        continue
                    against = [*elsewhere, *wider.denies[other], *narrower.permits[other]]
                    who = "甲" if wider is self.a else "乙"
                    found = self._difference(
                        against,
                        f"{attribute}+{other}",
                        f"都列为{self._term(outcome, 0)}，{who}还可以选择{attribute_term(self.scheme, other)}",
                        f"both {attribute}; {'a' if wider is self.a else 'b'} also permits {other}",
                        stricter,
                    )
                    if found is not None:
                        yield found
