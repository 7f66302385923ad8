"""Traditional characters for the simplified ones of the rule language, so that a word in them finds the word meant.

``traditional.yaml`` beside this module holds the characters; those that occur in no word of ours are left out.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import yaml

from .facts import vocabulary
from .keywords import KEYWORDS
from .terms import ARTICLE_STATUS_TERMS, ATTRIBUTE_TERMS


@functools.cache
def _written() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("traditional.yaml").read_text(encoding="utf-8")
    written: dict[str, Any] = yaml.safe_load(text)
    return written


@functools.cache
def _characters() -> dict[int, str]:
    pairs = (pair for line in _written()["字"] for pair in line.split())
    return {ord(pair[0]): pair[1] for pair in pairs}


def simplified(word: str) -> str:
    """A word with its traditional characters replaced, as far as words of the rule language hold them."""
    return word if word.isascii() else word.translate(_characters())


@functools.cache
def words() -> frozenset[str]:
    """The words of the rule language: keywords, names of facts and of their values, terms of answers."""
    known = vocabulary()
    found = {word for word, _ in KEYWORDS.values()}
    found |= {fact.label for fact in known.facts.values()}
    found |= {term for fact in known.facts.values() for _, term in fact.values}
    found |= {topic.label for topic in known.topics.values()}
    found |= {term for terms in ATTRIBUTE_TERMS.values() for term in terms.values()}
    found |= set(ARTICLE_STATUS_TERMS.values())
    # Words of closed lists that the models of the files hold.
    return frozenset(found | set(_written()["词"].split()))
