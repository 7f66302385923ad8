"""The partial order of several laws as a picture (SVG): the stricter first, a line from each to the next looser."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from .order import Order

_HEIGHT, _FONT = 44, 15
#: Space between boxes of one level, and between levels.
_GAP, _STEP = 28, 56
_MARGIN = 2


class _Box(NamedTuple):
    """A class of laws that are equivalent, with its place."""

    label: str
    x: float
    y: float
    width: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + _HEIGHT / 2


def svg(found: Order, *, sideways: bool = False, label: str = "") -> str:
    """The picture as an SVG element, readable without scripts or fonts of its own.

    Args:
        found: the laws compared.
        sideways: the stricter on the left and not above: narrow enough for a phone.
        label: what it shows, for those who do not see it; by default in Chinese.
    """
    labels = [" ＝ ".join(found.names[law] for law in members) for members in found.classes()]
    box = max([60.0, *(_width(label) + 24 for label in labels)])
    along, across = (_STEP + box, _HEIGHT + _GAP / 2) if sideways else (_STEP + _HEIGHT, box + _GAP)
    longest = max((len(level) for level in found.levels()), default=1)
    boxes: dict[int, _Box] = {}
    for number, level in enumerate(found.levels()):
        first = (longest - len(level)) * across / 2
        for index, group in enumerate(level):
            a, b = _MARGIN + number * along, _MARGIN + first + index * across
            x, y = (a, b) if sideways else (b, a)
            boxes[group] = _Box(labels[group], x, y, box)
    width = max((one.x for one in boxes.values()), default=0) + box + _MARGIN
    height = max((one.y for one in boxes.values()), default=0) + _HEIGHT + _MARGIN
    told = escape(label or f"宽严关系：{'左边' if sideways else '上面'}的更严")
    return (
        f'<svg class="{"narrow" if sideways else "wide"}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
        f'aria-label="{told}" font-size="{_FONT}">{"".join(_drawn(found, boxes, sideways))}</svg>'
    )


def _drawn(found: Order, boxes: dict[int, _Box], sideways: bool) -> Iterator[str]:
    for one, other in found.covers():
        (x1, y1), (x2, y2) = boxes[one].middle, boxes[other].middle
        half = (boxes[one].width / 2, 0) if sideways else (0, _HEIGHT / 2)
        ends = f'x1="{x1 + half[0]:g}" y1="{y1 + half[1]:g}" x2="{x2 - half[0]:g}" y2="{y2 - half[1]:g}"'
        yield f'<line {ends} stroke="#5b6675" stroke-width="1.5"/>'
    for _, box in sorted(boxes.items()):
        x, y = box.middle
        yield (
            f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{_HEIGHT}" rx="6" fill="#fff" '
            f'stroke="#1f4e8c"/><text x="{x:g}" y="{y + 5:g}" text-anchor="middle" fill="#1d2530">'
            f"{escape(box.label)}</text>"
        )


def _width(text: str) -> float:
    """About how wide a text is, in pixels, rather more than less."""
    return sum(_FONT if unicodedata.east_asian_width(sign) in "WFA" else 0.6 * _FONT for sign in text)
