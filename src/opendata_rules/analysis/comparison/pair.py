"""Two legal orders compared on one topic: which is stricter, and the smallest example of every difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ...errors import UnknownTopic
from ...norms.order import LegalOrder, order_argument
from ...vocabulary.refusals import none_of, text_argument
from ...vocabulary.terms import Scheme
from ...vocabulary.words import common
from .changes import compare_changes
from .classification import compare_classification
from .results import Comparison, Difference, Relation
from .side_by_side import compare_duties, compare_procedures

#: What can be compared.
TOPICS = ("classification", "sharing_classification", "change", "procedures", "duties")


def compare(a: LegalOrder, b: LegalOrder, *, topic: str = "classification") -> Comparison:
    """How one law stands to another.

    Args:
        a: the first law.
        b: the second: another place, another date, or another version of the packs.
        topic: ``classification``, ``sharing_classification``, ``change``, ``procedures`` or ``duties``.

    Raises:
        UnknownTopic: there is no such topic.
        TypeError: one of them is no law.
        BadPack: both places have a fact of one id, and not of one type.
    """
    comparers: Mapping[str, Callable[[LegalOrder, LegalOrder], Iterable[Difference]]] = {
        "classification": lambda one, other: compare_classification(one, other, Scheme.OPENING),
        "sharing_classification": lambda one, other: compare_classification(one, other, Scheme.SHARING),
        "change": compare_changes,
        "procedures": compare_procedures,
        "duties": compare_duties,
    }
    order_argument(a, "a")
    order_argument(b, "b")
    if text_argument(topic, "topic") not in comparers:
        raise none_of(topic, "topic", TOPICS, kind=UnknownTopic)
    # What only one of them knows can be told to both, so that each answers every example.
    words = common(a.words, b.words)
    differences = tuple(comparers[topic](a.speaking(words), b.speaking(words)))
    return Comparison(topic, a, b, _relation(differences), differences)


def _relation(differences: tuple[Difference, ...]) -> Relation:
    sides = {difference.stricter for difference in differences if not difference.equally_strict}
    if not sides:
        return Relation.EQUIVALENT
    if sides == {"a"}:
        return Relation.STRICTER
    return Relation.LOOSER if sides == {"b"} else Relation.INCOMPARABLE
