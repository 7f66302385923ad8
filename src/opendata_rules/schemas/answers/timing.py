"""Schemas of the answers on duties and time: what must be so, by when, what comes back, which days are worked."""

from __future__ import annotations

from ...authoring.schemas.conditions import DATE, LOCAL, Schema, named, ref, steps
from ...norms.provisions import Unit
from ...vocabulary.terms import Compliance, DeadlineStatus, DutyForce, ReceiptPolicy, StepState
from ...vocabulary.words import EVERYWHERE
from ...working_days.days import DayKind
from .parts import (
    BOOL,
    CITATION,
    COUNT,
    FACTS,
    FROM_ONE,
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
    topics,
    word,
)

_OUTCOMES = [kind for kind in Compliance if kind not in (Compliance.UNDETERMINED, Compliance.NOT_REGULATED)]


def finding() -> Schema:
    """``Finding.to_dict()``."""
    return object_of(
        id=about("id of the rule", ID),
        citation=CITATION,
        verdict=word(kind for kind in Compliance if kind is not Compliance.NOT_REGULATED),
        possible=about(
            "the verdicts that some completion of the unknown facts leads to, gravest first",
            list_of(word(_OUTCOMES), uniqueItems=True),
        ),
        force=word(DutyForce),
        actor=about("who has the duty, in Chinese", TEXT),
        actor_english=TEXT,
        gist=TEXT,
        english=about("the gist in English", TEXT),
        missing=about(
            "ids of unknown or failing facts, or of the values that a list lacks or must not hold",
            list_of(ID, uniqueItems=True),
        ),
        action=about("what is to be done; empty where it is done or does not apply", TEXT),
        action_english=TEXT,
        consequence=about("the sanction articles", list_of(CITATION)),
    )


def assessment() -> Schema:
    """``Assessment.to_dict()``."""
    return object_of(
        place=ID,
        on=DATE,
        law_id=LAW_ID,
        topic=topics(),
        verdict=word(Compliance),
        possible=about(
            "the verdicts that some completion of the unknown facts leads to, gravest first; empty on a contradiction",
            list_of(word([*_OUTCOMES, Compliance.NOT_REGULATED]), uniqueItems=True),
        ),
        findings=about("one a requirement, in article order", list_of(ref("finding"))),
        questions=about("unknown facts that would settle it, best first", list_of(ref("question"))),
        warnings=WARNINGS,
        receipt=receipt("check", topic=topics()),
    )


def counting_rule() -> Schema:
    """``CountingRule.to_dict()``."""
    return object_of(
        rule=about("id of the rule", ID),
        unit=word(Unit),
        citation=CITATION,
        gist=TEXT,
        english=about("the gist in English", TEXT),
        general_law=about("general law that says so where the text is silent", list_of(TEXT)),
        general_law_english=list_of(TEXT),
    )


def counted_day() -> Schema:
    """``CountedDay.to_dict()``."""
    return object_of(date=DATE, counted=BOOL, why=TEXT, english=TEXT)


def deadline() -> Schema:
    """``Deadline.to_dict()``."""
    return object_of(
        place=ID,
        on=about("the date of the law; that of the trigger counts", DATE),
        law_id=LAW_ID,
        step=steps(),
        trigger=about("day of the event that sets the term running", DATE),
        receipt_policy=about("how a trigger on a rest day is dated", word(ReceiptPolicy)),
        start=about("day the term is counted from, itself not counted", DATE),
        status=word(DeadlineStatus),
        due=about("the last day; null unless final", or_null(DATE)),
        earliest=about("first day on which the term can end; null unless final or provisional", or_null(DATE)),
        latest=about("last such day", or_null(DATE)),
        force=about("minimum for a least length; null where no term applies", or_null(word(DutyForce))),
        actor=about("who must act, in Chinese; empty where no term applies", TEXT),
        actor_english=TEXT,
        rule=about("id of the rule that sets the term", or_null(ID)),
        citation=or_null(CITATION),
        gist=TEXT,
        gist_english=TEXT,
        length=about("in units, extension included; null where unit or day of the year says it all", or_null(COUNT)),
        unit=about("null for a fixed day of the year", or_null(word(Unit))),
        counting_rule=or_null(ref("counting_rule")),
        extended=about("whether a longer term was applied", BOOL),
        note=about("why it is not final, or what else matters", TEXT),
        english=about("the note in English", TEXT),
        presumed=about("taken to be so though no fact says it, by id; told otherwise, it is not_regulated", FACTS),
        days=about("each day from the trigger to the last; none without a due day", list_of(ref("counted_day"))),
        warnings=WARNINGS,
        receipt=receipt("deadline", step=steps(), trigger=DATE, receipt=word(ReceiptPolicy)),
    )


