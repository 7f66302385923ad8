"""Changes of a YAML file at single places: the text of all the rest stays as it is, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ...reading.document import Location, read_bytes

_SCALAR, _LIST = (yaml.ScalarNode, yaml.SequenceNode)


class CannotSplice(Exception):
    """The place is such that it has to be edited by hand; the text says why, in Chinese."""


class Splices:
    """A file being changed.

    Args:
        text: the file.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._break = "\r\n" if "\r\n" in text else "\n"
        self._values: dict[Location, Any] = {}
        self._keys: dict[Location, Any] = {}
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        if root is not None:
            self._visit(root, ())
        #: (begin, end, text in their place)
        self._changes: list[tuple[int, int, str]] = []

    def _visit(self, node: Any, at: Location) -> None:
        self._values[at] = node
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._keys[(*at, key.value)] = key
                self._visit(value, (*at, key.value))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self._visit(item, (*at, index))

    def text(self) -> str:
        """The file with all changes."""
        found, last = [], 0
        for begin, end, new in sorted(self._changes):
            assert begin >= last
            found += [self._text[last:begin], new]
            last = end
        return "".join([*found, self._text[last:]])

    # -- places --------------------------------------------------------------------------------------------------------

    def _end(self, node: Any) -> int:
        """Where a node ends; those without brackets end with the last thing in them."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        return end

    def _without_comment(self, begin: int, end: int, node: Any) -> None:
        """Refuse to replace what has a comment in it."""
        text = list(self._text[begin:end])
        for scalar in self._scalars(node):
            for at in range(scalar.start_mark.index, scalar.end_mark.index):
                if begin <= at < end:
                    text[at - begin] = " "
        if "#" in text:
            raise CannotSplice("里面有注释，改动会把它删掉，请直接改文件")

    def _scalars(self, node: Any) -> Iterator[Any]:
        if isinstance(node, yaml.ScalarNode):
            yield node
        for child in node.value if isinstance(node, yaml.CollectionNode) else ():
            for one in child if isinstance(child, tuple) else (child,):
                yield from self._scalars(one)

    # -- changes -------------------------------------------------------------------------------------------------------

    def replace(self, at: Location, value: str | list[str]) -> None:
        """Write another value.

        Args:
            at: where the value stands.
            value: a text, or a list of texts.

        Raises:
            CannotSplice: there is a comment in the old value.
        """
        node = self._values[at]
        begin, end = node.start_mark.index, self._end(node)
        self._without_comment(begin, end, node)
        style = node.style if isinstance(node, _SCALAR) else None
        if isinstance(node, _LIST) and not node.flow_style:
            # The list stands below its key; the new one stands behind it.
            begin = self._behind(self._keys[at])
            self._changes.append((begin, end, f" {flow(value)}"))
            return
        inside = self._values[at[:-1]].flow_style
        self._changes.append((begin, end, flow(value) if isinstance(value, list) else scalar(value, style, inside)))

    def add(self, entry: Location, key: str, value: str | list[str], after: str) -> None:
        """Write a key that an entry does not have.

        Args:
            entry: the entry.
            key: the key.
            value: what it says.
            after: the key behind which it is written.
        """
        node = self._values[entry]
        last = self._values[(*entry, after)]
        end = self._end(last)
        told = flow(value) if isinstance(value, list) else scalar(value, None, bool(node.flow_style))
        if node.flow_style:
            self._changes.append((end, end, f", {key}: {told}"))
            return
        # A comment behind the value stays with it.
        line = self._text.find("\n", end)
        line = len(self._text) if line < 0 else line - (self._text[line - 1] == "\r")
        indent = " " * self._keys[(*entry, after)].start_mark.column
        self._changes.append((line, line, f"{self._break}{indent}{key}: {told}"))

    def remove(self, at: Location) -> None:
        """Take a key and its value away.

        Args:
            at: where the value stands.

        Raises:
            CannotSplice: there is a comment in it, or it is the first of its entry.
        """
        entry, key = self._values[at[:-1]], self._keys[at]
        node = self._values[at]
        begin, end = key.start_mark.index, self._end(node)
        if entry.value[0][0] is key:
            raise CannotSplice("它是这一条的第一行，请直接改文件")
        if entry.flow_style:
            self._without_comment(begin, end, node)
            begin = self._text.rindex(",", 0, begin)
        else:
            begin = self._text.rindex("\n", 0, begin)
            begin -= self._text[begin - 1] == "\r"
            line = self._text.find("\n", end)
            line = len(self._text) if line < 0 else line - (self._text[line - 1] == "\r")
            self._without_comment(begin, line, node)
            end = line
        self._changes.append((begin, end, ""))

    def condition(self, at: Location, value: Mapping[str, Any]) -> None:
        """Write another condition.

        Args:
            at: where it stands.
            value: the condition.

        Raises:
            CannotSplice: there is a comment in the old one.
        """
        node, key = self._values[at], self._keys[at]
        begin, end = self._behind(key), self._end(node)
        self._without_comment(begin, end, node)
        [word] = value
        if self._values[at[:-1]].flow_style or not isinstance(value[word], list) or not _nested(value):
            told = f" {flow(value)}"
        else:
            lines = _block(value, " " * (key.start_mark.column + 2))
            told = self._break + self._break.join(lines)
        self._changes.append((begin, end, told))

    def _behind(self, key: Any) -> int:
        """Behind the colon of a key."""
        return self._text.index(":", key.end_mark.index) + 1


def _nested(value: Mapping[str, Any]) -> bool:
    return any(isinstance(one, dict) for items in value.values() if isinstance(items, list) for one in items)


def _block(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    """A condition over several lines, each of its parts on one where that has no parts itself."""
    for word, items in value.items():
        yield f"{indent}{word}:"
        for item in items:
            if _nested(item):
                first, *rest = _block(item, f"{indent}    ")
                yield f"{indent}  - {first.strip()}"
                yield from rest
            else:
                yield f"{indent}  - {flow(item)}"


def flow(value: Any) -> str:
    """A value on one line, in brackets."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(key, None, True)}: {flow(one)}' for key, one in value.items())}}}"
    return scalar(value, None, True)


def scalar(text: str, style: str | None, inside: bool) -> str:
    """A text as it is written: in the style it had, or plain, else in quotation marks.

    Args:
        text: the text.
        style: the quotation mark it had; ``None`` where it had none.
        inside: whether it stands in brackets.
    """
    double = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=1_000_000).strip()
    single = "'" + text.replace("'", "''") + "'"
    written = {None: text, '"': double, "'": single}
    for one in (written.get(style, text), text, double):
        document = read_bytes(f"甲: {f'[{one}]' if inside else one}\n".encode("utf-8", "replace"), "")
        if document.data == {"甲": [text] if inside else text} and not document.diagnostics:
            return one
    return double
