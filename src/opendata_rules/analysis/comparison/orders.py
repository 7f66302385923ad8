"""What a comparison of several laws says: the partial order that strictness makes of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import combinations

from ...answers.explanation import warning_lines
from ...answers.receipts import Asked, Receipted, name_of
from ...formats.trees import Language, Node
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import Json
from ...vocabulary.arguments import Lang
from ...vocabulary.terms import ComparisonTopic
from ..cautions import cautions
from .results import MARK, RELATION_TERMS, TIMED, Comparison, Relation, tree_of

_INVERSE = {
    Relation.STRICTER: Relation.LOOSER,
    Relation.LOOSER: Relation.STRICTER,
    Relation.EQUIVALENT: Relation.EQUIVALENT,
    Relation.INCOMPARABLE: Relation.INCOMPARABLE,
}


@dataclass(frozen=True, slots=True)
class Order(Receipted):
    """Several laws compared on one topic.

    Attributes:
        topic: what was compared.
        laws: the laws, in the order given.
        names: how each is called: the place, with the date where one place occurs twice.
        comparisons: every pair, first law first.
    """

    topic: ComparisonTopic
    laws: tuple[LegalOrder, ...]
    names: tuple[str, ...]
    comparisons: tuple[Comparison, ...]

    @property
    def place(self) -> str:
        """Id of the place of the first law, which is asked how it stands to the others."""
        return self.laws[0].place.id

    @property
    def on(self) -> dt.date:
        """The date of the first law."""
        return self.laws[0].on

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """Why it should be read with care: the warnings on the topic, of all laws."""
        return cautions(self.laws, self.topic)

    def explain(self, lang: Lang = "zh") -> str:
        """How each pair of laws stands, with every difference, as a tree, in Chinese (``zh``) or English (``en``)."""
        say = Language(lang)
        places = [law.place.english if lang == "en" else "" for law in self.laws]
        twice = {place for place in places if places.count(place) > 1}
        english = [
            f"{place}@{law.on}" if place in twice else place for place, law in zip(places, self.laws, strict=True)
        ]
        names = [say(name, place) for name, place in zip(self.names, english, strict=True)]
        tree = Node(say("、", ", ").join(names))
        for (a, b), comparison in zip(combinations(names, 2), self.comparisons, strict=True):
            tree.children.append(tree_of(comparison, a, b, say))
        warning_lines(tree, self.warnings, say)
        return str(tree)

    def relation(self, one: int, other: int) -> Relation:
        """How one law stands to another, by their places in the order given."""
        if one == other:
            return Relation.EQUIVALENT
        first, second = sorted((one, other))
        pairs = list(combinations(range(len(self.laws)), 2))
        found = self.comparisons[pairs.index((first, second))].relation
        return found if one < other else _INVERSE[found]

    def term(self, one: int, other: int) -> str:
        """The relation in Chinese, marked where something goes with it that does not bear on it."""
        pairs = list(combinations(range(len(self.laws)), 2))
        found = self.comparisons[pairs.index((min(one, other), max(one, other)))]
        return RELATION_TERMS[self.relation(one, other)] + (MARK if found.beside else "")

    def classes(self) -> tuple[tuple[int, ...], ...]:
        """Laws that are equivalent, together; in the order given."""
        found: list[list[int]] = []
        for law in range(len(self.laws)):
            for members in found:
                if self.relation(members[0], law) is Relation.EQUIVALENT:
                    members.append(law)
                    break
            else:
                found.append([law])
        return tuple(tuple(members) for members in found)

    def covers(self) -> tuple[tuple[int, int], ...]:
        """Pairs of classes, stricter first, with none between them: the lines of the picture."""
        groups = self.classes()
        stricter = {
            (one, other)
            for one in range(len(groups))
            for other in range(len(groups))
            if self.relation(groups[one][0], groups[other][0]) is Relation.STRICTER
        }

        def direct(one: int, other: int) -> bool:
            return not any({(one, between), (between, other)} <= stricter for between in range(len(groups)))

        return tuple(sorted(pair for pair in stricter if direct(*pair)))

    def levels(self) -> tuple[tuple[int, ...], ...]:
        """Classes by height, strictest first: a class stands under all that are stricter."""
        covers = self.covers()
        height: dict[int, int] = {}

        def depth(group: int) -> int:
            if group not in height:
                above = [one for one, other in covers if other == group]
                height[group] = 1 + max(map(depth, above)) if above else 0
            return height[group]

        depths = [depth(group) for group in range(len(self.classes()))]
        return tuple(
            tuple(group for group, found in enumerate(depths) if found == level)
            for level in range(max(depths, default=-1) + 1)
        )

    def _asked(self) -> Asked:
        first, *others = self.laws
        options = {"topic": self.topic, "others": [name_of(law) for law in others]}
        outcome = {"relations": [str(comparison.relation) for comparison in self.comparisons]}
        return Asked("order", first, options, outcome, others=tuple(others), calendar=self.topic in TIMED)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "topic": str(self.topic),
            "laws": [
                {
                    "name": name,
                    "english": law.place.english,
                    "place": law.place.id,
                    "on": law.on.isoformat(),
                    "law_id": law.law_id,
                }
                for name, law in zip(self.names, self.laws, strict=True)
            ],
            "items": [comparison.to_dict() for comparison in self.comparisons],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }
