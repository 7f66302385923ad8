"""Deadlines: the last day of a step's term, day by day, with the provision and the way of counting behind it.

The law in force on the day of the trigger answers. A due day is given only where it is certain: past the horizon of
the calendar there are bounds, where the law changes before the term ends a human must look, and a duty without a number
has no deadline. How a filing received on a rest day is dated is settled by no statute, so it is a named policy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from ...errors import BadFact, BeyondHorizon
from ...logic.conditions import evaluate, facts_of, told_twice
from ...logic.in_words import describe
from ...norms import warnings as told
from ...norms.chain import Chain, Resolution
from ...norms.order import LegalOrder
from ...norms.provisions import Extension, TermRule, Unit
from ...norms.warnings import ResultWarning
from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import Step
from ...vocabulary.terms import DeadlineStatus, ReceiptPolicy
from ...working_days import Calendar
from .answer import Deadline
from .counting import (
    TOO_FAR,
    End,
    Length,
    certain,
    end_of,
    fixed_day,
    provisional,
)


def plain_date(value: object, name: str) -> dt.date:
    """A date argument.

    Raises:
        TypeError: it is not a ``datetime.date``.
    """
    if type(value) is not dt.date:
        kind = type(value).__name__
        raise TypeError(f"{name} 应当是 datetime.date，得到的是 {kind}。 ({name} must be a datetime.date)")
    return value


def known_policy(receipt: object) -> ReceiptPolicy:
    """How a trigger on a rest day is to be dated.

    Raises:
        BadFact: there is no such policy.
    """
    if not isinstance(receipt, str) or receipt not in tuple(ReceiptPolicy):
        listed = "、".join(ReceiptPolicy)
        raise BadFact(f"receipt 只能是：{listed}；得到的是 {receipt!r:.40}。", nearest=tuple(ReceiptPolicy))
    return ReceiptPolicy(receipt)


def deadline(
    order: LegalOrder,
    name: str,
    trigger: dt.date,
    facts: Mapping[str, object],
    receipt: str = ReceiptPolicy.RECEIPT_INSTANT,
) -> Deadline:
    """The term of a step. See ``law.deadline``."""
    step = order.procedures.step(name)
    day = plain_date(trigger, "trigger")
    policy = known_policy(receipt)
    known = order.vocabulary.normalise(facts)
    return Computation(order, order.chain_at(day), step, day, known, policy).deadline()


def bounds_of_term(
    order: LegalOrder,
    name: str,
    trigger: dt.date,
    facts: Mapping[str, FactValue],
    chain: Chain | None = None,
) -> tuple[dt.date, dt.date] | None:
    """Earliest and latest day on which a term can end, whatever the unknown facts are; ``None`` if that is not known.

    Unlike :func:`deadline`, which gives the unextended day, an extension that may have been granted counts here: what
    is not known must not make anybody late. A duty that never ends is judged by the law of today; so is a term where
    the caller names the instruments (``chain``).
    """
    step = order.procedures.step(name)
    chain = chain or (order.chain if step.continuing else order.chain_at(trigger))
    return Computation(order, chain, step, trigger, facts, ReceiptPolicy.RECEIPT_INSTANT).bounds()


def content(rule: TermRule) -> tuple[object, ...]:
    """What two terms must have in common for it not to matter which of them it is."""
    return rule.length, rule.unit, rule.fixed, rule.force, rule.extension


_NOT_ON_THIS_BRANCH = End(
    DeadlineStatus.NOT_REGULATED,
    note="按已知事实，没有这一步骤",
    english="on the known facts there is no such step",
)


class Computation:
    """One deadline."""

    def __init__(
        self,
        order: LegalOrder,
        chain: Chain,
        step: Step,
        trigger: dt.date,
        facts: Mapping[str, FactValue],
        receipt: ReceiptPolicy,
    ) -> None:
        self.order = order
        self.chain = chain
        self.step = step
        self.trigger = trigger
        self.facts = facts
        self.policy = receipt
        self.calendar: Calendar = order.calendar
        self.resolution = self._resolve(self.chain)
        #: the fact that declares a frequency, and how long it is: ``None`` where that is not known, or has no length
        self._declared = order.vocabulary.cadence.id
        self._cadence = order.vocabulary.length_of(facts)

    def _resolve(self, chain: Chain) -> Resolution:
        return self.order.terms_of(self.step.name, chain)

    def deadline(self) -> Deadline:
        """The answer."""
        if self.step.excluded(self.facts):
            return self._answer(None, self.trigger, _NOT_ON_THIS_BRANCH)
        rules = self._rules()
        if not rules:
            return self._answer(None, self.trigger, self._no_term())
        if any(content(rule) != content(rules[0]) for rule in rules):
            return self._answer(None, self.trigger, self._several_terms(rules))
        rule = rules[0]
        starts = self._starts(rule)
        if starts is None:
            return self._answer(rule, self.trigger, TOO_FAR)
        end = self._end(rule, starts, rule.length)
        extension, extended = rule.extension, False
        if extension is not None and end.earliest is not None:
            extended = self._extended(extension, end.earliest)
            if extended and extension.total is None:
                end = End(
                    DeadlineStatus.UNDETERMINED,
                    note="期限已经延长，条文没有写延长到多少",
                    english="the term was extended, and the text sets no cap",
                )
            elif extended:
                end = self._end(rule, starts, extension.total)
        end = self._under_one_law(end)
        if self._strictly_open():
            end = End(
                DeadlineStatus.UNDETERMINED,
                note="近处有没有（完整）收录的规定，不作确定回答",
                english="an instrument as near is not (fully) collected",
            )
        return self._answer(rule, starts[0], self._with_condition(rule, end), extended=extended)

    def bounds(self) -> tuple[dt.date, dt.date] | None:
        """See :func:`bounds_of_term`."""
        spans = [self._span(rule) for rule in self._rules()]
        known = [span for span in spans if span is not None]
        if not known or len(known) < len(spans) or self.step.excluded(self.facts):
            return None
        return min(earliest for earliest, _ in known), max(latest for _, latest in known)

    def _span(self, rule: TermRule) -> tuple[dt.date, dt.date] | None:
        starts = self._starts(rule)
        end = TOO_FAR if starts is None else self._under_one_law(self._end(rule, starts, rule.length))
        if starts is None or end.earliest is None or end.latest is None or self._strictly_open():
            return None
        earliest, latest = end.earliest, end.latest
        extension = rule.extension
        if extension is not None and self._may_be_extended(extension, end.latest):
            longer = TOO_FAR
            if extension.total is not None:
                longer = self._under_one_law(self._end(rule, starts, extension.total))
            latest = longer.latest or dt.date.max
            if self._extended(extension, earliest) and longer.earliest is not None:
                earliest = longer.earliest
        if rule.condition is not None and evaluate(rule.condition, self.facts) is None:
            # It may be that there is no such term at all.
            latest = dt.date.max
        return earliest, latest

    def _strictly_open(self) -> bool:
        return self.order.strictly_open(self.resolution.warnings)

    # -- which term -------------------------------------------------------------------------------------------------

    def _rules(self) -> tuple[TermRule, ...]:
        """The terms it may be: those whose condition may hold, up to the first whose condition certainly does."""
        found: list[TermRule] = []
        for rule in self._of_step():
            if rule.unit is Unit.CADENCE and self._cadence is None:
                if self._declared not in self.facts:
                    # It may be any length, so that no later term is an answer.
                    return ()
                continue
            found.append(rule)
            if rule.condition is None or evaluate(rule.condition, self.facts):
                break
        return tuple(found)

    def _of_step(self) -> tuple[TermRule, ...]:
        """The terms of the step whose condition is not known to fail."""
        answer = self.resolution.answer
        return tuple(
            rule
            for rule in (answer.pack.terms if answer else ())
            if rule.step == self.step.name
            and (rule.condition is None or evaluate(rule.condition, self.facts) is not False)
        )

    def _no_term(self) -> End:
        if self._declared not in self.facts and any(rule.unit is Unit.CADENCE for rule in self._of_step()):
            return End(
                DeadlineStatus.UNDETERMINED,
                note="期限取决于声明的更新频率，更新频率未知",
                english="the term depends on the declared update frequency, which is not known",
            )
        return End(
            DeadlineStatus.NOT_REGULATED,
            note="此日有效的规定没有给这一步骤定期限",
            english="no provision in force on the day of the trigger sets a term",
        )

    def _several_terms(self, rules: tuple[TermRule, ...]) -> End:
        conditions = [rule.condition for rule in rules if rule.condition is not None]
        asked = dict.fromkeys(name for condition in conditions for name in facts_of(condition))
        unknown = [name for name in asked if name not in self.facts]
        labels = "、".join(f"“{self.order.vocabulary.facts[name].label}”" for name in unknown)
        return End(
            DeadlineStatus.UNDETERMINED,
            note=f"有几种期限，适用哪一种取决于{labels}",
            english=f"which of several terms it is depends on {', '.join(unknown)}",
        )

    def _with_condition(self, rule: TermRule, end: End) -> End:
        """Say so where it is not known whether the condition of the term holds."""
        if rule.condition is None or evaluate(rule.condition, self.facts) or end.note:
            return end
        told = describe(rule.condition, self.order.words)
        english = describe(rule.condition, self.order.words, "en")
        return replace(
            end,
            note=f"此期限以{told}为条件，是否如此还不知道",
            english=f"this is the term where {english}, which is not known",
        )

    # -- counting ---------------------------------------------------------------------------------------------------

    def _starts(self, rule: TermRule) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest day that the term may be counted from; they differ only past the horizon."""
        if rule.fixed is not None or self.policy is ReceiptPolicy.RECEIPT_INSTANT:
            return self.trigger, self.trigger
        try:
            start = self.calendar.next_working_day(self.trigger)
            return start, start
        except BeyondHorizon:
            pass
        try:
            earliest, latest = self.calendar.bounds(self.trigger - dt.timedelta(days=1), 1)
            return earliest, latest
        except (BeyondHorizon, OverflowError):
            return None

    def _end(self, rule: TermRule, starts: tuple[dt.date, dt.date], number: int | None) -> End:
        if rule.fixed is not None:
            return certain(fixed_day(self.trigger.year, rule.fixed))
        assert rule.unit is not None
        length = Length(rule.unit, number or 0, self._cadence)
        first = end_of(length, starts[0], self.calendar)
        if starts[0] == starts[1]:
            return first
        last = end_of(length, starts[1], self.calendar)
        if first.earliest is None or last.latest is None:
            return first if first.earliest is None else last
        return provisional(first.earliest, last.latest, self.calendar)

    def _extended(self, extension: Extension, unextended: dt.date) -> bool:
        """Whether a longer term is known to have been granted in time."""
        return self._in_time(extension, unextended) is True and evaluate(extension.condition, self.facts) is True

    def _may_be_extended(self, extension: Extension, unextended: dt.date) -> bool:
        """Whether the facts leave room for a longer term."""
        in_time = self._in_time(extension, unextended)
        return in_time is not False and evaluate(extension.condition, self.facts) is not False

    def _in_time(self, extension: Extension, unextended: dt.date) -> bool | None:
        decided = self.facts.get(extension.decided_on)
        by_date = self.trigger <= decided <= unextended if isinstance(decided, dt.date) else None
        by_word = self.facts.get(extension.timely) if extension.timely else None
        return told_twice(by_date, by_word if isinstance(by_word, bool) else None)

    # -- the law may change before the term ends --------------------------------------------------------------------

    def _under_one_law(self, end: End) -> End:
        if end.latest is None or end.latest <= self.trigger or self.chain.on != self.trigger:
            return end
        if self.order.epoch(self.trigger) == self.order.epoch(end.latest):
            return end
        here = self.resolution.answer
        later = self._resolve(self.order.chain_at(end.latest)).answer
        if here is None or (later is not None and later.standing.id == here.standing.id):
            return end
        gone = here.standing.expires is not None and here.standing.expires < end.latest
        about = f"《{here.standing.title}》有效期至 {here.standing.expires}" if gone else "由别的规定回答"
        return End(
            DeadlineStatus.HUMAN_REVIEW,
            note=f"期限届满（{end.latest}）之前法律有变化：{about}；跨越前后两种规定的，须由人判断",
            english=f"the law changes before the term ends on {end.latest}; a human must judge",
        )

    # -- the answer -------------------------------------------------------------------------------------------------

    def _answer(self, rule: TermRule | None, start: dt.date, end: End, *, extended: bool = False) -> Deadline:
        answer = self.resolution.answer
        counting = None
        if rule is not None and answer is not None and rule.unit is not None:
            counting = next((found for found in answer.pack.counting if found.unit is rule.unit), None)
        final = end.status is DeadlineStatus.FINAL
        extension = rule.extension if rule else None
        length = extension.total if extended and extension else rule.length if rule else None
        return Deadline(
            step=self.step.name,
            trigger=self.trigger,
            receipt_policy=self.policy,
            start=start,
            status=end.status,
            due=end.earliest if final else None,
            earliest=end.earliest,
            latest=end.latest,
            force=rule.force if rule else None,
            actor=rule.actor if rule else "",
            rule=rule.id if rule else "",
            citation=rule.citation if rule else None,
            gist=rule.gist if rule else "",
            length=length,
            unit=rule.unit if rule else None,
            counting_rule=counting,
            extension=extension,
            extended=extended,
            note=end.note,
            english=end.english,
            warnings=self._warnings(rule),
            order=self.order,
            stated=tuple(sorted(self.facts.items())),
        )

    def _warnings(self, rule: TermRule | None) -> tuple[ResultWarning, ...]:
        found = list(self.resolution.warnings)
        if rule is not None and rule.question is not None:
            when = rule.question.matters_when
            if when is None or evaluate(when, self.facts) is not False:
                found.append(told.open_question(rule))
        return told.in_order(found)
