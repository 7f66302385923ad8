"""Receipts of the first form: they name digests of files, byte by byte, and no outcome.

They are replayed where every file of every pack is as it was. A comment in a file is enough to refuse one: what to do
then is said in the refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import Field, TypeAdapter
from pydantic import ValidationError as Unfit

from ..law import Law
from .form import ChangeOptions, CheckOptions, ClassifyOptions, DeadlineOptions, ScheduleOptions, unfit
from .pieces import Day, Engine, FactValue, Form, Id, Sha256

FORM = 1


class FirstReceipt(Form):
    """What all receipts of the first form hold."""

    receipt: Literal[1]
    engine: Engine
    place: Id
    on: Day
    facts: dict[Id, FactValue]
    packs: dict[Id, Sha256]


class FirstOfDecision(FirstReceipt):
    """Of a decision."""

    kind: Literal["classify"]
    options: ClassifyOptions
    calendar: None


class FirstOfChange(FirstReceipt):
    """Of a verdict on a change."""

    kind: Literal["change"]
    options: ChangeOptions
    calendar: None


class FirstOfAssessment(FirstReceipt):
    """Of an assessment."""

    kind: Literal["check"]
    options: CheckOptions
    calendar: Sha256


class FirstOfDeadline(FirstReceipt):
    """Of a deadline."""

    kind: Literal["deadline"]
    options: DeadlineOptions
    calendar: Sha256


class FirstOfSchedule(FirstReceipt):
    """Of a schedule."""

    kind: Literal["schedule"]
    options: ScheduleOptions
    calendar: Sha256


First = FirstOfDecision | FirstOfChange | FirstOfAssessment | FirstOfDeadline | FirstOfSchedule
_ADAPTER: TypeAdapter[First] = TypeAdapter(Annotated[First, Field(discriminator="kind")])


def is_one(receipt: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether it calls itself a receipt of the first form."""
    return isinstance(receipt, Mapping) and type(receipt.get("receipt")) is int and receipt["receipt"] == FORM


def read(receipt: Mapping[str, Any]) -> First:
    """A receipt of the first form as what it says.

    Raises:
        ReceiptMismatch: it is none.
    """
    try:
        return _ADAPTER.validate_python(dict(receipt))
    except Unfit as error:
        raise unfit(error) from None


def changed(form: First, law: Law) -> tuple[str, ...]:
    """Ids of the packs whose files are others now, and ``calendar`` where that is another."""
    now = {link.standing.id: link.pack.digest for link in law.chain.links}
    found = sorted(name for name in form.packs.keys() | now.keys() if form.packs.get(name) != now.get(name))
    if form.calendar is not None and form.calendar != law.calendar.digest:
        found.append("calendar")
    return tuple(found)
