"""The term of a duty that never ends, as the law of the day asked about has it.

``deadline`` answers by the law in force on the day of the trigger. Whether a continuing duty is fulfilled today is for
the law of today to say, whenever it was last fulfilled: data updated before an instrument came into force is held to
that instrument now. The duties of a place are judged in the same way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...vocabulary.citations import Citation
from ...vocabulary.facts import FactValue
from ...vocabulary.procedures import procedures
from ...vocabulary.terms import DeadlineStatus, ReceiptPolicy
from .computation import _Computation


@dataclass(frozen=True, slots=True)
class StandingTerm:
    """When a duty that never ends is to be fulfilled next.

    Attributes:
        status: as of a :class:`Deadline`.
        due: the last day, only where it is certain.
        earliest: first day on which the term can end, where that is known.
        latest: last such day, an extension that may have been granted included.
        citation: the provision that sets the term; ``None`` where none does.
        gist: what it says, in Chinese.
        note: why the answer is not final, in Chinese.
        warnings: why the answer should be read with care.
    """

    status: DeadlineStatus
    due: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    citation: Citation | None
    gist: str
    note: str
    warnings: tuple[ResultWarning, ...]

    def passed(self, day: dt.date) -> bool | None:
        """Whether the term has run out on a day, its last day being still in time; ``None`` if that is not known."""
        if self.earliest is None or self.latest is None:
            return None
        if day > self.latest:
            return True
        return False if day <= self.earliest else None


def standing_term(order: LegalOrder, name: str, last_done: dt.date, facts: Mapping[str, FactValue]) -> StandingTerm:
    """The term of a continuing step, counted from the day it was last done.

    Args:
        order: the law of the day asked about.
        name: ``procedure.step``.
        last_done: the day of the trigger.
        facts: normalised facts.

    Raises:
        UnknownProcedure: there is no such step.
    """
    step = procedures().step(name)
    chain = order.chain if step.continuing else order.chain_at(last_done)
    computation = _Computation(order, chain, step, last_done, facts, ReceiptPolicy.RECEIPT_INSTANT)
    found = computation.deadline()
    status, due, earliest, latest = found.status, found.due, found.earliest, found.latest
    if latest is not None and (found.extension is not None or (due is not None and found.note)):
        # It may end later than that, or there may be no such term: what is not known makes nobody late.
        bounds = computation.bounds()
        if bounds != (earliest, latest):
            status, due = DeadlineStatus.UNDETERMINED, None
            earliest, latest = bounds if bounds is not None and bounds[1] < dt.date.max else (None, None)
    return StandingTerm(status, due, earliest, latest, found.citation, found.gist, found.note, found.warnings)
