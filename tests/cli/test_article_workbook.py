"""The article tables as a workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import opendata_rules as odr
from opendata_rules.vocabulary.citations import Ref

from .conftest import Run

PLACES = ("泰安", "滕州", "青岛", "济宁", "山东")


def test_every_row_of_every_table_stands_in_the_workbook(run: Run, folder: Path) -> None:
    done = run("articles", *PLACES, "-o", "条文.xlsx")
    assert done.status == 0
    book = openpyxl.load_workbook(folder / "条文.xlsx")
    expected = [row for place in PLACES for row in odr.load().articles(place)]
    found = [tuple(cells) for sheet in book.worksheets[1:] for cells in sheet.iter_rows(min_row=2, values_only=True)]
    assert [cells[0] for cells in found] == [Ref.parse(row.ref).chinese() for row in dict.fromkeys(expected)]
    assert {str(cells[2]) for cells in found if cells[2]} == {"\n".join(row.rules) for row in expected if row.rules}
    assert sum(int(cell.value) for row in book["概要"].iter_rows(min_row=2, min_col=2) for cell in row) == len(found)


@pytest.mark.parametrize("name", ["表.csv", "表"])
def test_another_suffix_is_told(run: Run, folder: Path, name: str) -> None:
    done = run("articles", "泰安", "-o", name)
    assert done.status == 2
    assert ".xlsx" in done.err
    assert not (folder / name).exists()
