"""Arguments of a shelf, checked: nothing is coerced, and every refusal says what was given."""

from __future__ import annotations

import os
from pathlib import Path


def text_argument(value: object, name: str) -> None:
    """Refuse anything but text.

    Args:
        value: the argument.
        name: its name.

    Raises:
        TypeError: it is no text; a division code is text too, since it may begin with zeros.
    """
    if not isinstance(value, str):
        example = '；行政区划代码也写成文本，例如 "370900"' if type(value) is int else ""
        raise TypeError(f"{name} 应当是文本，得到的是 {type(value).__name__}{example}。 ({name} must be a str)")


def path_argument(value: object, name: str) -> Path:
    """A path given as text or as an object that stands for one.

    Args:
        value: the argument.
        name: its name.

    Raises:
        TypeError: it is neither; bytes are none.
    """
    if isinstance(value, str | os.PathLike):
        given = os.fspath(value)
        if isinstance(given, str):
            return Path(given)
    kind = type(value).__name__
    raise TypeError(f"{name} 应当是路径（文本或者 pathlib.Path），得到的是 {kind}。 ({name} must be a str or a Path)")


def bool_argument(value: object, name: str) -> None:
    """Refuse anything but ``True`` and ``False``.

    Args:
        value: the argument.
        name: its name.

    Raises:
        TypeError: it is neither; ``1``, ``"false"``, ``None`` and ``numpy.bool_`` are not.
    """
    if value is not True and value is not False:
        raise TypeError(f"{name} 应当是 True 或者 False，得到的是 {type(value).__name__}。 ({name} must be a bool)")
