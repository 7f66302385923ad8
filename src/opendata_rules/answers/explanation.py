"""What the explanations of all answers have in common."""

from __future__ import annotations

from collections.abc import Iterable

from ..formats.trees import Language, Node
from ..norms.standing import Standing
from ..norms.warnings import ResultWarning
from ..vocabulary.terms import Collected


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
            [say(f"《{s.title}》", f"{s.id} ({s.english})") for s in missing],
        )
