"""Two legal orders compared on one topic: which is stricter, and the smallest example of every difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ...errors import UnknownTopic
from ...norms.order import LegalOrder, order_argument
from ...vocabulary.arguments import ComparisonTopicName, chosen
from ...vocabulary.refusals import none_of, text_argument
from ...vocabulary.terms import COMPARISON_TERMS, ComparisonTopic, Scheme
from ...vocabulary.words import common
from .changes import compare_changes
from .classification import compare_classification
from .results import Comparison, Difference, Relation
from .side_by_side import compare_duties, compare_procedures

#: What can be compared.
TOPICS = tuple(str(topic) for topic in ComparisonTopic)


def compare(a: LegalOrder, b: LegalOrder, *, topic: ComparisonTopicName = "classification") -> Comparison:
    """How one law stands to another.

    Args:
        a: the first law.
        b: the second: another place, another date, or another version of the packs.
        topic: ``classification``, ``sharing_classification``, ``change``, ``procedures`` or ``duties``; also by
            the Chinese term: 开放属性判定, 共享属性判定, 开放属性变更, 期限, 职责.

    Raises:
        UnknownTopic: there is no such topic.
        TypeError: one of them is no law.
        BadPack: both places have a fact of one id, and not of one type.
    """
    comparers: Mapping[ComparisonTopic, Callable[[LegalOrder, LegalOrder], Iterable[Difference]]] = {
        ComparisonTopic.CLASSIFICATION: lambda one, other: compare_classification(one, other, Scheme.OPENING),
        ComparisonTopic.SHARING_CLASSIFICATION: lambda one, other: compare_classification(one, other, Scheme.SHARING),
        ComparisonTopic.CHANGE: compare_changes,
        ComparisonTopic.PROCEDURES: compare_procedures,
        ComparisonTopic.DUTIES: compare_duties,
    }
    order_argument(a, "a")
    order_argument(b, "b")
    compared = chosen(ComparisonTopic, text_argument(topic, "topic"))
    if compared is None:
        raise none_of(topic, "topic", COMPARISON_TERMS, kind=UnknownTopic)
    # What only one of them knows can be told to both, so that each answers every example.
    words = common(a.words, b.words)
    differences = tuple(comparers[compared](a.speaking(words), b.speaking(words)))
    return Comparison(compared, a, b, _relation(differences), differences)


def _relation(differences: tuple[Difference, ...]) -> Relation:
    sides = {difference.stricter for difference in differences if not difference.equally_strict}
    if not sides:
        return Relation.EQUIVALENT
    if sides == {"a"}:
        return Relation.STRICTER
    return Relation.LOOSER if sides == {"b"} else Relation.INCOMPARABLE
