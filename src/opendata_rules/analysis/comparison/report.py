"""The comparison of several laws as one HTML page that opens offline and prints well."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from ...formats.pages import PRINTED, template
from ...vocabulary.terms import WARNING_TERMS, ComparisonTopic
from .opening import TITLES, counted, opening
from .order import Order
from .picture import svg
from .results import MARK, RELATION_TERMS, Comparison, Difference, Relation, verdict

#: A page of so many differences is shown unfolded.
_OPEN = 15
#: Facts of an example that are simply 否 and stand beside the others; more are folded.
_DENIED = 3


def render_html(orders: Sequence[Order]) -> bytes:
    """The page; the same comparison gives the same bytes.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    total = sum(len(one.differences) for order in orders for one in order.comparisons)
    page: str = template(__package__, "report.html.j2").render(
        names=orders[0].names if orders else (),
        laws=orders[0].laws if orders else (),
        mark=MARK,
        unfolded=total <= _OPEN,
        warning_terms={str(code): term for code, term in WARNING_TERMS.items()},
        parts=[_part(order) for order in orders],
    )
    return page.encode("utf-8", "replace")


def _part(order: Order) -> dict[str, Any]:
    from markupsafe import Markup

    (title, _), (about, _) = TITLES[order.topic]
    names = {id(law): name for law, name in zip(order.laws, order.names, strict=True)}
    pairs, left = [], PRINTED
    for number, comparison in enumerate(order.comparisons, 1):
        printed = min(left, len(comparison.differences))
        left -= printed
        anchor = f"{order.topic}-{number}"
        pairs.append(_pair(comparison, names[id(comparison.a)], names[id(comparison.b)], anchor, order, printed))
    total = sum(len(pair["differences"]) for pair in pairs)
    return {
        "anchor": str(order.topic),
        "title": title,
        "about": about,
        "opening": opening(order),
        "pictures": [Markup(svg(order)), Markup(svg(order, sideways=True))] if len(order.laws) > 2 else [],
        "order": order,
        "pairs": pairs,
        # Pair by pair, from either side, for the cells of the table.
        "of": dict(zip(combinations(range(len(order.laws)), 2), pairs, strict=True)),
        "beside": any(comparison.beside for comparison in order.comparisons),
        "warnings": order.warnings,
        "warned": list(dict.fromkeys(WARNING_TERMS[warning.code] for warning in order.warnings)),
        "total": total,
        "unprinted": total - (PRINTED - left),
    }


def _pair(comparison: Comparison, a: str, b: str, anchor: str, order: Order, printed: int) -> dict[str, Any]:
    relation = RELATION_TERMS[comparison.relation]
    apart = comparison.relation in (Relation.EQUIVALENT, Relation.INCOMPARABLE)
    # What bears on who is stricter stands before what does not.
    ordered = sorted(comparison.differences, key=lambda one: one.equally_strict)
    return {
        "anchor": anchor,
        "names": f"{a} 与 {b}",
        "heading": f"{a} 与 {b}：{relation}" if apart else f"{a} 比 {b} {relation}",
        "counted": counted(comparison, a, b),
        "printed": printed,
        "differences": [
            {
                "text": one.told(a, b),
                "who": verdict(one, a, b),
                "sources": one.sources(a, b),
                "example": None if order.topic is ComparisonTopic.PROCEDURES else _example(one),
            }
            for one in ordered
        ],
    }


def _example(difference: Difference) -> dict[str, Any]:
    """The facts that tell the laws apart, and apart from them those that have only to be 否."""
    told, denied = difference.telling
    if not told:
        told, denied = tuple(f"{label}＝否" for label in denied[:_DENIED]), denied[_DENIED:]
    return {"told": told, "denied": denied, "folded": len(denied) > _DENIED}
