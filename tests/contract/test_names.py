"""No fact, topic, procedure, step or value is named in Python: what is to be known of one stands in the vocabulary."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata_rules.vocabulary.facts import Fact, vocabulary
from opendata_rules.vocabulary.marks import Cure, JudgedAs, Role
from opendata_rules.vocabulary.procedures import procedures

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "opendata_rules"

#: Names that are in Python for another reason, each with it.
OTHER_MEANINGS = {
    # of the public contract
    "classification": "topic of `compare`, the way of a path, the name of a scheme's rules",
    "sharing_classification": "topic of `compare`",
    "change": "topic of `compare`, kind of receipt, name of a command",
    "opening": "name of a scheme",
    "sharing": "name of a scheme",
    "check": "kind of receipt, name of a command",
    "deadline": "kind of receipt, name of a command, key of answers",
    "scope": "how a topic is judged",
    "update": "key of a row of a catalogue report",
    "catalogue": "name of a command",
    "assessment": "name of a schema",
    "officer": "key of what a monitor answers",
    "county": "key of what python-stdnum says of a division code",
    "department": "column of a catalogue, key of answers",
    "attribute": "key of answers",
    "stricter": "how one law stands to another",
    "looser": "how one law stands to another",
    "closed": "an attribute",
    "conditions": "a stage of reading",
    "consent": "what cures a fact",
    "conditional": "an attribute",
    "open": "an attribute",
    "pending": "state of a step",
    "law": "key of answers",
    "body": "what of an entry of a ledger is hashed",
    "objection": "schema of what stands against a declared attribute",
    "rule": "key of answers",
    # words of Python, JSON Schema, YAML and English that happen to be values too
    "address": "key of a notice",
    "security": "key of OpenAPI",
    "all": "keyword of conditions",
    "error": "a severity",
    "format": "key of JSON Schema",
    "list": "type of a fact",
    "name": "key, keyword",
    "none": "keyword of conditions",
    "timely": "keyword of extensions",
    "type": "key of JSON Schema",
    "year": "unit of a term",
}


def facts() -> list[Fact]:
    return list(vocabulary().facts.values())


def names() -> frozenset[str]:
    """Every id that Python has no business with."""
    known = procedures()
    found = {fact.id for fact in facts()} | {value for fact in facts() for value, _ in fact.values}
    found |= set(vocabulary().topics) | set(known.all) | set(known.events) | set(known.acts)
    for procedure in known.all.values():
        found |= {name for step in procedure.steps for name in (step.id, step.name)}
    return frozenset(found)


def constants(path: Path) -> Iterator[tuple[int, str]]:
    """Text constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_no_module_names_what_belongs_to_the_vocabulary() -> None:
    forbidden = names() - OTHER_MEANINGS.keys()
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {text}"
        for path in sorted(SOURCE.rglob("*.py"))
        for line, text in constants(path)
        if text in forbidden
    ]
    assert found == []


def test_no_fact_is_among_the_names_with_another_meaning() -> None:
    # Save for none: a fact is always a fact.
    assert OTHER_MEANINGS.keys() & {fact.id for fact in facts()} == set()


def test_every_name_with_another_meaning_is_needed() -> None:
    used = {text for path in SOURCE.rglob("*.py") for _, text in constants(path)}
    assert OTHER_MEANINGS.keys() <= used
    assert OTHER_MEANINGS.keys() <= names()


# -- what is known of facts is data ----------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [one for one in JudgedAs if one is not JudgedAs.DUTIES])
def test_every_question_that_is_no_duty_has_one_topic(question: JudgedAs) -> None:
    assert len([topic for topic in vocabulary().topics.values() if topic.judged_as is question]) == 1


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_played_by_a_fact(role: Role) -> None:
    assert vocabulary().role(role) in facts()


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.id)
def test_marks_of_a_fact_fit_it(fact: Fact) -> None:
    for value in fact.brought_about:
        assert fact.check(value) == value
    assert bool(fact.cured_by) == bool(fact.source)
    assert {value for value, _ in fact.cadences} <= {value for value, _ in fact.values}


def test_danger_licences_other_channels_and_harm_outlive_masking_and_consent() -> None:
    cured = {fact.id: fact.cured_by for fact in facts() if fact.cured_by}
    assert cured == {
        "law_prohibits_opening": (Cure.MASKING,),
        "state_secret": (Cure.MASKING,),
        "trade_secret": (Cure.MASKING, Cure.CONSENT),
        "personal_privacy": (Cure.MASKING, Cure.CONSENT),
        "other_third_party_rights": (Cure.CONSENT,),
    }
