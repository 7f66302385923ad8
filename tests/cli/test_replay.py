"""``replay``: receipts replayed and rechecked on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas

from ..replaying.receipts import copied, edit
from .conftest import ON, ROOT, Run

JINING = "rules/jining-open-data-rules-2025"
TERM = ("deadline", "conditional_access.form_review", "-j", "济宁", "--trigger", "2026-03-02", "--json")


def written(folder: Path, value: Any) -> str:
    path = folder / "凭据.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_result_is_replayed_from_a_pipe_and_a_file(run: Run, tmp_path: Path) -> None:
    told = run(*TERM)
    piped = run("replay", "-", stdin=told.out.encode())
    assert piped.status == 0
    assert "相符" in piped.out
    assert "2026-03-09" in piped.out
    for value in (told.json, told.json["receipt"]):
        done = run("replay", written(tmp_path, value), "--json")
        assert done.status == 0
        assert done.json == told.json
    assert "same result" in run("replay", written(tmp_path, told.json), "--lang", "en").out


def test_lines_and_lists(run: Run, tmp_path: Path) -> None:
    told = run(*TERM).json
    lines = "\n".join(json.dumps(one) for one in (told, told["receipt"], {**told["receipt"], "place": "taian"}))
    done = run("replay", "-", stdin=lines.encode())
    assert done.status == 1
    assert done.out.count("相符") == 2
    assert "第 3 份" in done.err
    done = run("replay", written(tmp_path, {"items": [told, told]}), "--json")
    assert done.status == 0
    assert done.json == {"items": [told, told]}
    assert run("replay", written(tmp_path, [told])).status == 0


def test_what_changed_is_named(run: Run, tmp_path: Path) -> None:
    root = copied(tmp_path)
    edit(root / JINING / "deadlines.yaml", "长度: 5", "长度: 6")
    told = written(tmp_path, run(*TERM).json)
    done = run("replay", told, "--rules", str(root))
    assert done.status == 1
    assert "jining-17-2-form-review" in done.err
    assert not done.out
    refusal = run("replay", told, "--rules", str(root), "--json")
    assert refusal.status == 1
    assert refusal.json["code"] == "receipt_mismatch"
    assert refusal.json["differences"][0]["id"] == "jining-17-2-form-review"
    assert refusal.json["detail_en"]
    found = run("replay", told, "--rules", str(root), "--recheck")
    assert found.status == 1
    for text in ("结果不同", "2026-03-09", "2026-03-10", "jining-17-2-form-review"):
        assert text in found.out
    found = run("replay", told, "--rules", str(root), "--recheck", "--json")
    assert found.json == odr.load(root).recheck(run(*TERM).json["receipt"]).to_dict()
    assert Draft202012Validator(schemas.schema("recheck")).is_valid(found.json)


def test_recheck_says_that_nothing_changed(run: Run, tmp_path: Path) -> None:
    done = run("replay", written(tmp_path, run(*TERM).json), "--recheck")
    assert done.status == 0
    assert "结果相同" in done.out


def test_a_report_takes_its_file(run: Run, tmp_path: Path) -> None:
    catalogue = str(ROOT / "examples" / "taian_catalogue.csv")
    told = run("catalogue", catalogue, "-j", "泰安", "--on", ON, "--json").json
    path = written(tmp_path, told)
    assert run("replay", path, "--source", catalogue).status == 0
    assert run("replay", path).status == 1
    assert "source" in run("replay", path).err


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "5", "null", '"x"', "{}", '{"receipt": 2}', '{"receipt": {"receipt": 9}}', "\x00", "[" * 100_000],
)
def test_what_is_no_receipt_is_misuse(run: Run, text: str) -> None:
    done = run("replay", "-", stdin=text.encode())
    assert done.status == 2
    assert done.err


def test_bytes_that_are_no_text_and_files_that_are_none(run: Run, tmp_path: Path) -> None:
    assert run("replay", "-", stdin=b"\xff\xfe{").status == 2
    assert run("replay", str(tmp_path / "none.json")).status == 2
    assert run("replay", str(tmp_path)).status == 2


def test_another_engine_is_told(run: Run, tmp_path: Path) -> None:
    told = run(*TERM).json["receipt"]
    done = run("replay", written(tmp_path, {**told, "engine": "0.0.1"}))
    assert done.status == 0
    assert "0.0.1" in done.err


def test_what_comes_from_outside_is_escaped(run: Run, tmp_path: Path) -> None:
    told = run(*TERM).json["receipt"]
    done = run("replay", written(tmp_path, {**told, "\x1b]0;pwn\x07": 1, "place": "\u202e"}))
    assert done.status == 2
    assert "\x1b" not in done.err + done.out
    assert "\u202e" not in done.err + done.out


def test_an_old_receipt_cannot_be_told(run: Run, tmp_path: Path) -> None:
    told = run(*TERM).json["receipt"]
    kept = {key: told[key] for key in ("kind", "engine", "place", "on", "options", "facts")}
    old = {"receipt": 1, **kept, "packs": {"jining-open-data-rules-2025": "0" * 64}, "calendar": "0" * 64}
    assert run("replay", written(tmp_path, old)).status == 1
    assert run("replay", written(tmp_path, old), "--recheck").status == 4
