"""How a step stands on a day, whoever asks: the schedule of a case, or the monitor that follows it."""

from __future__ import annotations

import datetime as dt

from ...vocabulary.terms import StepState


def has_run_out(last: dt.date | None, on: dt.date) -> bool:
    """Whether a term is over on a day; its last day still belongs to it, and one without a last day never is."""
    return last is not None and on > last


def state_on(
    last: dt.date | None, actual: dt.date | None, on: dt.date, *, least: bool, settled: bool = True
) -> StepState:
    """How a step stands whose term has begun: ``met``, ``late``, ``overdue`` or ``pending``.

    Args:
        last: the last day of its term, or the latest that it can be; ``None`` if there is none or nobody can tell.
        actual: the day it was done, if it was by the day asked about.
        on: the day asked about.
        least: whether the term is a least length: it cannot be overdue, and is kept once it has run to its end.
        settled: whether it is known that there is such a step, and what its term is; if not, nobody was punctual or
            late, and the step stays ``pending``.
    """
    if not settled:
        return StepState.PENDING
    if least:
        return StepState.MET if actual is not None and last is not None and actual >= last else StepState.PENDING
    if actual is not None:
        return StepState.LATE if has_run_out(last, actual) else StepState.MET
    return StepState.OVERDUE if has_run_out(last, on) else StepState.PENDING
