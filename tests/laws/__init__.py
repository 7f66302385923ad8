"""Every law of the shipped packs that classifies, and random facts for it."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.classification.computation import classifier_of

ROOT = Path(__file__).parent.parent.parent
ON = dt.date(2026, 3, 10)
MEASURES = "shandong-measures-344"

#: place, scheme, instrument that answers
LAWS = [
    ("taian", "opening", "taian-open-data-measures-2025"),
    ("tengzhou", "opening", "tengzhou-public-data-measures-2024"),
    ("tengzhou", "sharing", "tengzhou-public-data-measures-2024"),
    ("qingdao", "opening", "qingdao-public-data-measures-2023"),
    ("qingdao", "sharing", "qingdao-public-data-measures-2023"),
    ("shandong", "opening", MEASURES),
    ("jinan", "opening", MEASURES),
    ("jining", "opening", MEASURES),
    ("zaozhuang", "opening", MEASURES),
]
OPENING_PLACES = [place for place, scheme, _ in LAWS if scheme == "opening"]


@functools.cache
def library() -> odr.Library:
    return odr.load(ROOT)


def law(place: str, on: dt.date = ON, **options: bool) -> odr.Law:
    return library().law(place, on=on, **options)


@functools.cache
def domains(place: str, scheme: str) -> dict[str, list[Any]]:
    """Finite-valued facts that the law or a constraint uses, with their values."""
    fields = classifier_of(law(place), odr.Scheme(scheme)).layout.fields
    return {name: list(field.values) for name, field in fields.items()}


def facts(place: str, scheme: str, *, most_unknown: int | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Random facts of a law, each known or not, mostly false when known."""
    domain = domains(place, scheme)

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, Any]:
        found: dict[str, Any] = {}
        unknown = 0
        limit = len(domain) if most_unknown is None else most_unknown
        for name, values in draw(st.permutations(list(domain.items()))):
            value = draw(st.sampled_from([None, *values, values[0]]))
            if value is None and unknown < limit:
                unknown += 1
            else:
                found[name] = values[0] if value is None else value
        return found

    return drawn()


def complete(place: str, scheme: str) -> st.SearchStrategy[dict[str, Any]]:
    """Random facts of a law, all known."""
    return facts(place, scheme, most_unknown=0)
