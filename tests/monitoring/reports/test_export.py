"""The agenda as a file: what all forms have in common, and which there are."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.errors import BadOutput
from opendata_rules.formats.pages import template
from opendata_rules.monitoring.reports.agenda import agenda
from opendata_rules.monitoring.reports.export import export

from .shown import ON, SUFFIXES, D, Page, busy, cells, entries, happened, monitor, written


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_cases_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    assert written(busy(), tmp_path, suffix) == written(busy(), tmp_path, suffix)


@pytest.mark.parametrize("on", [ON, D.min, D.max])
def test_nothing_to_do(tmp_path: Path, on: dt.date) -> None:
    found = monitor()
    page = Page(written(found, tmp_path, ".html", on))
    assert "没有待办的事项，也没有发现违反规定。" in page.text()
    assert page.all("svg") == []
    content = written(found, tmp_path, ".xlsx", on)
    assert cells(content, "待办") == cells(content, "违规") == []
    assert entries(written(found, tmp_path, ".ics", on)) == {}
    assert json.loads(written(found, tmp_path, ".json", on))["breaches"] == []


def test_a_last_day_that_nobody_can_know_is_shown_as_such(tmp_path: Path) -> None:
    on = D(2026, 12, 24)
    found = monitor(happened("跨年", "objection.received", "2026-12-22"))
    [task] = agenda(found, on).later
    term = task.deadline
    assert term.due is None
    assert term.earliest is not None
    assert term.latest is not None
    told = f"推定 {term.earliest} 至 {term.latest}" if term.earliest < term.latest else f"推定 {term.earliest}"
    page = Page(written(found, tmp_path, ".html", on))
    assert told in page.text()
    [row] = cells(written(found, tmp_path, ".xlsx", on), "待办")
    assert (row["说明"], row["最后一天"].date()) == (told, term.earliest)
    [event] = entries(written(found, tmp_path, ".ics", on)).values()
    assert event["DTSTART"].dt == term.earliest
    assert event["DTEND"].dt == term.latest + dt.timedelta(days=1)
    assert told in str(event["DESCRIPTION"])


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("folder", "said"), [("没有", "没有这个文件夹"), ("文件", "没有这个文件夹"), ("\0", "不能用的字符")]
)
def test_where_it_cannot_go_is_told(tmp_path: Path, folder: str, said: str, suffix: str) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(BadOutput, match=said) as caught:
        export(monitor(), tmp_path / folder / f"报告{suffix}", ON)
    assert caught.value.argument == "path"
    assert caught.value.english


def test_no_path_is_refused() -> None:
    with pytest.raises(TypeError, match="path"):
        export(monitor(), 5, ON)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["报告.pdf", "报告", "报告.csv", ".html"])
def test_another_suffix_is_refused_before_anything_is_asked(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadOutput, match=r"\.html、\.xlsx、\.ics、\.json") as caught:
        export(busy(), tmp_path / name, ON)
    assert name in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_path_may_be_text_and_its_suffix_large(tmp_path: Path) -> None:
    export(busy(), str(tmp_path / "a.JSON"), ON)
    assert json.loads((tmp_path / "a.JSON").read_bytes())["place"] == "jining"


@pytest.mark.parametrize(("suffix", "needs"), [(".html", "jinja2"), (".xlsx", "xlsxwriter")])
def test_what_a_form_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, needs: str) -> None:
    template.cache_clear()
    monkeypatch.setitem(sys.modules, needs, None)
    with pytest.raises(odr.MissingExtra, match=r"opendata-rules\[catalogue\]"):
        export(busy(), tmp_path / f"a{suffix}", ON)
    export(busy(), tmp_path / "a.ics", ON)
    export(busy(), tmp_path / "a.json", ON)
