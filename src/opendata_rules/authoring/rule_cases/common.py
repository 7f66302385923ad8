"""What all kinds of case have in common: their outcome, and how expectations are compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from ...answers.result import Question
from ...diagnostics.diagnostic import Diagnostic
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Json, Value
from ...vocabulary.facts import Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import WARNING_TERMS, WarningCode
from .expected import AnswerExpectModel, RuleExpectModel
from .told import Told

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


@dataclass(frozen=True, slots=True)
class Ran:
    """What running one case came to.

    Attributes:
        failures: what differs from what was expected, in Chinese.
        rules: ids of provisions and requirements that the case exercised.
        answered: ids of the rules that the answer rests on, those that differ from what was expected first.
    """

    failures: tuple[str, ...]
    rules: frozenset[str] = frozenset()
    answered: tuple[str, ...] = ()


class Asked(Protocol):
    """Whom cases are asked of: packs."""

    def order(self, place: str, on: dt.date, drafts: bool = False) -> LegalOrder:
        """What binds a place on a date."""


def as_cited(shelf: Asked, case: Case, answered: str | None) -> Case:
    """A case with the passages that it expects as the instrument that answered cites them."""
    expected: Callable[[Case, str | None], Case] | None = getattr(shelf, "expected", None)
    return case if expected is None else expected(case, answered)


class _Asking(Protocol):
    @property
    def questions(self) -> Sequence[Question]: ...


class _Warned(Protocol):
    @property
    def warnings(self) -> Sequence[ResultWarning]: ...


class _AnswerExpected(Protocol):
    @property
    def answered_by(self) -> str | None: ...


#: Fields of 各条内容 whose order says nothing.
_SETS = ("possible", "rests_on")
_NOTHING = object()


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


def set_failures(name: str, wanted: Iterable[str] | None, got: Iterable[str]) -> Iterator[str]:
    """That exactly what is expected is there, in whatever order; nothing is expected where nothing is written."""
    if wanted is not None:
        yield from list_failures(name, sorted(wanted), sorted(got))


def question_failures(wanted: Sequence[str] | None, answer: _Asking, vocabulary: Vocabulary) -> Iterator[str]:
    """That exactly the facts expected are asked for, in their order; an answer is asked only where any are."""
    if wanted is not None:
        asked = [vocabulary.fact(name).label for name in wanted]
        got = [vocabulary.facts[one.fact].label for one in answer.questions]
        yield from list_failures(chinese("questions"), asked, got)


def including(name: str, wanted: Sequence[str] | None, got: Sequence[str]) -> Iterator[str]:
    """All that is wanted is there, what is wanted twice at least twice; an empty list wants nothing there."""
    left = list(got)
    shown = "、".join(ref or "（条号不明）" for ref in got) or "空"
    for item in wanted or ():
        if item in left:
            left.remove(item)
        else:
            yield f"{name}应包括 {item or '（条号不明）'}，得到 {shown}"
    if wanted is not None and not wanted and got:
        yield f"{name}应为空，得到 {shown}"


def warning_failures(expect: AnswerExpectModel, answer: _Warned) -> Iterator[str]:
    """That the warnings expected are there, with the passages expected, and those excluded are not.

    Answers work out their warnings when asked, which is most of their work; so they are asked only for one spoken of.
    """
    if expect.warnings is None and not expect.absent and not expect.warning_citations:
        return
    warnings = answer.warnings
    got = [WARNING_TERMS[warning.code] for warning in warnings]
    wanted = None if expect.warnings is None else [_warning(code) for code in expect.warnings]
    yield from including("提示", wanted, got)
    for code in expect.absent or ():
        if _warning(code) in got:
            yield f"提示不应包括 {_warning(code)}，得到 {'、'.join(got)}"
    cited: dict[WarningCode, list[str]] = {}
    for warning in warnings:
        # The same warning may be there several times, for several rules.
        cited.setdefault(warning.code, []).extend(one.ref for one in warning.citations)
    for code, refs in (expect.warning_citations or {}).items():
        found = cited.get(WarningCode(code))
        if found is None:
            yield f"提示应包括 {_warning(code)}，得到 {'、'.join(got) or '空'}"
        else:
            yield from list_failures(f"提示“{_warning(code)}”的依据", refs, found)


def _warning(code: str) -> str:
    return WARNING_TERMS[WarningCode(code)]


def contents_failures(
    expect: Mapping[str, RuleExpectModel] | None, told: Callable[[], Told], vocabulary: Vocabulary
) -> Iterator[str]:
    """That what is told about each rule is what is expected; ``told`` is asked only where something is."""
    if not expect:
        return
    found = told()
    for rule, wanted in expect.items():
        got = found.get(rule)
        if got is None:
            yield f"结果中应当有 {rule}，没有这一条"
            continue
        for name in sorted(wanted.model_fields_set, key=list(type(wanted).model_fields).index):
            value, have = getattr(wanted, name), got.get(name, _NOTHING)
            if name in ("questions", "rests_on"):
                value = tuple(vocabulary.fact(one).label for one in value)
            same = sorted(value) == sorted(have) if name in _SETS and have is not _NOTHING else value == have
            if not same:
                yield f"{rule} 的{chinese(name)}应为{_shown(value)}，得到{_shown(have)}"


def _shown(value: Any) -> str:
    if value is _NOTHING:
        return "没有这一项"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "空"
    return f"“{value}”" if value else "空"
