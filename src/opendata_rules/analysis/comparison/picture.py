"""The partial order of several laws as a picture: stricter above, a line from each to the next looser ones (SVG)."""

from __future__ import annotations

from html import escape

from .order import Order

_WIDTH, _HEIGHT = 150, 44
_GAP_X, _GAP_Y = 40, 56
_MARGIN = 20


def svg(found: Order) -> str:
    """The picture as an SVG element, readable without scripts or fonts of its own."""
    classes, levels = found.classes(), found.levels()
    columns = max((len(level) for level in levels), default=1)
    width = 2 * _MARGIN + columns * _WIDTH + (columns - 1) * _GAP_X
    places: dict[int, tuple[float, float]] = {}
    heights = []
    for number, level in enumerate(levels):
        row = len(level) * _WIDTH + (len(level) - 1) * _GAP_X
        left = (width - row) / 2
        top = _MARGIN + number * (_HEIGHT + _GAP_Y)
        heights.append(top)
        for index, group in enumerate(level):
            places[group] = (left + index * (_WIDTH + _GAP_X), top)
    height = (heights[-1] if heights else 0) + _HEIGHT + _MARGIN
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="宽严关系：上面的更严" '
        'font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" font-size="15">'
    ]
    for one, other in found.covers():
        (x1, y1), (x2, y2) = places[one], places[other]
        drawn.append(
            f'<line x1="{x1 + _WIDTH / 2:g}" y1="{y1 + _HEIGHT:g}" x2="{x2 + _WIDTH / 2:g}" y2="{y2:g}" '
            'stroke="#5b6675" stroke-width="1.5"/>'
        )
    for group, (x, y) in sorted(places.items()):
        label = escape(" ＝ ".join(found.names[law] for law in classes[group]))
        middle = f'x="{x + _WIDTH / 2:g}" y="{y + _HEIGHT / 2 + 5:g}" text-anchor="middle"'
        drawn.append(
            f'<rect x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="#fff" stroke="#1f4e8c"/>'
            f'<text {middle} fill="#1d2530">{label}</text>'
        )
    return "".join([*drawn, "</svg>"])
