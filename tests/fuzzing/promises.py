"""What must hold whatever comes in: only errors that are told, and only text that anything can show and encode."""

from __future__ import annotations

import json
from typing import Any
from unicodedata import category

import opendata_rules as odr
from opendata_rules.catalogue.errors import BadBaseline, BadProfile, BadWaivers, NotACatalogue

#: Longest message, in characters: whatever came in, a log can hold what is said of it.
LONGEST = 6_000
#: Kinds of characters that something acts on: controls, formats, halves of characters, separators of lines.
ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")
ERRORS = (odr.Error, NotACatalogue, BadProfile, BadWaivers, BadBaseline)


def told(error: Exception) -> None:
    """That an error is one a caller can show: clean, short, and itself plain JSON.

    Raises:
        Exception: the error itself, where it is none that the library promises.
    """
    if isinstance(error, odr.Error):
        clean(str(error))
        clean(error.english)
        json.dumps([error.code, *error.nearest], ensure_ascii=False).encode()
    elif type(error) is TypeError:
        clean(str(error))
        # A type that Python itself complains of tells the caller nothing.
        assert any("\u4e00" <= character <= "\u9fff" for character in str(error)), error
    else:
        raise error


def clean(text: str, longest: int | None = LONGEST) -> None:
    """That a text holds nothing that a terminal or a log acts on."""
    text.encode()
    bad = [character for character in text if character != "\n" and category(character) in ACTING]
    assert not bad, f"{bad[:5]!r} in {text[:200]!r}"
    assert longest is None or len(text) <= longest, f"{len(text)} characters"


def plain(result: Any) -> None:
    """That an answer can be sent, shown and told again."""
    json.dumps(result.to_dict(), ensure_ascii=False, allow_nan=False).encode()
    for lang in ("zh", "en"):
        result.explain(lang).encode()
