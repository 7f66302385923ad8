"""Which columns of a catalogue state the attribute that is asked about, and what several of them come to."""

from __future__ import annotations

from collections.abc import Mapping

from .columns import folded, is_revised, own_name
from .files.records import filled
from .text import line, shortened
from .values import Declared, Doubtful


def watched(named: tuple[str, ...], doubtful: tuple[str, ...]) -> tuple[str, ...]:
    """The columns whose cells decide whether they state the attribute: of several names also those named so."""
    return (*named, *doubtful) if len({folded(own_name(column)) for column in named}) > 1 else doubtful


def declared_columns(
    named: tuple[str, ...], doubtful: Mapping[str, Doubtful], term: str
) -> tuple[tuple[str, ...], list[str]]:
    """The columns that state the attribute, and what is to be said of the others.

    Args:
        named: columns of which the name says so.
        doubtful: what the cells of others say, and those of named ones where these have several names.
        term: what the attribute is called.
    """
    telling = {folded(own_name(column)) for column in named if column not in doubtful or doubtful[column].telling}
    found: list[str] = []
    said: list[str] = []
    for column in named:
        # 开放类型 of files and services, beside 开放属性, is none; nor is it where every cell is another word.
        if folded(own_name(column)) in telling or not telling or not doubtful[column].filled:
            found.append(column)
        else:
            said.append(f"“{line(column)}”一列{doubtful[column].said()}，不是{term}，没有用")
    sure = bool(found)
    for column, about in doubtful.items():
        if column in named:
            continue
        # Beside a column that is sure, one is taken only if most of it speaks of the attribute. What is stated a second
        # time, 开放属性（修改后）, is filled in where it differs.
        if about.telling and (not sure or is_revised(column) or about.telling * 2 >= about.filled):
            found.append(column)
            said.append(f"“{line(column)}”一列里有{term}，按{term}读取")
        else:
            said.append(f"“{line(column)}”一列{about.said()}，不是{term}，没有用")
    return tuple(found), said


def is_denied(texts: Mapping[str, str], read: Mapping[str, Declared]) -> bool:
    """Whether of two columns of one name one states an attribute, and the other says what is none.

    Columns of different names may well speak of different things, such as 开放类型 of files and services.

    Args:
        texts: the cell of each column.
        read: as it is understood.
    """
    if len(texts) == 1:
        return False
    named = {folded(own_name(column)) for column, found in read.items() if found.attribute is not None}
    return any(
        found.attribute is None and filled(texts[column]) and folded(own_name(column)) in named
        for column, found in read.items()
    )


def not_compared(texts: Mapping[str, str], read: Mapping[str, Declared]) -> list[str]:
    """Of the columns beside one that states an attribute, those that say something which is not understood, in Chinese.

    Args:
        texts: the cell of each column.
        read: as it is understood.
    """
    return [
        f"“{line(column)}”写“{shortened(texts[column])}”，没有与别的列比较：{found.note}"
        for column, found in read.items()
        if found.attribute is None and texts[column]
    ]
