"""What changes and duties have in common: reading facts for a diagram quickly, and asking what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..logic.diagrams import Node
from ..logic.influence import by_value, influential
from ..logic.propositions import Propositions
from ..vocabulary.facts import FactType, Vocabulary
from .result import Question


class QuickReader:
    """Reads plain facts into the places of a diagram; whatever is not plainly right is left to the careful way.

    Plain are ids with true, false, ``None`` or a value id as they stand. Days, numbers, lists, labels and mistakes are
    not: they are worth a closer look.

    Args:
        propositions: what is asked.
        vocabulary: every fact that may be stated.
    """

    __slots__ = ("_levels", "_places", "_unknown")

    def __init__(self, propositions: Propositions, vocabulary: Vocabulary) -> None:
        # What no diagram asks about is read into a place of its own, at the end.
        aside = len(propositions.unknown)
        self._unknown = [*propositions.unknown, 0]
        self._levels: dict[str, int] = {}
        self._places: dict[str, tuple[int, dict[str, int]]] = {}
        for fact in vocabulary.facts.values():
            level, places = propositions.places.get(fact.id, (aside, {}))
            if fact.type is FactType.BOOL:
                self._levels[fact.id] = level
            elif fact.type is FactType.ENUM:
                self._places[fact.id] = level, {value: places.get(value, 0) for value, _ in fact.values}

    def read(self, facts: Mapping[str, object]) -> list[int] | None:
        """For each variable the place of its value; ``None`` where the facts are not all plain."""
        known = self._unknown.copy()
        levels, places = self._levels, self._places
        try:
            for name, value in facts.items():
                if value is True:
                    known[levels[name]] = 1
                elif value is False:
                    known[levels[name]] = 0
                elif type(value) is str:
                    level, by_value = places[name]
                    known[level] = by_value[value]
                elif value is not None or not (name in levels or name in places):
                    return None
        except (KeyError, TypeError):
            return None
        return known


def telling(
    propositions: Propositions, diagram: Node, known: Sequence[int], vocabulary: Vocabulary
) -> tuple[Question, ...]:
    """The unknown facts that could settle a diagram, best first.

    A fact counts if in some completion its value alone changes what is said. Best is the smallest number of outcomes
    left on average over its values; ties go by article order.

    Args:
        propositions: the variables.
        diagram: one with sets at its leaves.
        known: the places of what is known.
        vocabulary: the facts, with their questions.
    """
    # What is worked out for one question is not kept.
    aside = propositions.diagrams.aside()
    left = aside.given(diagram, known)
    settling = influential(aside.sizes, left)
    scored: list[tuple[float, int]] = []
    for level, values in by_value(aside.sizes, left).items():
        if level in settling:
            counts = [len(outcomes) for outcomes in values if outcomes]
            scored.append((sum(counts) / len(counts), level))
    names = propositions.facts_at(level for _, level in sorted(scored))
    return tuple(
        Question(name, vocabulary.facts[name].question, english=vocabulary.facts[name].english) for name in names
    )


def unknown_facts(propositions: Propositions, diagram: Node, known: Iterable[int]) -> tuple[str, ...]:
    """Ids of the unknown facts that a diagram still hangs on, in article order."""
    aside = propositions.diagrams.aside()
    return propositions.facts_at(aside.tested(aside.given(diagram, tuple(known))))
