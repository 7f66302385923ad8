"""Duties: for one topic, what must be so, what is not, what is unknown, and what a human must judge.

A duty has the form *where … must …*. Every duty of the instrument that answers the topic becomes one finding; the
assessment is the gravest of them. An unmet 原则上 is told, and does not make the whole noncompliant.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .answers.receipts import issue
from .answers.result import Result, plain
from .citations import Citation
from .conditions import (
    Alike,
    All,
    AnyOf,
    AtLeast,
    Condition,
    Earlier,
    Holds,
    InTerm,
    Is,
    NoneOf,
    Past,
    evaluate,
    facts_of,
)
from .counting import Length, end_of
from .deadlines import bounds_of_term, facts_of_step
from .errors import UnknownTopic
from .norms import warnings as told
from .norms.order import LegalOrder
from .norms.provisions import DutyRule, Unit
from .norms.warnings import ResultWarning
from .terms import Compliance, DutyForce
from .vocabulary import NOT_DUTIES, FactValue, Topic, vocabulary

#: Gravest first; for scope, what is not covered comes before what is not known.
_ORDER = (
    Compliance.NONCOMPLIANT,
    Compliance.HUMAN_REVIEW,
    Compliance.UNDETERMINED,
    Compliance.COMPLIANT,
    Compliance.NOT_APPLICABLE,
)
_SCOPE_ORDER = (
    Compliance.HUMAN_REVIEW,
    Compliance.NOT_APPLICABLE,
    Compliance.UNDETERMINED,
    Compliance.COMPLIANT,
)
SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement and whether the facts show it fulfilled.

    Attributes:
        id: rule id.
        citation: the passage that sets it.
        verdict: ``noncompliant``, ``human_review``, ``undetermined``, ``compliant`` or ``not_applicable``.
        force: ``hard``, ``advisory`` or ``minimum``.
        actor: who has the duty, in Chinese.
        gist: Chinese summary.
        english: the same in English.
        missing: what is lacking: unknown or failing facts, or the values that a list lacks (or must not hold).
        action: what is to be done, in Chinese; empty where it is done or does not apply.
        consequence: the sanction articles.
    """

    id: str
    citation: Citation
    verdict: Compliance
    force: DutyForce
    actor: str
    gist: str
    english: str
    missing: tuple[str, ...]
    action: str
    consequence: tuple[Citation, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "id": self.id,
            "citation": self.citation.to_dict(),
            "verdict": str(self.verdict),
            "force": str(self.force),
            "actor": self.actor,
            "gist": self.gist,
            "missing": list(self.missing),
            "action": self.action,
            "consequence": [citation.to_dict() for citation in self.consequence],
        }


@dataclass(frozen=True, slots=True)
class Assessment(Result):
    """Answer to ``law.check``: frozen, hashable, picklable.

    Attributes:
        topic: id of the topic.
        verdict: the first that applies of ``noncompliant``, ``human_review``, ``undetermined``, ``compliant``,
            ``not_applicable``, ``not_regulated``; for scope ``human_review``, ``not_applicable``, ``undetermined``,
            ``compliant``.
        findings: one entry a requirement, in article order.
        warnings: why the answer should be read with care.
    """

    topic: str
    verdict: Compliance
    findings: tuple[Finding, ...]
    warnings: tuple[ResultWarning, ...]
    order: LegalOrder
    stated: tuple[tuple[str, FactValue], ...]

    @property
    def receipt(self) -> dict[str, Any]:
        """What is needed to compute the same answer again: plain JSON, see ``library.replay``."""
        return issue(self.order, "check", dict(self.stated), {"topic": self.topic}, calendar=True)

    def __reduce__(self) -> tuple[Any, ...]:
        return check, (self.order, self.topic, dict(self.stated))

    def explain(self, lang: str = "zh") -> str:
        """Why, as a tree, in Chinese (``zh``) or English (``en``)."""
        from .explain import explain_assessment

        return explain_assessment(self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "place": self.order.place.id,
            "on": self.order.on.isoformat(),
            "topic": self.topic,
            "verdict": str(self.verdict),
            "findings": [finding.to_dict() for finding in self.findings],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "receipt": plain(self.receipt),
        }


