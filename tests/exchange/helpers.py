"""Reports that are written for others in the tests."""

from __future__ import annotations

import functools
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

from rdflib import Graph

from opendata_rules.catalogue.report import Report
from opendata_rules.catalogue.results import Row

from ..catalogue.helpers import ON, taian
from ..laws import ROOT, law

CATALOGUE = ROOT / "examples" / "taian_catalogue.csv"
#: What is read back equal.
KEPT = (
    "id", "title", "department", "summary", "fields", "declared", "declared_text", "verdict", "attribute", "cadence",
    "updated", "updated_text", "update", "due", "facts", "grounds", "objections", "questions",
)  # fmt: skip


@functools.cache
def example(place: str = "taian") -> Report:
    """The shipped catalogue, checked."""
    return law(place, ON).check_catalogue(CATALOGUE)


def rows(*given: Row, report: Report | None = None) -> Report:
    """A report with these datasets."""
    report = example() if report is None else report
    return replace(report, rows=given)


def row(number: int = 0, **changed: Any) -> Row:
    """A dataset of the shipped catalogue, with other fields."""
    return replace(example().rows[number], **changed)


def kept(report: Report) -> list[tuple[Any, ...]]:
    """What is read back, dataset by dataset."""
    return [tuple(getattr(one, name) for name in KEPT) for one in report.rows]


def parsed(path: Path) -> Graph:
    """A file as rdflib reads it."""
    with warnings.catch_warnings():
        # Its parser of JSON-LD uses a class that it calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(path)


def read_back(path: Path) -> Report:
    return taian().check_catalogue(path)
