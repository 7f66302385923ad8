"""The stand-in for Solr: what it answers, and that it refuses what it does not know."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import ckan
import pysolr
import pytest
import requests
from trial.solr.query import BadQuery, parsed
from trial.solr.server import serving

_SCHEMA = Path(ckan.__file__).parent / "config/solr/schema.xml"


def document(name: str, **fields: object) -> dict[str, object]:
    """A dataset as CKAN sends it."""
    told = {"index_id": f"key-{name}", "id": f"id-{name}", "name": name, "site_id": "one", "entity_type": "package"}
    return {**told, "state": "active", "capacity": "public", **fields}


@contextlib.contextmanager
def three() -> Iterator[str]:
    """A server with three datasets; its address."""
    server = serving(_SCHEMA)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/solr/ckan"
    solr = pysolr.Solr(address)
    solr.add(
        [document("parking-lots", title="停车场", tags=["交通", "城市"], permission_labels=["public"])], commit=True
    )
    solr.add(
        [document("schools", title="Primary Schools", notes="by district", metadata_modified="2026-01-02T00:00:00Z")]
    )
    solr.add([document("old", state="deleted", metadata_modified="2020-01-02T00:00:00Z")])
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One for all tests that change nothing."""
    with three() as one:
        yield one


@pytest.fixture
def own() -> Iterator[str]:
    """One for a test that changes it."""
    with three() as one:
        yield one


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("*:*", ["old", "parking-lots", "schools"]),
        ('name:"schools" OR id:"schools"', ["schools"]),
        ('name:"id-schools" OR id:"id-schools"', ["schools"]),
        ("+state:active", ["parking-lots", "schools"]),
        ("+state:Active", []),
        ("state:active -tags:交通", ["schools"]),
        ("-state:active", ["old"]),
        ("NOT state:active", ["old"]),
        ('+entity_type:package AND +(id:"x" OR name:"old") AND +site_id:"one"', ["old"]),
        ('+entity_type:package AND +(id:"x" OR name:"old") AND +site_id:"two"', []),
        ('+permission_labels:("public" OR "member-1")', ["parking-lots"]),
        ("schools", ["schools"]),
        ("district", ["schools"]),
        ("title:primary", ["schools"]),
        ("title:停", ["parking-lots"]),
        ("title:prim*", ["schools"]),
        ('title:"primary schools"', ["schools"]),
        ("metadata_modified:[2021-01-01T00:00:00Z TO *]", ["schools"]),
        ("metadata_modified:{* TO 2020-01-02T00:00:00Z}", []),
        ("metadata_modified:[* TO 2020-01-02T00:00:00Z]", ["old"]),
        ("state:active AND NOT name:schools", ["parking-lots"]),
        ("name:parking\\-lots", ["parking-lots"]),
        ("name:(schools OR old) AND state:active", ["schools"]),
    ],
)
def test_what_is_found(address: str, query: str, names: list[str]) -> None:
    assert sorted(one["name"] for one in pysolr.Solr(address).search(query).docs) == names


@pytest.mark.parametrize(
    "query",
    [
        "",
        "a AND",
        "OR a",
        "(a",
        "a)",
        "title:a^4",
        "a~2",
        "{!knn f=x}y",
        "[a TO b",
        '"open',
        "a && b",
        "a || b",
        "*:a",
        "a:",
        "metadata_modified:[NOW-1DAY TO *]",
        "title:",
        "NOT",
        "a:b:c",
        "/regex/",
        "x:[1 2]",
    ],
)
def test_what_is_not_known_is_an_error(address: str, query: str) -> None:
    with pytest.raises(BadQuery):
        parsed(query)
    if query:
        assert requests.get(f"{address}/select/", params={"q": query}, timeout=10).status_code == 400
        with pytest.raises(pysolr.SolrError):
            pysolr.Solr(address).delete(q=query)
    assert pysolr.Solr(address).search("*:*").hits == 3, "and nothing was deleted"


def test_words_without_an_operator() -> None:
    both, either = parsed("a b", both=True), parsed("a b")
    assert len(both.must) == 2
    assert not both.may
    assert len(either.may) == 2
    assert not either.must
    assert len(parsed("a OR b", both=True).may) == 2  # type: ignore[union-attr]


def test_deletes_and_replaces(own: str) -> None:
    solr = pysolr.Solr(own)
    solr.add([document("schools", title="Schools")], commit=True)
    assert solr.search("*:*").hits == 3
    solr.delete(q='+site_id:"one" AND +name:schools', commit=True)
    solr.commit()
    assert sorted(one["name"] for one in solr.search("*:*").docs) == ["old", "parking-lots"]
    solr.delete(id="key-old")
    assert solr.search("*:*").hits == 1


def test_answers_have_the_form_that_ckan_reads(address: str) -> None:
    asked = {"q": "*:*", "fq": ["+state:active"], "rows": 1, "start": 1, "sort": "name asc", "fl": "name,tags"}
    got = requests.get(
        f"{address}/select/", params={**asked, "facet": "true", "facet.field": ["tags"]}, timeout=10
    ).json()
    assert got["response"] == {"numFound": 2, "start": 1, "docs": [{"name": "schools"}]}
    assert got["facet_counts"]["facet_fields"] == {"tags": ["交通", 1, "城市", 1]} or (
        got["facet_counts"]["facet_fields"] == {"tags": ["城市", 1, "交通", 1]}
    )
    [first] = pysolr.Solr(address).search("name:parking-lots").docs
    assert first["tags"] == ["交通", "城市"]
    assert "permission_labels" not in first


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("select", {"q": "*:*", "group": "true"}, 400),
        ("select", {"q": "*:*", "sort": "name"}, 400),
        ("mlt", {"q": "*:*"}, 404),
    ],
)
def test_parameters_that_are_not_known(address: str, path: str, given: dict[str, str], status: int) -> None:
    assert requests.get(f"{address}/{path}/", params=given, timeout=10).status_code == status


@pytest.mark.parametrize(
    "body",
    [
        "<rollback/>",
        "<delete><all/></delete>",
        "<add><doc><value>x</value></doc></add>",
        "not xml",
        '[{"id": "x"}]',
        '[{"index_id": "x", "id": {"set": 1}}]',
        '[{"index_id": "x", "name": ["a", "b"]}]',
    ],
)
def test_updates_that_are_not_known(address: str, body: str) -> None:
    assert requests.post(f"{address}/update/", data=body.encode(), timeout=10).status_code == 400
    assert pysolr.Solr(address).search("*:*").hits == 3
