"""Why what is said of a whole law should be read with care: the warnings of its answers where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

from ..answers.classification.computation import classify
from ..norms.order import LegalOrder
from ..norms.warnings import ResultWarning, in_order
from ..vocabulary.terms import STRICTEST_FIRST, ComparisonTopic, Scheme

#: What a comparison of a scheme is about.
SCHEME_TOPICS = {
    Scheme.OPENING: ComparisonTopic.CLASSIFICATION,
    Scheme.SHARING: ComparisonTopic.SHARING_CLASSIFICATION,
}


def cautions(orders: Iterable[LegalOrder], topic: ComparisonTopic) -> tuple[ResultWarning, ...]:
    """The warnings on a topic under several laws, each once."""
    return in_order(warning for order in orders for warning in _of(order, topic))


def _of(order: LegalOrder, topic: ComparisonTopic) -> tuple[ResultWarning, ...]:
    return order.once(("cautions", topic), lambda: in_order(_found(order, topic)))


def _found(order: LegalOrder, topic: ComparisonTopic) -> Iterator[ResultWarning]:
    match topic:
        case ComparisonTopic.CLASSIFICATION:
            yield from classify(order, {}).warnings
        case ComparisonTopic.SHARING_CLASSIFICATION:
            yield from classify(order, {}, scheme=Scheme.SHARING).warnings
        case ComparisonTopic.CHANGE:
            from ..answers.changes.computation import check_change

            for before, after in permutations(STRICTEST_FIRST, 2):
                yield from check_change(order, before, after, {}).warnings
        case ComparisonTopic.PROCEDURES:
            from ..answers.deadlines.computation import deadline

            for procedure in order.procedures.all.values():
                for step in procedure.steps:
                    yield from deadline(order, step.name, order.on, {}).warnings
        case ComparisonTopic.DUTIES:
            from ..answers.duties.computation import check

            for one in order.vocabulary.topics.values():
                if one.has_duties:
                    yield from check(order, one.id, {}).warnings
