"""What can be mended by a click: names that are nearly right, and what input methods put in place of marks.

A fix is offered only where it was tried: with it, what was wrong is no longer said, and nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...diagnostics.diagnostic import Diagnostic, broken
from ...diagnostics.wording import nearest
from ...reading.punctuation.marks import CLOSE, CLOSING, COLONS, COMMAS, HALF, WIDE_SPACES
from ...reading.unsaved import key
from .checking import problems_of_buffer
from .desk import Buffer, Desk
from .texts import Edit, applied, lines_of, span

#: Most words that are tried in the place of one.
_TRIED = 4
_NEAR = re.compile("是不是：([^？]+)？")
_MAY = re.compile("可以写：([^。]+)。")
_RIGHT = re.compile("(?:应写作|应当写成|请写中文名：)“?([^”。]+)”?")


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a problem.

    Attributes:
        title: what it does, in Chinese.
        edit: the change.
        problem: what it mends.
    """

    title: str
    edit: Edit
    problem: Diagnostic


def fixes(desk: Desk, buffer: Buffer, problems: Sequence[Diagnostic]) -> Iterator[Fix]:
    """Changes that mend problems of a file, each of them tried.

    Args:
        desk: what is open.
        buffer: the file.
        problems: what is said of it now.
    """
    now = problems_of_buffer(buffer.path, desk.unsaved())
    for problem in problems:
        if problem not in now:
            continue
        for title, edit in _candidates(problem, buffer.lines):
            if _mends(desk, buffer, problem, edit, now):
                yield Fix(title, edit, problem)


def _mends(desk: Desk, buffer: Buffer, problem: Diagnostic, edit: Edit, now: Sequence[Diagnostic]) -> bool:
    text = applied(buffer.text, [edit])
    after = problems_of_buffer(buffer.path, desk.unsaved() | {key(buffer.path): text.encode("utf-8", "replace")})
    here = (problem.line, problem.column, problem.code)
    if any((one.line, one.column, one.code) == here for one in after):
        return False
    # What stands before it hides what comes behind it, so more may be found; but not in the same line.
    return not any(broken([one]) and one.line == problem.line for one in after if one not in now) or len(
        lines_of(text)
    ) != len(buffer.lines)


def _candidates(problem: Diagnostic, lines: Sequence[str]) -> Iterator[tuple[str, Edit]]:
    if not 0 < problem.line <= len(lines):
        return
    line, start = lines[problem.line - 1], problem.column - 1
    end = start + problem.length
    written = line[start:end]

    def instead(first: int, last: int, text: str) -> Edit:
        return Edit(span(lines, problem.line - 1, first, last), text)

    match problem.code:
        case "full_width_punctuation" if written in HALF:
            half = HALF[written]
            glued = line[end : end + 1] not in ("", " ")
            if glued and written in COLONS + COMMAS:
                yield f"换成半角的 {half} 和空格", instead(start, end, f"{half} ")
            yield f"换成半角的 {half}", instead(start, end, half)
        case "ideographic_space":
            last = start
            while last < len(line) and line[last] in WIDE_SPACES:
                last += 1
            if line[last:].strip():
                yield "换成半角空格", instead(start, last, " " * (last - start))
            yield "删去", instead(start, last, "")
        case "tab_indentation":
            indent = len(line) - len(line.lstrip(" \t"))
            for width in (2, 4):
                yield f"换成 {width} 个空格", instead(0, indent, line[:indent].replace("\t", " " * width))
        case "missing_space":
            yield "加一个空格", instead(end, end, " ")
        case "unclosed":
            close = CLOSE.get(HALF.get(written[:1], written[:1]), HALF.get(written[:1], written[:1]))
            if written[:1] not in CLOSING:
                yield f"在行末补上 {close}", instead(len(line.rstrip()), len(line.rstrip()), close)
        case _:
            for word in _words(problem, written):
                yield f"改成“{word}”", instead(start, end, _quoted(written, word))


def _quoted(written: str, word: str) -> str:
    """A word in the quotation marks of the one that stood there."""
    quote = written[:1]
    if quote in ("'", '"') and written[-1:] == quote:
        return f"{quote}{word}{quote}"
    return f'"{word}"' if word[:1].isdigit() else word


def _words(problem: Diagnostic, written: str) -> list[str]:
    """The right words that the message names; of all that may be written those that are near."""
    near, may = _NEAR.search(problem.help), _MAY.search(problem.help)
    if near is not None:
        return _listed(near[1])[:_TRIED]
    if may is not None:
        return list(nearest(written.strip("\"'"), _listed(may[1])))[:_TRIED]
    right = _RIGHT.search(problem.help) or _RIGHT.search(problem.message)
    return [] if right is None else [right[1]]


def _listed(words: str) -> list[str]:
    return words.split("；" if "；" in words else "、")
