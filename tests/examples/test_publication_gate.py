"""The gate publishes only what can stand whatever is unknown, and keeps the receipt of what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from tests.examples import EXAMPLES, client

gate = client("publication_gate")

ON = "2026-03-10"


@pytest.fixture(scope="module")
def harmless() -> dict[str, object]:
    """Every question of Tai'an answered with no."""
    law = odr.load().law("泰安", on=gate.dt.date.fromisoformat(ON))
    return {fact.label: False for fact in law.facts("开放属性判定") if fact.type == odr.FactType.BOOL}


def asked(record: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """The exit status for a record, and the one line that is printed."""
    path = tmp_path / "record.json"
    path.write_text(record if isinstance(record, str) else json.dumps(record), encoding="utf-8")
    status = gate.main([str(path), "--receipts", str(tmp_path / "receipts.jsonl")])
    out = capsys.readouterr().out
    assert out.isascii()
    assert out.count("\n") == 1
    told: dict[str, Any] = json.loads(out)
    return status, told


def record(facts: dict[str, object], **others: object) -> dict[str, object]:
    return {"dataset": "D-1", "place": "泰安", "on": ON, "declared": "无条件开放", "facts": facts, **others}


def test_what_can_stand_is_published(
    harmless: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = asked(record(harmless), tmp_path, capsys)
    assert (status, told["verdict"], told["questions"]) == (0, "publish", [])
    assert told["reasons"][0]["citation"] == "《泰安市公共数据开放办法（试行）》第十四条第（十一）项"


@pytest.mark.parametrize(
    ("facts", "others", "status", "verdict", "citation"),
    [
        ({"涉及个人隐私": True, "第三方意见": "不同意"}, {}, 1, "refuse", "第十二条第（四）项"),
        ({"国家秘密": True}, {"declared": "closed"}, 1, "refuse", ""),  # can stand, and must not be published
        ({"协议或者知识产权限制": True}, {}, 4, "ask a human", "第十二条第（四）项"),
        ({}, {"was": "无条件开放"}, 0, "publish", "第十四条第（十一）项"),  # stays what it was
        (
            {"安全和处理能力要求较高": True, "同意（审核）状态": "未申请"},
            {"was": "无条件开放", "declared": "有条件开放"},
            1,
            "refuse",
            "第十五条第一款",
        ),
        (
            {"安全和处理能力要求较高": True},
            {"was": "无条件开放", "declared": "有条件开放"},
            4,
            "ask a human",
            "第十五条第一款",
        ),
    ],
)
def test_verdicts(
    facts: dict[str, object],
    others: dict[str, object],
    status: int,
    verdict: str,
    citation: str,
    harmless: dict[str, object],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    got, told = asked(record({**harmless, **facts}, **others), tmp_path, capsys)
    assert (got, told["verdict"]) == (status, verdict)
    assert told["reasons"][0]["citation"].endswith(citation)
    kept = [json.loads(line) for line in (tmp_path / "receipts.jsonl").read_text(encoding="ascii").splitlines()]
    assert [line["receipt"] for line in kept] == told["receipts"]
    assert len(kept) == (2 if "was" in others else 1)


def test_nothing_known_is_for_a_human_who_is_told_what_to_ask(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = asked(record({}), tmp_path, capsys)
    assert (status, told["verdict"]) == (4, "ask a human")
    assert "state_secret" in [question["fact"] for question in told["questions"]]


def test_all_bad_facts_are_told_at_once_and_nothing_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = asked(record({"国家秘蜜": True, "personal_privacy": "是", "\ud800": 1}), tmp_path, capsys)
    assert (status, told["verdict"]) == (2, "bad record")
    assert [problem["code"] for problem in told["problems"]] == ["unknown_fact", "bad_fact", "unknown_fact"]
    assert "state_secret" in told["problems"][0]["nearest"] or "国家秘密" in told["problems"][0]["nearest"]
    assert not (tmp_path / "receipts.jsonl").exists()


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "[" * 100_000,
        "[]",
        '{"dataset": "D"}',
        '{"dataset": "D", "place": "泰安", "declared": "open", "facts": {"国家秘密": true, "国家秘密": false}}',
        json.dumps(record({}, declared="无条件共享")),
        json.dumps(record({}, was="公开")),
        json.dumps(record({}, place="巴黎")),
        json.dumps(record({}, on="2026-02-30")),
        json.dumps(record({}, wass="open")),
        json.dumps({**record({}), "facts": []}),
    ],
)
def test_a_bad_record_is_no_verdict(bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = asked(bad, tmp_path, capsys)
    assert (status, told["verdict"]) == (2, "bad record")
    assert told["problems"]


def test_a_line_that_was_cut_off_takes_no_other_down(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "receipts.jsonl"
    store.write_text('{"dataset": "D-0", "rece', encoding="utf-8")
    asked(record({}), tmp_path, capsys)
    asked(record({}), tmp_path, capsys)
    lines = store.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert [json.loads(line)["dataset"] for line in lines[1:]] == ["D-1", "D-1"]


def test_what_cannot_be_kept_is_not_published(
    harmless: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "receipts.jsonl").mkdir()
    status, told = asked(record(harmless), tmp_path, capsys)
    assert (status, told["verdict"]) == (2, "bad record")


def test_standard_input_and_a_plain_locale() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "publication_gate.py")],
        input=json.dumps(record({"国家秘密": True}), ensure_ascii=False).encode(),
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": str(EXAMPLES.parent / "src")},
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["verdict"] == "refuse"
