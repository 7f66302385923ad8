"""Changes of attribute compared move by move, by the verdicts on every complete description.

Both laws are compiled over the same facts; what differs is every pair of verdicts that some description leads to.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...answers.bounded import bounded
from ...answers.changes.compiled import CompiledChange, variables
from ...answers.changes.computation import check_change
from ...logic.budget import Budget
from ...logic.joint_examples import joint_examples
from ...norms.order import LegalOrder
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import STRICTEST_FIRST, VERDICT_TERMS, Attribute, Scheme, Verdict, attribute_term
from .results import Difference

#: How hard a verdict is on who wants to change; a hold waits as a human's look does.
_HARDNESS = {
    Verdict.NOT_REGULATED: 0,
    Verdict.ALLOWED: 0,
    Verdict.UNDETERMINED: 1,
    Verdict.HUMAN_REVIEW: 1,
    Verdict.FORBIDDEN: 2,
}
#: What a verdict on a complete description says.
_TERMS = {**VERDICT_TERMS, Verdict.UNDETERMINED: "暂缓"}


def compare_changes(a: LegalOrder, b: LegalOrder) -> Iterator[Difference]:
    """Differences of the verdicts on each move, the widest first."""
    moves = [(x, y) for x in STRICTEST_FIRST for y in STRICTEST_FIRST if x is not y]
    for before, after in moves:
        with bounded(a, "比较变更属性的规则", b) as budget:
            yield from _move(a, b, before, after, budget)


def _move(a: LegalOrder, b: LegalOrder, before: Attribute, after: Attribute, budget: Budget) -> Iterator[Difference]:
    conditions = [one for law in (a, b) for one in CompiledChange(law, before, after, budget).conditions]
    shared = variables(a, before is after, conditions, budget)
    ours, theirs = (CompiledChange(law, before, after, budget, shared) for law in (a, b))
    verdicts = list(Verdict)
    examples = joint_examples(shared, lambda pair: pair[0] is not pair[1], ours.verdict, theirs.verdict)
    for pair, found in sorted(
        examples,
        key=lambda one: (-abs(_HARDNESS[one[0][0]] - _HARDNESS[one[0][1]]), *map(verdicts.index, one[0])),
    ):
        yield _difference(a, b, before, after, (pair[0], pair[1]), shared.stated(found))


def _difference(
    a: LegalOrder,
    b: LegalOrder,
    before: Attribute,
    after: Attribute,
    pair: tuple[Verdict, Verdict],
    example: dict[str, FactValue],
) -> Difference:
    subject = f"{before}→{after}"
    name = f"{attribute_term(Scheme.OPENING, before)}→{attribute_term(Scheme.OPENING, after)}"
    one, other = pair
    harder = _HARDNESS[one] - _HARDNESS[other]
    first, second = (check_change(law, before, after, example) for law in (a, b))
    return Difference(
        subject,
        f"{name}：甲{_TERMS[one]}，乙{_TERMS[other]}",
        f"{subject}: a {one}, b {other}",
        "a" if harder > 0 else "b" if harder < 0 else None,
        tuple(example.items()),
        first,
        second,
        a.words,
    )
