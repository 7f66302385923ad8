"""A lexical pass over YAML text, before it is parsed: what Chinese input methods put where structure is meant.

PyYAML takes most full-width punctuation without an error, as part of a long string. Here it is found where a key, a
separator, a bracket or a quote would have to stand, and left alone in prose, in quoted text, in comments and in block
scalars. To tell these apart, the scanner keeps the open block collections with their columns, so it knows where a key
is due and how far a plain scalar goes on. After a mistake it goes on as if the right character stood there: all
mistakes of a file come at once.

It knows nothing of what the keys mean; that a word is a keyword or a fact only makes it bolder in calling a mark wrong.
It is one state machine, and long for that reason.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from ..vocabulary.facts import vocabulary
from ..vocabulary.keywords import KEYWORDS

#: Deepest nesting a pack may have.
DEPTH_LIMIT = 40
#: Findings after which the pass stops; nobody reads more of one file.
_ENOUGH = 1_000
#: Open collections up to which brackets on one line cannot nest too deep.
_SHALLOW = DEPTH_LIMIT - 4
#: Plain scalars of flow collections after which it stops; a pack has no use for so many.
_TOKENS = 50_000
#: Longest word before a colon that is looked up.
_LONGEST_WORD = 60

_HALF = {
    "：": ":",
    "︰": ":",
    "﹕": ":",
    "，": ",",
    "﹐": ",",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "「": "{",
    "」": "}",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＂": '"',
    "＇": "'",
    "－": "-",
    "﹣": "-",
    "−": "-",
    "–": "-",
    "—": "-",
    "＃": "#",
    "｜": "|",
    "＞": ">",
}
_COLONS = "：︰﹕"
_COMMAS = "，﹐"
_DASHES = "－﹣−–—"
_QUOTES = "“”‘’＂＇"
_OPENING, _CLOSING = "［｛【「", "］｝】」"
_CLOSE = {"[": "]", "{": "}"}
_WIDE = "\u3000\u00a0\u1680\u2000-\u200a\u202f\u205f"
_WIDE_SPACES = frozenset("\u3000\u00a0\u1680\u202f\u205f") | {chr(code) for code in range(0x2000, 0x200B)}
_BLANKS = " \t" + "".join(sorted(_WIDE_SPACES))

_COLON = re.compile(rf":(?=[ \t{_WIDE}]|$)")
_ANY_COLON = re.compile(f"[:{_COLONS}]")
_COMMENT = re.compile(r"[ \t]#")
_HIDDEN_COMMENT = re.compile(rf"[{_WIDE}]#")
_WIDE_COMMENT = re.compile(rf"[ \t{_WIDE}]＃")
_BLOCK_HEADER = re.compile(r"[|>](?:[-+]?([1-9])?|([1-9])[-+])[ \t]*(?:[ \t]#.*)?$")
_WIDE_BLOCK_HEADER = re.compile(r"[｜＞][-+1-9]*[ \t]*$")
#: What may follow a quotation that ends where it should.
_AFTER_QUOTE = re.compile(rf"[{_BLANKS}]*(?:$|[#＃:,\]}}{_COLONS}{_COMMAS}{_CLOSING}])")
#: What stands before a quotation that begins where it may.
_BEFORE_QUOTE = _BLANKS + "[{,:-"
_ID = re.compile(r"[a-z][a-z0-9-]*")
_NUMBER = re.compile(r"-[0-9.]+[ \t]*(?:#.*)?$")
_DOCUMENT_MARK = re.compile(r"(?:---|\.\.\.)(?=[ \t]|$)")
#: One plain scalar of a flow collection; brackets of the prose kind may stand in pairs inside it.
_TOKEN = re.compile(
    rf"(?:[^,\[\]{{}}:#{_COLONS}{_COMMAS}{_OPENING}{_CLOSING}]"
    r"|:(?![ \t,\[\]{}]|$)|(?<![ \t])#|【[^】,\[\]{}]*】|「[^」,\[\]{}]*」)+"
)
#: Characters that ask for a closer look.
_SPECIAL = "".join(_HALF) + _WIDE + r"\t\[\]{}\"'#|>&*!%@`?:\\"
#: A line on which nothing can be wrong: a key, and prose behind it that does not begin with a mark.
_SIMPLE = re.compile(rf"( *)((?:- )*)[^{_SPECIAL} -][^{_SPECIAL}]*:(?: +([^{_SPECIAL} ][^:#＃{_WIDE}\t]*))?$")
#: Marks that are not for brackets, keys and half-width quotations in plain words.
_ODD = re.compile(f"[{''.join(_HALF)}{_WIDE}\\t'#|>&*!%@`?\\\\]")
_WORD = r"[^][{}\",: -][^][{}\",:]*"
_ITEM = rf"""(?:{_WORD}|"[^][{{}}":]*")"""
_LIST = rf"\[{_ITEM}(?:, {_ITEM})*\]"
_PAIR = rf"{_WORD}: (?:{_ITEM}|{_LIST})"
#: A line of list items or a key, and behind them a list, pairs or a quotation; nothing is wrong if nothing is odd.
_BRACKETS = re.compile(
    rf"""( *)((?:- )*)(?:({_WORD}): +|(?<=- ))(?:{_LIST}|\{{{_PAIR}(?:, {_PAIR})*\}}|"[^][{{}}":]*")$"""
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in the text.

    Attributes:
        code: kind of diagnostic.
        line: line, from 1.
        column: column, from 1, in characters.
        fields: what the message names.
        length: how many characters are meant.
    """

    code: str
    line: int
    column: int
    fields: dict[str, Any]
    length: int = 1


class _Enough(Exception):
    """Going on would tell the user nothing more."""


@functools.cache
def _words() -> frozenset[str]:
    """Every word that can stand before a colon in a file of ours."""
    facts = vocabulary().facts.values()
    return frozenset({word for word, _ in KEYWORDS.values()} | {f.label for f in facts} | {f.id for f in facts})


def _is_one_quotation(value: str) -> bool:
    """Whether the quotes at both ends belong together, whatever is quoted between them."""
    depth = 0
    for at, char in enumerate(value):
        depth += (char in "“‘") - (char in "”’")
        if depth <= 0:
            return at == len(value) - 1
    return False


def scan(lines: tuple[str, ...]) -> list[Finding]:
    """Everything structural that is full-width, glued together or nested too deep, in order."""
    scanner = _Scanner(lines)
    try:
        for number, line in enumerate(lines, 1):
            scanner.number = number
            scanner.read(line)
        scanner.end()
    except _Enough:
        pass
    return sorted(scanner.found, key=lambda finding: (finding.line, finding.column))


class _Scanner:
    """Walks the lines, knowing which collections are open and what the line before left unfinished."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.number = 0
        self.found: list[Finding] = []
        #: Open block collections: column and whether each is a mapping (else a sequence).
        self.open: list[tuple[int, bool]] = []
        #: Open flow collections: the opening bracket, its line and column (from 0).
        self.flow: list[tuple[str, int, int]] = []
        #: Whether a key may come next in the innermost flow collection.
        self.key_next = False
        #: Whether the line ended inside a plain scalar of a flow collection.
        self.in_token = False
        self.tokens = 0
        self.token_at = 0
        #: The quotation mark that is open.
        self.quote = ""
        #: Column of the collection whose plain scalar may go on, ``None`` where there is none.
        self.plain: int | None = None
        #: The same for a block scalar, and the column its text begins at once that is known.
        self.block: int | None = None
        self.block_indent: int | None = None

    # -- lines ------------------------------------------------------------------------------------------------------

    def read(self, line: str) -> None:
        """Take the next line."""
        if (self.quote or self.flow) and not self._abandoned(line):
            self._unfinished(line)
            return
        if self.block is None and (simple := _SIMPLE.match(line)):
            start = simple.end(1)
            if self.plain is None or start <= self.plain:
                self._simple(start, len(simple[2]) // 2, bool(simple[3]))
                return
        elif (
            self.block is None
            and len(self.open) < _SHALLOW
            and (simple := _BRACKETS.match(line))
            and not _ODD.search(line)
        ):
            start = simple.end(1)
            if self.plain is None or start <= self.plain:
                self._simple(start, len(simple[2]) // 2, prose=False, keyed=bool(simple[3]))
                return
        content = line.lstrip(_BLANKS)
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
                self._wide(start, "＃")
            self.plain = None  # a comment ends a plain scalar
        elif start == 0 and (_DOCUMENT_MARK.match(line) or (line[0] == "%" and not self.open)):
            self.open.clear()
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
                self._push(column, mapping=False)
                column += 2
        else:
            while self.open and (self.open[-1][0] > column or self.open[-1] == (column, False)):
                self.open.pop()
        if keyed:
            self._push(column, mapping=True)
        self.plain = column if prose else None

    def end(self) -> None:
        """There are no more lines."""
        if self.flow:
            self._unclosed()

    def _abandoned(self, line: str) -> bool:
        """Whether a line begins a new entry of block context, so that brackets above it were left open."""
        content = line.lstrip(_BLANKS)
        start = len(line) - len(content)
        if self.quote or not content or start > self._column():
            return False
        dash = content[0] in "-－" and content[1:2] in _BLANKS
        if not dash and self._separator(line, start, self._comment(line, start), key_due=False) is None:
            return False
        self._unclosed()
        return True

    def _unclosed(self) -> None:
        """Report the innermost bracket that is open, and go on as if all were closed."""
        bracket, number, column = self.flow[-1]
        self.flow.clear()
        self.in_token = False
        self._add(Finding("unclosed", number, column + 1, {"found": bracket, "wanted": _CLOSE[bracket]}))

    def _unfinished(self, line: str) -> None:
        """A line inside quotes or flow brackets."""
        position = 0
        if self.quote:
            position = self._quoted(line, 0)
            if self.quote:
                return
        if self.flow:
            position = self._flow(line, position)
            if self.flow or self.quote:
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
            self._report("tab_indentation", tabs[0], length=len(tabs))
        wide = [column for column, char in enumerate(lead) if char in _WIDE_SPACES]
        if wide:
            self._report("ideographic_space", wide[0], length=len(wide))

    def _continuation(self, line: str, start: int) -> None:
        """A line that goes on with the plain scalar above, unless it only looks so."""
        if line[start] in _DASHES and line[start + 1 : start + 2] in _BLANKS:
            self._wide(start, line[start])
        end = self._comment(line, start)
        separator = self._separator(line, start, end, key_due=False)
        if separator is not None and line[separator] != ":":
            self._wide(separator, line[separator])
        elif separator is not None and not _COLON.match(line, separator, end):
            self._glued(line, start, separator)
        self._marks(line, start, end)
        if end < len(line):
            self.plain = None

    def _fresh(self, line: str, start: int) -> None:
        """A line of block context: ``键: 值``, ``- 项``, ``- 键: 值``, or a value on its own."""
        position, dashed = start, False
        while True:
            char, after = line[position], line[position + 1 : position + 2]
            if char == "?" and after in _BLANKS:
                self._push(position, mapping=True)
            elif self._is_dash(line, position, first=not dashed):
                self._push(position, mapping=False)
            else:
                break
            dashed = True
            position = self._blanks(line, position + 1)
            if position == len(line) or line[position] == "#":
                return
        if not dashed:
            while self.open and (self.open[-1][0] > position or self.open[-1] == (position, False)):
                self.open.pop()
        self._node(line, position, key_due=not self.open or self.open[-1] == (position, True), key_at=position)

    def _is_dash(self, line: str, position: int, *, first: bool) -> bool:
        """Whether a list item begins here; what is wrong with its dash is reported."""
        char, after = line[position], line[position + 1 : position + 2]
        if char == "-":
            if after in _BLANKS:
                return True
            beside = any(column == position and not mapping for column, mapping in self.open)
            inside = bool(self.open) and self.open[-1][0] < position and not _NUMBER.match(line, position)
            if first and after != "-" and (beside or inside):
                self._report("missing_space", position, word="-")
                return True
        elif char == "－" or (char in _DASHES and after in _BLANKS):
            self._wide(position, char)
            return True
        return False

    # -- nodes of block context -------------------------------------------------------------------------------------

    def _node(self, line: str, position: int, *, key_due: bool, key_at: int | None) -> None:
        """What begins at a position: a key with its value where ``key_at`` is given, or a value."""
        char = line[position]
        if char in "\"'":
            end = self._quotation(line, position)
            if not self.quote:
                self._after(line, end, key_at)
        elif char in "[{" or self._opens_wide(line, position):
            end = self._flow(line, position)
            if not self.flow and not self.quote:
                self._after(line, end, key_at)
        elif _WIDE_BLOCK_HEADER.match(line, position):
            self._wide(position, char)
            self.block = self._column()
        elif header := _BLOCK_HEADER.match(line, position):
            self.block = self._column()
            digit = header[1] or header[2]
            if digit:
                self.block_indent = max(self.block, 0) + int(digit)
        else:
            end = self._comment(line, position)
            separator = None if key_at is None else self._separator(line, position, end, key_due=key_due)
            if separator is None:
                self._marks(line, position, end)
                self._enclosed(line, position, end)
                self.plain = self._column() if end == len(line) else None
            else:
                self._key(line, position, separator, end)

    def _key(self, line: str, start: int, separator: int, end: int) -> None:
        """A key written plainly, up to what separates it from its value."""
        if line[separator] != ":":
            self._wide(separator, line[separator])
        elif not _COLON.match(line, separator, end):
            self._glued(line, start, separator)
        self._enclosed(line, start, separator)
        self._edges(line, start, separator)
        self._push(start, mapping=True)
        self._value(line, separator + 1)

    def _value(self, line: str, position: int) -> None:
        position = self._blanks(line, position)
        if position == len(line) or line[position] == "#":
            return
        if line[position] == "＃":
            self._wide(position, "＃")
            return
        self._node(line, position, key_due=False, key_at=None)

    def _after(self, line: str, position: int, key_at: int | None) -> None:
        """What follows a quoted text or a flow collection, which is a key if a colon follows."""
        position = self._blanks(line, position)
        char = line[position : position + 1]
        if char == "＃":
            self._wide(position, char)
        elif char and char in ":" + _COLONS and key_at is not None:
            if char != ":":
                self._wide(position, char)
            elif not _COLON.match(line, position):
                self._glued(line, key_at, position)
            self._push(key_at, mapping=True)
            self._value(line, position + 1)

    def _separator(self, line: str, start: int, end: int, *, key_due: bool) -> int | None:
        """Where the key ends that begins at ``start``: at a right colon, or at what is written for one."""
        right = _COLON.search(line, start, end)
        last = right.start() if right else end
        first = None
        for match in _ANY_COLON.finditer(line, start, last):
            at = match.start()
            first = at if first is None else first
            if at - start > _LONGEST_WORD:
                break
            word = line[start:at].strip(_BLANKS).strip(_QUOTES)
            # An id may stand there too; but http:// is prose.
            if word in _words() or (_ID.fullmatch(word) and (line[at] != ":" or line[at + 1 : at + 2] > "\x7f")):
                return at
        if right is not None:
            return right.start()
        return first if key_due and first != start else None

    def _opens_wide(self, line: str, position: int) -> bool:
        """Whether a full-width bracket stands here for a half-width one, and not for one of prose."""
        char = line[position]
        if char in "［｛":
            return True
        if char not in "【「":
            return False
        value = line[position : self._comment(line, position)].rstrip(_BLANKS)
        depth = 0
        for inner in value[:-1]:
            depth += (inner in "【「") - (inner in "】」")
            if depth <= 0:
                return False  # closed before the end: 【提示】……
        first_word = re.split(f"[:{_COLONS}]", value[1:], maxsplit=1)[0].strip(_BLANKS)
        return len(value) == 1 or value[-1] in _CLOSING + "]},，" or first_word in _words()

    # -- flow collections and quotations ----------------------------------------------------------------------------

    def _flow(self, line: str, position: int) -> int:
        """Read a flow collection on; return where it ends, or the end of the line."""
        inside = self.in_token
        self.in_token = False
        while position < len(line):
            char = line[position]
            if char in " \t":
                position += 1
                continue
            if inside and char in "\"'":
                pass  # within a plain scalar that began on a line above
            elif char in "\"'":
                position = self._quotation(line, position)
                if self.quote or not self.flow:
                    return position
                continue
            inside = False
            if char in _QUOTES and (close := self._wide_quotation(line, position)):
                position = close
                continue
            half = _HALF.get(char, char)
            if half in "[]{},:#" and (char in _COLONS + _COMMAS + "＃" or char in _OPENING + _CLOSING):
                if char in "【「" and (token := _TOKEN.match(line, position)):
                    position = self._token(line, position, token.end())
                    continue
                self._wide(position, char)
            if half == "#":
                return len(line)
            if half in "[{":
                self.flow.append((half, self.number, position))
                self.key_next = half == "{"
                self._check_depth(position)
            elif half in "]}":
                self.flow.pop()
                if not self.flow:
                    return position + 1
                self.key_next = False
            elif half == ",":
                self.key_next = self.flow[-1][0] == "{"
            elif half == ":" and (char != ":" or self._is_flow_colon(line, position)):
                if char == ":" and line[position + 1 : position + 2] in ("[", "{") and line[position - 1] not in "\"'":
                    self._glued(line, self.token_at, position)
                self.key_next = False
            else:
                token = _TOKEN.match(line, position)
                position = self._token(line, position, token.end() if token else position + 1)
                continue
            position += 1
        return position

    def _wide_quotation(self, line: str, position: int) -> int | None:
        """Where a quotation ends that full-width quotes enclose, as a half-width pair would; both are reported."""
        quotes = (at for at in range(position + 1, len(line)) if line[at] in _QUOTES + "\"'")
        close = next(quotes, None)
        if close is None:
            return None
        if not _AFTER_QUOTE.match(line, close + 1):
            # Quotes within: it may still end with a half-width one that nothing else has opened.
            close = next((at for at in range(close, len(line)) if line[at] in "\"'"), None)
            if close is None or not _AFTER_QUOTE.match(line, close + 1):
                return None
            if line[:close].rstrip(_BLANKS)[-1] in "[{,:":
                return None
        for at in (position, close):
            if line[at] in _QUOTES:
                self._wide(at, line[at])
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
            raise _Enough
        first_colon = line.find(":", start, end)
        if first_colon > start and (self.key_next or line[start:first_colon].strip(_BLANKS) in _words()):
            after = line[first_colon + 1 : first_colon + 2]
            if after and after in _WIDE_SPACES:
                self._report("ideographic_space", first_colon + 1)
            else:
                self._glued(line, start, first_colon)
        if line[start] in _WIDE_SPACES:
            self._report("ideographic_space", start)
        else:
            self._enclosed(line, start, end)
        self._marks(line, start, end)
        self.in_token = end == len(line)
        return end

    def _quotation(self, line: str, start: int) -> int:
        """Read quoted text that begins here; return where it ends, or the end of the line."""
        self.quote = line[start]
        end = self._quoted(line, start + 1)
        number, close = self.number, end
        open_lines = iter(self.lines[number:])
        while self.quote and (below := next(open_lines, None)) is not None:
            number, close = number + 1, self._quoted(below, 0)
        last = self.lines[number - 1]
        if not self.quote and (_AFTER_QUOTE.match(last, close) or last[: close - 1][-1:] not in _BEFORE_QUOTE):
            self.quote = line[start] if number > self.number else ""
            return end
        # It ends nowhere, or where another one begins: what ends it must be missing on this line.
        self.quote = ""
        wide = [at for at in range(start + 1, len(line)) if line[at] in _QUOTES]
        if wide:
            at = next((at for at in wide if _AFTER_QUOTE.match(line, at + 1)), wide[0])
            self._add(
                Finding("full_width_punctuation", self.number, at + 1, {"found": line[at], "wanted": line[start]})
            )
            return at + 1
        if number == self.number:
            return end
        self._report("unclosed", start, found=line[start], wanted=line[start])
        self.flow.clear()
        return len(line)

    def _quoted(self, line: str, position: int) -> int:
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

    # -- marks inside plain scalars ---------------------------------------------------------------------------------

    def _marks(self, line: str, start: int, end: int) -> None:
        """Comments and blanks of the wrong width inside or behind a plain scalar."""
        if match := _WIDE_COMMENT.search(line, start, end):
            self._wide(match.end() - 1, "＃")
            end = match.start()
        if match := _HIDDEN_COMMENT.search(line, start, end):
            self._report("ideographic_space", match.start())
        else:
            self._edges(line, start, end)

    def _edges(self, line: str, start: int, end: int) -> None:
        text = line[start:end].rstrip(" \t")
        bare = text.rstrip(_BLANKS)
        if bare and len(bare) < len(text):
            self._report("ideographic_space", start + len(bare), length=len(text) - len(bare))

    def _enclosed(self, line: str, start: int, end: int) -> None:
        """Full-width quotes around the whole value, which would become part of the text."""
        value = line[start:end].rstrip(_BLANKS)
        if len(value) < 2:
            return
        if value[0] in _QUOTES and value[-1] in "\"'" and value.count(value[-1]) % 2:
            # Ended as a quotation that never began, whatever is quoted inside it.
            self._wide(start, value[0])
        elif value[0] in _QUOTES and value[-1] in _QUOTES + "\"'":
            if not any(char in _QUOTES + '"' for char in value[1:-1]) or _is_one_quotation(value) or value[0] in "”’":
                self._wide(start, value[0])
                if value[-1] in _QUOTES:
                    self._wide(start + len(value) - 1, value[-1])
        elif value[0] + value[-1] in ("【】", "「」") and not any(c in _OPENING + _CLOSING for c in value[1:-1]):
            self._wide(start, value[0])
            self._wide(start + len(value) - 1, value[-1])

    # -- small things -----------------------------------------------------------------------------------------------

    @staticmethod
    def _comment(line: str, start: int) -> int:
        """Where a comment begins, or the end of the line."""
        match = _COMMENT.search(line, start)
        return match.start() if match else len(line)

    def _blanks(self, line: str, position: int) -> int:
        """Skip blanks; those of the wrong width are reported."""
        start = position
        while position < len(line) and line[position] in _BLANKS:
            position += 1
        wide = [at for at in range(start, position) if line[at] in _WIDE_SPACES]
        if wide:
            self._report("ideographic_space", wide[0], length=len(wide))
        return position

    def _column(self) -> int:
        """Column of the innermost block collection."""
        return self.open[-1][0] if self.open else -1

    def _push(self, column: int, *, mapping: bool) -> None:
        while self.open and self.open[-1][0] > column:
            self.open.pop()
        if not self.open or self.open[-1] != (column, mapping):
            self.open.append((column, mapping))
            self._check_depth(column)

    def _check_depth(self, position: int) -> None:
        if len(self.open) + len(self.flow) > DEPTH_LIMIT:
            self._report("too_deep", position, limit=DEPTH_LIMIT)
            raise _Enough

    def _glued(self, line: str, start: int, separator: int) -> None:
        word = line[start : separator + 1].strip(_BLANKS)
        self._report("missing_space", start, length=separator + 1 - start, word=word)

    def _wide(self, position: int, char: str) -> None:
        self._report("full_width_punctuation", position, found=char, wanted=_HALF[char])

    def _report(self, code: str, position: int, *, length: int = 1, **fields: Any) -> None:
        self._add(Finding(code, self.number, position + 1, fields, length))

    def _add(self, finding: Finding) -> None:
        self.found.append(finding)
        if len(self.found) >= _ENOUGH:
            raise _Enough
