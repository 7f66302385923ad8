"""Who may ask: tokens and their scopes and limits, proxies, and what a service without tokens refuses."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.errors import BadArgument
from opendata_rules.service.access.limits import Rates
from opendata_rules.service.access.tokens import Entry, Scope, Tokens, made, write_list
from opendata_rules.service.access.tokens import listed as listed_in
from opendata_rules.service.errors import BadSettings
from opendata_rules.service.running import checked, examined
from opendata_rules.service.settings import PREFIX, is_loopback, settings_of

from .serving import LINES, ON, Running, serving, settings

TODAY = dt.date(2026, 3, 10)
CLASSIFY = "/v1/places/taian/classify"
BODY = {"on": ON, "facts": {"state_secret": True}}


def listed(path: Path, *entries: Entry) -> Path:
    write_list(path, entries)
    return path


# -- tokens ----------------------------------------------------------------------------------------------------------


def test_a_token_opens_and_its_hash_does_not(tmp_path: Path) -> None:
    secret, entry = made("门户", ["ask"])
    tokens = Tokens(path=listed(tmp_path / "tokens.json", entry))
    assert tokens.entry(secret, TODAY) == entry
    text = (tmp_path / "tokens.json").read_text(encoding="utf-8")
    assert secret not in text
    assert secret.split("_", 2)[2] not in text
    assert tokens.entry(f"odr_{entry.id}_{entry.sha256[:43]}", TODAY) is None
    for other in ("", secret[:-1], secret + "A", secret.upper(), "odr_", secret.replace("odr_", "")):
        assert tokens.entry(other, TODAY) is None
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "tokens.json").stat().st_mode) == 0o600


GOOD = {"name": "门户", "id": "abcd1234", "sha256": "0" * 64, "scopes": ["ask"]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{broken", "清单：不是完整的 JSON"),
        ("{}", "清单：应当是令牌的列表"),
        (json.dumps([{"name": "x"}]), "第 1 个令牌的 id 没有写"),
        (json.dumps([GOOD, {**GOOD, "scope": []}]), "第 2 个令牌的 scope 不是令牌的项目"),
        (json.dumps([{**GOOD, "scopes": ["ask", "all"]}]), "的 scopes 应当是权限的列表，至少一个：ask、"),
        (json.dumps([{**GOOD, "until": "2026-02-30"}]), "的 until 应当是存在的日期"),
        (json.dumps([{**GOOD, "rate": 0}]), "的 rate 应当是大于 0 的整数"),
        (json.dumps([GOOD, GOOD]), "编号相同"),
        (json.dumps([5]), "第 1 个令牌应当是一个对象"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_in_chinese(text: str, told: str) -> None:
    with pytest.raises(BadSettings) as caught:
        listed_in(text, "清单.json")
    assert told in str(caught.value)
    assert not {"Field", "Input", "String", "should", "valid"} & set(re.findall("[A-Za-z]+", str(caught.value)))


def test_a_token_ends_with_its_last_day() -> None:
    secret, entry = made("a", ["ask"], until=TODAY)
    tokens = Tokens((entry,))
    assert tokens.entry(secret, TODAY) is entry
    assert tokens.entry(secret, TODAY + dt.timedelta(1)) is None


def test_a_token_that_is_revoked_opens_nothing_soon_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, entry = made("a", ["ask"])
    path = listed(tmp_path / "t.json", entry)
    tokens = Tokens(path=path)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 2)
    write_list(path, [])
    assert tokens.entry(secret, TODAY) is None
    assert tokens.any  # which does not open the service to everybody
    monkeypatch.setattr(time, "monotonic", lambda: now + 4)
    path.write_text("{broken")
    assert tokens.entry(secret, TODAY) is None
    monkeypatch.setattr(time, "monotonic", lambda: now + 6)
    write_list(path, [entry])
    assert tokens.entry(secret, TODAY) == entry


@pytest.mark.parametrize("text", ["{", "[1]", '[{"name": "a"}]', '{"name": "a"}'])
def test_a_list_that_is_none_is_refused_at_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(text)
    with pytest.raises(BadSettings) as caught:
        Tokens(path=path)
    assert caught.value.english


def test_names_and_scopes_are_checked() -> None:
    with pytest.raises(BadArgument):
        made("a/b\n", ["ask"])
    with pytest.raises(BadArgument, match="ask"):
        made("a", ["everything"])
    assert made("a", ["ask", "ask", "audit"])[1].scopes == (Scope.ASK, Scope.AUDIT)


@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 600))
def test_no_more_is_taken_than_the_rate_allows(waits: list[float], rate: int) -> None:
    now = 0.0
    rates = Rates(lambda: now)
    taken: list[float] = []
    for wait in waits:
        now += wait
        left = rates.wait("a", rate)
        if left == 0:
            taken.append(now)
        else:
            assert left > 0
    for start, first in enumerate(taken):
        for end in range(start, len(taken)):
            span = taken[end] - first
            assert end - start + 1 <= max(1, rate / 10) + span * rate / 60 + 1e-6


# -- the service with tokens -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def secrets() -> dict[str, tuple[str, Entry]]:
    found = {scope.value: made(scope.value, [scope]) for scope in Scope}
    slow, entry = made("slow", ["ask"])
    found["slow"] = slow, entry.model_copy(update={"rate": 20, "body": 300, "batch": 3})
    return found


@pytest.fixture(scope="module")
def service(secrets: dict[str, tuple[str, Entry]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("tokens")
    path = listed(folder / "tokens.json", *(entry for _, entry in secrets.values()))
    given = settings(watch=0, tokens=path, store=str(folder / "store"), proxies="127.0.0.1/32")
    with serving(given) as running:
        yield running


def asking(service: Running, token: str, **headers: str) -> httpx.Client:
    return service.client(headers={"authorization": f"Bearer {token}", **headers})


def test_without_a_token_nothing_is_answered(service: Running) -> None:
    with service.client() as client:
        for path in ("/v1/places", "/openapi.json", "/metrics", "/v1/ledger", "/nothing", "/v1/status"):
            found = client.get(path)
            assert (found.status_code, found.json()["code"]) == (401, "not_signed_in")
            assert found.headers["www-authenticate"].startswith("Bearer")
        assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
        for wrong in ("Basic x", "Bearer", "Bearer odr_aaaaaaaa_" + "A" * 43, "Bearer \u00ff"):
            assert client.get("/v1/places", headers={"authorization": wrong.encode("latin-1")}).status_code == 401


#: What each scope opens.
OPENS = {
    "ask": ("GET", "/v1/places"),
    "monitor": ("GET", f"/v1/places/jining/monitor/due?on={ON}"),
    "audit": ("GET", "/v1/ledger"),
}


@pytest.mark.parametrize("scope", [*OPENS, "edit"])
def test_a_scope_opens_its_own_and_nothing_else(
    service: Running, secrets: dict[str, tuple[str, Entry]], scope: str
) -> None:
    with asking(service, secrets[scope][0]) as client:
        for other, (method, path) in OPENS.items():
            found = client.request(method, path)
            assert found.status_code == (200 if other == scope else 403), path
            if other != scope:
                assert found.json()["code"] == "not_allowed"


def test_who_had_the_ledger_answered_again_reads_what_came_of_it(
    service: Running, secrets: dict[str, tuple[str, Entry]]
) -> None:
    with asking(service, secrets["audit"][0]) as client:
        found = client.post("/v1/ledger/recheck", json={})
        assert found.status_code == 202
        address, until = found.json()["address"], time.monotonic() + 60
        while (job := client.get(address).json())["state"] not in ("done", "failed"):
            assert time.monotonic() < until, job
            time.sleep(0.1)
        assert client.get(f"{address}/report").json()["counts"]["changed"] == 0
        assert job["id"] in [one["id"] for one in client.get("/v1/jobs").json()["items"]]
    with asking(service, secrets["ask"][0]) as client:
        assert client.get(address).status_code == 404, "nobody else's job"
    with asking(service, secrets["monitor"][0]) as client:
        refused = client.get(address)
        assert (refused.status_code, "ask 或者 audit" in refused.json()["detail"]) == (403, True)


def test_the_document_says_truly_what_each_address_needs(
    service: Running, secrets: dict[str, tuple[str, Entry]]
) -> None:
    with asking(service, secrets["ask"][0]) as client:
        document = client.get("/openapi.json").json()
    needs = {
        path: item["get"]["security"]
        for path, item in document["paths"].items()
        if "get" in item and "{" not in path.replace("{job}", "0")
    }
    assert needs["/v1/jobs/{job}"] == [{"token": ["ask"]}, {"token": ["audit"]}, {}]
    for scope in (None, *OPENS):
        with service.client() if scope is None else asking(service, secrets[scope][0]) as client:
            for path, security in needs.items():
                told = {name for one in security for name in one.get("token", ())}
                status = client.get(path.replace("{job}", "0")).status_code
                refused = 401 if scope is None else 403
                assert (status == refused) is (bool(told) and scope not in told), (scope, path, status)


def test_the_asker_is_in_the_ledger(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    with asking(service, secrets["ask"][0]) as client:
        number = client.post(CLASSIFY, json=BODY).headers["odr-entry"]
        named = client.post(CLASSIFY, json=BODY, headers={"x-forwarded-user": "张三".encode()}).headers["odr-entry"]
        hostile = client.post(CLASSIFY, json=BODY, headers={"x-forwarded-user": b"a\xff"}).headers["odr-entry"]
    with asking(service, secrets["audit"][0]) as client:
        askers = [client.get(f"/v1/ledger/{one}").json()["asker"] for one in (number, named, hostile)]
    assert askers == ["ask", "ask/张三", "ask"]


def test_a_user_is_believed_from_named_addresses_only() -> None:
    with serving(settings(watch=0, store=None, proxies="10.0.0.0/8")) as running, running.client() as client:
        assert client.post(CLASSIFY, json=BODY, headers={"x-forwarded-user": "root"}).status_code == 200
        parts = running.app.state.parts
        assert parts.settings.proxies


@pytest.mark.parametrize(("proxies", "secure"), [("127.0.0.1/32", True), ("10.0.0.0/8", False), ("", False)])
def test_a_proxy_says_that_people_come_by_tls(
    secrets: dict[str, tuple[str, Entry]], tmp_path: Path, proxies: str, secure: bool
) -> None:
    secret, entry = secrets["ask"]
    given = settings(watch=0, tokens=listed(tmp_path / "tokens.json", entry), proxies=proxies, state=str(tmp_path))
    with serving(given) as running, running.client(headers={"accept": "text/html"}) as client:
        for told, found in (("https", secure), ("http", False), ("HTTPS, http", False), (None, False)):
            headers = {} if told is None else {"x-forwarded-proto": told}
            client.cookies.clear()
            signed_in = client.post("/signin", data={"token": secret}, headers=headers)
            assert ("; secure" in signed_in.headers["set-cookie"].lower()) is found


def test_users_of_a_proxy_have_a_rate_of_their_own() -> None:
    """What one user asks too often is refused to that one; a name from elsewhere than a proxy makes nobody another."""
    for proxies, refused in (((["127.0.0.0/8"]), [True, False]), ([], [True, True])):
        with serving(settings(watch=0, rate=6, proxies=proxies)) as running, running.client() as client:
            found = []
            for user in ("甲", "乙"):
                headers = {"x-forwarded-user": user.encode()}
                asked = [client.get("/v1/topics", headers=headers).status_code for _ in range(1 if found else 3)]
                found.append(429 in asked)
            assert found == refused


def test_limits_are_those_of_the_token(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    with asking(service, secrets["slow"][0]) as client:
        too_large = client.post(CLASSIFY, content=b" " * 301, headers={"content-type": "application/json"})
        assert too_large.status_code == 413
        line = json.dumps({"question": "classify", "place": "taian", "on": ON, "facts": {}})
        told = client.post("/v1/batch", content="\n".join([line] * 4), headers=LINES).text
        assert json.loads(told.splitlines()[-1])["problem"]["code"] == "too_large"
        found = client.get("/v1/places")
        assert (found.status_code, found.json()["code"]) == (429, "too_many")
        assert int(found.headers["retry-after"]) >= 1
    with asking(service, secrets["ask"][0]) as client:  # nobody else is slowed
        assert client.get("/v1/places").status_code == 200


def test_a_job_is_of_whoever_began_it(service: Running, secrets: dict[str, tuple[str, Entry]]) -> None:
    other, entry = made("other", ["ask"])
    path = service.app.state.parts.settings.tokens
    write_list(path, [*(one for _, one in secrets.values()), entry])
    time.sleep(1.1)
    csv = "数据集名称\n路灯\n".encode()
    address = f"/v1/places/taian/catalogue?on={ON}&aside=true"
    with asking(service, secrets["ask"][0]) as client:
        job = client.post(address, content=csv, headers={"content-type": "text/csv"}).json()
        assert client.get(job["address"]).status_code == 200
    with asking(service, other) as client:
        assert client.get(job["address"]).status_code == 404
        assert client.delete(job["address"]).status_code == 404
        assert client.get("/v1/jobs").json()["items"] == []


def test_no_secret_and_no_fact_is_logged(
    service: Running, secrets: dict[str, tuple[str, Entry]], caplog: pytest.LogCaptureFixture
) -> None:
    from opendata_rules.service.observing import Lines

    logging.getLogger("opendata_rules.service").propagate = True
    with caplog.at_level(logging.DEBUG), asking(service, secrets["ask"][0]) as client:
        client.post(CLASSIFY, json={"on": ON, "facts": {"actor": "秘密的人"}, "dataset": "秘密的集"})
        client.get("/v1/places/秘密的地方/articles?law=000000000000")
        client.get(f"/v1/nothing?token={secrets['ask'][0]}")
    told = "\n".join(Lines().format(record) for record in caplog.records if "odr" in vars(record))
    assert '"path": "/v1/places/{place}/classify"' in told
    for secret in (secrets["ask"][0], secrets["ask"][1].sha256, "秘密"):
        assert secret not in told
    for line in told.splitlines():
        assert json.loads(line)["request"]


# -- the service without tokens --------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_it_does_not_answer_others_without_tokens(host: str, tmp_path: Path) -> None:
    assert not is_loopback(host)
    with pytest.raises(BadSettings, match="令牌"):
        checked(settings(host=host))
    checked(settings(host=host, tokens=listed(tmp_path / "t.json", made("a", ["ask"])[1])))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_it_answers_this_machine_without_tokens(host: str) -> None:
    assert is_loopback(host)
    checked(settings(host=host))


def test_it_refuses_others_even_where_a_server_was_bound_without_asking() -> None:
    import asyncio

    from opendata_rules.service.app import create

    async def status(server: str, **options: bool) -> int:
        app = create(settings(watch=0), **options)
        transport = httpx.ASGITransport(app=app)
        async with app.router.lifespan_context(app):
            base = f"http://{server}:8000"
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                found = await client.get("/v1/places", headers={"host": "localhost"})
                return found.status_code

    assert asyncio.run(status("127.0.0.1")) == 200
    assert asyncio.run(status("192.0.2.1")) == 403
    # A platform that mounts it says itself who may ask.
    assert asyncio.run(status("192.0.2.1", mounted=True)) == 200


def test_a_program_asks_it_without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from opendata_rules.service.app import create

    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)

    async def asked(app: Any, client: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=(client, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as caller:
            return await caller.post(CLASSIFY, json=BODY)

    async def started(app: Any) -> httpx.Response:
        async with app.router.lifespan_context(app):
            return await asked(app, "testclient")

    assert asyncio.run(started(create(telemetry=False))).json()["attribute"] == "closed"
    # Without its lifespan too: questions need no store.
    app = create(telemetry=False)
    assert asyncio.run(asked(app, "testclient")).json()["attribute"] == "closed"
    assert asyncio.run(asked(app, "127.0.0.1")).status_code == 200
    # Who asks from elsewhere is no such program, whatever the server is called.
    assert asyncio.run(asked(app, "192.0.2.7")).status_code == 403


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 200),
        ({"client": ("192.0.2.7", 5000)}, 403),
        ({"server": ("127.0.0.1", 80)}, 403),
        ({"headers": [(b"host", b"example.org")]}, 403),
    ],
)
def test_a_program_need_not_make_up_a_server(more: dict[str, Any], status: int) -> None:
    import asyncio

    from opendata_rules.service.app import create

    app, sent = create(settings()), []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/v1/status"}
    asyncio.run(app({**scope, "query_string": b"", "headers": [], **more}, receive, send))
    assert sent[0]["status"] == status


def test_single_settings_make_a_service(tmp_path: Path) -> None:
    from opendata_rules.service.app import create

    assert create(store=str(tmp_path), port=0).state.parts.settings.store == str(tmp_path)
    with pytest.raises(BadSettings, match="stor") as told:
        create(stor="x")
    assert told.value.nearest[0] == "store"
    with pytest.raises(TypeError):
        create(settings(), port=1)


# -- settings --------------------------------------------------------------------------------------------------------


def test_arguments_win_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "service.toml"
    file.write_text('port = 1\nseconds = 3\nhosts = ["open.example.cn"]\n')
    monkeypatch.setenv(f"{PREFIX}PORT", "2")
    monkeypatch.setenv(f"{PREFIX}HOSTS", "a.example.cn, B.example.cn")
    found = settings_of(file, port=None)
    assert (found.port, found.seconds, found.hosts) == (2, 3.0, ("a.example.cn", "b.example.cn"))
    assert settings_of(file, port="3").port == 3
    monkeypatch.delenv(f"{PREFIX}HOSTS")
    assert settings_of(file).hosts == ("open.example.cn",)


@pytest.mark.parametrize("text", ["port = 70000", "prot = 8000", "port = ", "seconds = 0", 'also = ["x"]'])
def test_settings_that_are_wrong_are_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "service.toml"
    file.write_text(text)
    with pytest.raises(BadSettings) as caught:
        settings_of(file)
    assert caught.value.english
    if text.startswith("prot"):
        assert caught.value.nearest[0] == "port"


def test_everything_is_tried_before_the_start(tmp_path: Path) -> None:
    said: list[str] = []
    examined(settings(port=0, store=str(tmp_path / "store")), said.append)
    assert any("7 个地方" in line for line in said)
    with pytest.raises(BadSettings):
        examined(settings(port=0, tokens=tmp_path / "none"), said.append)
    with pytest.raises(BadSettings):
        examined(settings(host="192.0.2.1", token_list=f"[{made('a', ['ask'])[1].model_dump_json()}]"), said.append)
