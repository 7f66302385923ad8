"""What is refused, and how: problem details with the status, the code, the fact, near names, both languages."""

from __future__ import annotations

import json
import re
import socket
from typing import Any

import httpx
import pytest

from opendata_rules.service.bodies import DEPTH, parsed
from opendata_rules.service.errors import BadJson

from .serving import LINES, ON, Running, lines, serving, settings

JSON = {"content-type": "application/json"}
CLASSIFY = "/v1/places/taian/classify"


def ask(client: httpx.Client, path: str, **body: Any) -> httpx.Response:
    return client.post(f"/v1/places/{path}", json={"on": ON, "facts": {}, **body})


#: Address, body, then status, code, and what else the problem names.
REFUSED: dict[str, tuple[str, dict[str, Any], int, str, dict[str, Any]]] = {
    "place": ("烟台/classify", {}, 404, "unknown_jurisdiction", {"argument": "place"}),
    "topic": ("taian/check/delistin", {}, 404, "unknown_topic", {"argument": "topic", "nearest": ["delisting"]}),
    "step": ("taian/deadline/objection.feedbac", {"trigger": ON}, 404, "unknown_procedure", {"argument": "step"}),
    "procedure": ("taian/schedule/objectio", {"trigger": ON}, 404, "unknown_procedure", {"argument": "procedure"}),
    "fact": (
        "taian/classify",
        {"facts": {"state_secrett": True}},
        422,
        "unknown_fact",
        {"fact": "state_secrett", "nearest": ["state_secret"]},
    ),
    "value": ("taian/classify", {"facts": {"国家秘密": "也许"}}, 422, "bad_fact", {"fact": "state_secret"}),
    "number": ("taian/classify", {"facts": {"国家秘密": 1}}, 422, "bad_fact", {"fact": "state_secret"}),
    "facts": ("taian/classify", {"facts": []}, 422, "bad_argument", {"argument": "facts"}),
    "day": ("taian/classify", {"on": "2026-02-30"}, 422, "bad_argument", {"argument": "on"}),
    "day in short": ("taian/classify", {"on": "20260310"}, 422, "bad_argument", {"argument": "on"}),
    "week day": ("taian/classify", {"on": "2026-W10-1"}, 422, "bad_argument", {"argument": "on"}),
    "drafts": ("taian/classify", {"drafts": "false"}, 422, "bad_argument", {"argument": "drafts"}),
    "strict": ("taian/classify", {"strict": 1}, 422, "bad_argument", {"argument": "strict"}),
    "key": ("taian/classify", {"fact": {}}, 422, "bad_argument", {"argument": "fact", "nearest": ["facts"]}),
    "scheme": ("taian/classify", {"scheme": "openin"}, 422, "unknown_topic", {"argument": "scheme"}),
    "declared": ("taian/classify", {"declared": "x"}, 422, "bad_fact", {"argument": "declared"}),
    "declared kind": ("taian/classify", {"declared": 5}, 422, "bad_argument", {"argument": "declared"}),
    "before": ("taian/change", {"after": "open"}, 422, "bad_argument", {"argument": "before"}),
    "actual": ("taian/schedule/objection", {"trigger": ON, "actual": {"x": ON}}, 422, "unknown_procedure", {}),
    "dataset": ("taian/classify", {"dataset": "x" * 501}, 422, "bad_argument", {"argument": "dataset"}),
    "target": ("taian/paths", {}, 422, "bad_argument", {"argument": "target"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_what_is_wrong(client: httpx.Client, name: str) -> None:
    path, body, status, code, told = REFUSED[name]
    found = ask(client, path, **body)
    problem = found.json()
    assert (found.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert found.headers["content-type"] == "application/problem+json"
    assert problem["type"].endswith(code)
    assert problem["instance"].endswith(found.headers["x-request-id"])
    found_of = {key: problem[key][:1] if key == "nearest" else problem[key] for key in told}
    assert found_of == told
    assert any("\u4e00" <= char <= "\u9fff" for char in problem["detail"])
    assert problem["detail_en"][0].isascii()


def test_refusals_speak_of_json_and_not_of_python(client: httpx.Client) -> None:
    """Whoever asks over HTTP sent JSON, and need not know in what the service is written."""
    for value, shown in {"1": " 1。", "[]": "一个列表", '{"a":1}': "一个对象", '"x"': "“x”"}.items():
        told = [client.post(CLASSIFY, content=value, headers=JSON)] * (value[0] != "{")
        told += [ask(client, "taian/classify", drafts=json.loads(value))]
        told += [ask(client, "taian/classify", facts={"国家秘密": json.loads(value)})]
        for found in told:
            assert found.status_code == 422
            detail = found.json()["detail"]
            assert f"得到的是{shown.removesuffix('。')}" in detail
            assert not {"Python", "True", "None", "list", "dict", "bool"} & set(re.findall("[A-Za-z]+", detail))


def test_null_is_not_given(client: httpx.Client) -> None:
    bare = ask(client, "taian/classify").json()
    assert ask(client, "taian/classify", drafts=None, scheme=None, unlisted=None, dataset=None).json() == bare
    for path, body in (("taian/classify", {"facts": None}), ("taian/paths", {"target": None})):
        assert "要写明" in ask(client, path, **body).json()["detail"]


def test_every_bad_fact_is_told_at_once(client: httpx.Client) -> None:
    problem = ask(client, "taian/classify", facts={"国家秘密": "也许", "nothing": True}).json()
    assert [one["code"] for one in problem["problems"]] == ["bad_fact", "unknown_fact"]


#: Bodies that are no JSON, or that two readers may read differently.
BROKEN = {
    "nothing": b"",
    "cut": b'{"on": "2026-03-10", "facts": {',
    "more": b"{} {}",
    "NaN": b'{"on": NaN}',
    "Infinity": b'{"on": -Infinity}',
    "too great": b'{"on": 1e999}',
    "very long number": b'{"on": ' + b"9" * 100_000 + b"}",
    "long fraction": b'{"on": 0.' + b"9" * 100_000 + b"}",
    "a name twice": b'{"on": "2026-03-10", "on": "2027-03-10", "facts": {}}',
    "a fact twice": '{"on": "2026-03-10", "facts": {"国家秘密": true, "国家秘密": false}}'.encode(),
    "half a character": b'{"on": "2026-03-10", "facts": {"\\ud800": true}}',
    "half a value": b'{"on": "2026-03-10", "facts": {"actor": "\\uDC00"}}',
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "just too deep": b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1),
    "GBK": '{"on": "2026-03-10", "facts": {"国家秘密": true}}'.encode("gbk"),
    "UTF-16": '{"on": "2026-03-10"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "full width": '{"on"："2026-03-10"}'.encode(),
    "control character": b'{"on": "2026\x00"}',
    "overlong": b'{"on": "\xc0\xaf"}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_json_is_refused(client: httpx.Client, name: str) -> None:
    found = client.post(CLASSIFY, content=BROKEN[name], headers=JSON)
    assert (found.status_code, found.json()["code"]) == (400, "bad_json")
    told = lines(client.post("/v1/batch", content=BROKEN[name].replace(b"\n", b" ") + b"\n", headers=LINES).text)
    assert [one["status"] for one in told] == ([400] if BROKEN[name] else [])


def test_json_that_is_right_is_taken() -> None:
    assert parsed(b'{"a": "\\ud83d\\ude00 [{[{", "b": [1, -2.5, 1e3, true, null]}') == {
        "a": "😀 [{[{",
        "b": [1, -2.5, 1000.0, True, None],
    }
    assert parsed(b"[" * DEPTH + b"]" * DEPTH)
    assert parsed(json.dumps(["[" * 1000]).encode()) == ["[" * 1000]
    many = {str(number): [] for number in range(5000)}
    assert parsed(json.dumps(many).encode()) == many
    with pytest.raises(BadJson, match="写了两次"):
        parsed(b'{"a": {"x": 1, "x": 1}}')


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_what_a_page_of_another_site_cannot_send_is_taken(client: httpx.Client, media: str) -> None:
    body, headers = b'{"on": "2026-03-10", "facts": {}}', {"content-type": media} if media else {}
    from_here = {"sec-fetch-site": "same-origin"}
    found = client.post(CLASSIFY, content=body, headers={**headers, **from_here})
    assert (found.status_code, found.json()["code"]) == (415, "bad_media")
    for origin in ("null", "https://example.org", "http://127.0.0.1:1"):
        found = client.post(CLASSIFY, content=body, headers={**headers, "origin": origin})
        assert (found.status_code, found.json()["code"]) == (403, "not_allowed")


def test_a_program_need_not_name_the_media_type(client: httpx.Client) -> None:
    """Browsers name the page that asks; where nobody is named, no page asks."""
    good = b'{"on": "2026-03-10", "facts": {}, "question": "classify", "place": "taian"}'
    assert client.post(CLASSIFY, content=b'{"on": "2026-03-10", "facts": {}}').status_code == 200
    assert client.post("/v1/batch", content=good).json()["status"] == 200
    assert client.post(CLASSIFY, content=b"{").json()["code"] == "bad_json"
    assert client.post(CLASSIFY, content=b" " * 1_000_001).json()["code"] == "too_large"
    assert client.post(CLASSIFY, content=good, headers={"sec-fetch-site": "same-site"}).status_code == 403


def test_a_body_that_is_too_large_is_not_read(service: Running, client: httpx.Client) -> None:
    found = client.post(CLASSIFY, content=b" " * 1_000_001, headers=JSON)
    assert (found.status_code, found.json()["code"]) == (413, "too_large")
    # One that says it is huge is answered before it is sent; one that does not say, when it has become so.
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as wire:
        head = f"POST {CLASSIFY} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        wire.sendall(f"{head}Content-Length: 99999999999\r\n\r\n".encode())
        assert wire.recv(4096).startswith(b"HTTP/1.1 413 ")
    chunks = (b"x" * 65536 for _ in range(1000))
    assert client.post(CLASSIFY, content=chunks, headers=JSON).status_code == 413


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    with serving(settings(watch=0, seconds=0.5)) as running:
        for path, media in ((CLASSIFY, "application/json"), ("/v1/batch", "application/jsonl")):
            with socket.create_connection(("127.0.0.1", running.port), timeout=30) as wire:
                head = (
                    f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {media}\r\nContent-Length: 500\r\n\r\n"
                )
                wire.sendall(head.encode() + b'{"on":')
                heard = b""
                while b"too_slow" not in heard:
                    part = wire.recv(65536)
                    assert part, heard
                    heard += part
        with running.client() as client:  # and nobody else was kept waiting
            assert client.get("/healthz").status_code == 200


PATHS = [
    "/v1/places/../../etc/passwd/classify",
    "/v1/places/..%2F..%2Fetc%2Fpasswd/classify",
    "/v1/places/%2e%2e/articles",
    "/v1/places/%00/articles",
    "/v1/places/taian%0d%0aX-Evil:%201/articles",
    "/v1/places/C:%5CWindows/articles",
    "/v1/places/" + "a" * 5000 + "/articles",
    "/v1/places/%ff%fe/articles",
    "/v1/jobs/..%2f..%2fservice.sqlite/report",
    "/v1/jobs/%2e%2e/report",
    "/feeds/..%2f..%2fetc%2fpasswd",
    "//v1/places",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_address_leads_out(service: Running, path: str) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as wire:
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        heard = b""
        while part := wire.recv(65536):
            heard += part
    head, _, body = heard.partition(b"\r\n\r\n")
    assert head.split(b" ")[1] in (b"404", b"405", b"422"), heard[:300]
    assert b"root:" not in heard
    assert b"X-Evil" not in head
    assert json.loads(body)["code"]


def test_nothing_that_was_sent_becomes_a_header_field(client: httpx.Client) -> None:
    for given in ("x\tid-of-a-request", "短", "a" * 65, "bad id of a request"):
        try:
            found = client.get("/healthz", headers={b"x-request-id": given.encode()})
        except httpx.HTTPError:
            continue
        assert found.headers["x-request-id"] != given
    found = client.get("/healthz", headers={"x-request-id": "request-0001"})
    assert found.headers["x-request-id"] == "request-0001"


def test_what_there_is_not(client: httpx.Client) -> None:
    assert client.get("/nothing").json()["code"] == "not_here"
    found = client.get(CLASSIFY)
    assert (found.status_code, found.headers["allow"], found.json()["code"]) == (405, "POST", "bad_method")
    assert client.get("/v1/places?place=taian").json()["code"] == "bad_argument"
    assert client.get("/v1/places/taian/articles?on=2026-03-10&on=2026-03-11").status_code == 422
    assert client.post(f"{CLASSIFY}?law={'0' * 64}", json={"on": ON, "facts": {}}).json()["code"] == "not_here"
    assert client.get(f"/v1/places/taian/monitor/due?on={ON}").json()["code"] == "unavailable"
    assert client.get("/v1/jobs/0123").json()["code"] == "not_here"


def test_every_response_is_guarded(client: httpx.Client) -> None:
    for found in (client.get("/v1/places"), client.get("/nothing"), ask(client, "taian/classify")):
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in found.headers["content-security-policy"]
        assert "access-control-allow-origin" not in found.headers
        assert found.headers["cache-control"] in ("no-store", "private, no-cache")
        assert "server" not in found.headers or "uvicorn" in found.headers["server"]


def test_pages_of_other_sites_get_nothing(client: httpx.Client) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    found = client.options(CLASSIFY, headers=asked)
    assert "access-control-allow-origin" not in found.headers
    found = client.post(CLASSIFY, json={"on": ON, "facts": {}}, headers={"sec-fetch-site": "cross-site"})
    assert found.status_code == 403
    assert client.get("/v1/places", headers={"host": f"LOCALHOST.:{client.base_url.port}"}).status_code == 200
    # A name of theirs that leads here (DNS rebinding).
    found = client.get("/v1/places", headers={"host": "evil.example"})
    assert (found.status_code, found.json()["argument"]) == (403, "Host")
