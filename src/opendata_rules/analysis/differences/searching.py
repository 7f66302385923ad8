"""The differences of two laws on one question: the public answers, asked on the facts on which they may part."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...answers.changes.computation import check_change
from ...answers.classification.computation import classify
from ...answers.deadlines.computation import deadline
from ...answers.duties.computation import check
from ...errors import BadFact, UnknownFact
from ...logic.smallest_example import making
from ...norms.order import LegalOrder
from ...norms.provisions import Referral
from ...values import Json
from ...vocabulary.facts import FactValue, Vocabulary
from .results import Answered, Difference, Kind, QuestionKind
from .telling import Naming, Path, apart

#: Most examples with fewer facts that are asked about for one rule.
_MOST_PARTIAL = 120
#: Places of an answer that say what it comes to.
_OUTCOME = frozenset(
    {
        "status",
        "attribute",
        "possible",
        "permitted",
        "declared_valid",
        "verdict",
        "due",
        "earliest",
        "latest",
        "length",
        "unit",
        "force",
    }
)
#: Entries of answers whose verdict or state says what they come to.
_ENTRIES = frozenset({"findings", "requirements"})
#: Places that follow from others wherever the facts are told in full: told where nothing else differs.
_FOLLOWING = frozenset({"possible", "questions", "objections", "declared_valid"})
#: Places of which every pair of values is a difference of its own.
_BY_VALUE = frozenset({"attribute", "status", "verdict", "due"})


@dataclass(frozen=True, slots=True)
class Example:
    """Facts to ask both laws about, and what is asked with them (``declared``, ``trigger``)."""

    facts: tuple[tuple[str, FactValue], ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> tuple[int, int, str]:
        """Fewest facts first, then fewest of them true; then always in the same order."""
        untold = sum(value is not False for _, value in self.facts)
        return len(self.facts), untold, repr((self.facts, self.options))


def example(facts: Mapping[str, FactValue], **options: str) -> Example:
    """An example of facts in any order."""
    return Example(tuple(facts.items()), tuple(options.items()))


def made_to_hold(vocabulary: Vocabulary, rules: Iterable[Referral | None]) -> Iterator[Example]:
    """Facts with which referrals hold, by themselves."""
    for rule in rules:
        facts = None if rule is None else making(rule.condition, True, vocabulary)
        if facts is not None:
            yield example(facts)


def partial(bases: Iterable[Mapping[str, FactValue]]) -> Iterator[Example]:
    """Facts, and the same less each of them."""
    for facts in bases:
        yield example(facts)
        for name in facts:
            yield example({other: value for other, value in facts.items() if other != name})


def less_each(definite: Sequence[Example]) -> Iterator[Example]:
    """No facts at all, and some examples less each of their facts."""
    yield from partial([{}, *(dict(one.facts) for one in definite)])


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that two laws say otherwise on a question, with where that may show.

    Attributes:
        name: id of the rule; empty for what all rules come to together.
        definite: facts on which both answers are definite as far as it bears on them; they come first.
        partial: gives facts that leave more open, looked at where nothing shows on the first, which it takes.
    """

    name: str
    definite: Iterable[Example] = ()
    partial: Callable[[Sequence[Example]], Iterable[Example]] = less_each


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is put to both laws.

    Attributes:
        kind: what is asked.
        options: with what, for all examples.
    """

    kind: QuestionKind
    options: tuple[tuple[str, str], ...]

    def between(
        self,
        laws: tuple[LegalOrder, LegalOrder],
        naming: tuple[Naming, Naming],
        matters: Iterable[Matter],
        *,
        first_only: bool = False,
    ) -> Iterator[Difference]:
        """The differences of two laws on it, those of what answers come to first, each with its smallest example.

        Args:
            laws: the old law and the new one.
            naming: how their texts are called.
            matters: what they say otherwise.
            first_only: whether those of the first example that shows any will do.
        """
        found: dict[tuple[object, ...], Difference] = {}
        seen: dict[Example, list[Difference]] = {}
        for matter in matters:
            # Whoever wants but one does not wait for the smallest of all.
            definite = matter.definite if first_only else sorted(matter.definite, key=lambda one: one.size)
            asked = list(self._on(definite, laws, naming, found, seen, until_shown=first_only))
            if not any(seen[one] for one in asked):
                fewer = dict.fromkeys(matter.partial(asked))
                rest = list(itertools.islice(fewer, _MOST_PARTIAL))
                asked += self._on(
                    rest if first_only else sorted(rest, key=lambda one: one.size),
                    laws,
                    naming,
                    found,
                    seen,
                    until_shown=True,
                )
            if first_only and any(seen[one] for one in asked):
                break
        kept = [one for one in found.values() if one.path[0] not in _FOLLOWING]
        ranked = sorted(kept or found.values(), key=lambda one: list(Kind).index(one.kind))
        yield from ranked

    def _on(
        self,
        examples: Iterable[Example],
        laws: tuple[LegalOrder, LegalOrder],
        naming: tuple[Naming, Naming],
        found: dict[tuple[object, ...], Difference],
        seen: dict[Example, list[Difference]],
        *,
        until_shown: bool = False,
    ) -> Iterator[Example]:
        """Ask about examples in their order."""
        for one in examples:
            if one not in seen:
                seen[one] = list(self._asked(one, laws, naming))
            for difference in seen[one]:
                found.setdefault(_aspect(difference), difference)
            yield one
            if until_shown and seen[one]:
                return

    def _asked(
        self, one: Example, laws: tuple[LegalOrder, LegalOrder], naming: tuple[Naming, Naming]
    ) -> Iterator[Difference]:
        try:
            whole = Example(one.facts, (*self.options, *one.options))
            old, new = (_ASKED[self.kind](law, whole) for law in laws)
        except (BadFact, UnknownFact):
            # A fact or value that only one of them knows cannot be put to both.
            return
        laid = [how.laid(answer._told()) for how, answer in zip(naming, (old, new), strict=True)]
        for path, was, now in apart(*laid):
            yield Difference(
                self.kind,
                (*self.options, *one.options),
                _kind(path),
                path,
                _rule(path, old, new),
                was,
                now,
                one.facts,
                old,
                new,
                laws[0].words,
            )


def answered(difference: Difference, old: LegalOrder, new: LegalOrder) -> Difference:
    """A difference with the answer of each law in its own wording."""
    if difference.question not in _ASKED or difference.new is None:
        return difference
    one = Example(difference.stated, difference.options)
    ask = _ASKED[difference.question]
    return replace(difference, old=ask(old, one), new=ask(new, one))


def _ask_class(order: LegalOrder, one: Example) -> Answered:
    options = dict(one.options)
    return classify(order, dict(one.facts), declared=options.get("declared"), scheme=options["scheme"])


def _ask_change(order: LegalOrder, one: Example) -> Answered:
    options = dict(one.options)
    return check_change(order, options["before"], options["after"], dict(one.facts))


def _ask_duties(order: LegalOrder, one: Example) -> Answered:
    return check(order, dict(one.options)["topic"], dict(one.facts))


def _ask_term(order: LegalOrder, one: Example) -> Answered:
    options = dict(one.options)
    return deadline(order, options["step"], dt.date.fromisoformat(options["trigger"]), dict(one.facts))


#: How the questions that answers are given to are put.
_ASKED: Mapping[QuestionKind, Callable[[LegalOrder, Example], Answered]] = {
    QuestionKind.CLASSIFY: _ask_class,
    QuestionKind.CHANGE: _ask_change,
    QuestionKind.CHECK: _ask_duties,
    QuestionKind.DEADLINE: _ask_term,
}


def _aspect(difference: Difference) -> tuple[object, ...]:
    """What makes two differences the same one, of which the smaller example is kept."""
    path: Path = difference.path
    if path[-1] in _BY_VALUE:
        return (path, str(difference.was), str(difference.now))
    return (path,)


def _kind(path: Path) -> Kind:
    outcome = len(path) == 1 and path[0] in _OUTCOME
    within = path[0] in _ENTRIES and (len(path) == 2 or path[-1] in ("verdict", "state"))
    return Kind.OUTCOME if outcome or within else Kind.DETAIL


def _rule(path: Path, old: Answered, new: Answered) -> str:
    """Id of the rule that a place is about."""
    if len(path) > 1 and path[0] in ("grounds", "findings", "objections") and path[-1] != "order":
        return path[1].partition("#")[0]
    told: tuple[Json, ...] = tuple(getattr(answer, "rule", "") for answer in (new, old))
    return next((str(name) for name in told if name), "")
