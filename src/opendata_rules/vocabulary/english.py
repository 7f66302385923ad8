"""English of what packs write in Chinese: the words that all packs share, and what is said where there is none.

``english.yaml`` beside this module is the source. Nothing Chinese passes for English: a text that nobody has put into
English is shown in quotation marks and called Chinese.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from .citations import number_of
from .facts import Fact, FactType, FactValue

#: What no English text holds: Chinese characters, and the punctuation that goes with them.
_CHINESE = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"

_NUMERAL = "[零一二三四五六七八九十百千]+"
_ARTICLES = f"《(?P<title>[^》]+)》第(?P<first>{_NUMERAL})条(?:至第(?P<last>{_NUMERAL})条)?"


def is_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character, or the punctuation that goes with them."""
    return not text.isascii() and re.search(_CHINESE, text) is not None


def in_english(english: str | None, chinese: str) -> str:
    """The English text, or the Chinese one marked as such where there is none; empty where there is neither.

    Args:
        english: the English text, if anybody wrote one; one that holds Chinese is none.
        chinese: what it stands for.
    """
    if english and not is_chinese(english):
        return english
    return f'"{chinese}" (Chinese only)' if chinese else ""


def term_in_english(fact: Fact, value: FactValue) -> str:
    """A value of a fact in English: its id; a text somebody gave is not repeated."""
    if isinstance(value, tuple):
        return " / ".join(value) or "none"
    if fact.type is FactType.TEXT:
        return "(the text given)"
    return str(value).lower() if isinstance(value, bool) else str(value)


def actor(chinese: str, english: str | None = None) -> str:
    """Who acts, in English.

    Args:
        chinese: as a pack names it.
        english: what the pack itself calls it in English.
    """
    return in_english(english or _shared()["actors"].get(chinese), chinese)


def general_law(chinese: str, english: str | None = None) -> str:
    """A citation of general law in English.

    Args:
        chinese: as a pack writes it, such as ``《中华人民共和国民法典》第二百零一条``.
        english: what the pack itself says in English.
    """
    found = re.fullmatch(_ARTICLES, chinese)
    title = _shared()["laws"].get(found["title"]) if found else None
    if english or found is None or title is None:
        return in_english(english, chinese)
    try:
        first, last = (None if part is None else _article(part) for part in (found["first"], found["last"]))
    except ValueError:
        return in_english(None, chinese)
    return f"{title}, art. {first}" if last is None else f"{title}, arts. {first} to {last}"


def _article(numeral: str) -> int:
    # The articles of a code pass a thousand.
    head, thousand, rest = numeral.rpartition("千")
    if not thousand:
        return number_of(rest)
    return number_of(head) * 1000 + (number_of(rest.removeprefix("零")) if rest else 0)


@functools.cache
def _shared() -> Mapping[str, Mapping[str, str]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath("english.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=loader)
    return found
