"""Several laws at once: every pair compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from ...errors import BadArgument
from ...norms.order import LegalOrder
from ...vocabulary.arguments import ComparisonTopicName
from ...vocabulary.refusals import each_argument
from ...vocabulary.terms import ComparisonTopic
from .orders import Order as Order
from .pair import compare


def order(laws: Iterable[LegalOrder], *, topic: ComparisonTopicName = "classification") -> Order:
    """Compare every pair of several laws.

    Raises:
        UnknownTopic: there is no such topic.
        BadArgument: there is no law.
        TypeError: one of them is no law.
    """
    asked = tuple(each_argument(laws, "laws", LegalOrder, "library.law(…) 给出的 Law"))
    if not asked:
        raise BadArgument("没有要比较的地方。", english="there is no law to compare.", argument="laws")
    comparisons = tuple(compare(one, other, topic=topic) for one, other in combinations(asked, 2))
    return Order(ComparisonTopic(topic), asked, _names(asked), comparisons)


def _names(laws: Sequence[LegalOrder]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for law in laws:
        counts[law.place.id] = counts.get(law.place.id, 0) + 1

    def name(law: LegalOrder) -> str:
        short = law.place.other_names[0] if law.place.other_names else law.place.name
        return short if counts[law.place.id] == 1 else f"{short}@{law.on}"

    return tuple(map(name, laws))
