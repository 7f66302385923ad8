"""What cases name of the packs: places, instruments and rules. What does not exist is told where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...answers.changes.details import TARGET
from ...diagnostics.diagnostic import Diagnostic
from ...errors import BadPack, UnknownJurisdiction
from ...norms.pack import Pack
from ...packs.shelf import Shelf
from ...reading.document import Document, Location
from ...vocabulary.keywords import chinese
from .names import advice
from .written import AnyCase, NearMissModel, RecurringCaseModel, RecurringNearMissModel

_DUTY, _REQUIREMENT, _RECURRING, _ANY = "职责", "变更要件", "周期职责", "规则"


class References:
    """What the cases of one instrument may name; other packs are read only where something is not found in its own.

    Args:
        shelf: the packs.
        instrument: the instrument in whose folder the cases stand.
    """

    def __init__(self, shelf: Shelf, instrument: str) -> None:
        self._shelf = shelf
        self._instrument = instrument
        self._instruments = shelf.instrument_ids()
        self._read: dict[str, Mapping[str, frozenset[str]]] = {}
        #: Ids of the other instruments that have what the base asked about last names.
        self.found_in: set[str] = set()

    def problems(self, document: Document, case: AnyCase, at: Location) -> list[Diagnostic]:
        """Names in a base and its near misses that mean nothing.

        Args:
            document: the file.
            case: the base.
            at: where it stands.
        """
        self.found_in.clear()
        found = list(self._of(document, case, at, case.place))
        for index, near_miss in enumerate(case.near_misses):
            where = (*at, chinese("near_misses"), index)
            found += self._of(document, near_miss, where, near_miss.place or case.place)
        return found

    def of_difference(self, document: Document, written: Any, at: Location) -> Iterator[Diagnostic]:
        """Names that mean nothing in what differs of a case of the version before."""
        yield from self._of(document, written, at, written.place or "")
        for index, near_miss in enumerate(written.near_misses):
            yield from self._of(document, near_miss, (*at, chinese("near_misses"), index), near_miss.place or "")

    def _of(
        self, document: Document, written: AnyCase | NearMissModel, at: Location, place: str
    ) -> Iterator[Diagnostic]:
        if written.place is not None:
            yield from self._place(document, written.place, (*at, chinese("place")))
        answered_by = getattr(written, "answered_by", None)
        if answered_by is not None and answered_by not in self._instruments:
            told = advice(answered_by, self._instruments)
            yield document.diagnostic("unknown_instrument", (*at, chinese("answered_by")), id=answered_by, help=told)
        for what, rule, where in _rules(written, at):
            if not self._exists(what, rule):
                told = advice(rule, self._ids(what, self._in_question(place)))
                yield document.diagnostic("unknown_rule", where, key=True, id=rule, what=what, help=told)

    def _place(self, document: Document, name: str, at: Location) -> Iterator[Diagnostic]:
        try:
            self._shelf.jurisdiction(name)
        except UnknownJurisdiction as error:
            told = f"是不是：{'、'.join(error.nearest)}？" if error.nearest else None
            yield document.diagnostic("unknown_place", at, id=name, help=told)
        except BadPack:
            # A place there is, whose file has errors that are told elsewhere.
            return

    def _exists(self, what: str, rule: str) -> bool:
        found = (one for one in (self._instrument, *self._instruments) if rule in self._named_in(one)[what])
        where = next(found, None)
        if where is not None and where != self._instrument:
            self.found_in.add(where)
        return where is not None

    def _in_question(self, place: str) -> Iterator[str]:
        """The instrument of the cases, and those of a place and of the places above it."""
        yield self._instrument
        asked: set[str] = set()
        above: str | None = place
        while above is not None and above not in asked:
            asked.add(above)
            try:
                known = self._shelf.jurisdiction(above)
            except (UnknownJurisdiction, BadPack):
                return
            yield from known.instruments
            above = known.parent

    def _ids(self, what: str, instruments: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self._named_in(one)[what] for one in instruments))

    def _named_in(self, instrument: str) -> Mapping[str, frozenset[str]]:
        if instrument not in self._read:
            try:
                self._read[instrument] = _ids_of(self._shelf.pack(instrument))
            except BadPack:
                self._read[instrument] = dict.fromkeys((_DUTY, _REQUIREMENT, _RECURRING, _ANY), frozenset())
        return self._read[instrument]


def _ids_of(pack: Pack) -> Mapping[str, frozenset[str]]:
    needs = frozenset({TARGET, *(need.id for change in pack.changes for need in change.requirements)})
    return {
        _ANY: needs.union(rule.id for rule in pack.provisions()),
        _DUTY: frozenset(duty.id for duty in pack.duties),
        _REQUIREMENT: needs,
        _RECURRING: frozenset(duty.id for duty in pack.recurring),
    }


def _rules(written: Any, at: Location) -> Iterator[tuple[str, str, Location]]:
    """Rules that a base or near miss names: what they are, their ids, and where each is written."""
    for index, rule in enumerate(getattr(written, "because", None) or ()):
        yield _DUTY, rule, (*at, chinese("because"), index)
    for name in ("objections", "holds", "reviews", "breaches"):
        for index, rule in enumerate(getattr(written, name, None) or ()):
            yield _ANY, rule, (*at, chinese(name), index)
    if getattr(written, "counting", None) is not None:
        yield _ANY, written.counting, (*at, chinese("counting"))
    for step, term in (getattr(written, "step_terms", None) or {}).items():
        yield from _rules(term, (*at, chinese("step_terms"), step))
    named = [("findings", _DUTY), ("lacking", _DUTY), ("requirements", _REQUIREMENT), ("contents", _ANY)]
    if isinstance(written, RecurringCaseModel | RecurringNearMissModel):
        named.append(("dues", _RECURRING))
    for name, what in named:
        for rule in getattr(written, name, None) or ():
            yield what, rule, (*at, chinese(name), rule)
