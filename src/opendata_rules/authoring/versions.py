"""Versions of instruments beside the places that name them, and beside each other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
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
    first: dict[str, str] = {}
    for name, older in before.items():
        other = first.setdefault(older, name)
        if other != name:
            document = read(root / RULES / name / INSTRUMENT, shown=f"{RULES}/{name}/{INSTRUMENT}")
            yield document.diagnostic("amended_twice", (chinese("amends"),), id=older, other=other)
