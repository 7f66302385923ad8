"""What ``suspicions.yaml`` says, as frozen pydantic models: names that a catalogue is asked about."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from ..reading.models import Model, RuleId, Text

#: The file of a pack.
SUSPICIONS = "suspicions.yaml"
Names = Annotated[tuple[Text, ...], Field(min_length=1)]


class _EntryModel(Model):
    """What every entry has: an id, why it stands there, and what that rests on."""

    parts: ClassVar[tuple[str, ...]] = ("可疑名称",)

    id: RuleId
    reason: Text
    source: Names


class BesideModel(Model):
    """Data items that say something only beside the name of a person or a company."""

    parts: ClassVar[tuple[str, ...]] = ("可疑名称",)

    name_items: Names
    items: Names


class SuspicionModel(_EntryModel):
    """Names that raise the question of one fact."""

    fact: Text
    items: tuple[Text, ...] = ()
    beside: BesideModel | None = None
    titles: tuple[Text, ...] = ()


class ExemptionModel(_EntryModel):
    """Names that are about something else, be it only as far as one fact goes."""

    fact: Text | None = None
    titles: Names


class OfficesModel(_EntryModel):
    """Names of offices."""

    titles: Names


class SuspicionsModel(Model):
    """``suspicions.yaml``."""

    suspicions: tuple[SuspicionModel, ...] = ()
    unsuspected: tuple[ExemptionModel, ...] = ()
    offices: tuple[OfficesModel, ...] = ()
    note: Text | None = None
