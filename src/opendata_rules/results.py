"""Pieces that every result is made of: warnings, questions, actions, and what results have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from .citations import Citation
from .terms import WarningCode
from .vocabulary import FactValue, vocabulary

#: Short Chinese names of the warnings.
WARNING_TERMS: dict[WarningCode, str] = {
    WarningCode.CONTRADICTORY_FACTS: "事实互相矛盾",
    WarningCode.DRAFT: "草案",
    WarningCode.EXPIRED_INSTRUMENT: "本地规定已失效",
    WarningCode.EXPIRES_TODAY: "今天到期",
    WarningCode.HIGHER_LAW: "与上位规定不一致",
    WarningCode.MISSING_INSTRUMENT: "有规定未完整收录",
    WarningCode.NO_RULE_IN_FORCE: "无有效规则",
    WarningCode.NOT_YET_IN_FORCE: "本地规定尚未施行",
    WarningCode.OPEN_QUESTION: "条文存疑",
    WarningCode.SECONDARY_SOURCE: "二手资料",
    WarningCode.SECRECY_LAW: "适用保密法律",
}


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """Why a result should be read with care.

    Attributes:
        code: stable code.
        text: Chinese explanation.
        english: the same in English.
        citations: provisions it speaks of.
    """

    code: WarningCode
    text: str
    english: str
    citations: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "code": str(self.code),
            "text": self.text,
            "citations": [citation.to_dict() for citation in self.citations],
        }


def contradiction(facts: Mapping[str, FactValue]) -> ResultWarning | None:
    """The warning that known facts contradict each other; ``None`` where they do not."""
    book = vocabulary()
    names = list(dict.fromkeys(name for rule in book.contradictions(facts) for name in rule.facts if name in facts))
    if not names:
        return None
    told = "、".join(f"“{book.facts[name].label}”为“{book.facts[name].term(facts[name])}”" for name in names)
    return ResultWarning(
        WarningCode.CONTRADICTORY_FACTS,
        f"下列事实互相矛盾，须由人核实：{told}。",
        f"These facts contradict each other: {', '.join(names)}.",
    )


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown fact worth asking about.

    Attributes:
        fact: fact id.
        text: the question in Chinese.
    """

    fact: str
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"fact": self.fact, "text": self.text}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that must be done next.

    Attributes:
        matter: short Chinese name of the duty.
        text: what to do, in Chinese.
        english: gist in English.
        citation: the provision that asks for it.
    """

    matter: str
    text: str
    english: str
    citation: Citation

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"matter": self.matter, "text": self.text, "citation": self.citation.to_dict()}


class Result:
    """Base of all results: no truth value, since every answer has more than two."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} 没有真假值；请看它的字段，例如 status 或者 verdict。"
            " (a result has no truth value; read its fields)"
        )


def plain(value: object) -> Any:
    """A fact value as plain JSON types."""
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value)
