"""The libraries of tables are an extra: nothing else loads them, and without them it is said what is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import opendata_rules as odr
from tests import laws

LIGHT = """
import sys, datetime as dt
import opendata_rules as odr
law = odr.load().law("taian", on=dt.date(2026, 3, 10))
law.classify({"trade_secret": True}).grounds
law.check_change("closed", "open", {})
law.legend
heavy = {"numpy", "pyarrow", "narwhals", "polars", "pandas", "duckdb"} & set(sys.modules)
sys.exit(", ".join(sorted(heavy)) or 0)
"""


def test_one_dataset_needs_none_of_them() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("library", ["narwhals", "pyarrow"])
def test_what_is_not_installed_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    law = laws.law("jining")
    for call in (
        lambda: law.classify_frame([]),
        lambda: law.check_change_frame([], before="a", after="b"),
        lambda: law.deadline_frame("objection.feedback", [], trigger="t"),
    ):
        with pytest.raises(odr.MissingExtra, match=r"opendata-rules\[frames\]"):
            call()
