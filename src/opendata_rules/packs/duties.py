"""``duties.yaml`` and ``deadlines.yaml``: what must be so, and how long it may take."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..errors import UnknownFact, UnknownProcedure, UnknownTopic
from ..norms.provisions import CountingRule, DutyRule, Extension, RecurringRule, TermRule, Unit
from ..reading.document import Location
from ..vocabulary.english import general_law
from ..vocabulary.facts import FactType
from ..vocabulary.keywords import chinese
from ..vocabulary.terms import DutyForce
from . import written
from .builder import Reader
from .conditions import DUTIES

_FORCES = {"应当": DutyForce.HARD, "原则上": DutyForce.ADVISORY, "最低": DutyForce.MINIMUM}
_UNITS = {
    "工作日": Unit.WORKING_DAY,
    "日": Unit.DAY,
    "月": Unit.MONTH,
    "年": Unit.YEAR,
    "更新频率": Unit.CADENCE,
}
#: A year with a 29th of February.
_LEAP = 2024


def _topic(reader: Reader[Any], name: str, at: Location) -> str | None:
    """Id of a topic that has duties, by its Chinese name."""
    vocabulary = reader.assembly.words.vocabulary
    try:
        topic = vocabulary.topic(name)
    except UnknownTopic:
        topic = None
    if topic is None or not topic.has_duties:
        allowed = [topic.label for topic in vocabulary.topics.values() if topic.has_duties]
        reader.report("unknown_topic", at, name=name, allowed="、".join(allowed))
        return None
    return topic.id


class DutiesReader(Reader[written.DutiesModel]):
    """Reads ``duties.yaml``."""

    model = written.DutiesModel
    question_types = DUTIES

    def take(self, content: written.DutiesModel) -> None:
        """Give the duties their meaning."""
        self.assembly.duties = self._each(content.duties, (chinese("duties"),), self._duty)

    def _duty(self, item: written.DutyModel, at: Location) -> DutyRule | None:
        common = self._common(item, at)
        topic = _topic(self, item.matter, (*at, chinese("matter")))
        premise, well = self._optional(item.premise, (*at, chinese("premise")), DUTIES)
        must = self._parsed(item.must, (*at, chinese("must")), DUTIES)
        doubt, clear = self._optional(item.doubt, (*at, chinese("doubt")), DUTIES)
        sanctions = self._citations(item.consequences, (*at, chinese("consequences")))
        precedes = self._act(item.precedes, (*at, chinese("precedes"))) if item.precedes is not None else None
        if not (common and topic and well and must and clear) or (item.precedes is not None and precedes is None):
            return None
        return DutyRule(
            **common,
            topic=topic,
            actor=item.actor,
            actor_english=self._actor(item, at),
            force=_FORCES[item.force],
            premise=premise,
            must=must,
            doubt=doubt,
            prompt=item.prompt,
            action=item.action,
            action_english=self._in_english(item.action_english, item.action, (*at, chinese("action_english"))),
            precedes=precedes,
            consequences=sanctions,
        )

    def _act(self, name: str, at: Location) -> str | None:
        """Id of the act of that name."""
        try:
            return self.assembly.words.procedures.act(name).id
        except UnknownProcedure as error:
            if name in self.assembly.words.failed:
                return None
            near = "、".join(error.nearest)
            allowed = "、".join(act.label for act in self.assembly.words.procedures.acts.values())
            self.report("unknown_act", at, act=name, allowed=allowed, **({"help": f"是不是：{near}？"} if near else {}))
            return None


class DeadlinesReader(Reader[written.DeadlinesModel]):
    """Reads ``deadlines.yaml``."""

    model = written.DeadlinesModel
    question_types = DUTIES

    def take(self, content: written.DeadlinesModel) -> None:
        """Give terms, counting rules and recurring duties their meaning."""
        counting = self._each(content.counting, (chinese("counting"),), self._counting)
        self.assembly.counting = counting
        self._counted = {rule.unit for rule in counting}
        self.assembly.terms = self._each(content.terms, (chinese("terms"),), self._term)
        self.assembly.recurring = self._each(content.recurring, (chinese("recurring"),), self._recurring)

    def _counting(self, item: written.CountingModel, at: Location) -> CountingRule | None:
        common = self._common(item, at)
        at = (*at, chinese("general_english"))
        own = item.general_english
        if own:
            self._in_english_each(own, item.general, at)
        if common is None:
            return None
        paired = zip(own if len(own) == len(item.general) else (None,) * len(item.general), item.general, strict=True)
        english = tuple(general_law(text, one) for one, text in paired)
        return CountingRule(**common, unit=_UNITS[item.unit], general=item.general, general_english=english)

    def _term(self, item: written.TermModel, at: Location) -> TermRule | None:
        common = self._common(item, at)
        step = self._step(item.step, (*at, chinese("step")))
        condition, well = self._optional(item.condition, (*at, chinese("condition")), DUTIES)
        sanctions = self._citations(item.consequences, (*at, chinese("consequences")))
        unit = _UNITS[item.unit] if item.unit else None
        measured = unit is not None and (item.length is not None) == (unit is not Unit.CADENCE)
        if measured == (item.fixed is not None) or (item.fixed and (item.unit or item.length)):
            self.report("term_without_length", (*at, chinese("step")), step=item.step)
            return None
        if unit is not None and unit not in self._counted:
            self.report("no_counting_rule", (*at, chinese("unit")), unit=str(item.unit))
        extension = None
        if item.extension is not None and common:
            extension = self._extension(item.extension, item, (*at, chinese("extension")))
            well = well and extension is not None
        if not (common and step and well):
            return None
        return TermRule(
            **common,
            step=step,
            actor=item.actor,
            actor_english=self._actor(item, at),
            force=_FORCES[item.force],
            condition=condition,
            length=int(item.length) if item.length else None,
            unit=unit,
            fixed=self._month_day(item.fixed, (*at, chinese("fixed"))) if item.fixed else None,
            extension=extension,
            consequences=sanctions,
        )

    def _extension(self, item: written.ExtensionModel, term: written.TermModel, at: Location) -> Extension | None:
        citation = self._citation(item.ref or term.ref, (*at, chinese("ref")))
        condition = self._parsed(item.condition, (*at, chinese("condition")), DUTIES)
        decided_on = self._fact(item.decided_on, FactType.DATE, "日期类事实", (*at, chinese("decided_on")))
        timely = None
        if item.timely is not None:
            timely = self._fact(item.timely, FactType.BOOL, "是非类事实", (*at, chinese("timely")))
        if citation is None or condition is None or decided_on is None or (item.timely and timely is None):
            return None
        total = int(item.total) if item.total else None
        if total is not None and total <= int(term.length or 0):
            self.report("extension_not_longer", (*at, chinese("total")), total=total, before=term.length)
            return None
        english = self._english(item, item.gist, at)
        return Extension(citation, item.gist, english, condition, decided_on, timely, total)

    def _fact(self, name: str, kind: FactType, expected: str, at: Location) -> str | None:
        """Id of the fact of that name, if it is of that type."""
        if name in self.assembly.words.failed:
            return None
        try:
            fact = self.assembly.words.vocabulary.fact(name)
        except UnknownFact as error:
            near = "、".join(error.nearest)
            self.report("unknown_fact", at, name=name, **({"help": f"是不是：{near}？"} if near else {}))
            return None
        if fact.type is not kind:
            self.report("wrong_fact_type", at, fact=fact.label, expected=expected)
            return None
        return fact.id

    def _recurring(self, item: written.RecurringModel, at: Location) -> RecurringRule | None:
        common = self._common(item, at)
        topic = _topic(self, item.matter, (*at, chinese("matter")))
        day = self._month_day(item.every_year, (*at, chinese("every_year")))
        if not common or topic is None or day is None:
            return None
        return RecurringRule(
            **common,
            topic=topic,
            actor=item.actor,
            actor_english=self._actor(item, at),
            force=_FORCES[item.force],
            every_year=day,
        )

    def _step(self, name: str, at: Location) -> str | None:
        try:
            return self.assembly.words.procedures.step(name).name
        except UnknownProcedure as error:
            if not {name, *name.split(".")} & self.assembly.words.failed:
                advice = f"是不是：{'、'.join(error.nearest)}？" if error.nearest else None
                self.report("unknown_step", at, step=name, help=advice)
            return None

    def _month_day(self, text: str, at: Location) -> tuple[int, int] | None:
        month, day = (int(part) for part in text.split("-"))
        try:
            dt.date(_LEAP, month, day)
        except ValueError:
            self.report("bad_date", at, value=text)
            return None
        return month, day
