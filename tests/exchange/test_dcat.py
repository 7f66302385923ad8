"""DCAT-AP: one graph in three syntaxes, read back equal, and nothing in it that the report does not say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

import opendata_rules as odr
from opendata_rules.errors import BadOutput, MissingExtra
from opendata_rules.exchange import AccessRight, Condition, Distribution, Settings, dcat, shacl
from opendata_rules.exchange.rdf import term
from opendata_rules.quoting import visible

from ..catalogue.helpers import DATASET, ON, taian, write, write_csv
from ..hostile_text import ACTING, LONG
from ..laws import ROOT, law
from .helpers import CATALOGUE, example, kept, parsed, read_back, row, rows

SYNTAXES = (".ttl", ".jsonld", ".rdf")
FULL = Settings(
    base="https://data.example.cn/dataset/",
    page="https://data.example.cn/page/{id}",
    download_url="https://data.example.cn/file/{id}.csv",
    publisher="泰安市大数据局",
    license="https://data.example.cn/licence",
)


def of(graph: Graph, subject: str, name: str) -> set[str]:
    return {str(value) for value in graph.objects(URIRef(subject), term(name))}


def short(graph: Graph, subject: str, name: str) -> set[str]:
    """The ends of the addresses that a property has."""
    return {value.rpartition("/")[2] for value in of(graph, subject, name)}


def address(identifier: str) -> str:
    return f"urn:opendata-rules:dataset:taian:{identifier}"


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_what_is_written_is_read_back_equal(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"目录{suffix}"
    dcat.write(example(), path)
    back = read_back(path)
    assert kept(back) == kept(example())
    assert not back.unused
    assert isomorphic(parsed(path), dcat.graph(example()))


@pytest.mark.one_interpreter
def test_a_real_catalogue_is_read_back_equal(shared: Path, tmp_path: Path) -> None:
    report = read_back(shared / "catalogs" / "anhui_hefei.json")
    assert report.total == 321
    dcat.write(report, tmp_path / "目录.ttl")
    assert kept(read_back(tmp_path / "目录.ttl")) == kept(report)


def test_what_another_scheme_and_months_and_conditions_say_is_read_back(tmp_path: Path) -> None:
    asked = taian()
    datasets = write_csv(
        tmp_path,
        {**DATASET, "共享属性": "有条件共享", "更新时间": "2025年6月", "开放条件": "", "opening_conditions": "[]"},
        {**DATASET, "数据集名称": "甲", "共享属性": "不予共享", "更新频率": "每旬", "更新时间": "去年"},
        {**DATASET, "数据集名称": "乙", "更新频率": "每三年", "开放属性": "公开", "提供单位": ""},
    )
    for scheme in ("opening", "sharing"):
        report = asked.check_catalogue(datasets, scheme=scheme)
        for suffix in SYNTAXES:
            path = tmp_path / f"{scheme}{suffix}"
            dcat.write(report, path)
            assert kept(asked.check_catalogue(path, scheme=scheme)) == kept(report)


def test_codes_of_a_platform_are_read_back_without_its_profile(tmp_path: Path) -> None:
    coded = {**DATASET, "数据集编号": "1", "开放属性": "1", "更新频率": "3", "涉及个人隐私": "0"}
    twice = {**DATASET, "数据集编号": "2", "开放类型": "普遍开放", "更新周期": "年"}
    file = write_csv(tmp_path, coded, twice)
    profile = write(tmp_path, '开放属性: {"1": 无条件开放}\n更新频率: {"3": 每月}\n是否: {"0": 否}\n', "平台.yaml")
    report = taian().check_catalogue(file, profile=profile)
    assert [(one.declared_text, one.cadence) for one in report.rows] == [
        ("1", "3"),
        ("无条件开放 / 普遍开放", "每年 / 年"),
    ]
    path = tmp_path / "目录.ttl"
    dcat.write(report, path)
    back = read_back(path)
    assert [(one.declared_text, one.cadence) for one in back.rows] == [("无条件开放", "每月"), ("无条件开放", "每年")]
    same = ("id", "declared", "verdict", "update", "due", "facts")
    assert [[getattr(one, name) for name in same] for one in back.rows] == [
        [getattr(one, name) for name in same] for one in report.rows
    ]
    told = dcat.graph(report)
    assert of(told, address("1"), "odr:declaredAsWritten") == {"1"}
    assert of(told, address("2"), "odr:updateCycleAsWritten") == {"每年 / 年"}
    assert short(told, address("1"), "dct:accrualPeriodicity") == {"MONTHLY"}


def test_the_frequency_is_of_the_table_and_the_chinese_one_stays() -> None:
    told = {"每季度": "QUARTERLY", "每半年": "ANNUAL_2", "实时": "UPDATE_CONT", "每两年": "BIENNIAL", "不更新": "NEVER"}
    told |= {"每旬": "MONTHLY_3", "双月": "BIMONTHLY", "每三年": "TRIENNIAL", "不定期": "IRREG", "每月 / 月": "MONTHLY"}
    none = (
        "两年以上",
        "归档",
        "看情况",
        "每月 / 每年",
        "",
        "http://publications.europa.eu/resource/authority/frequency/X",
    )
    graph = dcat.graph(rows(*(row(id=str(n), cadence=text) for n, text in enumerate((*told, *none)))))
    for number, (text, code) in enumerate([*told.items(), *((text, None) for text in none)]):
        assert short(graph, address(str(number)), "dct:accrualPeriodicity") == ({code} if code else set())
        assert of(graph, address(str(number)), "odr:updateCycle") == ({text.removesuffix(" / 月")} - {""})


def test_access_rights_follow_what_stands_and_nothing_is_made_up() -> None:
    graph = dcat.graph(example())
    rights = {one.id: short(graph, address(one.id), "dct:accessRights") for one in example().rows}
    expected = {"open": {"PUBLIC"}, "conditional": {"RESTRICTED"}, "closed": {"NON_PUBLIC"}}
    stands = {one.id: expected[str(one.declared)] for one in example().rows if one.verdict == "valid"}
    assert {len(found) for found in stands.values()} == {1}
    assert set(map(str, (one.declared for one in example().rows if one.verdict == "valid"))) == set(expected)
    assert rights == {one.id: stands.get(one.id, set()) for one in example().rows}


def test_access_rights_are_a_setting() -> None:
    """A city whose conditional data anybody may have who registers, and that closes what does not stand."""
    registered = Condition({"trade_secret": True}, AccessRight.PUBLIC)
    other = {"open": AccessRight.PUBLIC, "conditional": AccessRight.RESTRICTED, "invalid": AccessRight.NON_PUBLIC}
    graph = dcat.graph(example(), Settings(access_rights=other, conditions=(registered,)))
    for one in example().rows:
        found = short(graph, address(one.id), "dct:accessRights")
        if one.verdict == "invalid":
            assert found == {"NON_PUBLIC"}
        elif one.verdict == "valid" and ("trade_secret", True) in one.facts and one.declared != "closed":
            assert found == {"PUBLIC"}
        elif one.verdict == "valid":
            assert found == {"open": {"PUBLIC"}, "conditional": {"RESTRICTED"}, "closed": set()}[str(one.declared)]
        else:
            assert found == set()
    conditional = [one for one in example().rows if one.declared == "conditional" and one.verdict == "valid"]
    assert {("trade_secret", True) in one.facts for one in conditional} == {True, False}


def test_legislation_applies_and_a_normative_document_is_a_policy() -> None:
    for place, legislation, policies in (
        ("taian", {"shandong-measures-344"}, {"taian-open-data-measures-2025", "shandong-rules-2025-1"}),
        ("qingdao", {"qingdao-public-data-measures-2023", "shandong-measures-344"}, {"shandong-rules-2025-1"}),
    ):
        report = example(place)
        graph, names = dcat.graph(report), "urn:opendata-rules:instrument:"
        catalogue = f"urn:opendata-rules:catalogue:{place}"
        assert of(graph, catalogue, "dcatap:applicableLegislation") == {names + one for one in legislation}
        assert of(graph, catalogue, "odrl:hasPolicy") == {names + one for one in policies}
        for one in legislation:
            assert of(graph, names + one, "rdf:type") == {str(term("eli:LegalResource"))}
        for one in policies:
            assert of(graph, names + one, "rdf:type") == {str(term("odrl:Policy"))}
        own = next(iter(legislation if place == "qingdao" else policies & {"taian-open-data-measures-2025"}), "")
        first = next(one for one in report.rows if one.grounds)
        told = of(graph, f"urn:opendata-rules:dataset:{place}:{first.id}", "dcatap:applicableLegislation")
        told |= of(graph, f"urn:opendata-rules:dataset:{place}:{first.id}", "odrl:hasPolicy")
        assert told == {names + next(name for name in (*policies, *legislation) if name.startswith(place))}, own


def test_what_speaks_against_the_declared_attribute_is_told_with_its_facts() -> None:
    graph = dcat.graph(example())
    [one] = [one for one in example().rows if one.title == "困难家庭临时救助发放表"]
    told = of(graph, address(one.id), "odr:objection")
    assert any("第十二条第（四）项" in text and "第三方意见：不同意" in text for text in told)
    assert any("third_party_response = refused" in text for text in told)


def test_why_to_read_it_with_care_is_told() -> None:
    report = example("jinan")
    told = of(dcat.graph(report), "urn:opendata-rules:catalogue:jinan", "odr:warning")
    assert told == {text for one in report.warnings for text in (one.text, one.english)}
    assert told


def test_only_what_may_be_had_has_files() -> None:
    graph = dcat.graph(example(), FULL)
    for one in example().rows:
        files = of(graph, FULL.base + one.id, "dcat:distribution")
        assert bool(files) == (one.verdict == "valid" and one.declared != "closed")
        assert of(graph, FULL.base + one.id, "dcat:landingPage") == {f"https://data.example.cn/page/{one.id}"}
        for file in files:
            assert of(graph, file, "dcat:accessURL") == {f"https://data.example.cn/page/{one.id}"}
            assert of(graph, file, "dcat:downloadURL") == {f"https://data.example.cn/file/{one.id}.csv"}
            assert of(graph, file, "dct:license") == {FULL.license}
    anyway = Settings(page=FULL.page, files=frozenset({"valid", "undetermined", "invalid"}))
    closed = row(declared=odr.Attribute.CLOSED), row(id="2", verdict="invalid", attribute=odr.Attribute.CLOSED)
    untold = row(id="3", verdict="undetermined", attribute=None)
    graph = dcat.graph(rows(*closed, untold), anyway)
    assert {str(s) for s in graph.subjects(term("dcat:distribution"))} == {address("3")}
    own = Settings(
        distributions={"3": (Distribution("https://a.cn/", title="表", media_type="text/csv"),)}, files=anyway.files
    )
    graph = dcat.graph(rows(untold), own)
    [file] = of(graph, address("3"), "dcat:distribution")
    assert of(graph, file, "dcat:mediaType") == {"https://www.iana.org/assignments/media-types/text/csv"}


def test_what_is_missing_is_left_out() -> None:
    empty = row(id="", title="", department="", summary="", fields="", cadence="", updated=None, updated_text="")
    [dataset] = dcat.graph(rows(empty)).subjects(RDF.type, term("dcat:Dataset"))
    told = {str(predicate) for predicate in dcat.graph(rows(empty)).predicates(dataset)}
    assert not any(name.startswith(("http://purl.org/dc/terms/ti", "http://purl.org/dc/terms/p")) for name in told)
    assert not list(dcat.graph(rows(empty)).subjects(RDF.type, term("foaf:Agent")))
    assert not list(dcat.graph(rows(empty)).objects(None, term("dct:publisher")))


def test_every_dataset_has_an_address_of_its_own(tmp_path: Path) -> None:
    """Two with one id, ids that are no addresses and that are, none at all."""
    ids = [
        "甲/乙 丙",
        "甲/乙 丙",
        "https://data.cn/1",
        "https://data.cn/ 1",
        "javascript:x",
        "a" * 5_000,
        "",
        "",
        "A#2",
        "A",
        "A",
    ]
    report = rows(*(row(id=text, title=f"数据{n}") for n, text in enumerate(ids)))
    for settings in (Settings(), FULL):
        graph = dcat.graph(report, settings)
        found = {str(one) for one in graph.subjects(RDF.type, term("dcat:Dataset"))}
        assert len(found) == len(ids)
        assert "https://data.cn/1" in found
        assert not any(isinstance(node, BNode) for triple in graph for node in triple)
    assert "https://data.example.cn/dataset/%E7%94%B2%2F%E4%B9%99%20%E4%B8%99#2" in found
    path = tmp_path / "目录.ttl"
    dcat.write(report, path)
    assert [one.id for one in read_back(path).rows] == ids


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_no_text_breaks_a_file(tmp_path: Path, suffix: str) -> None:
    """Half characters, control characters, ends of markup, marks of direction, very long ones; in every field."""
    markup = (
        "]]><!-- & </rdf:RDF>",
        '"""\\\n"\\"',
        "\\",
        'a\\\n"',
        "'''",
        "http://x y/<>",
        "{@id}",
        "\ufffe\uffff",
        "e\u0301 \U0001f600",
    )
    texts = (*ACTING, *markup, LONG)
    told = [
        row(id=f"{n}{text}", title=text, department=text, summary=text, fields=text, declared_text=text, cadence=text,
            updated=None, updated_text=text, facts=(("update_note", text),))
        for n, text in enumerate(texts)
    ]  # fmt: skip
    path = tmp_path / f"目录{suffix}"
    settings = Settings(publisher=ACTING[-1], title=ACTING[-1], description=markup[0])
    dcat.write(rows(*told), path, settings)
    graph = parsed(path)
    assert isomorphic(graph, dcat.graph(rows(*told), settings))
    for one in told:
        [dataset] = graph.subjects(term("dct:identifier"), Literal(visible(one.id)))
        assert {str(text) for text in graph.objects(dataset, term("dct:title"))} == {visible(one.title)}
    path.read_bytes().decode("utf-8")


