"""Text that others wrote, as one visible line, shortened, in a message, or as an enumeration; always masked.

Whatever leads to a person is hidden here (:mod:`.identity`): what shows a text from a catalogue, or from the files
beside it, takes it from here.
"""

from __future__ import annotations

import functools
import re

from .. import quoting
from ..quoting import MOST, visible
from .identity import is_ordinary, without_identity_numbers

#: Without width; left behind by web editors inside names.
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
#: Of so many texts it is remembered how they are shown, if they are as short as what many rows have.
_REMEMBERED, _SHORT = 4096, 32
#: How many times its length is looked at of a text that is shortened.
_LOOKED_AT = 40


def line(text: str, *, short: bool = True) -> str:
    """The text as one visible line.

    Args:
        text: any text.
        short: whether what may be an id by chance is masked too.
    """
    return _remembered(text, short) if len(text) <= _SHORT else _line(text, short)


def _line(text: str, short: bool) -> str:
    if is_ordinary(text):
        return text
    plain = without_identity_numbers(" ".join(text.split()), short=short)
    return plain if plain.isprintable() else visible(_INVISIBLE.sub("", plain))


_remembered = functools.lru_cache(maxsize=_REMEMBERED)(_line)


def lines(text: str) -> str:
    """The text as visible lines."""
    return visible(without_identity_numbers(text))


def shortened(text: str, length: int = 30) -> str:
    """The beginning of a text, for a message."""
    # A cell may be as long as a file.
    shown = line(text[: _LOOKED_AT * length])
    return shown if len(shown) <= length else shown[:length] + "…"


def quoted(value: object, most: int = MOST) -> str:
    """A name or value for a message, see :func:`opendata_rules.quoting.quoted`; masked."""
    return quoting.quoted(without_identity_numbers(value) if isinstance(value, str) else value, most)


def listed(items: tuple[str, ...] | list[str], limit: int = 12) -> str:
    """Items as a Chinese enumeration; a long one says how many it leaves out."""
    shown = "、".join(items[:limit])
    return shown if len(items) <= limit else f"{shown}等 {len(items)} 个"
