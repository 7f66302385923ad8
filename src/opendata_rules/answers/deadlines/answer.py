"""The answer to a deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...norms import warnings as told
from ...norms.order import LegalOrder
from ...norms.provisions import CountingRule, Extension, Unit
from ...norms.warnings import ResultWarning
from ...values import Json
from ...vocabulary.arguments import Lang
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import DeadlineStatus, DutyForce, ReceiptPolicy
from ..pickling import sent
from ..receipts import Asked, OfLaw, issued
from ..result import plain
from .branches import Doubt
from .counting import CountedDay, Length, counted_days


@dataclass(frozen=True, slots=True)
class Deadline(OfLaw):
    """Answer to ``law.deadline``: frozen, hashable, picklable.

    Attributes:
        step: ``procedure.step``.
        trigger: the day of the event that sets the term running.
        receipt_policy: how a trigger on a rest day is dated.
        start: the day the term is counted from (itself not counted).
        status: ``final``, ``provisional``, ``undetermined``, ``human_review`` or ``not_regulated``.
        due: the last day, only where the status is ``final``.
        earliest: first day on which the term can end, where it is provisional or final.
        latest: last such day.
        force: how strongly the term binds; ``minimum`` where it is a least length.
        actor: who must act, in Chinese; empty where nothing is regulated.
        actor_english: the same in English.
        rule: id of the rule that sets the term; empty where nothing is regulated.
        citation: the provision that sets the term.
        gist: what it says, in Chinese.
        gist_english: the same in English.
        length: length in units, extension included.
        unit: what it is measured in; ``None`` for a fixed date.
        counting_rule: how it is counted, with its citation; ``None`` for a fixed date.
        extension: the passage on a longer term, if there is one.
        extended: whether it was applied.
        note: why the answer is not final, or what else matters, in Chinese.
        english: the note in English.
        presumed: what the term takes to be so though no fact says it, as fact and value: who names the trigger says
            with it that the case is on the branch of the step. Told otherwise, it is ``not_regulated``.
        warnings: why the answer should be read with care.
        doubt: why, in the case it belongs to, it is not what it would be by itself; ``None`` where it is.
    """

    step: str
    trigger: dt.date
    receipt_policy: ReceiptPolicy
    start: dt.date
    status: DeadlineStatus
    due: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    force: DutyForce | None
    actor: str
    actor_english: str = field(default="", kw_only=True)
    rule: str
    citation: Citation | None
    gist: str
    gist_english: str = field(default="", kw_only=True)
    length: int | None
    unit: Unit | None
    counting_rule: CountingRule | None
    extension: Extension | None
    extended: bool
    note: str
    english: str
    warnings: tuple[ResultWarning, ...]
    order: LegalOrder
    stated: tuple[tuple[str, FactValue], ...]
    presumed: tuple[tuple[str, FactValue], ...] = ()
    doubt: Doubt | None = None

    @property
    def on(self) -> dt.date:
        """The date of the law."""
        return self.order.on

    def doubted(self, doubt: Doubt | None) -> Deadline:
        """The same term in a case that leaves it in doubt: without a day, with what the case adds."""
        if doubt is None:
            return self
        return replace(
            self,
            status=doubt.status,
            due=None,
            earliest=None,
            latest=None,
            extended=False,
            note=doubt.note,
            english=doubt.english,
            presumed=(),
            warnings=told.in_order((*self.warnings, *doubt.warnings)),
            doubt=doubt,
        )

    @property
    def settled(self) -> bool:
        """Whether it can be told that the step was done in time or not, where its day is known or there is no term."""
        return self.status not in (DeadlineStatus.UNDETERMINED, DeadlineStatus.HUMAN_REVIEW)

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """Every calendar day from the trigger to the due day, counted or not and why.

        Empty without a due day, and where the calendar does not reach back to the trigger.
        """
        if self.due is None or self.unit is None or self.trigger < self.order.calendar.first:
            return ()
        length = Length(self.unit, self.length or 0, self.order.vocabulary.length_of(dict(self.stated)))
        return tuple(counted_days(length, self.trigger, self.start, self.due, self.order.calendar))

    def _asked(self) -> Asked:
        options = {"step": self.step, "trigger": self.trigger.isoformat(), "receipt": str(self.receipt_policy)}
        outcome = {
            "status": str(self.status),
            "due": _iso(self.due),
            "earliest": _iso(self.earliest),
            "latest": _iso(self.latest),
            "rule": self.rule or None,
        }
        return Asked("deadline", self.order, options, outcome, dict(self.stated), calendar=True)

    def _issued(self, told: Mapping[str, Json]) -> dict[str, Json]:
        if self.doubt is None:
            return issued(self._asked(), told)
        # It is that of the term by itself; what its case leaves in doubt comes out of the receipt of the schedule.
        return _again(self.order, self.step, self.trigger, self.receipt_policy, None, facts=dict(self.stated)).receipt

    def __reduce__(self) -> tuple[Any, ...]:
        question = (self.step, self.trigger, self.receipt_policy, self.doubt)
        return sent(_again, self.order, question, dict(self.stated), calendar=True)

    def explain(self, lang: Lang = "zh") -> str:
        """Why, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_deadline

        return explain_deadline(self, lang)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "step": self.step,
            "trigger": self.trigger.isoformat(),
            "receipt_policy": str(self.receipt_policy),
            "start": self.start.isoformat(),
            "status": str(self.status),
            "due": _iso(self.due),
            "earliest": _iso(self.earliest),
            "latest": _iso(self.latest),
            "force": str(self.force) if self.force else None,
            "actor": self.actor,
            "actor_english": self.actor_english,
            "rule": self.rule or None,
            "citation": self.citation.to_dict() if self.citation else None,
            "gist": self.gist,
            "gist_english": self.gist_english,
            "length": self.length,
            "unit": str(self.unit) if self.unit else None,
            "counting_rule": self.counting_rule.to_dict() if self.counting_rule else None,
            "extended": self.extended,
            "note": self.note,
            "english": self.english,
            "presumed": {name: plain(value) for name, value in self.presumed},
            "days": [day.to_dict() for day in self.days],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }


def _again(
    order: LegalOrder,
    step: str,
    trigger: dt.date,
    receipt: str,
    doubt: Doubt | None,
    *,
    facts: Mapping[str, FactValue],
) -> Deadline:
    from .computation import deadline

    return deadline(order, step, trigger, facts, receipt).doubted(doubt)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
