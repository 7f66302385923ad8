"""Deadlines: the last day of a step's term, day by day, with the provision and the way of counting behind it.

The law in force on the day of the trigger answers. A due day is given only where it is certain: past the horizon of
the calendar and before its first day there are bounds, where the law changes before the term ends a human must look,
and a duty without a number has no deadline. Where the unknown facts decide which term it is, or whether there is one,
nothing is certain. Who names a trigger says with it that the case took the branch of the step, unless the facts say
otherwise. How a filing received on a rest day is dated is settled by no statute, so it is a named policy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ...logic.conditions import Condition, facts_of, told_twice
from ...logic.in_words import describe
from ...norms import warnings as told
from ...norms.chain import Chain, Resolution
from ...norms.order import LegalOrder
from ...norms.provisions import Extension, TermRule, Unit
from ...norms.versions import in_force_since, said_of_step
from ...norms.warnings import ResultWarning
from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import Step
from ...vocabulary.refusals import plain_date
from ...vocabulary.terms import DeadlineStatus, ReceiptPolicy
from ...working_days import Calendar
from .answer import Deadline
from .arguments import facts_and_policy
from .branches import left, presumed
from .completions import Choice, certain, choices
from .counting import TOO_FAR, End, Length, certain_day, end_of, fixed_day, provisional
from .one_law import under_one_law
from .terms import facts_of_term


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
    known, policy = facts_and_policy(order, facts, receipt)
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
    the caller names the instruments (``chain``). Whom a duty that never ends reaches, the rule that asks says itself:
    on facts that lead away from the step its term is counted all the same.
    """
    step = order.procedures.step(name)
    chain = chain or (order.chain if step.continuing else order.chain_at(trigger))
    return Computation(order, chain, step, trigger, facts, ReceiptPolicy.RECEIPT_INSTANT).bounds()


