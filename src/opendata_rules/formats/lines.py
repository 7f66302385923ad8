"""Chinese text in columns: where lines may break, trees, two columns. A Chinese character is two columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING, _CLOSING = "（《“‘〔【「([{", "，。、；：？！）》”’〕】」…·)]},.;:!?"
#: What stays on one line: a word of Latin letters or one Chinese character, with the punctuation that belongs to it.
_PIECES = re.compile(rf"\s+|[{re.escape(_OPENING)}]*(?:[!-~]+|[^\s])[{re.escape(_CLOSING)}]*")
#: The drawing before a line of a tree.
_BRANCHES = re.compile(r"(?:[│├└] {2}|[├└]─ | {3})*")


def cell_len(text: str) -> int:
    """Columns that a terminal gives a text."""
    # Loaded when first needed; plain ASCII never needs its tables.
    if text.isascii() and text.isprintable():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fill(text: str, width: int | None, first: str = "", rest: str = "") -> str:
    """Break a text into lines of at most ``width`` columns, the Chinese way: anywhere but before closing punctuation.

    Args:
        text: one paragraph.
        width: columns, a Chinese character taking two; ``None`` for one line.
        first: what the first line begins with.
        rest: what the other lines begin with.
    """
    if width is None:
        return first + text
    lines, line, room = [], "", width - cell_len(first)
    for piece in _pieces(text, width - max(cell_len(first), cell_len(rest))):
        if line and cell_len(line) + cell_len(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line, room = "", width - cell_len(rest)
        line += piece if line else piece.lstrip()
    lines.append(line.rstrip())
    return "\n".join((rest if number else first) + line for number, line in enumerate(lines))


def _pieces(text: str, room: int) -> Iterator[str]:
    """What stays on one line; a word longer than a line is cut, since there is no better place."""
    for piece in _PIECES.findall(text):
        while cell_len(piece) > room and len(piece) > 1:
            head = _head(piece, room)
            yield head
            piece = piece[len(head) :]
        yield piece


def _head(text: str, width: int) -> str:
    """As many characters as fit, at least one."""
    end = 1
    while end < len(text) and cell_len(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def fill_tree(tree: str, width: int | None) -> str:
    """Break the lines of a tree so that its branches stay whole."""
    if width is None:
        return tree
    lines = []
    for line in tree.splitlines():
        match = _BRANCHES.match(line)
        drawn = match.group() if match else ""
        below = drawn.replace("├─ ", "│  ").replace("└─ ", "   ")
        lines.append(fill(line[len(drawn) :], width, drawn, below))
    return "\n".join(lines)


def columns(rows: list[tuple[str, str]], width: int, indent: str = "  ") -> str:
    """Two columns, the second one filled; a first cell that is too long stands alone on its line."""
    left = min(26, max((cell_len(first) for first, _ in rows), default=0))
    lines = []
    for first, second in rows:
        margin = " " * (len(indent) + left + 2)
        if cell_len(first) > left:
            lines.append(indent + first)
            lines.append(fill(second, width, margin, margin))
        else:
            lines.append(fill(second, width, f"{indent}{first}{' ' * (left - cell_len(first) + 2)}", margin))
    return "\n".join(lines)
