"""The conditions and citations of a file whose form is wrong somewhere, so that what is wrong with them is told too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics.diagnostic import Diagnostic
from ..reading.document import Document, Location
from ..vocabulary.citations import Ref
from ..vocabulary.facts import FactType
from ..vocabulary.keywords import chinese
from ..vocabulary.words import Words
from .conditions import CHANGING, CLASSIFYING, parse

#: Keys whose value is a condition.
_CONDITIONS = frozenset(chinese(name) for name in ("condition", "unless", "situation", "premise", "must", "doubt"))
_CHANGES, _REF = chinese("changes"), chinese("ref")


def problems_of_pieces(document: Document, types: frozenset[FactType], words: Words) -> Iterator[Diagnostic]:
    """What is wrong with each condition and citation, whatever stands around it.

    Args:
        document: a file of rules.
        types: fact types that its conditions may ask about.
        words: the facts and procedures there are.
    """
    yield from _problems(document.data, (), document, types, words)


def _problems(
    node: Any, at: Location, document: Document, types: frozenset[FactType], words: Words
) -> Iterator[Diagnostic]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _problems(item, (*at, index), document, types, words)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        where = (*at, key)
        if key in _CONDITIONS and isinstance(value, dict):
            classifying = types == CHANGING and at[:1] != (_CHANGES,)
            yield from parse(value, where, document, words, types=CLASSIFYING if classifying else types)[1]
        elif key == _REF and isinstance(value, str):
            try:
                Ref.parse(value)
            except ValueError as error:
                yield document.diagnostic("bad_citation", where, ref=value, help=str(error))
        else:
            yield from _problems(value, where, document, types, words)
