"""The law of one place on one date: what callers hold and ask."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .changes import ChangeVerdict, check_change
from .classify import Classifier, Decision
from .conditions import facts_of
from .errors import BadFact, UnknownTopic
from .hierarchy import Chain, Standing
from .provisions import Change, Classification, Jurisdiction, Referral
from .results import plain
from .terms import Scheme
from .version import __version__
from .vocabulary import Fact, FactValue, vocabulary

if TYPE_CHECKING:
    from .catalogue import Report

_TOPICS = {"classification": Scheme.OPENING, "sharing_classification": Scheme.SHARING}
_UNLISTED = ("unknown", "false")


class Law:
    """What binds a place on a date. Made by ``library.law``; hashable, picklable, shared freely by threads.

    Attributes:
        place: the jurisdiction.
        on: the date of the law.
        drafts: whether drafts are treated as in force.
        strict: whether ``missing_instrument`` makes an answer ``undetermined``.
        chain: the instruments that bear on the place, with their packs.
    """

    def __init__(self, chain: Chain, *, strict: bool = False) -> None:
        self.chain = chain
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
        self._lock = threading.Lock()

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
        fast = self._fast()
        if fast is None:
            return self._classify(facts, unlisted=unlisted, declared=declared, scheme=scheme)
        # From now on the generated reader stands in for this method on this object.
        self.__dict__["classify"] = fast
        decision: Decision = fast(facts, unlisted=unlisted, declared=declared, scheme=scheme)
        return decision

    def _fast(self) -> Callable[..., Decision] | None:
        return self.classifier(Scheme.OPENING).reader(self._classify)

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
            UnknownTopic: the vocabulary has no such topic, or no rule on it is encoded yet.
        """
        found = vocabulary().topic(topic)
        if found.id in _TOPICS:
            names = self.classifier(_TOPICS[found.id]).listed
        elif found.id == "attribute_change":
            names = self._change_facts()
        else:
            ready = (*_TOPICS, "attribute_change")
            terms = "、".join(f"{vocabulary().topics[name].label}（{name}）" for name in ready)
            raise UnknownTopic(f"“{found.label}”的规则还没有编码。现有：{terms}。", nearest=ready)
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

    def receipt(self, kind: str, facts: Mapping[str, FactValue], options: Mapping[str, Any]) -> dict[str, Any]:
        """What a later reader needs to compute an answer again."""
        return {
            "receipt": 1,
            "kind": kind,
            "engine": __version__,
            "place": self.place.id,
            "on": self.on.isoformat(),
            "options": {"drafts": self.drafts, "strict": self.strict, **options},
            "facts": {name: plain(value) for name, value in sorted(facts.items())},
            "packs": {link.standing.id: link.pack.digest for link in self.chain.links},
            # No answer given so far looks at a calendar.
            "calendar": None,
        }

    # -- as a value -------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return self.identity == other.identity if isinstance(other, Law) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        return f"<Law {self.place.id} {self.on}{' drafts' if self.drafts else ''}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _law, (self.chain, self.strict)


def _law(chain: Chain, strict: bool) -> Law:
    return Law(chain, strict=strict)
