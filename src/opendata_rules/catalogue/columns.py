"""Which column means what, by a reviewed table of names; where a name is not enough, by its values."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from ..errors import UnknownFact
from ..vocabulary import Fact, vocabulary


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """A reviewed table of this package (``columns``, ``values``, ``sensitive``)."""
    text = resources.files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


def folded(name: str) -> str:
    """A column name without spaces, colons and case."""
    return "".join(name.split()).strip(":：").casefold()


@functools.cache
def _meanings() -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for meaning, entry in table("columns").items():
        found |= {folded(name): (meaning, True) for name in entry["named"]}
        found |= {folded(name): (meaning, False) for name in entry.get("by_values", ())}
    return found


def is_header(columns: Mapping[str, object]) -> bool:
    """Whether some column is the name of a dataset."""
    return any(_meanings().get(folded(column), ("", False))[0] == "title" for column in columns)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file mean.

    Attributes:
        meaning: canonical meaning to the columns that have it, in order of the file.
        doubtful: columns that may state the opening attribute, to be judged by their values.
        facts: column to the fact of the vocabulary it states.
        unknown: columns that were not recognised.
    """

    meaning: Mapping[str, tuple[str, ...]]
    doubtful: tuple[str, ...]
    facts: Mapping[str, Fact]
    unknown: tuple[str, ...]


def recognise(columns: Iterable[str], profile: Mapping[str, str]) -> Columns:
    """Give every column its meaning.

    Args:
        columns: column names of the file.
        profile: canonical meaning by column name, from a profile; it goes before the table.
    """
    meaning: dict[str, list[str]] = {}
    doubtful, facts, unknown = [], {}, []
    for column in columns:
        found, sure = _meanings().get(folded(column), ("", False))
        if column in profile:
            meaning.setdefault(profile[column], []).append(column)
        elif found and sure:
            meaning.setdefault(found, []).append(column)
        elif found:
            doubtful.append(column)
        else:
            try:
                facts[column] = vocabulary().fact(column.strip())
            except UnknownFact:
                unknown.append(column)
    return Columns({name: tuple(cols) for name, cols in meaning.items()}, tuple(doubtful), facts, tuple(unknown))


def label(meaning: str) -> str:
    """Chinese name of a canonical meaning."""
    return str(table("columns")[meaning]["label"])
