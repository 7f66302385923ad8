"""Answers given beside the file, as they go into its copy: into the column of the fact, or one more where it has none.

What is written reads back as what was answered, so that the copy, checked again, comes to the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ....vocabulary.fact_types import FactType
from ....vocabulary.facts import Fact, FactValue, Vocabulary
from ...columns import recognise
from ...files.records import Layout
from ...reading import Reading

#: A row of the file: its sheet, empty where it has none, and its number from 1.
At = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers on one fact.

    Attributes:
        heading: what a column is called that is added for it.
        columns: the columns of the file that state it.
        cells: what is written, by row.
        otherwise: what is written into an added column for datasets without an answer.
    """

    heading: str
    columns: tuple[str, ...]
    cells: Mapping[At, str]
    otherwise: str = ""

    def places(self, layout: Layout) -> tuple[int, ...]:
        """Where a table has the columns of the fact: of each the first place."""
        found: dict[str, int] = {}
        for column, place in layout.places:
            if column in self.columns:
                found.setdefault(column, place)
        return tuple(found.values())


def answered(
    answers: Iterable[tuple[At, Mapping[str, FactValue]]], reading: Reading, vocabulary: Vocabulary, unlisted: str
) -> list[Answered]:
    """The answers on each fact, in order of the vocabulary.

    Args:
        answers: what was answered, by row.
        reading: the catalogue, understood.
        vocabulary: of the place.
        unlisted: how bool facts without a column are read.
    """
    told: dict[str, dict[At, str]] = {}
    for at, facts in answers:
        for name, value in facts.items():
            if name in vocabulary.facts:
                told.setdefault(name, {})[at] = in_cell(vocabulary.facts[name], value)
    found = []
    for name, fact in vocabulary.facts.items():
        if name in told:
            columns = tuple(column for column, stated in reading.columns.facts.items() if stated.id == name)
            # With a column of its own, what is blank in it is not known; without one it was read as 否.
            otherwise = "否" if unlisted == "false" and fact.type is FactType.BOOL else ""
            found.append(Answered(_heading(fact, reading), columns, told[name], otherwise))
    return found


def _heading(fact: Fact, reading: Reading) -> str:
    """A name of a column that states the fact."""
    for name in (fact.label, f"是否{fact.label}", fact.id):
        if name in recognise((name,), reading.profile.meanings, reading.profile.last).facts:
            return name
    return fact.label


def in_cell(fact: Fact, value: FactValue) -> str:
    """A value as a cell says it, so that it is read back as the same."""
    if isinstance(value, tuple):
        return "，".join(dict(fact.values)[one] for one in value) or "[]"
    if fact.type in (FactType.BOOL, FactType.ENUM):
        return fact.term(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)
