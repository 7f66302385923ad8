"""The question of a receipt, put again to the law of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..analysis.comparison.order import order
from ..analysis.comparison.pair import compare
from ..analysis.comparison.results import TIMED
from ..analysis.gaps import analyse
from ..answers.receipts import Receipted
from ..catalogue.profile import Profile
from ..errors import ReceiptMismatch
from ..law import Law
from ..quoting import quoted
from ..reading.document import read_bytes
from ..vocabulary.terms import ComparisonTopic, Scheme
from .case_forms import AgendaReceipt, BreachReceipt, CaseReceipt, OwedReceipt
from .first_form import First
from .form import (
    AnalyseReceipt,
    AnyReceipt,
    CatalogueChangesOptions,
    CatalogueChangesReceipt,
    CatalogueOptions,
    CatalogueReceipt,
    ChangeOptions,
    CheckOptions,
    ClassifyOptions,
    CompareReceipt,
    DeadlineOptions,
    OrderReceipt,
    ScheduleOptions,
)
from .of_cases import answer_of
from .pieces import Options
from .results import Drift, Source


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
    ask: Callable[[], Receipted]


def question_of(receipt: AnyReceipt, law_of: Laws, source: Source, call: str) -> Question:
    """The question of a receipt.

    Args:
        receipt: the receipt, read.
        law_of: gives the laws.
        source: the file that the result was read from.
        call: what was called, ``replay`` or ``recheck``, so that an error can say how to call it.

    Raises:
        Error: its place is not known, a pack is broken, or the source is not what the receipt names.
    """
    law = law_asked(receipt, law_of)
    calendar = receipt.calendar is not None
    if isinstance(receipt, CatalogueReceipt):
        return Question((law,), calendar, _catalogue(law, receipt.options, source, call))
    if isinstance(receipt, CatalogueChangesReceipt):
        return Question((law,), calendar, _catalogue_changes(law, receipt.options, source, call))
    if source is not None:
        raise ReceiptMismatch(
            f"“{receipt.kind}”类凭据的结果不是从文件读出的，不要给出 source。",
            english=f"a result of the kind {receipt.kind} is not read from a file: give no source.",
        )
    match receipt:
        case AnalyseReceipt():
            return Question((law,), calendar, lambda: analyse(law))
        case CaseReceipt() | OwedReceipt() | BreachReceipt() | AgendaReceipt():
            return Question((law,), calendar, lambda: answer_of(law, receipt.options))
        case CompareReceipt() | OrderReceipt():
            named = receipt.options.others
            others = [law_of(one.place, on=_day(one.on), drafts=one.drafts, strict=one.strict) for one in named]
            return Question((law, *others), receipt.options.topic in TIMED, _comparing(receipt, law, others))
    return Question((law,), calendar, lambda: asked_again(law, receipt.options, receipt.facts))


def _comparing(receipt: CompareReceipt | OrderReceipt, law: Law, others: list[Law]) -> Callable[[], Receipted]:
    topic = ComparisonTopic(receipt.options.topic)
    if isinstance(receipt, OrderReceipt):
        return lambda: order([law, *others], topic=topic)
    if len(others) != 1:
        raise ReceiptMismatch(
            "比较两部法的凭据应当另外写出一部法。",
            english="a receipt of a comparison names one other law.",
        )
    return lambda: compare(law, others[0], topic=topic)


def _catalogue(law: Law, options: CatalogueOptions, source: Source, call: str) -> Callable[[], Receipted]:
    name = quoted(options.file)
    if source is None:
        raise ReceiptMismatch(
            f"这份报告是从文件读出的，请给出那个文件：{call}(凭据, source=路径)；当时的文件名是 {name}。",
            english=f"this report was read from a file: give it as {call}(receipt, source=path); its name was {name}.",
        )
    from ..catalogue.check import checked
    from ..catalogue.files.content import content_of

    if isinstance(source, tuple):
        raise ReceiptMismatch(
            f"这份报告是从一个文件读出的，只要 {name}。", english=f"this report was read from one file, {name}."
        )
    content = content_of(Path(source))
    if content.digest != options.source:
        raise _another(str(source), options.file)
    profile = None if options.profile is None else read_bytes(options.profile.encode("utf-8"), "平台说明")
    # The format is that of the receipt, whatever the register has today.
    formats = _formats([] if options.format is None else [options.format])
    waivers = None if options.waivers is None else read_bytes(options.waivers.encode("utf-8"), "豁免", lists=True)
    return lambda: checked(
        law,
        content,
        options.file,
        profile=profile,
        formats=formats,
        unlisted=options.unlisted,
        scheme=Scheme(options.scheme),
        baseline=options.baseline,
        waivers=waivers,
        answers={int(place): told for place, told in (options.answers or {}).items()},
    )


def _formats(texts: list[str]) -> tuple[Profile, ...]:
    """The registered formats of a receipt."""
    from ..catalogue.profile_file import entry_of

    return tuple(entry_of(read_bytes(text.encode("utf-8"), "平台说明")) for text in texts)


def _catalogue_changes(
    law: Law, options: CatalogueChangesOptions, source: Source, call: str
) -> Callable[[], Receipted]:
    names = f"{quoted(options.old_file)}、{quoted(options.file)}"
    if not isinstance(source, tuple) or len(source) != 2:
        raise ReceiptMismatch(
            f"这个结果是从两个文件读出的，请都给出：{call}(凭据, source=(旧目录, 新目录))；当时的文件名是 {names}。",
            english=f"this was read from two files: give both, {call}(receipt, source=(old, new)); they were {names}.",
        )
    from ..catalogue.changes.check import changes_of
    from ..catalogue.files.content import content_of

    # Their digests tell which is which.
    found = {content.digest: content for content in (content_of(Path(path)) for path in source)}
    for digest, name in ((options.old_source, options.old_file), (options.source, options.file)):
        if digest not in found:
            raise _another("、".join(map(str, source)), name)
    old = found[options.old_source], options.old_file
    new = found[options.source], options.file
    profile = None if options.profile is None else read_bytes(options.profile.encode("utf-8"), "平台说明")
    formats = _formats(options.formats)
    return lambda: changes_of(law, old, new, profile=profile, formats=formats)


def _another(given: str, name: str) -> ReceiptMismatch:
    """The refusal of a file that is another than that of the receipt."""
    return ReceiptMismatch(
        f"{quoted(given)} 不是凭据所说的文件（{quoted(name)}）：内容不同。",
        english=f"{quoted(given)} is not the file of the receipt ({quoted(name)}): its content differs.",
        nearest=["source"],
        differences=[Drift("source", name, "changed")],
    )


def law_asked(receipt: AnyReceipt | First, law_of: Laws) -> Law:
    """The law that a receipt names.

    Raises:
        Error: its place is not known, or a pack is broken.
    """
    options = receipt.options
    return law_of(receipt.place, on=_day(receipt.on), drafts=options.drafts, strict=options.strict)


def asked_again(law: Law, options: Options, facts: Mapping[str, Any]) -> Receipted:
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
