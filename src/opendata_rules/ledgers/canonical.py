"""Canonical JSON (RFC 8785): the one sequence of bytes that all equal JSON has, so that a digest can stand for it.

Only what receipts are made of is taken: no fractions, whole numbers that every reader of JSON takes for the same, and
names of plain characters, whose order is the same in all of Unicode's encodings. For that, Python's own writer gives
what RFC 8785 asks for; the tests compare it with the library ``rfc8785``.
"""

from __future__ import annotations

import base64
import hashlib
import json

from ..errors import BadArgument
from ..quoting import quoted

#: The greatest whole number that a double holds with all those below it (RFC 7493).
GREATEST = 2**53 - 1
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: object) -> bytes:
    """Plain JSON as the bytes that all equal JSON has.

    Raises:
        BadArgument: it holds a fraction, a number that is too great, half a character, or is no plain JSON.
    """
    try:
        _check(value)
        return _WRITER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise BadArgument(
            "里面有半个字符（单个的代理码位），写不成 UTF-8。",
            english="it holds half a character (a lone surrogate), which has no place in UTF-8.",
        ) from None
    except RecursionError:
        raise BadArgument("套得太深。", english="it is nested too deeply.") from None


def _check(value: object) -> None:
    kind = type(value)
    if value is None or kind is bool or isinstance(value, str):
        return
    if isinstance(value, int):
        if not -GREATEST <= value <= GREATEST:
            raise BadArgument(
                f"整数不能超过 {GREATEST}：别的程序读 JSON 时会读成另一个数。",
                english=f"whole numbers go up to {GREATEST}: other readers of JSON would take them for another.",
            )
    elif isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                raise BadArgument(
                    f"名称 {quoted(key)} 不是 ASCII 文字。", english=f"the name {quoted(key)} is no ASCII text."
                )
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    else:
        raise BadArgument(
            f"{kind.__name__} 写不成没有歧义的 JSON。", english=f"{kind.__name__} has no unambiguous form in JSON."
        )


def sha256(data: bytes) -> str:
    """SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def base64_of(data: bytes) -> str:
    """The base64 that notes are written in (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")
