"""Schemas of the answers on whole laws: what is wrong in one, and how several differ."""

from __future__ import annotations

from ...analysis.comparison.pair import TOPICS
from ...analysis.comparison.results import Relation
from ...analysis.gaps import KINDS
from ...answers.classification.compiled import Outcome
from ...authoring.schemas.conditions import DATE, Schema, named, ref, steps
from ...vocabulary.terms import Scheme
from ...vocabulary.words import EVERYWHERE
from .parts import (
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
    tagged,
    topics,
    word,
)

_NOT_COVERED = list_of(word([f"{scheme}.{kind}" for scheme in Scheme for kind in KINDS]), uniqueItems=True)


def analysis() -> Schema:
    """``Analysis.to_dict()``."""
    schemes = list_of(word(Scheme), uniqueItems=True)
    entries = list_of(ref("entry"))
    return object_of(
        place=ID,
        on=DATE,
        law_id=LAW_ID,
        schemes=about("those that the law regulates", schemes),
        gaps=about("facts that no rule covers", entries),
        overlaps=about("rules with different outcomes that hold together, in no order that the text sets", entries),
        dead_rules=about("rules that never decide", entries),
        residual_openings=about("sensitive data that opens only because nothing else was said", entries),
        needless_facts=about("facts whose value never changes anything", entries),
        deciding_facts=about("facts that decide alone", entries),
        not_covered=about(
            "what was not gone through to the end, the combinations being too many: scheme and kind", _NOT_COVERED
        ),
        warnings=about("of the schemes that were analysed", WARNINGS),
        receipt=receipt("analyse"),
    )


def entry() -> Schema:
    """One thing found by an analysis: ``Entry.to_dict()``."""
    return object_of(
        scheme=word(Scheme),
        rules=about("ids of the rules concerned", list_of(ID)),
        facts=about("ids of the facts concerned", list_of(named(list(EVERYWHERE.vocabulary.facts)))),
        citations=list_of(CITATION),
        text=TEXT,
        english=TEXT,
        example=about("the smallest example; empty where there is none", FACTS),
    )


def order() -> Schema:
    """``Order.to_dict()``: the comparison of several laws on one topic, pair by pair.

    What the two laws answer to an example depends on the topic.
    """
    return {"anyOf": [_order(topic) for topic in TOPICS]}


def _answers() -> dict[str, tuple[Schema, str]]:
    """What a difference is about, and what answers its example, by topic."""
    return {
        "classification": (TEXT, "decision"),
        "sharing_classification": (TEXT, "decision"),
        "change": (TEXT, "change"),
        "procedures": (steps(), "deadline"),
        "duties": (topics(), "assessment"),
    }


def difference() -> Schema:
    """``Difference.to_dict()``, of any topic."""
    return {"anyOf": [_difference(topic) for topic in TOPICS if topic != "sharing_classification"]}


def _difference(topic: str) -> Schema:
    subject, answer = _answers()[topic]
    return object_of(
        subject=about("a pair of outcomes, a change, a step or a topic", subject),
        text=about("in Chinese; the laws are called 甲 and 乙", TEXT),
        english=about("the first law's side first, or the laws called a and b", TEXT),
        stricter=about("which is stricter here; null where neither is", or_null(word(("a", "b")))),
        equally_strict=about("whether both are equally strict here, so that it does not bear on the relation", BOOL),
        example=about("facts by id", FACTS),
        a=about("answer of the first law to the example", ref(answer)),
        b=about("answer of the second", ref(answer)),
    )


def comparison() -> Schema:
    """``Comparison.to_dict()``, on any topic."""
    return {"anyOf": [_pair(topic) for topic in TOPICS]}


def _pair(topic: str) -> Schema:
    side = object_of(place=ID, on=DATE, law_id=LAW_ID)
    text = about("in Chinese; the laws are called 甲 and 乙", TEXT)
    beside = object_of(a=word(Outcome), b=word(Outcome), text=text, english=about("the first law's first", TEXT))
    pair = object_of(
        place=about("place of the first law", ID),
        on=about("its date", DATE),
        law_id=LAW_ID,
        topic={"const": topic},
        a=side,
        b=side,
        relation=about("how the first stands to the second", word(Relation)),
        beside=about("what goes with it: outcomes that differ and are equally strict", list_of(beside)),
        differences=about("every kind of difference, each with the smallest example", list_of(_difference(topic))),
        warnings=about("of both laws", WARNINGS),
        receipt=receipt("compare", topic={"const": topic}),
    )
    return tagged("comparison", "Comparison", pair)


def _order(topic: str) -> Schema:
    name = about("the place, with the date where it occurs twice", TEXT)
    law = object_of(name=name, english=about("the place in English", TEXT), place=ID, on=DATE, law_id=LAW_ID)
    return object_of(
        place=about("place of the first law", ID),
        on=about("its date", DATE),
        law_id=LAW_ID,
        topic={"const": topic},
        laws=about("in the order given", list_of(law)),
        items=about("every pair, first law first", list_of(_pair(topic))),
        warnings=about("of all laws", WARNINGS),
        receipt=receipt("order", topic={"const": topic}),
    )
