"""Reading back what a store holds: what is damaged is told, never guessed at, and never an error of Python's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from ..errors import Error
from ..quoting import quoted

T = TypeVar("T")


class Damaged(Exception):
    """A row of a store does not hold what was written to it.

    Attributes:
        text: what is wrong, in Chinese.
        english: the same in English.
    """

    def __init__(self, text: str, english: str) -> None:
        super().__init__(text)
        self.text = text
        self.english = english


@contextmanager
def reading() -> Iterator[None]:
    """Within, whatever goes wrong says that the row is damaged.

    Raises:
        Damaged: something does.
    """
    try:
        yield
    except Damaged:
        raise
    except KeyError as error:
        raise Damaged(f"缺少 {quoted(error.args[0])}", f"{quoted(error.args[0])} is missing") from error
    except Error as error:
        raise Damaged(str(error).rstrip("。"), error.english or str(error)) from error
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise Damaged("内容的写法不对", "what it holds is not written as it should be") from error


def parsed(text: object) -> dict[str, Any]:
    """The JSON object of a row.

    Raises:
        Damaged: it is none.
    """
    try:
        found = json.loads(text) if type(text) is str else None
    except (ValueError, RecursionError) as error:
        raise Damaged("不是完整的 JSON", "it is no whole JSON") from error
    if not isinstance(found, dict):
        raise Damaged("不是 JSON 对象", "it is no JSON object")
    return found


def a_text(value: object) -> str:
    """A text.

    Raises:
        TypeError: it is none.
    """
    return _of(str, value)


def a_bool(value: object) -> bool:
    """``True`` or ``False``.

    Raises:
        TypeError: it is neither.
    """
    return _of(bool, value)


def a_number(value: object) -> int:
    """A whole number.

    Raises:
        TypeError: it is none.
    """
    return _of(int, value)


def texts(value: object) -> tuple[str, ...]:
    """A list of texts.

    Raises:
        TypeError: it is none.
    """
    return tuple(map(a_text, _of(list, value)))


def _of(kind: type[T], value: object) -> T:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} is needed")
    return value
