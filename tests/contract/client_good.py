"""A client of the library as strict type checkers should take it. It is checked, and it is run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import opendata_rules as odr
from opendata_rules import schemas

ON = dt.date(2026, 3, 10)


def gate(library: odr.Library, place: str, facts: Mapping[str, object], declared: odr.AttributeName) -> str:
    """What a platform asks before it publishes."""
    law = library.law(place, on=ON)
    try:
        decision = law.classify(facts, declared=declared)
    except odr.BadFact as error:
        return f"{error.code} {error.fact} {error.english}"
    if decision.declared_valid:
        return "publish"
    return "；".join(objection.gist for objection in decision.objections) or decision.explain("zh")


def as_members(law: odr.Law) -> odr.Decision:
    """Members of the sets, ids and Chinese terms alike."""
    law.classify({}, scheme=odr.Scheme.SHARING, declared=odr.Attribute.OPEN, unlisted=odr.Unlisted.FALSE)
    law.classify({}, scheme="共享", declared="不予共享", unlisted="未知")
    law.classify({}, scheme="sharing", declared="closed", unlisted="false")
    return law.classify({"personal_privacy": False}, scheme="开放", declared="有条件开放", unlisted="否")


def from_a_form(law: odr.Law, body: Mapping[str, str]) -> odr.Decision:
    """Text is made a member, or refused."""
    return law.classify({}, declared=odr.Attribute(body["declared"]), scheme=odr.Scheme(body["scheme"]))


def narrowed(decision: odr.Decision) -> str:
    """What may be missing is told to be."""
    attribute: odr.Attribute | None = decision.attribute
    if attribute is None:
        return "、".join(question.text for question in decision.questions)
    possible: frozenset[odr.Attribute] = decision.possible
    return f"{attribute} {sorted(possible)}"


def plain_json(decision: odr.Decision) -> str:
    """What goes over the wire, and what is read from it."""
    told: dict[str, odr.Json] = decision.to_dict()
    kept: Mapping[str, object] = told
    attribute = told["attribute"]
    if isinstance(attribute, str):
        attribute = attribute.upper()
    grounds = told["grounds"]
    cited: list[str] = []
    for ground in grounds if isinstance(grounds, list) else ():
        citation = ground["citation"] if isinstance(ground, dict) else None
        if isinstance(citation, dict):
            cited.append(str(citation["ref"]))
    return json.dumps([told, len(kept), attribute, cited])


def change(law: odr.Law) -> tuple[str, ...]:
    """Moves, and who must agree."""
    verdict = law.check_change("有条件开放", odr.Attribute.OPEN, {})
    match verdict.verdict:
        case odr.Verdict.FORBIDDEN:
            return tuple(need.gist for need in verdict.requirements if need.state is odr.RequirementState.MISSING)
        case _:
            return verdict.approver


def terms(law: odr.Law) -> dt.date | None:
    """Deadlines and schedules."""
    due = law.deadline("objection.feedback", trigger=ON, receipt="下一个工作日")
    again = law.deadline("objection.feedback", trigger=ON, receipt=odr.ReceiptPolicy.RECEIPT_INSTANT)
    schedule = law.schedule("unopened_request", trigger=ON, actual={"form_review": ON}, receipt="当日")
    late = [step.id for step in schedule.steps if step.state is odr.StepState.OVERDUE]
    return None if late or due.due is None or again.due is None else max(due.due, again.due)


def comparison(a: odr.Law, b: odr.Law) -> list[str]:
    """Two laws."""
    found = odr.compare(a, b, topic="期限")
    same = odr.compare(a, b, topic=odr.ComparisonTopic.PROCEDURES)
    if found.relation is odr.Relation.EQUIVALENT and same.topic == "procedures":
        return []
    stated: list[str] = []
    for difference in found.differences:
        if isinstance(difference.a, odr.Deadline) and isinstance(difference.b, odr.Deadline):
            stated.append(f"{difference.a.status} {difference.b.status}")
    return stated


def replayed(library: odr.Library, receipt: Mapping[str, object]) -> str:
    """Any answer from its receipt."""
    answer: odr.Answer = library.replay(receipt)
    if isinstance(answer, odr.Decision):
        return str(answer.status)
    if isinstance(answer, odr.ChangeVerdict | odr.Assessment):
        return str(answer.verdict)
    return str(answer.place)


def shapes(answers: list[odr.Answer]) -> list[tuple[str, dt.date, str, int]]:
    """What all answers have."""
    return [(one.place, one.on, one.law_id, len(one.facts)) for one in answers]


def no_truth(decision: odr.Decision) -> str:
    """What follows a question that has no answer is still checked."""
    try:
        bool(decision)
    except TypeError as error:
        return str(error)
    return "true"


def cases(law: odr.Law) -> dict[str, int]:
    """The monitor of cases."""
    monitor = odr.monitor(law)
    counts = monitor.ingest([{"id": "1", "case": "A", "procedure": "objection", "kind": "received", "date": ON}])
    late: list[odr.Breach] = [one for one in monitor.breaches(ON) if one.kind is odr.BreachKind.LATE]
    return {"accepted": counts.accepted, "late": len(late), "due": len(monitor.due(ON))}


def documents(law: odr.Law) -> dict[str, odr.Json]:
    """Schemas for an OpenAPI document."""
    request = schemas.request("check", law, "下架")
    return {**schemas.components(["Decision", odr.Assessment]), "Delisting": request}


def explained(answer: odr.Decision | odr.Assessment, lang: odr.Lang = "en") -> str:
    """Explanations."""
    return answer.explain(lang)


def main() -> None:
    """Everything once."""
    library = odr.load()
    law = library.law("jining", on=ON)
    decision = as_members(law)
    print(gate(library, "泰安", {"state_secret": True}, "open"))
    print(narrowed(from_a_form(law, {"declared": "有条件共享", "scheme": "sharing"})), plain_json(decision))
    print(change(law), terms(law), comparison(law, library.law("taian", on=ON)))
    print(replayed(library, decision.receipt), shapes([decision, law.check("access", {})]), no_truth(decision))
    print(cases(law), list(documents(law)), explained(decision))


if __name__ == "__main__":
    main()