def schedule() -> Schema:
    """``Schedule.to_dict()``."""
    return object_of(**schedule_fields())


def schedule_fields() -> dict[str, Schema]:
    """What every schedule holds."""
    names = named(list(EVERYWHERE.procedures.all))
    return {
        "place": ID,
        "procedure": names,
        "trigger": about("day the procedure began", DATE),
        "on": about("day the states speak of", DATE),
        "law_id": LAW_ID,
        "steps": about("in order", list_of(ref("scheduled_step"), minItems=1)),
        "warnings": WARNINGS,
        "receipt": receipt(
            "schedule",
            procedure=names,
            trigger=DATE,
            on=DATE,
            actual=about(
                "day of each step or other event that was told",
                map_of(DATE, anyOf=[{"enum": _events()}, {"pattern": LOCAL}]),
            ),
            receipt=word(ReceiptPolicy),
        ),
    }


def _events() -> list[str]:
    return list(
        dict.fromkeys(event for procedure in EVERYWHERE.procedures.all.values() for event in procedure.events())
    )


def scheduled_step() -> Schema:
    """``ScheduledStep.to_dict()``."""
    ids = dict.fromkeys(step.id for procedure in EVERYWHERE.procedures.all.values() for step in procedure.steps)
    return object_of(
        id=about("id within the procedure", named(list(ids))),
        label=TEXT,
        english=about("the label in English", TEXT),
        trigger=about("step or other event from whose day its term runs", named(_events())),
        state=word(StepState),
        actual=about("the day it was done; null where not done by `on`", or_null(DATE)),
        deadline=about("null where the trigger has not happened or the step does not apply", or_null(ref("deadline"))),
    )


def term() -> Schema:
    """One of the terms that ``schedule`` lists where no procedure is named."""
    return object_of(
        step=steps(),
        label=about("Chinese name of procedure and step", TEXT),
        english=about("the label in English", TEXT),
        term=about("the term in a few words of Chinese", TEXT),
        term_english=TEXT,
        citation=about("null where there is no term", or_null(CITATION)),
    )


def duty() -> Schema:
    """``Duty.to_dict()``."""
    return object_of(
        due=about("last day; it does not move off a rest day", DATE),
        id=about("id of the rule", ID),
        place=ID,
        topic=topics(),
        actor=about("who has the duty, in Chinese", TEXT),
        actor_english=TEXT,
        gist=TEXT,
        english=about("the gist in English", TEXT),
        force=word(DutyForce),
        citation=CITATION,
    )


def calendar() -> Schema:
    """What ``calendar`` prints: the days of a month, or a number of working days counted.

    A month has the days that are known. Where the days to be counted are not all known there are bounds and no days.
    """
    days = list_of(ref("calendar_day"))
    month = object_of(items=about("the days of the month as far as they are known", days))
    counted = object_of(
        due=about("the last working day counted", DATE),
        earliest=about("the same day", DATE),
        latest=about("the same day", DATE),
        items=about("every day from the first to the last, both included", {**days, "minItems": 1}),
    )
    estimated = object_of(
        due=about("not known yet", {"type": "null"}),
        earliest=about("first day it can be", DATE),
        latest=about("last day it can be", DATE),
        items={**days, "maxItems": 0},
    )
    return {"anyOf": [month, counted, estimated]}


def bounds() -> Schema:
    """``Bounds.to_dict()``."""
    return object_of(
        earliest=DATE,
        latest=DATE,
        assumptions=about("what the two days rest on; none where they are known", list_of(ref("assumption"))),
    )


def assumption() -> Schema:
    """``Assumption.to_dict()``."""
    return object_of(
        id=ID,
        text=TEXT,
        english=TEXT,
        sources=about("what it rests on", list_of(TEXT)),
        sources_english=list_of(TEXT),
    )


def holiday_notice() -> Schema:
    """``Notice.to_dict()``."""
    return object_of(
        year=about("the year it is for", FROM_ONE),
        title=TEXT,
        english=about("what it is, in English", TEXT),
        number=about("document number", or_null(TEXT)),
        issued=or_null(DATE),
        address=about("where the government published it", or_null(TEXT)),
    )


def calendar_day() -> Schema:
    """``CalendarDay.to_dict()``."""
    return object_of(
        date=DATE,
        working=BOOL,
        kind=word(DayKind),
        name=about("festival behind a day off or a weekend day worked; else empty", TEXT),
        name_english=TEXT,
        statutory=about("whether the day itself is a statutory holiday", BOOL),
        reason=TEXT,
        english=about("the reason in English", TEXT),
        notice=about("the notice that says so; null for ordinary days", or_null(ref("holiday_notice"))),
    )
