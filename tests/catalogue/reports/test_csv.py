"""The CSV report: no cell is a formula, long ids stay text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from opendata_rules.catalogue.reports.csv import harmless, headings
from opendata_rules.catalogue.reports.writing import renderer
from opendata_rules.vocabulary.terms import Scheme

from ..helpers import DATASET, report_of, taian
from .hostile import FORMULAS, LONG_ID, hostile, written


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_begins_with_a_mark_and_has_no_formula(tmp_path: Path) -> None:
    content = written(hostile(tmp_path), tmp_path, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of_csv(content)
    assert list(rows[0]) == list(headings(Scheme.OPENING))
    for row in rows:
        for cell in row.values():
            assert cell.strip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    assert rows[4]["数据集名称"] == "'=1+1"


def test_long_ids_stay_text_in_csv(tmp_path: Path) -> None:
    [row] = rows_of_csv(written(report_of(tmp_path, DATASET | {"编号": LONG_ID}), tmp_path, "csv"))
    # The tab keeps a spreadsheet from making 3.709E+19 of it.
    assert row["数据集编号"] == LONG_ID + "\t"
    assert row["行号"] == "2"


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_disarmed(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "甲", "3-4", "a=b", "'x", "（-）", "2026-03-10"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_what_cannot_stand_shows_the_lawful_ways_to_it(tmp_path: Path) -> None:
    facts = {"涉及个人隐私": "是", "第三方意见": "不同意"}
    first, second = (report := report_of(tmp_path, DATASET | facts, DATASET)).rows
    assert first.verdict == "invalid"
    decision = taian().classify(dict(first.facts), declared="open")
    assert first.ways == tuple(way.line() for way in decision.paths_to("open")[:2])
    assert second.ways == ()
    assert "怎样才能依法列为无条件开放" in renderer(Path("x.html"))(report).decode()
    assert first.ways[0] in renderer(Path("x.csv"))(report).decode()
