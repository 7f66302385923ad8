"""What ``facts.yaml`` and ``procedures.yaml`` of a pack say, as frozen pydantic models: a place's own words.

Like :mod:`opendata_rules.packs.written`; what the words mean, and that they take nothing from what there is already, is
the business of :mod:`opendata_rules.packs.words`.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from ..reading.models import Model, Text, YesNo

Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,31}$")]


#: Ids of facts, values, procedures, steps and events.
WordId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


FactTypeTerm = Literal["是非", "选项", "多选", "日期", "整数", "文本"]


class OwnFactModel(Model):
    """A fact that no vocabulary foresaw."""

    parts: ClassVar[tuple[str, ...]] = ("本地事实",)

    id: WordId
    label: Text
    type: FactTypeTerm
    values: dict[WordId, Text] = Field(default_factory=dict)
    ask: Text
    meaning: Text
    english: Text | None = None
    matter: Text | None = None
    brought_about: tuple[Text, ...] = ()
    cured_by: tuple[Literal["脱敏", "同意"], ...] = ()
    provenance: Text | None = None


class FactsModel(Model):
    """``facts.yaml``."""

    prefix: Prefix
    note: Text | None = None
    own_facts: tuple[OwnFactModel, ...] = ()
    added_values: dict[str, dict[WordId, Text]] = Field(default_factory=dict)


class OwnStepModel(Model):
    """A step of a procedure."""

    parts: ClassVar[tuple[str, ...]] = ("本地程序",)

    id: WordId
    label: Text
    english: Text | None = None
    starts_with: Text
    stand_in: Text | None = None
    on_branch: dict[str, Any] = Field(default_factory=dict)
    continuing: YesNo = False
    before_act: Text | None = None


class OwnProcedureModel(Model):
    """A procedure that no vocabulary foresaw."""

    parts: ClassVar[tuple[str, ...]] = ("本地程序",)

    id: WordId
    label: Text
    english: Text | None = None
    tells: dict[str, Any] = Field(default_factory=dict)
    other_events: tuple[Text, ...] = ()
    procedure_steps: Annotated[tuple[OwnStepModel, ...], Field(min_length=1)]


class AddedStepsModel(Model):
    """Steps that come to a procedure there is."""

    procedure: Text
    procedure_steps: Annotated[tuple[OwnStepModel, ...], Field(min_length=1)]


class OwnEventModel(Model):
    """A kind of event that is no step."""

    parts: ClassVar[tuple[str, ...]] = ("本地程序",)

    id: WordId
    label: Text
    english: Text | None = None
    tells: dict[str, Any] = Field(default_factory=dict)
    tells_day: Text | None = None
    is_act: YesNo = False


class ProceduresModel(Model):
    """``procedures.yaml``."""

    own_procedures: tuple[OwnProcedureModel, ...] = ()
    added_steps: tuple[AddedStepsModel, ...] = ()
    own_events: tuple[OwnEventModel, ...] = ()
