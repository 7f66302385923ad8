"""What is written keeps to the shapes of DCAT-AP and to those of a SHACL report, as pyshacl sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from opendata_rules.exchange import Settings, dcat, shacl

from .helpers import example, parsed
from .test_dcat import FULL

SHAPES = Path(__file__).parent / "shapes" / "dcat-ap-3.0.0.jsonld"
SH = "http://www.w3.org/ns/shacl#"
#: What chapter 3 of SHACL asks of a report, in shapes of our own.
OF_REPORTS = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
    sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ,
        [ sh:path sh:result ; sh:class sh:ValidationResult ] .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
    sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( sh:Info sh:Warning sh:Violation ) ] ,
        [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:class sh:ConstraintComponent ] ,
        [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:sourceShape ; sh:maxCount 1 ] , [ sh:path sh:value ; sh:maxCount 1 ] ,
        [ sh:path sh:resultMessage ; sh:uniqueLang true ] .
"""


def broken(found: Graph, shapes: Graph) -> list[tuple[str, str]]:
    """Where and what a graph violates."""
    pyshacl = pytest.importorskip("pyshacl", reason="needs the group dev: pip install --group dev")
    _, report, _ = pyshacl.validate(found, shacl_graph=shapes, advanced=True)
    return sorted(
        (str(report.value(one, URIRef(SH + "focusNode"))), str(report.value(one, URIRef(SH + "resultPath"))))
        for one in report.objects(None, URIRef(SH + "result"))
    )


def test_the_official_shapes_of_dcat_ap_find_nothing() -> None:
    shapes = parsed(SHAPES)
    assert broken(dcat.graph(example(), FULL), shapes) == []
    assert broken(dcat.graph(example("qingdao"), FULL), shapes) == []
    # Nobody said who publishes the catalogue: that is missing, and nothing else.
    catalogue = "urn:opendata-rules:catalogue:taian"
    assert broken(dcat.graph(example(), Settings()), shapes) == [(catalogue, "http://purl.org/dc/terms/publisher")]


def test_findings_are_a_report_as_shacl_has_them() -> None:
    assert broken(shacl.graph(example()), Graph().parse(data=OF_REPORTS)) == []
