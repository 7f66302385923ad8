"""The answer to a classification: a value that works out its details when asked for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from ...logic.cubes import Layout
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import FrozenDict, Immutable, Json, Value, fill
from ...vocabulary.arguments import AttributeName, Lang
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactType, FactValue
from ...vocabulary.terms import ATTRIBUTE_TERMS, STRICTEST_FIRST, Attribute, Force, Scheme, Status, Unlisted
from ..path import Path
from ..receipts import Asked, Receipted
from ..result import Action, Question, plain
from . import compiled as engine


@dataclass(frozen=True, slots=True)
class HoldingGround(Value):
    """A provision that holds in every completion of the known facts.

    Attributes:
        rule: rule id.
        citation: article, paragraph and item.
        force: ``must`` or ``may``.
        outcome: the attribute it leads to.
        gist: Chinese summary in our own words.
        english: the same in English.
    """

    rule: str
    citation: Citation
    force: Force
    outcome: Attribute
    gist: str
    english: str

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "rule": self.rule,
            "citation": self.citation.to_dict(),
            "force": str(self.force),
            "outcome": str(self.outcome),
            "gist": self.gist,
            "english": self.english,
        }


@dataclass(frozen=True, slots=True)
class Objection(Value):
    """A provision that excludes the declared attribute.

    Attributes:
        rule: rule id.
        citation: article, paragraph and item.
        outcome: the attribute it leads to; ``None`` where it keeps the data from having one yet.
        gist: Chinese summary in our own words.
        english: the same in English.
        stated: the known facts that it rests on, as pairs.
        always: whether it excludes the attribute in every completion, and not only in some.
    """

    rule: str
    citation: Citation
    outcome: Attribute | None
    gist: str
    english: str
    stated: tuple[tuple[str, FactValue], ...]
    always: bool

    @property
    def facts(self) -> dict[str, FactValue]:
        """The known facts that it rests on, by id."""
        return dict(self.stated)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "rule": self.rule,
            "citation": self.citation.to_dict(),
            "outcome": None if self.outcome is None else str(self.outcome),
            "gist": self.gist,
            "english": self.english,
            "facts": plain(self.facts),
            "always": self.always,
        }


class Classifies(Protocol):
    """What a decision asks of the classifier that made it."""

    order: LegalOrder
    scheme: Scheme
    unlisted: str
    residual_bit: int
    nothing_holds_bit: int
    layout: Layout
    #: makes the same decision from an order, scheme, unlisted, declared, effective and stated facts
    again: Callable[..., Decision]

    def named(self, name: object, argument: str) -> Attribute:
        """The attribute of an id or Chinese term."""

    def states(self, key: int) -> tuple[dict[str, FactValue], dict[str, FactValue]]:
        """The facts a decision rests on, and the facts as stated."""

    def stated(self, key: int) -> dict[str, FactValue]:
        """The facts as stated."""

    def grounds(self, key: int, residual_bit: int) -> tuple[HoldingGround, ...]:
        """The grounds that hold in every completion."""

    def questions(self, decision: Decision) -> tuple[Question, ...]:
        """Unknown facts that could settle it."""

    def objections(self, decision: Decision) -> tuple[Objection, ...]:
        """The provisions that exclude the attribute declared."""

    def actions(self, decision: Decision) -> tuple[Action, ...]:
        """What must be done next."""

    def warnings(self, decision: Decision) -> tuple[ResultWarning, ...]:
        """Why to read it with care."""


class Bound(Immutable):
    """A core at home in a classifier, for one declared attribute."""

    __slots__ = ("classifier", "core", "declared", "declaring", "residual_bit", "valid")

    classifier: Classifies
    core: engine.Core
    declared: Attribute | None
    valid: bool | None
    residual_bit: int
    #: the same core for each declared attribute, by id and Chinese term
    declaring: Mapping[str, Bound]

    def __init__(self, classifier: Classifies, core: engine.Core, declared: Attribute | None = None) -> None:
        declaring: dict[str, Bound] = {}
        if declared is None:
            for attribute, term in ATTRIBUTE_TERMS[classifier.scheme].items():
                declaring[attribute] = declaring[term] = Bound(classifier, core, attribute)
        residual_bit = classifier.residual_bit if core.residual else 0
        fill(
            self,
            classifier=classifier,
            core=core,
            declared=declared,
            valid=None if declared is None else core.declared_valid(declared),
            residual_bit=classifier.nothing_holds_bit if core.contradictory else residual_bit,
            declaring=FrozenDict(declaring),
        )


class Unfinished(Receipted):
    """A decision while it is made; given the class of a decision, it cannot be changed any more.

    That is the quickest way to fill what is immutable, and a decision takes a microsecond.
    """

    __slots__ = ("_bound", "_key")

    _bound: Bound
    _key: int


def made(bound: Bound, key: int) -> Decision:
    """The decision on a core and the packed facts."""
    found = object.__new__(Decision)
    fill(found, _bound=bound, _key=key)
    return found


class Decision(Unfinished, Immutable):
    """Answer to ``law.classify``: frozen, hashable, picklable, safe to share between threads.

    Everything but the outcome is worked out when asked for, from the facts kept inside.
    """

    __slots__ = ()

    @property
    def place(self) -> str:
        """Id of the place whose law was asked."""
        return self._bound.classifier.order.place.id

    @property
    def on(self) -> dt.date:
        """The date of the law."""
        return self._bound.classifier.order.on

    @property
    def law_id(self) -> str:
        """The law that was asked, in a word: ``taian@2026-03-10``; see ``law.law_id``."""
        return self._bound.classifier.order.law_id

    @property
    def status(self) -> Status:
        """``decided``, ``undetermined``, ``human_review`` or ``no_rule_in_force``."""
        return self._bound.core.status

    @property
    def attribute(self) -> Attribute | None:
        """The attribute; ``None`` unless decided."""
        return self._bound.core.attribute

    @property
    def possible(self) -> frozenset[Attribute]:
        """Attributes that some completion of the unknown facts still leads to; exact."""
        return self._bound.core.possible

    @property
    def permitted(self) -> frozenset[Attribute]:
        """Attributes the provider may lawfully choose whatever the unknown facts turn out to be."""
        return self._bound.core.permitted

    @property
    def declared(self) -> Attribute | None:
        """The declared attribute that was checked, if any."""
        return self._bound.declared

    @property
    def declared_valid(self) -> bool | None:
        """Whether the declared attribute can stand; ``None`` where that cannot be told, or none was declared."""
        return self._bound.valid

    @property
    def grounds(self) -> tuple[HoldingGround, ...]:
        """The provisions that hold in every completion, strictest class first."""
        bound = self._bound
        return bound.classifier.grounds(self._key, bound.residual_bit)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Unknown facts that would settle it, best first; empty when decided."""
        return self._bound.classifier.questions(self)

    @property
    def objections(self) -> tuple[Objection, ...]:
        """The provisions that exclude the declared attribute in every completion, or in some where none is common.

        Empty where it can stand, or where that cannot be told.
        """
        return self._bound.classifier.objections(self)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What must be done next, each with its citation."""
        return self._bound.classifier.actions(self)

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why the answer should be read with care."""
        return self._bound.classifier.warnings(self)

    @property
    def scheme(self) -> Scheme:
        """What was classified: opening or sharing."""
        return self._bound.classifier.scheme

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """The facts as stated, by id, as far as the law uses them."""
        return FrozenDict(self._bound.classifier.stated(self._key))

    def _asked(self) -> Asked:
        classifier = self._bound.classifier
        return Asked(
            "classify",
            classifier.order,
            {
                "scheme": str(self.scheme),
                "unlisted": classifier.unlisted,
                "declared": None if self.declared is None else str(self.declared),
            },
            {
                "status": str(self.status),
                "attribute": None if self.attribute is None else str(self.attribute),
                "possible": [str(a) for a in STRICTEST_FIRST if a in self.possible],
                "permitted": [str(a) for a in STRICTEST_FIRST if a in self.permitted],
                "declared_valid": self.declared_valid,
                "rules": [ground.rule for ground in self.grounds],
            },
            self._stated(),
        )

    def _stated(self) -> dict[str, FactValue | None]:
        """The facts as whoever asks again has to state them.

        Where facts that are not listed are read as false, those that were not are listed as unknown.
        """
        classifier = self._bound.classifier
        effective, stated = classifier.states(self._key)
        if classifier.unlisted != Unlisted.FALSE:
            return {**stated}
        facts = classifier.order.vocabulary.facts
        unread = [one for one in classifier.layout.fields if facts[one].type is FactType.BOOL and one not in effective]
        return {**dict.fromkeys(unread), **stated}

    def paths_to(self, target: AttributeName) -> tuple[Path, ...]:
        """The smallest lawful changes of fact that would lead to an attribute, each with its citations.

        Only what a provider can bring about is changed (masking, consent, a review); empty where there is no such way,
        or where the attribute is permitted already.

        Args:
            target: an attribute, by id or Chinese term.

        Raises:
            BadFact: it is no attribute.
        """
        classifier = self._bound.classifier
        return cast(tuple[Path, ...], classifier.order.ways_to(self, classifier.named(target, "target")))

    def explain(self, lang: Lang = "zh") -> str:
        """Why, as a tree: what holds, what does not, what is unknown, what was not collected.

        Args:
            lang: ``zh`` (Chinese) or ``en`` (English).
        """
        from .explain import explain_decision

        return explain_decision(self, lang)

    def _told(self) -> dict[str, Json]:
        # Sets as lists, strictest first.
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "scheme": str(self.scheme),
            "status": str(self.status),
            "attribute": None if self.attribute is None else str(self.attribute),
            "possible": [str(a) for a in STRICTEST_FIRST if a in self.possible],
            "permitted": [str(a) for a in STRICTEST_FIRST if a in self.permitted],
            "declared": None if self.declared is None else str(self.declared),
            "declared_valid": self.declared_valid,
            "objections": [objection.to_dict() for objection in self.objections],
            "grounds": [ground.to_dict() for ground in self.grounds],
            "questions": [question.to_dict() for question in self.questions],
            "actions": [action.to_dict() for action in self.actions],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }

    def _identity(self) -> tuple[object, ...]:
        bound = self._bound
        return (bound.classifier.order, self.scheme, bound.classifier.unlisted, bound.declared, self._key)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        found = self.attribute or self.status
        classifier = self._bound.classifier
        return f"<Decision {classifier.order.place.id} {classifier.order.on} {classifier.scheme}: {found}>"

    def __reduce__(self) -> tuple[Any, ...]:
        classifier = self._bound.classifier
        effective, stated = classifier.states(self._key)
        return classifier.again, (classifier.order, self.scheme, classifier.unlisted, self.declared, effective, stated)
