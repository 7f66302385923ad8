"""Reads the lines of a file one after another: block context, with what the line before left unfinished."""

from __future__ import annotations

from .findings import Enough, Finding, Findings
from .flow import Flow
from .marks import (
    ANY_COLON,
    BLANKS,
    BLOCK_HEADER,
    BRACKETS,
    COLON,
    COLONS,
    DASHES,
    DOCUMENT_MARK,
    NUMBER,
    ODD,
    SIMPLE,
    WIDE_BLOCK_HEADER,
    WIDE_SPACES,
    comment_at,
)
from .nesting import DEPTH_LIMIT, Nesting
from .scalars import blanks, edges, enclosed, inner_marks, unopened
from .words import opens_wide, separator_at

#: Open collections up to which brackets on one line cannot nest too deep.
_SHALLOW = DEPTH_LIMIT - 4


def scan(lines: tuple[str, ...]) -> list[Finding]:
    """Everything structural that is full-width, glued together or nested too deep, in order."""
    findings = Findings()
    scanner = _Scanner(lines, findings)
    try:
        for number, line in enumerate(lines, 1):
            findings.number = number
            scanner.read(line)
        scanner.end()
    except Enough:
        pass
    return sorted(findings.found, key=lambda finding: (finding.line, finding.column))


class _Scanner:
    """Walks the lines, knowing which collections are open and what the line before left unfinished."""

    def __init__(self, lines: tuple[str, ...], findings: Findings) -> None:
        self.findings = findings
        self.nesting = Nesting(findings)
        self.flow = Flow(lines, findings, self.nesting)
        #: Column of the collection whose plain scalar may go on, ``None`` where there is none.
        self.plain: int | None = None
        #: The same for a block scalar, and the column its text begins at once that is known.
        self.block: int | None = None
        self.block_indent: int | None = None

    # -- lines ------------------------------------------------------------------------------------------------------

    def read(self, line: str) -> None:
        """Take the next line."""
        if (self.flow.quote or self.nesting.brackets) and not self._abandoned(line):
            self._unfinished(line)
            return
        if self.block is None and (simple := SIMPLE.match(line)):
            start = simple.end(1)
            if self.plain is None or start <= self.plain:
                self._simple(start, len(simple[2]) // 2, bool(simple[3]))
                return
        elif (
            self.block is None
            and len(self.nesting.blocks) < _SHALLOW
            and (simple := BRACKETS.match(line))
            and not ODD.search(line)
        ):
            start = simple.end(1)
            if self.plain is None or start <= self.plain:
                self._simple(start, len(simple[2]) // 2, prose=False, keyed=bool(simple[3]))
                return
        content = line.lstrip(BLANKS)
        start = len(line) - len(content)
        if self.block is not None:
            if not content or self._in_block(line):
                return
            self.block = self.block_indent = None
        lead = line[:start]
        if lead.strip(" "):
            self._indentation(lead, blank=not content)
        if not content:
            return
        if content[0] in "#＃":
            if content[0] == "＃":
                self.findings.wide(start, "＃")
            self.plain = None  # a comment ends a plain scalar
        elif start == 0 and (DOCUMENT_MARK.match(line) or (line[0] == "%" and not self.nesting.blocks)):
            self.nesting.blocks.clear()
            self.plain = None
        elif self.plain is not None and start > self.plain:
            self._continuation(line, start)
        else:
            self.plain = None
            self._fresh(line, start)

    def _simple(self, column: int, dashes: int, prose: bool, keyed: bool = True) -> None:
        """What most lines come to, without looking at them closely."""
        if dashes:
            for _ in range(dashes):
                self.nesting.push(column, mapping=False)
                column += 2
        else:
            self.nesting.end_deeper(column)
        if keyed:
            self.nesting.push(column, mapping=True)
        self.plain = column if prose else None

    def end(self) -> None:
        """There are no more lines."""
        if self.nesting.brackets:
            self.flow.unclosed()

    def _abandoned(self, line: str) -> bool:
        """Whether a line begins a new entry of block context, so that brackets above it were left open."""
        content = line.lstrip(BLANKS)
        start = len(line) - len(content)
        if self.flow.quote or not content or start > self.nesting.column():
            return False
        dash = content[0] in "-－" and content[1:2] in BLANKS
        if not dash and separator_at(line, start, comment_at(line, start), key_due=False) is None:
            return False
        self.flow.unclosed()
        return True

    def _unfinished(self, line: str) -> None:
        """A line inside quotes or flow brackets."""
        position = 0
        if self.flow.quote:
            position = self.flow.quoted(line, 0)
            if self.flow.quote:
                return
        if self.nesting.brackets:
            position = self.flow.read(line, position)
            if self.nesting.brackets or self.flow.quote:
                return
        self._after(line, position, None)

    def _in_block(self, line: str) -> bool:
        assert self.block is not None
        indent = len(line) - len(line.lstrip(" "))
        if self.block_indent is None and indent > self.block:
            self.block_indent = indent
        return self.block_indent is not None and indent >= self.block_indent

    def _indentation(self, lead: str, *, blank: bool) -> None:
        tabs = [column for column, char in enumerate(lead) if char == "\t"]
        if tabs and not blank:
            self.findings.report("tab_indentation", tabs[0], length=len(tabs))
        wide = [column for column, char in enumerate(lead) if char in WIDE_SPACES]
        if wide:
            self.findings.report("ideographic_space", wide[0], length=len(wide))

    def _continuation(self, line: str, start: int) -> None:
        """A line that goes on with the plain scalar above, unless it only looks so."""
        if line[start] in DASHES and line[start + 1 : start + 2] in BLANKS:
            self.findings.wide(start, line[start])
        end = comment_at(line, start)
        separator = separator_at(line, start, end, key_due=False)
        if separator is not None and line[separator] != ":":
            self.findings.wide(separator, line[separator])
        elif separator is not None and not COLON.match(line, separator, end):
            self.findings.glued(line, start, separator)
        inner_marks(self.findings, line, start, end)
        if end < len(line):
            self.plain = None

    def _fresh(self, line: str, start: int) -> None:
        """A line of block context: ``键: 值``, ``- 项``, ``- 键: 值``, or a value on its own."""
        position, dashed = start, False
        while True:
            char, after = line[position], line[position + 1 : position + 2]
            if char == "?" and after in BLANKS:
                self.nesting.push(position, mapping=True)
            elif self._is_dash(line, position, first=not dashed):
                self.nesting.push(position, mapping=False)
            else:
                break
            dashed = True
            position = blanks(self.findings, line, position + 1)
            if position == len(line) or line[position] == "#":
                return
        if not dashed:
            self.nesting.end_deeper(position)
        key_due = not self.nesting.blocks or self.nesting.blocks[-1] == (position, True)
        key_due = key_due or (bool(ANY_COLON.search(line, position)) and self._is_keyed_below(position))
        self._node(line, position, key_due=key_due, key_at=position)

    def _is_keyed_below(self, column: int) -> bool:
        """Whether a key follows at a column, so that what stands there now begins the same mapping."""
        for line in self.flow.lines[self.findings.number :]:
            content = line.lstrip(" ")
            start = len(line) - len(content)
            if not content or content[0] == "#" or start > column:
                continue
            if start < column:
                return False
            if separator_at(line, start, comment_at(line, start), key_due=False) is not None:
                return True
        return False

    def _is_dash(self, line: str, position: int, *, first: bool) -> bool:
        """Whether a list item begins here; what is wrong with its dash is reported."""
        char, after = line[position], line[position + 1 : position + 2]
        if char == "-":
            if after in BLANKS:
                return True
            blocks = self.nesting.blocks
            beside = any(column == position and not mapping for column, mapping in blocks)
            inside = bool(blocks) and blocks[-1][0] < position and not NUMBER.match(line, position)
            if first and after != "-" and (beside or inside):
                self.findings.report("missing_space", position, word="-")
                return True
        elif char == "－" or (char in DASHES and after in BLANKS):
            self.findings.wide(position, char)
            return True
        return False

    # -- nodes of block context -------------------------------------------------------------------------------------

    def _node(self, line: str, position: int, *, key_due: bool, key_at: int | None) -> None:
        """What begins at a position: a key with its value where ``key_at`` is given, or a value."""
        char = line[position]
        if char in "\"'":
            end = self.flow.quotation(line, position)
            if not self.flow.quote:
                self._after(line, end, key_at)
        elif char in "[{" or opens_wide(line, position):
            end = self.flow.read(line, position)
            if not self.nesting.brackets and not self.flow.quote:
                self._after(line, end, key_at)
        elif WIDE_BLOCK_HEADER.match(line, position):
            self.findings.wide(position, char)
            self.block = self.nesting.column()
        elif header := BLOCK_HEADER.match(line, position):
            self.block = self.nesting.column()
            digit = header[1] or header[2]
            if digit:
                self.block_indent = max(self.block, 0) + int(digit)
        else:
            end = comment_at(line, position)
            separator = None if key_at is None else separator_at(line, position, end, key_due=key_due)
            if separator is None:
                inner_marks(self.findings, line, position, end)
                enclosed(self.findings, line, position, end)
                self.plain = self.nesting.column() if end == len(line) else None
            else:
                self._key(line, position, separator, end)

    def _key(self, line: str, start: int, separator: int, end: int) -> None:
        """A key written plainly, up to what separates it from its value."""
        if unopened(line[start:end].rstrip(BLANKS)):
            # A text with a colon in it, of which the first mark has the wrong width.
            self.findings.wide(start, line[start])
            return
        if line[separator] != ":":
            self.findings.wide(separator, line[separator])
        elif not COLON.match(line, separator, end):
            self.findings.glued(line, start, separator)
        enclosed(self.findings, line, start, separator)
        edges(self.findings, line, start, separator)
        self.nesting.push(start, mapping=True)
        self._value(line, separator + 1)

    def _value(self, line: str, position: int) -> None:
        position = blanks(self.findings, line, position)
        if position == len(line) or line[position] == "#":
            return
        if line[position] == "＃":
            self.findings.wide(position, "＃")
            return
        self._node(line, position, key_due=False, key_at=None)

    def _after(self, line: str, position: int, key_at: int | None) -> None:
        """What follows a quoted text or a flow collection, which is a key if a colon follows."""
        position = blanks(self.findings, line, position)
        char = line[position : position + 1]
        if char == "＃":
            self.findings.wide(position, char)
        elif char and char in ":" + COLONS and key_at is not None:
            if char != ":":
                self.findings.wide(position, char)
            elif not COLON.match(line, position):
                self.findings.glued(line, key_at, position)
            self.nesting.push(key_at, mapping=True)
            self._value(line, position + 1)
