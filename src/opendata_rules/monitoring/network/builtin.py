"""The network evaluated in plain Python: no compiler, every interpreter, and a second opinion on the other engine.

Forward chaining over the rules of :mod:`.rules`. A rule is a list of parts; each asks for a fact that passes its
tests, against constants and against the facts chosen for the parts before it, or for the absence of one (``$not``). A
rule fires once for every choice of facts. What an obligation rule concludes is a new fact, and every rule that asks
about it is looked at again with that fact in its place, until nothing new follows.

Absence is asked only of facts that no rule makes, so that it cannot be undone by what follows; a rule set that asks
otherwise is refused.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from .engine import Conclusion, Engine, Sort, demanded, parts_of, sort_of
from .rules import DUE, WAYS, Definition, Pattern, obligation

Fact = dict[str, Any]
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "$lt": operator.lt,
    "$lte": operator.le,
    "$gt": operator.gt,
    "$gte": operator.ge,
}
_NOT = "$not"


class _Test(NamedTuple):
    """A comparison of a fact with a constant, or where ``part`` is named with a property of the fact chosen there."""

    name: str
    compare: Callable[[Any, Any], bool]
    part: str | None
    value: Any


class _Part(NamedTuple):
    """What one part of a rule asks for; ``absent``: that there is none."""

    name: str
    absent: bool
    sort: Sort
    tests: tuple[_Test, ...]

    def passes(self, fact: Fact, chosen: dict[str, Fact]) -> bool:
        """Whether a fact of its sort passes its tests."""
        for name, compare, part, value in self.tests:
            own, other = fact.get(name), value if part is None else chosen[part].get(value)
            if own is None or other is None or not compare(own, other):
                return False
        return True


class _Rule(NamedTuple):
    """A rule, with what it concludes and of which step or guard."""

    what: str
    name: str
    parts: tuple[_Part, ...]


class _RuleSet(NamedTuple):
    """Rules by the sort of the fact that they begin with, and by the sorts of obligations that they ask about."""

    beginning: dict[Sort, list[_Rule]]
    asking: dict[Sort, list[tuple[_Rule, int]]]


class Builtin(Engine):
    """The evaluator that needs nothing."""

    name = "builtin"

    def __init__(self) -> None:
        super().__init__()
        self._rules: dict[str, _RuleSet] = {}

    def _take_in(self, name: str, rules: Definition) -> None:
        beginning: dict[Sort, list[_Rule]] = {}
        asking: dict[Sort, list[tuple[_Rule, int]]] = {}
        for told, patterns in rules.items():
            rule = _rule(told, patterns)
            beginning.setdefault(rule.parts[0].sort, []).append(rule)
            for place, part in enumerate(rule.parts):
                if part.sort[0] in WAYS:
                    asking.setdefault(part.sort, []).append((rule, place))
        self._rules[name] = _RuleSet(beginning, asking)

    def _evaluate(self, name: str, facts: Sequence[Fact]) -> list[Conclusion]:
        rules = self._rules[name]
        known: dict[Sort, list[Fact]] = {}
        for fact in facts:
            known.setdefault(sort_of(fact), []).append(fact)
        found: list[Conclusion] = []
        new: list[Fact] = []
        for sort in known:
            for rule in rules.beginning.get(sort, ()):
                _fire(rule, _choices(rule.parts, known), found, new)
        while new:
            fact = new.pop()
            sort = sort_of(fact)
            known.setdefault(sort, []).append(fact)
            for rule, place in rules.asking.get(sort, ()):
                _fire(rule, _choices(rule.parts, known, place, fact), found, new)
        return found


def _fire(rule: _Rule, choices: Iterator[dict[str, Fact]], found: list[Conclusion], new: list[Fact]) -> None:
    for chosen in choices:
        found.append((rule.what, rule.name, chosen))
        if rule.what == DUE:
            try:
                due = obligation(chosen["t"], chosen["n"])
            except Exception as error:
                raise RuntimeError("an action failed") from error
            if due is not None:
                new.append(due)


def _choices(
    parts: Sequence[_Part], known: dict[Sort, list[Fact]], place: int = -1, new: Fact | None = None
) -> Iterator[dict[str, Fact]]:
    """The choices of facts that meet a rule, by the names of its parts.

    Args:
        parts: the parts of the rule.
        known: the facts by their sorts.
        place: the part for which the new fact is chosen; the parts before it take older facts, so that no choice is
            made twice.
        new: the new fact.
    """
    chosen: dict[str, Fact] = {}

    def choose(at: int) -> Iterator[dict[str, Fact]]:
        if at == len(parts):
            yield dict(chosen)
            return
        part = parts[at]
        facts = known.get(part.sort, ())
        if part.absent:
            if not any(part.passes(fact, chosen) for fact in facts):
                yield from choose(at + 1)
            return
        for fact in facts:
            if at <= place and (fact is new) != (at == place):
                continue
            if part.passes(fact, chosen):
                chosen[part.name] = fact
                yield from choose(at + 1)

    return choose(0)


def _rule(told: str, patterns: Sequence[Pattern]) -> _Rule:
    what, _, rest = told.partition(" ")
    parts = tuple(_part(name, tests) for name, tests in parts_of(patterns))
    if parts[0].absent or any(part.absent and part.sort[0] in WAYS for part in parts):
        raise ValueError(f"{told} asks for the absence of what another rule makes, or begins with an absence")
    return _Rule(what, rest.partition(" ")[0], parts)


def _part(name: str, tests: Sequence[Pattern]) -> _Part:
    return _Part(name.removesuffix(_NOT), name.endswith(_NOT), sort_of(demanded(tests)), tuple(map(_test, tests)))


def _test(test: Pattern) -> _Test:
    [(name, value)] = test.items()
    compare: Callable[[Any, Any], bool] = operator.eq
    if name.startswith("$"):
        compare = _COMPARE[name]
        [(name, value)] = value.items()
    if isinstance(value, dict):
        [(part, of)] = value.items()
        return _Test(name, compare, part, of)
    return _Test(name, compare, None, value)
