"""What may be written where: the schemas of pack files, followed along the way to a place."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...reading.folders import CALENDAR, PLACES, PROFILES, RULES
from ...vocabulary.words import Words
from ..files import MODELS
from ..schemas.packs import pack_schemas
from .places import Way

Schema = dict[str, Any]

#: Deepest chain of references that is followed.
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Key:
    """A key that may be written.

    Attributes:
        word: the key.
        about: what it means where it stands.
        form: ``mapping``, ``list`` or ``text``: what its value is, where it can be only one of them.
    """

    word: str
    about: str
    form: str


class Grammar:
    """The schemas of pack files in the words of a folder."""

    def __init__(self, words: Words) -> None:
        self._schemas = {name: body for name, (_, body) in pack_schemas(words).items()}

    def keys(self, kind: str, way: Way) -> list[Key]:
        """The keys that a mapping may have."""
        found: dict[str, Key] = {}
        for one in self._at(kind, way):
            for word, value in one.get("properties", {}).items():
                if word not in found:
                    found[word] = Key(word, self._about(kind, value), self._form(kind, value))
        return list(found.values())

    def key(self, kind: str, way: Way, word: str) -> Key | None:
        """One key of a mapping."""
        return next((one for one in self.keys(kind, way) if one.word == word), None)

    def values(self, kind: str, way: Way) -> list[str]:
        """The words that may stand as a value; nothing where other things may, too."""
        found: dict[str, None] = {}
        for one in self._at(kind, way):
            found |= dict.fromkeys(one.get("enum", [one["const"]] if "const" in one else ()))
        return list(found)

    def takes(self, kind: str, way: Way) -> bool:
        """Whether anything may be written at a place."""
        return any(True for _ in self._at(kind, way))

    def _at(self, kind: str, way: Way) -> list[Schema]:
        root = self._schemas.get(kind)
        if root is None:
            return []
        here = list(self._expanded(root, root))
        for part in way:
            here = [one for inner in _into(here, part) for one in self._expanded(inner, root)]
            if not here:
                break
        return here

    def _expanded(self, node: Schema, root: Schema, depth: int = 0) -> Iterator[Schema]:
        """All forms that a schema has: references followed, alternatives apart."""
        if depth > _DEEPEST:
            return
        target = node.get("$ref")
        if isinstance(target, str):
            inner = root["$defs"][target.rpartition("/")[2]]
            yield from self._expanded({**inner, **{k: v for k, v in node.items() if k != "$ref"}}, root, depth + 1)
            return
        yield node
        for word in ("anyOf", "oneOf", "allOf"):
            for one in node.get(word, ()):
                yield from self._expanded(one, root, depth + 1)

    def _about(self, kind: str, value: Schema) -> str:
        told = value.get("description")
        if isinstance(told, str):
            return told
        return next(
            (one["description"] for one in self._expanded(value, self._schemas[kind]) if "description" in one), ""
        )

    def _form(self, kind: str, value: Schema) -> str:
        forms = {str(one["type"]) for one in self._expanded(value, self._schemas[kind]) if "type" in one}
        if forms == {"object"}:
            return "mapping"
        return "list" if forms == {"array"} else "text"


def _into(here: Iterable[Schema], part: str | int) -> Iterator[Schema]:
    if isinstance(part, int):
        exact = [one["prefixItems"][part] for one in here if part < len(one.get("prefixItems", ()))]
        yield from exact or (one["items"] for one in here if isinstance(one.get("items"), dict))
        return
    for one in here:
        if part in one.get("properties", {}):
            yield one["properties"][part]
            continue
        matching = [inner for pattern, inner in one.get("patternProperties", {}).items() if re.search(pattern, part)]
        more = one.get("additionalProperties")
        yield from matching or ([more] if isinstance(more, dict) else [])


@functools.lru_cache(maxsize=8)
def grammar(words: Words) -> Grammar:
    """The grammar in some words; it takes a moment to make the first time."""
    return Grammar(words)


def kind_of(path: Path) -> str | None:
    """The name of the schema of a file, by where it lies; ``None`` where it is no file of a pack."""
    if path.suffix != ".yaml":
        return None
    folder = path.parent
    if folder.name == PLACES:
        return "jurisdiction"
    if folder.name == PROFILES:
        return "profile"
    if folder.name == CALENDAR and folder.parent.name == RULES:
        return "notice" if path.stem.isdecimal() else path.stem if path.name in MODELS else None
    return path.stem if folder.parent.name == RULES and path.name in MODELS else None


def root_of(path: Path) -> Path | None:
    """The folder with ``rules/`` and ``jurisdictions/`` that a file lies in."""
    for folder in path.parents:
        if folder.name in (RULES, PLACES) and (folder.parent / RULES).is_dir():
            return folder.parent
    return None
