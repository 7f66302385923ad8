"""A difference as a page shows it: the situation that tells it, what each law says, who is stricter, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ....analysis.comparison.results import Comparison, Difference
from ....analysis.comparison.sides import DifferenceKind, Side, kind_of, sides
from ....answers.changes.answer import ChangeVerdict
from ....answers.classification.answer import Decision
from ....answers.deadlines.answer import Deadline
from ....answers.duties.answer import Assessment
from ....formats.trees import Node
from ....law import Law
from ....vocabulary.arguments import Lang
from ....vocabulary.english import term_in_english
from ....vocabulary.facts import FactValue
from ....vocabulary.terms import ComparisonTopic, attribute_term
from ..reasons import reasoned

#: Facts of an example that are simply 否 and stand before the others where there are no others.
_DENIED = 3
#: Telling facts in the line of a difference.
_LINE = 4
#: Lines of a part of a reasoning, above which it is folded.
_FOLDED = 8

#: Who is stricter: the first law, the second, each in part, both equally.
WHO = ("a", "b", "each", "same")


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference.

    Attributes:
        key: what tells it from the other differences of two laws on a topic, also after a restart.
        heading: what it is about, where the facts do not say it: a move, a step, a topic of duties.
        told: the facts that tell the laws apart.
        denied: further facts, which have only to be 否.
        sides: what each law says.
        who: see :data:`WHO`.
        kind: in what the laws differ.
        found: the difference itself.
    """

    key: str
    heading: str
    told: tuple[str, ...]
    denied: tuple[str, ...]
    sides: tuple[Side, Side]
    who: str
    kind: DifferenceKind
    found: Difference

    @property
    def shortened(self) -> tuple[tuple[str, ...], int]:
        """The first of the telling facts, for a line; and how many there are beyond."""
        return self.told[:_LINE], max(0, len(self.told) - _LINE)


def shown(difference: Difference, lang: Lang) -> Shown:
    """A difference as it is shown."""
    told, denied = _example(difference, lang)
    if isinstance(difference.a, Deadline):
        # A step has its term in the case that it belongs to; what the case is stands in its name.
        told, denied = (), ()
    both = sides(difference, lang)
    who = difference.stricter or ("same" if difference.equally_strict else "each")
    key = ":".join([difference.subject, both[0].outcome, both[1].outcome, who])
    return Shown(key, _heading(difference, lang), told, denied, both, who, kind_of(difference), difference)


def all_shown(found: Comparison, lang: Lang) -> list[Shown]:
    """The differences of two laws, those first that bear on who is stricter."""
    return [shown(one, lang) for one in sorted(found.differences, key=lambda one: one.equally_strict)]


def _heading(difference: Difference, lang: Lang) -> str:
    answer = difference.a
    if isinstance(answer, ChangeVerdict):
        before, after = (attribute_term("opening", one, lang) for one in (answer.before, answer.after))
        return f"{before} → {after}"
    if isinstance(answer, Deadline):
        step = answer.order.procedures.step(difference.subject)
        procedure = answer.order.procedures.all[step.procedure]
        if lang == "en":
            return f"{procedure.english}: {step.english}"
        return f"{procedure.label} · {step.label}"
    if isinstance(answer, Assessment):
        return answer.order.vocabulary.topics[difference.subject].label if lang == "zh" else _spaced(difference.subject)
    if difference.stated:
        return ""
    return "整套判定规则" if lang == "zh" else "The rules as a whole"


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _example(difference: Difference, lang: Lang) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that tell the laws apart, and those that have only to be 否."""
    if lang == "zh":
        told, denied = difference.telling
    else:
        facts = difference.words.vocabulary.facts
        told = tuple(
            f"{_spaced(name)} = {_spaced(term_in_english(facts[name], value))}"
            for name, value in difference.stated
            if value is not False
        )
        denied = tuple(_spaced(name) for name, value in difference.stated if value is False)
    if not told:
        told = tuple(f"{label}＝否" if lang == "zh" else f"{label} = false" for label in denied[:_DENIED])
        denied = denied[_DENIED:]
    return told, denied


def judged_with(difference: Difference, topic: ComparisonTopic, law: Law) -> list[tuple[str, object]] | None:
    """What the room that classifies one dataset is asked with, so that it shows the example under a law.

    Returns:
        The query; ``None`` where the difference is none of classification.
    """
    if not isinstance(difference.a, Decision):
        return None
    query: list[tuple[str, object]] = [("place", law.place.id), ("on", law.on)]
    query += [("drafts", law.drafts), ("strict", law.strict)]
    if topic is ComparisonTopic.SHARING_CLASSIFICATION:
        query.append(("ask", str(difference.a.scheme)))
    return [*query, *((f"f.{name}", text) for name, value in difference.stated for text in _written(value))]


def _written(value: FactValue) -> tuple[str, ...]:
    """A value as the address of that room has it: a list once for each of its values, ``[]`` where it has none."""
    if isinstance(value, bool):
        return (str(value).lower(),)
    return (value or ("[]",)) if isinstance(value, tuple) else (str(value),)


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Why a law says what it says.

    Attributes:
        heading: the answer in a line.
        parts: what it rests on.
        folded: of each part, whether it is long.
    """

    heading: str
    parts: tuple[Node, ...]
    folded: tuple[bool, ...]


def reasonings(difference: Difference, lang: Lang) -> tuple[Reasoning, Reasoning]:
    """Why each law says what it says of the example."""

    def made(answer: Decision | ChangeVerdict | Deadline | Assessment) -> Reasoning:
        tree = reasoned(answer.explain(lang), lang)
        return Reasoning(tree.text, tuple(tree.children), tuple(len(part.lines()) > _FOLDED for part in tree.children))

    return made(difference.a), made(difference.b)


def kept(ones: Iterable[Shown], who: str, kind: str) -> list[Shown]:
    """The differences that filters leave; an empty filter leaves all."""
    tests: Mapping[str, Callable[[Shown], bool]] = {
        who: lambda one: one.who == who,
        kind: lambda one: str(one.kind) == kind,
    }
    return [one for one in ones if all(test(one) for name, test in tests.items() if name)]
