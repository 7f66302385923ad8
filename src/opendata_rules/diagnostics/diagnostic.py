"""One problem of one file, and how it is made of a kind in the table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..quoting import quoted, visible
from ..values import Json, Value
from .kind import Severity

#: Kinds that follow from what is wrong elsewhere; of many of them the first cause is to be looked for before.
CONSEQUENCES = frozenset({"case_failed", "case_differs", "no_case_for_rule"})
#: Longest text of a file that a message repeats.
_LONGEST = 200
#: Longest path.
_LONGEST_PATH = 1_000
#: Longest advice.
_LONGEST_HELP = 1_000


@dataclass(frozen=True, slots=True)
class Diagnostic(Value):
    """One problem of one file.

    Attributes:
        path: file name as shown to the user.
        line: line, from 1.
        column: column, from 1, in characters.
        code: stable code.
        severity: ``error`` or ``warning``.
        message: what is wrong.
        help: what may be written.
        source: the source line, empty where there is none to show.
        length: how many characters to underline.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    help: str
    source: str = ""
    length: int = 1

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "help": self.help,
        }


def diagnostic(
    code: str,
    *,
    path: str,
    line: int = 1,
    column: int = 1,
    source: str = "",
    length: int = 1,
    help: str | None = None,
    **fields: object,
) -> Diagnostic:
    """A diagnostic of a kind in the table.

    Args:
        code: its kind.
        path: file name as shown to the user.
        line: line, from 1.
        column: column, from 1, in characters.
        source: the source line.
        length: how many characters to underline.
        help: what may be written, instead of the kind's own advice.
        **fields: what the template names.
    """
    # Here, since most that is read is right and asks for no table of what may be wrong.
    from .kinds import KINDS

    kind = KINDS[code]
    words = {name: _short(str(value)) for name, value in fields.items()}
    return Diagnostic(
        path=quoted(path, _LONGEST_PATH),
        line=line,
        column=column,
        code=code,
        severity=kind.severity,
        message=kind.template.format(**words),
        help=kind.help.format(**words) if help is None else _short(help, _LONGEST_HELP),
        source=source,
        length=max(1, length),
    )


def limited(problems: Iterable[Diagnostic], most: int) -> list[Diagnostic]:
    """At most so many of each kind in each file; a file of nothing but errors should not scroll the first one away."""
    counts: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    kept: list[Diagnostic] = []
    for problem in problems:
        kind = problem.path, problem.code
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= most:
            last[kind] = len(kept)
            kept.append(problem)
    for kind, count in counts.items():
        if count > most:
            final = kept[last[kind]]
            kept[last[kind]] = replace(final, help=f"{final.help}（后面还有同样的问题，没有列出。）")
    return kept


def broken(problems: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def _short(text: str, longest: int = _LONGEST) -> str:
    clean = visible(text[: longest + 1]).replace("\n", "\\n")
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
