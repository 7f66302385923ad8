"""Receipts: what a later reader needs to compute an answer again. Issued here; replayed in ``replaying``."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from .. import digests
from ..norms.order import LegalOrder
from ..norms.resting import resting
from ..norms.warnings import ResultWarning
from ..values import FrozenDict, Json
from ..version import __version__
from ..vocabulary.arguments import Lang
from ..vocabulary.facts import FactValue
from ..vocabulary.words import common
from .result import Result, plain

#: Version of the form.
FORM = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of which law, and what it came to.

    Attributes:
        kind: which question.
        order: what the answer rests on.
        options: everything that was asked with, but the law and the facts.
        outcome: the gist of the answer, as plain JSON: what a later engine has to come to as well.
        facts: the facts as stated, by id; ``None`` where it matters that one was stated to be unknown.
        others: further orders that it rests on.
        calendar: whether it looked at the calendar.
    """

    kind: str
    order: LegalOrder
    options: Mapping[str, Any]
    outcome: Mapping[str, Any]
    facts: Mapping[str, FactValue | None] = field(default_factory=dict)
    others: tuple[LegalOrder, ...] = ()
    calendar: bool = False


class Answer(Protocol):
    """What all answers have that can be computed again; ``isinstance`` or ``match`` tells which one it is."""

    @property
    def place(self) -> str:
        """Id of the place; of several laws compared, of the first."""

    @property
    def on(self) -> dt.date:
        """The day that it speaks of."""

    @property
    def law_id(self) -> str:
        """The law that was asked, in a word: ``taian@2026-03-10``; see ``law.law_id``."""

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """The facts as stated, by id; none where the question takes none."""

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why to read it with care."""

    @property
    def receipt(self) -> dict[str, Json]:
        """What is needed to compute the same answer again."""

    def explain(self, lang: Lang = "zh") -> str:
        """What it says and why, in Chinese (``zh``) or English (``en``)."""

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""


class Receipted(Result):
    """A result that can be computed again."""

    __slots__ = ()

    def _asked(self) -> Asked:
        """What was asked."""
        raise NotImplementedError

    def _told(self) -> dict[str, Json]:
        """Plain JSON types, without the receipt."""
        raise NotImplementedError

    @property
    def law_id(self) -> str:
        """The law that was asked, in a word: ``taian@2026-03-10``; see ``law.law_id``."""
        return self._asked().order.law_id

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """The facts as stated, by id; none where the question takes none."""
        return FrozenDict({name: value for name, value in self._asked().facts.items() if value is not None})

    @property
    def receipt(self) -> dict[str, Json]:
        """What is needed to compute the same answer again: plain JSON, see ``library.replay``."""
        return self._issued(self._told())

    def _issued(self, told: Mapping[str, Json]) -> dict[str, Json]:
        """The receipt, from what the result tells without it."""
        return issued(self._asked(), told)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        told = self._told()
        return {**told, "receipt": self._issued(told)}


class _Held(Protocol):
    """An answer that holds its law and the facts as stated."""

    @property
    def order(self) -> LegalOrder:
        """The law that was asked."""

    @property
    def stated(self) -> tuple[tuple[str, FactValue], ...]:
        """The facts as stated, by id."""


class OfLaw(Receipted):
    """An answer of one law on stated facts."""

    __slots__ = ()

    @property
    def place(self: _Held) -> str:
        """Id of the place whose law was asked."""
        return self.order.place.id

    @property
    def law_id(self: _Held) -> str:
        """The law that was asked, in a word: ``taian@2026-03-10``; see ``law.law_id``."""
        return self.order.law_id

    @property
    def facts(self: _Held) -> Mapping[str, FactValue]:
        """The facts as stated, by id."""
        return FrozenDict(self.stated)


def issued(asked: Asked, told: Mapping[str, Json], digest: Callable[[object], str] = digests.digest) -> dict[str, Json]:
    """The receipt of an answer.

    Args:
        asked: what was asked.
        told: the answer in plain JSON; receipts in it are left out of its digest.
        digest: gives the digest, for an answer that is too large to be told at once.
    """
    order = asked.order
    question = {
        "kind": asked.kind,
        "place": order.place.id,
        "on": order.on.isoformat(),
        "options": {"drafts": order.drafts, "strict": order.strict, **asked.options},
        "facts": {name: plain(value) for name, value in sorted(asked.facts.items())},
    }
    return {
        "receipt": FORM,
        "engine": __version__,
        **question,
        "question": question_digest(question),
        **resting_of((order, *asked.others), asked.calendar),
        "outcome": {**asked.outcome, "digest": digest([question, _without_receipts(told)])},
    }


def question_digest(told: Mapping[str, Any]) -> str:
    """The digest of what was asked, so that none of it can be exchanged where the answer happens to be the same.

    Args:
        told: a receipt, or as much of one as says what was asked.
    """
    return digests.digest({name: told[name] for name in ("kind", "place", "on", "options", "facts")})


def resting_of(orders: Iterable[LegalOrder], calendar: bool) -> dict[str, Any]:
    """What answers under one or several orders rest on, together."""
    orders = list(orders)
    if len(orders) > 1:
        # Compared, each answers in the words of all.
        orders[0] = orders[0].speaking(functools.reduce(common, (order.words for order in orders)))
    first, *others = (resting(order, calendar=calendar) for order in orders)
    for other in others:
        for what in ("places", "packs"):
            for name, told in other[what].items():
                # Two versions of one pack, each read from a folder of its own, keep both their names.
                while first[what].setdefault(name, told) != told:
                    name += ".other"
    return first


def name_of(order: LegalOrder) -> dict[str, Json]:
    """Whose law it is, of which day and how asked for, as plain JSON."""
    return {"place": order.place.id, "on": order.on.isoformat(), "drafts": order.drafts, "strict": order.strict}


def _without_receipts(told: object) -> Any:
    """Plain JSON without the receipts of the answers in it, which name packs and engine."""
    if isinstance(told, Mapping):
        return {key: _without_receipts(value) for key, value in told.items() if key != "receipt" or _is_no_form(value)}
    return [_without_receipts(item) for item in told] if isinstance(told, list) else told


def _is_no_form(value: object) -> bool:
    return not isinstance(value, Mapping)
