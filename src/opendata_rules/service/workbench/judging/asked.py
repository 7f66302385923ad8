"""The question at hand: what is asked, by which article, and what may be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....analysis.asking import provisions_asking
from ....answers.changes.answer import ChangeVerdict
from ....answers.classification.answer import Decision
from ....answers.duties.answer import Assessment
from ....answers.receipts import Answer
from ....answers.result import Question
from ....errors import Error
from ....vocabulary.facts import Fact, FactType
from .state import FACT, NO_VALUE, State, Stated
from .telling import Say, cited, spaced

#: Answers that a digit gives.
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given.

    Attributes:
        value: as the address tells it.
        text: for a reader.
        digit: the key that gives it; empty where none does.
        now: whether it is the answer that was given.
    """

    value: str
    text: str
    digit: str
    now: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """The question at hand.

    Attributes:
        fact: what is asked about.
        text: the question.
        label: what the fact is called.
        reasons: why it is asked: what a provision says, and which.
        field: its name in forms.
        choices: what may be answered; none where a value is written.
        several: whether more than one of them may be.
        control: how a value is written: ``date``, ``number`` or ``text``.
        written: the value as it was written.
        error: what is wrong with it.
        answered: whether it was answered before.
        hidden: the rest of the address, as fields of its form.
    """

    fact: str
    text: str
    label: str
    reasons: tuple[tuple[str, str], ...]
    field: str
    choices: tuple[Choice, ...]
    several: bool
    control: str
    written: str
    error: Error | None
    answered: bool
    hidden: tuple[tuple[str, str], ...]


def questions_of(answer: Answer) -> tuple[Question, ...]:
    """The unknown facts that would settle an answer, best first; none of a deadline, which asks no one."""
    return answer.questions if isinstance(answer, Decision | Assessment | ChangeVerdict) else ()


def hand_of(fact: Fact, answer: Answer, state: State, told: Sequence[Stated], t: Say) -> Hand:
    """A question, with what was answered before.

    Args:
        fact: what is asked about.
        answer: what is known by now.
        state: of the address.
        told: the facts of the address.
        t: chooses the language.
    """
    before = next((one for one in told if one.told.name == fact.id), None)
    texts = () if before is None or before.told.texts is None else before.told.texts
    pairs = list(fact.values)
    if fact.type is FactType.BOOL:
        pairs = [("true", t("是", "yes")), ("false", t("否", "no"))]
    elif t("zh", "en") == "en":
        pairs = [(value, value.replace("_", " ")) for value, _ in pairs]
    choices = tuple(
        Choice(value, text, str(number) if number <= _DIGITS else "", value in texts)
        for number, (value, text) in enumerate(pairs, 1)
    )
    reasons: tuple[tuple[str, str], ...] = ()
    if isinstance(answer, Decision | Assessment | ChangeVerdict):
        found = provisions_asking(answer, fact.id)
        reasons = tuple((t(one.gist, one.english), cited(one.citation, t)) for one in found)
    control = {FactType.DATE: "date", FactType.INT: "number"}.get(fact.type, "text")
    return Hand(
        fact.id,
        t(fact.question, fact.english[:1].upper() + fact.english[1:]),
        t(fact.label, spaced(fact.id)),
        reasons,
        f"{FACT}{fact.id}",
        choices,
        fact.type is FactType.LIST,
        control,
        texts[0] if texts and texts != (NO_VALUE,) else "",
        None if before is None else before.error,
        before is not None,
        tuple(state.pairs(without=(fact.id,))),
    )
