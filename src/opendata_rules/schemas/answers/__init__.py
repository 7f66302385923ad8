"""Schemas of what ``.to_dict()`` holds and ``--json`` prints: closed objects with every key present.

They are written beside the ``to_dict`` methods, not made from them, so that a key added there by a slip of the hand
fails a test here. The title of a schema is the name of the class; those of answers that stand within others are
definitions of theirs.

An answer that stands by itself begins with the ``$id`` of its schema (``$schema``) and with its class (``@type``); what
is only a part of one (a citation, a finding) does not.
"""

from __future__ import annotations

from collections.abc import Callable

from ...authoring.schemas.conditions import Schema, ref
from . import cataloguing, classifying, following, keeping, listing, parts, rechecking, timing, whole
from .parts import items_of

#: By the name of its schema, each class that has one: what it is called, what it is, and how its schema is made.
_VALUES: dict[str, tuple[str, str, Callable[[], Schema]]] = {
    "decision": ("Decision", "What `classify --json` prints.", classifying.decision),
    "holding_ground": ("HoldingGround", "A provision that a decision rests on.", classifying.holding_ground),
    "objection": ("Objection", "A provision that excludes the declared attribute.", classifying.objection),
    "question": ("Question", "An unknown fact worth asking about.", classifying.question),
    "action": ("Action", "Something that must be done next.", classifying.action),
    "path": ("Path", "A lawful way to another attribute.", classifying.path),
    "change": ("ChangeVerdict", "What `change --json` prints.", classifying.change),
    "requirement_result": ("RequirementResult", "One condition of a change.", classifying.requirement_result),
    "assessment": ("Assessment", "What `check --json` prints.", timing.assessment),
    "finding": ("Finding", "One requirement of a duty.", timing.finding),
    "deadline": ("Deadline", "What `deadline --json` prints.", timing.deadline),
    "counting_rule": ("CountingRule", "How terms of one unit are counted.", timing.counting_rule),
    "counted_day": ("CountedDay", "One calendar day of a term.", timing.counted_day),
    "schedule": ("Schedule", "What `schedule --json` prints of a procedure.", timing.schedule),
    "scheduled_step": ("ScheduledStep", "One step of a case.", timing.scheduled_step),
    "duty": ("Duty", "A recurring duty in one year.", timing.duty),
    "bounds": ("Bounds", "The earliest and the latest day that a term can end on.", timing.bounds),
    "assumption": ("Assumption", "What bounds assume of a year whose notice is not known.", timing.assumption),
    "calendar_day": ("CalendarDay", "One day of the calendar.", timing.calendar_day),
    "holiday_notice": ("Notice", "The notice that arranges days off.", timing.holiday_notice),
    "intake": ("Counts", "What `monitor ingest --json` prints.", following.counts),
    "case_status": ("CaseStatus", "What `monitor status --json` prints of a case.", following.case_status),
    "breach": ("Breach", "Something done late, not done, or done before it was allowed.", following.breach),
    "unproven": ("Unproven", "Something that an act needed and that the events leave unknown.", following.unproven),
    "owed": ("Owed", "A step that is not done.", following.owed),
    "move": ("Move", "A last day that is another under what is known now.", following.move),
    "reject": ("Reject", "An event kept aside.", following.reject),
    "agenda": ("Agenda", "What there is to do on a day.", following.agenda),
    "load": ("Load", "How many tasks a body or a person has.", following.load),
    "analysis": ("Analysis", "What `analyse` finds in a law.", whole.analysis),
    "entry": ("Entry", "One thing found by an analysis.", whole.entry),
    "comparison": ("Comparison", "How one law stands to another.", whole.comparison),
    "order": ("Order", "Several laws compared on one topic.", whole.order),
    "difference": ("Difference", "One way in which two laws differ.", whole.difference),
    "report": ("Report", "What `catalogue --json` prints.", cataloguing.report),
    "report_summary": (
        "ReportSummary",
        "What `catalogue --json` prints, without the datasets.",
        cataloguing.report_summary,
    ),
    "report_row": ("Row", "One dataset of a catalogue.", cataloguing.report_row),
    "report_department": ("Department", "A department's share of a catalogue.", cataloguing.report_department),
    "report_spelling": ("Spelling", "How one way of writing was understood.", cataloguing.report_spelling),
    "report_question": ("CatalogueQuestion", "A fact to be answered for a dataset.", cataloguing.report_question),
    "report_basis": ("Basis", "A provision a result rests on, as text.", cataloguing.report_basis),
    "report_finding": ("CatalogueFinding", "Something found on a dataset.", cataloguing.report_finding),
    "report_waiver": ("Waiver", "A finding that somebody lets pass.", cataloguing.report_waiver),
    "report_gone": ("Gone", "A finding of last time that is there no more.", cataloguing.report_gone),
    "report_idle_waiver": ("Idle", "A waiver that no finding met.", cataloguing.report_idle_waiver),
    "report_tally": ("Tally", "All findings of a report, counted.", cataloguing.report_tally),
    "catalogue_changes": (
        "CatalogueChanges",
        "What `catalogue --changes --json` prints.",
        cataloguing.catalogue_changes,
    ),
    "dataset_change": ("DatasetChange", "A change of one dataset's attribute.", cataloguing.dataset_change),
    "listed_dataset": ("Listed", "A dataset as one state of a catalogue lists it.", cataloguing.listed_dataset),
    "doubtful_datasets": ("Doubtful", "Datasets that could not be compared.", cataloguing.doubtful_datasets),
    "recheck": ("Recheck", "What `replay --recheck --json` prints.", rechecking.recheck),
    "drift": ("Drift", "One thing that is another than when a receipt was issued.", rechecking.drift),
    "ledger_entry": ("LedgerEntry", "What `ledger show --json` prints.", keeping.ledger_entry),
    "checkpoint": ("Checkpoint", "What `ledger checkpoint --json` prints.", keeping.checkpoint),
    "verification": ("Verification", "What `ledger verify --json` prints.", keeping.verification),
    "rechecked": ("Rechecked", "What `ledger recheck --json` prints.", keeping.rechecked),
    "ledger_group": ("LedgerGroup", "Entries in which one thing makes the difference.", keeping.ledger_group),
    "answered_again": ("AnsweredAgain", "One entry of a ledger, answered again.", keeping.answered_again),
    "cause": ("Cause", "What makes the difference to an answer.", keeping.cause),
    "standing": ("Standing", "How an instrument bears on a place on a date.", cataloguing.standing),
    "place": ("Jurisdiction", "A place.", listing.place),
    "fact": ("Fact", "One fact of the vocabulary.", listing.fact),
    "article": ("Article", "A row of the article table of an instrument.", listing.article),
    "diagnostic": ("Diagnostic", "One problem of one file.", listing.diagnostic),
    "error": ("Error", "Why a call was refused; the same for all classes of errors.", listing.error),
    "case_result": ("CaseResult", "The outcome of one case beside the rules.", listing.case),
    "citation": ("Citation", "A passage of an instrument.", parts.citation),
    "result_warning": ("ResultWarning", "Why a result should be read with care.", parts.result_warning),
}
#: Those that stand by themselves.
_ANSWERS = frozenset(
    (
        *("decision", "change", "assessment", "deadline", "schedule", "path", "duty", "report", "report_summary"),
        "catalogue_changes",
        *("analysis", "comparison", "order", "intake", "case_status", "breach", "owed", "move", "reject", "agenda"),
        *("bounds", "calendar_day", "standing", "place", "fact", "article", "diagnostic", "case_result"),
        *("recheck", "ledger_entry", "checkpoint", "verification", "rechecked"),
    )
)
#: What they refer to and is no class of its own.
_OTHERS: dict[str, tuple[str, str, Callable[[], Schema]]] = {
    "attribute": ("Attribute", "An attribute of opening or sharing.", parts.attribute),
    "stated_facts": ("Facts", "Checked facts by id, with JSON types; unknown ones are left out.", parts.stated_facts),
    "listed_facts": ("ListedFacts", "Checked facts of a classification; unknown ones may be null.", parts.listed_facts),
}
#: What commands print that is no single value.
_LISTS: dict[str, tuple[str, Callable[[], Schema]]] = {
    "fact_list": ("What `facts --json` prints: Fact.to_dict() of each.", lambda: items_of(ref("fact"))),
    "article_list": ("What `articles --json` prints: Article.to_dict() of each.", lambda: items_of(ref("article"))),
    "diagnostic_list": (
        "What `lint --json` prints: Diagnostic.to_dict() of each.",
        lambda: items_of(ref("diagnostic")),
    ),
    "case_list": ("What `test --json` prints: CaseResult.to_dict() of each.", lambda: items_of(ref("case_result"))),
    "receipt": ("What library.replay takes: `receipt` of any result.", parts.any_receipt),
    "term_list": ("What `schedule --json` prints where no procedure is named.", lambda: items_of(timing.term())),
    "duty_list": ("What `duties --json` prints: Duty.to_dict() of each.", lambda: items_of(ref("duty"))),
    "calendar": ("What `calendar --json` prints: CalendarDay.to_dict() of each day.", timing.calendar),
    "breach_list": (
        "What `monitor status --json` prints where no case is named: Breach.to_dict() of each.",
        lambda: items_of(ref("breach")),
    ),
    "owed_list": ("What `monitor due --json` prints: Owed.to_dict() of each.", lambda: items_of(ref("owed"))),
    "move_list": ("What `monitor replay --json` prints: Move.to_dict() of each.", lambda: items_of(ref("move"))),
    "ledger_entry_list": (
        "What `ledger find --json` prints: LedgerEntry.to_dict() of each.",
        lambda: items_of(ref("ledger_entry")),
    ),
    "comparison_list": ("What `compare --json` prints: Order.to_dict() of each.", lambda: items_of(ref("order"))),
    "analysis_list": ("What `analyse --json` prints: Analysis.to_dict() of each.", lambda: items_of(ref("analysis"))),
}


