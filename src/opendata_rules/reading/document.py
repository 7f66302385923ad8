"""From bytes to a plain tree of text, keeping where everything stands. Never raises for what is in a file.

Stages: bytes (encoding, control characters, size), a lexical pass (:mod:`opendata_rules.reading.punctuation`), the
tree of YAML (:mod:`opendata_rules.reading.yaml_events`). Every scalar stays the text that was written: ``010``,
``yes`` and ``2022-02-30`` alike. All problems of a stage are reported; a later stage is not begun where an earlier one
found errors, since its messages would only follow from them.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..diagnostics.characters import INVISIBLE, ODD, name_of, usual_form
from ..diagnostics.diagnostic import Diagnostic, broken, diagnostic, limited
from .punctuation.findings import Finding
from .punctuation.scanner import scan
from .unsaved import unsaved
from .yaml_events import ENOUGH, NODE_LIMIT, Parser
from .yaml_events import Location as Location

#: Largest file that is opened, in bytes.
SIZE_LIMIT = 1_000_000
#: Most diagnostics of one kind in one file; the rest repeat themselves.
_REPEATS = 20

#: What a merge leaves where two changes meet.
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: |$)")
_LINE_BREAK = re.compile("\r\n|[\n\r]")


@dataclass(frozen=True)
class Document:
    """A file as read.

    Attributes:
        path: its name as shown to the user.
        data: plain tree of dict, list and text; ``None`` where an error kept it from being read.
        diagnostics: what was found on the way.
        lines: the lines of the text.
        content: the bytes that were read; whatever else is said of the file is said of these.
    """

    path: str
    data: Any
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...] = ()
    content: bytes = field(default=b"", repr=False)
    _marks: dict[Location, tuple[int, int, int]] = field(default_factory=dict, repr=False)
    _key_marks: dict[Location, tuple[int, int, int]] = field(default_factory=dict, repr=False)

    def mark(self, location: Location, *, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at a location, or of its key; of the nearest ancestor if absent."""
        line, column, _ = self._position(location, key)
        return line, column

    def diagnostic(
        self, code: str, location: Location, *, key: bool = False, help: str | None = None, **fields: object
    ) -> Diagnostic:
        """A diagnostic on a place in this document."""
        line, column, length = self._position(location, key)
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return diagnostic(
            code,
            path=self.path,
            line=line,
            column=column,
            source=source,
            length=length,
            help=help,
            **fields,
        )

    def _position(self, location: Location, key: bool) -> tuple[int, int, int]:
        if key and location in self._key_marks:
            return self._key_marks[location]
        for end in range(len(location), -1, -1):
            found = self._marks.get(location[:end])
            if found is not None:
                return found
        return 1, 1, 1


def read(path: Path, *, shown: str | None = None, lists: bool = False) -> Document:
    """Read a file.

    Args:
        path: the file.
        shown: its name in messages; the path itself by default.
        lists: whether all of it may be a list.
    """
    name = shown or str(path)
    held = unsaved(path)
    if held is not None:
        return _read(held, name, len(held), lists)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            reason = "它是一个文件夹"
        elif not stat.S_ISREG(mode):
            # A device or a pipe might never end.
            reason = "它不是普通文件"
        else:
            with path.open("rb") as file:
                # One byte more than is allowed tells a file that is too large, and is no danger to the memory.
                return _read(file.read(SIZE_LIMIT + 1), name, path.stat().st_size, lists)
    except (OSError, ValueError) as error:
        reason = refusal(error)
    return Document(name, None, (diagnostic("cannot_read", path=name, reason=reason),))


