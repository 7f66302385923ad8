"""Schemas of what a ledger tells: entries, checkpoints, what was verified, what comes out otherwise."""

from __future__ import annotations

from ...authoring.schemas.conditions import DATE, Schema, ref
from ...ledgers.rechecked import CAUSES, EntryStanding
from .parts import COUNT, FROM_ONE, ID, SHA256, TEXT, about, list_of, map_of, object_of, or_null, word

_ANYTHING: Schema = {"type": ["string", "number", "boolean", "null", "array", "object"]}
_TIME: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{15}Z$"}
_EMPTY: Schema = {"const": ""}


def _or_empty(schema: Schema) -> Schema:
    return {"anyOf": [schema, _EMPTY]}


def ledger_entry() -> Schema:
    """``LedgerEntry.to_dict()``."""
    return object_of(
        number=about("its place in the ledger", FROM_ONE),
        digest=about("its hash, which the next entry names", SHA256),
        time=about("when it was appended, in UTC, by the clock of who appended it", _TIME),
        asker=TEXT,
        dataset=TEXT,
        department=TEXT,
        request=TEXT,
        kind=about("which question was asked, or erasure", ID),
        place=about("empty of an erasure, as what follows", _or_empty(ID)),
        on=_or_empty(DATE),
        verdict=about("what it came to, in a word", TEXT),
        outcome=about("the gist of the outcome; of an erasure, of which entry and which facts", map_of(_ANYTHING)),
        provisions=about(
            "the provisions that the answer names", list_of(object_of(rule=TEXT, instrument=TEXT, ref=TEXT))
        ),
        options=about("how it was asked; null where that is not kept", or_null(map_of(_ANYTHING))),
        engine=TEXT,
        basis=about("digest of what it rests on", _or_empty(SHA256)),
        facts=about("the facts as stated, as far as they are kept", map_of(_ANYTHING)),
        withheld=about("names of facts that were left out", list_of(TEXT)),
        erased=about("how many facts, and digests that tell facts, were erased", COUNT),
    )


def checkpoint() -> Schema:
    """``Checkpoint.to_dict()``."""
    return object_of(
        origin=about("name of the ledger", TEXT),
        size=about("how many entries it had", COUNT),
        root=about("the root of their tree (RFC 9162)", SHA256),
        text=about("the lines to be kept", TEXT),
    )


def verification() -> Schema:
    """``Verification.to_dict()``."""
    return object_of(
        origin=about("name of the ledger", TEXT),
        size=about("how many entries there are", COUNT),
        root=about("the root of their tree (RFC 9162)", SHA256),
        checkpoint=about("the size of the checkpoint; null where there was none", or_null(COUNT)),
        signed_by=about("the name of the key that signed the checkpoint; empty where that was not checked", TEXT),
        erased=about("how many facts were erased since they were written", COUNT),
        clock_went_back=about("how many entries bear an earlier time than the one before", COUNT),
    )


def cause() -> Schema:
    """``Cause.to_dict()``."""
    return object_of(
        what=word(CAUSES),
        id=about("which", TEXT),
        instrument=about("of a rule, id of the instrument that it cites; else empty", TEXT),
        ref=about("the passage, as `12(四)`; else empty", TEXT),
    )


def answered_again() -> Schema:
    """``AnsweredAgain.to_dict()``."""
    return object_of(
        number=about("of the entry", FROM_ONE),
        dataset=TEXT,
        department=TEXT,
        kind=ID,
        place=TEXT,
        standing=word(EntryStanding),
        then=about("what it came to, in a word", TEXT),
        now=about("what it comes to today; empty where there is no answer", TEXT),
        gist=about("the gist of the outcome of today", map_of(_ANYTHING)),
        cause=about("what makes the difference; null where there is none", or_null(ref("cause"))),
        causes=about("all that may have part in it", list_of(ref("cause"))),
        refusal=about("why there is no answer, in Chinese", TEXT),
        english=about("the same in English", TEXT),
    )


def ledger_group() -> Schema:
    """``LedgerGroup.to_dict()``."""
    return object_of(cause=ref("cause"), entries=list_of(ref("answered_again")))


def rechecked() -> Schema:
    """``Rechecked.to_dict()``."""
    return object_of(
        counts=about(
            "how many entries there are of each standing", object_of(**{str(one): COUNT for one in EntryStanding})
        ),
        groups=about("those that come out otherwise, by what makes the difference", list_of(ref("ledger_group"))),
        untold=about("those that cannot be told, since facts are not kept", list_of(ref("answered_again"))),
        last=about("number of the last entry looked at", COUNT),
    )
