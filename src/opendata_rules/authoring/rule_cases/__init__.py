"""Cases: examples beside the rules, with what they must come to. Run by ``opendata-rules test`` and by pytest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...errors import Error
from ...packs import CASES, DUTY_CASES, read_cases, read_duty_cases
from ...packs.shelf import Shelf
from ...reading.document import Document
from ...reading.folders import RULES
from ...vocabulary.keywords import chinese
from .attributes import run_case
from .common import CaseResult
from .duties import run_deadline_case, run_duty_case, run_recurring_case, run_schedule_case

__all__ = ["CaseResult", "run_cases"]


def run_cases(
    shelf: Shelf, instrument: str | None = None, documents: Mapping[Path, Document] | None = None
) -> Iterator[CaseResult | Diagnostic]:
    """Run the cases of one instrument, or of all.

    Args:
        shelf: the packs.
        instrument: id of one instrument.
        documents: files of cases that have been read already.

    Yields:
        A result for each case, and a diagnostic for each error in the files themselves.
    """
    for name in [instrument] if instrument else shelf.instrument_ids():
        folder = shelf.folder(name)
        read = documents or {}
        yield from _attribute_cases(shelf, name, folder / CASES, read.get(folder / CASES))
        yield from _duty_cases(shelf, name, folder / DUTY_CASES, read.get(folder / DUTY_CASES))


def _attribute_cases(shelf: Shelf, name: str, path: Path, read: Document | None) -> Iterator[CaseResult | Diagnostic]:
    if not path.is_file():
        return
    found, document, problems = read_cases(path, f"{RULES}/{name}/{path.name}", read)
    yield from problems
    if found is not None:
        yield from _run(shelf, name, document, "cases", found.cases, run_case)


def _duty_cases(shelf: Shelf, name: str, path: Path, read: Document | None) -> Iterator[CaseResult | Diagnostic]:
    if not path.is_file():
        return
    found, document, problems = read_duty_cases(path, f"{RULES}/{name}/{path.name}", read)
    yield from problems
    if found is None:
        return
    yield from _run(shelf, name, document, "duty_cases", found.duty_cases, run_duty_case)
    yield from _run(shelf, name, document, "deadline_cases", found.deadline_cases, run_deadline_case)
    yield from _run(shelf, name, document, "schedule_cases", found.schedule_cases, run_schedule_case)
    yield from _run(shelf, name, document, "recurring_cases", found.recurring_cases, run_recurring_case)


def _run(
    shelf: Shelf,
    instrument: str,
    document: Document,
    keyword: str,
    cases: Iterable[Any],
    runner: Callable[[Shelf, Any], tuple[tuple[str, ...], frozenset[str]]],
) -> Iterator[CaseResult]:
    for index, case in enumerate(cases):
        at = (chinese(keyword), index)
        rules: frozenset[str] = frozenset()
        try:
            failures, rules = runner(shelf, case)
        except Error as error:
            failures = (str(error),)
        problem = None
        if failures:
            told = "；".join(failures)
            problem = document.diagnostic("case_failed", (*at, chinese("name")), name=case.name, got=told)
        yield CaseResult(instrument, case.name, document.mark(at)[0], failures, rules, problem)
