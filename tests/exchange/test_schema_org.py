"""schema.org for search engines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from opendata_rules.errors import BadOutput
from opendata_rules.exchange import Settings, schema_org

from ..hostile_text import ACTING, LONG
from .helpers import example, row, rows
from .test_dcat import FULL


def test_a_catalogue_lists_its_datasets_with_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "目录.jsonld"
    schema_org.write(example(), path, FULL)
    found = json.loads(path.read_bytes())
    assert (found["@type"], found["publisher"]["name"]) == ("DataCatalog", "泰安市大数据局")
    for one, entry in zip(example().rows, found["dataset"], strict=True):
        assert (entry["name"], entry["identifier"], entry["publisher"]["name"]) == (one.title, one.id, one.department)
        assert ("conditionsOfAccess" in entry) == (one.verdict == "valid")
        assert ("distribution" in entry) == (one.verdict == "valid" and one.declared != "closed")
        remarks = [comment["text"] for comment in entry.get("comment", ())]
        assert sum(text.startswith("申报的属性不能成立") for text in remarks) == len(one.objections)
    [entry] = [entry for entry in found["dataset"] if entry["name"] == "困难家庭临时救助发放表"]
    assert any("第三方意见：不同意" in comment["text"] for comment in entry["comment"])
    assert list(schema_org.datasets(example(), FULL)) == [
        {"@context": "https://schema.org/", **entry} for entry in found["dataset"]
    ]


def test_what_is_missing_is_left_out() -> None:
    empty = row(id="", title="", department="", summary="", fields="", updated=None, verdict="undetermined", grounds=())
    [entry] = schema_org.datasets(rows(empty), Settings(language=""))
    assert set(entry) == {"@context", "@type", "@id", "includedInDataCatalog", "citation"} - ({"citation"} - set(entry))


def test_an_entry_can_stand_in_a_page(tmp_path: Path) -> None:
    texts = (*ACTING, "</script><script>alert(1)</script>", "<!-- ]]> &amp;", "\u2028", LONG)
    told = rows(*(row(id=text, title=text, department=text, summary=text, fields=text) for text in texts))
    for entry in schema_org.datasets(told):
        text = schema_org.script(entry)
        assert not re.search("[<>&\u2028\u2029\ud800]", text)
        assert json.loads(text) == entry
    schema_org.write(told, tmp_path / "目录.json")
    assert len(json.loads((tmp_path / "目录.json").read_bytes())["dataset"]) == len(texts)
    with pytest.raises(BadOutput, match=r"\.jsonld"):
        schema_org.write(told, tmp_path / "目录.html")
