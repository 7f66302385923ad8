"""Conditions as they are written, and what they mean; where each form may stand."""

from __future__ import annotations

from typing import Any

import pytest

from opendata_rules.logic.conditions import (
    Alike,
    All,
    AnyOf,
    AtLeast,
    Condition,
    Earlier,
    Holds,
    InTerm,
    Is,
    NoneOf,
    Past,
    Relation,
)
from opendata_rules.packs.conditions import CHANGING, CLASSIFYING, DUTIES, OPERATORS, parse
from opendata_rules.reading.document import read_bytes
from opendata_rules.vocabulary.facts import FactType, vocabulary
from opendata_rules.vocabulary.words import EVERYWHERE


def named(kind: FactType, place: int = 0) -> tuple[str, str]:
    """Chinese name and id of a fact of a type."""
    fact = [fact for fact in vocabulary().facts.values() if fact.type is kind][place]
    return fact.label, fact.id


BOOL, BOOL_ID = named(FactType.BOOL)
DAY, DAY_ID = named(FactType.DATE)
NEXT, NEXT_ID = named(FactType.DATE, 1)
NUMBER, NUMBER_ID = named(FactType.INT)
LIST, LIST_ID = named(FactType.LIST)
[(ITEM_ID, ITEM), *_] = vocabulary().facts[LIST_ID].values
YES = Is(BOOL_ID, (True,))
STEP = "objection.feedback"

FORMS: list[tuple[str, Condition, frozenset[FactType]]] = [
    (f"{{{BOOL}: 是}}", YES, CLASSIFYING),
    (f"{{{BOOL}: [是, 否]}}", Is(BOOL_ID, (True, False)), CLASSIFYING),
    (f"{{全部满足: [{{{BOOL}: 是}}]}}", All((YES,)), CLASSIFYING),
    (f"{{任一满足: [{{{BOOL}: 是}}]}}", AnyOf((YES,)), CLASSIFYING),
    (f"{{都不满足: [{{{BOOL}: 是}}]}}", NoneOf((YES,)), CLASSIFYING),
    (f"{{早于: [{DAY}, {NEXT}]}}", Earlier(DAY_ID, NEXT_ID), CHANGING),
    (f"{{早于: [{DAY}, {NEXT}, {BOOL}]}}", Earlier(DAY_ID, NEXT_ID, BOOL_ID), CHANGING),
    (f"{{互证: [{{{BOOL}: 是}}]}}", Alike((YES,)), DUTIES),
    (f"{{{LIST}: {{包含: {ITEM}}}}}", Holds(LIST_ID, (ITEM_ID,)), DUTIES),
    (f"{{{LIST}: {{不含: [{ITEM}]}}}}", Holds(LIST_ID, (ITEM_ID,), absent=True), DUTIES),
    (f"{{{NUMBER}: {{不少于: 10}}}}", AtLeast(NUMBER_ID, 10), DUTIES),
    (f"{{{DAY}: 已过}}", Past(DAY_ID, True), DUTIES),
    (f"{{{DAY}: 未过}}", Past(DAY_ID, False), DUTIES),
    (f"{{期满: {{步骤: {STEP}, 起算: {DAY}}}}}", InTerm(Relation.NOT_BEFORE, STEP, DAY_ID), DUTIES),
    (
        f"{{按期: {{步骤: {STEP}, 起算: {DAY}, 完成: {NEXT}}}}}",
        InTerm(Relation.WITHIN, STEP, DAY_ID, NEXT_ID),
        DUTIES,
    ),
    (
        f"{{期满后: {{长度: 3, 单位: 月, 起算: {DAY}, 完成: [{NEXT}, {BOOL}]}}}}",
        InTerm(Relation.AFTER, (3, "month"), DAY_ID, NEXT_ID, BOOL_ID),
        DUTIES,
    ),
]


def read(written: str, types: frozenset[FactType]) -> tuple[Condition | None, list[str]]:
    document = read_bytes(f"条件: {written}\n".encode(), "a.yaml")
    assert document.diagnostics == ()
    found, problems = parse(document.data["条件"], ("条件",), document, EVERYWHERE, types=types)
    return found, [problem.code for problem in problems]


@pytest.mark.parametrize(("written", "meant", "types"), FORMS, ids=[written for written, _, _ in FORMS])
def test_each_form_means_what_it_says(written: str, meant: Condition, types: frozenset[FactType]) -> None:
    assert read(written, types) == (meant, [])
    assert read(written, DUTIES) == (meant, [])


@pytest.mark.parametrize(
    ("written", "types"),
    [(written, types) for written, _, least in FORMS for types in (CLASSIFYING, CHANGING) if not least <= types],
)
def test_a_form_of_duties_is_refused_elsewhere(written: str, types: frozenset[FactType]) -> None:
    found, codes = read(written, types)
    assert found is None
    assert codes


def test_every_operator_has_a_form_here() -> None:
    assert {word for word in OPERATORS if any(written.startswith(f"{{{word}:") for written, _, _ in FORMS)} == set(
        OPERATORS
    )


@pytest.mark.parametrize("written", [{}, [], "是", {"全部满足": []}, {BOOL: []}, {BOOL: "是", DAY: "已过"}, None, 3])
def test_what_is_no_condition_comes_to_nothing_and_is_told(written: Any) -> None:
    document = read_bytes(b"a: b\n", "a.yaml")
    found, problems = parse(written, ("a",), document, EVERYWHERE, types=DUTIES)
    assert found is None
    assert [problem.line for problem in problems] == [1]
