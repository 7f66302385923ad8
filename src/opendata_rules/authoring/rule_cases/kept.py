"""Cases that need not be run again: they passed, and nothing that they can hang on has changed.

What an answer can hang on is the law of the place asked about: the packs that bind there and above, in all their
versions, the places, the working days; and beside that the instrument whose cases they are, the facts and procedures
of every pack that binds with it anywhere, which its cases may name, and the packs that have a rule that a case names.
Each base is kept with what it asked, so that an edit of one law has only the cases run again that asked it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from ... import digests
from ...diagnostics.diagnostic import Diagnostic
from ...norms.instruments import bound_together, with_older
from ...packs.files import CASES, DUTY_CASES
from ...packs.shelf import Shelf
from ...reading.folders import CALENDAR, PLACES, RULES, is_folder
from ..unchanged import OF_WORDS, Unchanged, Unsure
from .common import CaseResult

#: What is kept of a file of cases.
_WHAT = "cases"
#: What no answer hangs on: the cases of other instruments, and what was proved of them.
_BESIDE = (CASES, DUTY_CASES, "mutation.yaml")
#: Stands before the id of a place among what a base hangs on, which is else a pack.
_PLACE = "@"


def of_places(places: Iterable[str]) -> frozenset[str]:
    """Places as what a base hangs on."""
    return frozenset(f"{_PLACE}{place}" for place in places)


class KeptCases:
    """The cases of one file, as far as they need not be run again.

    Args:
        shelf: the packs.
        instrument: whose cases they are.
        file: the name of the file.
        unchanged: what was found out of the same files before; ``None`` where all are to be run.
    """

    def __init__(self, shelf: Shelf, instrument: str, file: str, unchanged: Unchanged | None) -> None:
        self._shelf, self._instrument, self._unchanged = shelf, instrument, unchanged
        self._laws: dict[str, str] = {}
        self._told: Mapping[str, Any] = {}
        self._found: dict[str, tuple[list[CaseResult], frozenset[str]]] = {}
        self._named: set[str] = set()
        self._hangs_on: list[Any] = []
        if unchanged is None:
            return
        try:
            self._hangs_on = [instrument, file, *self._common(unchanged, file)]
            self._told = unchanged.known(_WHAT, self._hangs_on) or {}
        except Unsure:
            self._unchanged = None

    def all(self) -> list[CaseResult] | None:
        """What all cases of the file came to; ``None`` where the file has to be read."""
        if not self._told.get("whole") or not self._same(self._told["named"]):
            return None
        found = [self.of(base) for base in self._told["bases"]]
        known = [one for one in found if one is not None]
        return [result for results in known for result in results] if len(known) == len(found) else None

    def of(self, base: str) -> list[CaseResult] | None:
        """What a base with its near misses came to; ``None`` where they have to be run.

        Args:
            base: what tells it from the others of the file.
        """
        told = self._told
        if self._unchanged is None or not told or base not in told["bases"]:
            return None
        hangs_on, rows = told["bases"][base]
        laws = {name: told["laws"][name] for name in hangs_on}
        if any(self._law(name) != law for name, law in laws.items()):
            return None
        results = [
            CaseResult(self._instrument, name, line, (), self._sets[number], None) for name, line, number in rows
        ]
        self._found[base] = (results, frozenset(hangs_on))
        return results

    @cached_property
    def _sets(self) -> list[frozenset[str]]:
        """The sets of rules that cases exercise, each of which is kept but once."""
        rules = self._told["rules"]
        return [frozenset(rules[number] for number in numbers) for numbers in self._told["sets"]]

    def name(self, packs: Iterable[str]) -> None:
        """Take up packs that have rules that the file names beside its bases."""
        self._named |= set(packs)

    def take(self, base: str, results: Iterable[CaseResult | Diagnostic], hangs_on: frozenset[str]) -> None:
        """Take up what a base came to, to keep it if all passed.

        Args:
            base: what tells it from the others of the file.
            results: what it and its near misses came to.
            hangs_on: the places asked, by :func:`of_places`, and ids of packs that have rules that it names.
        """
        passed = list(results)
        found = [one for one in passed if isinstance(one, CaseResult) and one.passed]
        if self._unchanged is not None and len(found) == len(passed):
            self._found[base] = (found, hangs_on)

    def keep(self, *, whole: bool) -> None:
        """Keep what passed.

        Args:
            whole: whether that is all that there is to say of the file.
        """
        if self._unchanged is None:
            return
        rules: dict[str, int] = {}
        sets: dict[tuple[int, ...], int] = {}
        bases: dict[str, Any] = {}
        for base, (results, hangs_on) in self._found.items():
            rows = []
            for one in results:
                numbers = tuple(sorted(rules.setdefault(rule, len(rules)) for rule in one.rules))
                rows.append([one.name, one.line, sets.setdefault(numbers, len(sets))])
            bases[base] = [sorted(hangs_on), rows]
        names = {name for _, hangs_on in self._found.values() for name in hangs_on}
        try:
            laws = {name: self._law(name) for name in sorted(names)}
            named = {name: self._law(name) for name in sorted(self._named)}
        except Unsure:
            return
        told = {"whole": whole, "named": named, "laws": laws, "rules": list(rules), "sets": list(sets), "bases": bases}
        self._unchanged.found(told, _WHAT, self._hangs_on)

    # -- what it hangs on ---------------------------------------------------------------------------------------------

    def _common(self, unchanged: Unchanged, file: str) -> list[Any]:
        """What all cases of the file hang on: places, days, the instrument itself, the words of those beside it."""
        shelf = self._shelf
        if shelf._added:
            # What is added by other distributions is not digested.
            raise Unsure
        calendar = shelf.root / RULES / CALENDAR
        told: list[Any] = [unchanged.files(shelf.root / PLACES)]
        told.append(unchanged.files(calendar) if is_folder(calendar) else None)
        told += [list(shelf.instrument_ids()), sorted(shelf.amended.items())]
        for one in with_older(self._instrument, shelf.amended):
            told.append([one, self._files(one), self._files(one, only=(file,))])
        for one in sorted(bound_together(self._instrument, shelf.jurisdictions, shelf.amended)):
            told.append([one, self._files(one, only=OF_WORDS)])
        return told

    def _files(self, instrument: str, only: tuple[str, ...] | None = None) -> Mapping[str, str]:
        """The files of a pack that its law hangs on, or some."""
        assert self._unchanged is not None
        folder = self._shelf.folder(instrument)
        files = self._unchanged.files(folder) if is_folder(folder) else {}
        return {name: files[name] for name in files if (name not in _BESIDE if only is None else name in only)}

    def _same(self, laws: Mapping[str, str]) -> bool:
        """Whether the law of some packs and places is what it was."""
        try:
            return all(self._law(name) == law for name, law in laws.items())
        except Unsure:
            return False

    def _law(self, name: str) -> str:
        """The digest of a pack, or of the law of a place."""
        found = self._laws.get(name)
        if found is None:
            packs = self._binding(name.removeprefix(_PLACE)) if name.startswith(_PLACE) else {name}
            found = self._laws[name] = digests.digest([[one, self._files(one)] for one in sorted(packs)])
        return found

    def _binding(self, place: str) -> set[str]:
        """The instruments that bear on a place, in all their versions."""
        known, amended = self._shelf.jurisdictions, self._shelf.amended
        found: set[str] = set()
        above: str | None = place
        seen: set[str] = set()
        while above is not None and above in known and above not in seen:
            seen.add(above)
            found |= set(known[above].instruments)
            above = known[above].parent
        size = 0
        while size < len(found):
            size = len(found)
            found |= {one for pair in amended.items() if found & {*pair} for one in pair}
        return found
