"""The archive that a workbook is: its parts, how they are related, and the same archive with some of them changed."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from .markup import Edited, MarkupError, prefix_of, tag_name, tree

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_RELATIONS_FILE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="' + _RELATIONS.encode() + b'">'
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part to another one.

    Attributes:
        id: its id among those of the part.
        kind: the last word of its type, such as ``worksheet``.
        part: the name of the other part; empty where it lies outside, or is not there.
    """

    id: str
    kind: str
    part: str


class Package:
    """A workbook as an archive of parts.

    Attributes:
        main: the name of its main part.
        base: the namespace of relations, which Strict Open XML has another one of.

    Raises:
        MarkupError: a part of it is damaged, or stands in it twice.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._entries = self._archive.infolist()
        # Names of parts are the same whatever the case of their letters.
        self._names = {entry.filename.casefold(): entry.filename for entry in self._entries}
        if len(self._names) < len(self._entries):
            raise MarkupError
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self.base = _TRANSITIONAL
        self.main = ""
        for kind, target, strict in self._typed(""):
            if kind == "officeDocument" and target:
                self.main = target
                self.base = _STRICT if strict else _TRANSITIONAL
        if not self.main:
            self.main = self.find("xl/workbook.xml")
        if not self.main:
            raise MarkupError

    # -- parts ------------------------------------------------------------------------------------------------------

    def find(self, name: str) -> str:
        """The name of a part as the archive has it; empty where there is none."""
        name = name.lstrip("/")
        return self._names.get(name.casefold(), "")

    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._names.values())

    def read(self, name: str) -> bytes:
        """The bytes of a part, as they are now."""
        for parts in (self._changed, self._added):
            if name in parts:
                return parts[name]
        return self._stored(name)

    def _stored(self, entry: str | zipfile.ZipInfo) -> bytes:
        try:
            return self._archive.read(entry)
        except Exception as error:  # a broken archive raises whatever its bytes make it raise
            raise MarkupError from error

    def write(self, name: str, content: bytes) -> None:
        """Change a part."""
        (self._added if name in self._added else self._changed)[name] = content

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part of a type of content."""
        self.add_known(name, content)
        self._declare(f'<Override PartName="/{name}" ContentType="{content_type}"/>')

    def add_known(self, name: str, content: bytes) -> None:
        """Add a part whose type of content is declared by how its name ends."""
        self._added[name] = content
        self._names[name.casefold()] = name

    def free_name(self, pattern: str) -> str:
        """A name that no part has, with a number in the place of ``{}``."""
        number = 1
        while pattern.format(number).casefold() in self._names:
            number += 1
        return pattern.format(number)

    def content(self) -> bytes:
        """The archive, each part in its place, those that are new behind them."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            target.comment = self._archive.comment
            for entry in self._entries:
                changed = self._changed.get(entry.filename)
                target.writestr(_like(entry, entry.filename), self._stored(entry) if changed is None else changed)
            for name, content in self._added.items():
                target.writestr(_like(self._entries[0], name, zipfile.ZIP_DEFLATED), content)
        return buffer.getvalue()

    # -- relations --------------------------------------------------------------------------------------------------

    def relations(self, part: str) -> list[Relation]:
        """What a part is related to."""
        return [Relation(id_, kind.rpartition("/")[2], target) for id_, kind, target in self._related(part)]

    def relate(self, part: str, kind: str, other: str) -> str:
        """Relate a part to another one, and give the id of the relation."""
        taken = {id_ for id_, _, _ in self._related(part)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        name = _relations_of(part)
        found = self.find(name)
        if not found:
            self._added[name] = _RELATIONS_FILE + b"</Relationships>"
            self._names[name.casefold()] = found = name
        edited = Edited(self.read(found))
        root = tree(edited.content)
        prefix = prefix_of(tag_name(edited.content, root.start))
        told = f'Relationship Id="rId{number}" Type="{self.base}/{kind}" Target="/{other}"/>'
        edited.append_to(root, b"<" + prefix + told.encode())
        self.write(found, edited.result())
        return f"rId{number}"

    def _related(self, part: str) -> list[tuple[str, str, str]]:
        """Relations of a part as (id, type, name of the other part)."""
        name = self.find(_relations_of(part))
        if not name:
            return []
        found = []
        for relation in tree(Edited(self.read(name)).content).children:
            told = relation.attributes
            outside = told.get("TargetMode") == "External"
            target = "" if outside else self._target(part, told.get("Target", ""))
            found.append((told.get("Id", ""), told.get("Type", ""), target))
        return found

    def _typed(self, part: str) -> list[tuple[str, str, bool]]:
        return [(kind.rpartition("/")[2], target, kind.startswith(_STRICT)) for _, kind, target in self._related(part)]

    def _target(self, part: str, target: str) -> str:
        if not target.startswith("/"):
            target = posixpath.join(posixpath.dirname(part), target)
        path = posixpath.normpath(target).lstrip("/")
        return self.find(path) or self.find(unquote(path))

    # -- types of content -------------------------------------------------------------------------------------------

    def declare_extension(self, extension: str, content_type: str) -> None:
        """See to it that parts whose names end so are known to be of a type of content."""
        edited = Edited(self.read(self.find(_TYPES)))
        for declared in tree(edited.content).all("Default"):
            if declared.attributes.get("Extension", "").casefold() == extension:
                return
        self._declare(f'<Default Extension="{extension}" ContentType="{content_type}"/>')

    def type_of(self, part: str) -> str:
        """The type of content of a part; empty where none is declared."""
        root = tree(Edited(self.read(self.find(_TYPES))).content)
        for declared in root.all("Override"):
            if declared.attributes.get("PartName", "").lstrip("/").casefold() == part.casefold():
                return declared.attributes.get("ContentType", "")
        extension = part.rpartition(".")[2].casefold()
        for declared in root.all("Default"):
            if declared.attributes.get("Extension", "").casefold() == extension:
                return declared.attributes.get("ContentType", "")
        return ""

    def _declare(self, element: str) -> None:
        name = self.find(_TYPES)
        if not name:
            raise MarkupError
        edited = Edited(self.read(name))
        root = tree(edited.content)
        prefix = prefix_of(tag_name(edited.content, root.start))
        edited.append_to(root, b"<" + prefix + element[1:].encode())
        self.write(name, edited.result())


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _like(entry: zipfile.ZipInfo, name: str, packed: int | None = None) -> zipfile.ZipInfo:
    """What is said of an entry in an archive, as of another one."""
    found = zipfile.ZipInfo(name, entry.date_time)
    found.compress_type = entry.compress_type if packed is None else packed
    found.external_attr = entry.external_attr
    found.create_system = entry.create_system
    found.comment = entry.comment if packed is None else b""
    return found
