"""The question of a receipt, put again to the law of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..errors import ReceiptMismatch
from ..law import Law
from .first_form import First
from .form import AnyReceipt, ChangeOptions, CheckOptions, ClassifyOptions, DeadlineOptions, Options, ScheduleOptions
from .results import Answer, Source


class Laws(Protocol):
    """What gives the law of a place, as ``library.law`` does."""

    def __call__(self, place: str, /, *, on: dt.date, drafts: bool, strict: bool) -> Law:
        """The law."""


@dataclass(frozen=True, slots=True)
class Question:
    """The question of a receipt.

    Attributes:
        laws: the laws that it rests on, first that which was asked.
        calendar: whether it looks at the calendar.
        ask: gives the answer of today.
    """

    laws: tuple[Law, ...]
    calendar: bool
    ask: Callable[[], Answer]


def question_of(receipt: AnyReceipt, law_of: Laws, source: Source = None) -> Question:
    """The question of a receipt.

    Raises:
        Error: its place is not known, or a pack is broken.
    """
    law = law_asked(receipt, law_of)
    if source is not None:
        raise ReceiptMismatch(
            f"“{receipt.kind}”类凭据的结果不是从文件读出的，不要给出 source。",
            english=f"a result of the kind {receipt.kind} is not read from a file: give no source.",
        )
    return Question((law,), receipt.calendar is not None, lambda: asked_again(law, receipt.options, receipt.facts))


def law_asked(receipt: AnyReceipt | First, law_of: Laws) -> Law:
    """The law that a receipt names.

    Raises:
        Error: its place is not known, or a pack is broken.
    """
    options = receipt.options
    return law_of(receipt.place, on=_day(receipt.on), drafts=options.drafts, strict=options.strict)


def asked_again(law: Law, options: Options, facts: Mapping[str, Any]) -> Answer:
    """The answer of today to the question that options of one kind put."""
    facts = dict(facts)
    match options:
        case ClassifyOptions():
            return law.classify(facts, unlisted=options.unlisted, declared=options.declared, scheme=options.scheme)
        case ChangeOptions():
            return law.check_change(options.before, options.after, facts)
        case CheckOptions():
            return law.check(options.topic, facts)
        case DeadlineOptions():
            return law.deadline(options.step, trigger=_day(options.trigger), facts=facts, receipt=options.receipt)
        case ScheduleOptions():
            return law.schedule(
                options.procedure,
                trigger=_day(options.trigger),
                actual={name: _day(text) for name, text in options.actual.items()},
                on=_day(options.on),
                facts=facts,
                receipt=options.receipt,
            )
    raise TypeError(f"{type(options).__name__} 不是任何一类问题。 (no kind of question)")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
