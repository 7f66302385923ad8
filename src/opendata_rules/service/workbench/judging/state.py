"""What the address of a judgement holds: the law, the matter, and the facts told, in the order they were told.

A fact is told as ``f.<id>=value`` (a list once for each value, ``[]`` where it has none), and as ``unknown=<id>`` where
nobody knows it. What cannot be read stays in the address until somebody corrects it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ....answers.result import plain
from ....errors import BadFact, Error, UnknownFact
from ....quoting import quoted
from ....reading.facts_in_words import value_from_text
from ....vocabulary.facts import Fact, FactType, FactValue, Vocabulary
from ....vocabulary.refusals import none_of

FACT, UNKNOWN, NO_VALUE = "f.", "unknown", "[]"
#: What says by which law is asked.
LAW = ("place", "on", "drafts", "strict", "law")
#: What goes onto the paper and into the ledger.
NAMES = ("dataset", "department")
#: Most facts that an address tells; there are not half as many.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Matter:
    """What can be asked.

    Attributes:
        ask: as in addresses.
        kind: the question of the service that answers.
        takes: what else it is asked with.
        about: that one of them which the address of the service names, by name; empty where none.
        asks: what the visitor wants to know, in both languages.
        hint: what it is about, likewise.
        title: the question in full, where it does not hang on what it is asked with.
    """

    ask: str
    kind: str
    takes: tuple[str, ...]
    about: str
    asks: tuple[str, str]
    hint: tuple[str, str]
    title: tuple[str, str] = ("", "")


MATTERS: Mapping[str, Matter] = {
    one.ask: one
    for one in (
        Matter(
            "opening",
            "classify",
            ("declared",),
            "",
            ("能否开放", "May it be opened?"),
            ("不予、有条件还是无条件", "Closed, conditional or open"),
            ("这个数据集能不能开放", "may this dataset be opened"),
        ),
        Matter(
            "sharing",
            "classify",
            ("declared",),
            "",
            ("能否共享", "May it be shared?"),
            ("在机关之间能否共享", "Whether public bodies may share it"),
            ("这个数据集能不能共享", "may this dataset be shared"),
        ),
        Matter(
            "change",
            "change",
            ("before", "after"),
            "",
            ("改变属性", "Change of attribute"),
            ("已定的开放属性能否改成另一种", "Whether an attribute may become another"),
        ),
        Matter(
            "check",
            "check",
            ("topic",),
            "topic",
            ("职责事项", "Duties"),
            ("该做的是否都做到了", "Whether what must be done was done"),
        ),
        Matter(
            "deadline",
            "deadline",
            ("step", "trigger", "receipt"),
            "step",
            ("期限", "Deadlines"),
            ("最迟哪一天办完", "By which day it must be done"),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as the address tells it.

    Attributes:
        name: its id, or whatever stands there instead.
        texts: its value, several of a list; ``None`` where nobody knows it.
    """

    name: str
    texts: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class State:
    """What an address holds.

    Attributes:
        fields: what is asked of which law, and the names of the dataset.
        told: the facts, in the order they were told.
    """

    fields: Mapping[str, str]
    told: tuple[Told, ...]

    def get(self, name: str) -> str:
        """A field; empty where it is not there."""
        return self.fields.get(name, "")

    @property
    def matter(self) -> Matter:
        """What is asked.

        Raises:
            BadArgument: there is no such question.
        """
        found = MATTERS.get(self.get("ask") or "opening")
        if found is None:
            raise none_of(self.get("ask"), "ask", {one.ask: one.asks[0] for one in MATTERS.values()})
        return found

    def pairs(self, without: Iterable[str] = (), **fields: str) -> list[tuple[str, str]]:
        """The address again, as fields of a form or behind a question mark.

        Args:
            without: names that are left out: of fields, of facts.
            fields: fields that are otherwise.
        """
        left = set(without)
        asked = MATTERS.get(self.get("ask"))
        known = [*LAW, "ask", *(asked.takes if asked is not None else ()), *NAMES]
        given = {**self.fields, **fields}
        found = [(name, given[name]) for name in known if name not in left and given.get(name)]
        for one in self.told:
            if one.name not in left:
                found += pairs_of(one)
        return found


