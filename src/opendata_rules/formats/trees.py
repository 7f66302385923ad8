"""What every explanation is made of: a tree of lines, in Chinese for legal staff or English for developers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import BadArgument
from ..quoting import quoted, visible


@dataclass(slots=True)
class Node:
    """A line with lines under it."""

    text: str
    children: list[Node] = field(default_factory=list)

    def add(self, text: str, children: Iterable[Node | str] = ()) -> Node:
        """Append a line; returns it."""
        node = Node(text, [child if isinstance(child, Node) else Node(child) for child in children])
        self.children.append(node)
        return node

    def lines(self, prefix: str = "") -> list[str]:
        """The tree drawn with box characters."""
        drawn = []
        for number, child in enumerate(self.children):
            last = number == len(self.children) - 1
            drawn.append(f"{prefix}{'└─ ' if last else '├─ '}{_line(child.text)}")
            drawn += child.lines(prefix + ("   " if last else "│  "))
        return drawn

    def __str__(self) -> str:
        return "\n".join([_line(self.text), *self.lines()])


def _line(text: str) -> str:
    """The text as one visible line: what somebody brought must not look like another line of the tree."""
    return text if text.isprintable() else " ".join(visible(text).split("\n"))


class Language:
    """Chooses between the Chinese and the English wording.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """

    def __init__(self, lang: str) -> None:
        if lang not in ("zh", "en"):
            shown = quoted(lang)
            raise BadArgument(
                f'lang 只能是 "zh" 或者 "en"，得到的是 {shown}。',
                english=f'lang must be "zh" or "en", not {shown}.',
                argument="lang",
            )
        self.lang = lang

    def __call__(self, chinese: str, english: str) -> str:
        return chinese if self.lang == "zh" else english


def read_tree(text: str) -> Node:
    """The tree that was drawn as a text: the inverse of ``str(node)``."""
    first, *rest = text.split("\n")
    root = Node(first)
    line = [root]
    for drawn in rest:
        depth = 0
        while drawn[:_WIDTH] in _BEFORE:
            drawn, depth = drawn[_WIDTH:], depth + 1
        if drawn[:_WIDTH] not in _AT:
            # A line without a branch goes on with the text above it.
            line[-1].text += f"\n{drawn}"
            continue
        del line[depth + 1 :]
        line.append(line[depth].add(drawn[_WIDTH:]))
    return root


#: What stands before a line: of branches that go on or not, and of its own.
_WIDTH = 3
_BEFORE, _AT = ("│  ", "   "), ("├─ ", "└─ ")
