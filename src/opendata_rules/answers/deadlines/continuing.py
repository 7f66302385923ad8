"""The term of a duty that never ends, as the law of the day asked about has it.

``deadline`` answers by the law in force on the day of the trigger. Whether a continuing duty is fulfilled today is for
the law of today to say, whenever it was last fulfilled: data updated before an instrument came into force is held to
that instrument now. What fell due before it came into force it does not judge: there the duty begins anew on the first
day in force. The duties of a place are judged in the same way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...norms.chain import Chain
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import Step
from ...vocabulary.terms import DeadlineStatus, ReceiptPolicy
from .branches import left
from .completions import Choice
from .computation import Computation
from .terms import facts_of_step


@dataclass(frozen=True, slots=True)
class ContinuingTerm:
    """When a duty that never ends is to be fulfilled next.

    Attributes:
        status: as of a :class:`.answer.Deadline`.
        due: the last day, only where it is certain.
        earliest: first day on which the term can end, where that is known.
        latest: last such day, an extension that may have been granted included.
        citation: the provision that sets the term; ``None`` where none does.
        gist: what it says, in Chinese.
        gist_english: the same in English.
        note: why the answer is not final, in Chinese.
        english: the note in English.
        warnings: why the answer should be read with care.
        lapsed: where it fell due before the law was in force, earliest and latest day on which it did; the others are
            then of the term that runs anew from the first day in force. ``None`` elsewhere.
        rule: id of the rule that sets the term; empty where none does.
    """

    status: DeadlineStatus
    due: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    citation: Citation | None
    gist: str
    gist_english: str
    note: str
    english: str
    warnings: tuple[ResultWarning, ...]
    lapsed: tuple[dt.date, dt.date] | None = None
    rule: str = ""

    def passed(self, day: dt.date) -> bool | None:
        """Whether the term has run out on a day, its last day being still in time; ``None`` if that is not known."""
        if self.earliest is None or self.latest is None:
            return None
        if day > self.latest:
            return True
        return False if day <= self.earliest else None


class ContinuingTerms:
    """The terms of one continuing step under one law, for many days; what does not depend on the day is found once."""

    def __init__(self, order: LegalOrder, name: str) -> None:
        """Take the step.

        Args:
            order: the law of the day asked about.
            name: ``procedure.step``.

        Raises:
            UnknownProcedure: there is no such step.
        """
        self._order = order
        self._step = order.procedures.step(name)
        self.facts = frozenset((*facts_of_step(order, name), *self._step.facts))
        self._found: dict[tuple[tuple[str, FactValue], ...], _Standing] = {}

    def of(self, last_done: dt.date, facts: tuple[tuple[str, FactValue], ...]) -> ContinuingTerm:
        """The term counted from a day.

        Args:
            last_done: the day of the trigger.
            facts: normalised facts as (id, value), sorted; of use are only those named in ``facts``.
        """
        if not self._step.continuing:
            return _Standing(self._order, self._order.chain_at(last_done), self._step, last_done, facts).term()
        found = self._found.get(facts)
        if found is None:
            found = self._found[facts] = _Standing(self._order, self._order.chain, self._step, last_done, facts)
        return found.term_from(last_done)


def counted_anew(order: LegalOrder, name: str, last_done: dt.date, facts: Mapping[str, FactValue]) -> bool | None:
    """Whether a continuing term fell due before the law of today was in force, so that it runs anew from its first day.

    Args:
        order: the law of the day asked about.
        name: ``procedure.step``.
        last_done: the day of the trigger.
        facts: the known facts by id.

    Returns:
        ``None`` where that hangs on unknown facts.
    """
    step = order.procedures.step(name)
    found = _Anew(order, order.chain, step, last_done, facts, ReceiptPolicy.RECEIPT_INSTANT).of_each()
    return next(iter(found)) if len(found) == 1 else None


class ContinuingSpans:
    """When a duty that never ends is to be fulfilled next, for many days on the same facts under the law of today.

    Args:
        order: the law of the day asked about.
        name: ``procedure.step``.
        facts: the known facts by id.
    """

    def __init__(self, order: LegalOrder, name: str, facts: Mapping[str, FactValue]) -> None:
        step = order.procedures.step(name)
        self._found = _Anew(order, order.chain, step, order.on, facts, ReceiptPolicy.RECEIPT_INSTANT)

    def bounds(self, last_done: dt.date) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest end of the term counted from a day; ``None`` where there is none to tell."""
        self._found.trigger = last_done
        return self._found.bounds()

    def anew(self, last_done: dt.date) -> bool | None:
        """See :func:`counted_anew`."""
        self._found.trigger = last_done
        found = self._found.of_each()
        return next(iter(found)) if len(found) == 1 else None


