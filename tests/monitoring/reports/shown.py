"""Cases to be shown on a day, and what is written of them read back."""

from __future__ import annotations

import datetime as dt
import functools
import io
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import openpyxl

import opendata_rules as odr
from opendata_rules.monitoring.reports.export import export

from ...laws import ROOT

D = dt.date
#: A Tuesday; the week ends on 15 March.
ON = D(2026, 3, 10)
SUFFIXES = (".html", ".xlsx", ".ics", ".json")
HOSTILE = (
    "<script>alert(1)</script>",
    "\"' onload=alert(1) x='",
    "</title></svg><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.com","x")',
    "@SUM(1,1)",
    "长" * 200,
    "甲;乙,丙\\n丁:戊",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt;",
    "a]]>b",
)


@functools.cache
def law() -> odr.Law:
    return odr.load(ROOT).law("jining", on=ON)


def monitor(*events: dict[str, Any]) -> odr.Monitor:
    found = odr.monitor(law())
    told = [{"id": f"e{number}", **event} for number, event in enumerate(events)]
    assert found.ingest(told).rejected == 0
    return found


def happened(case: str, what: str, day: str, **facts: Any) -> dict[str, Any]:
    procedure, kind = what.split(".")
    return {"case": case, "procedure": procedure, "kind": kind, "date": day, **facts}


def busy() -> odr.Monitor:
    """One case for each thing that can be said on 10 March 2026."""
    return monitor(
        happened("过期", "objection.received", "2026-02-02", actor="市住建局/周涛"),
        # Ten and five working days: 24 February, 9 March were working days, 15 to 23 February were not.
        happened("今天", "conditional_access.received", "2026-03-03", actor="市大数据局/王敏"),
        happened("本周", "conditional_access.received", "2026-03-06", actor="市大数据局/王敏"),
        happened("以后", "unopened_request.received", "2026-03-02", actor="市大数据局/李强"),
        happened("以后", "unopened_request.form_review", "2026-03-06", form_review_passed=True),
        happened("公示", "delisting.posting", "2026-03-04", catalogue_level="city", delisting_applied=True),
        happened("擅自", "delisting.posting", "2026-02-24", catalogue_level="county", delisting_applied=True),
        happened("擅自", "delisting.delisting", "2026-03-05", approving_authorities=["county_department"]),
        happened("迟了", "objection.received", "2026-01-05"),
        happened("迟了", "objection.feedback", "2026-01-29"),
        happened("按期", "objection.received", "2026-01-05"),
        happened("按期", "objection.feedback", "2026-01-06"),
    )


def hostile() -> odr.Monitor:
    return monitor(
        *(happened(name, "objection.received", "2026-02-02", actor=name) for name in HOSTILE),
        *(happened(f"{name[:150]}下", "delisting.posting", "2026-02-24", actor=name) for name in HOSTILE),
        *(happened(f"{name[:150]}下", "delisting.delisting", "2026-02-25", actor=name) for name in HOSTILE),
    )


def written(found: odr.Monitor, folder: Path, suffix: str, on: dt.date = ON) -> bytes:
    path = folder / f"报告{suffix}"
    export(found, path, on)
    return path.read_bytes()


class Page(HTMLParser):
    """What a browser sees: elements with their attributes, and the text of each."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(content.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def text(self) -> str:
        return "".join(text for tag, text in self.texts if tag != "style")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def cells(content: bytes, sheet: str) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True)
    names = [str(name) for name in next(rows)]
    return [dict(zip(names, row, strict=True)) for row in rows]


def entries(content: bytes) -> dict[str, icalendar.Event]:
    events = icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in events}
