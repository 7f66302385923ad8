"""Which sheets the workbook of an instrument has, which columns these have, and what may be written in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from ...packs import written
from ...packs.files import ARTICLES, DEADLINES, DUTIES, RULES
from ...vocabulary.keywords import chinese


class Kind(Enum):
    """What stands in a column."""

    #: one text, or one of some words
    TEXT = "text"
    #: several, with ；  between them
    LIST = "list"
    #: to be looked at; it is edited in the file
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        heading: its heading.
        kind: what stands in it.
        path: where that stands in an entry; empty of what only the workbook shows.
        words: the words that may be written, where they are known.
        width: in characters.
    """

    heading: str
    kind: Kind
    path: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the entries of one or more lists of a file.

    Attributes:
        title: its name.
        file: the file.
        columns: its columns, from left to right.
        table: whether its conditions are a decision table, with a column for each fact.
        key: keyword of what tells its entries from each other.
    """

    title: str
    file: str
    columns: tuple[Column, ...]
    table: bool = False
    key: str = field(default_factory=lambda: chinese("id"))

    @property
    def numbered(self) -> bool:
        """Whether several rows go by one key, and have numbers."""
        return any(column.heading == ROW for column in self.columns)


#: Heading of the column for remarks, which go into no file.
REMARKS = "审阅意见"
#: Heading of what conditions ask beside the facts of a decision table.
OTHERS = "其他条件"
KIND, RULES_OF, OF, ROW = "类别", "规则", "所属规则", "行"

_WIDE = {"gist": 44, "english": 36, "anchors": 28, "action": 36, "note": 40, "premise": 44, "must": 44}
_WIDE |= {"condition": 44, "unless": 32, "id": 26, "matter": 14, "ref": 10, "doubt": 32}


def _of(*models: type[BaseModel], names: str) -> Iterator[Column]:
    """Columns of some keywords of entries, in the order of ``names``; a dot leads into a part of an entry."""
    for name in names.split():
        first, _, inner = name.partition(".")
        hint = next(model.model_fields[first] for model in models if first in model.model_fields)
        kind, words = _kind(hint.annotation, hint.metadata)
        path: tuple[str, ...] = (chinese(first),)
        heading = path[0]
        if inner:
            path = (*path, chinese(inner))
            heading = "".join(path)
            kind, words = Kind.TEXT, ()
        yield Column(heading, kind, path, words, _WIDE.get(first, 16))


def _kind(hint: Any, metadata: list[Any]) -> tuple[Kind, tuple[str, ...]]:
    if get_origin(hint) is Annotated:
        return _kind(get_args(hint)[0], [*metadata, *get_args(hint)[1:]])
    if get_origin(hint) in (Union, UnionType):
        [inner] = [one for one in get_args(hint) if one is not type(None)]
        return _kind(inner, metadata)
    if hint is bool:
        return Kind.TEXT, ("是", "否")
    if get_origin(hint) is Literal:
        return Kind.TEXT, get_args(hint)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return Kind.SHOWN, ()
        return Kind.LIST, ()
    if get_origin(hint) is dict or (isinstance(hint, type) and issubclass(hint, BaseModel)):
        return Kind.SHOWN, ()
    return Kind.TEXT, ()


_BOUND, _ENDING = "ref gist actor force", "consequences anchors english"
_CHANGING = "condition_changes cures approvers consequences"
_DOING = "action condition unless anchors"
_DUTY = "prompt premise must doubt action precedes"
_TERM = "length unit fixed extension.total condition"
_JUDGING = (written.GroundModel, written.HoldModel, written.ResidualModel)

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "判定",
        RULES,
        (
            *_of(*_JUDGING, names="id"),
            Column(ROW, Kind.SHOWN, width=5),
            Column(KIND, Kind.SHOWN, width=22),
            *_of(*_JUDGING, names="ref gist force outcome choices action unless anchors english"),
        ),
        table=True,
    ),
    Sheet("变更", RULES, tuple(_of(written.ChangeModel, names=f"id ref gist moves {_CHANGING} anchors english"))),
    Sheet(
        "变更的要件",
        RULES,
        (
            *_of(written.RequirementModel, names="id"),
            Column(ROW, Kind.SHOWN, width=5),
            Column(OF, Kind.SHOWN, width=26),
            *_of(written.RequirementModel, names="ref gist hard place_levels condition"),
            *_of(written.ReviewModel, names="unless anchors english"),
        ),
    ),
    Sheet(
        "措施和转致",
        RULES,
        (
            *_of(written.ActionModel, names="id"),
            Column(KIND, Kind.SHOWN, width=12),
            *_of(written.ActionModel, written.ReferralModel, names=f"ref matter gist applies_to {_DOING} english"),
        ),
    ),
    Sheet("职责", DUTIES, tuple(_of(written.DutyModel, names=f"id matter {_BOUND} {_DUTY} {_ENDING}"))),
    Sheet("期限", DEADLINES, tuple(_of(written.TermModel, names=f"id step {_BOUND} {_TERM} {_ENDING}"))),
    Sheet(
        "每年", DEADLINES, tuple(_of(written.RecurringModel, names=f"id matter {_BOUND} every_year anchors english"))
    ),
    Sheet("计算规则", DEADLINES, tuple(_of(written.CountingModel, names="id unit ref gist general anchors english"))),
    Sheet(
        "条文表",
        ARTICLES,
        (
            *_of(written.ArticleModel, names="ref status note note_english"),
            Column(RULES_OF, Kind.SHOWN, width=48),
        ),
        key=chinese("ref"),
    ),
)
