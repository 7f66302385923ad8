"""What things mean, as plain JSON and as digests of that: the same however the file looked that they were read from.

A value is told by its fields. Those that have their default are left out, so that a field added to a class later
leaves the digests of all that is without it as they are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

#: Told in place of a value; ``None`` where the value is told by its fields.
Instead = Callable[[object], object]


def meaning(value: object, instead: Instead | None = None) -> Any:
    """A value as plain JSON: sets in order, enumerations by their words, days in ISO form.

    Args:
        value: a dataclass, or what such are made of.
        instead: gives what is told in place of a value, at any depth.

    Raises:
        TypeError: it has no such form.
    """
    if value is None or type(value) in (str, bool, int):
        return value
    if instead is not None and (told := instead(value)) is not None:
        return told
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted((meaning(item, instead) for item in value), key=canonical)
    if isinstance(value, Mapping):
        return {str(meaning(key, instead)): meaning(item, instead) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {"": type(value).__name__}
        for name, default in _fields(type(value)):
            held = getattr(value, name)
            if default is dataclasses.MISSING or held != default:
                found[name] = meaning(held, instead)
        return found
    if isinstance(value, tuple | list):
        return [meaning(item, instead) for item in value]
    if isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} 没有摘要。 (it has no digest)")


@functools.cache
def _fields(kind: Any) -> tuple[tuple[str, object], ...]:
    """The fields that count when values are compared, each with its default."""
    found = []
    for field in dataclasses.fields(kind):
        if field.compare:
            made = field.default_factory
            found.append((field.name, field.default if made is dataclasses.MISSING else made()))
    return tuple(found)


def canonical(told: object) -> str:
    """Plain JSON as the one text that all equal JSON has."""
    return json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def digest(told: object) -> str:
    """SHA-256 of plain JSON, in 64 hexadecimal digits."""
    return hashlib.sha256(canonical(told).encode("ascii")).hexdigest()


def mark(told: object, digits: int = 8) -> str:
    """The first digits of the digest: enough to tell which of many parts is another, where the whole has a digest."""
    return digest(told)[:digits]
