"""Arguments of a shelf, checked: nothing is coerced, and every refusal says what was given."""

from __future__ import annotations

import os
from pathlib import Path

from ..quoting import quoted, type_name
from ..vocabulary.refusals import text_argument


def place_argument(value: object) -> None:
    """Refuse a place that is no text: a division code is text too, since it may begin with zeros.

    Raises:
        TypeError: it is none.
    """
    if type(value) is int:
        shown = quoted(value)
        raise TypeError(
            f'place 应当是文本，得到的是 int：{shown}；行政区划代码也写成文本，例如 "370900"。'
            f' (place must be text, not int; write a division code as "370900")'
        )
    text_argument(value, "place")


def bool_argument(value: object, name: str) -> None:
    """Refuse anything but ``True`` and ``False``.

    Args:
        value: the argument.
        name: its name.

    Raises:
        TypeError: it is neither; ``1``, ``"false"``, ``None`` and ``numpy.bool_`` are not.
    """
    if value is not True and value is not False:
        kind = type_name(value)
        raise TypeError(
            f"{name} 应当是 True 或者 False，得到的是 {kind}：{quoted(value)}。 ({name} must be a bool, not {kind})"
        )


def folder_argument(value: object, name: str) -> Path:
    """A path to look at, whatever it may turn out to be.

    Args:
        value: the argument.
        name: its name.

    Raises:
        TypeError: it is neither text nor an object that stands for one; bytes are none.
    """
    if isinstance(value, str | os.PathLike):
        given = os.fspath(value)
        if isinstance(given, str):
            return Path(given)
    kind = type_name(value)
    raise TypeError(
        f"{name} 应当是路径（文本或者 pathlib.Path），得到的是 {kind}：{quoted(value)}。"
        f" ({name} must be a str or a Path, not {kind})"
    )
