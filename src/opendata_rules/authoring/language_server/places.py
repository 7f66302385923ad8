"""Where in the tree of a file one is typing. The file need not be YAML at that moment, and seldom is.

Lines are looked at one by one: their indentation, their dashes and their key say where they belong, whatever stands in
others. Brackets are read from where they open; a line that looks like the beginning of something else ends them, so
that one that was never closed spoils only what it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Way = tuple[str | int, ...]

_KEY = re.compile(
    r"""(?:"([^"]*)"|'([^']*)'|([^\s"'#{}\[\],:：&*!|>%@`-][^:：]*?|-[^\s:：][^:：]*?))[ \t]*[:：](?=\s|$)"""
)
_BLANKS = " \t\u3000\u00a0"
_END_OF_WORD = re.compile(r"[:：](?=\s|$)|[,，\[\]{}]|\s#|$")
_END_OF_TEXT = re.compile(r"\s#|$")
#: Lines in which brackets may stay open are looked at from so far above at most.
_FAR = 400


@dataclass(frozen=True, slots=True)
class Place:
    """What is being written at a position.

    Attributes:
        way: where it belongs in the tree: the mapping of which it is a key, or the place of which it is the value.
        is_key: whether a key may stand here.
        is_value: whether a value may stand here.
        start: first character of the word.
        end: end of the word.
        word: the word, without quotation marks.
        colon: whether a colon follows it.
        flow: whether it stands in brackets.
        taken: keys that the mapping has already, this one apart.
    """

    way: Way
    is_key: bool
    is_value: bool
    start: int
    end: int
    word: str
    colon: bool
    flow: bool
    taken: frozenset[str]


@dataclass(slots=True)
class _Node:
    """A dash or a key of a line; ``name`` is ``None`` for a dash."""

    indent: int
    name: str | None


@dataclass(slots=True)
class _Open:
    """Brackets that are open."""

    mapping: bool
    way: Way
    key: str | None = None
    index: int = 0
    keys: set[str] = field(default_factory=set)


def place_at(lines: Sequence[str], row: int, column: int) -> Place:
    """What stands, or is being written, at a position.

    Args:
        lines: the lines of the text.
        row: line, from 0.
        column: characters before it.
    """
    row = max(0, min(row, len(lines) - 1))
    line = lines[row]
    column = max(0, min(column, len(line)))
    opened = _flow_start(lines, row, column)
    if opened is not None:
        return _in_brackets(lines, opened, row, column)
    nodes, rest = _parsed(line)
    # Of a key that ends behind the cursor, the cursor is in the word.
    if nodes and nodes[-1].name is not None and column <= _key_end(line, nodes[-1].indent):
        node = nodes.pop()
        indent = rest = node.indent
    else:
        indent = rest
    while nodes and nodes[-1].name is None and column <= nodes[-1].indent:
        # Before the dash.
        indent = rest = nodes.pop().indent
    blank = not line.strip()
    if blank:
        indent = rest = column
    after_key = bool(nodes) and nodes[-1].name is not None
    way = _way(lines, row, nodes, indent)
    start = rest
    while start < column and line[start] in _BLANKS:
        start += 1
    start = min(start, column)
    found = (_END_OF_TEXT if after_key else _END_OF_WORD).search(line, column)
    end = len(line) if found is None else found.start()
    word = line[start:end].rstrip(_BLANKS)
    end = max(column, start + len(word))
    taken = frozenset() if after_key else frozenset(_siblings(lines, row, indent))
    return Place(
        way=way,
        is_key=not after_key,
        is_value=True,
        start=start,
        end=end,
        word=_bare(word),
        colon=bool(re.match(r"\s*[:：]", line[end:])),
        flow=False,
        taken=taken,
    )


