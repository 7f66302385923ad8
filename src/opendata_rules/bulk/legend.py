"""What the bits of masks stand for.

Bit 0 of a mask of attributes is *closed*, bit 1 *conditional*, bit 2 *open*. Bit *n* of a mask of grounds is ground *n*
of the legend: the grounds of the opening scheme first, strictest class first, then those of the sharing scheme, so that
one legend serves both.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass

from ..answers.classification.answer import HoldingGround
from ..answers.classification.computation import classifier_of
from ..errors import BadPack
from ..norms.order import LegalOrder
from ..quoting import type_name
from ..values import FrozenDict
from ..vocabulary.citations import Citation
from ..vocabulary.terms import STRICTEST_FIRST, Attribute, Scheme

#: Bits of a mask of grounds.
GROUND_BITS = 64


@dataclass(frozen=True, slots=True)
class Legend:
    """What the masks of tables say, for one law.

    Attributes:
        attributes: bit *n* of ``odr_possible`` and ``odr_permitted`` is ``attributes[n]``.
        grounds: bit *n* of ``odr_grounds`` is ``grounds[n]``.
        first: by scheme, the bit of its first ground.
    """

    attributes: tuple[Attribute, ...]
    grounds: tuple[HoldingGround, ...]
    first: Mapping[Scheme, int]

    def attributes_in(self, mask: int) -> tuple[Attribute, ...]:
        """The attributes of a mask, strictest first.

        Raises:
            TypeError: the mask is no integer.
        """
        bits = _bits(mask)
        return tuple(attribute for n, attribute in enumerate(self.attributes) if bits >> n & 1)

    def grounds_in(self, mask: int) -> tuple[HoldingGround, ...]:
        """The grounds of a mask, strictest class first, as ``decision.grounds`` has them.

        Raises:
            TypeError: the mask is no integer.
        """
        bits = _bits(mask)
        return tuple(ground for n, ground in enumerate(self.grounds) if bits >> n & 1)

    def citations_in(self, mask: int) -> tuple[Citation, ...]:
        """The citations of the grounds of a mask, in the same order.

        Raises:
            TypeError: the mask is no integer.
        """
        return tuple(ground.citation for ground in self.grounds_in(mask))


def _bits(mask: object) -> int:
    """The bits of a mask; one of 64 signed bits may be negative, and cells of numpy are integers too."""
    try:
        return operator.index(mask) & (1 << GROUND_BITS) - 1  # type: ignore[arg-type]
    except TypeError:
        kind = type_name(mask)
        raise TypeError(f"mask 应当是整数，得到的是 {kind}。 (mask must be an integer, not {kind})") from None


def legend_of(order: LegalOrder) -> Legend:
    """The legend of a law; made once.

    Raises:
        BadPack: the rules have more grounds than a mask has bits, or cannot be worked out.
    """

    # Whoever only classifies needs no graph.
    from .graph import grounds_of

    def make() -> Legend:
        grounds: list[HoldingGround] = []
        first: dict[Scheme, int] = {}
        for scheme in Scheme:
            first[scheme] = len(grounds)
            grounds += [
                HoldingGround(rule.id, rule.citation, rule.force, rule.outcome, rule.gist, rule.english)
                for rule in grounds_of(classifier_of(order, scheme))
            ]
        return Legend(STRICTEST_FIRST, tuple(grounds), FrozenDict(first))

    found: Legend = order.once("legend", make)
    if len(found.grounds) > GROUND_BITS:
        count = len(found.grounds)
        raise BadPack(
            f"{order.place.id} 的判定规则共有 {count} 条依据，批量判定最多用 {GROUND_BITS} 条。",
            english=f"The rules of {order.place.id} have {count} grounds, masks have {GROUND_BITS} bits.",
        )
    return found
