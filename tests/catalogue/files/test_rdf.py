"""RDF files as they come from outside: nothing is fetched, no entity is expanded, and what is refused is named."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.errors import NotACatalogue
from opendata_rules.catalogue.files import graph
from opendata_rules.catalogue.files.rdf import is_linked, is_rdf

from ..helpers import taian, write, write_json

HERE = Path(__file__).parent.parent / "profiles"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DCAT = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
NOWHERE = "http://127.0.0.1:9/context.jsonld"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the network was asked for something")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def titles(path: Path) -> list[str]:
    return [row.title for row in check(taian(), path).rows]


@pytest.mark.parametrize(
    "text",
    [
        "@prefix a: <b> .",
        "# remark\n\n  # another\nPREFIX a: <b>",
        "@base <http://a> .",
        "<http://a> <http://b> <http://c> .",
        "_:a <http://b> <http://c> .",
        f'<?xml version="1.0"?>\n<!-- remark -->\n<rdf:RDF xmlns:rdf="{RDF}">',
        f'<RDF xmlns="{RDF}">',
    ],
)
def test_rdf_is_told_by_how_it_begins(text: str) -> None:
    assert is_rdf(text)


@pytest.mark.parametrize(
    "text", ["", "# 目录\n数据集名称,开放属性", "<html>", "<a><b/></a>", "prefix,name\n1,2", "名称\n<a> b"]
)
def test_other_text_is_not_taken_for_it(text: str) -> None:
    assert not is_rdf(text)


def test_json_ld_is_told_by_its_keywords() -> None:
    assert is_linked({"@context": {}})
    assert is_linked({"@graph": []})
    assert is_linked([{"@id": "a", "@type": ["b"]}])
    assert not is_linked({"@type": "甲"})
    assert not is_linked([{"数据集名称": "甲"}])


@pytest.mark.parametrize(
    "context",
    [
        NOWHERE,
        [NOWHERE],
        [{}, NOWHERE],
        {"@import": NOWHERE},
        {"a": {"@id": "http://a", "@context": NOWHERE}},
        "https://schema.org",
        "file:///etc/passwd",
        "context.jsonld",
    ],
)
def test_a_context_that_is_elsewhere_is_refused(tmp_path: Path, context: Any) -> None:
    node = {"@id": "http://a", "@type": "http://www.w3.org/ns/dcat#Dataset"}
    for document in ({"@context": context, "@graph": [node]}, {"@graph": [{"@context": context, **node}]}):
        with pytest.raises(NotACatalogue, match="写在别处"):
            check(taian(), write_json(tmp_path, document))


def test_known_contexts_are_our_own(tmp_path: Path) -> None:
    for context in (
        "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld",
        "https://data.example.cn/api/1/site/context.jsonld",
    ):
        node = {"@type": "Dataset", "title": "甲", "publisher": {"name": "市局"}, "modified": "2026-01-01"}
        path = write_json(tmp_path, {"@context": context, **node})
        [row] = check(taian(), path).rows
        assert (row.title, row.department) == ("甲", "市局")


def test_json_ld_written_out_is_read(tmp_path: Path) -> None:
    dct = "http://purl.org/dc/terms/"
    node = {"@id": "http://a", "@type": ["http://www.w3.org/ns/dcat#Dataset"], f"{dct}title": [{"@value": "甲"}]}
    path = write_json(tmp_path, [node | {f"{dct}accessRights": [{"@value": "不予开放"}]}])
    [row] = check(taian(), path).rows
    assert (row.title, row.declared) == ("甲", "closed")


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/a.dtd">',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/a.dtd"> %p;]>',
    ],
)
def test_a_document_type_is_refused(tmp_path: Path, head: str) -> None:
    body = f'{head}<r:RDF xmlns:r="{RDF}"><r:Description><r:value>&a;</r:value></r:Description></r:RDF>'
    with pytest.raises(NotACatalogue, match="文档类型或者实体的声明"):
        check(taian(), write(tmp_path, body, "目录.rdf"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DCAT + "<a> a dcat:Catalog .", r"没有数据集（dcat:Dataset）；其中有：dcat:Catalog"),
        (DCAT, "没有数据集（dcat:Dataset）。"),
        (DCAT + '<a> a dcat:Dataset ; dct:title "甲', "不是完整的 Turtle"),
        (DCAT + "<a> a " + "[" * 20_000, "嵌套过深的 Turtle"),
        (f'<rdf:RDF xmlns:rdf="{RDF}"><a>', "不是完整的 RDF/XML"),
        (f'<rdf:RDF xmlns:rdf="{RDF}"/>', "没有数据集"),
    ],
)
def test_what_is_no_catalogue_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(NotACatalogue, match=said):
        check(taian(), write(tmp_path, text, "目录.ttl"))


def test_deep_json_ld_is_named(tmp_path: Path) -> None:
    text = '{"@context": {}, "a": ' + "[" * 200 + "]" * 200 + "}"
    with pytest.raises(NotACatalogue, match="嵌套过深"):
        check(taian(), write(tmp_path, text, "目录.json"))


def test_statements_are_counted_while_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "TRIPLE_LIMIT", 20)
    for name in ("dcat.ttl", "dcat.rdf", "dcat.jsonld"):
        monkeypatch.setattr(graph, "TRIPLE_LIMIT", 5)
        with pytest.raises(NotACatalogue, match="陈述超过 5 条"):
            check(taian(), HERE / name)


def test_nothing_goes_round_in_circles(tmp_path: Path) -> None:
    circle = (
        '<a> a dcat:Dataset ; dct:title "甲" ; dct:publisher <b> ; dct:accessRights "不予开放" .\n'
        "<b> dct:publisher <a>, <b> ."
    )
    assert titles(write(tmp_path, DCAT + circle, "目录.ttl")) == ["甲"]


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ('"a"@en, "甲"@zh', "甲"),
        ('"甲"@zh-CN, "乙"@zh-Hant', "甲"),
        ('"a"@en, "甲"', "甲"),
        ('"a"@en, "b"@fr', "a"),
        ('"b"@fr, "c"@de', "c"),
        ('"甲"@zh, "乙"@zh', "甲、乙"),
    ],
)
def test_chinese_goes_first(tmp_path: Path, values: str, title: str) -> None:
    text = f'{DCAT}<a> a dcat:Dataset ; dct:title {values} ; dct:accessRights "不予开放" .'
    assert titles(write(tmp_path, text, "目录.ttl")) == [title]


def test_a_declaration_of_another_encoding_is_no_hindrance(tmp_path: Path) -> None:
    text = (HERE / "dcat.rdf").read_text(encoding="utf-8").replace('encoding="UTF-8"', 'encoding="GB18030"')
    assert titles(write(tmp_path, text, "目录.rdf", "gb18030")) == ["停车场信息", "低保金发放名单"]


def test_the_order_is_that_of_the_file_whatever_the_hash() -> None:
    code = (
        "import sys, datetime as dt, opendata_rules as odr\n"
        "law = odr.load(sys.argv[1]).law('泰安', on=dt.date(2026, 3, 10))\n"
        "for path in sys.argv[2:]: print(law.check_catalogue(path).to_dict())\n"
    )
    root = HERE.parent.parent.parent
    files = [str(HERE / name) for name in ("dcat.ttl", "dcat.rdf", "dcat.jsonld")]
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(root), *files],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert json.dumps(str(said))


def test_odd_addresses_and_days_print_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    day = '"x"^^<http://www.w3.org/2001/XMLSchema#date>'
    text = f'{DCAT}<a{{b}}> a dcat:Dataset ; dct:title "甲" ; dct:accessRights "不予开放" ; dct:modified {day} .'
    assert titles(write(tmp_path, text, "目录.ttl")) == ["甲"]
    assert capfd.readouterr() == ("", "")