def answer_schemas() -> dict[str, tuple[int, Schema]]:
    """Version and body of the schema of each value, and of each list that is printed."""
    known = _definitions()
    bodies = dict(known)
    for name, (about, make) in _LISTS.items():
        title = "".join(word.capitalize() for word in name.split("_"))
        bodies[name] = {"title": title, "description": about, **make()}
    return {name: (parts.VERSIONS.get(name, 1), _with_parts(body, known)) for name, body in bodies.items()}


def _definitions() -> dict[str, Schema]:
    """Every part that is referred to by name."""
    found: dict[str, Schema] = {}
    for name, (title, about, make) in _VALUES.items():
        body = parts.tagged(name, title, make()) if name in _ANSWERS else make()
        found[name] = {"title": title, "description": f"{about} {title}.to_dict().", **body}
    for name, (title, about, make) in _OTHERS.items():
        found[name] = {"title": title, "description": about, **make()}
    return found


def _with_parts(schema: Schema, known: dict[str, Schema]) -> Schema:
    """A schema with the definitions that it refers to, directly or not."""
    found: dict[str, Schema] = {}
    waiting = [schema]
    while waiting:
        text = str(waiting.pop())
        for name in known.keys() - found.keys():
            if f"'#/$defs/{name}'" in text:
                found[name] = known[name]
                waiting.append(known[name])
    return {**schema, "$defs": {name: found[name] for name in sorted(found)}}
