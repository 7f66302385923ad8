"""Characters that look like others or like nothing: folded before text is understood, named where it is not.

What people paste from PDF and from web pages holds marks without width, radicals in place of characters, and letters of
other widths. Text is shown as it was written and read as the eye reads it.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from .tables import table

#: What Unicode says may be left out when text is shown (Default_Ignorable_Code_Point).
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_IGNORABLE}]")
#: Compatibility ideographs, Kangxi radicals, wide digits and letters.
_FOLDED = ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0x2F800, 0x2FA20), (0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
#: Characters in everyday use; any other one in a text that was not understood is named.
_EVERYDAY = re.compile(
    "[ -~\\s\u00a0\u00b7\u00d7\u2010-\u2027\u2030\u20ac\u2103\u2116\u2150-\u218b\u2190-\u2199\u221a\u2460-\u24ff"
    "\u25a0-\u25ff\u2605\u2606\u2713\u2714\u2717\u2718\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uffe6"
    "\U00020000-\U0003fffd]"
)
#: Whatever is not surely left as it is: most texts have nothing of it, and looking for it is quicker than folding.
_UNUSUAL = re.compile("[^\u4e00-\u9fff\x00-\x7f\u3000-\u301f\uff01-\uff0f\uff1a-\uff20\u2014\u2018-\u201d\u2026\u00b7]")
#: Code points named in one message.
_NAMED = 3


@functools.cache
def _equivalents() -> dict[int, str]:
    found = {code: unicodedata.normalize("NFKC", chr(code)) for begin, end in _FOLDED for code in range(begin, end)}
    radicals = table("characters")
    return found | dict(zip(map(ord, radicals["radicals"]), radicals["ideographs"], strict=True))


@functools.cache
def _simplified() -> dict[int, str]:
    found = table("characters")
    return dict(zip(map(ord, found["traditional"]), found["simplified"], strict=True))


def simplified(text: str) -> str:
    """A name of a column, or a word of a cell, with simplified characters for the traditional ones: 開放屬性."""
    return text if text.isascii() else text.translate(_simplified())


def usual(text: str) -> bool:
    """Whether a text surely holds nothing that looks like something else, or like nothing."""
    return text.isascii() or _UNUSUAL.search(text) is None


def plain(text: str) -> str:
    """The text as the eye reads it: without what has no width, with the usual character for each that looks like it."""
    if usual(text):
        return text
    return _INVISIBLE.sub("", text).translate(_equivalents())


def seen(text: str) -> list[int]:
    """Where in a text each character of :func:`plain` stands; it folds none into two."""
    hidden = {match.start() for match in _INVISIBLE.finditer(text)}
    return [place for place in range(len(text)) if place not in hidden]


def odd(text: str) -> tuple[str, ...]:
    """The code points of characters that are not in everyday use, as ``U+0410``, each once."""
    found = dict.fromkeys(_EVERYDAY.sub("", plain(text)))
    return tuple(f"U+{ord(character):04X}" for character in found)


def odd_note(text: str) -> str:
    """What a message adds about characters that look like others, in Chinese; empty where there are none."""
    found = odd(text)
    if not found:
        return ""
    return f"（其中有不常用的字符：{'、'.join(found[:_NAMED])}{'等' if len(found) > _NAMED else ''}）"
