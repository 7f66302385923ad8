"""Who approved, and whether that body could: asked wherever an article names a body, and read wherever it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata_rules.authoring.regulation_texts.reading import read_text
from opendata_rules.logic.conditions import facts_of
from opendata_rules.norms.pack import Pack
from opendata_rules.norms.provisions import DutyRule
from opendata_rules.vocabulary.facts import vocabulary
from tests import laws

PACKS = {name: laws.library().pack(name) for name in laws.library().instrument_ids()}
JINING = "jining-open-data-rules-2025"
QINGDAO = "qingdao-public-data-measures-2023"
MEASURES = "shandong-measures-344"
DRAFT = "shandong-open-data-rules-draft-2024"
TAIAN = "taian-open-data-measures-2025"
TENGZHOU = "tengzhou-public-data-measures-2024"

#: Facts that say who approved. The last names its body itself.
BODIES = {"approving_authority", "approving_authorities", "city_department_reviewed"}
#: Facts that say that somebody approved, without saying who, and beside which it must be asked.
APPROVALS = {"list_reviewed", "catalogue_approved", "approval_status"}
RELATION = "approving_authority_relation"

#: Instrument and topic → facts that the topic may ask for (also_uses) and no duty there reads, and why that is right.
UNREAD: dict[tuple[str, str], tuple[frozenset[str], str]] = {
    (JINING, "list"): (
        frozenset({"provider_level"}),
        "8(1) names 县级以上 departments, whatever the level of the body",
    ),
    (JINING, "catalogue"): (
        frozenset(
            {
                "catalogue_approved",
                "approving_authority",
                "approving_authority_relation",
                "provider_level",
                "change_trigger",
            }
        ),
        "the rules have the catalogue follow a standard; no article has it approved or changed in a term",
    ),
    (JINING, "publication"): (
        frozenset({"legality_review_done", "aggregated_to_platform"}),
        "no legality review, and the security review of 10(一) is of all data",
    ),
    (QINGDAO, "catalogue"): (frozenset({"change_trigger"}), "10 treats every cause alike, rules (规章) among them"),
    (QINGDAO, "publication"): (
        frozenset(
            {
                "risk_assessment_done",
                "security_review_done",
                "legality_review_done",
                "holder_type",
                "aggregated_to_platform",
            }
        ),
        "no step before opening but the system of 42; the risk assessment of 45 is periodic",
    ),
    (QINGDAO, "sharing"): (frozenset({"scenario_limited"}), "19(3) defines the classes by bodies alone"),
    (MEASURES, "list"): (
        frozenset({"list_reviewed", "approving_authority", "approving_authority_relation", "provider_level"}),
        "only known in part; what was not seen is not guessed",
    ),
    (DRAFT, "scope"): (frozenset({"state_secret"}), "the draft says nothing on state secrets"),
    (DRAFT, "list"): (frozenset({"provider_level"}), "8(1) names the department, whatever the level of the body"),
    (DRAFT, "catalogue"): (
        frozenset({"provider_level", "change_trigger"}),
        "8(2) names the department, whatever the level of the body; no term for changes",
    ),
    (DRAFT, "publication"): (
        frozenset({"legality_review_done", "aggregated_to_platform"}),
        "no legality review, and the security review of 9(一) is of all data",
    ),
    (TAIAN, "list"): (
        frozenset({"list_reviewed", "approving_authority", "approving_authority_relation", "provider_level"}),
        "18 has the list drawn up and published; nobody reviews it",
    ),
    (TAIAN, "catalogue"): (
        frozenset(
            {
                "catalogue_approved",
                "approving_authority",
                "approving_authority_relation",
                "provider_level",
                "change_trigger",
            }
        ),
        "18 has the catalogue drawn up and published; nobody approves it, and no term for changes",
    ),
    (TAIAN, "publication"): (frozenset({"holder_type"}), "no rule of its own for institutions or enterprises"),
    (TAIAN, "channel"): (frozenset({"opening_attribute"}), "8 and 20 hold for conditional and open data alike"),
    (TENGZHOU, "catalogue"): (frozenset({"provider_level"}), "10(2) names one department, whatever the level"),
    (TENGZHOU, "publication"): (
        frozenset(
            {
                "risk_assessment_done",
                "security_review_done",
                "legality_review_done",
                "holder_type",
                "aggregated_to_platform",
            }
        ),
        "no step before opening but the system of 28",
    ),
    (TENGZHOU, "channel"): (frozenset({"opening_attribute"}), "7(2) holds for all sharing and opening"),
    (TENGZHOU, "sharing"): (frozenset({"complex_case"}), "no term of sharing can be lengthened"),
}

OWN_STEP = "the review is a step of the department itself, which is told by its own fact and has its own term"
NAMED_BY_FACT = "the fact that says that it was reviewed says by which department"
#: Instrument and passage that names an approving department, where no rule on it asks who approved, and why.
UNASKED: dict[tuple[str, str], str] = {
    (JINING, "10(三)"): NAMED_BY_FACT,
    (JINING, "13"): NAMED_BY_FACT,
    (JINING, "18(2)"): OWN_STEP,
    (QINGDAO, "9(3)"): "who reviews the catalogue is asked on 9(2)",
    (QINGDAO, "10"): "the changed catalogue is a catalogue: who reviews it is asked on 9(2)",
    (QINGDAO, "21(2)"): OWN_STEP,
    (DRAFT, "9(二)"): OWN_STEP,
    (DRAFT, "9(三)"): NAMED_BY_FACT,
    (DRAFT, "14(二)"): OWN_STEP,
    (DRAFT, "14(三)"): "the provider reviews; the department is only informed",
    (DRAFT, "15(2)"): OWN_STEP,
    (TAIAN, "25(2)"): OWN_STEP,
    (TENGZHOU, "10(3)"): "the changed catalogue is a catalogue: who approves it is asked on 10(2)",
    (TENGZHOU, "15(1)"): OWN_STEP,
    (TENGZHOU, "19(2)"): OWN_STEP,
}
#: A department that reviews, agrees or approves.
_REVIEW = "审核|同意|批准|审查"
APPROVING_BODY = re.compile(f"主管部门[^，。；]*(?:{_REVIEW})|(?:{_REVIEW})[^，。；]*主管部门")


def read_by(rule: DutyRule) -> Iterator[str]:
    """Ids of the facts on which a duty rests, those that say where two readings differ included."""
    question = rule.question.matters_when if rule.question else None
    for condition in (rule.premise, rule.must, rule.doubt, question):
        if condition is not None:
            yield from facts_of(condition)


def duties_by_topic(pack: Pack) -> dict[str, list[DutyRule]]:
    found: dict[str, list[DutyRule]] = {}
    for rule in pack.duties:
        found.setdefault(rule.topic, []).append(rule)
    return found


TOPICS = [(name, topic) for name, pack in PACKS.items() for topic in duties_by_topic(pack)]


@pytest.mark.parametrize(("instrument", "topic"), TOPICS)
def test_a_fact_that_a_topic_borrows_is_read_by_some_duty(instrument: str, topic: str) -> None:
    rules = duties_by_topic(PACKS[instrument])[topic]
    unread = set(vocabulary().topics[topic].also_uses) - {fact for rule in rules for fact in read_by(rule)}
    reviewed, _ = UNREAD.get((instrument, topic), (frozenset(), ""))
    assert unread <= reviewed


@pytest.mark.parametrize(("instrument", "topic"), TOPICS)
def test_where_an_approval_counts_it_is_asked_who_gave_it(instrument: str, topic: str) -> None:
    read = {fact for rule in duties_by_topic(PACKS[instrument])[topic] for fact in read_by(rule)}
    if read & APPROVALS:
        assert "approving_authority" in read
        assert RELATION in read


@pytest.mark.parametrize("instrument", list(PACKS))
def test_where_an_article_names_the_approving_body_some_duty_on_it_asks_who_approved(
    instrument: str, shared: Path
) -> None:
    path = shared / "regulations" / f"{instrument}.txt"
    if not path.is_file():
        pytest.skip("the text is not at hand")
    text = read_text(path)
    asking: dict[str, bool] = {}
    for rule in PACKS[instrument].duties:
        if APPROVING_BODY.search(text.passage(rule.citation.ref) or ""):
            asks = not BODIES.isdisjoint(read_by(rule))
            asking[rule.citation.ref] = asking.get(rule.citation.ref, False) or asks
    assert {ref for ref, asks in asking.items() if not asks} <= {ref for name, ref in UNASKED if name == instrument}


def test_what_was_reviewed_is_there() -> None:
    """A reviewed exception speaks of an instrument, a topic and facts that there are."""
    topics = vocabulary().topics
    for (instrument, topic), (facts, reason) in UNREAD.items():
        assert instrument in PACKS
        assert facts <= set(topics[topic].also_uses)
        assert reason
    assert {instrument for instrument, _ in UNASKED} <= set(PACKS)
