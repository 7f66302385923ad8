"""What is wrong: in a file as one types, and in the whole folder after a pause.

What the lint says of a file by itself is said at once. What only the other files show comes later, from another process
that can be ended; until then what it said before stays where its lines have not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    same = 0
    while same < min(len(then), len(now)) and then[same] == now[same]:
        same += 1
    below = 0
    while below < min(len(then), len(now)) - same and then[-1 - below] == now[-1 - below]:
        below += 1
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