def check(order: LegalOrder, name: str, facts: Mapping[str, object]) -> Assessment:
    """Whether the duties of a topic are fulfilled. See ``law.check``."""
    topic = duty_topic(name)
    known = vocabulary().normalise(facts)
    contradictory = told.contradiction(known, vocabulary())
    resolution = order.resolve(lambda pack: any(rule.topic == topic.id for rule in pack.duties))
    warnings = list(resolution.warnings)
    rules = duties_of(order, topic.id)
    timing = LawTiming(order, known)
    findings = tuple(_finding(rule, known, timing) for rule in rules)
    verdict = _verdict(topic.id, _reaching(rules, findings, known, timing) if topic.id == SCOPE else findings)
    if contradictory is not None:
        verdict = Compliance.HUMAN_REVIEW
        warnings.append(contradictory)
    elif order.strictly_open(resolution.warnings):
        verdict = Compliance.UNDETERMINED
    warnings += _open_questions(rules, findings, known, timing)
    if topic.id == SCOPE:
        warnings += told.secrecy(order.referrals, known)
    return Assessment(
        topic=topic.id,
        verdict=verdict,
        findings=findings,
        warnings=told.in_order(warnings),
        order=order,
        stated=tuple(sorted(known.items())),
    )


def duty_topic(name: str) -> Topic:
    """The topic of that id or Chinese label, if duties can be checked on it.

    Raises:
        UnknownTopic: there is none; ``nearest`` and the message name what is possible.
    """
    ready = [found for found in vocabulary().topics.values() if found.id not in NOT_DUTIES]
    for topic in ready:
        if name in (topic.id, topic.label):
            return topic
    words = [word for topic in ready for word in (topic.id, topic.label)]
    near = difflib.get_close_matches(str(name), words, n=3)
    listed = "、".join(f"{topic.label}（{topic.id}）" for topic in ready)
    raise UnknownTopic(
        f"“{name!s:.60}”不是职责检查的事项。可选：{listed}。", nearest=near or [topic.id for topic in ready]
    )


def duties_of(order: LegalOrder, topic: str) -> tuple[DutyRule, ...]:
    """The duty rules that answer a topic: those of the nearest instrument in force that has any."""
    resolution = order.chain.resolve(lambda pack: any(rule.topic == topic for rule in pack.duties))
    rules = resolution.answer.pack.duties if resolution.answer else ()
    return tuple(rule for rule in rules if rule.topic == topic)


def facts_of_duties(order: LegalOrder, topic: str) -> tuple[str, ...]:
    """Ids of the facts that the duties of a topic ask about, in article order."""
    names: dict[str, None] = {}
    for rule in duties_of(order, topic):
        for condition in (rule.premise, rule.must, rule.doubt):
            if condition is not None:
                names |= dict.fromkeys(facts_of(condition))
                names |= dict.fromkeys(_facts_of_terms(order, condition))
    return tuple(names)


