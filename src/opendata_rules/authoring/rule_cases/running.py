"""Running the cases of one instrument, or of all: what comes out beside what must."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...errors import Error
from ...packs.files import CASES, DUTY_CASES
from ...packs.shelf import Shelf
from ...reading.document import Document
from ...reading.folders import RULES, is_file
from ...vocabulary.keywords import chinese
from .attributes import run_case
from .common import CaseResult
from .duties import run_deadline_case, run_duty_case, run_recurring_case, run_schedule_case
from .expansion import SingleCase, expanded
from .files import read_cases, read_duty_cases
from .references import References
from .written import AnyCase

Runner = Callable[[Shelf, Any], tuple[tuple[str, ...], frozenset[str]]]


def run_cases(
    shelf: Shelf, instrument: str | None = None, documents: Mapping[Path, Document] | None = None
) -> Iterator[CaseResult | Diagnostic]:
    """Run the cases of one instrument, or of all.

    Args:
        shelf: the packs.
        instrument: id of one instrument.
        documents: files of cases that have been read already.

    Yields:
        A result for each base and each near miss, and a diagnostic for each error in the files themselves. The
        cases of a file with errors are not run, nor those of a base that names what is in no pack.
    """
    for name in [instrument] if instrument else shelf.instrument_ids():
        folder = shelf.folder(name)
        read = documents or {}
        yield from _attribute_cases(shelf, name, folder / CASES, read.get(folder / CASES))
        yield from _duty_cases(shelf, name, folder / DUTY_CASES, read.get(folder / DUTY_CASES))


def _attribute_cases(shelf: Shelf, name: str, path: Path, read: Document | None) -> Iterator[CaseResult | Diagnostic]:
    if not is_file(path):
        return
    found, document, problems = read_cases(path, f"{RULES}/{name}/{path.name}", read, shelf.words_for(name))
    yield from problems
    if found is not None:
        yield from _run(shelf, name, document, "cases", found.cases, run_case)


def _duty_cases(shelf: Shelf, name: str, path: Path, read: Document | None) -> Iterator[CaseResult | Diagnostic]:
    if not is_file(path):
        return
    found, document, problems = read_duty_cases(path, f"{RULES}/{name}/{path.name}", read, shelf.words_for(name))
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
    cases: Iterable[AnyCase],
    runner: Runner,
) -> Iterator[CaseResult | Diagnostic]:
    references = References(shelf, instrument)
    for index, case in enumerate(cases):
        at = (chinese(keyword), index)
        problems = references.problems(document, case, at)
        yield from problems
        for single in () if problems else expanded(case, at, shelf.words_for(instrument)):
            yield _result(shelf, instrument, document, single, runner)


def _result(shelf: Shelf, instrument: str, document: Document, single: SingleCase, runner: Runner) -> CaseResult:
    rules: frozenset[str] = frozenset()
    problem: Diagnostic | None = None
    try:
        failures, rules = runner(shelf, single.case)
    except Error as error:
        failures = (str(error),)
    if failures:
        told = "；".join(failures)
        at = (*single.location, chinese("situation"))
        problem = document.diagnostic("case_failed", at, name=single.name, got=told)
    line, _ = document.mark(single.location)
    return CaseResult(instrument, single.name, line, failures, rules, problem)
