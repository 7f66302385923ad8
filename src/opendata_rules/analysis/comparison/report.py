"""The comparison of several laws as one HTML page that opens offline and prints well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...formats.pages import template
from .order import Order
from .picture import svg
from .results import MARK, heading, verdict

_TITLES = {
    "classification": ("开放属性的判定", "哪些数据不予开放、有条件开放、无条件开放。"),
    "sharing_classification": ("共享属性的判定", "哪些数据不予共享、有条件共享、无条件共享。"),
    "change": ("开放属性的变更", "变更须满足哪些条件。"),
    "procedures": ("期限", "哪一步有多长的期限，谁没有规定。"),
    "duties": ("职责", "哪些事项有要求，要求是否相同。"),
}


def render_html(orders: Sequence[Order]) -> bytes:
    """The page; the same comparison gives the same bytes.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    page: str = template(__package__, "report.html.j2").render(
        names=orders[0].names if orders else (),
        laws=orders[0].laws if orders else (),
        mark=MARK,
        parts=[_part(order, svg(order)) for order in orders],
    )
    return page.encode()


def _part(order: Order, picture: str) -> dict[str, Any]:
    title, about = _TITLES[order.topic]
    names = {id(law): name for law, name in zip(order.laws, order.names, strict=True)}
    pairs = []
    for comparison in order.comparisons:
        a, b = names[id(comparison.a)], names[id(comparison.b)]
        rows = [
            {
                "text": d.told(a, b),
                "who": verdict(d, a, b),
                "sources": d.sources(a, b),
                "example": "" if order.topic == "procedures" else d.in_words,
            }
            for d in comparison.differences
        ]
        pairs.append({"heading": heading(comparison, a, b), "differences": rows})
    return {"title": title, "about": about, "picture": picture, "order": order, "pairs": pairs}
