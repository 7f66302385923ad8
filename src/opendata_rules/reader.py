"""From bytes to a plain tree of text, keeping where everything stands. Never raises for what is in a file.

Stages: bytes (encoding, control characters, size), a lexical pass (:mod:`opendata_rules.lexical`), YAML composed
without implicit resolvers. Every scalar stays the text that was written: ``010``, ``yes`` and ``2022-02-30`` alike.
All problems of a stage are reported; a later stage is not begun where an earlier one found errors, since its messages
would only follow from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .diagnostics import Diagnostic, Severity, diagnostic
from .lexical import scan, too_deep

#: Largest file that is opened, in bytes.
SIZE_LIMIT = 2_000_000
#: Most nodes a file may have.
NODE_LIMIT = 100_000
#: Most diagnostics of one kind in one file; the rest repeat themselves.
_REPEATS = 20

Location = tuple[str | int, ...]

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

#: Parts of PyYAML's and libyaml's sentences, and what they mean to the writer of a rule file.
_PROBLEMS = (
    ("tab character", "这里用了 Tab，应当用空格"),
    ("found character '\\t'", "这里用了 Tab，应当用空格"),
    ("cannot start any token", "这里的字符不能作为开头；如果是文字，请加引号"),
    ("could not find expected ':'", "这里少了冒号，或者冒号后面少了空格"),
    (
        "mapping values are not allowed",
        "这里不能再写“键: 值”；可能是上一行缩进不对，或者文字里有“: ”而没有加引号",
    ),
    ("mapping values are not", "这里不能再写“键: 值”；可能是上一行缩进不对，或者文字里有“: ”而没有加引号"),
    ("did not find expected key", "这里应当是一个键；可能是缩进没有对齐"),
    ("did not find expected '-' indicator", "这里应当是以“- ”开头的一项；可能是缩进没有对齐"),
    ("did not find expected ',' or ']'", "方括号里少了逗号，或者没有写右方括号"),
    ("did not find expected ',' or '}'", "花括号里少了逗号，或者没有写右花括号"),
    ("expected ',' or ']'", "方括号里少了逗号，或者没有写右方括号"),
    ("expected ',' or '}'", "花括号里少了逗号，或者没有写右花括号"),
    ("expected <block end>", "缩进没有对齐，或者这一行不该在这里"),
    ("block sequence entries are not allowed", "这里不能写以“- ”开头的一项；请另起一行并缩进"),
    ("found unexpected end of stream", "到文件末尾还没有结束；可能少了右引号"),
    ("unexpected end of stream", "到文件末尾还没有结束；可能少了右引号"),
    ("unknown escape character", "双引号里的反斜杠写法不对；请改用单引号"),
    ("did not find expected whitespace", "这里少了空格"),
    ("did not find expected node content", "这里少了内容"),
    ("expected the node content", "这里少了内容"),
    ("did not find expected <document start>", "这里的内容不该出现；可能是缩进不对"),
    ("expected '<document start>'", "这里的内容不该出现；可能是缩进不对"),
    ("found undefined tag", "不能用以 ! 开头的标签"),
    ("undefined alias", "不能用别名（*）"),
    ("indentation", "缩进不对"),
    ("block mapping", "缩进没有对齐"),
)
_UNKNOWN_PROBLEM = "这里的写法不符合 YAML"


@dataclass(frozen=True)
class Document:
    """A file as read.

    Attributes:
        path: its name as shown to the user.
        data: plain tree of dict, list and text; ``None`` where an error kept it from being read.
        diagnostics: what was found on the way.
        lines: the lines of the text.
    """

    path: str
    data: Any
    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...] = ()
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


def read(path: Path, *, shown: str | None = None) -> Document:
    """Read a file.

    Args:
        path: the file.
        shown: its name in messages; the path itself by default.
    """
    name = shown or str(path)
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            return Document(name, None, (_too_large(name, size),))
        return read_bytes(path.read_bytes(), name)
    except IsADirectoryError:
        reason = "它是一个文件夹"
    except FileNotFoundError:
        reason = "没有这个文件"
    except PermissionError:
        reason = "没有读取的权限"
    except OSError:
        reason = "系统拒绝读取"
    return Document(name, None, (diagnostic("cannot_read", path=name, reason=reason),))


def read_bytes(data: bytes, path: str) -> Document:
    """Read the content of a file.

    Args:
        data: the bytes.
        path: the name of the file in messages.
    """
    if len(data) > SIZE_LIMIT:
        return Document(path, None, (_too_large(path, len(data)),))
    text, found = _decoded(data, path)
    if text is None:
        return Document(path, None, tuple(found))
    lines = tuple(_LINE_BREAK.split(text))
    found += _limited(_lexical(lines, path))
    if any(problem.severity is Severity.ERROR for problem in found):
        return Document(path, None, tuple(found), lines)
    parsed = _Parser(text, lines, path)
    data_tree = parsed.parse()
    found += _limited(iter(parsed.problems))
    if any(problem.severity is Severity.ERROR for problem in found):
        return Document(path, None, tuple(found), lines)
    return Document(path, data_tree, tuple(found), lines, parsed.marks, parsed.key_marks)


def _too_large(path: str, size: int) -> Diagnostic:
    return diagnostic("too_large", path=path, size=f"{size / 1e6:.0f} MB", limit=f"{SIZE_LIMIT / 1e6:.0f} MB")


def _decoded(data: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [diagnostic("utf16_encoding", path=path)]
    found: list[Diagnostic] = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        found.append(diagnostic("byte_order_mark", path=path))
    try:
        return data.decode("utf-8"), found
    except UnicodeDecodeError as error:
        position = error.start + 1
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        chinese = ""
    if chinese and not _CONTROL.search(chinese):
        return None, [diagnostic("gbk_encoding", path=path)]
    return None, [diagnostic("not_utf8", path=path, position=position)]


def _lexical(lines: tuple[str, ...], path: str) -> Iterator[Diagnostic]:
    clean = True
    for number, line in enumerate(lines, 1):
        for match in _CONTROL.finditer(line):
            clean = False
            name = f"U+{ord(match.group()):04X}"
            yield diagnostic(
                "control_character",
                path=path,
                line=number,
                column=match.start() + 1,
                source=line,
                name=name,
            )
    deep = too_deep(lines)
    findings = iter([deep]) if deep is not None else scan(lines) if clean else iter(())
    for finding in findings:
        yield diagnostic(
            finding.code,
            path=path,
            line=finding.line,
            column=finding.column,
            source=lines[finding.line - 1],
            length=finding.length,
            **finding.fields,
        )


def _limited(problems: Iterator[Diagnostic]) -> list[Diagnostic]:
    """At most some of each kind; a file of nothing but errors should not scroll the first one away."""
    counts: dict[str, int] = {}
    kept = []
    for problem in problems:
        counts[problem.code] = counts.get(problem.code, 0) + 1
        if counts[problem.code] <= _REPEATS:
            kept.append(problem)
        if sum(counts.values()) > 10_000:
            break
    return kept


class _Parser:
    """Composes one document and turns its nodes into a plain tree with marks."""

    def __init__(self, text: str, lines: tuple[str, ...], path: str) -> None:
        self.text = text
        self.lines = lines
        self.path = path
        self.problems: list[Diagnostic] = []
        self.marks: dict[Location, tuple[int, int, int]] = {}
        self.key_marks: dict[Location, tuple[int, int, int]] = {}

    def parse(self) -> Any:
        try:
            self._check_events()
            if self.problems:
                return None
            node = yaml.compose(self.text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return None
        except (yaml.YAMLError, ValueError):
            # Not one of PyYAML's marked errors: say so without its sentence.
            self._report("yaml_syntax", None, problem=_UNKNOWN_PROBLEM)
            return None
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            self._report("empty_file", None)
            return None
        if not isinstance(node, yaml.MappingNode):
            found = "一个列表" if isinstance(node, yaml.SequenceNode) else "一段文字"
            self._report("not_a_mapping", node.start_mark, found=found)
            return None
        return self._tree(node, ())

    def _check_events(self) -> None:
        documents = 0
        for nodes, event in enumerate(yaml.parse(self.text, Loader=_LOADER), 1):
            if nodes > 2 * NODE_LIMIT:
                self._report("too_many_nodes", event.start_mark, limit=NODE_LIMIT)
                return
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._report("several_documents", event.start_mark)
                    return
            elif isinstance(event, yaml.AliasEvent):
                self._report("anchor_or_alias", event.start_mark, name=f"*{event.anchor}")
            elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
                self._report("anchor_or_alias", event.start_mark, name=f"&{event.anchor}")
            if getattr(event, "tag", None) is not None:
                self._report("yaml_tag", event.start_mark, tag=str(event.tag))  # type: ignore[attr-defined]

    def _tree(self, node: yaml.Node, location: Location) -> Any:
        self.marks[location] = self._mark(node)
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self._tree(item, (*location, index)) for index, item in enumerate(node.value)]
        tree: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                found = "一个列表" if isinstance(key_node, yaml.SequenceNode) else "“键: 值”"
                self._report("complex_key", key_node.start_mark, found=found)
                continue
            key = key_node.value
            inside = (*location, key)
            if key == "<<":
                self._report("merge_key", key_node.start_mark)
            elif key in tree:
                first = self.key_marks[inside][0]
                self._report("duplicate_key", key_node.start_mark, key=key, first=first)
            else:
                self.key_marks[inside] = self._mark(key_node)
                tree[key] = self._tree(value_node, inside)
        return tree

    @staticmethod
    def _mark(node: yaml.Node) -> tuple[int, int, int]:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if start.line == end.line else 1
        return start.line + 1, start.column + 1, max(1, length)

    def _report(self, code: str, mark: Any, **fields: Any) -> None:
        line = min(mark.line, len(self.lines) - 1) if mark is not None else 0
        column = mark.column if mark is not None else 0
        self.problems.append(
            diagnostic(code, path=self.path, line=line + 1, column=column + 1, source=self.lines[line], **fields)
        )

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        sentence = f"{error.problem or ''} {error.context or ''}"
        problem = next((told for part, told in _PROBLEMS if part in sentence), _UNKNOWN_PROBLEM)
        self._report("yaml_syntax", error.problem_mark or error.context_mark, problem=problem)
