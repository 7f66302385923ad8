"""The words of a place: the facts and procedures that all places share, joined with those its own packs bring.

A pack may bring facts, values, procedures, steps, events and acts that no vocabulary foresaw. They are known wherever
the place is asked, and nowhere else. Where nothing is brought, the words are those of everywhere, the same objects.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import BadPack
from .facts import Fact, Vocabulary, vocabulary
from .procedures import Act, EventKind, Procedure, Procedures, Step, procedures

#: Files in which a pack brings words: its facts, and its procedures.
FACTS, PROCEDURES = "facts.yaml", "procedures.yaml"
#: Most joined vocabularies kept; a process asks about fewer places that bring words of their own.
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Brought:
    """What one pack brings.

    Attributes:
        prefix: with which the ids of all it brings begin, before two underscores; no other pack has it.
        facts: facts of its own.
        values: values that come to facts there are: id of the fact, value id, Chinese term.
        procedures: procedures of its own.
        steps: steps that come to procedures there are, at their end.
        events: kinds of event of its own.
        acts: acts of its own; each is a kind of event too.
        failed: ids and Chinese names that it was to bring and whose definition is wrong; a pack that has any is
            refused, and what speaks of them is not wrong for that.
    """

    prefix: str
    facts: tuple[Fact, ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()
    procedures: tuple[Procedure, ...] = ()
    steps: tuple[Step, ...] = ()
    events: tuple[EventKind, ...] = ()
    acts: tuple[Act, ...] = ()
    failed: frozenset[str] = frozenset()

    def adds_to(self, procedure: str) -> bool:
        """Whether it brings the procedure of that id, or a step of it."""
        return any(one.id == procedure for one in self.procedures) or any(
            step.procedure == procedure for step in self.steps
        )


@dataclass(frozen=True, slots=True)
class Words:
    """Facts and procedures, joined when first asked for; made by :func:`words`.

    Attributes:
        brought: what comes to the words that all places share.
    """

    brought: tuple[Brought, ...] = ()

    @property
    def vocabulary(self) -> Vocabulary:
        """Every fact there is here."""
        return _vocabulary(self.brought) if self.brought else vocabulary()

    @property
    def failed(self) -> frozenset[str]:
        """Names whose definition is wrong, as told where they are defined. See :attr:`Brought.failed`."""
        return frozenset().union(*(one.failed for one in self.brought))

    @property
    def procedures(self) -> Procedures:
        """Every procedure there is here."""
        return _procedures(self.brought) if self.brought else procedures()


#: The words that all places share.
EVERYWHERE = Words()


def words(brought: Iterable[Brought | None]) -> Words:
    """The words that all places share, joined with what packs bring; ``None`` brings nothing, twice the same once."""
    found = tuple(dict.fromkeys(one for one in brought if one is not None))
    return Words(found) if found else EVERYWHERE


def common(one: Words, other: Words) -> Words:
    """The words of two places, or of two versions of one, together.

    Raises:
        BadPack: both have a fact of the same id that is not of the same type, or whose values are not called the same,
            so that nothing compares them.
    """
    if one.brought == other.brought:
        return one
    types = {fact.id: fact for brought in one.brought for fact in brought.facts}
    for brought in other.brought:
        for fact in brought.facts:
            known = types.get(fact.id, fact)
            if known.type is not fact.type:
                raise BadPack(
                    f"两边都有事实“{fact.label}”（{fact.id}），类型却不同，不能比较。",
                    english=f"{fact.id} is of different types on both sides and cannot be compared.",
                )
            terms = dict(known.values)
            if any(terms.get(value, term) != term for value, term in fact.values):
                raise BadPack(
                    f"两边都有事实“{fact.label}”（{fact.id}），同一个值的名称却不同，不能比较。",
                    english=f"A value of {fact.id} has different names on both sides and cannot be compared.",
                )
    return words((*one.brought, *other.brought))


@functools.lru_cache(maxsize=_KEPT)
def _vocabulary(brought: tuple[Brought, ...]) -> Vocabulary:
    facts: dict[str, Fact] = {}
    values: dict[str, dict[str, str]] = {}
    for one in brought:
        for fact in one.facts:
            # Two versions of one pack, compared: what either knows is known.
            known = facts.get(fact.id, fact)
            facts[fact.id] = known.with_values(pair for pair in fact.values if pair[0] not in dict(known.values))
        for name, value, term in one.values:
            values.setdefault(name, {}).setdefault(value, term)
    return vocabulary().joined(facts.values(), {fact: tuple(found.items()) for fact, found in values.items()})


@functools.lru_cache(maxsize=_KEPT)
def _procedures(brought: tuple[Brought, ...]) -> Procedures:
    steps = {step.name: step for one in brought for step in one.steps}
    return procedures().joined(
        (procedure for one in brought for procedure in one.procedures),
        steps.values(),
        (event for one in brought for event in one.events),
        (act for one in brought for act in one.acts),
    )
