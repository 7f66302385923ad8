"""The form of receipts: what each kind holds, checked strictly before anything else is done with one.

A receipt comes from outside. Nothing in it is guessed at: a missing key, an unknown one, a value of another type make
it none. The published JSON Schema is made from these models.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter
from pydantic import ValidationError as Unfit

from ..answers.receipts import question_digest
from ..errors import ReceiptMismatch
from ..quoting import described, quoted
from .case_forms import AgendaReceipt, BreachReceipt, CaseReceipt, OwedReceipt
from .pieces import (
    Attribute,
    CalendarDigests,
    Count,
    Day,
    FactValue,
    Id,
    LawName,
    Options,
    Outcome,
    Policy,
    Receipt,
    Sha256,
    StepGist,
    Unlisted,
)

#: Most problems of one receipt that are told.
_MOST = 3


class ClassifyOptions(Options):
    """See ``law.classify``."""

    scheme: Literal["opening", "sharing"]
    unlisted: Unlisted
    declared: Attribute | None


class ClassifyOutcome(Outcome):
    """The gist of a decision."""

    status: Literal["decided", "undetermined", "human_review", "no_rule_in_force"]
    attribute: Attribute | None
    possible: list[Attribute]
    permitted: list[Attribute]
    declared_valid: bool | None
    rules: list[Id]


class ClassifyReceipt(Receipt):
    """The receipt of a decision."""

    kind: Literal["classify"]
    options: ClassifyOptions
    calendar: None
    outcome: ClassifyOutcome


class ChangeOptions(Options):
    """See ``law.check_change``."""

    before: Attribute
    after: Attribute


class ChangeOutcome(Outcome):
    """The gist of a verdict on a change."""

    verdict: Id
    possible: list[Id]
    requirements: dict[Id, Id]


class ChangeReceipt(Receipt):
    """The receipt of a verdict on a change."""

    kind: Literal["change"]
    options: ChangeOptions
    calendar: None
    outcome: ChangeOutcome


class CheckOptions(Options):
    """See ``law.check``."""

    topic: Id


class CheckOutcome(Outcome):
    """The gist of an assessment."""

    verdict: Id
    possible: list[Id]
    findings: dict[Id, Id]


class CheckReceipt(Receipt):
    """The receipt of an assessment."""

    kind: Literal["check"]
    options: CheckOptions
    calendar: CalendarDigests
    outcome: CheckOutcome


class DeadlineOptions(Options):
    """See ``law.deadline``."""

    step: Id
    trigger: Day
    receipt: Policy


class DeadlineOutcome(Outcome):
    """The gist of a deadline."""

    status: Id
    due: Day | None
    earliest: Day | None
    latest: Day | None
    rule: Id | None


class DeadlineReceipt(Receipt):
    """The receipt of a deadline."""

    kind: Literal["deadline"]
    options: DeadlineOptions
    calendar: CalendarDigests
    outcome: DeadlineOutcome


class ScheduleOptions(Options):
    """See ``law.schedule``."""

    procedure: Id
    trigger: Day
    on: Day
    actual: dict[Id, Day]
    receipt: Policy


class ScheduleOutcome(Outcome):
    """The gist of a schedule."""

    steps: dict[Id, StepGist]


class ScheduleReceipt(Receipt):
    """The receipt of a schedule."""

    kind: Literal["schedule"]
    options: ScheduleOptions
    calendar: CalendarDigests
    outcome: ScheduleOutcome


class AnalyseOutcome(Outcome):
    """The gist of an analysis: how much of each kind was found."""

    found: dict[Id, Count]
    not_covered: list[Id]


class AnalyseReceipt(Receipt):
    """The receipt of an analysis."""

    kind: Literal["analyse"]
    calendar: None
    outcome: AnalyseOutcome


class CompareOptions(Options):
    """See ``compare``: the topic, and the laws beside that of the receipt itself."""

    topic: Id
    others: list[LawName]


class CompareOutcome(Outcome):
    """The gist of a comparison."""

    relation: Id
    differences: list[str]


class CompareReceipt(Receipt):
    """The receipt of a comparison."""

    kind: Literal["compare"]
    options: CompareOptions
    outcome: CompareOutcome


class OrderOutcome(Outcome):
    """The gist of many comparisons: how each pair stands."""

    relations: list[Id]


class OrderReceipt(Receipt):
    """The receipt of several laws compared."""

    kind: Literal["order"]
    options: CompareOptions
    outcome: OrderOutcome


class CatalogueOptions(Options):
    """See ``law.check_catalogue``: name and digest of the file, and what was given beside it."""

    file: str
    source: Sha256
    profile: str | None
    format: str | None
    unlisted: Unlisted
    scheme: Literal["opening", "sharing"]
    baseline: dict[str, str] | None
    waivers: str | None
    answers: dict[Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,8})$")], dict[Id, FactValue]] | None = None


class CatalogueOutcome(Outcome):
    """The gist of a report."""

    total: Count
    counts: dict[Id, Count]
    updates: dict[Id, Count]
    suspected: Count


class CatalogueReceipt(Receipt):
    """The receipt of the report on a catalogue."""

    kind: Literal["catalogue"]
    options: CatalogueOptions
    calendar: CalendarDigests
    outcome: CatalogueOutcome


class CatalogueChangesOptions(Options):
    """See ``law.check_catalogue_changes``: name and digest of both files, texts of the profile and of their formats."""

    old_file: str
    old_source: Sha256
    file: str
    source: Sha256
    profile: str | None
    formats: list[str]


class CatalogueChangesOutcome(Outcome):
    """The gist of how a catalogue changed."""

    counts: dict[Id, Count]
    added: Count
    removed: Count
    doubtful: Count
    unchanged: Count


class CatalogueChangesReceipt(Receipt):
    """The receipt of the changes of a catalogue."""

    kind: Literal["catalogue_changes"]
    options: CatalogueChangesOptions
    calendar: None
    outcome: CatalogueChangesOutcome


AnyReceipt = (
    ClassifyReceipt
    | ChangeReceipt
    | CheckReceipt
    | DeadlineReceipt
    | ScheduleReceipt
    | AnalyseReceipt
    | CompareReceipt
    | OrderReceipt
    | CatalogueReceipt
    | CatalogueChangesReceipt
    | CaseReceipt
    | OwedReceipt
    | BreachReceipt
    | AgendaReceipt
)
_ADAPTER: TypeAdapter[AnyReceipt] = TypeAdapter(Annotated[AnyReceipt, Field(discriminator="kind")])


def read(receipt: object) -> AnyReceipt:
    """A receipt as what it says, of the form of its kind, and about the question that was asked.

    Raises:
        ReceiptMismatch: it is none, or tells another question.
    """
    form = formed(receipt)
    if question_digest(form.model_dump(exclude_unset=True)) != form.question:
        raise ReceiptMismatch(
            "凭据被改动过：问题（kind、place、on、options、facts）与凭据中问题的摘要（question）不符。",
            english="this receipt was changed: its kind, place, on, options and facts are not those that `question`,"
            " their digest, was made of.",
            nearest=("question",),
        )
    return form


def formed(receipt: object) -> AnyReceipt:
    """A receipt as what it says, every key and type checked.

    Raises:
        ReceiptMismatch: it is none.
    """
    if not isinstance(receipt, Mapping):
        raise ReceiptMismatch(
            f"凭据应当是一个对象，得到的是{described(receipt)}。",
            english=f"a receipt is an object; this is {type(receipt).__name__}.",
            argument="receipt",
        )
    try:
        return _ADAPTER.validate_python(dict(receipt))
    except Unfit as error:
        raise unfit(error) from None


def unfit(error: Unfit) -> ReceiptMismatch:
    """The refusal of what is no receipt, which names the keys that are wrong."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    told = [_problem(one["type"], _where(one["loc"])) for one in problems[:_MOST]]
    more = len(problems) - _MOST
    chinese, english = ([pair[side] for pair in told] for side in (0, 1))
    return ReceiptMismatch(
        f"这不是本库出具的凭据：{'；'.join(chinese)}{f'；另有 {more} 处' if more > 0 else ''}。",
        english=f"this is no receipt of this library: {'; '.join(english)}{f'; {more} more' if more > 0 else ''}.",
        nearest=dict.fromkeys(_where(one["loc"]) for one in problems[:_MOST]),
        argument="receipt",
    )


def _where(at: tuple[int | str, ...]) -> str:
    """The key that is wrong, fit to be shown; before all keys stands the kind of the receipt."""
    return quoted(".".join(map(str, at[1:])) or "kind")


def _problem(code: str, where: str) -> tuple[str, str]:
    match code:
        case "missing":
            return f"缺少“{where}”", f"{where} is missing"
        case "extra_forbidden":
            return f"不应有“{where}”", f"{where} does not belong there"
        case "union_tag_invalid" | "union_tag_not_found":
            return "“kind”不是任何一类凭据", "`kind` is no kind of receipt"
    return f"“{where}”的值不对", f"{where} has a wrong value"


def receipt_schema() -> dict[str, Any]:
    """The JSON Schema of all receipts of this form, with ``$defs``."""
    return _ADAPTER.json_schema()


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of the receipts of one kind, with ``$defs``."""
    [model] = [one for one in AnyReceipt.__args__ if one.model_fields["kind"].annotation == Literal[kind]]
    found: dict[str, Any] = model.model_json_schema()
    return found
