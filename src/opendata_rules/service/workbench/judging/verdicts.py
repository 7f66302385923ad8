"""What a verdict on a change says, and a check of duties: each requirement, how it stands, and what is to be done."""

from __future__ import annotations

from collections.abc import Sequence

from ....answers.changes.answer import ChangeVerdict
from ....answers.duties.answer import Assessment, Finding
from ....answers.duties.computation import checker_of
from ....answers.duties.lacking import missing_terms
from ....norms.provisions import DutyRule
from ....vocabulary.facts import Vocabulary
from ....vocabulary.marks import Role
from ....vocabulary.terms import (
    COMPLIANCE_TERMS,
    DUTY_FORCE_TERMS,
    REQUIREMENT_TERMS,
    VERDICT_TERMS,
    Compliance,
    RequirementState,
    Verdict,
)
from .telling import Chip, Conclusion, Line, Say, Section, cited, shown, spaced, to_do, wanting, warned

# -- a change of attribute --------------------------------------------------------------------------------------------

_CHANGES = {
    Verdict.ALLOWED: "compliant",
    Verdict.FORBIDDEN: "violation",
    Verdict.UNDETERMINED: "undetermined",
    Verdict.HUMAN_REVIEW: "human_review",
    Verdict.NOT_REGULATED: "no_rule",
}
_NEEDS = {
    RequirementState.MET: "compliant",
    RequirementState.MISSING: "violation",
    RequirementState.UNKNOWN: "undetermined",
}


def of_change(verdict: ChangeVerdict, vocabulary: Vocabulary, missing: Sequence[str], t: Say) -> Conclusion:
    """What a verdict on a change says; see :func:`classes.of_decision`."""

    def word(one: Verdict) -> str:
        return t(VERDICT_TERMS[one], str(one).replace("_", " "))

    provision: tuple[Line, ...] = ()
    if verdict.citation is not None:
        provision = (Line(t("这种变更由它规定", "This change is ruled by"), cited(verdict.citation, t)),)
    needs = tuple(
        Line(
            t(one.gist, one.english) + t("" if one.hard else "（原则上）", "" if one.hard else " (in principle)"),
            cited(one.citation, t),
            _NEEDS[one.state],
            t(REQUIREMENT_TERMS[one.state], str(one.state)),
        )
        for one in verdict.requirements
    )
    reviews = zip(verdict.reviews, verdict.reviews_english, strict=True)
    terms = dict(vocabulary.role(Role.APPROVER).values)
    approver = t("、", ", ").join(t(terms[one], spaced(one)) for one in verdict.approver)
    sections = (
        Section(t("依据", "Provision"), provision, "grounds"),
        Section(t("要件", "Requirements"), needs, "requirements"),
        Section(t("须人工判断", "For a human to judge"), tuple(Line(t(*texts)) for texts in reviews), "reviews"),
        to_do(verdict.actions, t),
        Section(t("由谁同意（审核）", "Who approves"), (Line(approver),) if approver else (), "approver"),
        wanting(missing, vocabulary, t),
        Section(
            t("违反的责任", "Consequence of a breach"),
            tuple(Line(cited(one, t)) for one in verdict.consequence),
            "consequence",
        ),
        warned(verdict.warnings, t),
    )
    chips = tuple(Chip(word(one), _CHANGES[one], "possible") for one in Verdict if one in verdict.possible)
    return Conclusion(
        _CHANGES[verdict.verdict],
        word(verdict.verdict),
        t(*_OF_CHANGES[verdict.verdict]),
        chips if verdict.verdict is Verdict.UNDETERMINED else (),
        shown(sections),
    )


_OF_CHANGES = {
    Verdict.ALLOWED: (
        "没有填的事实无论怎样，要件都满足，变更以后的属性也站得住。",
        "Whatever is not told, every requirement is met and the new attribute can stand.",
    ),
    Verdict.FORBIDDEN: (
        "没有填的事实无论怎样，都有要件不满足，或者变更以后的属性站不住。",
        "Whatever is not told, a requirement is missing or the new attribute cannot stand.",
    ),
    Verdict.UNDETERMINED: ("要看还不知道的事实。", "It hangs on facts that are not known yet."),
    Verdict.HUMAN_REVIEW: (
        "条文不足以判断，或者事实互相矛盾，须由人判断。",
        "The provisions do not suffice or the facts contradict each other: a human must judge.",
    ),
    Verdict.NOT_REGULATED: (
        "变更没有规定，判定也没有规定。",
        "Neither the change nor the classification is ruled by what was collected.",
    ),
}

