"""A receipt replayed: the same answer, or what keeps it from being the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..answers.receipts import Receipted, resting_of
from ..errors import Error, ReceiptMismatch
from ..quoting import quoted
from ..version import __version__
from . import first_form
from .asking import Laws, Question, asked_again, law_asked, question_of
from .drifts import beside, drifts
from .form import AnyReceipt, read
from .results import Drift, Source

#: Most differences that a message names; ``differences`` has them all.
_MOST = 8


def replay(receipt: object, law_of: Laws, source: Source = None) -> Receipted:
    """Compute the answer of a receipt again. See ``library.replay``."""
    if first_form.is_one(receipt):
        return _first(first_form.read(receipt), law_of)
    form = read(receipt)
    then: dict[str, Any] = form.model_dump(exclude_unset=True)
    question = put(form, law_of, source, "replay")
    differing = drifts(then, resting_of(question.laws, question.calendar), question.laws)
    if differing:
        raise mismatch(differing, form.engine)
    answer = answered(question)
    differing = beside(_comparable(then, form.engine), _comparable(answer.receipt, form.engine))
    if differing:
        raise mismatch(differing, form.engine)
    return answer


def _first(form: first_form.First, law_of: Laws) -> Receipted:
    """The answer of a receipt of the first form, where every file is as it was."""
    question, changed = put_first(form, law_of)
    if changed:
        names = "、".join(map(quoted, changed))
        raise ReceiptMismatch(
            f"这是旧格式（格式 1）的凭据，按文件的字节核对，而下列文件与当时不同：{names}（哪怕只改了注释或者排版）。"
            "请用出具凭据时的规则文件夹（或者版本库中当时的标签）重新核对：odr.load(路径)；"
            "只想知道今天的结果，用 library.recheck。",
            english="this receipt is of form 1, which names files byte by byte, and these are others now:"
            f" {', '.join(map(quoted, changed))} (a comment is enough). Replay it with the folder of packs, or the tag,"
            " of its time: odr.load(path); for the answer of today use library.recheck.",
            nearest=changed,
            differences=first_drifts(changed),
        )
    return answered(question)


def first_drifts(changed: Iterable[str]) -> tuple[Drift, ...]:
    """What is another than when a receipt of the first form was issued."""
    return tuple(
        Drift("calendar", "*", "changed") if name == "calendar" else Drift("pack", name, "changed") for name in changed
    )


def put_first(form: first_form.First, law_of: Laws) -> tuple[Question, tuple[str, ...]]:
    """The question of a receipt of the first form, and what is another than when it was issued.

    Raises:
        ReceiptMismatch: there is no such law, or it cannot be read.
    """
    with _refusing():
        law = law_asked(form, law_of)
        changed = first_form.changed(form, law)
    question = Question((law,), form.calendar is not None, lambda: asked_again(law, form.options, form.facts))
    return question, changed


def put(form: AnyReceipt, law_of: Laws, source: Source, call: str) -> Question:
    """The question of a receipt, put to the laws of today, by the call of that name.

    Raises:
        ReceiptMismatch: there are no such laws, or they cannot be read.
    """
    with _refusing():
        return question_of(form, law_of, source, call)


def answered(question: Question) -> Receipted:
    """The answer of today.

    Raises:
        ReceiptMismatch: the law cannot be asked so.
    """
    with _refusing():
        return question.ask()


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except ReceiptMismatch:
        raise
    except (ValueError, TypeError) as error:
        raise refused(error) from error


def refused(error: Exception) -> ReceiptMismatch:
    """What keeps a receipt from being replayed, where it is an error of another kind."""
    english = error.english if isinstance(error, Error) else str(error)
    return ReceiptMismatch(
        f"按凭据不能重新得出结果：{error}",
        english=f"the receipt cannot be replayed: {english or type(error).__name__}",
        nearest=error.nearest if isinstance(error, Error) else (),
    )


def _comparable(receipt: Mapping[str, Any], engine: str) -> dict[str, Any]:
    """A receipt as far as another engine has to come to the same: the gist of the outcome, not every word of it."""
    if engine == __version__:
        return dict(receipt)
    return {**receipt, "outcome": {name: told for name, told in receipt["outcome"].items() if name != "digest"}}


def mismatch(differing: tuple[Drift, ...], engine: str) -> ReceiptMismatch:
    """The refusal that says what differs."""
    chinese, english = ([one.line(lang) for one in differing[:_MOST]] for lang in ("zh", "en"))
    more = len(differing) - _MOST
    if more > 0:
        chinese.append(f"另有 {more} 处")
        english.append(f"{more} more")
    told = told_english = ""
    if engine != __version__:
        told = f"（凭据由 {engine} 版出具，现在是 {__version__} 版）"
        told_english = f" (issued by engine {engine}; this is {__version__})"
    return ReceiptMismatch(
        f"与出具凭据时不同{told}：{'；'.join(chinese)}。",
        english=f"not as when the receipt was issued{told_english}: {'; '.join(english)}.",
        nearest=dict.fromkeys(name for one in differing for name in (one.id, one.instrument) if name),
        differences=differing,
    )
