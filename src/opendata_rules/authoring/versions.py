"""Versions of instruments beside the places that name them, and beside each other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic
from ..norms.instruments import Jurisdiction, with_older
from ..packs.files import INSTRUMENT
from ..reading.document import Document, read
from ..reading.folders import RULES
from ..vocabulary.keywords import chinese


def versions_not_bound(
    place: Jurisdiction, document: Document, before: Mapping[str, str], instruments: Container[str]
) -> Iterator[Diagnostic]:
    """Instruments of a place that a later version amends which the place does not name.

    Args:
        place: the place.
        document: its file.
        before: by later version, the instrument that it amends.
        instruments: ids of the instruments that are there.
    """
    after = {older: newer for newer, older in before.items() if newer in instruments}
    named = {name for one in place.instruments for name in with_older(one, before)}
    for index, name in enumerate(place.instruments):
        newest = with_older(name, after)[-1]
        if newest not in named:
            yield document.diagnostic("version_not_bound", (chinese("instruments"), index), id=name, newest=newest)


def forks(root: Path, before: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Versions that follow an instrument which another follows already.

    Args:
        root: the folder of packs.
        before: by later version, the instrument that it amends.
    """
    rivals: dict[str, list[str]] = {}
    for name, older in before.items():
        rivals.setdefault(older, []).append(name)
    for older, names in rivals.items():
        if len(names) > 1:
            documents = {
                name: read(root / RULES / name / INSTRUMENT, shown=f"{RULES}/{name}/{INSTRUMENT}") for name in names
            }
            for other, name in pairwise(sorted(names, key=lambda name: (_begins(documents[name]), name))):
                yield documents[name].diagnostic("amended_twice", (chinese("amends"),), id=older, other=other)


def _begins(document: Document) -> str:
    """From which day an instrument is in force, as it is written; after all others where it does not say."""
    day = document.data.get(chinese("effective")) if isinstance(document.data, dict) else None
    return day if isinstance(day, str) else "9999-12-31"
