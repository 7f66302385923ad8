"""The rules change while the service runs: swapped whole or kept out, and no answer is of two laws."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from opendata_rules.errors import BadPack
from opendata_rules.service import watching
from opendata_rules.service.editions import Editions, digest_of, edition_of, marks_of, revision_of
from opendata_rules.service.linting import main as lint
from opendata_rules.service.observing import Observer
from opendata_rules.service.parts import Parts
from opendata_rules.service.routes import operation

from ..repositories import git
from .rules import MEASURES, edit, small
from .serving import LINES, ON, Running, lines, ready, serving, settings

OLD = "结论: 不予开放\n      条件: {可能危及安全稳定: 是}"
NEW = "结论: 有条件开放\n      条件: {可能危及安全稳定: 是}"
BODY = {"on": ON, "facts": {"可能危及安全稳定": True}, "unlisted": "false"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small(tmp_path / "规则")


# -- what a state is -------------------------------------------------------------------------------------------------


def test_a_digest_is_of_the_files_and_of_nothing_else(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "other"
    shutil.copytree(folder, copy)
    assert digest_of([folder]) == digest_of([copy])
    (copy / "README").write_text("no rule")
    assert digest_of([folder]) == digest_of([copy])
    edit(copy, OLD, NEW)
    assert digest_of([folder]) != digest_of([copy])


def test_marks_change_with_any_file(folder: Path) -> None:
    before = marks_of(folder)
    assert marks_of(folder) == before
    (folder / "jurisdictions" / "new.yaml").write_text("")
    assert marks_of(folder) != before


def test_an_edition_is_a_copy(folder: Path, tmp_path: Path) -> None:
    edition = edition_of(folder, tmp_path / "copies")
    edit(folder, OLD, "没有")
    shutil.rmtree(folder)
    import datetime as dt

    law = edition.law("taian", dt.date.fromisoformat(ON), False, False)
    assert law.classify({"可能危及安全稳定": True}).attribute == "closed"


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("秘密")
    (folder / "rules" / MEASURES / "rules.yaml").unlink()
    (folder / "rules" / MEASURES / "rules.yaml").symlink_to(secret)
    edition = edition_of(folder, tmp_path / "copies")
    with pytest.raises(BadPack):
        edition.library.pack(MEASURES)
    assert not (edition.copied / "rules" / MEASURES / "rules.yaml").is_file() or "秘密" not in str(edition)  # type: ignore[operator]


def test_no_rules_are_no_edition(tmp_path: Path) -> None:
    """It is told of the folder that was named, and nothing is left of a copy."""
    with pytest.raises(BadPack, match=re.escape(f"{tmp_path} 不是规则文件夹")):
        edition_of(tmp_path, tmp_path / "copies")
    assert not (tmp_path / "copies").exists()


def test_the_commit_of_a_checkout_is_read_from_its_files(folder: Path) -> None:
    assert revision_of(folder) == ""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    head = git(folder, "rev-parse", "HEAD").strip()
    assert revision_of(folder) == head
    git(folder, "pack-refs", "--all")
    assert revision_of(folder) == head
    git(folder, "checkout", "-q", "--detach")
    assert revision_of(folder) == head


def test_the_linter_apart_says_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, OLD, OLD.replace("结论", "结伦"))
    lint(str(folder))
    errors = json.loads(capsys.readouterr().out)["errors"]
    assert errors
    assert errors[0]["path"].endswith("rules.yaml")


# -- while it runs ---------------------------------------------------------------------------------------------------


@pytest.fixture
def service(folder: Path, tmp_path: Path) -> Iterator[Running]:
    given = settings(rules=folder, watch=0.1, state=tmp_path / "state")
    with serving(given) as running, running.client() as client:
        ready(client)
        yield running


def status(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/v1/status").json()
    return found


def until(client: httpx.Client, holds: Any, seconds: float = 90) -> dict[str, Any]:
    end = time.monotonic() + seconds
    while not holds(found := status(client)):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


@pytest.mark.one_interpreter
def test_a_swap_under_load_mixes_nothing(service: Running, folder: Path) -> None:
    seen: list[tuple[str, str, str]] = []
    problems: list[str] = []
    stop = threading.Event()

    def asking() -> None:
        with service.client() as client:
            while not stop.is_set():
                found = client.post("/v1/places/taian/classify", json=BODY)
                if found.status_code != 200:
                    problems.append(found.text)
                    return
                told = found.json()
                seen.append((found.headers["odr-law"], told["attribute"], told["receipt"]["packs"][MEASURES]["digest"]))

    def in_batches() -> None:
        line = json.dumps({"question": "classify", "place": "taian", **BODY})
        with service.client() as client:
            while not stop.is_set():
                found = client.post("/v1/batch", content="\n".join([line] * 200), headers=LINES)
                answers = {one["answer"]["attribute"] for one in lines(found.text)}
                if len(answers) != 1:
                    problems.append(f"mixed batch: {answers}")
                    return
                seen.append((found.headers["odr-law"], answers.pop(), ""))

    threads = [threading.Thread(target=work) for work in (asking, asking, in_batches)]
    with service.client() as client:
        first = status(client)["law"]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        edit(folder, OLD, NEW)
        second = until(client, lambda found: found["law"] != first)["law"]
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join(60)
        assert problems == []
        assert {(law, attribute) for law, attribute, _ in seen} == {(first, "closed"), (second, "conditional")}
        assert len({(law, digest) for law, _, digest in seen if digest}) == 2
        # The earlier law still answers where it is named, and can be compared with the one of today.
        for law, attribute in ((first, "closed"), (first[:12], "closed"), (second, "conditional")):
            found = client.post(f"/v1/places/taian/classify?law={law}", json=BODY)
            assert (found.json()["attribute"], found.headers["odr-law"][:12]) == (attribute, law[:12])
        sides = {name: {"place": "taian", "on": ON, "law": law} for name, law in (("a", first), ("b", second))}
        compared = client.post("/v1/compare", json=sides).json()
        assert compared["differences"]
        receipt = client.post(f"/v1/places/taian/classify?law={first}", json=BODY).json()["receipt"]
        assert client.post("/v1/replay", json=receipt).status_code == 409
        assert client.post(f"/v1/replay?law={first}", json=receipt).status_code == 200
        rechecked = client.post("/v1/recheck", json=receipt).json()
        assert (rechecked["then"]["attribute"], rechecked["now"]["attribute"]) == ("closed", "conditional")
        # What was kept of the old law is asked for anew.
        path = f"/v1/places/taian/facts/classification?on={ON}"
        old = client.get(f"{path}&law={first}").headers["etag"]
        assert client.get(path, headers={"if-none-match": old}).status_code == 200


@pytest.mark.one_interpreter
def test_what_is_broken_is_kept_out_with_the_reason(service: Running, folder: Path) -> None:
    with service.client() as client:
        first = status(client)["law"]
        edit(folder, OLD, OLD.replace("条件", "条佣"))
        found = until(client, lambda found: found["kept_out"] is not None)
        assert found["law"] == first
        assert "rules.yaml" in found["kept_out"]["reason"]
        assert found["kept_out"]["problems"][0]["code"]
        assert found["workers"] == [{**found["workers"][0], "law": first, "stale": False}]
        assert client.post("/v1/places/taian/classify", json=BODY).json()["attribute"] == "closed"
        shutil.move(folder / "rules", folder / "elsewhere")
        until(client, lambda found: found["kept_out"]["digest"] == "")
        assert client.get("/readyz").status_code == 200
        shutil.move(folder / "elsewhere", folder / "rules")
        edit(folder, OLD.replace("条件", "条佣"), NEW)
        found = until(client, lambda found: found["law"] != first)
        assert found["kept_out"] is None
        assert client.post("/v1/places/taian/classify", json=BODY).json()["attribute"] == "conditional"
        kept_out = client.get("/metrics").text.partition('odr_law_swaps_total{how="kept out"} ')[2]
        # Once for each state, and once more where it was seen between the two last edits.
        assert kept_out[:3] in ("2.0", "3.0")


@pytest.mark.one_interpreter
def test_whatever_goes_wrong_with_a_look_the_next_one_is_taken(
    service: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []

    def failing(function: Callable[..., Any], error: Exception) -> Callable[..., Any]:
        def once(*given: Any) -> Any:
            if function.__name__ not in looks:
                looks.append(function.__name__)
                raise error
            return function(*given)

        return once

    with service.client() as client:
        first = status(client)["law"]
        # A folder that goes while it is looked through, as in a checkout; and what nobody has thought of.
        monkeypatch.setattr(watching, "marks_of", failing(marks_of, FileNotFoundError()))
        monkeypatch.setattr(watching, "edition_of", failing(edition_of, RuntimeError()))
        edit(folder, OLD, OLD.replace("条件", "条佣"))
        until(client, lambda found: len(looks) == 2 and found["kept_out"] is not None)
        edit(folder, OLD.replace("条件", "条佣"), NEW)
        assert until(client, lambda found: found["law"] != first)["kept_out"] is None


def test_a_disk_that_takes_no_sign_of_life_stops_nothing(tmp_path: Path) -> None:
    parts = Parts(settings(), Observer(), Editions(1), state=tmp_path)
    (tmp_path / operation.WORKERS).touch()
    operation.sign_of_life(parts)
    (tmp_path / operation.WORKERS).unlink()
    operation.sign_of_life(parts)
    assert len(operation.workers_of(tmp_path)) == 1


def test_without_rules_it_answers_nothing_and_says_so(tmp_path: Path) -> None:
    with serving(settings(rules=tmp_path, watch=0.1, state=tmp_path / "state")) as running, running.client() as client:
        found = client.post("/v1/places/taian/classify", json=BODY)
        assert (found.status_code, found.json()["code"]) == (503, "unavailable")
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
        assert "rules" in until(client, lambda found: found["kept_out"] is not None)["kept_out"]["reason"]
