"""How much work a question may take: counted where it is done, never estimated.

Combining conditions exactly can take more steps than any machine has time for, whatever a rule looks like. So
everything that combines counts its elementary steps here, a batch at a time and before doing them. One step is about
what comparing two cubes costs: some tens of nanoseconds. The count depends on nothing but the rules and the question;
the same question ends, or runs out, on every machine and every day alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class OutOfBudget(Exception):
    """The work of a question exceeds its budget. Internal: whoever knows the packs makes a ``BadPack`` of it.

    Attributes:
        matter: what was being worked out.
        rule: id of the rule that was being added when the budget ran out; empty where it was none.
        limit: the steps that were allowed.
    """

    def __init__(self, matter: str, rule: str, limit: int) -> None:
        super().__init__(f"{matter or 'question'}: more than {limit} steps, at {rule or 'no rule'}")
        self.matter = matter
        self.rule = rule
        self.limit = limit


class Budget:
    """The steps that one question may take. Made for one question; not shared between threads.

    Args:
        limit: the most steps.
        matter: what is being worked out, for messages.

    Attributes:
        spent: steps taken so far; beyond ``limit`` only once it ran out.
        rule: id of the rule being worked on; empty where it is none.
    """

    __slots__ = ("limit", "matter", "rule", "spent")

    def __init__(self, limit: int, matter: str = "") -> None:
        self.limit = limit
        self.matter = matter
        self.rule = ""
        self.spent = 0

    def spend(self, steps: int) -> None:
        """Count steps about to be taken.

        Raises:
            OutOfBudget: they exceed what is left.
        """
        self.spent += steps
        if self.spent > self.limit:
            raise OutOfBudget(self.matter, self.rule, self.limit)

    @contextmanager
    def on(self, rule: str) -> Iterator[None]:
        """Name the rule that the steps within are spent on; within another one, the inner name holds."""
        before = self.rule
        self.rule = rule
        try:
            yield
        finally:
            self.rule = before
