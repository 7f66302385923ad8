"""What deadlines and schedules are asked with beside their days: the facts, and how days of rest count."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import BadFact, Problems
from ...norms.order import LegalOrder
from ...vocabulary.arguments import chosen
from ...vocabulary.facts import FactValue
from ...vocabulary.refusals import none_of
from ...vocabulary.terms import RECEIPT_TERMS, ReceiptPolicy


def known_policy(receipt: object) -> ReceiptPolicy:
    """How a trigger on a rest day is to be dated.

    Raises:
        BadFact: there is no such policy.
    """
    found = chosen(ReceiptPolicy, receipt)
    if found is None:
        raise none_of(receipt, "receipt", RECEIPT_TERMS, kind=BadFact)
    return found


def facts_and_policy(
    order: LegalOrder, facts: Mapping[str, object], receipt: object
) -> tuple[dict[str, FactValue], ReceiptPolicy]:
    """The facts by id, and how a trigger on a rest day is to be dated.

    Raises:
        UnknownFact: a name is not in the vocabulary.
        BadFact: a value does not fit its fact, or there is no such policy.
    """
    problems = Problems()
    with problems.kept():
        known = order.vocabulary.normalise(facts)
    with problems.kept():
        policy = known_policy(receipt)
    problems.tell()
    return known, policy
