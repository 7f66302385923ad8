"""The law of one place on one date: what callers hold and ask."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .changes import ChangeVerdict, check_change
from .classify import Classifier, Decision
from .conditions import facts_of
from .deadlines import Deadline, deadline, facts_of_terms
from .duties import Assessment, check, facts_of_duties
from .errors import BadFact, UnknownTopic
from .hierarchy import Chain, Resolution, Standing
from .procedures import procedures
from .provisions import Change, Classification, Jurisdiction, Referral
from .recurring import Duty, duties
from .results import plain
from .schedules import Schedule, schedule
from .terms import Scheme
from .version import __version__
from .vocabulary import Fact, FactValue, vocabulary

if TYPE_CHECKING:
    from .catalogue import Report
    from .working_days import Calendar

_TOPICS = {"classification": Scheme.OPENING, "sharing_classification": Scheme.SHARING}
_UNLISTED = ("unknown", "false")


def _no_reader(facts: object, declared: object) -> None:
    """Stands where there is no fast path."""


class Law:
    """What binds a place on a date. Made by ``library.law``; hashable, picklable, shared freely by threads.

    Attributes:
        place: the jurisdiction.
        on: the date of the law.
        drafts: whether drafts are treated as in force.
        strict: whether ``missing_instrument`` makes an answer ``undetermined``.
        chain: the instruments that bear on the place, with their packs.
    """

    def __init__(self, chain: Chain, calendar: Callable[[], Calendar], *, strict: bool = False) -> None:
        self.chain = chain
        self._calendar = calendar
        self.place: Jurisdiction = chain.place
        self.on: dt.date = chain.on
        self.drafts = chain.drafts
        self.strict = strict
        self.identity: tuple[object, ...] = (
            self.place.id,
            self.on,
            self.drafts,
            strict,
            tuple((link.standing.id, link.pack.digest) for link in chain.links),
        )
        self._classifiers: dict[tuple[Scheme, str], Classifier] = {}
        self._readers: dict[str, Callable[[object, object], Decision | None]] = {}
        self._chains: dict[dt.date, Chain] = {}
        self._terms: dict[tuple[str, int], Resolution] = {}
        self._lock = threading.Lock()

    @property
    def calendar(self) -> Calendar:
        """The working-day calendar that terms are counted in."""
        return self._calendar()

    @property
    def instruments(self) -> tuple[Standing, ...]:
        """What bears on the place, nearest first."""
        return tuple(link.standing for link in self.chain.links)

    # -- questions --------------------------------------------------------------------------------------------------

    def classify(
        self,
        facts: Mapping[str, object],
        *,
        unlisted: str = "unknown",
        declared: str | None = None,
        scheme: str = "opening",
    ) -> Decision:
        """Which attribute the data must or may have.

        Args:
            facts: fact id or Chinese label to value; ``None`` and a missing key mean unknown.
            unlisted: ``unknown``, or ``false`` to read bool facts whose key is missing as false.
            declared: an attribute to check, by id or Chinese term.
            scheme: ``opening`` or ``sharing``.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact; ``declared`` or ``unlisted`` is none of those named.
            UnknownTopic: there is no such scheme.
        """
        if unlisted == "unknown":
            try:
                read = self._readers[scheme]
            except (KeyError, TypeError):
                read = self._reader(scheme)
            decision = read(facts, declared)
            if decision is not None:
                return decision
        return self._classify(facts, unlisted=unlisted, declared=declared, scheme=scheme)

    def _reader(self, scheme: str) -> Callable[[object, object], Decision | None]:
        if scheme not in tuple(Scheme):
            return _no_reader
        return self._readers.setdefault(Scheme(scheme).value, self.classifier(Scheme(scheme)).reader() or _no_reader)

    def _classify(
        self,
        facts: Mapping[str, object],
        *,
        unlisted: str = "unknown",
        declared: str | None = None,
        scheme: str = "opening",
    ) -> Decision:
        if scheme not in tuple(Scheme):
            allowed = "、".join(Scheme)
            raise UnknownTopic(f"没有名为“{scheme}”的判定。可选：{allowed}。", nearest=tuple(Scheme))
        if unlisted not in _UNLISTED:
            raise BadFact(f"unlisted 只能是 unknown 或者 false，得到的是 {unlisted!r:.40}。", nearest=_UNLISTED)
        return self.classifier(Scheme(scheme), unlisted).decide(facts, declared)

    def check_change(self, before: str, after: str, facts: Mapping[str, object]) -> ChangeVerdict:
        """Whether the opening attribute may be changed.

        Args:
            before: attribute now held, by id or Chinese term.
            after: attribute wanted; equal to ``before`` for a change of conditions.
            facts: fact id or Chinese label to value.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact, or an attribute is none of the three.
        """
        return check_change(self, before, after, facts)

    def check(self, topic: str, facts: Mapping[str, object]) -> Assessment:
        """Whether the duties of a topic are fulfilled.

        Args:
            topic: id or Chinese label of a topic of the vocabulary, such as ``delisting`` or 下架.
            facts: fact id or Chinese label to value; ``None`` and a missing key mean unknown.

        Raises:
            UnknownTopic: there is no such topic, or it has no duties.
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit its fact.
        """
        return check(self, topic, facts)

    def deadline(
        self,
        step: str,
        *,
        trigger: dt.date,
        facts: Mapping[str, object] | None = None,
        receipt: str = "receipt_instant",
    ) -> Deadline:
        """The last day of a step's term, under the law in force on the day of the trigger.

        Args:
            step: ``procedure.step``, for example ``conditional_access.form_review``.
            trigger: the day of the event that sets the term running; a plain date.
            facts: facts on extensions and branches.
            receipt: how a trigger on a rest day is dated: ``receipt_instant`` (as that day) or ``next_working_day``.

        Raises:
            UnknownProcedure: there is no such step; ``nearest`` names what is possible.
            BadFact: a fact, or ``receipt``, has a value that does not fit.
            TypeError: ``trigger`` is not a plain date.
        """
        return deadline(self, step, trigger, facts or {}, receipt)

    def schedule(
        self,
        procedure: str,
        *,
        trigger: dt.date,
        actual: Mapping[str, dt.date] | None = None,
        on: dt.date | None = None,
        facts: Mapping[str, object] | None = None,
        receipt: str = "receipt_instant",
    ) -> Schedule:
        """Every step of a case with its deadline, chained from the actual end of the one before.

        Args:
            procedure: id or Chinese name, for example ``unopened_request``.
            trigger: the day the procedure began.
            actual: step id or event kind to the day it happened.
            on: the day the states speak of; the date of the law by default.
            facts: facts on extensions and branches.
            receipt: see :meth:`deadline`.

        Raises:
            UnknownProcedure: there is no such procedure, or it has no such step or event.
            BadFact: a fact does not fit, or something happened before the procedure began.
            TypeError: a date is not a plain date.
        """
        return schedule(self, procedure, trigger=trigger, actual=actual, on=on, facts=facts or {}, receipt=receipt)

    def events(self, procedure: str) -> tuple[str, ...]:
        """The kinds of event that a case of a procedure may have, as a monitor takes them.

        Args:
            procedure: id or Chinese name, for example ``unopened_request``.

        Raises:
            UnknownProcedure: there is no such procedure.
        """
        known = procedures()
        return known.kinds(known.procedure(procedure))

    def duties(self, year: int) -> tuple[Duty, ...]:
        """The recurring duties of the place in a year, by date.

        Raises:
            BadFact: ``year`` is no year.
        """
        return duties(self, year)

    def check_catalogue(self, path: str | Path, **options: Any) -> Report:
        """Check every dataset of a catalogue file: see :func:`opendata_rules.catalogue.check`.

        Raises:
            MissingExtra: the extra ``catalogue`` is not installed.
            NotACatalogue: the file is something else.
        """
        from .catalogue import check

        return check(self, path, **options)

    def facts(self, topic: str) -> tuple[Fact, ...]:
        """The facts this law uses for a topic, in article order, each with type and question.

        Empty where nothing in the chain regulates the topic.

        Raises:
            UnknownTopic: the vocabulary has no such topic.
        """
        found = vocabulary().topic(topic)
        if found.id in _TOPICS:
            names = self.classifier(_TOPICS[found.id]).listed
        elif found.id == "attribute_change":
            names = self._change_facts()
        elif found.id == "deadline":
            names = facts_of_terms(self)
        else:
            names = facts_of_duties(self, found.id)
        return tuple(vocabulary().facts[name] for name in names)

    def _change_facts(self) -> tuple[str, ...]:
        used: dict[str, None] = {}
        for change in self.changes:
            conditions = [need.condition for need in change.requirements]
            conditions += [review.condition for review in change.reviews]
            used |= dict.fromkeys(fact for condition in conditions for fact in facts_of(condition))
            if change.condition_changes:
                used["conditions_change"] = None
        if used:
            # Whether the target attribute has a provision behind it is part of the answer.
            used |= dict.fromkeys(self.classifier(Scheme.OPENING).listed)
        return tuple(used)

    # -- what the answers are made from -----------------------------------------------------------------------------

    def chain_at(self, on: dt.date) -> Chain:
        """The instruments that bear on the place on another date."""
        found = self._chains.get(on)
        if found is None:
            if len(self._chains) >= 1024:
                self._chains.clear()
            found = self._chains.setdefault(on, self.chain.at(on))
        return found

    @functools.cached_property
    def _turns(self) -> list[dt.date]:
        """The days on which the standing of an instrument of the place may change."""
        days: set[dt.date] = set()
        for place in self.chain.places:
            for pack in place.packs:
                one = pack.instrument
                known = (one.issued, one.effective, one.effective_by, one.doubtful_from, one.expires)
                days |= {day for day in known if day is not None}
                if one.expires is not None and one.expires < dt.date.max:
                    days.add(one.expires + dt.timedelta(days=1))
        return sorted(days)

    def epoch(self, on: dt.date) -> int:
        """A number that two days share if no instrument of the place changes its standing between them."""
        return bisect.bisect_right(self._turns, on)

    def terms_of(self, step: str, chain: Chain) -> Resolution:
        """Who answers for the term of a step."""
        key = (step, self.epoch(chain.on))
        found = self._terms.get(key)
        if found is None:
            found = chain.resolve(lambda pack: any(rule.step == step for rule in pack.terms))
            # Where nobody answers, the warning names the day.
            if found.answer is not None:
                self._terms[key] = found
        return found

    def classifier(self, scheme: Scheme, unlisted: str = "unknown") -> Classifier:
        """The compiled rules of one scheme; made once."""
        found = self._classifiers.get((scheme, unlisted))
        if found is None:
            with self._lock:
                found = self._classifiers.get((scheme, unlisted))
                if found is None:
                    resolution = self.chain.resolve(lambda pack: scheme in pack.classifications)
                    found = Classifier(self, scheme, resolution, unlisted=unlisted, strict=self.strict)
                    self._classifiers[scheme, unlisted] = found
        return found

    def classification(self, scheme: Scheme) -> Classification | None:
        """The classification rules that answer, if any."""
        return self.classifier(scheme).rules

    @property
    def changes(self) -> tuple[Change, ...]:
        """The provisions on attribute changes of every instrument in force, nearest first."""
        return tuple(change for link in self.chain.links if link.binding for change in link.pack.changes)

    @property
    def referrals(self) -> tuple[Referral, ...]:
        """The referrals to other law of the nearest instrument in force that has any."""
        return next((link.pack.referrals for link in self.chain.links if link.binding and link.pack.referrals), ())

    def receipt(
        self,
        kind: str,
        facts: Mapping[str, FactValue],
        options: Mapping[str, Any],
        *,
        calendar: bool = False,
    ) -> dict[str, Any]:
        """What a later reader needs to compute an answer again; ``calendar`` if it looked at the calendar."""
        return {
            "receipt": 1,
            "kind": kind,
            "engine": __version__,
            "place": self.place.id,
            "on": self.on.isoformat(),
            "options": {"drafts": self.drafts, "strict": self.strict, **options},
            "facts": {name: plain(value) for name, value in sorted(facts.items())},
            "packs": {link.standing.id: link.pack.digest for link in self.chain.links},
            "calendar": self.calendar.digest if calendar else None,
        }

    # -- as a value -------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return self.identity == other.identity if isinstance(other, Law) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        return f"<Law {self.place.id} {self.on}{' drafts' if self.drafts else ''}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _law, (self.chain, self._calendar, self.strict)


def _law(chain: Chain, calendar: Callable[[], Calendar], strict: bool) -> Law:
    return Law(chain, calendar, strict=strict)
