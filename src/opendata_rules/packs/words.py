"""``facts.yaml`` and ``procedures.yaml``: the facts and procedures that a pack brings; no name is taken twice.

Within one pack everything is checked against the words that all places share. What two packs bring is checked where
they meet: in the legal order that needs both, and in the lint of a whole folder (:mod:`.collisions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from ..diagnostics.diagnostic import broken
from ..diagnostics.wording import shown
from ..errors import BadFact, UnknownFact, UnknownProcedure, UnknownTopic
from ..reading.document import Document, Location
from ..reading.facts_in_words import UNKNOWN_WORDS, value_from_text
from ..reading.models import Model
from ..vocabulary.facts import Fact, FactType, FactValue, Vocabulary
from ..vocabulary.keywords import chinese
from ..vocabulary.marks import Cure, JudgedAs
from ..vocabulary.procedures import Act, EventKind, Procedure, Procedures, Step
from ..vocabulary.words import FACTS, PROCEDURES, Brought
from .builder import Assembly, Reader
from .conditions import OPERATORS
from .failed import names_written, prefix_written
from .written_words import (
    AddedStepsModel,
    FactsModel,
    OwnEventModel,
    OwnFactModel,
    OwnProcedureModel,
    OwnStepModel,
    ProceduresModel,
)

TYPES = {
    "是非": FactType.BOOL,
    "选项": FactType.ENUM,
    "多选": FactType.LIST,
    "日期": FactType.DATE,
    "整数": FactType.INT,
    "文本": FactType.TEXT,
}
CURES = {"脱敏": Cure.MASKING, "同意": Cure.CONSENT}
_LISTING = (FactType.ENUM, FactType.LIST)
#: Words for what is not known.
_UNKNOWN = dict.fromkeys(UNKNOWN_WORDS, "不知道的写法")
#: What stands between names where several are written on one line.
_NOT_IN_LABELS = "=＝,，;；"

Written = TypeVar("Written", bound=Model)


class _WordsReader(Reader[Written]):
    """What both files have in common: names that nobody else has, facts with their values.

    What is wrong with a definition is told once: names that it was to bring are noted as failed, and whatever speaks
    of them, here or in another file of the pack, is not told as unknown.
    """

    def __init__(self, assembly: Assembly, document: Document) -> None:
        super().__init__(assembly, document)
        self._failed: set[str] = set()
        #: How often something spoke of a name that failed.
        self._followed = 0

    def read(self) -> None:
        """Read the file; where its form is wrong, every name written in it has failed."""
        before = self.assembly.brought
        super().read()
        if self.assembly.brought is before:
            self._failed |= names_written(self.document)
        if self._failed:
            brought = self.assembly.brought or Brought(prefix_written(self.document))
            self.assembly.bring(replace(brought, failed=brought.failed | self._failed))

    @contextmanager
    def _defined(self, *names: str) -> Iterator[None]:
        """Read one definition; where something is wrong with it, what it was to bring has failed."""
        before, followed = len(self.assembly.problems), self._followed
        yield
        if broken(self.assembly.problems[before:]) or self._followed > followed:
            self._failed.update(names)

    def _follows(self, name: str) -> bool:
        """Whether a name is unknown only because its definition is wrong, here or in the file before."""
        follows = name in self._failed or name in self.assembly.words.failed
        self._followed += follows
        return follows

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts there are, those of the pack included as far as they have been read."""
        return self.assembly.words.vocabulary

    @property
    def procedures(self) -> Procedures:
        """The procedures there are. See :attr:`vocabulary`."""
        return self.assembly.words.procedures

    def _prefixed(self, word: str, prefix: str, at: Location, *, key: bool = False) -> None:
        if not word.startswith(f"{prefix}__") or word == f"{prefix}__":
            self.assembly.problems.append(self.document.diagnostic("no_prefix", at, key=key, id=word, prefix=prefix))

    def _free(self, taken: dict[str, str], name: str, what: str, at: Location, *, key: bool = False) -> None:
        """Note an id or a Chinese name as taken, and tell where it was already."""
        if name in taken:
            word = "编号" if name.isascii() else "名称"
            problem = self.document.diagnostic("name_taken", at, key=key, name=name, other=taken[name], what=word)
            self.assembly.problems.append(problem)
        taken.setdefault(name, what)

    def _labelled(self, taken: dict[str, str], label: str, what: str, at: Location) -> None:
        """Check a Chinese name: whoever reads it must not take it for an id, nor for two words."""
        if label.isascii() or any(sign in label for sign in _NOT_IN_LABELS):
            about = f"写中文名，不含 {' '.join(_NOT_IN_LABELS)} 这些符号。"
            self.report("bad_format", at, value=label, about=about)
        self._free(taken, label, what, at)

    def _fact(self, name: str, at: Location, *, key: bool = False) -> Fact | None:
        if self._follows(name):
            return None
        try:
            return self.vocabulary.fact(name)
        except UnknownFact as error:
            near = "、".join(error.nearest)
            advice = {"help": f"是不是：{near}？"} if near else {}
            problem = self.document.diagnostic("unknown_fact", at, key=key, name=shown(name), **advice)
            self.assembly.problems.append(problem)
            return None

    def _told(self, told: Mapping[str, Any], at: Location) -> tuple[tuple[str, FactValue], ...]:
        """Facts with values, as written."""
        found: dict[str, FactValue] = {}
        for name, word in told.items():
            fact = self._fact(name, (*at, name), key=True)
            value = None if fact is None else self._value_of(fact, word, (*at, name))
            if fact is not None and value is not None:
                found[fact.id] = value
        return tuple(found.items())

    def _value_of(self, fact: Fact, word: object, at: Location) -> FactValue | None:
        try:
            value = fact.check(value_from_text(fact, word))
        except BadFact:
            value = None
        if value is None and not (isinstance(word, str) and self._follows(word)):
            known = [term for _, term in fact.values] or (["是", "否"] if fact.type is FactType.BOOL else [])
            terms = dict.fromkeys(known)
            advice = {"help": f"可以写：{'、'.join(terms)}。"} if terms else {}
            self.report("unknown_value", at, value=shown(word), fact=fact.label, **advice)
        return value


