"""Every question over HTTP: the very answer of the library, by ids and by Chinese labels."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import opendata_rules as odr

from .serving import LINES, ON, lines

DAY = dt.date.fromisoformat(ON)
TRIGGER = "2026-02-11"
PRIVATE = {"涉及个人隐私": True, "第三方意见": "同意"}


def law(place: str = "taian", **options: bool) -> odr.Law:
    return odr.load().law(place, on=DAY, **options)


#: Address, body, and the answer of the library.
QUESTIONS: dict[str, tuple[str, dict[str, Any], Callable[[], Any]]] = {
    "classify": ("taian/classify", {"facts": {"state_secret": True}}, lambda: law().classify({"state_secret": True})),
    "labels": ("泰安市/classify", {"facts": PRIVATE}, lambda: law().classify(PRIVATE)),
    "code": ("370900/classify", {"facts": {}}, lambda: law().classify({})),
    "declared": (
        "泰安/classify",
        {"facts": PRIVATE, "declared": "无条件开放", "unlisted": "否"},
        lambda: law().classify(PRIVATE, declared="无条件开放", unlisted="否"),
    ),
    "sharing": (
        "tengzhou/classify",
        {"facts": {}, "scheme": "共享"},
        lambda: law("tengzhou").classify({}, scheme="共享"),
    ),
    "strict": ("jining/classify", {"facts": {}, "strict": True}, lambda: law("jining", strict=True).classify({})),
    "drafts": ("shandong/classify", {"facts": {}, "drafts": True}, lambda: law("shandong", drafts=True).classify({})),
    "change": (
        "jining/change",
        {"before": "closed", "after": "有条件开放", "facts": {}},
        lambda: law("jining").check_change("closed", "conditional", {}),
    ),
    "check": ("taian/check/delisting", {"facts": {}}, lambda: law().check("delisting", {})),
    "check by label": ("泰安/check/下架", {"facts": {}}, lambda: law().check("delisting", {})),
    "deadline": (
        "taian/deadline/objection.feedback",
        {"trigger": TRIGGER},
        lambda: law().deadline("objection.feedback", trigger=dt.date(2026, 2, 11)),
    ),
    "moved": (
        "taian/deadline/objection.feedback",
        {"trigger": TRIGGER, "receipt": "下一个工作日", "facts": {}},
        lambda: law().deadline("objection.feedback", trigger=dt.date(2026, 2, 11), receipt="next_working_day"),
    ),
    "schedule": (
        "jining/schedule/unopened_request",
        {"trigger": TRIGGER, "actual": {"form_review": "2026-02-13"}, "as_of": "2026-03-01"},
        lambda: law("jining").schedule(
            "unopened_request",
            trigger=dt.date(2026, 2, 11),
            actual={"form_review": dt.date(2026, 2, 13)},
            on=dt.date(2026, 3, 1),
        ),
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_that_of_the_library(client: httpx.Client, name: str) -> None:
    address, body, ask = QUESTIONS[name]
    for _ in range(2):  # the first reads the packs, the next ones do not
        found = client.post(f"/v1/places/{address}", json={"on": ON, **body})
        assert found.status_code == 200, found.text
        assert found.json() == ask().to_dict()
        assert len(found.headers["odr-law"]) == 64
        assert "odr-entry" not in found.headers


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_explains_what_it_answers_in_two_languages(client: httpx.Client, name: str) -> None:
    address, body, ask = QUESTIONS[name]
    place, question = address.split("/", 1)
    found = client.post(f"/v1/places/{place}/explain/{question}", json={"on": ON, **body}).json()
    for lang in ("zh", "en"):
        assert found[lang]["text"] == ask().explain(lang)
        assert list(texts(found[lang]["tree"])) == [line.lstrip("│├└─ ") for line in found[lang]["text"].split("\n")]


def texts(tree: Any) -> Any:
    yield tree["text"]
    for child in tree["children"]:
        yield from texts(child)


def test_an_interview_ends_where_the_answer_is_settled(client: httpx.Client) -> None:
    facts: dict[str, Any] = {}
    for _ in range(30):
        found = client.post("/v1/places/泰安/next/classify", json={"on": ON, "facts": facts}).json()
        if found["settled"]:
            break
        assert found["question"]["fact"] == found["fact"]["id"] == law().classify(facts).questions[0].fact
        facts[found["fact"]["id"]] = False if found["fact"]["type"] == "bool" else next(iter(found["fact"]["values"]))
    assert found == {"question": None, "fact": None, "settled": True, "outcome": "decided"}
    assert law().classify(facts).status == "decided"


def test_what_nobody_knows_is_not_asked_again(client: httpx.Client) -> None:
    first = client.post("/v1/places/taian/next/classify", json={"on": ON, "facts": {}}).json()["question"]["fact"]
    body = {"on": ON, "facts": {}, "asked": [first]}
    found = client.post("/v1/places/taian/next/classify", json=body).json()
    assert found["question"]["fact"] == law().classify({}).questions[1].fact
    for topic in ("check/list", "change"):
        extra = {"before": "open", "after": "closed"} if topic == "change" else {}
        told = client.post(f"/v1/places/taian/next/{topic}", json={"on": ON, "facts": {}, **extra}).json()
        assert told["settled"] is False


def test_ways_to_an_attribute(client: httpx.Client) -> None:
    facts = {"personal_privacy": True, "third_party_response": "refused"}
    found = client.post("/v1/places/taian/paths", json={"on": ON, "facts": facts, "target": "open"})
    assert found.json() == {"items": [way.to_dict() for way in law().classify(facts).paths_to("open")]}


def test_two_laws_are_compared(client: httpx.Client) -> None:
    body = {"a": {"place": "泰安", "on": ON}, "b": {"place": "jining", "on": ON}, "topic": "期限"}
    found = client.post("/v1/compare", json=body)
    assert found.json() == odr.compare(law(), law("jining"), topic="procedures").to_dict()


def test_a_receipt_is_replayed_and_rechecked(client: httpx.Client) -> None:
    given = law().classify(PRIVATE)
    for body in (given.receipt, given.to_dict()):
        assert client.post("/v1/replay", json=body).json() == given.to_dict()
        assert client.post("/v1/recheck", json=body).json()["same"] is True
    other = {**given.receipt, "packs": {}}
    assert client.post("/v1/replay", json=other).status_code == 409
    assert client.post("/v1/replay", json={"receipt": 5}).status_code == 422


def test_what_there_is(client: httpx.Client) -> None:
    library = odr.load()

    def get(path: str) -> Any:
        found = client.get(path)
        assert found.status_code == 200, found.text
        return found.json()["items"]

    assert [one["id"] for one in get("/v1/places")] == list(library.jurisdictions)
    assert get(f"/v1/places/taian/facts/下架?on={ON}") == [one.to_dict() for one in law().facts("delisting")]
    assert get("/v1/places/taian/articles") == [one.to_dict() for one in library.articles("taian")]
    assert get(f"/v1/places/taian/instruments?on={ON}") == [one.to_dict() for one in law().instruments]
    assert get(f"/v1/places/jining/duties?on={ON}&year=2026") == [one.to_dict() for one in law("jining").duties(2026)]
    first, last = dt.date(2026, 2, 1), dt.date(2026, 2, 28)
    days = [one.to_dict() for one in library.calendar.explain(first, last)]
    assert get(f"/v1/calendar?from={first}&to={last}") == days
    term = client.get("/v1/calendar/term?from=2026-02-11&days=5").json()
    assert term["due"] == library.calendar.add(dt.date(2026, 2, 11), 5).isoformat()
    beyond = client.get("/v1/calendar/term?from=2026-12-20&days=10").json()
    assert beyond["due"] is None
    assert (beyond["earliest"], beyond["latest"]) == tuple(
        day.isoformat() for day in library.calendar.bounds(dt.date(2026, 12, 20), 10)
    )
    assert {"classification", "delisting"} <= {one["id"] for one in get("/v1/topics")}
    schema = client.get(f"/v1/places/taian/requests/check?on={ON}&name=下架").json()
    assert schema == odr_request("check", law(), "delisting")


def odr_request(*given: Any) -> Any:
    from opendata_rules import schemas

    return schemas.request(*given)


def test_what_hangs_on_the_law_alone_is_kept_until_the_law_is_another(client: httpx.Client) -> None:
    path = f"/v1/places/taian/facts/list?on={ON}"
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


# -- many at once ----------------------------------------------------------------------------------------------------


def test_a_batch_answers_line_by_line(client: httpx.Client) -> None:
    questions = []
    for number, (address, body, _) in enumerate(QUESTIONS.values()):
        place, question, *about = address.split("/")
        names = {"check": "topic", "deadline": "step", "schedule": "procedure"}
        named = {names[question]: about[0]} if about else {}
        questions.append({"id": number, "question": question, "place": place, "on": ON, **named, **body})
    sent = "\n".join(json.dumps(one, ensure_ascii=False) for one in questions)
    found = client.post("/v1/batch", content=sent, headers=LINES)
    assert found.headers["content-type"] == "application/jsonl"
    told = lines(found.text)
    assert [one["id"] for one in told] == list(range(len(QUESTIONS)))
    assert [one["answer"] for one in told] == [ask().to_dict() for _, _, ask in QUESTIONS.values()]


def test_a_line_that_is_wrong_stops_no_other(client: httpx.Client) -> None:
    good = {"question": "classify", "place": "taian", "on": ON, "facts": {}}
    given = [
        json.dumps({"id": "a", **good}),
        "no json",
        json.dumps({"id": "b", **good, "place": "nowhere"}),
        "",
        json.dumps([1]),
        json.dumps({"id": "c", **good, "question": "classfy"}),
        json.dumps({"id": "d", **good, "facts": {"state_secrett": True}}),
        json.dumps({"id": [1], **good}),
        '{"id": "e", "id": "f"}',
        json.dumps({"id": "z", **good}),
    ]
    told = lines(client.post("/v1/batch", content="\n".join(given), headers=LINES).text)
    assert [(one["id"], one["status"]) for one in told] == [
        ("a", 200),
        (None, 400),
        ("b", 404),
        (None, 422),
        ("c", 422),
        ("d", 422),
        (None, 422),
        (None, 400),
        ("z", 200),
    ]
    assert told[4]["problem"]["nearest"] == ["classify"]
    assert told[5]["problem"]["fact"] == "state_secrett"


def test_a_batch_streams_both_ways(client: httpx.Client, service: Any) -> None:
    """The first answers are there before the last question is sent."""
    import socket

    line = json.dumps({"question": "classify", "place": "taian", "on": ON, "facts": {}}).encode() + b"\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as wire:
        head = (
            f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nContent-Type: application/jsonl\r\n"
            "Transfer-Encoding: chunked\r\n\r\n"
        )
        wire.sendall(head.encode() + b"%x\r\n%b\r\n" % (len(line), line))
        heard = b""
        while heard.count(b"\n{") < 1 and b'"status":200' not in heard:
            part = wire.recv(65536)
            assert part
            heard += part
        wire.sendall(b"%x\r\n%b\r\n0\r\n\r\n" % (len(line), line))
        while not heard.endswith(b"0\r\n\r\n"):
            part = wire.recv(65536)
            assert part
            heard += part
    assert heard.count(b'"status":200') == 2
