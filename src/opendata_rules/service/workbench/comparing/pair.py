"""Two laws side by side: in a sentence, in an example, in numbers, and every difference by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ....analysis.comparison.abreast import Row, duties_abreast, terms_abreast
from ....analysis.comparison.opening import TITLES, opening
from ....analysis.comparison.orders import Order
from ....analysis.comparison.results import Comparison, Relation
from ....analysis.comparison.sides import answering
from ....answers.classification.answer import Decision
from ....formats.trees import Language
from ....law import Law
from ....norms.standing import Standing
from ....norms.warnings import ResultWarning
from ....vocabulary.arguments import Lang
from ....vocabulary.terms import Collected, ComparisonTopic
from ...comparisons import Comparisons
from .differences import Shown, all_shown, kept
from .moment import MOMENT, Moment

#: Topics that pages show, those first that people ask about most.
TOPICS = tuple(ComparisonTopic)


@dataclass(frozen=True, slots=True)
class Part:
    """Two laws on a topic.

    Attributes:
        topic: the topic.
        opening: who is stricter, and in how much.
        counts: how many differences there are of each kind of strictness, by :data:`.differences.WHO`.
        total: all of them.
        differences: those that are shown.
        abreast: terms or duties of both, each in a row; only where they are asked for.
        relation: how the first stands to the second.
        answering: of a classification, the instrument that each goes by; ``None`` where there is none.
        warnings: why it should be read with care.
    """

    topic: ComparisonTopic
    opening: str
    counts: Counter[str]
    total: int
    differences: list[Shown]
    abreast: tuple[Row, ...]
    relation: Relation
    answering: tuple[Standing | None, ...]
    warnings: tuple[ResultWarning, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two laws.

    Attributes:
        names: what they are called.
        laws: they.
        parts: by topic; those are missing that are not compared yet.
        total: topics in all.
        sentence: how they stand to each other, in a sentence; empty until all topics are compared.
        instance: the difference that shows it best, with its topic; ``None`` where there is none.
    """

    names: tuple[str, ...]
    laws: tuple[Law, Law]
    parts: list[Part]
    total: int
    sentence: str
    instance: tuple[ComparisonTopic, Shown] | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of two laws is shown.

    Attributes:
        topics: the topics.
        who: who is stricter in a difference; empty for all.
        kind: in what they differ; empty for all.
        whole: whether terms and duties that are the same are shown too.
    """

    topics: Sequence[ComparisonTopic]
    who: str = ""
    kind: str = ""
    whole: bool = False


def pair(
    laws: tuple[Law, Law],
    names: tuple[str, ...],
    wanted: Wanted,
    known: Comparisons,
    lang: Lang,
    moment: float = MOMENT,
) -> Pair:
    """Two laws compared on at least one topic more than is known already, and on more for as long as a moment. Blocks.

    Args:
        laws: they.
        names: what they are called.
        wanted: what is shown.
        known: comparisons that are known already.
        lang: the language.
        moment: seconds of work.

    Raises:
        BadPack: they cannot be compared.
    """
    work = Moment(known, moment)
    compared = [(topic, work.compared(*laws, topic)) for topic in wanted.topics]
    parts = [_part(names, topic, wanted, found, lang) for topic, found in compared if found is not None]
    total = len(wanted.topics)
    sentence = _sentence(parts, names, lang) if len(parts) == total else ""
    return Pair(names, laws, parts, total, sentence, _instance(parts))


def _part(names: tuple[str, ...], topic: ComparisonTopic, wanted: Wanted, found: Comparison, lang: Lang) -> Part:
    laws = (found.a, found.b)
    order = Order(topic, laws, names, (found,))
    differences = all_shown(found, lang)
    counts = Counter(one.who for one in differences)
    abreast: tuple[Row, ...] = ()
    if wanted.whole and topic is ComparisonTopic.PROCEDURES:
        abreast = terms_abreast(laws, lang)
    elif wanted.whole and topic is ComparisonTopic.DUTIES:
        abreast = duties_abreast(laws, lang)
    left = kept(differences, wanted.who, wanted.kind)
    return Part(
        topic=topic,
        opening=opening(order, lang),
        counts=counts,
        total=len(differences),
        differences=left,
        abreast=abreast,
        relation=found.relation,
        answering=tuple(answering(law, topic) for law in laws),
        warnings=order.warnings,
    )


def _sentence(parts: Sequence[Part], names: tuple[str, ...], lang: Lang) -> str:
    """How two laws stand to each other: on the one topic, or over all, and in how many differences on which."""
    if len(parts) == 1:
        return parts[0].opening
    say = Language(lang)
    a, b = names
    differing = [part for part in parts if part.total]
    if not differing:
        return say(f"{a}与{b}没有差别。", f"{a} and {b} do not differ.")
    total = sum(part.total for part in differing)
    listed = [
        say(f"{title} {part.total} 处", f"{title.lower()} {part.total}") for part, title in _titled(differing, say)
    ]
    relations = {part.relation for part in parts} - {Relation.EQUIVALENT}
    if not relations:
        stands = say(f"{a}与{b}宽严相同", f"{a} and {b} are equally strict")
    elif relations == {Relation.STRICTER}:
        stands = say(f"{a}比{b}严", f"{a} is stricter than {b}")
    elif relations == {Relation.LOOSER}:
        stands = say(f"{b}比{a}严", f"{b} is stricter than {a}")
    else:
        stands = say(f"{a}与{b}互有宽严", f"{a} and {b} are each stricter in part")
    return say(
        f"{stands}，共有 {total} 处不同：{'，'.join(listed)}。",
        f"{stands}; they differ in {total} points: {', '.join(listed)}.",
    )


def _titled(parts: Iterable[Part], say: Language) -> list[tuple[Part, str]]:
    return [(part, say(*TITLES[part.topic][0])) for part in parts]


def _instance(parts: Iterable[Part]) -> tuple[ComparisonTopic, Shown] | None:
    """Of the first topic on which both differ, what takes the fewest facts to tell and bears on who is stricter."""
    for part in parts:
        telling = [one for one in part.differences if one.who in ("a", "b")] or part.differences
        if telling:
            return part.topic, min(telling, key=lambda one: (_unfinished(one), len(one.told), len(one.denied)))
    return None


def _unfinished(one: Shown) -> int:
    """How poor an example it is: one says nothing or comes to no class, leaves a choice, or rests on one of several."""
    if any(side.silent or side.outcome in ("undetermined", "human_review") for side in one.sides):
        return 2
    said = [answer for answer in (one.found.a, one.found.b) if isinstance(answer, Decision)]
    return int(any(len(answer.permitted) > 1 or not answer.grounds for answer in said))


def not_collected(laws: Iterable[Law]) -> list[tuple[Law, list[Standing]]]:
    """Of each law the instruments whose text is not here, or not all of it."""
    found = [(law, [one for one in law.instruments if one.collected is not Collected.FULL]) for law in laws]
    return [(law, missing) for law, missing in found if missing]
