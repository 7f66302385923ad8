"""XML parts read with the offsets of what stands in them, and changed by splicing: no byte is written anew but what is
changed, so that prefixes, ignorable extensions and whatever nobody here knows stay as they are.
"""

from __future__ import annotations

import codecs
import re
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

#: Elements of a part that is read as a tree; styles and comments have fewer.
_MOST = 500_000
#: A tag from its ``<`` to its ``>``, which may stand in the value of an attribute too.
_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_NAME = re.compile(rb"</?([^\s/>]+)")
_DECLARED = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
#: What a workbook would take for the code of a character (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_BETWEEN = "\n"
#: What stands beside a text and is none: how it is read aloud.
_PASSED = ("rPh", "phoneticPr")


class MarkupError(Exception):
    """The part is no sound XML, declares entities, or is larger than such a part can be."""


class Handler(Protocol):
    """What is told of a part while it is read."""

    def started(self, uri: str, name: str, attributes: dict[str, str], at: int) -> None:
        """An element begins at an offset; attributes of a namespace go by ``uri`` and name with a line end between."""

    def ended(self, at: int) -> None:
        """The element last begun ends: at its end tag, or behind its tag where it has no other."""

    def told(self, text: str) -> None:
        """Text of the element last begun."""


def tag_end(content: bytes, at: int) -> int:
    """The offset behind the tag that begins at an offset."""
    match = _TAG.match(content, at)
    if match is None:
        raise MarkupError
    return match.end()


def closes_itself(content: bytes, end: int) -> bool:
    """Whether the tag that ends at an offset is all of its element."""
    return content[end - 2 : end - 1] == b"/"


def tag_name(content: bytes, at: int) -> bytes:
    """The name in a tag, with its prefix."""
    match = _NAME.match(content, at)
    if match is None:
        raise MarkupError
    return match[1]


def prefix_of(name: bytes) -> bytes:
    """The prefix of a name with its colon, or nothing."""
    before, colon, _ = name.rpartition(b":")
    return before + colon


