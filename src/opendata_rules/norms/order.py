"""The legal order of a place on a date: all that an answer rests on, and nothing that is asked.

Evaluators take an order and answers keep one. It is immutable; what evaluators make of it (compiled rules, who answers
for a step) is remembered in it, once. :class:`opendata_rules.law.Law` is an order with the questions on it.
"""

from __future__ import annotations

import bisect
import datetime as dt
import threading
import weakref
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from .. import digests
from ..errors import ReceiptMismatch
from ..logic.conditions import facts_of
from ..quoting import quoted, type_name
from ..values import Immutable, Value, fill
from ..vocabulary.citations import Citation
from ..vocabulary.facts import Vocabulary
from ..vocabulary.marks import APPLIED, Role
from ..vocabulary.procedures import Procedures
from ..vocabulary.terms import Attribute, WarningCode
from ..vocabulary.words import Words, words
from ..working_days.calendars import Calendar
from .chain import Chain, Resolution
from .instruments import Jurisdiction
from .pack import Pack
from .provisions import Change, Referral
from .standing import Standing
from .warnings import ResultWarning, expires_today

T = TypeVar("T")

#: Most other dates whose chain an order keeps.
_DATES_KEPT = 1024


@runtime_checkable
class Origin(Protocol):
    """Where an order comes from, so that another process can find it again: a small value that pickles."""

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that hold the packs, the first of them first."""

    def order(self, place: str, on: dt.date, drafts: bool, strict: bool, *, anew: bool = False) -> LegalOrder:
        """The order of a place on a date; read ``anew``, as the packs are now."""


class LegalOrder(Immutable):
    """What binds a place on a date. Immutable, hashable, picklable, shared freely by threads.

    Args:
        chain: the instruments that bear on the place, with their packs.
        calendar: gives the working-day calendar, which is read when first needed.
        strict: whether ``missing_instrument`` makes an answer ``undetermined``.
        origin: where the packs come from; ``None`` if only this object knows them, so that it pickles by value.
        spoken: other words than its packs and those of all places; see :meth:`speaking`.

    Attributes:
        words: the facts and procedures that all places share, with those that the packs of its places bring, whatever
            the date.
        vocabulary: the facts of ``words``.
    """

    __slots__ = (
        "__weakref__",
        "_calendar",
        "_files",
        "_lock",
        "_made",
        "_spoken",
        "_turns",
        "chain",
        "origin",
        "strict",
        "vocabulary",
        "words",
    )

    chain: Chain
    words: Words
    vocabulary: Vocabulary
    strict: bool
    origin: Origin | None
    _files: tuple[object, ...]
    _calendar: Callable[[], Calendar]
    _made: dict[Hashable, Any]
    _spoken: bool
    _turns: tuple[dt.date, ...]
    _lock: threading.RLock

    def __init__(
        self,
        chain: Chain,
        calendar: Callable[[], Calendar],
        *,
        strict: bool = False,
        origin: Origin | None = None,
        spoken: Words | None = None,
    ) -> None:
        own = words(pack.brought for place in chain.places for pack in place.newest)
        spoken = own if spoken is None else spoken
        # The files tell an order of the same library quickly; what they mean is worked out when somebody compares.
        packs = [
            (place.jurisdiction, [(one.instrument.id, one.digest) for one in place.packs]) for place in chain.places
        ]
        files = digests.digest([repr(packs), digests.meaning(spoken) if spoken != own else None])
        fill(
            self,
            chain=chain,
            strict=strict,
            origin=origin,
            words=spoken,
            vocabulary=spoken.vocabulary,
            _files=(chain.place.id, chain.on, chain.drafts, strict, files),
            _calendar=calendar,
            _made={},
            _spoken=spoken != own,
            _turns=chain.turns(),
            _lock=threading.RLock(),
        )
        if origin is not None:
            _KNOWN.setdefault((origin, self._files), self)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that its packs come from; none where only this object knows them."""
        return () if self.origin is None else self.origin.roots

    @property
    def identity(self) -> tuple[object, ...]:
        """What two equal orders share: place, date, options, and the meaning of all their packs and words."""
        return self.once("identity", self._identified)

    def _identified(self) -> tuple[object, ...]:
        # Drafts that were not asked for bind nothing, but the words they bring are known, and explanations name places.
        packs = [
            [digests.meaning(place.as_first), *([one.instrument.id, one.meaning.whole] for one in place.packs)]
            for place in self.chain.places
        ]
        spoken = digests.meaning(self.words) if self._spoken else None
        return (self.place.id, self.on, self.drafts, self.strict, digests.digest([packs, spoken]))

    # -- what binds ---------------------------------------------------------------------------------------------------

    @property
    def place(self) -> Jurisdiction:
        """The place."""
        return self.chain.place

    @property
    def on(self) -> dt.date:
        """The date of the law."""
        return self.chain.on

    @property
    def drafts(self) -> bool:
        """Whether drafts are treated as in force."""
        return self.chain.drafts

    @property
    def law_id(self) -> str:
        """The law in a word: ``taian@2026-03-10``, with ``+drafts`` and ``+strict`` where they were asked for.

        With one folder of packs two laws of one id are the same; what the packs were is in the receipts.
        """
        return f"{self.place.id}@{self.on}{'+drafts' * self.drafts}{'+strict' * self.strict}"

    @property
    def procedures(self) -> Procedures:
        """The procedures that all places share, with those that the packs of its places bring."""
        return self.once("procedures", lambda: self.words.procedures)

    @property
    def calendar(self) -> Calendar:
        """The working-day calendar that terms are counted in."""
        return self._calendar()

    @property
    def instruments(self) -> tuple[Standing, ...]:
        """What bears on the place, nearest first; every version of an instrument is one."""
        return self.chain.standings

    @property
    def changes(self) -> tuple[Change, ...]:
        """The provisions on attribute changes of every instrument in force, nearest first."""
        return tuple(change for link in self.chain.links if link.binding for change in link.pack.changes)

    @property
    def facts_of_changes(self) -> tuple[str, ...]:
        """Ids of the facts that the provisions on attribute changes ask about, in article order."""
        used: dict[str, None] = {}
        for change in self.changes:
            conditions = [need.condition for need in change.requirements]
            conditions += [one for review in change.reviews for one in (review.condition, review.unless) if one]
            used |= dict.fromkeys(fact for condition in conditions for fact in facts_of(condition))
            if change.question is not None and change.question.matters_when is not None:
                used |= dict.fromkeys(facts_of(change.question.matters_when))
            used |= dict.fromkeys(self.vocabulary.role(APPLIED[cure]).id for cure in sorted(change.cures))
            if change.condition_changes:
                used[self.vocabulary.role(Role.DIRECTION).id] = None
        return tuple(used)

    @property
    def referrals(self) -> tuple[Referral, ...]:
        """The referrals to other law of the nearest instrument in force that has any."""
        return next((link.pack.referrals for link in self.chain.links if link.binding and link.pack.referrals), ())

    def resolve(self, regulates: Callable[[Pack], bool], chain: Chain | None = None) -> Resolution:
        """Who answers a matter on which a place may well be silent.

        Unlike :meth:`Chain.resolve`, silence on the one matter is not told as the absence of all law.

        Args:
            regulates: whether a pack has a provision on the matter.
            chain: the instruments of another date; those of the date of the law by default.
        """
        chain = chain or self.chain
        found = chain.resolve(regulates)
        if chain.anything_in_force:
            kept = tuple(told for told in found.warnings if told.code is not WarningCode.NO_RULE_IN_FORCE)
            return Resolution(found.answer, found.above, kept)
        return found

    def strictly_open(self, warnings: tuple[ResultWarning, ...]) -> bool:
        """Whether ``strict`` keeps an answer with these warnings from being definite."""
        return self.strict and any(warning.code is WarningCode.MISSING_INSTRUMENT for warning in warnings)

    def speaking(self, spoken: Words) -> LegalOrder:
        """The same order asked in the words of several places, its own among them, so that they can be compared."""
        if spoken == self.words:
            return self
        return type(self)(self.chain, self._calendar, strict=self.strict, origin=self.origin, spoken=spoken)

    # -- other dates --------------------------------------------------------------------------------------------------

    def chain_at(self, on: dt.date) -> Chain:
        """The instruments that bear on the place on another date."""
        chains: dict[dt.date, Chain] = self.once("chains", dict)
        found = chains.get(on)
        if found is None:
            if len(chains) >= _DATES_KEPT:
                chains.clear()
            found = chains.setdefault(on, self.chain.at(on))
        return found

    def on_day(self, on: dt.date) -> LegalOrder:
        """The order of the same place on another date."""
        spoken = self.words if self._spoken else None
        return type(self)(self.chain_at(on), self._calendar, strict=self.strict, origin=self.origin, spoken=spoken)

    def with_chain(self, chain: Chain) -> LegalOrder:
        """The order of other instruments, counted by the same calendar."""
        return LegalOrder(chain, self._calendar, strict=self.strict)

    def with_calendar(self, calendar: Callable[[], Calendar]) -> LegalOrder:
        """The same order counted by another calendar."""
        spoken = self.words if self._spoken else None
        return LegalOrder(self.chain, calendar, strict=self.strict, spoken=spoken)

    def ending(
        self, cited: Iterable[Citation], day_after: Callable[[LegalOrder], Iterable[Citation]] | None = None
    ) -> tuple[ResultWarning, ...]:
        """The warnings that it is the last day of an instrument on which a result, or that of the day after, rests.

        Args:
            cited: everything that the result cites.
            day_after: what the answer to the same question cites under the order of the day after; ``None`` where an
                instrument that it could speak of is cited today as well.
        """
        ending = self.chain.ending
        if not ending:
            return ()
        resting = {citation.instrument for citation in cited}
        missed = any(standing.id not in resting for standing in ending)
        if day_after is not None and missed and self.on < dt.date.max:
            tomorrow = self.once("day after", lambda: self.on_day(self.on + dt.timedelta(days=1)))
            resting |= {citation.instrument for citation in day_after(tomorrow)}
        return tuple(expires_today(standing) for standing in ending if standing.id in resting)

    def epoch(self, on: dt.date) -> int:
        """A number that two days share if no instrument of the place changes its standing between them."""
        return bisect.bisect_right(self._turns, on)

    def terms_of(self, step: str, chain: Chain) -> Resolution:
        """Who answers for the term of a step."""
        key = ("terms", step, self.epoch(chain.on))
        found: Resolution | None = self._made.get(key)
        if found is None:
            found = self.resolve(lambda pack: any(rule.step == step for rule in pack.terms), chain)
            # Where nobody answers, the warning names the day.
            if found.answer is not None:
                self._made[key] = found
        return found

    # -- ports ---------------------------------------------------------------------------------------------------------

    def ways_to(self, decision: object, target: Attribute) -> tuple[Value, ...]:
        """The lawful ways from a decision to another attribute.

        The one question whose work lies above the answers: it asks about changes too. ``Law`` answers it.
        """
        raise NotImplementedError(f"{type(self).__name__} 不回答这个问题；请用 Law。")

    # -- what evaluators make of it -----------------------------------------------------------------------------------

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` returns, made once for each key and kept as long as the order is."""
        found: T | None = self._made.get(key)
        if found is None:
            with self._lock:
                found = self._made.get(key)
                if found is None:
                    found = self._made[key] = make()
        return found

    # -- as a value ---------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return self.identity == other.identity if isinstance(other, LegalOrder) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        drafts = " drafts" if self.drafts else ""
        return f"<{type(self).__name__} {self.place.id} {self.on}{drafts}>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.origin is None:
            return _by_value, (type(self), self.chain, self.calendar, self.strict, self.words)
        return _found_again, (self.origin, self.identity, self._files, self.words if self._spoken else None)


#: The orders of this process by where they come from and their files; none is kept alive by standing here.
_KNOWN: weakref.WeakValueDictionary[tuple[Origin, tuple[object, ...]], LegalOrder] = weakref.WeakValueDictionary()


def order_argument(value: object, name: str) -> None:
    """Refuse what should be a law and is none.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, LegalOrder):
        kind = type_name(value)
        raise TypeError(
            f"{name} 应当是 library.law(…) 给出的 Law，得到的是 {kind}：{quoted(value)}。"
            f" ({name} must be a Law, not {kind})"
        )


def _by_value(cls: type[LegalOrder], chain: Chain, calendar: Calendar, strict: bool, spoken: Words) -> LegalOrder:
    return cls(chain, lambda: calendar, strict=strict, spoken=spoken)


def _found_again(
    origin: Origin, identity: tuple[Any, ...], files: tuple[object, ...], spoken: Words | None
) -> LegalOrder:
    found = _KNOWN.get((origin, files))
    if found is None:
        place, on, drafts, strict, _ = identity
        for anew in (False, True):
            found = origin.order(place, on, drafts, strict, anew=anew)
            if spoken is not None:
                found = found.speaking(spoken)
            if found.identity == identity:
                break
        else:
            raise ReceiptMismatch(
                f"结果是依据别的规则包得出的：这里的{place}（{on}）与当时不同。",
                english="The packs of this process are not those which the answer rests on.",
            )
    return found
