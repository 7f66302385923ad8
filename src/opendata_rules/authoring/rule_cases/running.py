"""Running the cases of one instrument, or of all: what comes out beside what must."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...errors import BadPack, Error
from ...packs.files import CASES, DUTY_CASES
from ...packs.shelf import Shelf
from ...reading.document import Document, Location
from ...reading.folders import RULES, is_file
from ...values import FrozenDict
from ...vocabulary.keywords import chinese
from ..rule_places import RulePlaces
from ..unchanged import Unchanged
from .attributes import run_case
from .common import Asked, CaseResult, Ran
from .duties import run_deadline_case, run_duty_case, run_recurring_case, run_schedule_case
from .expansion import SingleCase, expanded
from .files import read_cases, read_duty_cases
from .kept import KeptCases, of_places
from .references import References
from .versions import DIFFERENCES, Amended, Difference, Orders, Placed, placed
from .written import AnyCase, CasesModel, DutyCasesModel

Runner = Callable[[Asked, Any], Ran]
#: What runs a single case of each list of a file, by its English name.
RUNNERS: dict[str, Runner] = {
    "cases": run_case,
    "duty_cases": run_duty_case,
    "deadline_cases": run_deadline_case,
    "schedule_cases": run_schedule_case,
    "recurring_cases": run_recurring_case,
}


#: Told of each single case that was run: whom it was asked of, the case, and what it came to.
Observer = Callable[[Asked, SingleCase, Ran], None]


def run_cases(
    shelf: Shelf,
    instrument: str | None = None,
    documents: Mapping[Path, Document] | None = None,
    observe: Observer | None = None,
    unchanged: Unchanged | None = None,
) -> Iterator[CaseResult | Diagnostic]:
    """Run the cases of one instrument, or of all.

    Args:
        shelf: the packs.
        instrument: id of one instrument.
        documents: files of cases that have been read already.
        observe: told of each case once it was run; then all are run.
        unchanged: what was found out of the same files before: cases that passed are not run again while nothing has
            changed that they can hang on.

    Yields:
        A result for each base and each near miss, and a diagnostic for each error in the files themselves. The
        cases of a file with errors are not run, nor those of a base that names what is in no pack. Of a later version
        the cases of the version before are run too. Where a pack that they hang on has errors, these are told once, and
        no further case of the file is run.
    """
    causes: set[Diagnostic] = set()
    for name in [instrument] if instrument else shelf.instrument_ids():
        for file in (CASES, DUTY_CASES):
            kept = KeptCases(shelf, name, file, unchanged if observe is None else None)
            known = kept.all()
            if known is not None:
                yield from known
                continue
            whole = True
            try:
                for result in _Run(shelf, name, file, documents or {}, observe, kept).results():
                    whole = whole and isinstance(result, CaseResult) and result.passed
                    yield result
            except BadPack as error:
                whole = False
                yield from (problem for problem in error.diagnostics if problem not in causes)
                causes.update(error.diagnostics)
            kept.keep(whole=whole)


@dataclass(frozen=True)
class Runnable:
    """A single case as it can be run, of whatever packs.

    Attributes:
        kind: the list that it stands in, by its English name.
        case: what is asked and what it must come to.
        name: its name.
        document: the file it is written in.
        at: where it stands there.
        again: whether it is a case of the version before, asked of a later one.
    """

    kind: str
    case: AnyCase
    name: str
    document: Document
    at: Location
    again: bool

    def run(self, orders: Asked) -> Ran:
        """What it comes to."""
        try:
            return RUNNERS[self.kind](orders, self.case)
        except Error as error:
            return Ran((str(error),))


def runnable(shelf: Shelf, instrument: str) -> Iterator[Runnable]:
    """The single cases of an instrument, those of the versions before it included.

    Args:
        shelf: the packs.
        instrument: id of the instrument.

    Yields:
        Each case; those of a file with errors are left out, since :func:`run_cases` tells them.
    """
    for file in (CASES, DUTY_CASES):
        yield from _Run(shelf, instrument, file).runnable()


@dataclass(frozen=True)
class Differing:
    """A single case of the version before that comes out otherwise under a later one, which says nothing of it yet.

    Attributes:
        base: the base it belongs to.
        number: which of its near misses it is, from 1; 0 for the base itself.
        case: what is asked and what it had to come to.
        orders: whom it is asked of.
    """

    base: Placed
    number: int
    case: AnyCase
    orders: Asked

    def fails(self, case: AnyCase) -> bool:
        """Whether a case that asks the same, and expects something else, comes out otherwise too."""
        return bool(_ran(self.orders, SingleCase(case, "", ()), self.base.kind).failures)


def differing(
    shelf: Shelf, instrument: str, file: str, documents: Mapping[Path, Document] = FrozenDict()
) -> Iterator[Differing]:
    """The cases of the versions before that come out otherwise, as ``case_differs`` tells them.

    Args:
        shelf: the packs.
        instrument: the later version.
        file: the name of the file of cases.
        documents: files of cases to be read in the place of those on the disk.
    """
    yield from _Run(shelf, instrument, file, documents).differing()


class _File:
    """A file of cases of one instrument, if it has one.

    Attributes:
        found: what it says; ``None`` where there is none, or it has errors.
        document: the file.
        problems: its errors.
    """

    def __init__(self, shelf: Shelf, name: str, file: str, read: Mapping[Path, Document]) -> None:
        path = shelf.folder(name) / file
        self.found: CasesModel | DutyCasesModel | None = None
        self.document: Document | None = None
        self.problems: list[Diagnostic] = []
        if path in read or is_file(path):
            reader = read_cases if file == CASES else read_duty_cases
            shown, words = f"{RULES}/{name}/{file}", shelf.words_for(name)
            self.found, self.document, self.problems = reader(path, shown, read.get(path), words)

    def lists(self) -> Iterator[tuple[str, tuple[AnyCase, ...]]]:
        """Its lists of cases, by name."""
        for kind in RUNNERS:
            yield kind, getattr(self.found, kind, ())

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What differs of the cases of the version before."""
        return () if self.found is None else self.found.differences


