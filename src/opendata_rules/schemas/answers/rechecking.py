"""Schemas of what rechecking a receipt says: the outcome then, the answer of today, what differs."""

from __future__ import annotations

from ...authoring.schemas.conditions import DATE, Schema, ref
from ...replaying.results import HOW, KINDS
from .parts import BOOL, ID, TEXT, about, list_of, map_of, object_of, or_null, receipt_kinds, word

#: The schemas of the answers that receipts are issued for.
_ANSWERS = (
    "decision",
    "change",
    "assessment",
    "deadline",
    "schedule",
    "analysis",
    "comparison",
    "order",
    "report",
    "catalogue_changes",
    "case_status",
    "owed",
    "breach",
    "agenda",
)
#: Any plain JSON.
_ANYTHING: Schema = {"type": ["string", "number", "boolean", "null", "array", "object"]}


def drift() -> Schema:
    """``Drift.to_dict()``."""
    return object_of(
        what=word(KINDS),
        id=about("which; of entries that are gone, how many are", TEXT),
        change=word(HOW),
        citation=about("the passage that a rule rests on now", or_null(ref("citation"))),
        instrument=about("id of the instrument of a rule; else empty", {"anyOf": [ID, {"const": ""}]}),
    )


def recheck() -> Schema:
    """``Recheck.to_dict()``."""
    return object_of(
        kind=about("which question was asked", word(receipt_kinds())),
        place=ID,
        on=DATE,
        engine=about("version of the engine that issued the receipt", TEXT),
        then=about(
            "the gist of the outcome then; empty for receipts of form 1",
            map_of(_ANYTHING),
        ),
        now=about("the answer of today; null where there is none", {"anyOf": [*map(ref, _ANSWERS), {"type": "null"}]}),
        refusal=about("why there is no answer of today, in Chinese", TEXT),
        agrees=about("whether the gist of the outcome is the same; null where that cannot be told", or_null(BOOL)),
        same=about("whether all it rests on and every word of the answer is the same", BOOL),
        differences=list_of(ref("drift")),
    )
