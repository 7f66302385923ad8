"""The fact vocabulary: every fact a rule may ask about, with its type, Chinese label, question and values.

``facts.yaml`` beside this module is the source. Facts say what a fact means; which law uses which fact is
the packs' business. Constraints between facts are data too: they say what cannot be, never what is unlikely. So is
what the library has to know of a fact: what a provider can bring about, what cures it, how long a frequency is, which
part it plays. A place may bring facts and values of its own (:mod:`opendata_rules.vocabulary.words`).
"""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from ..errors import BadFact, UnknownFact, UnknownTopic
from ..values import FrozenDict, Immutable, Term, Value, fill
from .marks import Cadence, Cure, Days, JudgedAs, Role

#: A fact's value once checked: bool, date, int, text or enum id, or a tuple of value ids in vocabulary order.
FactValue = bool | dt.date | int | str | tuple[str, ...]

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class FactType(Term):
    """Type of a fact's value."""

    BOOL = "bool"
    ENUM = "enum"
    DATE = "date"
    INT = "int"
    LIST = "list"
    TEXT = "text"


_TYPE_NAMES = {
    FactType.BOOL: "是/否（Python 的 True 或者 False）",
    FactType.ENUM: "规定的选项之一",
    FactType.DATE: "日期（datetime.date 或者 2026-03-10 这样的文本）",
    FactType.INT: "不小于零的整数",
    FactType.LIST: "选项的列表",
    FactType.TEXT: "文本",
}


@dataclass(frozen=True, slots=True)
class Fact(Value):
    """One fact.

    Attributes:
        id: stable English identifier.
        type: type of its value.
        label: Chinese name, accepted wherever the id is.
        question: the Chinese question an official answers.
        meaning: English definition.
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

    @property
    def finite(self) -> bool:
        """Whether it has finitely many values: yes and no, or those of an enum."""
        return self.type in (FactType.BOOL, FactType.ENUM)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; ``values`` maps value ids to Chinese terms."""
        return {
            "id": self.id,
            "type": str(self.type),
            "label": self.label,
            "question": self.question,
            "meaning": self.meaning,
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
        return str(value)

    def check(self, value: object) -> FactValue | None:
        """Return the canonical value, ``None`` for unknown.

        Raises:
            BadFact: the value has the wrong type or is none of the fact's values.
        """
        if value is None:
            return None
        match self.type:
            case FactType.BOOL:
                if value is True or value is False:
                    return value
            case FactType.ENUM:
                if isinstance(value, str):
                    return self._value_id(value)
            case FactType.DATE:
                return self._date(value)
            case FactType.INT:
                if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                    return int(value)
            case FactType.TEXT:
                if isinstance(value, str):
                    return str(value)
            case FactType.LIST:
                if isinstance(value, list | tuple | set | frozenset):
                    return self._list(value)
        raise self._wrong_type(value)

    def _value_id(self, value: str) -> str:
        for value_id, term in self.values:
            if value in (value_id, term):
                return value_id
        words = [word for pair in self.values for word in pair]
        nearest = difflib.get_close_matches(value, words, n=3, cutoff=0.5)
        allowed = "、".join(f"{term}（{value_id}）" for value_id, term in self.values)
        raise BadFact(f"“{self.label}”（{self.id}）没有“{value}”这一选项。可选：{allowed}。", nearest=nearest)

    def _list(self, values: Iterable[object]) -> tuple[str, ...]:
        chosen = set()
        for value in values:
            if not isinstance(value, str):
                raise self._wrong_type(value)
            chosen.add(self._value_id(value))
        return tuple(value_id for value_id, _ in self.values if value_id in chosen)

    def _date(self, value: object) -> dt.date:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        if isinstance(value, str) and _ISO_DATE.match(value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                raise BadFact(f"“{self.label}”（{self.id}）：{value} 不是存在的日期。") from None
        raise self._wrong_type(value)

    def _wrong_type(self, value: object) -> BadFact:
        kind = f"{type(value).__module__}.{type(value).__name__}".removeprefix("builtins.")
        hint = "；1、0、numpy.bool_ 和“是”都不算 True" if self.type is FactType.BOOL else ""
        return BadFact(
            f"“{self.label}”（{self.id}）应当是{_TYPE_NAMES[self.type]}，得到的是 {kind}：{value!r:.80}{hint}。"
        )


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


class Vocabulary(Immutable):
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
        try:
            return self._by_name[name]
        except (KeyError, TypeError):
            pass
        nearest = difflib.get_close_matches(name, self._by_name, n=3) if isinstance(name, str) else []
        hint = f"是不是：{'、'.join(nearest)}？" if nearest else "可用 opendata-rules facts --all 查看全部事实。"
        raise UnknownFact(f"没有名为“{name}”的事实。{hint}", nearest=nearest)

    def topic(self, name: str) -> Topic:
        """The topic of that id or Chinese label.

        Raises:
            UnknownTopic: there is none.
        """
        for topic in self.topics.values():
            if name in (topic.id, topic.label):
                return topic
        names = [word for topic in self.topics.values() for word in (topic.id, topic.label)]
        nearest = difflib.get_close_matches(str(name), names, n=3)
        raise UnknownTopic(
            f"没有名为“{name}”的事项。可选：{'、'.join(f'{t.label}（{t.id}）' for t in self.topics.values())}。",
            nearest=nearest,
        )

    def normalise(self, facts: Mapping[str, object]) -> dict[str, FactValue]:
        """Check facts given by id or label; unknown ones are left out.

        Raises:
            UnknownFact: a name is not in the vocabulary.
            BadFact: a value does not fit, or id and label of one fact disagree.
        """
        if not isinstance(facts, Mapping):
            raise BadFact(f"事实应当是“名称到值”的映射（Mapping），得到的是 {type(facts).__name__}。")
        known: dict[str, FactValue] = {}
        stated: dict[str, FactValue | None] = {}
        for name, raw in tuple(facts.items()):
            fact = self.fact(name)
            value = fact.check(raw)
            if fact.id in stated and stated[fact.id] != value:
                raise BadFact(f"“{fact.label}”（{fact.id}）按编号和按中文名给出了两个不同的值。")
            stated[fact.id] = value
            if value is not None:
                known[fact.id] = value
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
