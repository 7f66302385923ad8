"""A lawful way to another attribute, as a value. How ways are found is the business of the analysis of laws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..values import Json, Value
from ..vocabulary.arguments import Lang
from ..vocabulary.citations import Citation, together
from ..vocabulary.english import term_in_english
from ..vocabulary.facts import FactValue
from ..vocabulary.terms import Attribute
from ..vocabulary.words import EVERYWHERE, Words
from .result import plain


@dataclass(frozen=True, slots=True)
class Path(Value):
    """One way to an attribute.

    Attributes:
        target: the attribute it leads to.
        via: ``classification`` (the data falls into that class) or ``change`` (the provision on changes allows it).
        changed: facts that have to become otherwise than stated, as pairs.
        established: facts that are not known and have to be found, or brought about, to be so, as pairs.
        citations: the provisions it rests on.
        words: the words of the place, in which its facts are told.
    """

    target: Attribute
    via: str
    changed: tuple[tuple[str, FactValue], ...]
    established: tuple[tuple[str, FactValue], ...]
    citations: tuple[Citation, ...]
    words: Words = field(default=EVERYWHERE, repr=False)

    @property
    def facts(self) -> dict[str, FactValue]:
        """Every fact of the way."""
        return dict((*self.changed, *self.established))

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "target": str(self.target),
            "via": self.via,
            "changed": plain(dict(self.changed)),
            "established": plain(dict(self.established)),
            "citations": [citation.to_dict() for citation in self.citations],
        }

    def line(self, lang: Lang = "zh") -> str:
        """The way in a sentence."""
        book = self.words.vocabulary.facts

        def told(pairs: Iterable[tuple[str, FactValue]]) -> str:
            if lang == "en":
                return ", ".join(f"{name} = {term_in_english(book[name], value)}" for name, value in pairs)
            return "、".join(f"“{book[name].label}”为{book[name].term(value)}" for name, value in pairs)

        words = ("change ", "establish ") if lang == "en" else ("改变：", "查明或者办到：")
        pairs = zip(words, (self.changed, self.established), strict=True)
        parts = [f"{word}{told(facts)}" for word, facts in pairs if facts]
        if lang == "en":
            return f"{'; '.join(parts) or 'nothing more'} ({together(self.citations, lang)})"
        return f"{'；'.join(parts) or '不需要别的'}（{together(self.citations)}）"
