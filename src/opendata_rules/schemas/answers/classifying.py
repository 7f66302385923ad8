"""Schemas of the answers on attributes: what data may be, and whether that may change."""

from __future__ import annotations

from ...authoring.schemas.conditions import DATE, Schema, named, ref
from ...vocabulary.marks import Role
from ...vocabulary.terms import Force, RequirementState, Scheme, Status, Verdict
from ...vocabulary.words import EVERYWHERE
from .parts import (
    ATTRIBUTE,
    ATTRIBUTES,
    BOOL,
    CITATION,
    FACTS,
    ID,
    LAW_ID,
    TEXT,
    WARNINGS,
    about,
    list_of,
    object_of,
    or_null,
    receipt,
    word,
)


def decision() -> Schema:
    """``Decision.to_dict()``."""
    return object_of(
        place=ID,
        on=DATE,
        law_id=LAW_ID,
        scheme=word(Scheme),
        status=word(Status),
        attribute=about("null unless decided", or_null(ATTRIBUTE)),
        possible=about("what some completion of the unknown facts leads to, strictest first", ATTRIBUTES),
        permitted=about("what the provider may choose, strictest first", ATTRIBUTES),
        declared=or_null(ATTRIBUTE),
        declared_valid=about("null where none was declared, or it cannot be told", or_null(BOOL)),
        objections=about(
            "provisions that exclude the declared attribute in every completion, or in some where none is common",
            list_of(ref("objection")),
        ),
        grounds=about("provisions that hold in every completion, strictest first", list_of(ref("holding_ground"))),
        questions=about("unknown facts that would settle it, best first", list_of(ref("question"))),
        actions=list_of(ref("action")),
        warnings=WARNINGS,
        receipt=receipt(
            "classify",
            scheme=word(Scheme),
            unlisted=word(("unknown", "false")),
            declared=or_null(ATTRIBUTE),
        ),
    )


def holding_ground() -> Schema:
    """``HoldingGround.to_dict()``."""
    return object_of(rule=ID, citation=CITATION, force=word(Force), outcome=ATTRIBUTE, gist=TEXT, english=TEXT)


def objection() -> Schema:
    """``Objection.to_dict()``."""
    return object_of(
        rule=ID,
        citation=CITATION,
        outcome=about("null where it only keeps the data from having an attribute yet", or_null(ATTRIBUTE)),
        gist=TEXT,
        english=TEXT,
        facts=about("the known facts that it rests on, by id", FACTS),
        always=about("whether it excludes the attribute in every completion", BOOL),
    )


def question() -> Schema:
    """``Question.to_dict()``."""
    return object_of(fact=ID, text=TEXT, english=TEXT)


def action() -> Schema:
    """``Action.to_dict()``."""
    return object_of(matter=TEXT, matter_english=TEXT, text=TEXT, english=TEXT, citation=CITATION)


def path() -> Schema:
    """``Path.to_dict()``."""
    return object_of(
        target=ATTRIBUTE,
        via=word(("classification", "change")),
        changed=about("facts that have to become otherwise than stated", FACTS),
        established=about("facts that have to be found, or brought about, to be so", FACTS),
        citations=list_of(CITATION),
    )


def requirement_result() -> Schema:
    """``RequirementResult.to_dict()``."""
    return object_of(
        id=ID,
        state=word(RequirementState),
        citation=CITATION,
        gist=TEXT,
        english=TEXT,
        hard=about("whether missing it bars the change", BOOL),
        facts=about("unknown facts that would settle it", list_of(ID)),
    )


def change() -> Schema:
    """``ChangeVerdict.to_dict()``."""
    approver = EVERYWHERE.vocabulary.role(Role.APPROVER)
    authorities = [value for value, _ in approver.values]
    return object_of(
        place=ID,
        on=DATE,
        law_id=LAW_ID,
        before=ATTRIBUTE,
        after=ATTRIBUTE,
        verdict=word(Verdict),
        possible=about("verdicts that some completion of the unknown facts leads to", list_of(word(Verdict))),
        citation=about("the provision relied on", or_null(CITATION)),
        requirements=list_of(ref("requirement_result")),
        approver=about(f"values of {approver.id} whose consent counts", list_of(named(authorities))),
        consequence=about("the sanction articles", list_of(CITATION)),
        permitted=about("other attributes that the provision allows, strictest first", ATTRIBUTES),
        reviews=about("what a human must judge", list_of(TEXT)),
        reviews_english=about("the same in English", list_of(TEXT)),
        actions=about("what must be done before the class can be told", list_of(ref("action"))),
        questions=about("unknown facts that would settle it, best first", list_of(ref("question"))),
        warnings=WARNINGS,
        receipt=receipt("change", before=ATTRIBUTE, after=ATTRIBUTE),
    )
