"""Running the cases of one instrument, or of all: what comes out beside what must."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...diagnostics.wording import nearest
from ...errors import BadPack, Error
from ...packs.files import CASES, DUTY_CASES
from ...packs.shelf import Shelf
from ...reading.document import Document, Location
from ...reading.folders import RULES
from ...vocabulary.keywords import chinese
from .attributes import run_case
from .common import CaseResult
from .duties import run_deadline_case, run_duty_case, run_recurring_case, run_schedule_case
from .expansion import SingleCase, expanded
from .files import read_cases, read_duty_cases
from .written import AnyCase, DutyCaseModel

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
        A result for each base and each near miss, and a diagnostic for each error in the files themselves; the
        cases of a file with errors are not run.
    """
    for name in [instrument] if instrument else shelf.instrument_ids():
        folder = shelf.folder(name)
        read = documents or {}
        yield from _attribute_cases(shelf, name, folder / CASES, read.get(folder / CASES))
        yield from _duty_cases(shelf, name, folder / DUTY_CASES, read.get(folder / DUTY_CASES))


def _attribute_cases(shelf: Shelf, name: str, path: Path, read: Document | None) -> Iterator[CaseResult | Diagnostic]:
    if not path.is_file():
        return
    found, document, problems = read_cases(path, f"{RULES}/{name}/{path.name}", read, shelf.words)
    yield from problems
    if found is not None:
        yield from _run(shelf, name, document, "cases", found.cases, run_case)


def _duty_cases(shelf: Shelf, name: str, path: Path, read: Document | None) -> Iterator[CaseResult | Diagnostic]:
    if not path.is_file():
        return
    found, document, problems = read_duty_cases(path, f"{RULES}/{name}/{path.name}", read, shelf.words)
    yield from problems
    if found is None:
        return
    yield from _run(shelf, name, document, "duty_cases", found.duty_cases, run_duty_case)
    yield from _run(shelf, name, document, "deadline_cases", found.deadline_cases, run_deadline_case)
    yield from _run(shelf, name, document, "schedule_cases", found.schedule_cases, run_schedule_case)
    yield from _run(shelf, name, document, "recurring_cases", found.recurring_cases, run_recurring_case)


class _Duties:
    """Ids of the duties there are; packs other than that of the cases are read only when one is not found there."""

    def __init__(self, shelf: Shelf, instrument: str) -> None:
        self._shelf = shelf
        self._instrument = instrument

    def __contains__(self, rule: str) -> bool:
        return rule in self._own or rule in self.ids

    @functools.cached_property
    def _own(self) -> frozenset[str]:
        return self._of(self._instrument)

    @functools.cached_property
    def ids(self) -> frozenset[str]:
        """Those of all packs."""
        return frozenset().union(*map(self._of, self._shelf.instrument_ids()))

    def _of(self, instrument: str) -> frozenset[str]:
        try:
            return frozenset(duty.id for duty in self._shelf.pack(instrument).duties)
        except BadPack:
            return frozenset()


def _run(
    shelf: Shelf,
    instrument: str,
    document: Document,
    keyword: str,
    cases: Iterable[AnyCase],
    runner: Runner,
) -> Iterator[CaseResult]:
    known = _Duties(shelf, instrument)
    for index, case in enumerate(cases):
        at = (chinese(keyword), index)
        unknown = _unknown_rules(known, document, case, at)
        for single in expanded(case, at, shelf.words):
            yield _result(shelf, instrument, document, single, runner, unknown)


def _result(
    shelf: Shelf,
    instrument: str,
    document: Document,
    single: SingleCase,
    runner: Runner,
    unknown: Mapping[Location, Diagnostic],
) -> CaseResult:
    rules: frozenset[str] = frozenset()
    problem = unknown.get(single.location)
    if problem is not None:
        failures: tuple[str, ...] = (problem.message,)
    else:
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


def _unknown_rules(known: _Duties, document: Document, case: AnyCase, at: Location) -> dict[Location, Diagnostic]:
    """By the place of a base or near miss, the first rule in its 因 that is no duty of any pack."""
    found: dict[Location, Diagnostic] = {}
    if not isinstance(case, DutyCaseModel):
        return found
    near_misses = [((*at, chinese("near_misses"), index), near) for index, near in enumerate(case.near_misses)]
    for location, written in [(at, case), *near_misses]:
        for index, rule in enumerate(written.because or ()):
            if location in found or rule in known:
                continue
            near = "、".join(nearest(rule, known.ids))
            where = (*location, chinese("because"), index)
            advice = f"是不是：{near}？" if near else None
            found[location] = document.diagnostic("unknown_rule", where, id=rule, help=advice)
    return found
