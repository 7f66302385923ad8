"""Marks inside and around a plain scalar: comments, blanks and quotes of the wrong width."""

from __future__ import annotations

from .findings import Findings
from .marks import BLANKS, CLOSING, HIDDEN_COMMENT, OPENING, QUOTES, WIDE_COMMENT, WIDE_SPACES


def inner_marks(findings: Findings, line: str, start: int, end: int) -> None:
    """Comments and blanks of the wrong width inside or behind a plain scalar."""
    if match := WIDE_COMMENT.search(line, start, end):
        findings.wide(match.end() - 1, "＃")
        end = match.start()
    if match := HIDDEN_COMMENT.search(line, start, end):
        findings.report("ideographic_space", match.start())
    else:
        edges(findings, line, start, end)


def edges(findings: Findings, line: str, start: int, end: int) -> None:
    """Blanks of the wrong width behind a plain scalar."""
    text = line[start:end].rstrip(" \t")
    bare = text.rstrip(BLANKS)
    if bare and len(bare) < len(text):
        findings.report("ideographic_space", start + len(bare), length=len(text) - len(bare))


def enclosed(findings: Findings, line: str, start: int, end: int) -> None:
    """Full-width quotes around the whole value, which would become part of the text."""
    value = line[start:end].rstrip(BLANKS)
    if len(value) < 2:
        return
    if unopened(value):
        findings.wide(start, value[0])
    elif value[0] in QUOTES and value[-1] in QUOTES + "\"'":
        if not any(char in QUOTES + '"' for char in value[1:-1]) or _is_one_quotation(value) or value[0] in "”’":
            findings.wide(start, value[0])
            if value[-1] in QUOTES:
                findings.wide(start + len(value) - 1, value[-1])
    elif value[0] + value[-1] in ("【】", "「」") and not any(c in OPENING + CLOSING for c in value[1:-1]):
        findings.wide(start, value[0])
        findings.wide(start + len(value) - 1, value[-1])


def unopened(value: str) -> bool:
    """Whether a value ends as a quotation that never began, whatever is quoted inside it."""
    return len(value) > 1 and value[0] in QUOTES and value[-1] in "\"'" and value.count(value[-1]) % 2 == 1


def blanks(findings: Findings, line: str, position: int) -> int:
    """Skip blanks; those of the wrong width are reported."""
    start = position
    while position < len(line) and line[position] in BLANKS:
        position += 1
    wide = [at for at in range(start, position) if line[at] in WIDE_SPACES]
    if wide:
        findings.report("ideographic_space", wide[0], length=len(wide))
    return position


def _is_one_quotation(value: str) -> bool:
    """Whether the quotes at both ends belong together, whatever is quoted between them."""
    depth = 0
    for at, char in enumerate(value):
        depth += (char in "“‘") - (char in "”’")
        if depth <= 0:
            return at == len(value) - 1
    return False
