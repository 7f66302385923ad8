"""Terms and duties side by side: who has which, who has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...answers.deadlines.answer import Deadline
from ...answers.deadlines.computation import deadline
from ...answers.duties.computation import check, duties_of
from ...logic.smallest_example import making
from ...norms.order import LegalOrder
from ...norms.provisions import UNIT_TERMS, DutyRule, Unit
from ...vocabulary.facts import FactValue, Vocabulary
from ...vocabulary.terms import DutyForce
from .results import Difference


def compare_procedures(a: LegalOrder, b: LegalOrder) -> Iterator[Difference]:
    """Steps whose terms differ: who has which, who has none."""
    for procedure in a.procedures.all.values():
        for step in procedure.steps:
            facts = dict(step.when) | dict(step.example)
            ours, theirs = (deadline(law, step.name, law.on, facts) for law in (a, b))
            if term_key(ours) == term_key(theirs):
                continue
            text = f"{procedure.label}·{step.label}：甲{term_text(ours)}，乙{term_text(theirs)}"
            yield Difference(
                step.name,
                text,
                f"{step.name}: {term_text(ours, 'en')} against {term_text(theirs, 'en')}",
                _stricter_term(ours, theirs),
                tuple(facts.items()),
                ours,
                theirs,
                a.words,
            )


def term_key(term: Deadline) -> tuple[object, ...]:
    """What makes two terms the same: length, unit, force, fixed day, extension."""
    fixed = (term.due.month, term.due.day) if term.unit is None and term.due else None
    total = term.extension.total if term.extension else None
    return (term.rule != "", term.length, term.unit, term.force, fixed, term.extension is not None, total)


def term_text(term: Deadline, lang: str = "zh") -> str:
    """A term in a few words."""
    if not term.rule:
        return "没有期限" if lang == "zh" else "no term"
    if term.unit is None:
        day = f"{term.due:%m-%d}" if term.due else "?"
        text = f"每年{day}" if lang == "zh" else f"by {day} each year"
    elif term.unit is Unit.CADENCE:
        text = "按更新频率" if lang == "zh" else "the declared frequency"
    else:
        chinese, english = UNIT_TERMS[term.unit]
        text = f"{term.length}{chinese}" if lang == "zh" else f"{term.length} {english}"
    if term.force is DutyForce.ADVISORY:
        text += "（原则上）" if lang == "zh" else " (in principle)"
    elif term.force is DutyForce.MINIMUM:
        text = f"不少于{text}" if lang == "zh" else f"at least {text}"
    if term.extension is not None:
        total = term.extension.total
        told = f"可延长至{total}" if total else "可延长，没有上限"
        text += f"（{told}）" if lang == "zh" else f" (extensible{f' to {total}' if total else ''})"
    return text


def _stricter_term(ours: Deadline, theirs: Deadline) -> str | None:
    """A shorter hard term is stricter, a longer least length too, and any term is stricter than none."""
    if not ours.rule or not theirs.rule:
        return "a" if ours.rule else "b"
    if ours.unit is not theirs.unit or ours.unit in (None, Unit.CADENCE):
        return None
    if ours.length == theirs.length or ours.length is None or theirs.length is None:
        binding = {DutyForce.ADVISORY: 0, DutyForce.HARD: 1, DutyForce.MINIMUM: 1}
        mine, other = (binding[term.force] if term.force else 0 for term in (ours, theirs))
        return None if mine == other else "a" if mine > other else "b"
    if ours.force is not theirs.force:
        return None
    shorter = ours.length < theirs.length
    return "a" if shorter != (ours.force is DutyForce.MINIMUM) else "b"


def compare_duties(a: LegalOrder, b: LegalOrder) -> Iterator[Difference]:
    """Topics on which the duties differ, each with facts that break one of them."""
    vocabulary = a.vocabulary
    for topic in vocabulary.topics.values():
        if not topic.has_duties:
            continue
        ours, theirs = (duties_of(law, topic.id) for law in (a, b))
        shared = {duty_key(rule) for rule in ours} & {duty_key(rule) for rule in theirs}
        more = [rule for rule in ours if duty_key(rule) not in shared]
        fewer = [rule for rule in theirs if duty_key(rule) not in shared]
        if not more and not fewer:
            continue
        example = _breach([*more, *fewer], vocabulary)
        text = f"{topic.label}：甲{len(ours)}条要求，乙{len(theirs)}条，相同的{len(shared)}条"
        yield Difference(
            topic.id,
            text,
            f"{topic.id}: {len(ours)} requirements against {len(theirs)}, {len(shared)} the same",
            None if more and fewer else "a" if more else "b",
            tuple(example.items()),
            check(a, topic.id, example),
            check(b, topic.id, example),
            a.words,
        )


def _breach(rules: Iterable[DutyRule], vocabulary: Vocabulary) -> dict[str, FactValue]:
    """Facts under which the first of some duties that can be broken by plain facts is broken."""
    for rule in rules:
        premise = making(rule.premise, True, vocabulary) if rule.premise is not None else {}
        broken = making(rule.must, False, vocabulary)
        if premise is None or broken is None:
            continue
        if all(premise.get(name, value) == value for name, value in broken.items()):
            return {**premise, **broken}
    return {}


def duty_key(rule: DutyRule) -> tuple[object, ...]:
    """Two duties are the same if they ask the same of the same facts with the same force."""
    return (rule.force, rule.premise, rule.must, rule.doubt)
