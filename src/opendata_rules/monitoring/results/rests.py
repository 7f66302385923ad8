"""What the answers of a monitor rest on, and how their receipts hold it: the events themselves.

The log stays where it is, so a receipt brings along the events of the case. Which engine evaluated the network is no
part of it: both give the same answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ...answers.receipts import Asked, Receipted, issued
from ...answers.result import plain
from ...norms.order import LegalOrder
from ...values import FrozenDict, Json
from ...vocabulary.facts import FactValue
from ..events import Event


class Revision(NamedTuple):
    """How far what is known of a case has come on a day, by the log alone.

    Attributes:
        number: grows with every event that bears on the case (its own, and those that correct one of its own), with
            the day on which such an event begins to count, and whenever the case is looked at under other packs or
            another calendar. The order in which the events came does not matter.
        day: the latest day that any of these events has; it never goes back.
    """

    number: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Rests:
    """What an answer about a case rests on.

    Attributes:
        order: the law.
        on: the day that was asked about; ``None`` where none was.
        log: the events of the case, as far as they were looked at.
    """

    order: LegalOrder
    on: dt.date | None
    log: tuple[Event, ...]

    def asked(self, kind: str, options: Mapping[str, Any], outcome: Mapping[str, Any]) -> Asked:
        """What was asked, with the events."""
        return asked_of(kind, self.order, self.on, self.log, options, outcome)


def asked_of(
    kind: str,
    order: LegalOrder,
    on: dt.date | None,
    log: Iterable[Event],
    options: Mapping[str, Any],
    outcome: Mapping[str, Any],
) -> Asked:
    """What was asked of a monitor, with the events that the answer rests on."""
    told = {
        **options,
        "on": None if on is None else on.isoformat(),
        "events": [event.to_dict() for event in _sorted(log)],
    }
    return Asked(kind, order, told, outcome, calendar=True)


def _sorted(log: Iterable[Event]) -> list[Event]:
    """The events in an order that does not tell how they came; those of the procedure of the case first."""
    told = list(log)
    corrected = {event.corrects for event in told}
    procedure = next((event.procedure for event in told if event.id not in corrected), None)
    return sorted(told, key=lambda event: (event.procedure != procedure, event.date, event.id))


class OfCases(Receipted):
    """An answer of a monitor; one that was made by hand rests on nothing and has no receipt."""

    __slots__ = ()

    def _asked_of_log(self) -> Asked | None:
        """What was asked; ``None`` where nothing was."""
        raise NotImplementedError

    @property
    def law_id(self) -> str:
        """The law that was asked, in a word; see ``law.law_id``. Empty where it was made by hand."""
        asked = self._asked_of_log()
        return "" if asked is None else asked.order.law_id

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """No facts are stated: the events of the case tell them."""
        return FrozenDict()

    def _issued(self, told: Mapping[str, Json]) -> dict[str, Json]:
        asked = self._asked_of_log()
        return {} if asked is None else issued(asked, without_engine(told))


def counted(event: Event) -> dict[str, Json]:
    """An event that counts in a case, as plain JSON."""
    return {
        "id": event.id,
        "kind": event.kind,
        "date": event.date.isoformat(),
        "actor": event.actor,
        "corrects": event.corrects,
        "facts": {name: plain(value) for name, value in event.facts},
    }


def without_engine(told: Any) -> Any:
    """Plain JSON that does not say which engine evaluated the network."""
    if isinstance(told, Mapping):
        return {name: without_engine(value) for name, value in told.items() if name != "engine"}
    return [without_engine(item) for item in told] if isinstance(told, list) else told
