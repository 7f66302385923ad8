"""A written condition as rows of a decision table: each row is one way in which it holds.

A cell is a fact and the values it may have. One and the same part of a condition may stand in several rows: (A 或者 B)
并且 C is two rows, and C stands in both.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...errors import UnknownFact
from ...logic.in_words import describe
from ...packs.conditions import ALL, ANY, DUTIES, OPERATORS, parse
from ...reading.document import Document, Location
from ...vocabulary.facts import Fact
from ...vocabulary.words import Words

#: Rows that one condition may have; one that has more is shown in words.
MOST = 12
#: Between values of a fact: 、 stands in some of them.
SEPARATOR = "；"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition.

    Attributes:
        at: where it stands: the value of the fact, or the whole part where it is shown in words.
        fact: the fact, where it is asked about its value; ``None`` of all that is shown in words.
        text: the values, or the words.
    """

    at: Location
    fact: Fact | None
    text: str


class Reader:
    """Reads the conditions of a file.

    Args:
        document: the file.
        words: the facts and procedures of which it speaks.
    """

    def __init__(self, document: Document, words: Words) -> None:
        self.document = document
        self.words = words

    def rows(self, condition: Any, at: Location) -> tuple[tuple[Part, ...], ...]:
        """The ways in which a condition holds; in words where they are too many, or one asks a fact twice.

        Args:
            condition: as it is written.
            at: where it stands.
        """
        found = tuple(itertools.islice(self._ways(condition, at), MOST + 1))
        for row in found:
            facts = [part.fact.id for part in row if part.fact is not None]
            if len(found) > MOST or len(set(facts)) < len(facts):
                return ((Part(at, None, self.text(condition, at)),),)
        return found

    def text(self, condition: Any, at: Location) -> str:
        """A condition in words."""
        read, _ = parse(condition, at, self.document, self.words, types=DUTIES)
        return "" if read is None else describe(read, self.words)

    def _ways(self, condition: Any, at: Location) -> Iterator[tuple[Part, ...]]:
        [(word, value)] = condition.items()
        where = (*at, word)
        if word == ALL:
            each = [tuple(self._ways(part, (*where, index))) for index, part in enumerate(value)]
            for row in itertools.product(*each):
                yield tuple(itertools.chain.from_iterable(row))
        elif word == ANY:
            for index, part in enumerate(value):
                yield from self._ways(part, (*where, index))
        else:
            yield (self._part(condition, word, value, at),)

    def _part(self, condition: Any, word: str, value: Any, at: Location) -> Part:
        fact = self._fact(word)
        values = value if isinstance(value, list) else [value]
        if fact is None or not fact.finite or not all(isinstance(one, str) for one in values):
            return Part(at, None, self.text(condition, at))
        return Part((*at, word), fact, SEPARATOR.join(values))

    def _fact(self, word: str) -> Fact | None:
        if word in OPERATORS:
            return None
        try:
            return self.words.vocabulary.fact(word)
        except UnknownFact:
            return None
