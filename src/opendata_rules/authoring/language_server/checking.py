"""What is wrong: in a file as one types, and in the whole folder after a pause.

What the lint says of a file by itself is said at once. What only the other files show comes later, from another process
that can be ended; until then what it said before stays where its lines have not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...diagnostics.diagnostic import Diagnostic
from ...quoting import quoted
from ...reading.unsaved import holding
from ..lint import lint
from .texts import Span, span

#: Longest path in a diagnostic.
_PATH = 1_000


def problems_of_buffer(path: Path, held: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """What is wrong with a file by itself.

    Args:
        path: the file.
        held: what is open, as :meth:`opendata_rules.authoring.language_server.desk.Desk.unsaved` gives it.
    """
    shown = quoted(str(path), _PATH)
    with holding(held):
        return tuple(one for one in lint(path) if one.path == shown)


def span_of(problem: Diagnostic, lines: Sequence[str], moved: int = 0) -> Span:
    """What is to be underlined, where lines have moved since it was said."""
    start = problem.column - 1
    return span(lines, problem.line - 1 + moved, start, start + problem.length)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The entry of a file in which something changed, with the keys above it; all other lines are empty.

    Attributes:
        text: the excerpt; its lines stand where those of the file do.
        first: first line of the entry, from 1.
        last: its last line.
    """

    text: str
    first: int
    last: int


def excerpt(then: Sequence[str], now: Sequence[str]) -> Excerpt | None:
    """The entry that holds all that changed between two texts; ``None`` where no entry does.

    Args:
        then: the lines before.
        now: the lines now.
    """
    same, below = _unchanged(then, now)
    last = max(same + 1, len(now) - below)
    at = next((row for row in range(min(same, len(now) - 1), -1, -1) if now[row].strip()), None)
    if at is None:
        return None
    limit, item = _indent(now[at]), now[at].lstrip(" ")[:2] in ("- ", "-")
    entry = (at, limit) if item else None
    kept: list[int] = []
    for row in range(at - 1, -1, -1):
        if limit == 0 and not item:
            break
        line = now[row]
        indent, dash = _indent(line), line.lstrip(" ")[:2] in ("- ", "-")
        if (
            not line.strip()
            or line.lstrip(" ")[:1] == "#"
            or indent > limit
            or (indent == limit and (dash or not item))
        ):
            continue
        limit, item = indent, dash
        kept.append(row)
        if dash:
            entry = (row, indent)
            kept.clear()
    if entry is None or limit:
        return None
    first, indent = entry
    end = next(
        (row for row in range(first + 1, len(now)) if now[row].strip() and _indent(now[row]) <= indent), len(now)
    )
    if last > end:
        return None
    lines = ["" for _ in now]
    for row in (*kept, *range(first, end)):
        lines[row] = now[row]
    return Excerpt("\n".join(lines), first + 1, end)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _unchanged(then: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """How many lines are the same from the beginning, and how many of the others from the end."""
    most = min(len(then), len(now))
    same = next((row for row in range(most) if then[row] != now[row]), most)
    most -= same
    return same, next((row for row in range(most) if then[-1 - row] != now[-1 - row]), most)


def still_there(
    problems: Iterable[Diagnostic], then: Sequence[str], now: Sequence[str]
) -> list[tuple[Diagnostic, int]]:
    """What was said of an older text, as far as its lines are unchanged, and how far these have moved.

    Args:
        problems: what was said.
        then: the lines of which it was said.
        now: the lines of today.
    """
    if then == now:
        return [(one, 0) for one in problems]
    same, below = _unchanged(then, now)
    kept = []
    for one in problems:
        if one.line <= same:
            kept.append((one, 0))
        elif one.line > len(then) - below:
            kept.append((one, len(now) - len(then)))
    return kept


def by_file(problems: Iterable[Diagnostic], root: Path) -> dict[Path, list[Diagnostic]]:
    """What the lint says of a folder, by file."""
    found: dict[Path, list[Diagnostic]] = {}
    for one in problems:
        found.setdefault(root / one.path, []).append(one)
    return found
