"""Flow collections and quotations, on one line or on several."""

from __future__ import annotations

from .findings import Enough, Finding, Findings
from .marks import (
    AFTER_QUOTE,
    BEFORE_QUOTE,
    BLANKS,
    CLOSE,
    CLOSING,
    COLONS,
    COMMAS,
    HALF,
    OPENING,
    QUOTES,
    TOKEN,
    WIDE_SPACES,
)
from .nesting import Nesting
from .scalars import enclosed, inner_marks
from .words import words

#: Plain scalars of flow collections after which the pass stops; a pack has no use for so many.
_TOKENS = 50_000


class Flow:
    """Reads what stands in brackets and in quotation marks.

    Attributes:
        quote: the quotation mark that is open.
        in_token: whether the line ended inside a plain scalar of a flow collection.
    """

    def __init__(self, lines: tuple[str, ...], findings: Findings, nesting: Nesting) -> None:
        self.lines = lines
        self.findings = findings
        self.nesting = nesting
        self.quote = ""
        self.in_token = False
        #: Whether a key may come next in the innermost flow collection.
        self.key_next = False
        self.tokens = 0
        self.token_at = 0

    def read(self, line: str, position: int) -> int:
        """Read a flow collection on; return where it ends, or the end of the line."""
        inside = self.in_token
        self.in_token = False
        # A scalar of a line above has its place there.
        self.token_at = position
        while position < len(line):
            char = line[position]
            if char in " \t":
                position += 1
                continue
            if inside and char in "\"'":
                pass  # within a plain scalar that began on a line above
            elif char in "\"'":
                position = self.quotation(line, position)
                if self.quote or not self.nesting.brackets:
                    return position
                continue
            inside = False
            if char in QUOTES and (close := self._wide_quotation(line, position)):
                position = close
                continue
            half = HALF.get(char, char)
            if half in "[]{},:#" and (char in COLONS + COMMAS + "＃" or char in OPENING + CLOSING):
                if char in "【「" and (token := TOKEN.match(line, position)):
                    position = self._token(line, position, token.end())
                    if not self.nesting.brackets:
                        return position  # it only looked like a bracket: a pair of the prose kind
                    continue
                self.findings.wide(position, char)
            if half == "#":
                return len(line)
            if half in "[{":
                self.nesting.brackets.append((half, self.findings.number, position))
                self.key_next = half == "{"
                self.nesting.check_depth(position)
            elif half in "]}":
                self.nesting.brackets.pop()
                if not self.nesting.brackets:
                    return position + 1
                self.key_next = False
            elif half == ",":
                self.key_next = self.nesting.brackets[-1][0] == "{"
            elif half == ":" and (char != ":" or self._is_flow_colon(line, position)):
                if char == ":" and line[position + 1 : position + 2] in ("[", "{") and line[position - 1] not in "\"'":
                    self.findings.glued(line, self.token_at, position)
                self.key_next = False
            else:
                token = TOKEN.match(line, position)
                position = self._token(line, position, token.end() if token else position + 1)
                continue
            position += 1
        return position

    def _wide_quotation(self, line: str, position: int) -> int | None:
        """Where a quotation ends that full-width quotes enclose, as a half-width pair would; both are reported."""
        quotes = (at for at in range(position + 1, len(line)) if line[at] in QUOTES + "\"'")
        close = next(quotes, None)
        if close is None:
            return None
        if not AFTER_QUOTE.match(line, close + 1):
            # Quotes within: it may still end with a half-width one that nothing else has opened.
            ends = (at for at in range(close, len(line)) if line[at] in "\"'" and AFTER_QUOTE.match(line, at + 1))
            close = next((at for at in ends if line.count(line[at], position, at) % 2 == 0), None)
            if close is None:
                return None
            if line[:close].rstrip(BLANKS)[-1] in "[{,:":
                return None
        for at in (position, close):
            if line[at] in QUOTES:
                self.findings.wide(at, line[at])
        return close + 1

    @staticmethod
    def _is_flow_colon(line: str, position: int) -> bool:
        after, before = line[position + 1 : position + 2], line[position - 1 : position]
        return after in " \t,[]{}" or before in "\"'"

    def _token(self, line: str, start: int, end: int) -> int:
        """One plain scalar of a flow collection."""
        self.token_at = start
        self.tokens += 1
        if self.tokens > _TOKENS:
            raise Enough
        first_colon = line.find(":", start, end)
        if first_colon > start and (self.key_next or line[start:first_colon].strip(BLANKS) in words()):
            after = line[first_colon + 1 : first_colon + 2]
            if after and after in WIDE_SPACES:
                self.findings.report("ideographic_space", first_colon + 1)
            else:
                self.findings.glued(line, start, first_colon)
        if line[start] in WIDE_SPACES:
            self.findings.report("ideographic_space", start)
        else:
            enclosed(self.findings, line, start, end)
        inner_marks(self.findings, line, start, end)
        self.in_token = end == len(line)
        return end

    def quotation(self, line: str, start: int) -> int:
        """Read quoted text that begins here; return where it ends, or the end of the line."""
        self.quote = line[start]
        end = self.quoted(line, start + 1)
        number, close = self.findings.number, end
        open_lines = iter(self.lines[number:])
        while self.quote and (below := next(open_lines, None)) is not None:
            number, close = number + 1, self.quoted(below, 0)
        last = self.lines[number - 1]
        here = number == self.findings.number
        # What looks like an end on another line, and has words behind it, is an apostrophe of English prose.
        ends = AFTER_QUOTE.match(last, close) or (here and last[: close - 1][-1:] not in BEFORE_QUOTE)
        if not self.quote and ends:
            self.quote = "" if here else line[start]
            return end
        # It ends nowhere, or where another one begins: what ends it must be missing on this line.
        self.quote = ""
        wide = [at for at in range(start + 1, len(line)) if line[at] in QUOTES]
        if wide:
            at = next((at for at in wide if AFTER_QUOTE.match(line, at + 1)), wide[0])
            self.findings.report("full_width_punctuation", at, found=line[at], wanted=line[start])
            return at + 1
        if number == self.findings.number:
            return end
        self.findings.report("unclosed", start, found=line[start], wanted=line[start])
        self.nesting.brackets.clear()
        return len(line)

    def quoted(self, line: str, position: int) -> int:
        """Read quoted text on; return where it ends, or the end of the line."""
        while position < len(line):
            char = line[position]
            if char == "\\" and self.quote == '"':
                position += 1
            elif char == self.quote:
                if self.quote == "'" and line[position + 1 : position + 2] == "'":
                    position += 1
                else:
                    self.quote = ""
                    return position + 1
            position += 1
        return len(line)

    def unclosed(self) -> None:
        """Report the innermost bracket that is open, and go on as if all were closed."""
        bracket, number, column = self.nesting.brackets[-1]
        self.nesting.brackets.clear()
        self.in_token = False
        self.findings.add(Finding("unclosed", number, column + 1, {"found": bracket, "wanted": CLOSE[bracket]}))
