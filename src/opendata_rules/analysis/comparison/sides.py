"""What each of two laws says where they differ, in a few words, so that both can stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...answers.changes.answer import ChangeVerdict
from ...answers.classification.answer import Decision
from ...answers.classification.computation import classifier_of
from ...answers.deadlines.answer import Deadline
from ...answers.duties.answer import Assessment
from ...answers.duties.computation import duties_of
from ...formats.trees import Language
from ...norms.order import LegalOrder
from ...norms.standing import Standing
from ...norms.warnings import ResultWarning
from ...values import Term
from ...vocabulary.arguments import Lang
from ...vocabulary.citations import together
from ...vocabulary.terms import (
    STATUS_TERMS,
    STRICTEST_FIRST,
    VERDICT_TERMS,
    Attribute,
    ComparisonTopic,
    Compliance,
    Status,
    Verdict,
    WarningCode,
    attribute_term,
)
from ..cautions import SCHEME_TOPICS
from .results import Difference, cited_by
from .side_by_side import term_text


class DifferenceKind(Term):
    """In what two laws differ: one is silent, they come to other results, or leave another choice."""

    SILENT = "silent"
    RESULT = "result"
    CHOICE = "choice"


#: The same in Chinese and English.
KIND_TERMS: Mapping[DifferenceKind, tuple[str, str]] = {
    DifferenceKind.SILENT: ("只有一方作了规定", "only one of them regulates it"),
    DifferenceKind.RESULT: ("都有规定，结论不同", "both regulate it, with other results"),
    DifferenceKind.CHOICE: ("结论相同，可选的不同", "the same result, another choice"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """What one law says.

    Attributes:
        outcome: what it comes to, by its id; of terms and duties ``regulated``.
        text: the same in a few words.
        provisions: the passages it goes by; empty where there are none.
        silent: whether it says nothing on the matter, as far as it is collected.
        incomplete: whether an instrument that is not (fully) collected could change that.
    """

    outcome: str
    text: str
    provisions: str
    silent: bool
    incomplete: bool


def answering(law: LegalOrder, topic: ComparisonTopic) -> Standing | None:
    """The instrument that classifies data under a law; ``None`` where none does, or the topic is no classification.

    A place may have none of its own, and go by that of the place above it.
    """
    scheme = next((scheme for scheme, told in SCHEME_TOPICS.items() if told is topic), None)
    if scheme is None:
        return None
    answer = classifier_of(law, scheme).resolution.answer
    return None if answer is None else answer.standing


def kind_of(difference: Difference) -> DifferenceKind:
    """In what two laws differ there."""
    a, b = sides(difference)
    if a.silent or b.silent:
        return DifferenceKind.SILENT
    return DifferenceKind.CHOICE if a.outcome == b.outcome and not _counted(difference) else DifferenceKind.RESULT


def _counted(difference: Difference) -> bool:
    return isinstance(difference.a, Deadline | Assessment)


def sides(difference: Difference, lang: Lang = "zh") -> tuple[Side, Side]:
    """What the first law says, and what the second.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    return side_of(difference.a, lang), side_of(difference.b, lang)


def side_of(answer: Decision | ChangeVerdict | Deadline | Assessment, lang: Lang = "zh") -> Side:
    """What the law of an answer says.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    outcome, text, silent = _outcome(answer, say)
    warnings: tuple[ResultWarning, ...] = answer.warnings
    incomplete = any(warning.code is WarningCode.MISSING_INSTRUMENT for warning in warnings)
    return Side(outcome, text, together(cited_by(answer), say.lang), silent, incomplete)


def _outcome(answer: Decision | ChangeVerdict | Deadline | Assessment, say: Language) -> tuple[str, str, bool]:
    if isinstance(answer, Decision):
        return _decided(answer, say)
    if isinstance(answer, ChangeVerdict):
        verdict = answer.verdict
        # On a complete description what is undetermined is put on hold.
        held = verdict is Verdict.UNDETERMINED
        text = say("暂缓" if held else VERDICT_TERMS[verdict], "hold" if held else _spaced(verdict))
        return str(verdict), text, verdict is Verdict.NOT_REGULATED
    if isinstance(answer, Deadline):
        if not answer.rule:
            return "not_regulated", say("未作规定", "not regulated"), True
        return "regulated", term_text(answer, say.lang), False
    if answer.verdict is Compliance.NOT_REGULATED:
        return "not_regulated", say("未作规定", "not regulated"), True
    number = len(duties_of(answer.order, answer.topic))
    return "regulated", say(f"{number} 条要求", f"{number} requirement{'s' * (number != 1)}"), False


def _decided(answer: Decision, say: Language) -> tuple[str, str, bool]:
    status, attribute = answer.status, answer.attribute
    if status is Status.NO_RULE_IN_FORCE:
        return "no_rule", say("没有已收录且有效的规则", "no rule in force that is collected"), True
    if attribute is None:
        held = status is Status.UNDETERMINED
        return str(status), say("暂缓" if held else STATUS_TERMS[status], "hold" if held else _spaced(status)), False

    def term(one: Attribute) -> str:
        return say(attribute_term(answer.scheme, one), str(one))

    others = [term(one) for one in STRICTEST_FIRST if one in answer.permitted and one is not attribute]
    text = term(attribute)
    if others:
        text += say(f"，也可以{'、'.join(others)}", f", or {' or '.join(others)}")
    return str(attribute), text, False


def _spaced(word: Term) -> str:
    return str(word).replace("_", " ")
