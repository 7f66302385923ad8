"""What comes from outside, made fit to be shown: one way for messages, terminal, log, page, workbook, table and feed.

A name or a value that a caller, a file or a store brought may hold anything: half a character, a line end that forges
a line of a log, what a terminal acts on, marks that turn the direction of writing, a megabyte. So it is shown escaped,
and in messages cut. Whole texts go through :func:`visible`, a name or value in a sentence through :func:`quoted`, JSON
through :func:`json_text`.
"""

from __future__ import annotations

import enum
import json
import math
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

#: Most characters shown of one thing.
MOST = 80
#: Items shown of a collection, and how deep one in another is looked into.
_ITEMS, _DEPTH = 6, 3
#: Bits of the longest integer that is written out.
_BITS = 256

#: Blanks of other widths; shown in a line of text as the usual one.
_BLANKS = frozenset("\t\xa0\u1680\u202f\u205f") | {chr(code) for code in range(0x2000, 0x200B)}
#: Shown although Python calls them unprintable: the wide blank, and rare Chinese characters that its tables do not know
#: yet or that have no code of their own but in private use.
_STILL_SHOWN = re.compile("[\u3000\ue000-\uf8ff\U00020000-\U0002fffd\U00030000-\U0003fffd]")
#: All but what is most common and plain; each of these is looked at.
_LOOKED_AT = re.compile("[^ -~\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]")

#: Types whose values are short however they are written, and modules of such types.
_SHORT = (bool, float, complex, type(None))
_SHORT_HOMES = ("datetime", "decimal", "fractions", "pathlib", "pathlib._local", "uuid")


def _hidden(char: str) -> bool:
    """Whether nobody sees the character, or something acts on it."""
    return not char.isprintable() and not _STILL_SHOWN.match(char)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode()


def _in_text(match: re.Match[str]) -> str:
    char = match.group()
    return " " if char in _BLANKS else _escape(char) if char != "\n" and _hidden(char) else char


def _in_line(match: re.Match[str]) -> str:
    char = match.group()
    return _escape(char) if _hidden(char) else char


def _in_json(match: re.Match[str]) -> str:
    char = match.group()
    return json.dumps(char)[1:-1] if char not in "\n\x7f" and _hidden(char) else "\\u007f" if char == "\x7f" else char


def visible(text: str) -> str:
    """A text with every character that nobody sees, or that something acts on, escaped (``\\x1b``).

    Its lines stay; blanks of other widths become the usual one.
    """
    if text.isprintable():
        return text
    return _LOOKED_AT.sub(_in_text, text.replace("\r\n", "\n"))


def quoted(value: object, most: int = MOST) -> str:
    """A name or value from outside as one visible line, for a message. Never costs more than what it shows.

    Args:
        value: text is shown as it is, anything else about as Python writes it.
        most: characters kept; what is longer ends in ``…`` and, where it is a text, its length.
    """
    if isinstance(value, str):
        # The methods of ``str`` itself: a subclass may do anything in its own.
        text, length = str.__getitem__(value, slice(most + 1)), str.__len__(value)
        shown = _line(text[:most])
        return shown if length <= most and len(shown) <= most else f"{shown[:most]}…（共 {length} 个字符）"
    try:
        text = _written(value, most, 0)
    except Exception:  # whatever somebody else's object raises
        text = f"<{_type_name(value)}>"
    shown = _line(text[: most + 1])
    return shown if len(shown) <= most else f"{shown[:most]}…"


def type_name(value: object) -> str:
    """What a value is, for a message that it should be something else: ``list``, ``numpy.int64``."""
    return quoted(_type_name(value))


def described(value: object) -> str:
    """What a value is, to stand behind 得到的是, for those who know JSON and no Python: 空值（null）, 一个列表."""
    if value is None:
        return "空值（null）"
    if isinstance(value, bool):
        return "真（true）" if value else "假（false）"
    if isinstance(value, str):
        return f"“{quoted(value)}”"
    if isinstance(value, Mapping):
        return "一个对象"
    if isinstance(value, list | tuple | set | frozenset):
        return "一个列表"
    if type(value) is float and not math.isfinite(value):
        return "无限大或者不是数（NaN）"
    return f" {quoted(value)}"


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON in which Chinese stands as it is and what nobody sees is escaped; always encodable."""
    return _LOOKED_AT.sub(_in_json, json.dumps(value, ensure_ascii=False, indent=indent))


def encodable(value: Any) -> Any:
    """Plain JSON with half characters escaped, all else as it is: such as every encoder of JSON takes."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, Mapping):
        return {encodable(name): encodable(told) for name, told in value.items()}
    return [encodable(item) for item in value] if isinstance(value, list) else value


def _line(text: str) -> str:
    return text if text.isprintable() else _LOOKED_AT.sub(_in_line, text)


def _type_name(value: object) -> str:
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")


def _written(value: object, most: int, depth: int) -> str:
    """About ``repr(value)``, of which no more is made than is needed."""
    if isinstance(value, str):
        return repr(str.__getitem__(value, slice(most + 1)))
    home = type(value).__module__
    if isinstance(value, enum.Enum) or type(value) in _SHORT or home in _SHORT_HOMES:
        return repr(value)
    if isinstance(value, int):
        bits = int.bit_length(value)
        return int.__repr__(value) if bits <= _BITS else f"<int, {bits} bits>"
    if type(value) in (bytes, bytearray):
        assert isinstance(value, bytes | bytearray)
        return repr(bytes(value[: most + 1]))
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}".removeprefix("builtins.")
    if type(value) in (list, tuple, set, frozenset, dict):
        return _collection(value, most, depth)
    if home == "numpy" and _is_scalar(value):
        return repr(value)
    return f"<{_type_name(value)}>"


def _is_scalar(value: Any) -> bool:
    return getattr(value, "ndim", 1) == 0 and getattr(value, "nbytes", MOST) < MOST


def _collection(value: Any, most: int, depth: int) -> str:
    opening, closing = "[]" if isinstance(value, list) else "()" if isinstance(value, tuple) else "{}"
    if depth >= _DEPTH:
        return f"{opening}…{closing}"
    parts = [_entry(item, value, most, depth + 1) for item in islice(value, _ITEMS)]
    if len(value) > _ITEMS:
        parts.append(f"…{len(value)}")
    return f"{opening}{', '.join(parts)}{closing}"


def _entry(item: object, whole: Iterable[object], most: int, depth: int) -> str:
    written = _written(item, most, depth)
    return f"{written}: {_written(whole[item], most, depth)}" if isinstance(whole, Mapping) else written
