"""The nightly job does each part by itself, and twice is as good as once."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from tests.examples import EXAMPLES, client

job = client("nightly_job")

ON = dt.date(2026, 3, 10)


@pytest.fixture
def folder(tmp_path: Path, library: odr.Library) -> Path:
    """What a platform left for the night."""
    home = tmp_path / "night"
    home.mkdir()
    shutil.copy(EXAMPLES / "taian_catalogue.csv", home / "catalogue.csv")
    shutil.copy(EXAMPLES / "jining_events.jsonl", home / "events.jsonl")
    law = library.law("泰安", on=ON)
    answers = [
        law.classify({"涉及个人隐私": True, "第三方意见": "不同意"}, declared="open"),
        law.classify({"国家秘密": True}, declared="closed"),
    ]
    lines = [{"dataset": f"D-{number}", "receipt": answer.receipt} for number, answer in enumerate(answers)]
    lines.append(answers[1].to_dict())
    (home / "receipts.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return home


def told(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, str]]:
    """The exit status, and the summary by part."""
    status = job.main([str(folder), "济宁", "--on", ON.isoformat(), *options])
    return status, dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())


def written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())}


def test_twice_is_as_good_as_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, first = told(folder, capsys)
    once = written(folder)
    assert (status, told(folder, capsys)[0]) == (1, 1)
    assert written(folder) == once
    assert list(once) == sorted(
        ["agenda.html", "agenda.json", "cases.ics", "catalogue.html", "catalogue.json", "recheck.json", "rejects.json"]
    )
    assert first["cases"].startswith(
        "11 events taken, 0 known, 0 kept aside; 0 last days moved; 3 steps owed, 4 breaches"
    )
    assert first["catalogue"] == "14 datasets: 7 can stand, 1 cannot; 2 updates overdue"
    assert first["receipts"] == "3 stand, 0 would be others now, 0 cannot be told, 0 lines are damaged"
    assert b"BEGIN:VCALENDAR" in once["cases.ics"]


def test_events_that_are_none_are_kept_aside_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = folder / "events.jsonl"
    events.write_bytes(events.read_bytes() + b'{"id": "x", "case": "A\n\xff\xfe\n[1]\n')
    for known in ("11 events taken, 0 known", "0 events taken, 11 known"):
        assert told(folder, capsys)[1]["cases"].startswith(f"{known}, 3 kept aside")
    assert len(json.loads((folder / "out" / "rejects.json").read_text(encoding="utf-8"))) == 3


def test_changed_rules_are_named(folder: Path, other_rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, parts = told(folder, capsys, "--rules", str(other_rules))
    assert parts["receipts"] == "2 stand, 1 would be others now, 0 cannot be told, 0 lines are damaged"
    found: list[dict[str, Any]] = json.loads((folder / "out" / "recheck.json").read_text(encoding="utf-8"))
    assert [(one["line"], one["dataset"]) for one in found] == [(1, "D-0")]
    assert (found[0]["then"]["attribute"], found[0]["now"]["attribute"]) == ("closed", None)
    assert [rule["id"] for rule in found[0]["rules"]] == ["taian-12-4"]
    assert found[0]["rules"][0]["citation"]["text"] == "《泰安市公共数据开放办法（试行）》第十二条第（四）项"


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("catalogue.csv", b"\x00\xff\x00", "catalogue"),
        ("receipts.jsonl", b'{"receipt": 2}\n{"dataset": "\\ud800", "receipt": {}}\n', "receipts"),
        ("cases.sqlite", b"no database " * 100, "cases"),
    ],
)
def test_what_is_broken_stops_its_own_part_alone(
    name: str, content: bytes, part: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, before = told(folder, capsys)
    (folder / name).write_bytes(content)
    status, after = told(folder, capsys)
    assert status == 2
    assert {key: said for key, said in after.items() if key not in (part, "cases")} == {
        key: said for key, said in before.items() if key not in (part, "cases")
    }
    assert after[part] != before[part]


def test_a_folder_with_nothing_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(tmp_path, capsys) == (
        0,
        {"catalogue": "no catalogue.csv", "cases": "no events.jsonl", "receipts": "no receipts.jsonl"},
    )


def test_no_such_place_and_no_such_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert job.main([str(tmp_path), "巴黎"]) == 2
    assert job.main([str(tmp_path / "none"), "济宁"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
