"""``ledger``, and answers that go into one."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from opendata_rules import schemas

from ..laws import ROOT
from .conftest import ON, Run


@pytest.fixture
def store(run: Run, tmp_path: Path) -> str:
    path = str(tmp_path / "台账.sqlite")
    here = ("-j", "泰安", "--on", ON, "--ledger", path)
    told = run("classify", *here, "--fact", "国家秘密=是", "--dataset", "D-1", "--department", "公安局", "--json")
    assert told.json["attribute"] == "closed"
    assert "第 1 条" in told.err
    run("change", "无条件开放", "不予开放", *here)
    assert "第 3 条" in run("check", "责任人员", *here).err
    return path


def test_every_answer_may_be_kept(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "l.sqlite")
    here = ("-j", "泰安", "--ledger", path, "--department", "公安局")
    catalogue = str(ROOT / "examples" / "taian_catalogue.csv")
    run("deadline", "objection.feedback", "--trigger", ON, "--dataset", "D-1", *here)
    run("schedule", "objection", "--trigger", ON, "--on", ON, *here)
    run("catalogue", catalogue, "--on", ON, *here)
    assert "第 4 条" in run("catalogue", "--changes", catalogue, catalogue, "--on", ON, *here).err
    found = run("ledger", "find", path, "--department", "公安局", "--json").json["items"]
    assert [one["kind"] for one in found] == ["deadline", "schedule", "catalogue", "catalogue_changes"]
    assert run("ledger", "find", path, "--verdict", "确定", "--json").json["items"] == found[:1]
    assert run("ledger", "verify", path).status == 0
    for refused in (
        ("schedule", *here),
        ("deadline", "objection.feedback", "-j", "泰安", "--trigger", ON, "--dataset", "D-1"),
        ("catalogue", catalogue, "-j", "泰安", "--ledger", str(tmp_path / "no" / "l.sqlite")),
        ("ledger", "find", path, "--verdict", "公开"),
        ("ledger", "find", path, "--provision", "12(二)"),
    ):
        assert run(*refused).status == 2


def checked(schema: str, value: object) -> None:
    Draft202012Validator(schemas.schema(schema)).validate(value)


def test_kept_found_and_shown(run: Run, store: str, tmp_path: Path) -> None:
    found = run("ledger", "find", store, "--json")
    assert found.status == 0
    checked("ledger_entry_list", found.json)
    assert [one["kind"] for one in found.json["items"]] == ["classify", "change", "check"]
    assert (
        run("ledger", "find", store, "--dataset", "D-1", "--provision", "taian-12-2", "--json").json["items"][0][
            "number"
        ]
        == 1
    )
    assert "没有" in run("ledger", "find", store, "--until", "2020-01-01").out
    assert "--after 1" in run("ledger", "find", store, "--limit", "1").err
    assert run("ledger", "find", store, "--limit", "0").status == 2
    shown = run("ledger", "show", store, "1")
    assert "state_secret：true" in shown.out
    checked("ledger_entry", run("ledger", "show", store, "1", "--json").json)
    receipt = run("ledger", "show", store, "1", "--receipt")
    assert run("replay", "-", stdin=receipt.out.encode()).status == 0
    assert run("ledger", "show", store, "9").status == 2
    assert run("ledger", "find", str(tmp_path / "none")).status == 2


def test_proven(run: Run, store: str, tmp_path: Path) -> None:
    key, note, lines = (str(tmp_path / name) for name in ("k.pem", "检查点.txt", "e.jsonl"))
    public = run("ledger", "key", key, "--new", "市局").out.strip()
    if os.name == "posix":
        assert os.stat(key).st_mode & 0o077 == 0
    assert run("ledger", "key", key, "--new", "市局").status == 2
    assert run("ledger", "key", key).out.strip() == public
    made = run("ledger", "checkpoint", store, "--key", key, "-o", note, "--json")
    checked("checkpoint", made.json)
    done = run("ledger", "verify", store, "--checkpoint", note, "--public-key", public)
    assert done.status == 0
    assert "签名有效：市局" in done.out
    assert run("ledger", "verify", store, "--public-key", public).status == 2
    assert "cut off" in run("ledger", "verify", store, "--lang", "en").out
    assert run("ledger", "export", store, "-o", lines).status == 0
    found = run("ledger", "verify", lines, "--checkpoint", note, "--json")
    checked("verification", found.json)
    assert run("ledger", "export", store, "-o", str(tmp_path / "e.txt")).status == 2
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE ledger_entries SET body = replace(body, 'closed', 'open') WHERE number = 1")
    connection.close()
    broken = run("ledger", "verify", store, "--json")
    assert broken.status == 1
    checked("error", broken.json)
    assert (broken.json["number"], broken.json["reason"]) == (1, "digest")
    assert "ledger_broken" in broken.err
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE ledger_entries SET body = '{'")
    connection.close()
    for command in (("find",), ("show", "1"), ("recheck",)):
        name, *rest = command
        assert run("ledger", name, store, *rest).status == 1


def test_answered_again_and_forgotten(run: Run, store: str, tmp_path: Path) -> None:
    same = run("ledger", "recheck", store, "--json")
    assert same.status == 0
    checked("rechecked", same.json)
    state = str(tmp_path / "state.jsonl")
    other = run("ledger", "recheck", store, "--on", "2022-03-10", "--state", state, "--json")
    assert other.status == 1
    checked("rechecked", other.json)
    assert run("ledger", "recheck", store, "--on", "2022-03-10", "--state", state, "--json").json == other.json
    done = run("ledger", "erase", store, "1", "--fact", "国家秘密", "--asker", "法制科", "--json")
    checked("ledger_entry", done.json)
    assert run("ledger", "erase", store, "1", "--fact", "国家秘密").status == 2
    assert run("ledger", "show", store, "1").out.count("抹去") == 1
    again = run("ledger", "recheck", store)
    assert again.status == 4
    assert "不能定" in again.out
    assert run("ledger", "verify", store).status == 0
    assert json.dumps(run("ledger", "show", store, "4", "--json").json)


def test_names_without_a_ledger(run: Run, tmp_path: Path) -> None:
    assert run("classify", "-j", "泰安", "--dataset", "D").status == 2
    assert run("classify", "-j", "泰安", "--ledger", str(tmp_path / "no" / "l.sqlite")).status == 2
    assert run("ledger").status == 2
