"""Schemas of what ``--json`` prints and ``.to_dict()`` holds: closed objects with every key present.

They are written beside the ``to_dict`` methods, not made from them, so that a key added there by a slip of the hand
fails a test here.
"""

from __future__ import annotations

from ...authoring.schemas.conditions import Schema, ref
from . import cataloguing, classifying, following, listing, parts, timing, whole
from .parts import items_of


def answer_schemas() -> dict[str, tuple[int, Schema]]:
    """Version and body of the schema of each thing that is printed."""
    found = {
        "decision": (1, "What `classify --json` prints: Decision.to_dict().", classifying.decision()),
        "change": (1, "What `change --json` prints: ChangeVerdict.to_dict().", classifying.change()),
        "report": (1, "What `catalogue --json` prints: Report.to_dict().", cataloguing.report()),
        "fact_list": (1, "What `facts --json` prints: Fact.to_dict() of each.", items_of(listing.fact())),
        "article_list": (1, "What `articles --json` prints: Article.to_dict() of each.", items_of(listing.article())),
        "diagnostic_list": (
            1,
            "What `lint --json` prints: Diagnostic.to_dict() of each.",
            items_of(listing.diagnostic()),
        ),
        "case_list": (1, "What `test --json` prints: CaseResult.to_dict() of each.", items_of(listing.case())),
        "assessment": (1, "What `check --json` prints: Assessment.to_dict().", timing.assessment()),
        "deadline": (1, "What `deadline --json` prints: Deadline.to_dict().", timing.deadline()),
        "schedule": (1, "What `schedule --json` prints of a procedure: Schedule.to_dict().", timing.schedule()),
        "term_list": (1, "What `schedule --json` prints where no procedure is named.", items_of(timing.term())),
        "duty_list": (1, "What `duties --json` prints: Duty.to_dict() of each.", items_of(timing.duty())),
        "calendar": (1, "What `calendar --json` prints: CalendarDay.to_dict() of each day.", timing.calendar()),
        "intake": (1, "What `monitor ingest --json` prints: Counts.to_dict().", following.counts()),
        "case_status": (
            1,
            "What `monitor status --json` prints of a case: CaseStatus.to_dict().",
            following.case_status(),
        ),
        "breach_list": (
            1,
            "What `monitor status --json` prints where no case is named: Breach.to_dict() of each.",
            items_of(ref("breach")),
        ),
        "owed_list": (1, "What `monitor due --json` prints: Owed.to_dict() of each.", items_of(following.owed())),
        "move_list": (1, "What `monitor replay --json` prints: Move.to_dict() of each.", items_of(following.move())),
        "analysis_list": (1, "What `analyse --json` prints: Analysis.to_dict() of each.", items_of(whole.analysis())),
        "comparison_list": (1, "What `compare --json` prints: Order.to_dict() of each.", items_of(whole.comparison())),
    }
    return {name: (version, _body(title, schema)) for name, (version, title, schema) in found.items()}


def _body(title: str, schema: Schema) -> Schema:
    defs = _needed(schema)
    return {"title": title, **schema, "$defs": {name: defs[name] for name in sorted(defs)}}


def _needed(schema: Schema) -> dict[str, Schema]:
    """The definitions that a schema refers to, directly or not."""
    known = _definitions()
    found: dict[str, Schema] = {}
    waiting = [schema]
    while waiting:
        text = str(waiting.pop())
        for name in known.keys() - found.keys():
            if f"'#/$defs/{name}'" in text:
                found[name] = known[name]
                waiting.append(known[name])
    return found


def _definitions() -> dict[str, Schema]:
    """Every part that is referred to by name; answers that stand within others are among them."""
    return {
        **parts.definitions(),
        "decision": classifying.decision(),
        "change": classifying.change(),
        "assessment": timing.assessment(),
        "deadline": timing.deadline(),
        "calendar_day": timing.calendar_day(),
        "entry": whole.entry(),
        "breach": following.breach(),
    }
