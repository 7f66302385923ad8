"""The laws and the packs that a command asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from ..law import Law
from ..library import Library, load
from .options import day_of, place_and_date


def library_of(rules: Path | None) -> Library:
    """The packs to work with."""
    return load(rules)


def law_of(place: str, on: dt.date, *, drafts: bool, strict: bool = False, rules: Path | None) -> Law:
    """The law that is asked."""
    return library_of(rules).law(place, on=on, drafts=drafts, strict=strict)


def laws_of(
    places: Iterable[str], on: str | None, *, drafts: bool, strict: bool = False, rules: Path | None
) -> list[Law]:
    """The laws of places that may each bring a day of their own."""
    library, default = library_of(rules), day_of(on)
    found = []
    for text in places:
        place, day = place_and_date(text)
        found.append(library.law(place, on=day or default, drafts=drafts, strict=strict))
    return found
