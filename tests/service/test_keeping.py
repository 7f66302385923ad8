"""What is kept: answers in the ledger, cases, jobs, keys, calendars; nothing acknowledged is lost."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from pyarrow import parquet

import opendata_rules as odr
from opendata_rules.ledgers.export.lines import verify_lines
from opendata_rules.ledgers.ledger import ledger
from opendata_rules.service.stores import LEDGER

from ..laws import ROOT
from .serving import LINES, ON, Running, lines, serving, settings

EVENTS = [
    {"id": "1", "case": "A/1", "procedure": "objection", "kind": "received", "date": "2026-02-02"},
    {"id": "2", "case": "甲", "procedure": "objection", "kind": "received", "date": "2026-03-02"},
]
CSV = (ROOT / "examples" / "taian_catalogue.csv").read_bytes()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("存储")


@pytest.fixture(scope="module")
def service(store: Path) -> Iterator[Running]:
    with serving(settings(watch=0, store=str(store))) as running:
        yield running


@pytest.fixture(scope="module")
def client(service: Running) -> Iterator[httpx.Client]:
    with service.client() as found:
        yield found


def classify(client: httpx.Client, facts: dict[str, Any], **more: str) -> httpx.Response:
    found = client.post("/v1/places/taian/classify", json={"on": ON, "facts": facts, **more})
    assert found.status_code == 200, found.text
    return found


# -- the ledger ------------------------------------------------------------------------------------------------------


def test_every_answer_is_an_entry_before_it_goes_out(client: httpx.Client, store: Path) -> None:
    found = classify(client, {"state_secret": True}, dataset="数据集 1", department="统计局")
    number = int(found.headers["odr-entry"])
    with ledger(store / LEDGER) as book:
        entry = book.entry(number)
        assert (entry.digest, entry.dataset, entry.department) == (
            found.headers["odr-receipt"],
            "数据集 1",
            "统计局",
        )
        assert entry.request == found.headers["x-request-id"]
        assert book.receipt(number) == found.json()["receipt"]
    told = client.get(f"/v1/ledger/{number}").json()
    assert told["verdict"] == "closed"
    again = client.get(f"/v1/ledger/{number}/receipt").json()
    assert client.post("/v1/replay", json=again).json() == found.json()


def test_entries_are_found_page_by_page(client: httpx.Client) -> None:
    for number in range(5):
        classify(client, {"trade_secret": number % 2 == 0}, dataset="页")
    numbers, after = [], 0
    while True:
        page = client.get("/v1/ledger", params={"dataset": "页", "limit": 2, "after": after}).json()
        numbers += [one["number"] for one in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert len(numbers) == 5 == len(set(numbers))
    exported = lines(client.get("/v1/ledger/export", params={"dataset": "页"}).text)
    assert [one["number"] for one in exported] == numbers
    today = dt.datetime.now(dt.UTC).date()
    assert client.get("/v1/ledger", params={"since": str(today + dt.timedelta(2))}).json()["items"] == []
    assert client.get("/v1/ledger/999999").status_code == 404
    assert client.get("/v1/ledger?verdct=open").json()["nearest"] == ["verdict"]


def test_the_ledger_is_exported_as_a_file(client: httpx.Client, store: Path, tmp_path: Path) -> None:
    for number in range(3):
        classify(client, {"trade_secret": number == 0}, dataset="出")

    def exported(form: str, **wanted: str) -> Path:
        found = client.get("/v1/ledger/export", params={"form": form, **wanted})
        assert found.status_code == 200, found.text
        path = tmp_path / found.headers["content-disposition"].partition('filename="')[2].rstrip('"')
        path.write_bytes(found.content)
        return path

    with ledger(store / LEDGER) as book:
        found, size = book.verify().to_dict(), len(book)
        assert verify_lines(exported("jsonl"), book.checkpoint()).to_dict() == {**found, "checkpoint": size}
    table = parquet.read_table(exported("parquet", dataset="出"))
    assert table.column("dataset").to_pylist() == ["出"] * 3
    sheet = openpyxl.load_workbook(exported("xlsx", dataset="出")).active
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["出"] * 3
    assert client.get("/v1/ledger/export?form=jsonl&dataset=x").json()["argument"] == "form"
    assert client.get("/v1/ledger/export?form=xls").json()["nearest"] == ["xlsx"]
    left = [path.name for path in (store / "state").iterdir() if path.is_file() and ".sqlite" not in path.name]
    assert left == [], "what is exported leaves nothing behind"


def test_a_batch_is_in_the_ledger_line_by_line(client: httpx.Client, store: Path) -> None:
    good = {"question": "classify", "place": "taian", "on": ON, "facts": {}, "dataset": "批"}
    sent = "\n".join(json.dumps({"id": number, **good}) for number in range(300))
    told = lines(client.post("/v1/batch", content=sent, headers=LINES).text)
    with ledger(store / LEDGER) as book:
        for one in told:
            assert book.entry(one["entry"]["number"]).digest == one["entry"]["digest"]
        assert len({one["entry"]["number"] for one in told}) == 300


def test_it_is_verified_with_and_without_a_checkpoint(client: httpx.Client) -> None:
    classify(client, {})
    checkpoint = client.get("/v1/ledger/checkpoint").text
    classify(client, {"trade_secret": True})
    with_it = client.post("/v1/ledger/verify", json={"checkpoint": checkpoint}).json()
    assert with_it["checkpoint"] == with_it["size"] - 1
    assert client.post("/v1/ledger/verify", json={}).json()["checkpoint"] is None
    other = checkpoint.replace(checkpoint.split("\n")[2], "A" * 43 + "=")
    assert client.post("/v1/ledger/verify", json={"checkpoint": other}).json()["code"] == "ledger_broken"
    assert client.post("/v1/ledger/verify", json={"checkpoint": "nonsense"}).status_code == 422


def test_facts_are_forgotten_and_the_rest_still_verifies(client: httpx.Client) -> None:
    number = classify(client, {"personal_privacy": True}).headers["odr-entry"]
    erased = client.post(f"/v1/ledger/{number}/erase", json={"facts": ["personal_privacy"]})
    assert erased.json()["kind"] == "erasure"
    assert client.get(f"/v1/ledger/{number}").json()["facts"] == {}
    assert client.post("/v1/ledger/verify", json={}).status_code == 200
    assert client.post(f"/v1/ledger/{number}/erase", json={"facts": ["nothing"]}).status_code == 422
    assert client.get(f"/v1/ledger/{number}/receipt").status_code == 422


def done(client: httpx.Client, found: httpx.Response) -> dict[str, Any]:
    """A job, when it is over."""
    assert found.status_code == 202, found.text
    until = time.monotonic() + 60
    while True:
        job: dict[str, Any] = client.get(found.json()["address"]).json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        assert time.monotonic() < until, job
        time.sleep(0.1)


@pytest.mark.one_interpreter
def test_all_of_it_is_answered_again_as_a_job(client: httpx.Client) -> None:
    number = int(classify(client, {"trade_secret": True}).headers["odr-entry"])
    job = done(client, client.post("/v1/ledger/recheck", json={"after": number - 1}))
    assert (job["state"], job["kind"]) == ("done", "recheck")
    report = client.get(f"/v1/jobs/{job['id']}/report").json()
    assert report["counts"]["unchanged"] == 1
    earlier = done(client, client.post("/v1/ledger/recheck", json={"on": "2020-01-01", "after": number - 1}))
    assert client.get(f"/v1/jobs/{earlier['id']}/report").json()["counts"]["changed"] == 1


# -- cases -----------------------------------------------------------------------------------------------------------

MONITOR = "/v1/places/jining/monitor"


def test_cases_are_followed(client: httpx.Client) -> None:
    body = "\n".join(map(json.dumps, EVENTS)) + "\nno event\n"
    found = client.post(f"{MONITOR}/events?on={ON}", content=body, headers=LINES)
    assert {key: found.json()[key] for key in ("accepted", "repeated", "rejected")} == {
        "accepted": 2,
        "repeated": 0,
        "rejected": 1,
    }
    again = client.post(f"/v1/places/济宁/monitor/events?on={ON}", json={"events": EVENTS})
    assert again.json()["repeated"] == 2
    law = odr.load().law("jining", on=dt.date.fromisoformat(ON))
    own = odr.monitor(law, engine="builtin")
    own.ingest(EVENTS)
    day = dt.date.fromisoformat(ON)
    assert client.get(f"{MONITOR}/cases/甲?on={ON}").json() == own.status("甲", on=day).to_dict()
    assert client.get(f"{MONITOR}/due?on={ON}").json() == {"items": [one.to_dict() for one in own.due(day)]}
    assert client.get(f"{MONITOR}/breaches?on={ON}").json() == {"items": [one.to_dict() for one in own.breaches(day)]}
    assert len(client.get(f"{MONITOR}/rejects?on={ON}").json()["items"]) == 1
    missing = client.get(f"{MONITOR}/cases/乙?on={ON}")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_case")


def test_what_is_sent_again_under_its_key_is_done_once(client: httpx.Client) -> None:
    event = {"id": "k", "case": "K", "procedure": "objection", "kind": "received", "date": "2026-03-03"}
    headers = {"idempotency-key": "eine-Sendung-1"}
    path = f"{MONITOR}/events?on={ON}"
    first = client.post(path, json={"events": [event]}, headers=headers)
    again = client.post(path, json={"events": [event]}, headers=headers)
    assert first.json() == again.json() == {**first.json(), "accepted": 1}
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    other = client.post(path, json={"events": []}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert client.post(path, json={"events": []}, headers={"idempotency-key": "x y"}).status_code == 422
    # What was refused may be tried again.
    bad = client.post(path, json={"event": []}, headers={"idempotency-key": "2"})
    assert bad.status_code == 422
    assert client.post(path, json={"events": []}, headers={"idempotency-key": "2"}).status_code == 200


def test_a_calendar_has_an_address_until_it_is_revoked(client: httpx.Client) -> None:
    for kind in ("cases", "duties"):
        made = client.post("/v1/places/济宁/feeds", json={"kind": kind})
        assert made.status_code == 201
        feed = made.json()
        found = client.get(feed["address"])
        assert found.headers["content-type"] == "text/calendar; charset=utf-8"
        assert found.text.startswith("BEGIN:VCALENDAR")
        listed = client.get("/v1/places/jining/feeds").json()["items"]
        assert feed["id"] in [one["id"] for one in listed]
        assert feed["address"] not in json.dumps(listed)
        assert client.delete(f"/v1/places/taian/feeds/{feed['id']}").status_code == 404
        assert client.delete(f"/v1/places/jining/feeds/{feed['id']}").status_code == 204
        assert client.get(feed["address"]).status_code == 404


# -- catalogues ------------------------------------------------------------------------------------------------------

CATALOGUE = f"/v1/places/泰安/catalogue?on={ON}"


def test_a_small_catalogue_is_checked_at_once(client: httpx.Client, tmp_path: Path) -> None:
    found = client.post(CATALOGUE, content=CSV, headers={"content-type": "text/csv"})
    assert found.status_code == 200
    (tmp_path / "catalogue.csv").write_bytes(CSV)
    law = odr.load().law("taian", on=dt.date.fromisoformat(ON))
    assert found.json() == law.check_catalogue(tmp_path / "catalogue.csv").to_dict()
    refused = client.post(CATALOGUE, content=b"\x00\x01", headers={"content-type": "text/csv"})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_catalogue")
    assert client.post(CATALOGUE, content=CSV, headers={"content-type": "image/png"}).status_code == 415


@pytest.mark.one_interpreter
def test_a_large_one_is_a_job_that_can_be_cancelled(client: httpx.Client, store: Path) -> None:
    headers = {"content-type": "text/csv", "idempotency-key": "catalogue-1"}
    began = client.post(f"{CATALOGUE}&aside=true", content=CSV, headers=headers)
    same = client.post(f"{CATALOGUE}&aside=true", content=CSV, headers=headers)
    assert same.json()["id"] == began.json()["id"]
    job = done(client, began)
    assert job["state"] == "done"
    report = client.get(f"/v1/jobs/{job['id']}/report")
    at_once = client.post(CATALOGUE, content=CSV, headers={"content-type": "text/csv"})
    assert report.json() == at_once.json()
    head, *rest = CSV.splitlines(keepends=True)
    large = head + b"".join(rest * 3000)
    running = client.post(CATALOGUE, content=large, headers={"content-type": "text/csv"})
    assert running.status_code == 202
    assert client.get(f"/v1/jobs/{running.json()['id']}/report").status_code == 409
    assert client.delete(running.json()["address"]).status_code == 202
    assert done(client, running)["state"] == "cancelled"
    assert [one["id"] for one in client.get("/v1/jobs").json()["items"]][-1] is not None
    # Nothing that was sent stays behind, and nothing has a name that somebody gave it.
    uploads = store / "state" / "uploads"
    until = time.monotonic() + 60
    while any(not path.name.endswith(".report") for path in uploads.iterdir()):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_broken_job_says_why(client: httpx.Client) -> None:
    job = done(
        client, client.post(f"{CATALOGUE}&aside=true", content=b"\x00\x01", headers={"content-type": "text/csv"})
    )
    assert (job["state"], job["problem"]["code"]) == ("failed", "not_a_catalogue")


@pytest.mark.parametrize("aside", ["true", "false"])
def test_programs_are_told_what_they_can_do_about_columns(client: httpx.Client, aside: str) -> None:
    content = "资源中文全名,开放与否\n甲,1\n".encode()
    found = client.post(f"{CATALOGUE}&aside={aside}", content=content, headers={"content-type": "text/csv"})
    problem = done(client, found)["problem"] if aside == "true" else found.json()
    assert "请在表里改列名" in problem["detail"]
    assert "rename its columns" in problem["detail_en"]
    assert "--profile" not in problem["detail"] + problem["detail_en"]