def _bare(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word.strip("\"'")


# -- lines ------------------------------------------------------------------------------------------------------------


def _parsed(line: str) -> tuple[list[_Node], int]:
    """The dashes of a line and its key, and where what follows them begins."""
    nodes: list[_Node] = []
    at = 0
    while True:
        while at < len(line) and line[at] in _BLANKS:
            at += 1
        if line[at : at + 1] == "-" and line[at + 1 : at + 2] in ("", " ", "\t"):
            nodes.append(_Node(at, None))
            at += 1
            continue
        break
    found = _KEY.match(line, at)
    if found is not None:
        nodes.append(_Node(at, next(one for one in found.groups() if one is not None)))
        return nodes, found.end()
    return nodes, at


def _key_end(line: str, start: int) -> int:
    found = _KEY.match(line, start)
    return start if found is None else found.end() - 1


def _is_text(line: str) -> bool:
    stripped = line.lstrip(_BLANKS)
    return not stripped or stripped[0] == "#"


def _way(lines: Sequence[str], row: int, nodes: list[_Node], indent: int) -> Way:
    """The way to what stands behind the nodes of a line, or at an indentation where it has none."""
    way: list[str | int] = []
    limit, child_is_item = indent, False
    # From the innermost to the outermost: how many items stand before an item is counted on the way up.
    for node in reversed(nodes):
        way.append(node.name if node.name is not None else 0)
        limit, child_is_item = node.indent, node.name is None
    for above in range(row - 1, -1, -1):
        if limit <= 0 and not child_is_item:
            break
        line = lines[above]
        if _is_text(line):
            continue
        found, _ = _parsed(line)
        for node in reversed(found):
            if child_is_item and node.name is None and node.indent == limit:
                count = way[-1]
                way[-1] = (count if isinstance(count, int) else 0) + 1
                continue
            if node.indent < limit or (child_is_item and node.name is not None and node.indent == limit):
                way.append(node.name if node.name is not None else 0)
                limit, child_is_item = node.indent, node.name is None
    return tuple(reversed(way))


def _siblings(lines: Sequence[str], row: int, indent: int) -> Iterator[str]:
    """The other keys of the mapping whose keys stand at an indentation."""
    for step in (-1, 1):
        at = row
        if step == -1:
            own, _ = _parsed(lines[row])
            if any(node.name is None and node.indent < indent for node in own):
                # The first key of an item.
                continue
        while 0 <= (at := at + step) < len(lines):
            if _is_text(lines[at]):
                continue
            nodes, rest = _parsed(lines[at])
            outermost = nodes[0].indent if nodes else rest
            key = next((node.name for node in nodes if node.indent == indent and node.name is not None), None)
            begins = any(node.name is None and node.indent < indent for node in nodes)
            if step == 1 and (outermost < indent or begins):
                break
            if key is not None:
                yield key
            if outermost < indent:
                break


# -- brackets ---------------------------------------------------------------------------------------------------------


def _flow_start(lines: Sequence[str], row: int, column: int) -> tuple[int, int] | None:
    """Line and column of the outermost bracket that is open at a position."""
    opened: tuple[int, int, int] | None = None
    depth = 0
    for at in range(max(0, row - _FAR), row + 1):
        line = lines[at] if at < row else lines[at][:column]
        if opened is not None:
            nodes, rest = _parsed(line)
            outermost = nodes[0].indent if nodes else rest
            if nodes and outermost <= opened[2]:
                # Something else begins: that bracket was never closed.
                opened, depth = None, 0
        if opened is None and "{" not in line and "[" not in line:
            continue
        _, rest = _parsed(line)
        start = rest if opened is None else 0
        if opened is None:
            stripped = line[start:].lstrip(_BLANKS)
            if stripped[:1] not in ("{", "["):
                continue
        for index, char in _marks(line, start):
            if char in "{[":
                if depth == 0:
                    indent = len(line) - len(line.lstrip(_BLANKS))
                    opened = (at, index, indent)
                depth += 1
            elif char in "}]" and depth:
                depth -= 1
                if depth == 0:
                    opened = None
    return None if opened is None else opened[:2]


def _marks(line: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """The marks of a line outside quotations and comments."""
    quote = ""
    for index in range(start, len(line)):
        char = line[index]
        if quote:
            if char == quote:
                quote = ""
        elif char in "\"'" and (index == start or line[index - 1] in " \t[{,:"):
            quote = char
        elif char == "#" and index and line[index - 1] in " \t":
            return
        elif char in "{}[],，" or (char in ":：" and line[index + 1 : index + 2] in ("", " ", "\t")):
            yield index, char


def _in_brackets(lines: Sequence[str], opened: tuple[int, int], row: int, column: int) -> Place:
    first, bracket = opened
    nodes, rest = _parsed(lines[first])
    stack: list[_Open] = []
    way = _way(lines, first, nodes, rest)
    #: Where the word that is being read begins, in which line.
    begun = (first, bracket)
    for at in range(first, row + 1):
        line = lines[at] if at < row else lines[at][:column]
        if at > first:
            # No word goes on from one line to the next.
            begun = (at, 0)
        for index, char in _marks(line, bracket if at == first else 0):
            if char in "{[":
                inner = way if not stack else _way_in(stack[-1])
                stack.append(_Open(char == "{", inner))
            elif char in "}]":
                if stack:
                    stack.pop()
            elif stack and char in ",，":
                top = stack[-1]
                top.index += 1
                top.key = None
            elif stack and stack[-1].mapping:
                top = stack[-1]
                top.key = _bare(line[begun[1] if begun[0] == at else 0 : index].strip(_BLANKS))
                top.keys.add(top.key)
            begun = (at, index + 1)
    line = lines[row]
    start = begun[1] if begun[0] == row else 0
    while start < column and line[start] in _BLANKS:
        start += 1
    start = min(start, column)
    found = _END_OF_WORD.search(line, column)
    end = len(line) if found is None else found.start()
    word = line[start:end].rstrip(_BLANKS)
    end = max(column, start + len(word))
    if not stack:
        return Place(way, False, True, start, end, _bare(word), False, True, frozenset())
    top = stack[-1]
    is_key = top.mapping and top.key is None
    return Place(
        way=_way_in(top),
        is_key=is_key,
        is_value=not is_key,
        start=start,
        end=end,
        word=_bare(word),
        colon=bool(re.match(r"\s*[:：]", line[end:])),
        flow=True,
        taken=frozenset(top.keys | _later_keys(line[end:])) if is_key else frozenset(),
    )


def _way_in(top: _Open) -> Way:
    if not top.mapping:
        return (*top.way, top.index)
    return top.way if top.key is None else (*top.way, top.key)


def _later_keys(rest: str) -> set[str]:
    """Keys of the same brackets that stand behind the word."""
    found: set[str] = set()
    depth, begun = 0, 0
    first = True
    for index, char in _marks(rest):
        if char in "{[":
            depth += 1
        elif char in "}]":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and char in ":：":
            if not first:
                found.add(_bare(rest[begun:index].strip(_BLANKS)))
        elif depth == 0:
            first = False
            begun = index + 1
    return found
