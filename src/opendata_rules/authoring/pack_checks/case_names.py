"""Cases that go by one name: what is said of one of them might be meant of the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...reading.document import Document, Location
from ...vocabulary.keywords import chinese

_LISTS = tuple(map(chinese, ("cases", "duty_cases", "deadline_cases", "schedule_cases", "recurring_cases")))
_NAME, _NEAR = chinese("situation"), chinese("near_misses")


def same_names(document: Document) -> Iterator[Diagnostic]:
    """Cases of one list with one 情形, and near misses of one base."""
    if not isinstance(document.data, dict):
        return
    for word in _LISTS:
        written = document.data.get(word)
        yield from _among(document, written, (word,))
        for index, case in enumerate(written if isinstance(written, list) else ()):
            if isinstance(case, dict):
                yield from _among(document, case.get(_NEAR), (word, index, _NEAR))


def _among(document: Document, cases: Any, at: Location) -> Iterator[Diagnostic]:
    lines: dict[str, int] = {}
    for index, case in enumerate(cases if isinstance(cases, list) else ()):
        name = case.get(_NAME) if isinstance(case, dict) else None
        if not isinstance(name, str) or not name:
            continue
        here = (*at, index, _NAME)
        line, _ = document.mark(here)
        first = lines.setdefault(name, line)
        if first != line:
            yield document.diagnostic("same_case_name", here, name=name, other=first)