_NOT_ON_THIS_BRANCH = End(
    DeadlineStatus.NOT_REGULATED, note="按已知事实，没有这一步骤", english="on the known facts there is no such step"
)
_NO_TERM = End(
    DeadlineStatus.NOT_REGULATED,
    note="此日有效的规定没有给这一步骤定期限",
    english="no provision in force on the day of the trigger sets a term",
)
_NO_CAP = End(
    DeadlineStatus.UNDETERMINED,
    note="期限已经延长，条文没有写延长到多少",
    english="the term was extended, and the text sets no cap",
)
_STRICTLY_OPEN = End(
    DeadlineStatus.UNDETERMINED,
    note="近处有没有（完整）收录的规定，不作确定回答",
    english="an instrument as near is not (fully) collected",
)
_CONTRADICTORY = End(
    DeadlineStatus.HUMAN_REVIEW,
    note="事实互相矛盾，须由人核实",
    english="the facts contradict each other; a human must look",
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
        answer = self.resolution.answer
        self._rules = tuple(rule for rule in (answer.pack.terms if answer else ()) if rule.step == step.name)
        #: where the duty fell due before the law of today was in force, so that it is counted anew from its first day
        self.fell_due: End | None = None
        self._contradiction = self._contradicting()

    def _resolve(self, chain: Chain) -> Resolution:
        return self.order.terms_of(self.step.name, chain)

    def deadline(self) -> Deadline:
        """The answer."""
        if self._contradiction is not None:
            return self._answer(None, self.trigger, _CONTRADICTORY)
        if left(self.step, self._rules, self.facts):
            return self._answer(None, self.trigger, _NOT_ON_THIS_BRANCH)
        [choice, *others] = self._choices()
        if others:
            return self._open(choice, *others)
        rule = choice.rule
        if rule is None:
            return self._answer(None, self.trigger, _NO_TERM)
        starts = self._starts(rule)
        if starts is None:
            return self._answer(rule, self.trigger, TOO_FAR)
        end = self._end(choice, starts, rule.length)
        extension, extended = rule.extension, False
        if extension is not None and end.earliest is not None:
            extended = self._extended(extension, end.earliest)
            if extended and extension.total is None:
                end = _NO_CAP
            elif extended:
                end = self._end(choice, starts, extension.total)
        end = self._under_one_law(end)
        if self._strictly_open():
            end = _STRICTLY_OPEN
        return self._answer(rule, starts[0], end, extended=extended)

    def bounds(self) -> tuple[dt.date, dt.date] | None:
        """See :func:`bounds_of_term`."""
        left_out = not self.step.continuing and left(self.step, self._rules, self.facts)
        if self._contradiction is not None or left_out:
            return None
        found = self._choices()
        spans = [self._span(choice, choice.rule) for choice in found if choice.rule is not None]
        known = [span for span in spans if span is not None]
        if not known or len(known) < len(spans):
            return None
        # It may be that there is no such term at all.
        latest = dt.date.max if len(spans) < len(found) else max(latest for _, latest in known)
        return min(earliest for earliest, _ in known), latest

    def _span(self, choice: Choice, rule: TermRule) -> tuple[dt.date, dt.date] | None:
        starts = self._starts(rule)
        end = TOO_FAR if starts is None else self._under_one_law(self._end(choice, starts, rule.length))
        if starts is None or end.earliest is None or end.latest is None or self._strictly_open():
            return None
        earliest, latest = end.earliest, end.latest
        extension = rule.extension
        if extension is not None and self._may_be_extended(extension, end.latest):
            longer = TOO_FAR
            if extension.total is not None:
                longer = self._under_one_law(self._end(choice, starts, extension.total))
            latest = longer.latest or dt.date.max
            if self._extended(extension, earliest) and longer.earliest is not None:
                earliest = longer.earliest
        return earliest, latest

    def _strictly_open(self) -> bool:
        return self.order.strictly_open(self.resolution.warnings)

    # -- which term -------------------------------------------------------------------------------------------------

    def _choices(self) -> tuple[Choice, ...]:
        """The terms it may be, ``None`` among them where there may be none."""
        return choices(self._rules, self.facts, self.order.vocabulary)

    def _open(self, *found: Choice) -> Deadline:
        """The answer where the unknown facts decide which term it is, or whether there is any."""
        rules = [choice.rule for choice in found if choice.rule is not None]
        declared = self.order.vocabulary.cadence.id
        if declared not in self.facts and any(choice.cadence for choice in found):
            note, english = (
                "期限取决于声明的更新频率，更新频率未知",
                "the term depends on the declared update frequency, which is not known",
            )
        elif len(found) == len(rules):
            asked = dict.fromkeys(name for rule in self._rules if rule.condition for name in facts_of(rule.condition))
            unknown = [name for name in asked if name not in self.facts]
            labels = "、".join(f"“{self.order.vocabulary.facts[name].label}”" for name in unknown)
            note = f"有几种期限，适用哪一种取决于{labels}"
            english = f"which of several terms it is depends on {', '.join(unknown)}"
        else:
            words = self.order.words
            conditions = [rule.condition for rule in rules if rule.condition is not None]
            told = "，或者".join(describe(condition, words) for condition in conditions)
            note = f"此期限以{told}为条件，是否如此还不知道"
            whole = " or ".join(describe(condition, words, "en") for condition in conditions)
            english = f"this is the term where {whole}, which is not known"
        end = End(DeadlineStatus.UNDETERMINED, note=note, english=english)
        return self._answer(rules[0] if len(rules) == 1 else None, self.trigger, end)

    # -- counting ---------------------------------------------------------------------------------------------------

    def _starts(self, rule: TermRule) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest day that the term may be counted from; they differ only outside the calendar."""
        if rule.fixed is not None or self.policy is ReceiptPolicy.RECEIPT_INSTANT:
            return self.trigger, self.trigger
        moved = end_of(Length(Unit.DAY), self.trigger, self.calendar)
        return None if moved.earliest is None or moved.latest is None else (moved.earliest, moved.latest)

    def _end(self, choice: Choice, starts: tuple[dt.date, dt.date], number: int | None) -> End:
        rule = choice.rule
        assert rule is not None
        if rule.fixed is not None:
            return certain_day(fixed_day(self.trigger.year, rule.fixed))
        assert rule.unit is not None
        length = Length(rule.unit, number or 0, choice.cadence)
        end = self._measured(length, starts)
        effective = self._fell_due_before(end)
        self.fell_due = None if effective is None else end
        return end if effective is None else self._measured(length, (effective, effective))

    def _measured(self, length: Length, starts: tuple[dt.date, dt.date]) -> End:
        first = end_of(length, starts[0], self.calendar)
        if starts[0] == starts[1]:
            return first
        last = end_of(length, starts[1], self.calendar)
        if first.earliest is None or last.latest is None:
            return first if first.earliest is None else last
        return provisional(first.earliest, last.latest, self.calendar)

    def _fell_due_before(self, end: End) -> dt.date | None:
        """The first day in force of the law of today, where a duty that never ends fell due before it."""
        effective = self.in_force_since() if self.step.continuing else None
        if effective is None or end.latest is None or self.chain.on == self.trigger:
            return None
        return effective if end.latest < effective else None

    def in_force_since(self) -> dt.date | None:
        """Since when what answers has set these terms: the first day of the first version that did."""
        answer = self.resolution.answer
        if answer is None or len(answer.versions) < 2:
            return answer.standing.effective if answer is not None else None
        return in_force_since(answer.versions, lambda pack: said_of_step(pack, self.step.name))

    def _extended(self, extension: Extension, unextended: dt.date) -> bool:
        """Whether a longer term is known to have been granted in time."""
        return self._in_time(extension, unextended) is True and self._holds(extension.condition) is True

    def _may_be_extended(self, extension: Extension, unextended: dt.date) -> bool:
        """Whether the facts leave room for a longer term."""
        return self._in_time(extension, unextended) is not False and self._holds(extension.condition) is not False

    def _holds(self, condition: Condition) -> bool | None:
        return certain(condition, self.facts, self.order.vocabulary)

    def _in_time(self, extension: Extension, unextended: dt.date) -> bool | None:
        by_date, by_word = self._told(extension, unextended)
        return told_twice(by_date, by_word)

    def _told(self, extension: Extension, unextended: dt.date) -> tuple[bool | None, bool | None]:
        """Whether a longer term was granted in time, by its day and by the word that it was."""
        decided = self.facts.get(extension.decided_on)
        by_word = self.facts.get(extension.timely) if extension.timely else None
        return (
            self.trigger <= decided <= unextended if isinstance(decided, dt.date) else None,
            by_word if isinstance(by_word, bool) else None,
        )

    # -- one law, one story ------------------------------------------------------------------------------------------

    def _under_one_law(self, end: End) -> End:
        return end if self.chain.on != self.trigger else under_one_law(self.order, self.step, self.chain, end)

    def _contradicting(self) -> ResultWarning | None:
        """Why the facts on the term cannot all be so."""
        vocabulary = self.order.vocabulary
        broken = vocabulary.contradictions(self.facts)
        if broken:
            names = {*self.step.facts, *(name for rule in self._rules for name in facts_of_term(rule, vocabulary))}
            broken = tuple(rule for rule in broken if not names.isdisjoint(rule.facts))
        if broken:
            told_of = dict.fromkeys(name for rule in broken for name in rule.facts if name in self.facts)
            return told.contradictory(told_of, self.facts, vocabulary)
        for rule in self._rules:
            found = self._badly_extended(rule, rule.extension) if rule.extension is not None else None
            if found is not None:
                return found
        return None

    def _badly_extended(self, rule: TermRule, extension: Extension) -> ResultWarning | None:
        """Why a longer term cannot have been granted as told: before the term began, or both in time and not."""
        decided = self.facts.get(extension.decided_on)
        if not isinstance(decided, dt.date):
            return None
        vocabulary = self.order.vocabulary
        if decided < self.trigger:
            label = vocabulary.facts[extension.decided_on].label
            event = self.order.procedures.event_name(
                self.order.procedures.procedure(self.step.procedure), self.step.trigger_for(self.facts)
            )
            days = ((label, decided), (event, self.trigger))
            return told.out_of_order(*days, f"{extension.decided_on} ({decided})", f"the trigger ({self.trigger})")
        starts = self._starts(rule)
        end = TOO_FAR if starts is None else self._end(Choice(rule, None), starts, rule.length)
        if extension.timely is None or end.earliest is None or end.earliest != end.latest:
            return None
        by_date, by_word = self._told(extension, end.earliest)
        if by_date is None or by_word is None or by_date is by_word:
            return None
        return told.contradictory((extension.decided_on, extension.timely), self.facts, vocabulary)

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
            actor_english=rule.actor_english if rule else "",
            rule=rule.id if rule else "",
            citation=rule.citation if rule else None,
            gist=rule.gist if rule else "",
            gist_english=rule.english if rule else "",
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
            presumed=presumed(self.step, self._rules, self.facts) if end.earliest is not None else (),
        )

    def _warnings(self, rule: TermRule | None) -> tuple[ResultWarning, ...]:
        found = list(self.resolution.warnings)
        if self._contradiction is not None:
            found.append(self._contradiction)
        if rule is not None and rule.question is not None:
            when = rule.question.matters_when
            if when is None or self._holds(when) is not False:
                found.append(told.open_question(rule))
        return told.in_order(found)