class FactsReader(_WordsReader[FactsModel]):
    """Reads ``facts.yaml``."""

    model = FactsModel

    def take(self, content: FactsModel) -> None:
        """Give the facts and values their meaning, and make them known to the other files of the pack."""
        taken = dict.fromkeys(OPERATORS, "组合条件")
        taken |= {name: "已有的事实" for fact in self.vocabulary.facts.values() for name in (fact.id, fact.label)}

        def fact(item: OwnFactModel, at: Location) -> Fact | None:
            with self._defined(item.id, item.label, *item.values, *item.values.values()):
                self._prefixed(item.id, content.prefix, (*at, chinese("id")))
                self._free(taken, item.id, "本文件的另一个事实", (*at, chinese("id")))
                self._labelled(taken, item.label, "本文件的另一个事实", (*at, chinese("label")))
                return self._own(item, at)

        facts = self._each(content.own_facts, (chinese("own_facts"),), fact)
        values = tuple(self._added(content))
        unique: dict[str, Fact] = {}
        for one in facts:
            unique.setdefault(one.id, one)
        self.assembly.bring(Brought(content.prefix, tuple(unique.values()), values))

    def _own(self, item: OwnFactModel, at: Location) -> Fact | None:
        kind = TYPES[item.type]
        if (kind in _LISTING) != bool(item.values):
            self.report("values_mismatch", (*at, chinese("type")), type=item.type)
            return None
        self._terms(item.values, dict(_UNKNOWN), (*at, chinese("values")))
        if item.cured_by and item.provenance is None:
            self.report("missing_key", at, word=chinese("provenance"), about="哪一条这样规定")
        found = Fact(
            id=item.id,
            type=kind,
            label=item.label,
            question=item.ask,
            meaning=item.meaning,
            topic=self._topic(item.matter, (*at, chinese("matter"))),
            values=tuple(item.values.items()),
            cured_by=tuple(CURES[word] for word in item.cured_by),
            source=item.provenance or "",
            english=self._english(item, item.meaning, at),
        )
        return replace(found, brought_about=tuple(self._brought(found, item, at)))

    def _brought(self, fact: Fact, item: OwnFactModel, at: Location) -> Iterator[FactValue]:
        for index, word in enumerate(item.brought_about):
            where = (*at, chinese("brought_about"), index)
            if fact.type not in (FactType.BOOL, FactType.ENUM):
                self.report("wrong_fact_type", where, fact=fact.label, expected="是非类或者选项类事实")
                return
            value = self._value_of(fact, word, where)
            if value is not None:
                yield value

    def _topic(self, name: str | None, at: Location) -> str:
        if name is not None:
            try:
                return self.vocabulary.topic(name).id
            except UnknownTopic:
                allowed = "、".join(topic.label for topic in self.vocabulary.topics.values())
                self.report("unknown_topic", at, name=name, allowed=allowed)
        return self.vocabulary.judged_as(JudgedAs.OPENING).id

    def _terms(self, values: Mapping[str, str], taken: dict[str, str], at: Location) -> None:
        """That no id and no term of a value is used twice."""
        for value, term in values.items():
            self._free(taken, value, "另一个取值", (*at, value), key=True)
            self._free(taken, term, "另一个取值", (*at, value))

    def _added(self, content: FactsModel) -> Iterator[tuple[str, str, str]]:
        for name, values in content.added_values.items():
            with self._defined(*values, *values.values()):
                yield from self._added_to(name, values, content.prefix, (chinese("added_values"), name))

    def _added_to(
        self, name: str, values: Mapping[str, str], prefix: str, at: Location
    ) -> Iterator[tuple[str, str, str]]:
        fact = self._fact(name, at, key=True)
        if fact is None:
            return
        if fact.type not in _LISTING:
            expected = "选项类或者多选类事实"
            problem = self.document.diagnostic("wrong_fact_type", at, key=True, fact=fact.label, expected=expected)
            self.assembly.problems.append(problem)
            return
        for value in values:
            self._prefixed(value, prefix, (*at, value), key=True)
        self._terms(values, _UNKNOWN | {word: "已有的取值" for pair in fact.values for word in pair}, at)
        yield from ((fact.id, value, term) for value, term in values.items())