def _facts_of_terms(order: LegalOrder, condition: Condition) -> Iterator[str]:
    """Facts that the terms named in a condition depend on."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from _facts_of_terms(order, part)
        case InTerm(term=str() as step):
            yield from facts_of_step(order, step)
        case _:
            return


class LawTiming:
    """What day it is under a law, and when its terms end, for the conditions of duties."""

    def __init__(self, order: LegalOrder, facts: Mapping[str, FactValue]) -> None:
        self._order = order
        self.facts = facts

    @property
    def today(self) -> dt.date:
        """The date of the law."""
        return self._order.on

    def ends(self, term: str | tuple[int, str], start: FactValue) -> tuple[dt.date, dt.date] | None:
        """Earliest and latest end of a term; ``None`` where there is none or it cannot be told."""
        began = dt.date(start, 1, 1) if isinstance(start, int) and 1 <= start <= 9999 else start
        if not isinstance(began, dt.date):
            return None
        if isinstance(term, tuple):
            number, unit = term
            return self._end(Length(Unit(unit), number), began)
        return bounds_of_term(self._order, term, began, self.facts)

    def _end(self, length: Length, began: dt.date) -> tuple[dt.date, dt.date] | None:
        """Bounds of a length of months or years; its end moves off a rest day."""
        calendar = self._order.calendar
        try:
            day = length.after(began)
        except (ValueError, OverflowError):
            return None
        if day < calendar.first:
            # No rest there lasts longer than until the first working day that is known.
            return day, calendar.next_working_day(calendar.first)
        end = end_of(length, began, calendar)
        return (end.earliest, end.latest) if end.earliest and end.latest else None

    def unsettled(self, condition: Condition) -> Iterator[str]:
        """Unknown facts that keep a condition from being true or false."""
        match condition:
            case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
                for part in parts:
                    if evaluate(part, self.facts, self) is None:
                        yield from self.unsettled(part)
            case InTerm(term=term, start=start, done=done, stated=stated):
                days = [start]
                if done is not None and done not in self.facts and self.facts.get(stated or "") is not False:
                    days += [name for name in (done, stated) if name is not None]
                unknown = [name for name in days if name not in self.facts]
                yield from unknown
                if isinstance(term, str):
                    needed = facts_of_step(self._order, term)
                    # What lengthens a term matters only once it is known which days there are.
                    wanted = {"update_frequency"} if unknown else set(needed)
                    yield from (name for name in needed if name in wanted and name not in self.facts)
            case _:
                yield from (name for name in facts_of(condition) if name not in self.facts)


def _finding(rule: DutyRule, facts: Mapping[str, FactValue], timing: LawTiming) -> Finding:
    premise = True if rule.premise is None else evaluate(rule.premise, facts, timing)
    must = evaluate(rule.must, facts, timing)
    doubt = False if rule.doubt is None else evaluate(rule.doubt, facts, timing)
    missing: Iterable[str] = ()
    if premise is False:
        verdict = Compliance.NOT_APPLICABLE
    elif premise is True and must is False:
        verdict = Compliance.NOT_APPLICABLE if rule.topic == SCOPE else Compliance.NONCOMPLIANT
        missing = failing(rule.must, facts, timing)
    elif premise is True and doubt is True:
        verdict = Compliance.HUMAN_REVIEW
    elif must is True and doubt is False:
        # Whether or not there is such a duty here, it is fulfilled.
        verdict = Compliance.COMPLIANT
    else:
        verdict = Compliance.UNDETERMINED
        truths = ((rule.premise, premise), (rule.must, must), (rule.doubt, doubt))
        asked = [condition for condition, truth in truths if condition is not None and truth is None]
        missing = [name for condition in asked for name in timing.unsettled(condition)]
    done = verdict in (Compliance.COMPLIANT, Compliance.NOT_APPLICABLE)
    return Finding(
        id=rule.id,
        citation=rule.citation,
        verdict=verdict,
        force=rule.force,
        actor=rule.actor,
        gist=rule.gist,
        english=rule.english,
        missing=tuple(dict.fromkeys(missing)),
        action="" if done else rule.action,
        consequence=rule.consequences,
    )


def failing(condition: Condition, facts: Mapping[str, FactValue], timing: LawTiming) -> Iterator[str]:
    """What is lacking for a condition that fails: fact ids, or the values that a list lacks or must not hold."""
    match condition:
        case All(parts=parts) | Alike(parts=parts):
            for part in parts:
                if evaluate(part, facts, timing) is False:
                    yield from failing(part, facts, timing)
        case AnyOf(parts=parts):
            for part in parts:
                yield from failing(part, facts, timing)
        case NoneOf(parts=parts):
            for part in parts:
                if evaluate(part, facts, timing) is True:
                    yield from facts_of(part)
        case Holds(fact=fact, values=values, absent=absent):
            held = facts.get(fact, ())
            assert isinstance(held, tuple)
            yield from (value for value in values if (value in held) is absent)
        case Is() | AtLeast() | Past() | Earlier() | InTerm():
            yield from facts_of(condition)


def missing_terms(rule: DutyRule, finding: Finding, *, fact: str = "{}") -> tuple[str, ...]:
    """What a finding lacks, in Chinese: the words of the list that lacks it (or must not hold it), or of the fact.

    Args:
        rule: the duty.
        finding: what was found of it.
        fact: how the name of a fact is written.
    """
    facts = vocabulary().facts
    words = {
        value: dict(facts[part.fact].values)[value]
        for part in _leaves(rule.must)
        if isinstance(part, Holds)
        for value in part.values
    }
    asked = finding.verdict is Compliance.UNDETERMINED
    return tuple(
        fact.format(facts[name].label) if asked or name not in words else words[name] for name in finding.missing
    )


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            yield condition


def _reaching(
    rules: tuple[DutyRule, ...], findings: tuple[Finding, ...], facts: Mapping[str, FactValue], timing: LawTiming
) -> tuple[Finding, ...]:
    """Less the elements of scope that are asked of other activities only: they neither cover nor exclude."""
    reaching = tuple(
        finding
        for rule, finding in zip(rules, findings, strict=True)
        if rule.premise is None or evaluate(rule.premise, facts, timing) is not False
    )
    return reaching or findings


def _verdict(topic: str, findings: tuple[Finding, ...]) -> Compliance:
    if not findings:
        return Compliance.NOT_REGULATED
    counted = {
        # An unmet 原则上 leaves the whole compliant: the duty reaches these facts, and no hard one is unmet.
        Compliance.COMPLIANT
        if finding.verdict is Compliance.NONCOMPLIANT and finding.force is DutyForce.ADVISORY
        else finding.verdict
        for finding in findings
    }
    order = _SCOPE_ORDER if topic == SCOPE else _ORDER
    return next(verdict for verdict in order if verdict in counted)


def _open_questions(
    rules: tuple[DutyRule, ...],
    findings: tuple[Finding, ...],
    facts: Mapping[str, FactValue],
    timing: LawTiming,
) -> Iterator[ResultWarning]:
    for rule, finding in zip(rules, findings, strict=True):
        if rule.question is None or finding.verdict is Compliance.NOT_APPLICABLE:
            continue
        when = rule.question.matters_when
        if when is None or evaluate(when, facts, timing) is not False:
            yield told.open_question(rule)
