"""The verdict on a dataset: what the library answers, and what follows from it under the settings of the portal.

Nothing is judged here: attribute, change and withdrawal are answers of ``opendata_rules``. Here is only which
question is asked, and which answer stops a save.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import opendata_rules as odr

from .settings import ATTRIBUTE_LABEL, Settings, names_of
from .subjects import Subject

#: A consent: the values of the facts that tell it from another.
Consent = tuple[tuple[str, str], ...]
#: What may become of a problem, mildest first.
_MODES = ("off", "warn", "block")
_Answer = odr.Decision | odr.ChangeVerdict | odr.Assessment


@dataclass(frozen=True)
class Problem:
    """Why something cannot be saved.

    Attributes:
        field: id of the fact it is about; empty for the declared attribute.
        chinese: for those who fill the form.
        english: the same in English.
        settled: whether no further fact can take it away; else it cannot be told yet.
    """

    field: str
    chinese: str
    english: str
    settled: bool = True


@dataclass(frozen=True)
class Before:
    """What is known of a dataset from its records.

    Attributes:
        attribute: which it was published with last; ``None`` where it never was.
        used: consents that were used for a change.
    """

    attribute: odr.Attribute | None = None
    used: frozenset[Consent] = frozenset()


@dataclass(frozen=True)
class Judgement:
    """What was found.

    Attributes:
        subject: what was judged.
        event: ``published``, ``changed`` or ``withdrawn``; ``kept`` where a save changes nothing of what the verdict on
            a public dataset rests on, ``unseen`` where nobody sees the dataset and nothing was asked.
        before: the attribute it had.
        attribute: the declared attribute, where it is one.
        citation: the provisions that it rests on; empty unless it can stand.
        problems: why it cannot be saved.
        consent: the consent that the change used.
        answers: what the library said.
    """

    subject: Subject
    event: str
    before: odr.Attribute | None = None
    attribute: odr.Attribute | None = None
    citation: str = ""
    problems: tuple[Problem, ...] = ()
    consent: Consent | None = None
    answers: tuple[_Answer, ...] = ()

    def stops(self, settings: Settings) -> bool:
        """Whether the save must not be."""
        return bool(self.problems) and self._mode(settings) == "block"

    def warns(self, settings: Settings) -> bool:
        """Whether the save may be, and its user is told."""
        return bool(self.problems) and self._mode(settings) == "warn"

    def _mode(self, settings: Settings) -> str:
        """The mildest of what the portal does at all, on such an event, and with what cannot be told yet."""
        of_event = {"withdrawn": settings.removal, "kept": settings.existing}.get(self.event, "block")
        of_kind = "block" if any(one.settled for one in self.problems) else settings.unknown
        return min((settings.mode, of_event, of_kind), key=_MODES.index)


def publication(subject: Subject, before: Before, settings: Settings) -> Judgement:
    """The verdict on a dataset that is, or is about to be, public."""
    problems = [_conflict(one.matter, one.fields) for one in subject.conflicts]
    attribute = attribute_of(subject.declared)
    if attribute is None:
        problems.append(_undeclared(subject.declared))
    event = "published" if before.attribute in (None, attribute) else "changed"
    if problems or attribute is None:
        return Judgement(subject, event, before.attribute, attribute, problems=tuple(problems))
    answers: list[_Answer] = []
    consent, citation = None, ""
    try:
        law = settings.law(subject.place)
        declared = cast(odr.OpeningAttributeName, attribute)
        decision = law.classify(subject.facts, declared=declared, unlisted=cast(odr.UnlistedName, settings.unlisted))
        answers.append(decision)
        problems += _decided(decision, law)
        citation = "；".join(dict.fromkeys(one.citation.text for one in decision.grounds if one.outcome == attribute))
        if before.attribute is not None and before.attribute != attribute:
            change, consent, found = _change(law, before, attribute, subject, settings)
            answers.append(change)
            problems += found
    except odr.Error as error:
        problems += [Problem(_fact_of(one), str(one), one.english) for one in error.problems]
    problems += _resources(subject, attribute, settings)
    return Judgement(
        subject,
        event,
        before.attribute,
        attribute,
        "" if problems else citation,
        tuple(dict.fromkeys(problems)),
        None if problems else consent,
        tuple(answers),
    )


def withdrawal(subject: Subject, before: Before, settings: Settings) -> Judgement:
    """The verdict on taking a public dataset away from the public."""
    if settings.removal == "off":
        return Judgement(subject, "withdrawn", before.attribute)
    twice = {one.matter for one in subject.conflicts}
    try:
        law = settings.law(subject.place)
        names = names_of(law)
        # What is said twice and differently is not known.
        facts = {name: value for name, value in subject.facts.items() if names[name].label not in twice}
        assessment = law.check("delisting", {**facts, **_today(settings.removal_day_fact, law, settings)})
    except odr.Error as error:
        problems = tuple(Problem(_fact_of(one), str(one), one.english) for one in error.problems)
        return Judgement(subject, "withdrawn", before.attribute, problems=problems)
    return Judgement(
        subject,
        "withdrawn",
        before.attribute,
        problems=tuple(_unmet(assessment, law)),
        answers=(assessment,),
    )


def attribute_of(text: str) -> odr.Attribute | None:
    """The attribute of an id or Chinese term of the scheme of opening."""
    for one in odr.Attribute:
        if text in (str(one), one.term("opening")):
            return one
    return None


def _undeclared(text: str) -> Problem:
    terms = "、".join(one.term("opening") for one in odr.Attribute)
    if not text:
        return Problem("", f"没有填写{ATTRIBUTE_LABEL}（{terms}）", "no opening attribute is declared", settled=False)
    return Problem("", f"没有这种开放属性，只能是{terms}", f"no such opening attribute: {', '.join(odr.Attribute)}")


def _conflict(matter: str, fields: Sequence[str]) -> Problem:
    told = "、".join(fields)
    return Problem("", f"几处填写的“{matter}”不一致：{told}", f"fields disagree: {', '.join(fields)}")


def _fact_of(error: odr.Error) -> str:
    fact = getattr(error, "fact", None)
    return fact if isinstance(fact, str) else ""


def _told(facts: Iterable[tuple[str, Any]], law: odr.Law) -> tuple[str, str]:
    """Facts and their values in words, Chinese and English."""
    names = names_of(law)
    pairs = [(names[name].label, names[name].term(value), name, value) for name, value in facts if name in names]
    chinese = "；".join(f"{label}：{term}" for label, term, _, _ in pairs)
    english = "; ".join(f"{name}: {value}" for _, _, name, value in pairs)
    return chinese and f"（{chinese}）", english and f" ({english})"


def _decided(decision: odr.Decision, law: odr.Law) -> list[Problem]:
    """Why the declared attribute cannot stand, or cannot be told to: the objections, else what to do and to say."""
    if decision.declared_valid is True:
        return []
    found = []
    for one in decision.objections:
        chinese, english = _told(one.stated, law)
        cited = one.citation
        found.append(
            Problem("", f"{cited.text}：{one.gist}{chinese}", f"{cited.instrument} {cited.ref}: {one.english}{english}")
        )
        found += [
            Problem(
                fact,
                f"依{cited.text}，这一项与申报的开放属性不符",
                f"excludes the declared attribute by {cited.instrument} {cited.ref}",
            )
            for fact, _ in one.stated
        ]
    if decision.declared_valid is False:
        return found or [Problem("", "申报的开放属性不能成立", "the declared attribute cannot stand")]
    for action in decision.actions:
        cited_text = f"{action.citation.text}：" if action.citation else ""
        cited_english = f"{action.citation.instrument} {action.citation.ref}: " if action.citation else ""
        found.append(Problem("", f"{cited_text}{action.text}", f"{cited_english}{action.english}", settled=False))
    found += [
        Problem(one.fact, f"请填写：{one.text}", f"please state: {one.english}", settled=False)
        for one in decision.questions
    ]
    return found or [Problem("", f"不能定：{decision.status}", f"cannot be told: {decision.status}", settled=False)]


def _change(
    law: odr.Law, before: Before, after: odr.Attribute, subject: Subject, settings: Settings
) -> tuple[odr.ChangeVerdict, Consent | None, list[Problem]]:
    """The verdict on a change, the consent that it uses, and why it cannot be."""
    names = names_of(law)
    was = cast(odr.OpeningAttributeName, before.attribute)
    wanted = cast(odr.OpeningAttributeName, after)
    facts = {**subject.facts, **_today(settings.change_day_fact, law, settings)}
    verdict = law.check_change(was, wanted, facts)
    if verdict.verdict is not odr.Verdict.ALLOWED:
        return verdict, None, _refused_change(verdict)
    # What a dataset states of its last change stays in its fields; it counts only where the change needs it.
    others = {name: value for name, value in facts.items() if names[name].topic != "attribute_change"}
    if law.check_change(was, wanted, others).verdict is odr.Verdict.ALLOWED:
        return verdict, None, []
    told = {name: value for name, value in subject.facts.items() if value is not None}
    consent = tuple((name, str(told.get(name, ""))) for name in sorted(settings.consent_facts))
    if consent not in before.used:
        return verdict, consent, []
    field = settings.consent_facts[0] if settings.consent_facts else ""
    chinese = "这次同意（审核）已经用于以前的一次变更，一次同意只作用于一次变更，请重新取得同意后填写"
    return (
        verdict,
        None,
        [Problem(field, chinese, "this consent was used for an earlier change; a consent counts for one change")],
    )


def _today(fact: str, law: odr.Law, settings: Settings) -> dict[str, object]:
    """The day of what is done now, whatever a field says of the day of something earlier, or to come."""
    known = names_of(law).get(fact)
    return {known.id: settings.day} if known is not None else {}


def _refused_change(verdict: odr.ChangeVerdict) -> list[Problem]:
    settled = verdict.verdict is odr.Verdict.FORBIDDEN
    was, wanted = (one.term("opening") for one in (verdict.before, verdict.after))
    states = {odr.RequirementState.MISSING: ("不具备", "missing"), odr.RequirementState.UNKNOWN: ("不清楚", "unknown")}
    found = []
    for one in verdict.requirements:
        if one.state in states:
            chinese, english = states[one.state]
            field = one.facts[0] if len(one.facts) == 1 else ""
            told = f"由{was}改为{wanted}，{one.citation.text}：{one.gist}（{chinese}）"
            passage = f"{one.citation.instrument} {one.citation.ref}"
            told_english = f"{verdict.before} to {verdict.after}, {passage}: {one.english} ({english})"
            found.append(Problem(field, told, told_english, settled))
    found += [
        Problem("", f"由{was}改为{wanted}，须由人判断：{chinese}", f"a human must judge: {english}", False)
        for chinese, english in zip(verdict.reviews, verdict.reviews_english, strict=True)
    ]
    found += [Problem("", one.text, one.english, settled) for one in verdict.actions]
    asked = [one for one in verdict.questions if one.fact not in {problem.field for problem in found}]
    found += [Problem(one.fact, f"请填写：{one.text}", f"please state: {one.english}", False) for one in asked]
    told = f"由{was}改为{wanted}：{verdict.verdict}"
    return found or [Problem("", told, f"{verdict.before} to {verdict.after}: {verdict.verdict}", settled)]


def _unmet(assessment: odr.Assessment, law: odr.Law) -> list[Problem]:
    """What the duties on delisting lack. A duty that nobody sets, that is met or does not apply lacks nothing."""
    fine = (odr.Compliance.COMPLIANT, odr.Compliance.NOT_APPLICABLE, odr.Compliance.NOT_REGULATED)
    if assessment.verdict in fine:
        return []
    settled = assessment.verdict is odr.Compliance.NONCOMPLIANT
    names = names_of(law)
    found = []
    for one in assessment.findings:
        if one.verdict in fine or (settled and one.verdict is not odr.Compliance.NONCOMPLIANT):
            continue
        lacking = "、".join(names[name].label for name in one.missing if name in names)
        told = f"下架，{one.citation.text}：{one.action}" + (f"（未填写或不具备：{lacking}）" if lacking else "")
        missing = ", ".join(one.missing)
        english = f"delisting, {one.citation.instrument} {one.citation.ref}: {one.action_english}" + (
            f" ({missing})" if missing else ""
        )
        found.append(Problem("", told, english, settled))
    return found or [Problem("", f"下架：{assessment.verdict}", f"delisting: {assessment.verdict}", settled)]


def _resources(subject: Subject, attribute: odr.Attribute, settings: Settings) -> list[Problem]:
    """The rule of the portal on resources of datasets that are not open."""
    rules = {
        odr.Attribute.CLOSED: settings.resources_of_closed,
        odr.Attribute.CONDITIONAL: settings.resources_of_conditional,
    }
    rule = rules.get(attribute, "any")
    kept = [kind for kind, number in subject.resources.items() if number and (rule == "none" or kind != "link")]
    if rule == "any" or not kept:
        return []
    term = attribute.term("opening")
    if rule == "none":
        return [Problem("", f"{term}的数据集不能有数据资源", f"a dataset that is {attribute} can have no resources")]
    return [
        Problem(
            "",
            f"{term}的数据集不能有任何人都能从本平台下载的数据资源，只能是链接",
            f"a dataset that is {attribute} can only have links as resources: what CKAN stores anyone can download",
        )
    ]