class _Anew(Computation):
    """Whether the terms that a step may have are counted anew."""

    _chosen: tuple[Choice, ...] | None = None

    def _choices(self) -> tuple[Choice, ...]:
        # They depend on the facts only, not on the day.
        if self._chosen is None:
            self._chosen = super()._choices()
        return self._chosen

    def of_each(self) -> frozenset[bool]:
        """For each of them, whether it is."""
        found: set[bool] = set()
        for choice in self._choices():
            starts = self._starts(choice.rule) if choice.rule is not None else None
            self.fell_due = None
            if choice.rule is not None and starts is not None:
                self._end(choice, starts, choice.rule.length)
            found.add(self.fell_due is not None)
        return frozenset(found)


class _Standing(Computation):
    """The terms of one step on the same facts under the same law."""

    def __init__(
        self, order: LegalOrder, chain: Chain, step: Step, last_done: dt.date, facts: tuple[tuple[str, FactValue], ...]
    ) -> None:
        super().__init__(order, chain, step, last_done, dict(facts), ReceiptPolicy.RECEIPT_INSTANT)
        self._first = self.term()
        settled = self._contradiction is not None or left(step, self._rules, self.facts) or self._strictly_open()
        found = () if settled else self._choices()
        #: whether the day matters
        self._varies = any(choice.rule is not None for choice in found)
        self._plain: Choice | None = None
        if self._varies and len(found) == 1:
            [choice] = found
            self._plain = choice if choice.rule is not None and choice.rule.extension is None else None

    def term_from(self, day: dt.date) -> ContinuingTerm:
        """The term counted from a day."""
        if not self._varies:
            return self._first
        self.trigger = day
        if self._plain is None:
            return self.term()
        rule = self._plain.rule
        end = self._under_one_law(self._end(self._plain, (day, day), rule.length if rule is not None else None))
        due = end.earliest if end.status is DeadlineStatus.FINAL else None
        first = self._first
        return self._judged(
            ContinuingTerm(
                end.status,
                due,
                end.earliest,
                end.latest,
                first.citation,
                first.gist,
                first.gist_english,
                end.note,
                end.english,
                first.warnings,
                rule=first.rule,
            )
        )

    def term(self) -> ContinuingTerm:
        """The term counted from the trigger, whatever the law says of it."""
        self.fell_due = None
        found = self.deadline()
        status, due, earliest, latest = found.status, found.due, found.earliest, found.latest
        if latest is not None and found.extension is not None:
            # It may end later than that, or there may be no such term: what is not known makes nobody late.
            bounds = self.bounds()
            if bounds != (earliest, latest):
                status, due = DeadlineStatus.UNDETERMINED, None
                earliest, latest = bounds if bounds is not None and bounds[1] < dt.date.max else (None, None)
        return self._judged(
            ContinuingTerm(
                status,
                due,
                earliest,
                latest,
                found.citation,
                found.gist,
                found.gist_english,
                found.note,
                found.english,
                found.warnings,
                rule=found.rule,
            )
        )

    def _judged(self, term: ContinuingTerm) -> ContinuingTerm:
        """The term; where it fell due before the law, the one that runs anew: what was before is not judged by it."""
        answer, before, latest = self.resolution.answer, self.fell_due, term.latest
        if before is None or before.latest is None or answer is None or term.earliest is None or latest is None:
            return term
        lapsed = before.earliest or before.latest, before.latest
        title, effective = answer.standing.title, self.in_force_since()
        note = f"上一次在《{title}》施行（{effective}）以前到期，不由它判断；从施行之日重新起算，到 {latest}"
        english = f"it fell due before {answer.standing.id} took effect ({effective}), and runs anew until {latest}"
        found = replace(term, lapsed=lapsed, note=note, english=english)
        return found if found.passed(self.order.on) else replace(found, status=DeadlineStatus.NOT_REGULATED, due=None)