def pairs_of(told: Told) -> list[tuple[str, str]]:
    """A fact behind a question mark."""
    if told.texts is None:
        return [(UNKNOWN, told.name)]
    return [(f"{FACT}{told.name}", text) for text in told.texts or (NO_VALUE,)]


def read(pairs: Iterable[tuple[str, str]]) -> State:
    """The state that an address or a form holds; of what is told twice the later counts."""
    fields: dict[str, str] = {}
    facts: dict[str, list[str] | None] = {}
    known = {*LAW, "ask", *NAMES, *(name for one in MATTERS.values() for name in one.takes)}
    for name, value in pairs:
        if name == UNKNOWN and value:
            facts.pop(value, None)
            facts[value] = None
        elif name.startswith(FACT) and len(name) > len(FACT):
            fact = name[len(FACT) :]
            if fact in facts and facts[fact] is None:
                del facts[fact]
            held = facts.setdefault(fact, [])
            if held is not None:
                held.append(value)
        elif name in known:
            fields[name] = value.strip()
    told = (Told(name, None if texts is None else tuple(texts)) for name, texts in list(facts.items())[:_MOST])
    return State(fields, tuple(one for one in told if one.texts is None or any(text.strip() for text in one.texts)))


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that was told, once it is held against the vocabulary.

    Attributes:
        told: as the address has it; in its own form where it can be read.
        fact: the fact; ``None`` where there is none of that name.
        value: its value; ``None`` where it is not known, or cannot be read.
        error: what is wrong with it.
    """

    told: Told
    fact: Fact | None
    value: FactValue | None
    error: Error | None = None

    def shown(self, t: Callable[[str, str], str]) -> str:
        """The value for a reader."""
        if self.error is not None or self.fact is None:
            return "、".join(quoted(text) for text in self.told.texts or ())
        if self.value is None:
            return t("不知道", "not known")
        return t(self.fact.term(self.value), _in_english(self.fact, self.value))


def _in_english(fact: Fact, value: FactValue) -> str:
    if fact.type is FactType.BOOL:
        return "yes" if value else "no"
    if fact.type is FactType.TEXT:
        return fact.term(value)
    told = ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)
    return told.replace("_", " ")


def stated(state: State, vocabulary: Vocabulary) -> tuple[State, tuple[Stated, ...]]:
    """The facts of a state, and the state with each by its id and in its own form.

    What is told by id and by Chinese name counts once, the later one.
    """
    found: dict[str, Stated] = {}
    for told in state.told:
        one = _read(told, vocabulary)
        key = one.told.name
        found.pop(key, None)
        found[key] = one
    return replace(state, told=tuple(one.told for one in found.values())), tuple(found.values())


def _read(told: Told, vocabulary: Vocabulary) -> Stated:
    try:
        fact = vocabulary.fact(told.name)
    except UnknownFact as error:
        return Stated(told, None, None, error)
    if told.texts is None:
        return Stated(Told(fact.id, None), fact, None)
    try:
        value = fact.check(_given(fact, told.texts))
    except BadFact as error:
        return Stated(Told(fact.id, told.texts), fact, None, error)
    return Stated(Told(fact.id, None if value is None else texts_of(value)), fact, value)


def _given(fact: Fact, texts: tuple[str, ...]) -> object:
    if fact.type is not FactType.LIST:
        return value_from_text(fact, texts[-1])
    items: list[object] = []
    for text in texts:
        read_as = value_from_text(fact, text)
        if read_as is None:
            return None
        items += read_as if isinstance(read_as, list) else [read_as]
    return items


def texts_of(value: FactValue) -> tuple[str, ...]:
    """A value as an address tells it."""
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return tuple(value) if isinstance(value, tuple) else (str(plain(value)),)
