"""Pieces that every answer is made of: questions, actions, and what answers have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..values import Json, Value
from ..vocabulary.citations import Citation


@dataclass(frozen=True, slots=True)
class Question(Value):
    """An unknown fact worth asking about.

    Attributes:
        fact: fact id.
        text: the question in Chinese.
        english: what is asked, in English: what the fact means.
    """

    fact: str
    text: str
    english: str = field(default="", kw_only=True)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {"fact": self.fact, "text": self.text, "english": self.english}


@dataclass(frozen=True, slots=True)
class Action(Value):
    """Something that must be done next.

    Attributes:
        matter: short Chinese name of the duty.
        matter_english: the same in English.
        text: what to do, in Chinese.
        english: the same in English.
        citation: the provision that asks for it.
    """

    matter: str
    matter_english: str = field(default="", kw_only=True)
    text: str
    english: str
    citation: Citation

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "matter": self.matter,
            "matter_english": self.matter_english,
            "text": self.text,
            "english": self.english,
            "citation": self.citation.to_dict(),
        }


class Result(Value):
    """Base of all results: no truth value, since every answer has more than two."""

    __slots__ = ()

    def __bool__(self) -> bool:
        raise TypeError(
            f"{type(self).__name__} 没有真假值；请看它的字段，例如 status 或者 verdict。"
            " (a result has no truth value; read its fields)"
        )


def plain(value: object) -> Json:
    """A fact value as plain JSON types."""
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value)
