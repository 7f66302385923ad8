"""Datasets that were judged, some hundreds at once: what each has for itself, and what it shares with others.

Of a large catalogue no two rows are the same, but what they are made of is: what is declared, when something was
updated, what data items there are. So a row is kept in parts. What follows from a part alone (its findings, what is
counted, how it is written) is worked out from the first row that has it, and holds for all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from .judged import Finding
from .remembering import MOST
from .results import Row

T = TypeVar("T")


class Part:
    """Fields of a row that come together. Two parts are the same where they are one object, whatever they hold.

    Attributes:
        fields: the fields of :class:`.results.Row` by name.
    """

    __slots__ = ("fields",)

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields


class Datasets:
    """Datasets in the order of the file; every list has one entry for each.

    Attributes:
        numbers: rows in the file.
        sheets: their sheets.
        titles: their names.
        ids: their ids.
        departments: who provides them.
        described: what they hold: ``summary``, ``fields``.
        stated: what is declared and stated, and what the law says of that: ``declared_text`` to ``objections``,
            ``actions`` to ``facts``.
        asked: ``questions``.
        updated: their updates: ``cadence`` to ``term_note_english``.
        notes: what was noticed in each.
        findings: what was found on each; filled in last.
    """

    __slots__ = (
        "_rows",
        "asked",
        "departments",
        "described",
        "findings",
        "ids",
        "notes",
        "numbers",
        "sheets",
        "stated",
        "titles",
        "updated",
    )

    def __init__(
        self,
        numbers: Sequence[int],
        sheets: Sequence[str],
        titles: Sequence[str],
        ids: Sequence[str],
        departments: Sequence[str],
        described: Sequence[Part],
        stated: Sequence[Part],
        asked: Sequence[Part],
        updated: Sequence[Part],
        notes: Sequence[tuple[str, ...]],
    ) -> None:
        self.numbers = numbers
        self.sheets = sheets
        self.titles = titles
        self.ids = ids
        self.departments = departments
        self.described = described
        self.stated = stated
        self.asked = asked
        self.updated = updated
        self.notes = notes
        self.findings: Sequence[tuple[Finding, ...]] = [()] * len(numbers)
        self._rows: list[Row] | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, place: int) -> Row:
        """One of them, whole.

        Args:
            place: which, from 0.
        """
        return Row(
            number=self.numbers[place],
            sheet=self.sheets[place],
            title=self.titles[place],
            id=self.ids[place],
            department=self.departments[place],
            notes=self.notes[place],
            findings=self.findings[place],
            **self.described[place].fields,
            **self.stated[place].fields,
            **self.asked[place].fields,
            **self.updated[place].fields,
        )

    def rows(self) -> Sequence[Row]:
        """All of them, whole; once their findings are known."""
        if self._rows is None:
            self._rows = [self.row(place) for place in range(len(self))]
        return self._rows


class OfPart(Generic[T]):
    """What follows from one part of a row, worked out once for all datasets that share it.

    Args:
        part: the name of a list of parts in :class:`Datasets`.
        work: makes it of a row, of which it looks at the fields of that part alone.
        most: parts of which it is kept.
    """

    def __init__(self, part: str, work: Callable[[Row], T], most: int = MOST) -> None:
        self._part = part
        self._work = work
        self._most = most
        self._known: dict[Part, T] = {}

    def of(self, datasets: Datasets) -> Sequence[T]:
        """For each of some datasets."""
        parts: Sequence[Part] = getattr(datasets, self._part)
        found = [*map(self._known.get, parts)]
        for place, one in enumerate(found):
            if one is None:
                found[place] = self._of(datasets, place, parts[place])
        return found  # type: ignore[return-value]

    def _of(self, datasets: Datasets, place: int, part: Part) -> T:
        known = self._known
        found = known.get(part)
        if found is None:
            if len(known) >= self._most:
                known.clear()
            found = known[part] = self._work(datasets.row(place))
        return found

    def __len__(self) -> int:
        return len(self._known)
