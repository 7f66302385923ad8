"""A receipt rechecked: the outcome then, the answer of today, and what lies between them."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from ..answers.receipts import Answer, Receipted, resting_of
from ..digests import canonical
from ..errors import ReceiptMismatch
from ..values import FrozenDict
from ..version import __version__
from . import first_form
from .again import answered, first_drifts, put, put_first
from .asking import Laws
from .drifts import beside, drifts
from .form import read
from .results import Drift, Recheck, Source, gist_of


def recheck(receipt: object, law_of: Laws, source: Source = None) -> Recheck:
    """The outcome of a receipt then, the answer of today, and what differs. See ``library.recheck``."""
    if first_form.is_one(receipt):
        return _first(first_form.read(receipt), law_of)
    form = read(receipt)
    then: dict[str, Any] = form.model_dump(exclude_unset=True)
    found: tuple[Drift, ...] = ()
    now: Receipted | None = None
    refusal = english = ""
    try:
        question = put(form, law_of, source, "recheck")
        found = drifts(then, resting_of(question.laws, question.calendar), question.laws)
        now = answered(question)
    except ReceiptMismatch as error:
        refusal, english = str(error), error.english
    gist = gist_of(then["outcome"])
    agrees = None
    if now is not None:
        today = now.receipt
        agrees = canonical(gist_of(today["outcome"])) == canonical(gist)
        found += beside(then, today)
    return Recheck(
        kind=form.kind,
        place=form.place,
        on=dt.date.fromisoformat(form.on),
        engine=form.engine,
        then=gist,
        now=cast(Answer | None, now),
        refusal=refusal,
        english=english,
        agrees=agrees,
        same=now is not None and not found,
        differences=found,
    )


def _first(form: first_form.First, law_of: Laws) -> Recheck:
    found: tuple[Drift, ...] = ()
    now: Receipted | None = None
    refusal = english = ""
    try:
        question, changed = put_first(form, law_of)
        found = first_drifts(changed)
        now = answered(question)
    except ReceiptMismatch as error:
        refusal, english = str(error), error.english
    return Recheck(
        kind=form.kind,
        place=form.place,
        on=dt.date.fromisoformat(form.on),
        engine=form.engine,
        then=FrozenDict(),
        now=cast(Answer | None, now),
        refusal=refusal,
        english=english,
        # The same files give the same answer.
        agrees=True if now is not None and not found and form.engine == __version__ else None,
        same=now is not None and not found and form.engine == __version__,
        differences=found,
    )
