"""Remarks in SARIF and in JUnit's XML: by the schema, whatever they hold, and as other programs read them."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.formats.annotations import Annotation, Kind, Level, Since, Waived
from opendata_rules.formats.junit import junit
from opendata_rules.formats.sarif import FINGERPRINT, sarif, uri

from .documents import junit_cases, sarif_results

KINDS = {"bad": Kind("坏了", "说明", Level.ERROR), "odd": Kind("可疑", "说明", Level.NOTE)}
BAD = Annotation("目录/甲 乙.csv", 3, 2, "bad", Level.ERROR, "不成立", "改正", "a:bad:r-1", "甲", "市民政局")
#: Every state a remark can be in, and what a build server makes of it.
STATES: dict[str, tuple[Annotation, list[str]]] = {
    "plain": (BAD, ["failure"]),
    "new": (replace(BAD, since=Since.NEW), ["failure"]),
    "known": (replace(BAD, since=Since.UNCHANGED), ["skipped"]),
    "waived": (replace(BAD, waived=Waived("理由", True)), ["skipped"]),
    "run out": (replace(BAD, waived=Waived("理由", False)), ["failure"]),
    "known and run out": (replace(BAD, since=Since.UNCHANGED, waived=Waived("理由", False)), ["failure"]),
    "a note": (replace(BAD, code="odd", level=Level.NOTE), []),
    "passed": (replace(BAD, code="", level=Level.PASSED), []),
}


@pytest.mark.parametrize("name", STATES)
def test_each_state_is_a_test_that_fails_or_does_not(name: str) -> None:
    annotation, outcomes = STATES[name]
    [(group, _, found)] = junit_cases(junit("目录", KINDS, [annotation]))
    assert group == "市民政局"
    assert found == outcomes
    assert annotation.fails == (outcomes == ["failure"])


def test_what_is_gone_is_no_test_any_more_and_absent_in_sarif() -> None:
    gone = replace(BAD, path="", since=Since.ABSENT)
    assert junit_cases(junit("目录", KINDS, [gone])) == []
    [result] = sarif_results(sarif(KINDS, [gone]))
    assert result["baselineState"] == "absent"
    assert "locations" not in result


def test_sarif_says_place_fingerprint_and_suppression() -> None:
    waived = replace(
        BAD, since=Since.NEW, waived=Waived("理由（批准人：甲）", True), more={"provision": "r-1", "x": ""}
    )
    [result] = sarif_results(sarif(KINDS, [waived]))
    [location] = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "%E7%9B%AE%E5%BD%95/%E7%94%B2%20%E4%B9%99.csv"},
        "region": {"startLine": 3, "startColumn": 2},
    }
    assert location["logicalLocations"] == [{"name": "甲", "fullyQualifiedName": "市民政局/甲"}]
    assert result["partialFingerprints"] == {FINGERPRINT: "a:bad:r-1"}
    assert result["baselineState"] == "new"
    why = "理由（批准人：甲）"
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": why}]
    assert result["properties"] == {"provision": "r-1"}
    [result] = sarif_results(sarif(KINDS, [STATES["run out"][0]]))
    assert result["suppressions"][0]["status"] == "rejected"


def test_what_is_passed_is_no_result() -> None:
    assert sarif_results(sarif(KINDS, [STATES["passed"][0]])) == []
    assert sarif_results(sarif({}, [])) == []


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a/b.yaml", "a/b.yaml"),
        ("/a/b c.yaml", "file:///a/b%20c.yaml"),
        ("C:\\a\\b.yaml", "file:///C%3A/a/b.yaml"),
        ("a:b?#%.csv", "a%3Ab%3F%23%25.csv"),
    ],
)
def test_paths_as_references(path: str, wanted: str) -> None:
    assert uri(path) == wanted


@given(st.text(), st.text(), st.integers(1, 10**6))
def test_any_text_is_a_good_document(text: str, other: str, line: int) -> None:
    hostile = [
        Annotation(text, line, 0, "bad", Level.ERROR, text, other, text, other, text, more={"x": other}),
        replace(STATES["waived"][0], waived=Waived(text, True), message=other),
    ]
    assert len(sarif_results(sarif(KINDS, hostile))) == 2
    assert len(junit_cases(junit(text, KINDS, hostile))) == 2


def test_what_xml_cannot_hold_is_escaped() -> None:
    nasty = "a\x00\x0b\x1b\ud800\ufffe]]><&\"'\r\n\t甲𠮷"
    content = junit(nasty, KINDS, [replace(BAD, message=nasty, subject=nasty)])
    root = ElementTree.fromstring(content)
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "a\\x00\\x0b\\x1b\\ud800\\ufffe]]><&\"'\n 甲𠮷"
    assert "]]>" in (failure.text or "")
    assert json.loads(sarif(KINDS, [replace(BAD, message=nasty)]))["version"] == "2.1.0"
