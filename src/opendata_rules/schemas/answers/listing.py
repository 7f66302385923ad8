"""Schemas of what commands list about the law and the packs: facts, articles, problems, cases."""

from __future__ import annotations

from ...authoring.schemas.conditions import ARTICLE, Schema, ref
from ...diagnostics.kind import Severity
from ...diagnostics.kinds import KINDS
from ...vocabulary.facts import FactType
from .parts import BOOL, FROM_ONE, ID, SHA256, TEXT, about, list_of, map_of, object_of, or_null, word


def fact() -> Schema:
    """``Fact.to_dict()``."""
    return object_of(
        id=ID,
        type=word(FactType),
        label=about("Chinese name, taken wherever the id is", TEXT),
        question=TEXT,
        meaning=about("definition; in Chinese where a place brings the fact", TEXT),
        english=about("definition in English", TEXT),
        topic=ID,
        values=about("Chinese term of each value id, for enums and lists", map_of(TEXT)),
    )


def article() -> Schema:
    """``Article.to_dict()``: a row of the table of articles."""
    statuses = ("encoded", "partly", "definition", "organisation", "principle", "human_judgement", "pending")
    return object_of(
        instrument=ID,
        ref=ARTICLE,
        status=word(statuses),
        rules=list_of(ID),
        note=or_null(TEXT),
        english=about("the note in English", or_null(TEXT)),
        fingerprint=or_null(SHA256),
    )


def place() -> Schema:
    """``Jurisdiction.to_dict()``."""
    return object_of(
        id=ID,
        name=about("full Chinese name", TEXT),
        english=about("its English name", TEXT),
        other_names=about("further names under which it is found", list_of(TEXT)),
        code=about("six-digit division code (GB/T 2260)", TEXT),
        level=about("省级, 市级 or 县级", TEXT),
        parent=about("id of the place above; null for a province", or_null(ID)),
        department=about("its big-data department", TEXT),
        department_english=TEXT,
        instruments=about("ids of the instruments that bind it, nearest first", list_of(ID)),
        note=or_null(TEXT),
        note_english=or_null(TEXT),
    )


def diagnostic() -> Schema:
    """``Diagnostic.to_dict()``."""
    return object_of(
        path=TEXT,
        line=FROM_ONE,
        column=about("from 1, in characters", FROM_ONE),
        code=word(KINDS),
        severity=word(Severity),
        message=TEXT,
        help=TEXT,
    )


def case() -> Schema:
    """``CaseResult.to_dict()``."""
    return object_of(
        instrument=ID,
        name=TEXT,
        line=FROM_ONE,
        passed=BOOL,
        failures=about("what differs from what was expected", list_of(TEXT)),
    )


def error() -> Schema:
    """``Error.to_dict()``: a body for a JSON response."""
    told = object_of(
        code=about("stable name of the kind of error", ID),
        fact=about("id of the fact it is about, or the name given where there is none of it", or_null(TEXT)),
        argument=about("name of the argument it is about", or_null(TEXT)),
        nearest=about("the nearest right names, best first", list_of(TEXT)),
        detail=about("the text, in Chinese", TEXT),
        detail_en=about("the same in English; empty where there is none", TEXT),
    )
    told["properties"] |= {
        "problems": about("each problem by itself, where one call had several", list_of(ref("error"))),
        "differences": about("what differs, where a receipt cannot be replayed", list_of(ref("drift"))),
        "number": about("of a broken ledger, the first entry that is wrong", or_null({"type": "integer"})),
        "reason": about("of a broken ledger, in which way, in a word", TEXT),
    }
    return told
