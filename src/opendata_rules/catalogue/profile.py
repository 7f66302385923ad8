"""A profile: what the columns, paths and codes of one platform mean, written by those who know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from ..values import Term
from ..vocabulary.terms import Attribute
from .columns import Meaning


class DayOrder(Term):
    """Order of day and month in dates that do not begin with the year."""

    DAY_FIRST = "日/月/年"
    MONTH_FIRST = "月/日/年"


@dataclass(frozen=True, slots=True)
class Shape:
    """By what the files of a platform are known without doubt; all of it has to be there.

    Attributes:
        top: keys of the object that a JSON file is (顶层).
        values: how the values of some of them begin (值).
        each: paths that every dataset has (各项).
        columns: columns of a table (列).
        of_class: class of the resources in RDF that are datasets (类).
    """

    top: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    each: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    of_class: str = ""

    @property
    def size(self) -> int:
        """How much has to be there: of two shapes that fit, the larger one tells more."""
        return len(self.top) + len(self.values) + len(self.each) + len(self.columns) + bool(self.of_class)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the columns, paths and codes of one platform mean.

    Attributes:
        columns: meaning by column name (列).
        paths: meaning by path in a JSON or RDF record (路径); each becomes a column of that name.
        last: columns that count only where no other one of their meaning is filled (次选).
        declared: opening attribute by code (开放属性).
        sharing: sharing attribute by code (共享属性).
        cadence: spelling of the reviewed table by code (更新频率).
        yes_no: truth value by code, ``None`` for unknown (是否).
        day_order: how to read dates that do not begin with the year (日期写法).
        sheets: the sheets of a workbook to read (工作表); all that look alike if empty.
        datasets: paths at which a JSON file has its datasets (数据集), the first that is there.
        totals: paths at which it says how many there are (总数).
        pairs: paths of names with values that are columns of their own (键值).
        remarks: what to say of a column where a file has it (说明).
        shapes: by what a file is known to be of this platform (识别); empty where it has to be named.
        id: id in the register (编号); empty for a profile that is not registered.
        label: what it is called (名称).
        names: what else it may be called (别名).
        source: where the format is specified, with version or date (来源).
        base: registered profile that this one goes on (基于).
        text: the file it was read from.
    """

    columns: Mapping[str, Meaning] = field(default_factory=dict)
    paths: Mapping[str, Meaning] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    declared: Mapping[str, Attribute] = field(default_factory=dict)
    sharing: Mapping[str, Attribute] = field(default_factory=dict)
    cadence: Mapping[str, str] = field(default_factory=dict)
    yes_no: Mapping[str, bool | None] = field(default_factory=dict)
    day_order: DayOrder | None = None
    sheets: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[Shape, ...] = ()
    id: str = ""
    label: str = ""
    names: tuple[str, ...] = ()
    source: str = ""
    base: str = ""
    text: str = field(default="", repr=False)

    @property
    def meanings(self) -> dict[str, Meaning]:
        """Meaning by name of a column, paths among them; what columns are said to be goes before."""
        return {**self.columns, **{path: found for path, found in self.paths.items() if path not in self.columns}}

    @property
    def nested(self) -> bool:
        """Whether it says where in a JSON record something stands."""
        return bool(self.paths or self.datasets or self.pairs)

    @property
    def called(self) -> tuple[str, ...]:
        """All names by which it can be asked for."""
        return tuple(name for name in (self.id, self.label, *self.names) if name)

    def over(self, base: Profile) -> Profile:
        """This profile with everything that another one says besides."""
        merged: dict[str, object] = {}
        for one in fields(self):
            own, other = getattr(self, one.name), getattr(base, one.name)
            both = isinstance(own, Mapping) and isinstance(other, Mapping)
            merged[one.name] = {**own, **{k: v for k, v in other.items() if k not in own}} if both else own or other
        # What is said here of a column, or of its codes, needs no remark any more.
        explained = {name for name, found in base.meanings.items() if found == "declared"} if self.declared else set()
        explained |= set(self.columns)
        merged["remarks"] = {name: text for name, text in base.remarks.items() if name not in explained}
        return Profile(**merged)  # type: ignore[arg-type]
