"""What evaluates the network, by what is asked of it; :mod:`.engines` chooses one.

All evaluators read the same rules (:mod:`.rules`) and come to the same conclusions, in whatever order.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from ..results.counts import EngineName
from .rules import THROUGH, WAYS, Definition, Pattern

#: What a run found: what the rule concludes, of which step or guard, and the facts that met it by their patterns.
Conclusion = tuple[str, str, dict[str, dict[str, Any]]]
#: What tells facts apart without looking at their numbers: the kind, and of which event, step, act or guard it is.
Sort = tuple[object, object]

_TELLING = {"ev": "e", "off": "s", "term": "s", "act": "a", "need": "g", "atom": "g", **dict.fromkeys(WAYS, "s")}


def sort_of(told: dict[str, Any]) -> Sort:
    """The sort of a fact, or of the facts that a pattern asks for by what it demands of them."""
    kind = told["k"]
    return kind, told.get(_TELLING.get(kind, ""))


def parts_of(patterns: Sequence[Pattern]) -> Iterator[tuple[str, list[Pattern]]]:
    """The parts of a rule: the name of each, and the tests that a fact must pass."""
    for pattern in patterns:
        for name, tests in pattern.items():
            yield name, tests.get("$and", [tests])


def demanded(tests: Sequence[Pattern]) -> dict[str, Any]:
    """What a fact must be equal to, by name, as far as that is not told by another fact."""
    return {name: value for test in tests for name, value in test.items() if not isinstance(value, dict)}


class Engine(ABC):
    """Rule sets, one for each procedure, and what they conclude."""

    #: The name that callers give and results tell.
    name: ClassVar[EngineName]

    def __init__(self) -> None:
        self._asked: dict[str, frozenset[Sort]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._asked

    def learn(self, name: str, rules: Definition) -> None:
        """Take in a rule set."""
        self._take_in(name, rules)
        self._asked[name] = frozenset(
            sort_of(demanded(tests)) for patterns in rules.values() for _, tests in parts_of(patterns)
        )

    def run(self, name: str, facts: Sequence[dict[str, Any]]) -> list[Conclusion]:
        """What a rule set concludes from the facts of one case.

        Args:
            name: which rule set.
            facts: the first is of kind ``case``, the last of kind ``all``.

        Raises:
            RuntimeError: a fact is none that the rules ask about, or the engine failed.
        """
        asked = self._asked[name]
        for fact in facts:
            if sort_of(fact) not in asked:
                raise RuntimeError(f"no rule of {name} asks about {fact}")
        found = self._evaluate(name, facts)
        if not any(what == THROUGH for what, _, _ in found):
            raise RuntimeError(f"{self.name} did not run to the end")
        return found

    @abstractmethod
    def _take_in(self, name: str, rules: Definition) -> None:
        """Make ready to evaluate a rule set."""

    @abstractmethod
    def _evaluate(self, name: str, facts: Sequence[dict[str, Any]]) -> list[Conclusion]:
        """Evaluate it, with nothing left of earlier runs."""
