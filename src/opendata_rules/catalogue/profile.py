"""A profile: what the columns and codes of one platform mean, written by those who know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..values import Term
from ..vocabulary.terms import Attribute
from .columns import Meaning


class DayOrder(Term):
    """Order of day and month in dates that do not begin with the year."""

    DAY_FIRST = "日/月/年"
    MONTH_FIRST = "月/日/年"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the columns and codes of one platform mean.

    Attributes:
        columns: meaning by column name (列).
        declared: opening attribute by code (开放属性).
        sharing: sharing attribute by code (共享属性).
        cadence: spelling of the reviewed table by code (更新频率).
        yes_no: truth value by code, ``None`` for unknown (是否).
        day_order: how to read dates that do not begin with the year (日期写法).
        sheets: the sheets of a workbook to read (工作表); all that look alike if empty.
    """

    columns: Mapping[str, Meaning] = field(default_factory=dict)
    declared: Mapping[str, Attribute] = field(default_factory=dict)
    sharing: Mapping[str, Attribute] = field(default_factory=dict)
    cadence: Mapping[str, str] = field(default_factory=dict)
    yes_no: Mapping[str, bool | None] = field(default_factory=dict)
    day_order: DayOrder | None = None
    sheets: tuple[str, ...] = ()
