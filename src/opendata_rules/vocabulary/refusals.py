"""Errors on names and arguments that several answers refuse in the same words."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from ..diagnostics.wording import nearest
from ..errors import BadArgument, Error, UnknownProcedure, UnknownTopic
from ..quoting import quoted, type_name

T = TypeVar("T")

#: What arguments are called in Chinese.
_CALLED = {
    "declared": "申报的属性 ",
    "before": "变更前的属性 ",
    "after": "变更后的属性 ",
    "target": "要改成的属性 ",
    "unlisted": "没有列出的事实的读法 ",
    "receipt": "休息日收到的算法 ",
    "scheme": "判定的种类 ",
    "topic": "比较的内容 ",
}


def text_argument(value: object, name: str) -> str:
    """An argument that is a name.

    Raises:
        TypeError: it is no text.
    """
    if isinstance(value, str):
        return value
    kind = type_name(value)
    raise TypeError(f"{name} 应当是文本，得到的是 {kind}：{quoted(value)}。 ({name} must be text, not {kind})")


def int_argument(value: object, name: str) -> int:
    """An argument that is a whole number.

    Raises:
        TypeError: it is no ``int``; a bool is none, and neither are the integers of numpy.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    kind = type_name(value)
    told = f"{name} 应当是整数（int），得到的是 {kind}：{quoted(value)}。"
    raise TypeError(f"{told} ({name} must be an integer (int), not {kind})")


def plain_date(value: object, name: str) -> dt.date:
    """A date argument.

    Raises:
        TypeError: it is not a ``datetime.date``.
    """
    if type(value) is not dt.date:
        kind = type_name(value)
        raise TypeError(f"{name} 应当是 datetime.date，得到的是 {kind}。 ({name} must be a datetime.date)")
    return value


def mapping_argument(value: object, name: str) -> None:
    """Refuse what should be a mapping of names and is none.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, Mapping):
        kind = type_name(value)
        raise TypeError(
            f"{name} 应当是“名称到值”的映射（Mapping），得到的是 {kind}。 ({name} must be a mapping, not {kind})"
        )


def each_argument(value: object, name: str, kind: type[T], chinese: str) -> Iterator[T]:
    """An argument that is some values of one class.

    Args:
        value: what was given.
        name: name of the argument.
        kind: the class.
        chinese: what its values are, in Chinese.

    Raises:
        TypeError: it is something else, or one of them is.
    """
    items = value if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping) else (value,)
    for item in items:
        if not isinstance(item, kind):
            given = type_name(item)
            raise TypeError(
                f"{name} 应当是若干 {chinese}，得到的是 {given}：{quoted(item)}。"
                f" ({name} must be {kind.__name__} values, not {given})"
            )
        yield item


def path_argument(value: object, name: str) -> Path:
    """An argument that is a path.

    Raises:
        TypeError: it is neither text nor a path.
    """
    if not isinstance(value, str | os.PathLike):
        kind = type_name(value)
        raise TypeError(
            f"{name} 应当是文件路径，得到的是 {kind}：{quoted(value)}。 ({name} must be a path, not {kind})"
        )
    return Path(value)


def none_of(
    value: object, argument: str, known: Iterable[str] | Mapping[str, str], *, kind: type[Error] = BadArgument
) -> Error:
    """The error on an argument that is none of the words that it may be.

    Args:
        value: what was given.
        argument: its name.
        known: the words, or ids with their Chinese terms.
        kind: class of the error.
    """
    terms = known if isinstance(known, Mapping) else {}
    listed = "、".join(f"{terms[word]}（{word}）" if word in terms else str(word) for word in known)
    shown = quoted(value)
    return kind(
        f"{_CALLED.get(argument, '')}{argument} 没有“{shown}”。可选：{listed}。",
        nearest=nearest(value, [*known, *terms.values()]),
        english=f"{argument} cannot be {shown}; possible are: {', '.join(map(str, known))}.",
        argument=argument,
    )


def unknown_topic(name: object, known: Mapping[str, str], chinese: str, english: str) -> UnknownTopic:
    """The error on a name that is none of some topics.

    Args:
        name: the name given.
        known: ids and Chinese labels of those that it could have been.
        chinese: what is wrong, with ``{}`` for the name.
        english: the same in English.
    """
    shown = quoted(name)
    return UnknownTopic(
        f"{chinese.format(shown)}。可选：{'、'.join(f'{label}（{one}）' for one, label in known.items())}。",
        nearest=nearest(name, [*known, *known.values()]),
        english=f"{english.format(shown)}; possible are: {', '.join(known)}.",
        argument="topic",
    )


def unknown_procedure(
    chinese: str, english: str, known: Mapping[str, str], near: Iterable[str], argument: str
) -> UnknownProcedure:
    """The error on a name that is none of some procedures, steps, events or acts.

    Args:
        chinese: what is wrong, without a full stop.
        english: the same in English.
        known: ids and Chinese names of those that it could have been.
        near: those of them that are nearest.
        argument: name of the argument.
    """
    return UnknownProcedure(
        f"{chinese}。可选：{'、'.join(f'{label}（{one}）' for one, label in known.items())}。",
        nearest=near,
        english=f"{english}; possible are: {', '.join(known)}.",
        argument=argument,
    )
