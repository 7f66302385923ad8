"""Findings as a SHACL validation report."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from opendata_rules.exchange import Settings, dcat, shacl
from opendata_rules.exchange.rdf import term

from ..catalogue.helpers import taian, write
from ..hostile_text import HOSTILE
from .helpers import CATALOGUE, example, parsed, row, rows

SH = "http://www.w3.org/ns/shacl#"


def results(graph: Graph, severity: str) -> set[str]:
    found = graph.subjects(term("sh:resultSeverity"), URIRef(SH + severity))
    return {str(one).removeprefix("urn:opendata-rules:finding:taian:") for one in found}


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".rdf"])
def test_each_finding_is_a_result_on_its_dataset(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"问题{suffix}"
    shacl.write(example(), path)
    graph = parsed(path)
    assert isomorphic(graph, shacl.graph(example()))
    findings = [finding for one in example().rows for finding in one.findings]
    assert results(graph, "Violation") == {finding.id for finding in findings if finding.is_error}
    assert results(graph, "Warning") == {finding.id for finding in findings if not finding.is_error}
    datasets = set(dcat.graph(example()).subjects(RDF.type, term("dcat:Dataset")))
    assert set(graph.objects(None, term("sh:focusNode"))) <= datasets
    assert list(graph.objects(None, term("sh:conforms"))) == [Literal(False)]


def test_a_result_tells_the_provision_and_the_facts() -> None:
    graph = shacl.graph(example())
    result = URIRef("urn:opendata-rules:finding:taian:37090000100000004:invalid:taian-12-4")
    told = {str(text) for text in graph.objects(result, term("sh:resultMessage"))}
    assert any("第三方意见：不同意" in text and "第十二条第（四）项" in text for text in told)
    assert graph.value(result, term("sh:sourceShape")) == URIRef("urn:opendata-rules:rule:taian-12-4")
    assert str(graph.value(result, term("sh:value"))) == "无条件开放"


def test_nothing_found_conforms() -> None:
    graph = shacl.graph(rows(row(findings=())))
    assert list(graph.objects(None, term("sh:conforms"))) == [Literal(True)]


def test_what_is_waived_is_told_and_weighs_less(tmp_path: Path) -> None:
    waiver = "{数据集: '37090000100000009', 问题: 更新逾期 taian-18-term, 理由: 迁移, 批准人: 张某, 到期: 2026-04-30}"
    waivers = write(tmp_path, f"豁免:\n- {waiver}\n", "豁免.yaml")
    graph = shacl.graph(taian().check_catalogue(CATALOGUE, waivers=waivers))
    [waived] = results(graph, "Info")
    assert waived.startswith("37090000100000009:overdue:")
    assert any("张某批准" in str(text) for text in graph.objects(None, term("odr:waiver")))


def test_no_finding_breaks_the_report() -> None:
    one = next(one for one in example().rows if one.findings)
    hostile = row(id=HOSTILE, declared_text=HOSTILE, findings=one.findings)
    graph = shacl.graph(rows(hostile), Settings(base="https://data.example.cn/"))
    assert Graph().parse(data=graph.serialize(format="xml"), format="xml")
