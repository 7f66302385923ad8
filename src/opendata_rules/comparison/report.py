"""The comparison of several laws as one HTML page that opens offline and prints well."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Any

from ..errors import MissingExtra
from .order import RELATION_TERMS, Order, heading
from .picture import svg

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
    try:
        import jinja2
        from markupsafe import Markup
    except ImportError as error:
        raise MissingExtra('写 HTML 报告需要安装：pip install "opendata-rules[catalogue]"') from error
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    source = resources.files(__package__).joinpath("report.html.j2").read_text(encoding="utf-8")
    page: str = environment.from_string(source).render(
        names=orders[0].names if orders else (),
        laws=orders[0].laws if orders else (),
        terms=RELATION_TERMS,
        parts=[_part(order, Markup(svg(order))) for order in orders],
    )
    return page.encode()


def _part(order: Order, picture: Any) -> dict[str, Any]:
    title, about = _TITLES[order.topic]
    names = {id(law): name for law, name in zip(order.laws, order.names, strict=True)}
    pairs = []
    for comparison in order.comparisons:
        a, b = names[id(comparison.a)], names[id(comparison.b)]
        who = {"a": a, "b": b, None: "互有宽严"}
        rows = [
            {
                "text": d.told(a, b),
                "who": who[d.stricter],
                "example": "" if order.topic == "procedures" else d.in_words,
            }
            for d in comparison.differences
        ]
        pairs.append({"heading": heading(comparison.relation, a, b), "differences": rows})
    return {"title": title, "about": about, "picture": picture, "order": order, "pairs": pairs}
