"""What every explanation is made of: a tree of lines, in Chinese for legal staff or English for developers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..norms.standing import Standing
from ..norms.warnings import ResultWarning
from ..terms import Collected


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
            drawn.append(f"{prefix}{'└─ ' if last else '├─ '}{child.text}")
            drawn += child.lines(prefix + ("   " if last else "│  "))
        return drawn

    def __str__(self) -> str:
        return "\n".join([self.text, *self.lines()])


class Language:
    """Chooses between the Chinese and the English wording.

    Raises:
        ValueError: ``lang`` is neither ``zh`` nor ``en``.
    """

    def __init__(self, lang: str) -> None:
        if lang not in ("zh", "en"):
            raise ValueError(f'lang 只能是 "zh" 或者 "en"，得到的是 {lang!r}。')
        self.lang = lang

    def __call__(self, chinese: str, english: str) -> str:
        return chinese if self.lang == "zh" else english


def warning_lines(tree: Node, warnings: Iterable[ResultWarning], say: Language) -> None:
    """The warnings of a result."""
    lines = [say(f"{w.text}〔{w.code}〕", f"{w.code}: {w.english}") for w in warnings]
    if lines:
        tree.add(say("提示", "warnings"), lines)


def instrument_lines(tree: Node, standings: Iterable[Standing], answer: str | None, say: Language) -> None:
    """What bears on the place, which of it answers (by id), and what was not collected."""
    lines = []
    for standing in standings:
        mark = say("（由它回答）", " (answers)") if standing.id == answer else ""
        lines.append(standing.line(say.lang) + mark)
    tree.add(say("有关文件，近的在前", "instruments, nearest first"), lines)
    missing = [s for s in standings if s.collected is not Collected.FULL]
    if missing:
        tree.add(
            say("没有（完整）收录，内容不知道", "not (fully) collected, contents unknown"),
            [say(f"《{s.title}》", s.id) for s in missing],
        )
