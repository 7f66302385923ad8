"""What comes from outside, made fit to be shown: one way for messages, terminal, log, page, workbook, table and feed.

A name or a value that a caller, a file or a store brought may hold anything: half a character, a line end that forges
a line of a log, what a terminal acts on, marks that turn the direction of writing, a megabyte. So it is shown escaped,
and in messages cut. Whole texts go through :func:`visible`, a name or value in a sentence through :func:`quoted`, JSON
through :func:`json_text`.
"""

from __future__ import annotations

import enum
import json
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
_BLANKS = "\t\xa0\u1680\u2000-\u200a\u202f\u205f"
#: What a terminal or a reader's eye would obey or miss, and what UTF-8, HTML or XML cannot hold: controls, marks of
#: width zero and of writing direction, separators of lines, surrogates, noncharacters, tags. The line end is not here.
_UNSAFE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
_IN_TEXT = re.compile(f"[{_UNSAFE}{_BLANKS}]")
_IN_LINE = re.compile(f"[{_UNSAFE}{_BLANKS}\n]")
_IN_JSON = re.compile(f"[{_UNSAFE}]")
_BLANK = re.compile(f"[{_BLANKS}]")

#: Types whose values are short however they are written, and modules of such types.
_SHORT = (bool, float, complex, type(None))
_SHORT_HOMES = ("datetime", "decimal", "fractions", "pathlib", "pathlib._local", "uuid")


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode()


def _escaped_or_blank(match: re.Match[str]) -> str:
    return " " if _BLANK.match(match.group()) else _escaped(match)


def visible(text: str) -> str:
    """A text with every character that nobody sees, or that something acts on, escaped (``\\x1b``).

    Its lines stay; blanks of other widths become the usual one.
    """
    if text.isprintable():
        return text
    return _IN_TEXT.sub(_escaped_or_blank, text.replace("\r\n", "\n"))


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


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON in which Chinese stands as it is and what nobody sees is escaped; always encodable."""
    return _IN_JSON.sub(_json_escape, json.dumps(value, ensure_ascii=False, indent=indent))


def _json_escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1] if match.group() != "\x7f" else "\\u007f"


def _line(text: str) -> str:
    return text if text.isprintable() else _IN_LINE.sub(_escaped, text)


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
