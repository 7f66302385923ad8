"""Which of several terms it is, whatever the unknown facts turn out to be: every completion is tried.

The conditions of the terms of a step ask about few facts, so that trying all of their values is exact and cheap. What
constraints tie to those facts is tried with them; conditions on days, numbers and lists that the known facts do not
settle count as propositions, true or false.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from ...logic.conditions import Alike, All, AnyOf, Condition, Is, NoneOf, evaluate
from ...norms.provisions import TermRule, Unit
from ...vocabulary.facts import Constraint, FactType, FactValue, Vocabulary
from ...vocabulary.marks import Cadence

#: Most completions that are tried; beyond, every condition may be true or false by itself, which leaves more open.
MOST = 20_000


class Choice(NamedTuple):
    """The term that some completion leads to.

    Attributes:
        rule: the rule that sets it; ``None`` where no term applies.
        cadence: the declared frequency, where the term is as long as that.
    """

    rule: TermRule | None
    cadence: Cadence | None

    @property
    def content(self) -> object:
        """What two terms must have in common for it not to matter which of them it is."""
        rule = self.rule
        if rule is None:
            return None
        return rule.length, rule.unit, rule.fixed, rule.force, rule.extension, self.cadence


@dataclass(frozen=True, slots=True)
class _Completion:
    """One way in which the unknown facts may turn out."""

    facts: Mapping[str, FactValue]
    propositions: Mapping[Condition, bool]

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds in it."""
        if condition in self.propositions:
            return self.propositions[condition]
        match condition:
            case All(parts=parts) | Alike(parts=parts):
                return all(map(self.holds, parts))
            case AnyOf(parts=parts):
                return any(map(self.holds, parts))
            case NoneOf(parts=parts):
                return not any(map(self.holds, parts))
            case _:
                return evaluate(condition, self.facts) is True


def choices(rules: Sequence[TermRule], facts: Mapping[str, FactValue], vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """The terms that the completions of the facts lead to, each content once; the first rule that applies decides.

    Args:
        rules: the terms of a step, in the order of the pack.
        facts: the known facts, which contradict no constraint on what the terms depend on.
        vocabulary: the facts there are, and the constraints between them.
    """
    by_frequency = any(rule.unit is Unit.CADENCE for rule in rules)
    conditions = [rule.condition for rule in rules if rule.condition is not None]
    asked = [vocabulary.cadence.id] if by_frequency else []
    found: dict[object, Choice] = {}
    for completion in _completions(conditions, asked, facts, vocabulary):
        choice = _first(rules, completion, vocabulary)
        known = found.setdefault(choice.content, choice)
        if choice.rule is not None and known.rule is not None and rules.index(choice.rule) < rules.index(known.rule):
            # Of rules that say the same the first one is named.
            found[choice.content] = choice
    return tuple(found.values())


def certain(condition: Condition, facts: Mapping[str, FactValue], vocabulary: Vocabulary) -> bool | None:
    """Whether a condition holds in every completion, or in none; ``None`` where that is not settled."""
    truths = {completion.holds(condition) for completion in _completions([condition], [], facts, vocabulary)}
    return truths.pop() if len(truths) == 1 else None


def _first(rules: Sequence[TermRule], completion: _Completion, vocabulary: Vocabulary) -> Choice:
    for rule in rules:
        if rule.condition is not None and not completion.holds(rule.condition):
            continue
        if rule.unit is not Unit.CADENCE:
            return Choice(rule, None)
        cadence = vocabulary.length_of(completion.facts)
        if cadence is not None:
            return Choice(rule, cadence)
    return Choice(None, None)


def _completions(
    conditions: Sequence[Condition], asked: Iterable[str], facts: Mapping[str, FactValue], vocabulary: Vocabulary
) -> Iterator[_Completion]:
    leaves = list(dict.fromkeys(leaf for condition in conditions for leaf in _leaves(condition)))
    names = dict.fromkeys([*asked, *(leaf.fact for leaf in leaves if isinstance(leaf, Is))])
    tying = _tying(names, vocabulary)
    unknown = [name for name in names if name not in facts]
    domains = [_values(vocabulary, name) for name in unknown]
    open_: list[Condition] = [leaf for leaf in leaves if not isinstance(leaf, Is) and evaluate(leaf, facts) is None]
    ways: Callable[[int], Iterable[tuple[bool, ...]]] = _every_way
    if math.prod(map(len, domains)) * 2 ** len(open_) > MOST:
        # More is left open than need be; what is said to be certain still is.
        open_ = [condition for condition in dict.fromkeys(conditions) if evaluate(condition, facts) is None]
        kept = [place for place, name in enumerate(unknown) if name in asked]
        unknown, domains = [unknown[place] for place in kept], [domains[place] for place in kept]
        ways = _one_at_most
    for values in product(*domains):
        whole = {**facts, **dict(zip(unknown, values, strict=True))}
        if any(constraint.contradicted(whole) for constraint in tying):
            continue
        for truths in ways(len(open_)):
            yield _Completion(whole, dict(zip(open_, truths, strict=True)))


def _every_way(number: int) -> Iterable[tuple[bool, ...]]:
    return product((False, True), repeat=number)


def _one_at_most(number: int) -> Iterable[tuple[bool, ...]]:
    """Of conditions of which the first to hold decides, whatever the others are: none holds, or one alone."""
    return (tuple(place == only for place in range(number)) for only in range(-1, number))


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            yield condition


def _tying(names: dict[str, None], vocabulary: Vocabulary) -> list[Constraint]:
    """The constraints on these facts; the facts they tie to them, and those tied to these in turn, are added."""
    tying: list[Constraint] = []
    grown = -1
    while grown != len(names):
        grown = len(names)
        for constraint in vocabulary.constraints:
            if constraint not in tying and not names.keys().isdisjoint(constraint.facts):
                names.update(dict.fromkeys(constraint.facts))
                tying.append(constraint)
    return tying


def _values(vocabulary: Vocabulary, name: str) -> tuple[FactValue, ...]:
    fact = vocabulary.facts[name]
    return (False, True) if fact.type is FactType.BOOL else tuple(value for value, _ in fact.values)