class ProceduresReader(_WordsReader[ProceduresModel]):
    """Reads ``procedures.yaml``, after ``facts.yaml``, which has the prefix."""

    model = ProceduresModel

    def take(self, content: ProceduresModel) -> None:
        """Give procedures, steps and events their meaning, and make them known to the other files of the pack."""
        brought = self.assembly.brought or Brought("")
        if not brought.prefix:
            brought = replace(brought, prefix=_likely_prefix(content))
        self._prefix = brought.prefix
        self._taken_events = {
            name: "已有的事件" for event in self.procedures.events.values() for name in (event.id, event.label)
        }
        known = [step for one in self.procedures.all.values() for step in one.steps]
        self._taken_events |= {name: "已有的步骤" for step in known for name in (step.id, step.label)}
        events = self._each(content.own_events, (chinese("own_events"),), self._event)
        acts = tuple(
            act for item, event in zip(content.own_events, events, strict=True) if item.is_act for act in _act(event)
        )
        # Steps may run from these events, and wait for these acts.
        self.assembly.bring(replace(brought, events=events, acts=acts))
        self._taken = {name: "已有的程序" for one in self.procedures.all.values() for name in (one.id, one.label)}
        own = self._each(content.own_procedures, (chinese("own_procedures"),), self._procedure)
        steps_of = self._each(content.added_steps, (chinese("added_steps"),), self._added)
        added = [step for steps in steps_of for step in steps]
        self.assembly.bring(replace(brought, procedures=own, steps=tuple(added), events=events, acts=acts))

    def _event(self, item: OwnEventModel, at: Location) -> EventKind:
        with self._defined(item.id, item.label):
            return self._own_event(item, at)

    def _own_event(self, item: OwnEventModel, at: Location) -> EventKind:
        self._prefixed(item.id, self._prefix, (*at, chinese("id")))
        self._free(self._taken_events, item.id, "本文件的另一个事件", (*at, chinese("id")))
        self._labelled(self._taken_events, item.label, "本文件的另一个事件", (*at, chinese("label")))
        tells = self._told(item.tells, (*at, chinese("tells")))
        day = None
        if item.tells_day is not None:
            where = (*at, chinese("tells_day"))
            fact = self._fact(item.tells_day, where)
            if fact is not None and fact.type is not FactType.DATE:
                self.report("wrong_fact_type", where, fact=fact.label, expected="日期类事实")
            elif fact is not None:
                day = fact.id
        if item.is_act and not tells and item.tells_day is None:
            # An act nobody can tell of would never be judged.
            about = f"行为要写“{chinese('tells_day')}”或者“{chinese('tells')}”，否则没有事实说明它做了没有"
            self.report("missing_key", at, word=chinese("tells_day"), about=about)
        return EventKind(item.id, item.label, tells, day, self._english(item, item.label, at))

    def _procedure(self, item: OwnProcedureModel, at: Location) -> Procedure:
        with self._defined(item.id, item.label):
            return self._own_procedure(item, at)

    def _own_procedure(self, item: OwnProcedureModel, at: Location) -> Procedure:
        self._prefixed(item.id, self._prefix, (*at, chinese("id")))
        self._free(self._taken, item.id, "本文件的另一个程序", (*at, chinese("id")))
        self._labelled(self._taken, item.label, "本文件的另一个程序", (*at, chinese("label")))
        known = self.procedures.events.values()
        others = []
        for index, name in enumerate(item.other_events):
            kind = next((event.id for event in known if name in (event.id, event.label)), None)
            if kind is not None:
                others.append(kind)
            elif not self._follows(name):
                allowed = "、".join(event.label for event in known)
                self.report("unknown_event", (*at, chinese("other_events"), index), event=name, allowed=allowed)
        steps = self._steps(item.id, item.procedure_steps, (), at)
        tells = self._told(item.tells, (*at, chinese("tells")))
        return Procedure(item.id, item.label, steps, tuple(others), tells, self._english(item, item.label, at))

    def _added(self, item: AddedStepsModel, at: Location) -> tuple[Step, ...] | None:
        try:
            procedure = self.procedures.procedure(item.procedure)
        except UnknownProcedure:
            allowed = "、".join(one.label for one in self.procedures.all.values())
            self.report("unknown_procedure", (*at, chinese("procedure")), name=item.procedure, allowed=allowed)
            self._failed.update(name for step in item.procedure_steps for name in (step.id, step.label))
            return None
        return self._steps(procedure.id, item.procedure_steps, procedure.steps, at)

    def _steps(
        self, procedure: str, items: tuple[OwnStepModel, ...], before: tuple[Step, ...], at: Location
    ) -> tuple[Step, ...]:
        """The steps written, each of which may run from those before it."""
        taken = {name: "同一程序的另一个步骤" for step in before for name in (step.id, step.label)}
        names = {name: step.id for step in before for name in (step.id, step.label)}
        events = self.procedures.events.values()
        names = {name: event.id for event in events for name in (event.id, event.label)} | names
        found = []
        for index, item in enumerate(items):
            where = (*at, chinese("procedure_steps"), index)
            # The same kind of event means the same everywhere, so that a step may not go by the name of another.
            with self._defined(item.id, item.label):
                self._prefixed(item.id, self._prefix, (*where, chinese("id")))
                self._free(taken, item.id, "同一程序的另一个步骤", (*where, chinese("id")))
                self._labelled(taken, item.label, "同一程序的另一个步骤", (*where, chinese("label")))
                step = self._step(procedure, item, names, where)
            names |= {item.id: item.id, item.label: item.id}
            if step is not None:
                found.append(step)
        return tuple(found)

    def _step(self, procedure: str, item: OwnStepModel, names: Mapping[str, str], at: Location) -> Step | None:
        trigger = self._kind(item.starts_with, names, (*at, chinese("starts_with")))
        stand_in = None
        if item.stand_in is not None:
            stand_in = self._kind(item.stand_in, names, (*at, chinese("stand_in")))
        act = None
        if item.before_act is not None:
            act = self._act_named(item.before_act, (*at, chinese("before_act")))
        when = self._told(item.on_branch, (*at, chinese("on_branch")))
        if trigger is None:
            return None
        name = self._english(item, item.label, at)
        return Step(procedure, item.id, item.label, trigger, stand_in, when, (), item.continuing, act, english=name)

    def _kind(self, name: str, names: Mapping[str, str], at: Location) -> str | None:
        kind = names.get(name)
        if kind is None and not self._follows(name):
            allowed = "、".join(name for name in names if not name.isascii())
            self.report("unknown_event", at, event=name, allowed=allowed)
        return kind

    def _act_named(self, name: str, at: Location) -> str | None:
        try:
            return self.procedures.act(name).id
        except UnknownProcedure:
            if not self._follows(name):
                allowed = "、".join(act.label for act in self.procedures.acts.values())
                self.report("unknown_act", at, act=name, allowed=allowed)
            return None


def _likely_prefix(content: ProceduresModel) -> str:
    """The prefix of a file read without the facts.yaml that has it: that of its first id."""
    ids = [procedure.id for procedure in content.own_procedures] + [event.id for event in content.own_events]
    ids += [step.id for item in content.added_steps for step in item.procedure_steps]
    return next((name.partition("__")[0] for name in ids if "__" in name), "local")


def _act(event: EventKind) -> Iterator[Act]:
    """The act that an event is: on the day that it tells, or else of what it tells first."""
    if event.day is not None or event.tells:
        yield Act(event.id, event.label, event.day, None if event.day is not None else event.tells[0])


#: The files that bring words, in the order in which they are read.
WORD_READERS: tuple[tuple[str, type[_WordsReader[Any]]], ...] = ((FACTS, FactsReader), (PROCEDURES, ProceduresReader))
