"""Comparisons in words: how the laws stand to each other, then every difference with what both sides go by."""

from __future__ import annotations

from collections.abc import Mapping

from ...answers.explanation import warning_lines
from ...formats.trees import Language, Node
from ...norms.order import LegalOrder
from ...vocabulary.citations import together
from ...vocabulary.english import term_in_english
from ...vocabulary.terms import COMPARISON_TERMS
from .orders import Order
from .results import Comparison, Difference, Relation, heading, verdict

#: The relations in English, as the first law stands to the second.
_RELATIONS: Mapping[Relation, str] = {
    Relation.EQUIVALENT: "is equivalent to",
    Relation.STRICTER: "is stricter than",
    Relation.LOOSER: "is looser than",
    Relation.INCOMPARABLE: "is in part stricter, in part looser than",
}


def explain_comparison(found: Comparison, lang: str) -> str:
    """How one law stands to another, and why, as a tree.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    laws = (found.a, found.b)
    topic = say(f"{COMPARISON_TERMS[found.topic]}的比较", f"comparison of {found.topic}")
    told = say("，", ", ").join(say(f"{law.place.name} {law.on}", f"{law.place.id} {law.on}") for law in laws)
    tree = Node(say(f"{topic}：{told}", f"{topic}: {told}"))
    once = found.a.place != found.b.place
    a, b = (say(law.place.name if once else f"{law.place.name}@{law.on}", _english(law, once)) for law in laws)
    _comparison(tree, found, a, b, say)
    warning_lines(tree, found.warnings, say)
    return str(tree)


def explain_order(found: Order, lang: str) -> str:
    """How several laws stand to each other, the strictest first, then pair by pair, as a tree.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    tree = Node(say(f"{COMPARISON_TERMS[found.topic]}的比较", f"comparison of {found.topic}"))
    places = [law.place.id for law in found.laws]
    english = [_english(law, places.count(law.place.id) == 1) for law in found.laws]
    names = found.names if lang == "zh" else english
    groups = found.classes()
    for level in found.levels():
        laws = [say(" ＝ ", " = ").join(names[law] for law in groups[group]) for group in level]
        tree.add(say("、", ", ").join(laws))
    by_law = {id(law): name for law, name in zip(found.laws, names, strict=True)}
    for comparison in found.comparisons:
        _comparison(tree, comparison, by_law[id(comparison.a)], by_law[id(comparison.b)], say)
    warning_lines(tree, found.warnings, say)
    return str(tree)


def _english(law: LegalOrder, once: bool) -> str:
    """A law by its place, with its date where the place occurs more than once."""
    return law.place.id if once else f"{law.place.id}@{law.on}"


def _comparison(tree: Node, found: Comparison, a: str, b: str, say: Language) -> None:
    """One pair: the relation, and under it the differences that bear on it, then the others."""
    node = tree.add(say(heading(found, a, b), f"{a} (a) {_RELATIONS[found.relation]} {b} (b)"))
    for difference in sorted(found.differences, key=lambda one: one.equally_strict):
        _difference(node, difference, a, b, say)


def _difference(node: Node, found: Difference, a: str, b: str, say: Language) -> None:
    who = {"a": f"{a} is stricter", "b": f"{b} is stricter", None: "each is stricter in part"}[found.stricter]
    if found.equally_strict:
        who = "both are equally strict"
    under = node.add(say(f"{found.told(a, b)}（{verdict(found, a, b)}）", f"{found.english} ({who})"))
    for name, citations in zip((a, b), found.cited, strict=True):
        cited = together(citations, say.lang)
        under.add(say(f"{name}依{cited or '（没有规定）'}", f"{name}: {cited or 'no provision'}"))
    if found.stated:
        facts = found.words.vocabulary.facts
        ordered = sorted(found.stated, key=lambda pair: pair[1] is False)
        told = ", ".join(f"{name} = {term_in_english(facts[name], value)}" for name, value in ordered)
        under.add(say(f"例：{found.in_words}", f"example: {told}"))
