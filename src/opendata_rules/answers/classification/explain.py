"""Explanations of classifications and of changes: what holds and why, what does not, what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...formats.trees import Language, Node
from ...logic.budget import Budget
from ...logic.conditions import Condition
from ...logic.cubes import agree
from ...logic.in_words import describe
from ...norms.provisions import Hold, OpenQuestion, Provision, Review
from ...vocabulary.arguments import Lang
from ...vocabulary.citations import Ref
from ...vocabulary.english import term_in_english
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import (
    SCHEME_TERMS,
    STATUS_TERMS,
    STRICTEST_FIRST,
    Attribute,
    Force,
    Scheme,
    Status,
    attribute_term,
)
from ...vocabulary.words import Words
from ..bounded import bounded
from ..explanation import instrument_lines, warning_lines
from .answer import Decision, Objection
from .compiled import ATTRIBUTES, deciding
from .completions import rests_on, wanting
from .computation import classifier_behind

#: Ways to one attribute shown; the smallest come first.
_WAYS_SHOWN = 3


_FORCE_TERMS = {Force.MUST: "应当", Force.MAY: "可以"}


_VALID = {
    "zh": {True: "成立", False: "不成立", None: "尚不能定"},
    "en": {True: "valid", False: "not valid", None: "cannot tell"},
}


def headline(decision: Decision, say: Language) -> str:
    """The answer in one line."""
    law, scheme = classifier_behind(decision).order, decision.scheme
    status = say(STATUS_TERMS[decision.status], str(decision.status))
    answer = attribute_term(scheme, decision.attribute, say.lang) if decision.attribute else status
    return say(
        f"{law.place.name} {law.on} {SCHEME_TERMS[scheme]}：{answer}",
        f"{law.place.id} {law.on} {scheme}: {answer}",
    )


def explain_decision(decision: Decision, lang: Lang = "zh") -> str:
    """The tree behind a classification.

    Raises:
        BadArgument: ``lang`` is neither ``zh`` nor ``en``.
    """
    say = Language(lang)
    classifier = classifier_behind(decision)
    law, scheme = classifier.order, decision.scheme

    def attributes(chosen: Iterable[Attribute]) -> str:
        found = set(chosen)
        names = [attribute_term(scheme, a, lang) for a in STRICTEST_FIRST if a in found]
        return say("、", ", ").join(names) or say("（无）", "(none)")

    tree = Node(headline(decision, say))
    if decision.declared is not None:
        verdict = _VALID[lang][decision.declared_valid]
        declared = attribute_term(scheme, decision.declared, lang)
        tree.add(
            say(f"申报的{declared}：{verdict}", f"declared {declared}: {verdict}"),
            [_objection(objection, law.words, scheme, lang) for objection in decision.objections],
        )
    if decision.status is Status.UNDETERMINED and not decision.possible:
        tree.add(
            say(
                "先要办手续；办完以前，没有填的事实无论怎样，都不能定类",
                "what must be done comes first; until then no fact that is not known settles the class",
            )
        )
    elif decision.attribute is None and decision.possible:
        tree.add(
            say(
                f"仍有可能：{attributes(decision.possible)}",
                f"still possible: {attributes(decision.possible)}",
            )
        )
    elif len(decision.permitted) > 1:
        tree.add(
            say(
                f"条文写“可以”，提供单位可以在其中选择：{attributes(decision.permitted)}",
                f"the text says may; permitted: {attributes(decision.permitted)}",
            )
        )
    facts = classifier.effective(decision._key)
    if facts:
        tree.add(say("已知事实", "known facts"), [_fact(name, facts, law.words, lang) for name in facts])
    with bounded(law, "说明理由") as budget:
        _provisions(tree, decision, facts, lang, budget)
    _following(tree, decision, lang)
    answering = classifier.resolution.answer
    instrument_lines(tree, law.instruments, answering.standing.id if answering else None, say)
    return str(tree)


def _provisions(tree: Node, decision: Decision, facts: Mapping[str, FactValue], lang: str, budget: Budget) -> None:
    say = Language(lang)
    classifier = classifier_behind(decision)
    if classifier.rules is None or decision._bound.core.contradictory:
        return
    compiled, words = classifier.compiled, classifier.order.words
    known = classifier.layout.knowledge(facts)
    layout = compiled.layout.counting(budget)
    candidates = classifier.one_of(decision)
    held: list[Node] = []
    one_of: list[Node] = []
    not_held: list[Node] = []
    open_: list[Node] = []
    for rule in deciding(classifier.rules):
        node = _provision(rule, classifier.scheme, lang)
        absent, present = compiled.absent[rule.id], compiled.present[rule.id]
        if not agree(absent, known):
            _reason(node, rule.condition, rests_on(layout, absent, known), words, lang)
            held.append(node)
        elif not agree(present, known):
            _reason(node, rule.condition, rests_on(layout, present, known), words, lang)
            not_held.append(node)
        else:
            names = wanting(compiled, rule, known, budget)
            listed = say("、", ", ").join(_name(name, words, lang) for name in names)
            node.add(say(f"缺少事实：{listed}", f"unknown: {listed}"))
            (one_of if rule in candidates else open_).append(node)
    residual = classifier.rules.residual
    if residual is not None:
        node = _provision(residual, classifier.scheme, lang)
        reach = STRICTEST_FIRST[STRICTEST_FIRST.index(residual.outcome) :]
        conceivable = any(agree(compiled.outcomes[o], known) for o, a in ATTRIBUTES.items() if a in reach)
        (held if decision._bound.core.residual else open_ if conceivable else not_held).append(node)
    for title, nodes in (
        (say("成立", "holds"), held),
        (say("至少有一条成立，是哪一条还不知道", "at least one holds, which one is not known"), one_of),
        (say("不成立", "does not hold"), not_held),
        (say("尚不能定", "unknown"), open_),
    ):
        if nodes:
            tree.add(title, nodes)


def _following(tree: Node, decision: Decision, lang: Lang) -> None:
    say = Language(lang)
    if questions := decision.questions:
        tree.add(
            say("还要回答", "questions"),
            [say(q.text, f"{q.fact}: {q.english}") for q in questions],
        )
    if decision.actions:
        tree.add(
            say("应当做", "actions"),
            [say(f"{a.text}（{a.citation}）", f"{a.english} ({a.citation.english})") for a in decision.actions],
        )
    _ways(tree, decision, lang)
    warning_lines(tree, decision.warnings, say)
    held = classifier_behind(decision).holding(decision)
    for rule in held:
        if rule.question is not None:
            tree.add(
                say(f"存疑：{rule.citation}", f"open question: {rule.citation.english}"),
                _readings(rule.question, say),
            )


def _readings(question: OpenQuestion, say: Language) -> list[str]:
    pairs = zip(question.readings, question.readings_english, strict=True)
    return [
        *(say(f"读法：{chinese}", f"reading: {english}") for chinese, english in pairs),
        say(f"采用：{question.taken}", f"taken: {question.taken_english}"),
        say(f"理由：{question.reason}", f"why: {question.reason_english}"),
    ]


def _ways(tree: Node, decision: Decision, lang: Lang) -> None:
    """How a settled dataset could lawfully become more open; what the provider cannot bring about is not offered."""
    if decision.attribute is None:
        return
    say = Language(lang)
    for target in STRICTEST_FIRST[STRICTEST_FIRST.index(decision.attribute) + 1 :]:
        ways = decision.paths_to(target)
        if ways:
            term = attribute_term(decision.scheme, target, lang)
            shown = [way.line(lang) for way in ways[:_WAYS_SHOWN]]
            if len(ways) > _WAYS_SHOWN:
                more = len(ways) - _WAYS_SHOWN
                shown.append(say(f"另有 {more} 种，见 paths_to", f"{more} more, see paths_to"))
            tree.add(say(f"依法改为{term}的途径", f"lawful ways to {term}"), shown)


def _name(fact: str, words: Words, lang: str) -> str:
    return f"“{words.vocabulary.facts[fact].label}”" if lang == "zh" else fact


def _fact(name: str, facts: Mapping[str, FactValue], words: Words, lang: str) -> str:
    fact, value = words.vocabulary.facts[name], facts[name]
    if lang == "zh":
        return f"{fact.label}：{fact.term(value)}"
    return f"{name} = {term_in_english(fact, value)}"


def _provision(rule: Provision, scheme: Scheme, lang: str) -> Node:
    say = Language(lang)
    outcome = getattr(rule, "outcome", None)
    if outcome is not None:
        force = getattr(rule, "force", Force.MUST)
        head = say(f"{_FORCE_TERMS[force]}{attribute_term(scheme, outcome, lang)}", f"{force} be {outcome}")
    elif isinstance(rule, Hold):
        head = say("暂缓", "hold")
    elif isinstance(rule, Review):
        head = say("人工判断", "human review")
    else:
        head = say("规定", "provision")
    # The instrument that answers is named once, at the end; here the article is enough.
    place = Ref.parse(rule.citation.ref)
    where = say(place.chinese(), place.english())
    return Node(say(f"{where}〔{head}〕{rule.gist}", f"{where} [{head}] {rule.english}"))


def _objection(objection: Objection, words: Words, scheme: Scheme, lang: str) -> Node:
    """Why a declared attribute cannot stand: what excludes it, and on what facts."""
    say = Language(lang)
    head = say("暂缓", "hold")
    if objection.outcome is not None:
        head = attribute_term(scheme, objection.outcome, lang)
    place = Ref.parse(objection.citation.ref)
    where = say(place.chinese(), place.english())
    gist = say(objection.gist, objection.english)
    some = say("" if objection.always else "有的情形下，", "" if objection.always else "in some completions ")
    node = Node(say(f"{some}{where}〔{head}〕与它不合：{gist}", f"{some}{where} [{head}] excludes it: {gist}"))
    told = say("，", ", ").join(_fact(name, objection.facts, words, lang) for name in objection.facts)
    if told:
        node.add(say(f"因为：{told}", f"because {told}"))
    return node


def _reason(node: Node, condition: Condition, facts: Mapping[str, FactValue], words: Words, lang: str) -> None:
    """The facts that settle a condition, and the condition."""
    say = Language(lang)
    told = say("，", ", ").join(_fact(name, facts, words, lang) for name in facts)
    if told:
        node.add(say(f"因为：{told}", f"because {told}"))
    text = describe(condition, words, lang)
    node.add(say(f"条件：{text}", f"condition: {text}"))
