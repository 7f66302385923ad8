"""Records in which values stand below other values, as columns: what a profile says by its paths."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ..columns import repeated
from ..profile import Profile
from ..text import line
from .records import Cell, text_of

#: Values read below one path of one record.
_VALUES = 5_000
_STEP = re.compile(r"([^\[\]]+)(?:\[(?:([^=\[\]]+)=([^\[\]]*))?\])?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?", re.ASCII)


@functools.lru_cache(maxsize=1000)
def _steps(path: str) -> tuple[tuple[str, str, str], ...]:
    """The steps of a path: key, and what key of an entry of a list has to have what value."""
    if path == ".":
        return ()
    found = (_STEP.fullmatch(step) for step in path.split("."))
    return tuple((match[1], match[2] or "", match[3] or "") for match in found if match is not None)


def first_step(path: str) -> str:
    """The key with which a path begins."""
    steps = _steps(path)
    return steps[0][0] if steps else ""


def values_at(value: object, path: str) -> list[Any]:
    """What stands at a path; lists on the way, and at its end, are gone through."""
    found = list(_entries(value))
    for key, condition, wanted in _steps(path):
        below = (entry[key] for entry in found if isinstance(entry, dict) and key in entry)
        found = [entry for inner in below for entry in _entries(inner)]
        if condition:
            found = [one for one in found if isinstance(one, dict) and text_of(one.get(condition)) == wanted]
    return found


def _entries(value: object) -> Iterator[Any]:
    if isinstance(value, list):
        yield from (entry for entry in value if entry is not None)
    elif value is not None:
        yield value


def texts_at(record: Mapping[str, Any], path: str) -> list[str]:
    """The same as texts, each once, without those that are empty."""
    texts = (_text(one).strip() for one in islice(values_at(record, path), _VALUES))
    return [text for text in dict.fromkeys(texts) if text]


def _text(value: object) -> str:
    """A value as text; of a thing in RDF what it is called there."""
    if isinstance(value, dict):
        named = value.get("@id", value.get("@value"))
        return (
            ""
            if named is None and any(":" in str(key) for key in value)
            else text_of(value if named is None else named)
        )
    return text_of(value)


def flattened(record: Mapping[str, Any], profile: Profile) -> dict[str, Cell]:
    """A record as a profile sees it: a column for each of its paths, each named value, and each other key.

    Of several days of the last update the newest counts.
    """
    found: dict[str, Cell] = {}
    for path, meaning in profile.paths.items():
        texts = texts_at(record, path)
        if texts:
            newest = meaning == "updated" and all(map(_DAY.fullmatch, texts))
            found[path] = max(texts) if newest else "、".join(texts)
    for path in profile.pairs:
        for name, value in _named(values_at(record, path)):
            column, times = line(name), 2
            while column in found:
                column, times = repeated(line(name), f"{times} 次"), times + 1
            found[column] = text_of(value)
    taken = {first_step(path) for path in (*profile.paths, *profile.pairs)}
    for key, value in record.items():
        if key not in taken:
            found.setdefault(str(key), _text(value))
    return found


def _named(values: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Names with values: ``{"key": …, "value": …}`` of CKAN, or an object of them."""
    for one in values:
        if isinstance(one, dict) and set(one) >= {"key", "value"}:
            yield text_of(one["key"]), one["value"]
        elif isinstance(one, dict):
            yield from ((str(name), value) for name, value in one.items())
