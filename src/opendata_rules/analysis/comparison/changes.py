"""Changes of attribute compared move by move, by what the provisions ask.

The order of two days is told by the fact that says the same in words. That the target has a ground is a matter of
classification and is compared there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...answers.bounded import bounded
from ...answers.changes.computation import check_change
from ...answers.changes.provisions import asked, plainly, provisions_on
from ...logic.budget import Budget
from ...logic.conditions import All, facts_of
from ...logic.cubes import Layout
from ...logic.smallest_example import smallest
from ...norms.order import LegalOrder
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme, attribute_term
from .results import Difference


def compare_changes(a: LegalOrder, b: LegalOrder) -> Iterator[Difference]:
    """Differences of what the provisions on each move ask."""
    moves = [(x, y) for x in STRICTEST_FIRST for y in STRICTEST_FIRST if x is not y]
    for before, after in moves:
        with bounded(a, "比较变更属性的规则", b) as budget:
            yield from _move(a, b, before, after, budget)


def _move(a: LegalOrder, b: LegalOrder, before: Attribute, after: Attribute, budget: Budget) -> Iterator[Difference]:
    ours, theirs = (provisions_on(law, before, after) for law in (a, b))
    subject = f"{before}→{after}"
    name = f"{attribute_term(Scheme.OPENING, before)}→{attribute_term(Scheme.OPENING, after)}"
    if not ours or not theirs:
        if bool(ours) != bool(theirs):
            stricter = "a" if ours else "b"
            first, second = (check_change(law, before, after, {}) for law in (a, b))
            text = f"{name}：只有{'甲' if ours else '乙'}有规定"
            yield Difference(subject, text, f"{subject}: only {stricter} regulates it", stricter, (), first, second)
        return
    conditions = [plainly(All(tuple(c for rule in rules for c in asked(rule)))) for rules in (ours, theirs)]
    names = dict.fromkeys(fact for condition in conditions for fact in facts_of(condition))
    vocabulary = a.vocabulary
    tied = dict.fromkeys(fact for rule in vocabulary.constraints for fact in rule.facts)
    layout = Layout((vocabulary.facts[n] for n in {**names, **tied}), budget)
    consistent = layout.consistent(vocabulary.constraints)
    passes = [layout.both(consistent, layout.cubes(condition)) for condition in conditions]
    fails = [layout.both(consistent, layout.cubes(condition, negated=True)) for condition in conditions]
    for wider, narrower, stricter in ((0, 1, "b"), (1, 0, "a")):
        if not layout.both(passes[wider], fails[narrower]):
            continue
        example = smallest(layout, (*fails[wider], *passes[narrower]), consistent)
        if example is None:
            continue
        first, second = (check_change(law, before, after, example) for law in (a, b))
        who = ("甲", "乙") if wider == 0 else ("乙", "甲")
        text = f"{name}：{who[0]}允许而{who[1]}不允许"
        yield Difference(
            subject,
            text,
            f"{subject}: {stricter} asks for more",
            stricter,
            tuple(example.items()),
            first,
            second,
            a.words,
        )