# -- duties -----------------------------------------------------------------------------------------------------------

_DUTIES = {
    Compliance.NONCOMPLIANT: "violation",
    Compliance.HUMAN_REVIEW: "human_review",
    Compliance.UNDETERMINED: "undetermined",
    Compliance.COMPLIANT: "compliant",
    Compliance.NOT_APPLICABLE: "not_applicable",
    Compliance.NOT_REGULATED: "no_rule",
}
_OF_DUTIES = {
    Compliance.NONCOMPLIANT: (
        "没有填的事实无论怎样，都有一项要求没有做到。",
        "Whatever is not told, a requirement was not fulfilled.",
    ),
    Compliance.HUMAN_REVIEW: (
        "条文没有写清，或者事实互相矛盾，须由人判断。",
        "The provisions are not clear or the facts contradict each other: a human must judge.",
    ),
    Compliance.UNDETERMINED: ("要看还不知道的事实。", "It hangs on facts that are not known yet."),
    Compliance.COMPLIANT: ("没有填的事实无论怎样，都做到了。", "Whatever is not told, it was done."),
    Compliance.NOT_APPLICABLE: (
        "没有填的事实无论怎样，都没有这项职责。",
        "Whatever is not told, there is no such duty here.",
    ),
    Compliance.NOT_REGULATED: (
        "各级已收录的规定都没有写这一事项。",
        "No collected provision speaks of this topic.",
    ),
}


def of_assessment(found: Assessment, vocabulary: Vocabulary, missing: Sequence[str], t: Say) -> Conclusion:
    """What a check of duties says; see :func:`classes.of_decision`."""

    def word(one: Compliance) -> str:
        return t(COMPLIANCE_TERMS[one], str(one).replace("_", " "))

    rules = {rule.id: rule for rule in checker_of(found.order, found.topic).rules} if found.findings else {}
    lines = tuple(
        Line(
            t(f"〔{DUTY_FORCE_TERMS[one.force]}〕{one.gist}", f"[{one.force}] {one.english}"),
            cited(one.citation, t),
            _DUTIES[verdict],
            word(verdict),
            _lacking(one, rules[one.id], vocabulary, t),
        )
        for verdict in Compliance
        for one in found.findings
        if one.verdict is verdict
    )
    sections = (
        Section(t("逐项要求", "Each requirement"), lines, "requirements"),
        wanting(missing, vocabulary, t),
        warned(found.warnings, t),
    )
    chips = tuple(Chip(word(one), _DUTIES[one], "possible") for one in Compliance if one in found.possible)
    return Conclusion(
        _DUTIES[found.verdict],
        word(found.verdict),
        t(*_OF_DUTIES[found.verdict]),
        chips if found.verdict is Compliance.UNDETERMINED else (),
        shown(sections),
    )


def _lacking(found: Finding, rule: DutyRule, vocabulary: Vocabulary, t: Say) -> tuple[str, ...]:
    """What a requirement lacks, what is to be done, and what follows from a breach."""
    told = []
    if found.missing:
        unknown = found.verdict is Compliance.UNDETERMINED
        head = t("缺少事实：", "not known: ") if unknown else t("缺少：", "lacking: ")
        told.append(head + t("、".join(missing_terms(rule, found, vocabulary)), ", ".join(map(spaced, found.missing))))
    if found.action:
        told.append(
            t(f"要做的：{found.action}（{found.actor}）", f"to do: {found.action_english} ({found.actor_english})")
        )
    if found.consequence and found.verdict is not Compliance.COMPLIANT:
        told.append(t("违反的责任：", "consequence: ") + t("、", ", ").join(cited(one, t) for one in found.consequence))
    return tuple(told)
