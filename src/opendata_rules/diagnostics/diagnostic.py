"""Diagnostics: what is wrong in a file, where, and what may be written instead; and how that is shown."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..values import Value
from .kinds import KINDS as KINDS
from .kinds import Kind as Kind
from .kinds import Severity as Severity

#: Columns of a source line shown around the mark.
_WINDOW = 100
#: Blanks of other widths, shown as the usual one.
_OTHER_SPACES = frozenset("\t\xa0\u1680\u202f\u205f") | {chr(code) for code in range(0x2000, 0x200B)}
#: Longest text of a file that a message repeats.
_LONGEST = 200
#: Longest advice.
_LONGEST_HELP = 1_000

#: Characters that nobody sees but that change what is read, or what a terminal does: controls, line separators that
#: editors do not count as lines, marks of width zero, marks of writing direction, fillers, noncharacters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


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

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
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
    kind = KINDS[code]
    words = {name: _short(str(value)) for name, value in fields.items()}
    return Diagnostic(
        path=path,
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


def shown(value: object) -> str:
    """What is written somewhere, in a word: text as it is, anything else by its form."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "“键: 值”"
    return "一个列表" if isinstance(value, list) else str(value)


def listed(words: Iterable[str]) -> str:
    """Words one after another, kept apart by what none of them holds."""
    words = list(words)
    return ("；" if any("、" in word for word in words) else "、").join(words)


def broken(problems: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def nearest(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """The right words closest to a wrong one, best first; short Chinese words may differ in one character of two."""
    known = list(dict.fromkeys(words))
    return tuple(difflib.get_close_matches(word, known, n=3, cutoff=0.5))


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """Diagnostics for a terminal: place, what is wrong, the source line underlined, what may be written."""
    blocks = []
    for problem in diagnostics:
        name = "错误" if problem.severity is Severity.ERROR else "警告"
        lines = [f"{visible(problem.path)}:{problem.line}:{problem.column}: {name}[{problem.code}] {problem.message}"]
        if problem.source.strip():
            shown, before, marked = _excerpt(problem)
            number = str(problem.line)
            lines.append(f"  {number} | {shown}")
            lines.append(f"  {' ' * len(number)} | {' ' * before}{'^' * marked}")
        if problem.help:
            lines.append(f"  建议：{problem.help}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def errors_page() -> str:
    """The documentation of every kind, in Markdown."""
    parts = ["# 错误信息", "", "本页由程序生成，不要手工修改。每一种错误都有一个固定的代码。"]
    for stage in dict.fromkeys(kind.stage for kind in KINDS.values()):
        parts += ["", f"## {stage}"]
        for kind in KINDS.values():
            if kind.stage == stage:
                name = "警告" if kind.severity is Severity.WARNING else "错误"
                parts += ["", f"### `{kind.code}` {kind.title}（{name}）", "", kind.explanation, ""]
                parts += [f"* 信息：{_blank(kind.template)}", f"* 建议：{_blank(kind.help)}"]
    return "\n".join(parts) + "\n"


def _blank(template: str) -> str:
    """A template for the page: what is filled in is shown as a gap."""
    return re.sub(r"\{[a-z]+\}", "…", template).replace("{{", "{").replace("}}", "}")


def _short(text: str, longest: int = _LONGEST) -> str:
    clean = visible(text[: longest + 1])
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def name_of(char: str) -> str:
    """Code and, where it has one, the Chinese name of a character that cannot be shown."""
    known = {
        "\0": "空字符",
        "\x1b": "终端控制符",
        "\xad": "软连字符",
        "\u200b": "零宽空格",
        "\u200c": "零宽不连字",
        "\u200d": "零宽连字",
        "\u2028": "行分隔符",
        "\u2029": "段分隔符",
        "\ufeff": "BOM",
    }
    about = known.get(char, "文字方向控制符" if "\u200e" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" else "")
    return f"U+{ord(char):04X}" + (f"（{about}）" if about else "")


def visible(text: str) -> str:
    """Text with characters that nobody sees, or that a terminal would act on, made visible."""
    return "".join(c if c.isprintable() or c == "\u3000" else " " if c in _OTHER_SPACES else "\ufffd" for c in text)


def _width(text: str) -> int:
    """Columns that a terminal gives the text."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.category(c) in ("Mn", "Me") else 1
        for c in text
    )


def _excerpt(problem: Diagnostic) -> tuple[str, int, int]:
    """The source line around the mark, the display width before the mark, and that of what is marked."""
    start = min(problem.column - 1, len(problem.source))
    first = max(0, start - _WINDOW // 2)
    last = min(len(problem.source), first + _WINDOW)
    source = visible(problem.source[first:last])
    # Full stops have one width everywhere; an ellipsis is two columns wide on many Chinese terminals.
    lead, tail = "..." if first else "", "..." if last < len(problem.source) else ""
    before = _width(lead + source[: start - first])
    marked = source[start - first : start - first + problem.length]
    return lead + source + tail, before, max(1, _width(marked))
