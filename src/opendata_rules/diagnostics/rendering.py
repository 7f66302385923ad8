"""Diagnostics for a terminal: the place, what is wrong, the source line underlined, what may be written instead.

Chinese characters take two columns, so the underline is measured in columns and not in characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from ..quoting import quoted, visible
from .diagnostic import CONSEQUENCES, Diagnostic
from .kind import Severity

#: Columns of a source line shown around the mark.
_WINDOW = 100
#: Longest path shown.
_PATH = 400
#: Files that a summary names for each kind.
_FILES = 3


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """Diagnostics for a terminal: place, what is wrong, the source line underlined, what may be written."""
    blocks = []
    for problem in diagnostics:
        name = "错误" if problem.severity is Severity.ERROR else "警告"
        lines = [
            f"{quoted(problem.path, _PATH)}:{problem.line}:{problem.column}: {name}[{problem.code}] {problem.message}"
        ]
        if problem.source.strip():
            shown, before, marked = _excerpt(problem)
            number = str(problem.line)
            lines.append(f"  {number} | {shown}")
            lines.append(f"  {' ' * len(number)} | {' ' * before}{'^' * marked}")
        if problem.help:
            lines.append(f"  建议：{problem.help}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """Many diagnostics in a few lines: how many of each kind, where most of them are, and what to look at first."""
    from .kinds import KINDS

    found: dict[str, list[Diagnostic]] = {}
    for problem in diagnostics:
        found.setdefault(problem.code, []).append(problem)
    lines = [f"一共 {sum(map(len, found.values()))} 处，先看小结："]
    for code, problems in sorted(found.items(), key=lambda one: one[0] in CONSEQUENCES):
        files: dict[str, int] = {}
        for problem in problems:
            files[problem.path] = files.get(problem.path, 0) + 1
        most = sorted(files, key=lambda path: (-files[path], path))
        where = "、".join(f"{quoted(path, _PATH)}（{files[path]}）" for path in most[:_FILES])
        more = f" 等 {len(most)} 个文件" if len(most) > _FILES else ""
        lines.append(f"  {KINDS[code].title}[{code}]　{len(problems)} 处：{where}{more}")
    if found.keys() & CONSEQUENCES and found.keys() - CONSEQUENCES:
        lines.append("先改前面的：用例不符，多半由它们引起；改好再检查一次。")
    return "\n".join(lines)


def _excerpt(problem: Diagnostic) -> tuple[str, int, int]:
    """The source line around the mark, the display width before the mark, and that of what is marked."""
    start = min(problem.column - 1, len(problem.source))
    first = max(0, start - _WINDOW // 2)
    last = min(len(problem.source), first + _WINDOW)
    before, here, after = (
        visible(problem.source[one:other])
        for one, other in pairwise((first, start, min(start + problem.length, last), last))
    )
    # Full stops have one width everywhere; an ellipsis is two columns wide on many Chinese terminals.
    lead, tail = "..." if first else "", "..." if last < len(problem.source) else ""
    return lead + before + here + after + tail, _width(lead + before), max(1, _width(here))


def _width(text: str) -> int:
    """Columns that a terminal gives the text."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.category(c) in ("Mn", "Me") else 1
        for c in text
    )