def refusal(error: Exception) -> str:
    """Why the system refuses a file, in Chinese."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "没有这个文件"
        case PermissionError():
            return "没有读取的权限"
        case IsADirectoryError():
            return "它是一个文件夹"
    return "系统拒绝读取"


def read_bytes(data: bytes, path: str, *, lists: bool = False) -> Document:
    """Read the content of a file.

    Args:
        data: the bytes.
        path: the name of the file in messages.
        lists: whether all of it may be a list.
    """
    return _read(data, path, len(data), lists)


def _read(data: bytes, path: str, size: int, lists: bool) -> Document:
    if len(data) > SIZE_LIMIT:
        shown, limit = f"{max(size, len(data)) / 1e6:.1f} MB", f"{SIZE_LIMIT / 1e6:.0f} MB"
        return Document(path, None, (diagnostic("too_large", path=path, size=shown, limit=limit),))
    text, found = _decoded(data, path)
    if text is None:
        return Document(path, None, tuple(found))
    lines = tuple(_LINE_BREAK.split(text))
    if len(lines) > NODE_LIMIT:
        found.append(diagnostic("too_many_nodes", path=path, line=NODE_LIMIT + 1, limit=NODE_LIMIT))
        return Document(path, None, tuple(found))
    found += _few(_invisible(lines, path))
    if ODD.search(text):
        found += _few(_odd(lines, path))
    if "<<<<<<<" in text or ">>>>>>>" in text:
        found += _few(_conflicts(lines, path))
        if broken(found):
            # Two ways of writing one thing are in it; anything else that is wrong would follow from that.
            return Document(path, None, tuple(found), lines, data)
    found += _few(_told(finding, lines, path) for finding in scan(lines))
    if broken(found):
        return Document(path, None, tuple(found), lines, data)
    parser = Parser(text, lines, path, lists=lists)
    tree = parser.parse()
    found += _few(parser.problems)
    if broken(found):
        return Document(path, None, tuple(found), lines, data)
    return Document(path, tree, tuple(found), lines, data, parser.marks, parser.key_marks)


def _decoded(data: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        found.append(diagnostic("byte_order_mark", path=path))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_undecodable(data, error.start, path)]
    if _is_utf16(data):
        return None, [diagnostic("utf16_encoding", path=path)]
    return text, found


def _undecodable(data: bytes, start: int, path: str) -> Diagnostic:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_utf16(data):
        return diagnostic("utf16_encoding", path=path)
    readable = data.decode("utf-8", errors="replace")
    damaged = readable.count("\ufffd")
    chinese = sum(char > "\x7f" for char in readable) - damaged
    try:
        other = data.decode("gb18030")
    except UnicodeDecodeError:
        other = ""
    # Some UTF-8 can be read as GBK, to nonsense; where most of it is good UTF-8, only a few bytes are damaged.
    if other and damaged >= chinese and not INVISIBLE.search(other):
        return diagnostic("gbk_encoding", path=path)
    lines = _LINE_BREAK.split(data[:start].decode("utf-8"))
    line, column = len(lines), len(lines[-1]) + 1
    source = _LINE_BREAK.split(readable)[line - 1]
    return diagnostic("not_utf8", path=path, line=line, column=column, source=source, position=start + 1)


def _is_utf16(data: bytes) -> bool:
    """Whether it is UTF-16 without a mark: then every ASCII character brings a zero byte."""
    if b"\0" not in data:
        return False
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not INVISIBLE.search(text) and any(char in text for char in ":\n"):
            return True
    return False


def _invisible(lines: tuple[str, ...], path: str) -> Iterator[Diagnostic]:
    seen = 0
    for number, line in enumerate(lines, 1):
        for match in INVISIBLE.finditer(line):
            seen += 1
            if seen > ENOUGH:
                return
            yield diagnostic(
                "control_character",
                path=path,
                line=number,
                column=match.start() + 1,
                source=line,
                name=name_of(match.group()),
            )


def _odd(lines: tuple[str, ...], path: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, 1):
        for match in ODD.finditer(line):
            char = match.group()
            usual = usual_form(char)
            advice = None if usual is None else f"请换成“{usual}”（U+{ord(usual):04X}）。"
            yield diagnostic(
                "odd_character",
                path=path,
                line=number,
                column=match.start() + 1,
                source=line,
                name=name_of(char),
                help=advice,
            )


def _conflicts(lines: tuple[str, ...], path: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, 1):
        if match := _CONFLICT.match(line):
            word = match[1]
            yield diagnostic("conflict_marker", path=path, line=number, source=line, length=len(word), word=word)


def _told(finding: Finding, lines: tuple[str, ...], path: str) -> Diagnostic:
    return diagnostic(
        finding.code,
        path=path,
        line=finding.line,
        column=finding.column,
        source=lines[finding.line - 1],
        length=finding.length,
        **finding.fields,
    )


def _few(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    return limited(problems, _REPEATS)
