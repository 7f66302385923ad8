"""Text that others wrote, made safe to show: no control characters, no surrogates, no reversed reading direction."""

from __future__ import annotations

import re

#: What HTML, XML or a terminal cannot hold or would obey: controls (escape sequences begin with one), separators that
#: break lines, overrides of the reading direction, surrogates, non-characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
#: Without width; left behind by web editors inside names.
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")


def visible(text: str) -> str:
    """The text with everything unsafe replaced by the replacement character."""
    # What is printable holds nothing of all that; most texts are.
    return text if text.isprintable() else _UNSAFE.sub("\ufffd", text)


def line(text: str) -> str:
    """The text as one visible line."""
    plain = text if text.isprintable() else _INVISIBLE.sub("", visible(text))
    return " ".join(plain.split())


def shortened(text: str, length: int = 30) -> str:
    """The beginning of a text, for a message."""
    shown = line(text)
    return shown if len(shown) <= length else shown[:length] + "…"


def listed(items: tuple[str, ...] | list[str], limit: int = 12) -> str:
    """Items as a Chinese enumeration; a long one says how many it leaves out."""
    shown = "、".join(items[:limit])
    return shown if len(items) <= limit else f"{shown}等 {len(items)} 个"
