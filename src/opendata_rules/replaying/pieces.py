"""What receipts of every kind are made of: exact texts and numbers, digests, options, outcome."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from ..vocabulary.terms import ReceiptPolicy


def _day(text: str) -> str:
    dt.date.fromisoformat(text)
    return text


def _fact(value: object) -> object:
    """A fact value in plain JSON; whether it fits its fact, the vocabulary says."""
    if type(value) in (bool, int, str) or (type(value) is list and all(type(item) is str for item in value)):
        return value
    raise ValueError("应当是真假值、整数、文本或者文本的列表")


def _whole(value: object) -> object:
    # Elsewhere 2.0 is 2; in a receipt it is not what was issued.
    if type(value) is not int:
        raise ValueError("应当是整数")
    return value


_FACT_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "integer"},
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}},
    ]
}

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+$", max_length=200)]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Mark = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Marks = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{6})+$")]
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Engine = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9A-Za-z+-]+)+$", max_length=60)]
Count = Annotated[int, Field(ge=0)]
FactValue = Annotated[Any, PlainValidator(_fact), WithJsonSchema(_FACT_SCHEMA)]
#: An event as it was told; whether it is one, the monitor says.
Event = dict[str, FactValue]
Events = Annotated[list[Event], Field(min_length=1)]
Attribute = Literal["closed", "conditional", "open"]
Policy = Literal["receipt_instant", "next_working_day"]
Unlisted = Literal["unknown", "false"]
assert set(ReceiptPolicy) == {"receipt_instant", "next_working_day"}


class Form(BaseModel):
    """A closed object of exact types."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


# -- what an answer rests on ------------------------------------------------------------------------------------------


class WordDigests(Form):
    """Digest of a vocabulary or of the procedures, and the marks of all entries one behind the other."""

    digest: Sha256
    entries: Marks


class PackDigests(Form):
    """Digest of a pack by its meaning, and the marks of its instrument and of its rules by id."""

    digest: Sha256
    instrument: Mark
    rules: dict[Id, Mark]


class CalendarDigests(Form):
    """Digest of the calendar, and the marks of its years and of what is assumed of later ones."""

    digest: Sha256
    years: dict[Year, Mark]
    assumptions: Mark


class LawName(Form):
    """A law: whose, and of which day."""

    place: Id
    on: Day
    drafts: bool
    strict: bool


# -- what was asked ---------------------------------------------------------------------------------------------------


class Options(Form):
    """How the law was asked for."""

    drafts: bool
    strict: bool


class Outcome(Form):
    """What the answer came to: its gist, and the digest of all of it."""

    digest: Sha256


class Receipt(Form):
    """What all receipts of this form hold."""

    receipt: Annotated[Literal[2], BeforeValidator(_whole)]
    kind: str
    engine: Engine
    place: Id
    on: Day
    options: Options
    facts: dict[Id, FactValue | None]
    question: Sha256
    places: dict[Id, Sha256]
    vocabulary: WordDigests
    procedures: WordDigests
    packs: dict[Id, PackDigests]
    calendar: CalendarDigests | None
    outcome: Outcome


class StepGist(Form):
    """How a step stands, and when it is due."""

    state: Id
    due: Day | None
