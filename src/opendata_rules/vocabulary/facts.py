"""The fact vocabulary: every fact a rule may ask about, with its type, Chinese label, question and values.

``facts.yaml`` beside this module is the source. Facts say what a fact means; which law uses which fact is
the packs' business. Constraints between facts are data too: they say what cannot be, never what is unlikely. So is
what the library has to know of a fact: what a provider can bring about, what cures it, how long a frequency is, which
part it plays. A place may bring facts and values of its own (:mod:`opendata_rules.vocabulary.words`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from ..diagnostics.wording import nearest
from ..errors import BadFact, Error, UnknownFact, together
from ..quoting import quoted
from ..values import FrozenDict, Json, Shared, Value, fill
from .fact_types import Checks
from .fact_types import FactType as FactType
from .fact_types import FactValue as FactValue
from .marks import Cadence, Cure, Days, JudgedAs, Role
from .refusals import mapping_argument, text_argument, unknown_topic

#: Characters shown of a text that is a fact.
_SHOWN = 200
#: Problems of one call up to which the closest names are looked for.
_SUGGESTED = 100


@dataclass(frozen=True, slots=True)
class Fact(Checks, Value):
    """One fact.

    Attributes:
        id: stable English identifier.
        type: type of its value.
        label: Chinese name, accepted wherever the id is.
        question: the Chinese question an official answers.
        meaning: definition, in English (in Chinese where a place brings the fact).
        english: definition in English.
        topic: topic in which the fact is at home.
        values: pairs of value id and Chinese term, for enums and lists; empty otherwise.
        brought_about: values that a data provider can itself bring about, in the order in which they are offered.
        cured_by: what removes the obstacle that the fact is.
        source: the passage, or the meaning, that says what cures it.
        cadences: pairs of value id and length, where the values are frequencies.
    """

    id: str
    type: FactType
    label: str
    question: str
    meaning: str
    topic: str
    values: tuple[tuple[str, str], ...] = ()
    brought_about: tuple[FactValue, ...] = ()
    cured_by: tuple[Cure, ...] = ()
    source: str = ""
    cadences: tuple[tuple[str, Cadence], ...] = ()
    english: str = ""

    @property
    def finite(self) -> bool:
        """Whether it has finitely many values: yes and no, or those of an enum."""
        return self.type in (FactType.BOOL, FactType.ENUM)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types; ``values`` maps value ids to Chinese terms."""
        return {
            **self._tag(),
            "id": self.id,
            "type": str(self.type),
            "label": self.label,
            "question": self.question,
            "meaning": self.meaning,
            "english": self.english,
            "topic": self.topic,
            "values": dict(self.values),
        }

    def with_values(self, added: Iterable[tuple[str, str]]) -> Fact:
        """The fact with values that a place adds, after its own; where it can be brought about, so can they."""
        added = tuple(added)
        brought = (*self.brought_about, *(value for value, _ in added)) if self.brought_about else ()
        return replace(self, values=(*self.values, *added), brought_about=brought)

    def term(self, value: FactValue) -> str:
        """Chinese wording of a checked value."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, tuple):
            return "、".join(dict(self.values)[v] for v in value) or "（无）"
        if self.type is FactType.ENUM:
            return dict(self.values)[str(value)]
        return quoted(value, _SHOWN) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Literal:
    """A fact having one stated value."""

    fact: str
    value: FactValue


@dataclass(frozen=True, slots=True)
class Constraint:
    """Where ``premise`` is true, at least one of ``alternatives`` is."""

    id: str
    premise: Literal
    alternatives: tuple[Literal, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it ties together."""
        return (self.premise.fact, *(literal.fact for literal in self.alternatives))

    def contradicted(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether the known facts leave no way to satisfy it."""
        return facts.get(self.premise.fact) == self.premise.value and all(
            facts.get(literal.fact) not in (None, literal.value) for literal in self.alternatives
        )


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of facts asked together; ``judged_as`` is the question it belongs to."""

    id: str
    label: str
    about: str
    facts: tuple[str, ...]
    also_uses: tuple[str, ...]
    judged_as: JudgedAs = JudgedAs.DUTIES

    @property
    def has_duties(self) -> bool:
        """Whether duties can be checked on it."""
        return self.judged_as in (JudgedAs.DUTIES, JudgedAs.SCOPE)


class Vocabulary(Shared):
    """All facts, topics and constraints. Immutable and safe to share."""

    __slots__ = ("_by_name", "_roles", "cadence", "constraints", "days", "facts", "topics")

    facts: Mapping[str, Fact]
    topics: Mapping[str, Topic]
    constraints: tuple[Constraint, ...]
    #: The fact whose value is a frequency with a length.
    cadence: Fact
    days: Days
    _by_name: Mapping[str, Fact]
    _roles: Mapping[Role, str]

    def __init__(
        self,
        facts: Iterable[Fact],
        topics: Iterable[Topic],
        constraints: Iterable[Constraint],
        roles: Mapping[Role, str],
        days: Days,
    ) -> None:
        by_id = {fact.id: fact for fact in facts}
        fill(
            self,
            facts=FrozenDict(by_id),
            topics=FrozenDict((topic.id, topic) for topic in topics),
            constraints=tuple(constraints),
            days=days,
            cadence=next(fact for fact in by_id.values() if fact.cadences),
            _by_name=FrozenDict(by_id | {fact.label: fact for fact in by_id.values()}),
            _roles=FrozenDict(roles),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        held = (*self.facts.values(),), (*self.topics.values(),)
        return Vocabulary, (*held, self.constraints, self._roles, self.days)

    def joined(self, facts: Iterable[Fact], values: Mapping[str, Iterable[tuple[str, str]]]) -> Vocabulary:
        """The vocabulary with further facts, and further values of the facts it has.

        Args:
            facts: the facts that come to it, each at home in a topic that there is.
            values: pairs of value id and Chinese term, by the id of a fact that there is.
        """
        facts = tuple(facts)
        whole = [fact.with_values(values[fact.id]) if fact.id in values else fact for fact in self.facts.values()]
        topics = [
            replace(topic, facts=(*topic.facts, *(fact.id for fact in facts if fact.topic == topic.id)))
            for topic in self.topics.values()
        ]
        return Vocabulary([*whole, *facts], topics, self.constraints, self._roles, self.days)

    def role(self, role: Role) -> Fact:
        """The fact that plays a part in an answer."""
        return self.facts[self._roles[role]]

    def length_of(self, facts: Mapping[str, FactValue]) -> Cadence | None:
        """How long the declared frequency is; ``None`` where none is known, or it has no length."""
        declared = facts.get(self.cadence.id)
        return next((length for value, length in self.cadence.cadences if value == declared), None)

    def judged_as(self, question: JudgedAs) -> Topic:
        """The topic of a question that has but one."""
        return next(topic for topic in self.topics.values() if topic.judged_as is question)

    def fact(self, name: str) -> Fact:
        """The fact of that id or Chinese label.

        Raises:
            UnknownFact: there is none; ``nearest`` holds the closest names.
        """
        return self._fact(name)

    def _fact(self, name: str, suggest: bool = True) -> Fact:
        """See :meth:`fact`; looking for the closest names takes a thousand times as long as finding one."""
        try:
            return self._by_name[name]
        except (KeyError, TypeError):
            pass
        near, shown = nearest(name, self._by_name, cutoff=0.6) if suggest else (), quoted(name)
        hint = f"是不是：{'、'.join(near)}？" if near else "可用 opendata-rules facts --all 查看全部事实。"
        raise UnknownFact(
            f"没有名为“{shown}”的事实。{hint}",
            nearest=near,
            english=f"There is no fact named {shown}." + (f" Nearest: {', '.join(near)}." if near else ""),
            fact=shown,
            argument="facts",
        )

    def topic(self, name: str) -> Topic:
        """The topic of that id or Chinese label.

        Raises:
            UnknownTopic: there is none.
            TypeError: it is no text.
        """
        name = text_argument(name, "topic")
        for topic in self.topics.values():
            if name in (topic.id, topic.label):
                return topic
        listed = {topic.id: topic.label for topic in self.topics.values()}
        raise unknown_topic(name, listed, "没有名为“{}”的事项", "There is no topic named {}")

    def normalise(self, facts: Mapping[str, object]) -> dict[str, FactValue]:
        """Check facts given by id or label; unknown ones are left out.

        All that is wrong is told at once: the error is of the class of the first problem.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit, or id and label of one fact disagree.
            TypeError: it is no mapping.
        """
        mapping_argument(facts, "facts")
        known: dict[str, FactValue] = {}
        stated: dict[str, FactValue | None] = {}
        problems: list[Error] = []
        for name, raw in tuple(facts.items()):
            try:
                fact = self._fact(name, suggest=len(problems) < _SUGGESTED)
                value = fact.check(raw)
            except (UnknownFact, BadFact) as error:
                problems.append(error)
                continue
            if fact.id in stated and stated[fact.id] != value:
                problems.append(fact.disagreeing())
                continue
            stated[fact.id] = value
            if value is not None:
                known[fact.id] = value
        if problems:
            raise together(problems)
        return known

    def contradictions(self, facts: Mapping[str, FactValue]) -> tuple[Constraint, ...]:
        """Constraints that the known facts break."""
        return tuple(c for c in self.constraints if c.contradicted(facts))


def _parse(data: Mapping[str, Any]) -> Vocabulary:
    facts: list[Fact] = []
    topics: list[Topic] = []
    for topic_id, topic in data["topics"].items():
        own = [
            Fact(
                id=entry["id"],
                type=FactType(entry["type"]),
                label=entry["label"],
                question=entry["question"],
                meaning=entry["meaning"],
                english=entry["meaning"],
                topic=topic_id,
                values=tuple(entry.get("values", {}).items()),
                brought_about=tuple(entry.get("brought_about", ())),
                cured_by=tuple(Cure(cure) for cure in entry.get("cured_by", ())),
                source=entry.get("source", ""),
                cadences=tuple((value, Cadence(**length)) for value, length in entry.get("cadence", {}).items()),
            )
            for entry in topic["facts"]
        ]
        facts += own
        topics.append(
            Topic(
                topic_id,
                topic["label"],
                topic["about"],
                tuple(f.id for f in own),
                tuple(topic.get("also_uses", ())),
                JudgedAs(topic.get("judged_as", JudgedAs.DUTIES)),
            )
        )

    def literal(mapping: Mapping[str, Any]) -> Literal:
        [(fact, value)] = mapping.items()
        return Literal(fact, value)

    constraints = [
        Constraint(c["id"], literal(c["if"]), tuple(literal(m) for m in c["then_any"])) for c in data["constraints"]
    ]
    return Vocabulary(
        facts,
        topics,
        constraints,
        {Role(role): fact for role, fact in data["roles"].items()},
        Days(
            tuple((first, then) for first, then in data["sequels"]),
            frozenset(data["happened"]),
            MappingProxyType(data["told"]),
        ),
    )


@functools.cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the package (read once; immutable): what every place has in common.

    What a place adds is in the vocabulary of its legal order, which is what answers go by.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath("facts.yaml").read_text(encoding="utf-8")
    return _parse(yaml.load(text, Loader=loader))
