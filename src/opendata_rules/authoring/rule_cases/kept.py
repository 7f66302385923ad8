"""Cases that need not be run again: all of their file passed, and nothing that they can hang on has changed.

What an answer can hang on is the law of the place asked about: the packs that bind there and above, in all their
versions, the places, the working days. Of the instrument whose cases they are, it is every pack that binds beside it
anywhere, whose facts and procedures its cases may name, and the packs in which a rule was looked for that a case names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ... import digests
from ...norms.instruments import bound_together, with_older
from ...packs.files import CASES, DUTY_CASES
from ...packs.shelf import Shelf
from ...reading.folders import CALENDAR, PLACES, RULES, is_folder
from ..unchanged import Unchanged, Unsure
from .common import CaseResult

_WHAT = "cases"
#: What no answer hangs on: the cases of other instruments, and what was proved of them.
_BESIDE = (CASES, DUTY_CASES, "mutation.yaml")


class KeptCases:
    """The files of cases of some packs whose cases need not be run again.

    Args:
        shelf: the packs.
        unchanged: what was found out of the same files before.
    """

    def __init__(self, shelf: Shelf, unchanged: Unchanged) -> None:
        self._shelf, self._unchanged = shelf, unchanged

    def known(self, instrument: str, file: str) -> list[CaseResult] | None:
        """What the cases of a file came to; ``None`` where they have to be run.

        Args:
            instrument: whose they are.
            file: the name of the file.
        """
        try:
            told = self._unchanged.known(_WHAT, *self._named(instrument, file))
            if told is None or told["law"] != self._law(instrument, told["places"], told["packs"]):
                return None
        except Unsure:
            return None
        sets = [frozenset(told["rules"][number] for number in rules) for rules in told["sets"]]
        return [CaseResult(instrument, name, line, (), sets[number], None) for name, line, number in told["results"]]

    def keep(
        self,
        instrument: str,
        file: str,
        results: Iterable[object],
        places: Collection[str],
        packs: Collection[str],
    ) -> None:
        """Keep what the cases of a file came to, if they all passed.

        Args:
            instrument: whose they are.
            file: the name of the file.
            results: what they came to.
            places: ids of the places asked about.
            packs: ids of the packs in which rules were looked for that the cases name.
        """
        found = list(results)
        passed = [one for one in found if isinstance(one, CaseResult) and one.passed]
        if len(passed) < len(found):
            return
        rules: dict[str, int] = {}
        sets: dict[tuple[int, ...], int] = {}
        rows = []
        for one in passed:
            numbers = tuple(sorted(rules.setdefault(rule, len(rules)) for rule in one.rules))
            rows.append([one.name, one.line, sets.setdefault(numbers, len(sets))])
        try:
            law = self._law(instrument, sorted(places), sorted(packs))
            told: dict[str, Any] = {"law": law, "places": sorted(places), "packs": sorted(packs)}
            told |= {"rules": list(rules), "sets": list(sets), "results": rows}
            self._unchanged.found(told, _WHAT, *self._named(instrument, file))
        except Unsure:
            return

    def _named(self, instrument: str, file: str) -> Iterator[Any]:
        """What tells the cases of a file from all others: places are found by what stands in all of their files."""
        if len({one.parent for one, _ in self._shelf._folders()}) > 1 or self._shelf._added:
            # What is added by other distributions is not digested.
            raise Unsure
        yield instrument
        yield file
        yield self._unchanged.files(self._shelf.root / PLACES)
        for one in with_older(instrument, self._shelf.amended):
            folder = self._shelf.folder(one)
            yield [one, self._unchanged.files(folder).get(file) if is_folder(folder) else None]

    def _law(self, instrument: str, places: Iterable[str], packs: Iterable[str]) -> str:
        """The digest of what the answers to the cases hang on."""
        shelf, unchanged = self._shelf, self._unchanged
        own = with_older(instrument, shelf.amended)
        bearing = {*own, *packs, *bound_together(instrument, shelf.jurisdictions, shelf.amended)}
        for place in places:
            above: str | None = place
            while above is not None and above in shelf.jurisdictions:
                bearing |= set(shelf.jurisdictions[above].instruments)
                above = shelf.jurisdictions[above].parent
        size = 0
        while size < len(bearing):
            size = len(bearing)
            bearing |= {one for pair in shelf.amended.items() if bearing & {*pair} for one in pair}
        told: list[Any] = [list(shelf.instrument_ids()), sorted(shelf.amended.items())]
        calendar = shelf.root / RULES / CALENDAR
        told.append(unchanged.files(calendar) if is_folder(calendar) else None)
        for one in sorted(bearing):
            folder = shelf.folder(one)
            files = unchanged.files(folder) if is_folder(folder) else {}
            told.append([one, {name: files[name] for name in files if one in own or name not in _BESIDE}])
        return digests.digest(told)