def walk(content: bytes, handler: Handler) -> None:
    """Read a part.

    Raises:
        MarkupError: it is no sound XML, or declares entities.
    """

    def started(name: str, attributes: dict[str, str]) -> None:
        uri, _, local = name.rpartition(_BETWEEN)
        handler.started(uri, local, attributes, parser.CurrentByteIndex)

    def ended(_: str) -> None:
        handler.ended(parser.CurrentByteIndex)

    def refused(*_: object) -> int:
        raise MarkupError

    parser = expat.ParserCreate("utf-8", _BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = handler.told
    parser.EntityDeclHandler = refused
    parser.ExternalEntityRefHandler = refused
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise MarkupError from error


def text_xml(text: str) -> bytes:
    """A text as it stands in the ``t`` of a workbook: escaped, and what looks like the code of a character too."""
    escaped = _CODE.sub("_x005F_", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.encode("utf-8", "replace")


def attribute_xml(text: str) -> bytes:
    """A text as the value of an attribute, without its quotation marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode("utf-8", "replace")


class Edited:
    """A part to be changed by splices.

    Attributes:
        content: its bytes in UTF-8, to which all offsets belong.
    """

    def __init__(self, content: bytes) -> None:
        """Raises :class:`MarkupError` where its encoding is not known, or would not come out as it was."""
        self._mark, self._codec = _encoding(content)
        body = content[len(self._mark) :]
        if self._codec:
            try:
                text = body.decode(self._codec)
                if text.encode(self._codec) != body:
                    raise MarkupError
            except (UnicodeError, LookupError) as error:
                raise MarkupError from error
            body = text.encode("utf-8")
        self.content = body
        self._edits: list[tuple[int, int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put something in the place of what stands between two offsets; insertions at one offset stay in order."""
        insort(self._edits, (start, end, len(self._edits), new))

    def insert(self, at: int, new: bytes) -> None:
        """Put something in at an offset."""
        self.replace(at, at, new)

    def append_to(self, element: Element, new: bytes) -> None:
        """Put something in at the end of an element."""
        if element.close is not None:
            self.insert(element.close, new)
            return
        name = tag_name(self.content, element.start)
        slash = self.content.rindex(b"/", element.start, element.tag_end)
        self.replace(slash, element.tag_end, b">" + new + b"</" + name + b">")

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Change the value of an attribute that an element has, or add it."""
        tag = self.content[element.start : element.tag_end]
        match = re.search(rb"\s" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", tag)
        if match is not None:
            start, end = match.span(1)
            self.replace(element.start + start, element.start + end, b'"' + attribute_xml(value) + b'"')
            return
        behind = element.start + 1 + len(tag_name(self.content, element.start))
        self.insert(behind, b" " + name.encode() + b'="' + attribute_xml(value) + b'"')

    def result(self) -> bytes:
        """The part with all changes, in the encoding that it had."""
        pieces, done = [], 0
        for start, end, _, new in self._edits:
            if start < done:
                raise MarkupError  # two changes of one place: nothing that is asked here leads to it
            pieces += [self.content[done:start], new]
            done = end
        pieces.append(self.content[done:])
        found = b"".join(pieces)
        if self._codec:
            found = found.decode("utf-8").encode(self._codec, "xmlcharrefreplace")
        return self._mark + found


def _encoding(content: bytes) -> tuple[bytes, str]:
    """The mark that a part begins with, and its encoding; nothing where that is UTF-8."""
    for mark, codec in (
        (codecs.BOM_UTF8, ""),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return mark, codec
    declared = _DECLARED.match(content[:200])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    return b"", "" if name in ("utf-8", "utf8") else name


# -- small parts as trees ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Element:
    """An element of a part.

    Attributes:
        uri: its namespace.
        name: its name without a prefix.
        attributes: values by name; those of a namespace by ``uri`` and name with a line end between.
        start: offset of its tag.
        tag_end: offset behind its tag.
        close: offset of its end tag; ``None`` where it has none.
        end: offset behind it.
        children: the elements in it.
        pieces: the text in it, without that of its children.
    """

    uri: str
    name: str
    attributes: dict[str, str]
    start: int
    tag_end: int
    close: int | None = None
    end: int = 0
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text in it and in all below it, without the blanks between them."""
        found, rest = list[str](), [self]
        while rest:
            element = rest.pop()
            if element.name not in _PASSED:
                found += element.pieces if not element.children else ()
                rest += reversed(element.children)
        return "".join(found)

    def all(self, *names: str) -> Iterator[Element]:
        """What stands at a path of names below it."""
        for child in self.children:
            if child.name == names[0]:
                if len(names) == 1:
                    yield child
                else:
                    yield from child.all(*names[1:])

    def first(self, *names: str) -> Element | None:
        """The first element at a path of names below it."""
        return next(self.all(*names), None)

    def related(self, name: str) -> str:
        """An attribute of the namespace of relationships, in either form of Open XML; empty where it is missing."""
        return next((v for k, v in self.attributes.items() if k.endswith(f"/relationships{_BETWEEN}{name}")), "")


class _Tree:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def started(self, uri: str, name: str, attributes: dict[str, str], at: int) -> None:
        self.count += 1
        if self.count > _MOST:
            raise MarkupError
        element = Element(uri, name, attributes, at, tag_end(self.content, at))
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def ended(self, at: int) -> None:
        element = self.open.pop()
        if closes_itself(self.content, element.tag_end):
            element.end = element.tag_end
        else:
            element.close = at
            element.end = self.content.index(b">", at) + 1

    def told(self, text: str) -> None:
        self.open[-1].pieces.append(text)


def tree(content: bytes) -> Element:
    """The root of a small part.

    Raises:
        MarkupError: it is no sound XML, or has more elements than such a part can have.
    """
    handler = _Tree(content)
    walk(content, handler)
    assert handler.root is not None
    return handler.root
