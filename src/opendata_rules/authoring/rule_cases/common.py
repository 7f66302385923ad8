"""What all kinds of case have in common: their outcome, and how expectations are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ...diagnostics.diagnostic import Diagnostic
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Json, Value

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class CaseResult(Value):
    """Outcome of one case.

    Attributes:
        instrument: instrument in whose folder it stands.
        name: its name.
        line: where it begins in ``cases.yaml``.
        failures: what differs from what was expected; empty if it passed.
        rules: ids of provisions and requirements that the case exercised.
        diagnostic: the failure as a diagnostic, if any.
    """

    instrument: str
    name: str
    line: int
    failures: tuple[str, ...]
    rules: frozenset[str]
    diagnostic: Diagnostic | None

    @property
    def passed(self) -> bool:
        """Whether it came to what was expected."""
        return not self.failures

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "instrument": self.instrument,
            "name": self.name,
            "line": self.line,
            "passed": self.passed,
            "failures": list(self.failures),
        }


class Asked(Protocol):
    """Whom cases are asked of: packs."""

    def order(self, place: str, on: dt.date, drafts: bool = False) -> LegalOrder:
        """What binds a place on a date."""


def as_cited(shelf: Asked, case: Case, answered: str | None) -> Case:
    """A case with the passages that it expects as the instrument that answered cites them."""
    expected: Callable[[Case, str | None], Case] | None = getattr(shelf, "expected", None)
    return case if expected is None else expected(case, answered)


class _AnswerExpected(Protocol):
    @property
    def answered_by(self) -> str | None: ...


class _WarningsExpected(Protocol):
    @property
    def warnings(self) -> Sequence[str] | None: ...

    @property
    def absent(self) -> Sequence[str] | None: ...


def term_of(terms: Mapping[str, object], value: object) -> str:
    """The word of the case files for a value."""
    return next((term for term, one in terms.items() if one is value), "没有")


def answer_failures(expect: _AnswerExpected, got: str | None) -> Iterator[str]:
    """That the instrument expected answered."""
    if expect.answered_by is not None and expect.answered_by != got:
        yield f"应由 {expect.answered_by} 回答，得到 {got or '没有文件回答'}"


def list_failures(name: str, wanted: Sequence[str], got: Sequence[str]) -> Iterator[str]:
    """That a list is exactly the one expected."""
    if list(wanted) != list(got):
        yield f"{name}应为{'、'.join(wanted) or '空'}，得到 {'、'.join(got) or '空'}"


def including(name: str, wanted: Sequence[str] | None, got: Sequence[str]) -> Iterator[str]:
    """All that is wanted is there; an empty list wants nothing there."""
    for item in wanted or ():
        if item not in got:
            yield f"{name}应包括 {item or '（条号不明）'}，得到 {', '.join(got) or '空'}"
    if wanted is not None and not wanted and got:
        yield f"{name}应为空，得到 {', '.join(ref or '（条号不明）' for ref in got)}"


def warning_failures(expect: _WarningsExpected, warnings: Sequence[ResultWarning]) -> Iterator[str]:
    """That the warnings expected are there, and those excluded are not."""
    got = [str(warning.code) for warning in warnings]
    yield from including("提示", expect.warnings, got)
    for code in expect.absent or ():
        if code in got:
            yield f"提示不应包括 {code}，得到 {', '.join(got)}"
