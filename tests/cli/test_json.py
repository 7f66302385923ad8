"""``--json`` prints exactly what ``.to_dict()`` holds, and lists as ``{"items": […]}``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.authoring.rule_cases.common import CaseResult
from opendata_rules.authoring.rule_cases.running import run_cases

from .conftest import ON, ROOT, Run

DAY = dt.date.fromisoformat(ON)


def law(place: str, **options: bool) -> odr.Law:
    return odr.load(ROOT).law(place, on=DAY, **options)


def valid(name: str, found: Any) -> bool:
    return Draft202012Validator(schemas.schema(name)).is_valid(found)


@pytest.mark.parametrize("options", [(), ("--drafts",), ("--strict",), ("--drafts", "--strict")])
@pytest.mark.parametrize("place", ["taian", "shandong", "jinan"])
def test_classify(run: Run, place: str, options: tuple[str, ...]) -> None:
    told = {option.removeprefix("--"): True for option in options}
    decision = law(place, **told).classify({"state_secret": True, "trade_secret": None}, declared="open")
    arguments = ("--fact", "国家秘密=是", "--fact", "trade_secret=未知", "--declared", "无条件开放")
    done = run("classify", "-j", place, "--on", ON, *arguments, *options, "--json")
    assert done.json == decision.to_dict()
    assert valid("decision", done.json)
    assert not done.err


@pytest.mark.parametrize("scheme", ["sharing", "共享属性", "共享"])
def test_classify_sharing(run: Run, scheme: str) -> None:
    decision = law("qingdao").classify({"shareable_scope": "all"}, scheme="sharing")
    done = run(
        "classify", "-j", "青岛", "--on", ON, "--scheme", scheme, "--fact", "可共享范围=可以提供给所有机构", "--json"
    )
    assert done.json == decision.to_dict()


@pytest.mark.parametrize(
    "unlisted", [("--unlisted",), ("--unlisted", "false"), ("--unlisted=false",), ("--unlisted", "否")]
)
def test_unlisted_facts_are_read_as_false_only_when_asked(run: Run, unlisted: tuple[str, ...]) -> None:
    common = ("classify", "-j", "taian", "--on", ON, "--fact", "国家秘密=否")
    expected = law("taian").classify({"state_secret": False}, unlisted="false").to_dict()
    assert run(*common, *unlisted, "--json").json == expected
    assert run(*common, "--json", *unlisted).json == expected
    unknown = law("taian").classify({"state_secret": False}).to_dict()
    assert unknown != expected
    for arguments in ((), ("--unlisted", "unknown"), ("--unlisted", "未知")):
        assert run(*common, *arguments, "--json").json == unknown


def test_an_explicit_unknown_is_not_unlisted(run: Run) -> None:
    common = ("classify", "-j", "taian", "--on", ON, "--unlisted", "--json")
    expected = law("taian").classify({"state_secret": None}, unlisted="false").to_dict()
    assert run(*common, "--fact", "国家秘密=未知").json == expected
    assert run(*common, "--fact", "state_secret=").json == expected


@pytest.mark.parametrize("options", [(), ("--drafts",), ("--strict",)])
def test_change(run: Run, options: tuple[str, ...]) -> None:
    told = {option.removeprefix("--"): True for option in options}
    verdict = law("jining", **told).check_change("open", "closed", {"approval_status": "not_sought"})
    arguments = ("无条件开放", "不予开放", "-j", "济宁市", "--on", ON, "--fact", "同意（审核）状态=未申请")
    done = run("change", *arguments, *options, "--json")
    assert done.json == verdict.to_dict()
    assert valid("change", done.json)


def test_catalogue(run: Run, folder: Path) -> None:
    report = law("taian").check_catalogue(folder / "目录.csv")
    done = run("catalogue", "目录.csv", "-j", "taian", "--on", ON, "--json", "-o", "报告.json")
    assert done.json == report.to_dict()
    assert valid("report", done.json)
    assert (folder / "报告.json").is_file()


@pytest.mark.parametrize("topic", ["classification", "sharing_classification", "attribute_change"])
def test_facts(run: Run, topic: str) -> None:
    done = run("facts", "-j", "tengzhou", topic, "--on", ON, "--json")
    assert done.json == {"items": [fact.to_dict() for fact in law("tengzhou").facts(topic)]}
    assert valid("fact_list", done.json)


def test_facts_of_a_law_without_rules_on_it(run: Run) -> None:
    done = run("facts", "-j", "taian", "sharing_classification", "--on", ON, "--json")
    assert (done.json, done.status) == ({"items": []}, 0)


def test_articles(run: Run) -> None:
    library = odr.load(ROOT)
    done = run("articles", "taian", "滕州市", "--json")
    assert done.json == {"items": [row.to_dict() for place in ("taian", "tengzhou") for row in library.articles(place)]}
    assert valid("article_list", done.json)


def test_articles_of_a_place_named_twice_are_listed_once(run: Run) -> None:
    assert run("articles", "taian", "泰安", "--json").json == run("articles", "taian", "--json").json


def test_articles_of_a_date_are_those_of_the_instruments_then_in_force(run: Run) -> None:
    def instruments(*arguments: str) -> set[str]:
        return {row["instrument"] for row in run("articles", *arguments, "--json").json["items"]}

    every = instruments("taian")
    assert every
    assert instruments(f"taian@{ON}") == instruments("taian", "--on", ON) == every
    assert instruments("taian@2020-01-01") == instruments("taian", "--on", "2020-01-01") == set()
    # The date at the place is the nearer one.
    assert instruments(f"taian@{ON}", "--on", "2020-01-01") == every
    # Drafts are of no date.
    assert "shandong-open-data-rules-draft-2024" in instruments("shandong@2026-03-10")


def test_lint(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("开放属性：\n  依据: []\n", encoding="utf-8")
    done = run("lint", str(path), "--json")
    assert done.json == {"items": [problem.to_dict() for problem in odr.lint(path)]}
    assert done.json["items"]
    assert valid("diagnostic_list", done.json)


def test_cases(run: Run) -> None:
    name = "taian-open-data-measures-2025"
    results = [result for result in run_cases(odr.load(ROOT), name) if isinstance(result, CaseResult)]
    done = run("test", "--rules", str(ROOT), name, "--json")
    assert done.json == {"items": [result.to_dict() for result in results]}
    assert valid("case_list", done.json)


def test_the_date_is_today_in_china_where_none_is_given(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opendata_rules.cli.options.today", lambda: dt.date(2024, 3, 1))
    assert run("classify", "-j", "taian", "--json").json["on"] == "2024-03-01"
    assert run("classify", "-j", "taian", "--on", ON, "--json").json["on"] == ON


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-03-10T15:59:59+00:00", "2026-03-10"), ("2026-03-10T16:00:00+00:00", "2026-03-11")],
)
def test_the_day_begins_when_it_does_in_china(now: str, day: str) -> None:
    from opendata_rules.cli.options import today

    assert today(dt.datetime.fromisoformat(now)).isoformat() == day