class _Run:
    """The cases of one file of an instrument."""

    def __init__(
        self,
        shelf: Shelf,
        name: str,
        file: str,
        read: Mapping[Path, Document] = FrozenDict(),
        observe: Observer | None = None,
        kept: KeptCases | None = None,
    ) -> None:
        self._shelf, self._name, self._file, self._read, self._observe = shelf, name, file, read, observe
        self._kept = kept or KeptCases(shelf, name, file, None)
        self._words = shelf.words_for(name)
        self._rules = RulePlaces(shelf)
        #: Ids of the places that the base at hand asked about.
        self._asked: set[str] = set()

    def results(self) -> Iterator[CaseResult | Diagnostic]:
        """What comes of them."""
        own = _File(self._shelf, self._name, self._file, self._read)
        yield from own.problems
        before = self._before(self._name)
        if own.problems and own.found is None:
            return
        if before is None and own.differences and own.document is not None:
            yield own.document.diagnostic("not_a_version", (DIFFERENCES,), key=True, word=DIFFERENCES)
            return
        yield from self._run(own)
        if before is not None:
            yield from self._again(own, before)

    def runnable(self) -> Iterator[Runnable]:
        """Its single cases, without running them."""
        own = _File(self._shelf, self._name, self._file, self._read)
        if own.document is not None and own.found is not None:
            for kind, cases in own.lists():
                for one in placed(kind, cases, own.document, self._name):
                    for document, single in self._singles(one):
                        yield Runnable(kind, single.case, single.name, document, single.location, False)
        for one in self._inherited(self._name, own)[0]:
            for document, single in self._singles(one):
                yield Runnable(one.kind, single.case, single.name, document, single.location, True)

    def _again(self, own: _File, before: str) -> Iterator[CaseResult | Diagnostic]:
        """The cases of the versions before, asked of this one."""
        asked, problems = self._inherited(self._name, own)
        yield from problems
        now, then = (self._orders(name, from_start=True) for name in (self._name, before))
        for number, one in enumerate(asked):
            yield from self._unless_kept(f"{before}/{number}", (), self._again_of(one, own, now, then))

    def _again_of(self, one: Placed, own: _File, now: Orders, then: Orders) -> Iterator[CaseResult | Diagnostic]:
        """A base of the version before with its near misses, asked of this one."""
        for document, single in self._singles(one):
            found = self._result(now, document, single, one.kind)
            if found.passed or document is own.document:
                yield found
            elif self._of_the_amendment(one, own, then, single):
                at, told = (*single.location, chinese("situation")), "；".join(found.failures)
                yield document.diagnostic(
                    "case_differs", at, name=single.name, id=self._name, file=self._file, got=told
                )
            else:
                # It does not come out as it is written under the version before either.
                under = f"{single.name}（在修订后的 {self._name} 中）"
                yield self._result(now, document, replace(single, name=under), one.kind)

    @staticmethod
    def _of_the_amendment(one: Placed, own: _File, then: Orders, single: SingleCase) -> bool:
        """Whether it is the amendment by which a case comes out otherwise: it came out as written before."""
        return one.states(own.document) or not _ran(then, single, one.kind).failures

    def differing(self) -> Iterator[Differing]:
        """The cases of the versions before that come out otherwise, and of which nothing is said yet."""
        own = _File(self._shelf, self._name, self._file, self._read)
        before = self._before(self._name)
        if before is None:
            return
        now, then = (self._orders(name, from_start=True) for name in (self._name, before))
        for one in self._inherited(self._name, own)[0]:
            for number, (document, single) in enumerate(self._singles(one)):
                if document is own.document or not _ran(now, single, one.kind).failures:
                    continue
                if self._of_the_amendment(one, own, then, single):
                    yield Differing(one, number, single.case, now)

    def _unless_kept(
        self, base: str, named: Iterable[str], run: Iterator[CaseResult | Diagnostic]
    ) -> Iterator[CaseResult | Diagnostic]:
        """What a base comes to, which is not run where that is known.

        Args:
            base: what tells it from the others of the file.
            named: ids of packs that have rules that it names.
            run: runs it.
        """
        known = self._kept.of(base)
        if known is not None:
            yield from known
            return
        self._asked.clear()
        results = list(run)
        self._kept.take(base, results, of_places(self._asked) | frozenset(named))
        yield from results

    def _run(self, own: _File) -> Iterator[CaseResult | Diagnostic]:
        """Its own cases; those of a base that names what is in no pack are not run."""
        if own.document is None or own.found is None:
            return
        orders = self._orders(self._name)
        references = References(self._shelf, self._name)
        for index, difference in enumerate(own.differences):
            yield from references.of_difference(own.document, difference, (DIFFERENCES, index))
        self._kept.name(references.found_in)
        for kind, cases in own.lists():
            for one in placed(kind, cases, own.document, self._name):
                problems = references.problems(own.document, one.case, one.at)
                yield from problems
                if not problems:
                    run = (self._result(orders, document, single, kind) for document, single in self._singles(one))
                    yield from self._unless_kept(f"{kind}/{one.at[-1]}", references.found_in, run)

    def _orders(self, name: str, *, from_start: bool = False) -> Orders:
        return Orders(self._shelf, name, from_start=from_start, asked=self._asked)

    def _before(self, name: str) -> str | None:
        try:
            return self._shelf.pack(name).instrument.amends
        except BadPack:
            # Its errors are told when it is asked.
            return None

    def _inherited(self, name: str, own: _File) -> tuple[tuple[Placed, ...], list[Diagnostic]]:
        """The cases of the versions before as a version is asked them, and what is wrong with what it says of them."""
        before = self._before(name)
        if before is None:
            return (), []
        theirs = _File(self._shelf, before, self._file, self._read)
        older, _ = self._inherited(before, theirs)
        if theirs.document is not None:
            for kind, cases in theirs.lists():
                older = (*older, *placed(kind, cases, theirs.document, before))
        found = Amended(self._shelf.pack(name), older, own.differences, own.document, self._words)
        return found.cases, found.problems

    def _singles(self, one: Placed) -> Iterator[tuple[Document, SingleCase]]:
        """A base and its near misses as single cases, each with the file it is written in."""
        places = iter([(one.document, one.at), *one.near])
        for single in expanded(one.case, one.at, self._words):
            document, at = next(places)
            yield document, SingleCase(single.case, single.name, at)

    def _result(self, orders: Orders, document: Document, single: SingleCase, kind: str) -> CaseResult:
        ran = _ran(orders, single, kind)
        if self._observe is not None:
            self._observe(orders, single, ran)
        problem: Diagnostic | None = None
        if ran.failures:
            at = (*single.location, chinese("situation"))
            rules = self._rules.named(ran.answered, self._name)
            problem = document.diagnostic(
                "case_failed",
                at,
                name=single.name,
                got="；".join(ran.failures),
                rules=f"得到这一结果的规则：{rules}" if rules else "没有一条规则确定适用",
            )
        line, _ = document.mark(single.location)
        return CaseResult(self._name, single.name, line, ran.failures, ran.rules, problem)


def _ran(orders: Asked, single: SingleCase, kind: str) -> Ran:
    try:
        return RUNNERS[kind](orders, single.case)
    except Error as error:
        if isinstance(error, BadPack) and error.diagnostics:
            raise
        return Ran((str(error),))
