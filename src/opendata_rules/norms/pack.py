"""A rule pack once read: one instrument with all its rules, and its article table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from .. import digests
from ..values import FrozenDict, Json, Value, fill
from ..vocabulary.citations import Citation
from ..vocabulary.terms import Scheme
from ..vocabulary.words import Brought
from .instruments import Instrument
from .provisions import (
    ActionRule,
    Change,
    CountingRule,
    DutyRule,
    Ground,
    Hold,
    Provision,
    RecurringRule,
    Referral,
    Residual,
    Review,
    TermRule,
)
from .suspicions import Suspicions


@dataclass(frozen=True, slots=True)
class Classification:
    """The classification rules of one instrument for one scheme."""

    scheme: Scheme
    grounds: tuple[Ground, ...]
    holds: tuple[Hold, ...] = ()
    reviews: tuple[Review, ...] = ()
    residual: Residual | None = None
    precedence: Provision | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Article(Value):
    """A row of the article table of an instrument.

    Attributes:
        instrument: instrument id.
        ref: article (``12``, ``25bis``, ``annex3``).
        status: ``encoded``, ``partly``, ``definition``, ``organisation``, ``principle``, ``human_judgement``, or
            ``pending`` while nobody has looked at it.
        rules: ids of the rules that rest on it.
        note: what is not encoded, or why nothing is.
        note_english: the same in English.
        fingerprint: SHA-256 of the article's normalised text; ``None`` where the text is not at hand.
    """

    instrument: str
    ref: str
    status: str
    rules: tuple[str, ...]
    note: str | None
    note_english: str | None = field(default=None, kw_only=True)
    fingerprint: str | None

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "instrument": self.instrument,
            "ref": self.ref,
            "status": self.status,
            "rules": list(self.rules),
            "note": self.note,
            "english": self.note_english,
            "fingerprint": self.fingerprint,
        }


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a pack says, as digests: what its files look like, and its article table, leave them as they are.

    Attributes:
        whole: SHA-256 over the instrument and all rules in the order written.
        instrument: mark of the instrument itself: its title, its days, how much of it is collected.
        rules: mark of each rule, by its id.
    """

    whole: str
    instrument: str
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One instrument with all its rules.

    Attributes:
        instrument: the instrument.
        classifications: rules by scheme.
        changes: provisions on attribute changes.
        actions: what goes with an attribute.
        referrals: matters handed to other law.
        duties: what must be so, by topic.
        terms: how long steps may take.
        counting: how terms are counted, a rule for each unit.
        recurring: what comes back every year.
        articles: its article table.
        brought: facts and procedures of its own; ``None`` where it has none.
        suspicions: names that a catalogue is asked about; they are no part of what it means, since they decide nothing.
        digest: SHA-256 over the bytes of its files (cases left out): the same pack read from the same files.
        numbers: of a later version, new numbers of articles by those in the version before.
        abolished: of a later version, ids of rules and numbers of articles of the version before that it has not.
        written: of a later version, ids of the rules that it writes itself, new ones and those it replaces.
    """

    instrument: Instrument
    digest: str
    classifications: Mapping[Scheme, Classification] = field(default_factory=FrozenDict)
    changes: tuple[Change, ...] = ()
    actions: tuple[ActionRule, ...] = ()
    referrals: tuple[Referral, ...] = ()
    duties: tuple[DutyRule, ...] = ()
    terms: tuple[TermRule, ...] = ()
    counting: tuple[CountingRule, ...] = ()
    recurring: tuple[RecurringRule, ...] = ()
    articles: tuple[Article, ...] = ()
    brought: Brought | None = None
    numbers: Mapping[str, str] = field(default_factory=FrozenDict, compare=False)
    abolished: frozenset[str] = field(default=frozenset(), compare=False)
    written: frozenset[str] = field(default=frozenset(), compare=False)
    suspicions: Suspicions | None = field(default=None, compare=False)
    _meaning: Meaning | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def meaning(self) -> Meaning:
        """What it says, as digests; worked out when first asked for."""
        if self._meaning is None:
            # Made twice by two threads it is the same.
            fill(self, _meaning=self._digested())
        assert self._meaning is not None
        return self._meaning

    def _digested(self) -> Meaning:
        one = self.instrument

        def instead(value: object) -> object:
            # The title belongs to the instrument: another one is no change of all its rules.
            if isinstance(value, Citation) and (value.instrument, value.title) == (one.id, one.title):
                return value.ref
            return None

        rules: dict[str, list[Any]] = {}
        for rule in self.provisions():
            rules.setdefault(rule.id, []).append(digests.meaning(rule, instead))
        whole = {
            part.name: digests.meaning(getattr(self, part.name), instead)
            for part in fields(self)
            if part.compare and part.name not in ("digest", "articles")
        }
        return Meaning(
            digests.digest(whole),
            digests.mark(whole["instrument"]),
            tuple((name, digests.mark(told)) for name, told in rules.items()),
        )

    def __post_init__(self) -> None:
        fill(self, classifications=FrozenDict(self.classifications))

    def provisions(self) -> tuple[Provision, ...]:
        """Every rule of the pack, in the order written."""
        found: list[Provision] = []
        for rules in self.classifications.values():
            found += filter(None, (rules.precedence,))
            found += [*rules.grounds, *rules.holds, *rules.reviews]
            found += filter(None, (rules.residual,))
        for change in self.changes:
            found += [change, *change.reviews]
        return (
            *found,
            *self.actions,
            *self.referrals,
            *self.duties,
            *self.terms,
            *self.counting,
            *self.recurring,
        )

    def citations(self) -> Iterator[tuple[str, Citation]]:
        """Every passage that a rule rests on, with the id of the rule."""
        for rule in self.provisions():
            yield rule.id, rule.citation
            cited = list(rule.see_also)
            if isinstance(rule, Change):
                cited += [need.citation for need in rule.requirements]
            if isinstance(rule, Change | DutyRule | TermRule):
                cited += rule.consequences
            if isinstance(rule, TermRule) and rule.extension is not None:
                cited.append(rule.extension.citation)
            for citation in cited:
                yield rule.id, citation
