"""Records in which values stand below other values, as columns: what a profile says by its paths."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ..columns import Meaning, recognise, repeated
from ..profile import Profile
from ..text import line
from .records import NOT_KNOWN, Cell, text_of

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
    rest = {str(key): value for key, value in record.items() if key not in taken}
    for key, value in rest.items():
        found.setdefault(key, _text(value))
    for key, cell in lifted(rest, profile.meanings).items():
        if key not in rest:
            found.setdefault(key, cell)
    return found


#: Keys below which a record has its facts.
_FACTS = frozenset(["facts", "Facts", "FACTS", "fact", "事实", "事实项"])
#: How deep they are looked for.
_DEPTH = 3
#: How an entry of a list of facts is named, and where it has the value.
_ENTRY, _VALUE = ("fact", "id", "name", "key", "label", "事实", "名称"), ("value", "answer", "值", "回答")


def lifted(record: Mapping[str, Any], profile: Mapping[str, Meaning]) -> dict[str, Cell]:
    """A record as cells; facts and attributes that stand in an object inside it are columns beside the others.

    Left in there, a fact would be passed over, and with ``unlisted="false"`` be read as its opposite.
    """
    found: dict[str, Cell] = {str(key): text_of(value) for key, value in record.items()}
    for key in [key for key, value in record.items() if value.__class__ is dict or key in _FACTS]:
        inner = _facts_in(record[key]) if key in _FACTS else record[key]
        told = list(_lifted(inner, profile, key in _FACTS, _DEPTH)) if isinstance(inner, dict) else []
        if told and key in _FACTS:
            del found[str(key)]
        for name, cell in told:
            column, times = name, 2
            while column in found:
                column, times = repeated(name, f"{times} 次"), times + 1
            found[column] = cell
    return found


def _lifted(
    inner: Mapping[str, Any], profile: Mapping[str, Meaning], every: bool, depth: int
) -> Iterator[tuple[str, Cell]]:
    for key, value in inner.items():
        name = line(str(key))
        if every or _states(name, profile):
            # What is not known is no answer, and no missing one either.
            text = NOT_KNOWN if value is None else text_of(value)
            if not isinstance(value, dict) or not text.startswith("{"):
                yield name, text
                continue
        if isinstance(value, dict) and depth:
            yield from _lifted(value, profile, every, depth - 1)


def _states(name: str, profile: Mapping[str, Meaning]) -> bool:
    """Whether a column of that name states a fact or an attribute."""
    found = recognise([name], profile)
    return bool(found.facts) or not {"declared", "sharing"}.isdisjoint(found.meaning)


def _facts_in(value: object) -> object:
    """The facts of a record as an object: given as one, as the text of one, or as a list of names with values."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(value, parse_int=str, parse_float=str)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, list):
        return value
    found: dict[str, Any] = {}
    for one in value if all(isinstance(entry, dict) for entry in value) else ():
        name = next((text_of(one[key]) for key in _ENTRY if one.get(key)), None)
        if name is None and len(one) == 1:
            [(name, answer)] = one.items()
        else:
            answer = next((one[key] for key in _VALUE if key in one), None)
        if name is not None:
            again = name in found and found[name] != answer
            found[name] = None if again else answer
    return found


def _named(values: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Names with values: ``{"key": …, "value": …}`` of CKAN, or an object of them."""
    for one in values:
        if isinstance(one, dict) and set(one) >= {"key", "value"}:
            yield text_of(one["key"]), one["value"]
        elif isinstance(one, dict):
            yield from ((str(name), value) for name, value in one.items())
