"""``opendata-rules monitor``: a feed in, and out comes what is owed and what was broken."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import icalendar
import pytest
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas

from .conftest import ON, ROOT, Run

DAY = dt.date.fromisoformat(ON)
HERE = ("-j", "济宁", "--on", ON)


@pytest.fixture
def fed(run: Run, folder: Path) -> Path:
    """A folder in which the example feed was taken in."""
    done = run("monitor", "ingest", "事件.jsonl", "-j", "济宁")
    assert (done.status, done.err) == (0, "")
    assert "收进 11 个事件，重复 0 个，搁置 0 个。" in done.out
    assert (folder / "cases.sqlite").exists()
    assert not list(folder.glob("*.rejects.jsonl"))
    return folder


def same() -> odr.Monitor:
    """A monitor of the same events in memory."""
    found = odr.monitor(odr.load(ROOT).law("jining", on=DAY))
    lines = (ROOT / "examples" / "jining_events.jsonl").read_text(encoding="utf-8").splitlines()
    found.ingest(map(json.loads, lines))
    return found


def valid(name: str, found: Any) -> bool:
    return Draft202012Validator(schemas.schema(name)).is_valid(found)


def test_json_is_what_the_library_answers(run: Run, fed: Path) -> None:
    monitor = same()
    for case in monitor.cases():
        done = run("monitor", "status", case, *HERE, "--json")
        assert done.json == monitor.status(case, on=DAY).to_dict()
        assert valid("case_status", done.json)
        assert done.status == (1 if monitor.status(case, on=DAY).breaches else done.status)
    done = run("monitor", "status", *HERE, "--json")
    assert (done.status, done.json) == (1, {"items": [breach.to_dict() for breach in monitor.breaches(DAY)]})
    assert valid("breach_list", done.json)
    done = run("monitor", "due", *HERE, "--json")
    assert (done.status, done.json) == (0, {"items": [owed.to_dict() for owed in monitor.due(DAY)]})
    assert valid("owed_list", done.json)
    done = run("monitor", "replay", "-j", "jining", "--json")
    assert (done.status, done.json) == (0, {"items": []})
    done = run("monitor", "ingest", "-", "-j", "jining", "--json", stdin=(fed / "事件.jsonl").read_bytes())
    assert done.status == 0
    assert done.json.items() >= {"accepted": 0, "repeated": 11, "rejected": 0, "engine": monitor.engine}.items()
    assert valid("intake", done.json)


def test_rejected_events_go_to_a_file_with_their_reason_and_leave_it_when_mended(run: Run, fed: Path) -> None:
    bad = ['{"id": "12", "case": "C-0', '{"id"： "13"}', '{"id": "14"}']
    early = (
        '{"id": "15", "case": "A-001", "procedure": "conditional_access", "kind": "form_review", "date": "2026-02-01"}'
    )
    (fed / "坏.jsonl").write_text("\n".join([*bad, early]), encoding="utf-8")
    done = run("monitor", "ingest", "坏.jsonl", "-j", "济宁")
    assert done.status == 1
    assert "收进 0 个事件，重复 0 个，搁置 4 个。" in done.out
    assert "半角" in done.out
    kept = [json.loads(line) for line in (fed / "cases.rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["event"] for entry in kept[:2]] == bad[:2]
    assert [entry["code"] for entry in kept] == ["not_an_event", "not_an_event", "missing_field", "before_beginning"]
    # The beginning is corrected: the early event counts, and its line goes.
    mended = {**json.loads(early), "id": "16", "kind": "received", "date": "2026-01-30", "corrects": "1"}
    done = run("monitor", "ingest", "-", "-j", "济宁", "--rejects", "另.jsonl", stdin=json.dumps(mended).encode())
    assert done.status == 0
    assert len((fed / "另.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_half_a_character_stops_nothing(run: Run, fed: Path) -> None:
    bad = rb'{"id": "\ud800", "case": "N", "procedure": "objection", "kind": "received", "date": "2026-03-02"}'
    for _ in range(2):
        assert run("monitor", "ingest", "-", "-j", "济宁", stdin=bad).status == 1
    assert json.loads((fed / "cases.rejects.jsonl").read_text(encoding="utf-8"))["event"]["id"] == r"\ud800"
    assert run("monitor", "ingest", "事件.jsonl", "-j", "济宁").status == 0


@pytest.mark.parametrize("name", ["事件.jsonl", "cases.sqlite", "说明.txt", "文件夹"])
def test_rejected_events_never_take_the_place_of_anything_else(run: Run, fed: Path, name: str) -> None:
    (fed / "说明.txt").write_text("不要动这个文件", encoding="utf-8")
    (fed / "文件夹").mkdir()
    before = {path.name: path.read_bytes() for path in fed.iterdir() if path.is_file()}
    done = run("monitor", "ingest", "事件.jsonl", "-j", "济宁", "--rejects", name)
    assert done.status == 2
    assert name in done.err
    assert "请换一个文件名" in done.err
    assert {path.name: path.read_bytes() for path in fed.iterdir() if path.is_file()} == before


def test_rejected_events_act_on_no_terminal(run: Run, fed: Path) -> None:
    bad = '{"id": "a\u009b\u0085\u2028\u202e", "case": "N"}'.encode()
    assert run("monitor", "ingest", "-", "-j", "济宁", stdin=bad).status == 1
    kept = (fed / "cases.rejects.jsonl").read_text(encoding="utf-8")
    assert len(kept.splitlines()) == 1
    assert json.loads(kept)["event"]["id"] == "a\x9b\x85\u2028\u202e"


def test_what_is_due_by_department_and_officer(run: Run, fed: Path) -> None:
    whole = run("monitor", "due", *HERE)
    assert (whole.status, "以后到期 3 件" in whole.out) == (0, True)
    assert "A-001" in whole.out
    one = run("monitor", "due", *HERE, "--officer", "李强")
    assert "以后到期 1 件" in one.out
    assert "A-002" in one.out
    assert "A-001" not in one.out
    assert "以后到期 0 件" in run("monitor", "due", *HERE, "--department", "没有这个单位").out
    late = run("monitor", "due", "-j", "济宁", "--on", "2026-03-20")
    assert (late.status, "逾期未办 3 件" in late.out) == (1, True)


def test_past_the_calendar_a_day_is_estimated(run: Run, folder: Path) -> None:
    told = '{"id": "1", "case": "Z", "procedure": "objection", "kind": "received", "date": "2026-12-24"}'
    run("monitor", "ingest", "-", "-j", "济宁", stdin=told.encode())
    done = run("monitor", "due", "-j", "济宁", "--on", "2026-12-25")
    assert (done.status, "推定 2027" in done.out) == (4, True)
    assert run("monitor", "status", "Z", "-j", "济宁", "--on", "2026-12-25").status == 4


def test_a_changed_pack_moves_days(run: Run, fed: Path) -> None:
    import shutil

    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, fed / "新" / name)
    path = fed / "新" / "rules" / "jining-open-data-rules-2025" / "deadlines.yaml"
    text = path.read_text(encoding="utf-8")
    before, rule, after = text.partition("编号: jining-19-2-answer")
    path.write_text(before + rule + after.replace("长度: 10", "长度: 8", 1), encoding="utf-8")
    done = run("monitor", "replay", "-j", "济宁", "--rules", "新")
    assert done.status == 1
    assert "移动的期限：1 个" in done.out
    assert "C-001　反馈处理结果：原来 2026-03-17，现在 2026-03-13" in done.out
    assert run("monitor", "replay", "-j", "济宁", "--rules", "新").status == 1
    assert "现在 2026-03-17" in run("monitor", "replay", "-j", "济宁").out


def test_outputs(run: Run, fed: Path) -> None:
    pytest.importorskip("xlsxwriter")
    names = ["案件.html", "案件.xlsx", "案件.ics", "案件.json"]
    done = run("monitor", "export", *HERE, *(word for name in names for word in ("-o", name)))
    assert done.status == 0, done.err
    for name in names:
        assert (fed / name).stat().st_size > 500
        assert name in done.out
    done = run("monitor", "export", *HERE, "-o", "案件.pdf")
    assert done.status == 2
    assert ".html" in done.err


ERRORS = [
    (("status", "A-01", *HERE), "unknown_case", "A-001"),
    (("due", "-j", "泰安"), "bad_store", "jining"),
    (("due", *HERE, "--store", "没有.sqlite"), "", "monitor ingest"),
    (("ingest", "没有.jsonl", "-j", "济宁"), "", "没有.jsonl"),
    (("ingest", "事件.jsonl", "-j", "济宁", "--store", "没有/a.sqlite"), "", "没有 这个文件夹"),
    (("due", *HERE, "--store", "事件.jsonl"), "bad_store", "SQLite"),
    (("due", *HERE, "--store", "postgresql://localhost:1/x"), "bad_store", "PostgreSQL"),
]


@pytest.mark.parametrize(("arguments", "code", "told"), ERRORS)
def test_errors_are_told_in_chinese(run: Run, fed: Path, arguments: tuple[str, ...], code: str, told: str) -> None:
    done = run("monitor", *arguments)
    assert (done.status, done.out) == (2, "")
    assert f"错误〔{code}〕" in done.err if code else "错误" in done.err
    assert told in done.err
    assert not (fed / "没有.sqlite").exists()


def test_without_durable_rules_the_builtin_engine_answers(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "durable", None)
    assert run("monitor", "ingest", "事件.jsonl", "-j", "济宁", "--json").json["engine"] == "builtin"
    done = run("monitor", "due", *HERE, "--json")
    assert {item["engine"] for item in done.json["items"]} == {"builtin"}
    done = run("monitor", "due", *HERE, "--engine", "durable-rules")
    assert (done.status, done.out) == (2, "")
    assert "builtin" in done.err


@pytest.mark.parametrize("command", ["ingest -", "status", "due", "replay", "export -o x.ics"])
def test_an_engine_can_be_named(run: Run, fed: Path, command: str) -> None:
    name, *arguments = command.split()
    on = ("-j", "济宁") if name in ("ingest", "replay") else HERE
    builtin = run("monitor", name, *arguments, *on, "--engine", "builtin", stdin=b"")
    usual = run("monitor", name, *arguments, *on, stdin=b"")
    assert (builtin.status, builtin.out, builtin.err) == (usual.status, usual.out, usual.err)
    done = run("monitor", name, *arguments, *on, "--engine", "bultin\x1b", stdin=b"")
    assert (done.status, done.out) == (2, "")
    assert "builtin" in done.err
    assert "\x1b" not in done.err


@pytest.mark.parametrize(
    ("alarms", "found"),
    [
        ((), {dt.timedelta(hours=9)}),
        (("2@08:30", "0@14:00"), {dt.timedelta(hours=8, minutes=30), dt.timedelta(hours=14)}),
        (("无",), set()),
    ],
)
def test_alarms_can_be_set(run: Run, fed: Path, alarms: tuple[str, ...], found: set[dt.timedelta]) -> None:
    options = [word for alarm in alarms for word in ("--alarm", alarm)]
    assert run("monitor", "export", *HERE, "-o", "x.ics", *options).status == 0
    told = icalendar.Calendar.from_ical((fed / "x.ics").read_bytes()).walk("VALARM")
    assert {alarm["TRIGGER"].dt % dt.timedelta(days=1) for alarm in told} == found
    assert run("duties", "-j", "济宁", "--year", "2026", "-o", "y.ics", *options).status == 0
    told = icalendar.Calendar.from_ical((fed / "y.ics").read_bytes()).walk("VALARM")
    assert {alarm["TRIGGER"].dt % dt.timedelta(days=1) for alarm in told} == found


@pytest.mark.parametrize("alarm", ["1", "09:00", "-1@09:00", "1@25:00", "1@9", "9999@09:00", "251@09:00", "\x1b[2J"])
def test_what_is_no_alarm(run: Run, fed: Path, alarm: str) -> None:
    done = run("monitor", "export", *HERE, "-o", "x.ics", f"--alarm={alarm}")
    assert (done.status, done.out) == (2, "")
    assert "\x1b" not in done.err
    assert not (fed / "x.ics").exists()