@pytest.mark.one_interpreter
def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    """In another process, which goes through sets in another order."""
    code = """
import sys, datetime as dt
import opendata_rules as odr
from opendata_rules.exchange import dcat, shacl
report = odr.load().law("taian", on=dt.date(2026, 3, 10)).check_catalogue(sys.argv[1])
for suffix in (".ttl", ".jsonld", ".rdf"):
    dcat.write(report, sys.argv[2] + suffix)
    shacl.write(report, sys.argv[2] + "-found" + suffix)
"""
    environment = {"PYTHONHASHSEED": "1", "PATH": "", "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", code, str(CATALOGUE), str(tmp_path / "1")], env=environment, check=True)
    for suffix in SYNTAXES:
        dcat.write(example(), tmp_path / f"2{suffix}")
        shacl.write(example(), tmp_path / f"2-found{suffix}")
    written = sorted(path.name[1:] for path in tmp_path.glob("1*"))
    assert len(written) == 6
    assert all((tmp_path / f"1{name}").read_bytes() == (tmp_path / f"2{name}").read_bytes() for name in written)


def test_only_wanted_verdicts_are_written() -> None:
    graph = dcat.graph(example(), Settings(verdicts=frozenset({"valid"})))
    assert len(set(graph.subjects(RDF.type, term("dcat:Dataset")))) == example().counts["valid"]
    graph = dcat.graph(example(), Settings(left_out=frozenset({"closed"}), facts=False))
    left = [one.id for one in example().rows if "closed" not in (one.declared, one.attribute)]
    assert {str(one) for one in graph.subjects(RDF.type, term("dcat:Dataset"))} == set(map(address, left))
    assert 0 < len(left) < len(example().rows)
    assert not any(str(predicate).startswith("urn:opendata-rules:facts#") for predicate in graph.predicates())


def test_a_name_that_asks_for_no_syntax_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadOutput, match=r"\.ttl"):
        dcat.write(example(), tmp_path / "目录.docx")
    with pytest.raises(BadOutput, match="文件夹"):
        dcat.write(example(), tmp_path / "没有" / "目录.ttl")
    assert not list(tmp_path.iterdir())


def test_without_rdflib_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rdf", "dcat"):
        monkeypatch.delitem(sys.modules, f"opendata_rules.exchange.{name}")
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(MissingExtra, match=r'pip install "opendata-rules\[exchange\]"'):
        __import__("opendata_rules.exchange.dcat")


def test_a_draft_is_no_legislation_that_applies() -> None:
    report: Any = law("shandong", ON, drafts=True).check_catalogue(CATALOGUE)
    told = {str(one).rpartition(":")[2] for one in dcat.graph(report).subjects(RDF.type, term("odrl:Policy"))}
    assert "shandong-open-data-rules-draft-2024" not in told
