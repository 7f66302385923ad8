"""Schemas of the answers on cases that are followed: their standing, what is owed, what was broken, what moved."""

from __future__ import annotations

from ...authoring.schemas.conditions import DATE, Schema, named, ref
from ...monitoring.events import Reason
from ...monitoring.reports.agenda import URGENCY_TERMS
from ...monitoring.results.answer import BreachKind
from ...monitoring.results.counts import ENGINES
from ...vocabulary.procedures import Procedure
from ...vocabulary.terms import DutyForce, StepState
from ...vocabulary.words import EVERYWHERE
from .parts import (
    BOOL,
    CITATION,
    COUNT,
    FACTS,
    ID,
    LAW_ID,
    TEXT,
    WARNINGS,
    about,
    list_of,
    map_of,
    object_of,
    or_null,
    receipt,
    word,
)
from .timing import schedule_fields


def counts() -> Schema:
    """``Counts.to_dict()``."""
    return object_of(
        accepted=about("events that were taken", COUNT),
        repeated=about("events known already with the same content", COUNT),
        rejected=about("events kept aside", COUNT),
        engine=_engine(),
    )


def case_status() -> Schema:
    """``CaseStatus.to_dict()``."""
    fields = schedule_fields()
    fields["receipt"] = _receipt("case")
    return object_of(
        **fields,
        case=about("id of the case, as the events give it", TEXT),
        began=about("whether the beginning of the case is known; else `trigger` is the day of its first event", BOOL),
        breaches=list_of(ref("breach")),
        events=about("the events that count, in order", list_of(_event())),
        unproven=about("what acts done needed and the events do not tell", list_of(ref("unproven"))),
        missing=about("ids of events that others correct and that this case does not have", list_of(TEXT)),
        engine=_engine(),
    )


def unproven() -> Schema:
    """``Unproven.to_dict()``."""
    return object_of(
        rule=about("id of the rule", ID),
        act=about("act that needed it", named(list(EVERYWHERE.procedures.acts))),
        label=about("Chinese name of the act", TEXT),
        label_english=TEXT,
        citation=CITATION,
        gist=about("what the rule asks for", TEXT),
        english=about("the gist in English", TEXT),
        facts=about("ids of the facts that would tell", list_of(ID, minItems=1)),
    )


def reject() -> Schema:
    """``Reject.to_dict()``."""
    anything: Schema = {"type": ["string", "number", "boolean", "null", "array", "object"]}
    return object_of(
        event=about("what was given: an event, or a line that is none", {"anyOf": [TEXT, map_of(anything)]}),
        code=about("the reason, for programs", word(Reason)),
        reason=about("the same in Chinese", TEXT),
        english=about("what the code stands for", TEXT),
    )


def load() -> Schema:
    """``Load.to_dict()``."""
    named_in = about("what a body is called in English; empty for persons", TEXT)
    name = about("who; empty where nobody is named", TEXT)
    return object_of(name=name, english=named_in, **dict.fromkeys(URGENCY_TERMS, COUNT))


def agenda() -> Schema:
    """``Agenda.to_dict()``."""
    owing, loads = list_of(ref("owed")), list_of(ref("load"))
    return object_of(
        place=ID,
        on=DATE,
        law_id=LAW_ID,
        week_ends=about("the Sunday that ends the week of the day", DATE),
        **{name: about(f"{term}, each group by day, then by case", owing) for name, term in URGENCY_TERMS.items()},
        running=about("least lengths that have not run out", owing),
        breaches=list_of(ref("breach")),
        departments=about("tasks of each body that must act by the rule, most urgent first", loads),
        officers=about("tasks of each person who acted last in the case, most urgent first", loads),
        warnings=about("of the tasks and breaches", WARNINGS),
        receipt=_receipt("agenda"),
    )


def _event() -> Schema:
    """An event that counts."""
    return object_of(
        id=TEXT,
        kind=named(list(dict.fromkeys(kind for one in _known() for kind in EVERYWHERE.procedures.kinds(one)))),
        date=DATE,
        actor=about("who did it; empty where that was not told", TEXT),
        corrects=about("id of the event it replaces", or_null(TEXT)),
        facts=FACTS,
    )


def _of_law() -> dict[str, Schema]:
    """What the law was that a case is followed under; one made by hand does not say."""
    by_hand = {"const": ""}
    return {"place": {"anyOf": [ID, by_hand]}, "on": DATE, "law_id": {"anyOf": [LAW_ID, by_hand]}}


def breach() -> Schema:
    """``Breach.to_dict()``."""
    return object_of(
        **_of_law(),
        case=TEXT,
        procedure=_procedures(),
        kind=word(BreachKind),
        rule=about("id of the rule broken", ID),
        step=about("id of the step, or of the act done too early", _steps_and_acts()),
        label=about("its Chinese name", TEXT),
        label_english=TEXT,
        citation=CITATION,
        gist=about("what the rule says; for an act, what was lacking", TEXT),
        english=about("the gist in English", TEXT),
        force=word(DutyForce),
        actor=about("who has the duty, in Chinese", TEXT),
        actor_english=TEXT,
        dates=about(
            "late: trigger, last day, day done; overdue: trigger, last day, day asked about; prohibited: the day of the"
            " act, then the other days it rests on",
            list_of(DATE, minItems=1),
        ),
        events=about("ids of the events it rests on", list_of(TEXT, minItems=1)),
        consequence=about("the sanction articles", list_of(CITATION)),
        warnings=WARNINGS,
        engine=_engine(),
        receipt=_receipt("breach"),
    )


def owed() -> Schema:
    """``Owed.to_dict()``."""
    return object_of(
        **_of_law(),
        case=TEXT,
        procedure=_procedures(),
        step=_steps_and_acts(),
        label=TEXT,
        english=about("the label in English", TEXT),
        state=word((StepState.PENDING, StepState.OVERDUE)),
        department=about("who must act by the rule, in Chinese", TEXT),
        department_english=TEXT,
        officer=about("who acted last in the case; empty where the events name nobody", TEXT),
        deadline=ref("deadline"),
        engine=_engine(),
        receipt=_receipt("owed"),
    )


def move() -> Schema:
    """``Move.to_dict()``."""
    days = list_of(DATE, maxItems=2)
    return object_of(
        case=TEXT,
        procedure=_procedures(),
        step=_steps_and_acts(),
        label=TEXT,
        english=about("the label in English", TEXT),
        before=about("earliest and latest last day as told before; one where they are the same, or none", days),
        after=about("the same now", days),
        engine=_engine(),
    )


def _engine() -> Schema:
    return about("the engine that evaluated the rules; both give the same answers", named(list(ENGINES)))


def _known() -> tuple[Procedure, ...]:
    return tuple(EVERYWHERE.procedures.all.values())


def _procedures() -> Schema:
    return named([one.id for one in _known()])


def _steps_and_acts() -> Schema:
    steps = (step.id for one in _known() for step in one.steps)
    return named(list(dict.fromkeys([*steps, *EVERYWHERE.procedures.acts])))


def _receipt(kind: str) -> Schema:
    """The receipt of an answer of a monitor."""
    return about("empty for an answer made by hand", {"anyOf": [receipt(kind), object_of()]})
