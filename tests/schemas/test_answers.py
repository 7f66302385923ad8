"""What the library answers is what the schemas say, and nothing else would be."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.cases import CaseResult, run_cases
from opendata_rules.vocabulary import FactType, vocabulary

from ..laws import LAWS, facts, law, library

ROOT = Path(__file__).parent.parent.parent
DATES = [dt.date(1990, 1, 1), dt.date(2023, 6, 1), dt.date(2024, 3, 1), dt.date(2026, 3, 10), dt.date(2040, 1, 1)]


@functools.cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas.schema(name))


def check(name: str, found: Any) -> None:
    plain = json.loads(json.dumps(found))
    assert plain == found, "not made of plain JSON types"
    assert not [f"{list(e.absolute_path)}: {e.message}" for e in validator(name).iter_errors(plain)]


def any_facts() -> st.SearchStrategy[dict[str, Any]]:
    """Any facts of the vocabulary, of every type."""
    book = vocabulary().facts

    def value(name: str) -> st.SearchStrategy[Any]:
        fact = book[name]
        ids = [value for value, _ in fact.values]
        return {
            FactType.BOOL: st.booleans(),
            FactType.ENUM: st.sampled_from(ids or [""]),
            FactType.LIST: st.lists(st.sampled_from(ids or [""])),
            FactType.DATE: st.dates(),
            FactType.INT: st.integers(0, 10**6),
            FactType.TEXT: st.text(max_size=5),
        }[fact.type]

    pairs = st.sampled_from(sorted(book)).flatmap(lambda name: st.tuples(st.just(name), st.none() | value(name)))
    return st.lists(pairs, max_size=12, unique_by=lambda pair: pair[0]).map(dict)


RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
PLACES = sorted({place for place, _, _ in LAWS})
TERMS = st.sampled_from(["closed", "conditional", "open"])


@RELAXED
@given(st.data(), st.sampled_from(LAWS), st.none() | TERMS, st.sampled_from(["unknown", "false"]), st.booleans())
def test_decisions(data: st.DataObject, case: Any, declared: str | None, unlisted: str, strict: bool) -> None:
    place, scheme, _ = case
    stated = data.draw(facts(place, scheme))
    check(
        "decision",
        law(place, strict=strict).classify(stated, declared=declared, unlisted=unlisted, scheme=scheme).to_dict(),
    )


@RELAXED
@given(
    st.sampled_from(PLACES), st.sampled_from(["opening", "sharing"]), any_facts(), st.sampled_from(DATES), st.booleans()
)
def test_decisions_at_any_date_on_any_facts(
    place: str, scheme: str, stated: dict[str, Any], on: dt.date, drafts: bool
) -> None:
    check("decision", law(place, on, drafts=drafts).classify(stated, scheme=scheme).to_dict())


@RELAXED
@given(st.sampled_from(PLACES), TERMS, TERMS, any_facts(), st.sampled_from(DATES), st.booleans(), st.data())
def test_changes(
    place: str, before: str, after: str, stated: dict[str, Any], on: dt.date, drafts: bool, data: st.DataObject
) -> None:
    known = data.draw(st.sampled_from([{}, *({"conditions_change": value} for value in ("stricter", "looser"))]))
    check("change", law(place, on, drafts=drafts).check_change(before, after, stated | known).to_dict())


def test_facts_of_every_place_and_topic() -> None:
    for place in library().jurisdictions:
        for topic in vocabulary().topics:
            check("fact_list", {"items": [fact.to_dict() for fact in law(place, drafts=True).facts(topic)]})
    check("fact_list", {"items": [fact.to_dict() for fact in vocabulary().facts.values()]})


def test_articles_of_every_place() -> None:
    for place in library().jurisdictions:
        check("article_list", {"items": [row.to_dict() for row in library().articles(place)]})


def test_diagnostics(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("开放属性：\n  依据: [甲]\n", encoding="utf-8")
    (tmp_path / "cases.yaml").write_text("用例:\n  - {名称: 甲, 日期: 某日}\n", encoding="utf-8")
    (tmp_path / "instrument.yaml").write_bytes("标题: 甲".encode("gbk"))
    found = odr.lint(tmp_path)
    assert found
    check("diagnostic_list", {"items": [problem.to_dict() for problem in found]})
    check("diagnostic_list", {"items": [problem.to_dict() for problem in library().lint()]})


def test_cases() -> None:
    results = [result for result in run_cases(library()) if isinstance(result, CaseResult)]
    assert results
    check("case_list", {"items": [result.to_dict() for result in results]})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("strict", [False, True])
def test_reports(place: str, strict: bool) -> None:
    pytest.importorskip("openpyxl")
    report = law(place, strict=strict).check_catalogue(ROOT / "examples" / "taian_catalogue.csv")
    check("report", report.to_dict())


def test_reports_of_poor_catalogues(tmp_path: Path) -> None:
    path = tmp_path / "目录.csv"
    path.write_text("名称,开放类型,别的\n甲,不知道,1\n,无条件开放,\n乙,不予开放,x\n乙,,\n", encoding="gbk")
    check("report", law("taian", dt.date(1990, 1, 1)).check_catalogue(path).to_dict())


# -- nothing else is valid ------------------------------------------------------------------------------------------


def objects(schema: dict[str, Any], node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of every object in a document."""
    if isinstance(node, dict):
        yield path
        for key, value in node.items():
            yield from objects(schema, value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from objects(schema, value, (*path, index))


def answers() -> dict[str, Any]:
    decision = law("taian").classify({"personal_privacy": True, "state_secret": None}, declared="open")
    change = law("jining").check_change("open", "closed", {"approval_status": "not_sought"})
    return {"decision": decision.to_dict(), "change": change.to_dict()}


@pytest.mark.parametrize("name", ["decision", "change"])
def test_a_new_key_or_a_lost_one_is_refused_anywhere(name: str) -> None:
    whole = answers()[name]
    for path in objects(schemas.schema(name), whole):
        if path[-1:] in (("facts",), ("packs",)):
            continue
        spoiled = copy.deepcopy(whole)
        inner = functools.reduce(lambda node, part: node[part], path, spoiled)
        inner["new"] = 1
        assert not validator(name).is_valid(spoiled), path
        del inner["new"]
        for key in list(inner):
            kept = inner.pop(key)
            assert not validator(name).is_valid(spoiled), (path, key)
            inner[key] = kept
        assert validator(name).is_valid(spoiled)


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("decision", ("status",), "maybe"),
        ("decision", ("attribute",), "不予开放"),
        ("decision", ("possible",), ["closed", "closed"]),
        ("decision", ("on",), "2026-3-1"),
        ("decision", ("declared_valid",), "true"),
        ("decision", ("receipt", "facts"), {"no_such_fact": True}),
        ("decision", ("receipt", "facts"), {"state_secret": "是"}),
        ("decision", ("receipt", "packs"), {"some-measures": "abc"}),
        ("decision", ("receipt", "kind"), "change"),
        ("change", ("verdict",), "compliant"),
        ("change", ("approver",), ["mayor"]),
        ("change", ("receipt", "receipt"), 2),
    ],
)
def test_bad_values_are_refused(name: str, path: tuple[str, ...], value: Any) -> None:
    whole = answers()[name]
    inner = functools.reduce(lambda node, part: node[part], path[:-1], whole)
    inner[path[-1]] = value
    assert not validator(name).is_valid(whole)


def test_a_printed_receipt_with_a_list_of_values_can_be_replayed() -> None:
    verdict = law("jining").check_change("open", "closed", {"list_fields": []})
    printed = json.loads(json.dumps(verdict.to_dict()))
    assert printed["receipt"]["facts"]["list_fields"] == []
    assert library().replay(printed["receipt"]) == verdict
