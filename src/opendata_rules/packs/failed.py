"""Names that a broken ``facts.yaml`` or ``procedures.yaml`` was to bring, as far as they can still be made out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..reading.document import Document
from ..vocabulary.keywords import KEYWORDS, chinese
from ..vocabulary.words import EVERYWHERE

_NAMES = (chinese("id"), chinese("label"))
_KNOWN = frozenset(word for word, _ in KEYWORDS.values())
_VALUES, _ADDED, _PREFIX = chinese("values"), chinese("added_values"), chinese("prefix")
#: Where names are used, not defined.
_USES = (chinese("tells"), chinese("on_branch"))
#: Where YAML cannot tell: what stands after a colon, full width or not; and any word at all.
_AFTER_COLON = re.compile(r"""[:：]\s*["']?([^\s,，{}\[\]:："'#][^,，{}\[\]:："'#]*?)["']?\s*(?=[,，}#]|$)""")
_WORD = re.compile(r"""[^\s,，{}\[\]:："'#]+""")
_LIKELY_PREFIX = re.compile(r"[a-z][a-z0-9]{1,31}\Z")


def names_written(document: Document) -> set[str]:
    """Ids and Chinese names of facts, values, procedures, steps and events, where the form of the file is wrong.

    Args:
        document: the file. Of one that cannot be read as YAML, every word counts that means nothing else.
    """
    if isinstance(document.data, dict):
        return set(_names(document.data))
    found: set[str] = set()
    for line in document.lines:
        found.update(_AFTER_COLON.findall(line), _WORD.findall(line))
    shared = {name for fact in EVERYWHERE.vocabulary.facts.values() for name in (fact.id, fact.label)}
    return found - _KNOWN - shared


def prefix_written(document: Document) -> str:
    """The prefix in a ``facts.yaml`` whose form is wrong, empty where there is none."""
    prefix = document.data.get(_PREFIX) if isinstance(document.data, dict) else None
    return prefix if isinstance(prefix, str) and _LIKELY_PREFIX.match(prefix) else ""


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _names(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in _USES:
            continue
        if key == _VALUES:
            yield from _terms(value)
        elif key == _ADDED:
            for values in value.values() if isinstance(value, dict) else ():
                yield from _terms(values)
        elif isinstance(value, str):
            # A word that is none may be a name's key, misspelt.
            if key in _NAMES or key not in _KNOWN:
                yield value
        else:
            yield from _names(value)


def _terms(values: Any) -> Iterator[str]:
    """Ids and terms of values, written as they should be or not."""
    if isinstance(values, dict):
        yield from values
        yield from (term for term in values.values() if isinstance(term, str))
    elif isinstance(values, list):
        yield from (term for term in values if isinstance(term, str))
