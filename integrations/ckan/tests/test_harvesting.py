"""The DCAT that ``opendata-rules export`` writes, read by the extension of CKAN that harvests DCAT."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY

import opendata_rules as odr
from opendata_rules.exchange import Settings, dcat

pytest.importorskip("ckanext.dcat")

_CATALOGUE = """数据集编号,数据集名称,摘要,提供单位,开放属性,更新频率,最近更新,涉及个人隐私,国家秘密
A1,停车场,全市停车场,市公安局,无条件开放,每日,2026-03-01,否,否
A2,名单,,市公安局,不予开放,每月,,否,是
"""
_AUTHORITY = "http://publications.europa.eu/resource/authority"


@pytest.mark.parametrize(("suffix", "form"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_datasets_come_out_right(inside: Any, tmp_path: Path, suffix: str, form: str) -> None:
    from ckanext.dcat.processors import RDFParser

    (tmp_path / "in.csv").write_text(_CATALOGUE, "utf-8")
    law = odr.load().law("泰安", on=dt.date.fromisoformat(DAY))
    report = law.check_catalogue(tmp_path / "in.csv", unlisted="false")
    page = "https://data.example.cn/portal/{id}"
    dcat.write(report, tmp_path / f"out.{suffix}", Settings(base="https://data.example.cn/dataset/", page=page))
    parser = RDFParser(profiles=["euro_dcat_ap_3"])
    parser.parse((tmp_path / f"out.{suffix}").read_text("utf-8"), _format=form)
    park, names = sorted(parser.datasets(), key=lambda one: str(one["url"]))

    assert (park["title"], park["notes"], park["url"]) == ("停车场", "全市停车场", page.format(id="A1"))
    assert [one["access_url"] for one in park["resources"]] == [page.format(id="A1")]
    said = {one["key"]: one["value"] for one in park["extras"]}
    wanted = {
        "identifier": "A1",
        "uri": "https://data.example.cn/dataset/A1",
        "publisher_name": "市公安局",
        "modified": "2026-03-01",
        "frequency": f"{_AUTHORITY}/frequency/DAILY",
        "access_rights": f"{_AUTHORITY}/access-right/PUBLIC",
    }
    assert said.items() >= wanted.items()
    assert not {"personal_privacy", "opening_attribute"} & said.keys(), "the guide says that facts are left aside"
    said = {one["key"]: one["value"] for one in names["extras"]}
    assert said["access_rights"] == f"{_AUTHORITY}/access-right/NON_PUBLIC"
    assert names["resources"] == []
