"""A receipt of every kind, with what is needed to replay it; and folders of packs to change."""

from __future__ import annotations

import datetime as dt
import functools
import json
import shutil
from pathlib import Path
from typing import Any

import opendata_rules as odr
from opendata_rules.analysis.comparison.order import order
from opendata_rules.monitoring.reports.agenda import agenda

from ..laws import ON, ROOT, law

CATALOGUE = ROOT / "examples" / "taian_catalogue.csv"
EVENTS = ROOT / "examples" / "jining_events.jsonl"
DAY, LATER = dt.date(2026, 3, 2), dt.date(2026, 3, 20)


@functools.cache
def answers() -> dict[str, Any]:
    """An answer of every kind."""
    taian, jining = law("taian"), law("jining")
    followed = odr.monitor(jining)
    followed.ingest(json.loads(line) for line in EVENTS.read_text(encoding="utf-8").splitlines())
    broken = followed.breaches(LATER)
    return {
        "classify": taian.classify(
            {"state_secret": False, "personal_privacy": None, "trade_secret": True}, declared="open"
        ),
        "classify sharing": law("qingdao").classify({}, scheme="sharing", unlisted="false"),
        "classify a draft": law("shandong", drafts=True, strict=True).classify({"state_secret": True}),
        "change": taian.check_change("closed", "open", {"state_secret": False}),
        "check": taian.check("list", {"list_fields": []}),
        "deadline": jining.deadline("conditional_access.form_review", trigger=DAY),
        "schedule": jining.schedule("unopened_request", trigger=DAY, actual={"form_review": DAY}, on=ON),
        "analyse": odr.analyse(taian),
        "compare": odr.compare(taian, law("qingdao")),
        "compare in time": odr.compare(taian, jining, topic="procedures"),
        "order": order([taian, law("qingdao"), jining]),
        "catalogue": taian.check_catalogue(CATALOGUE),
        "catalogue of sharing": law("qingdao").check_catalogue(CATALOGUE, scheme="sharing"),
        "catalogue changes": taian.check_catalogue_changes(CATALOGUE, CATALOGUE),
        "case": followed.status("A-002", on=LATER),
        "owed": followed.due(LATER)[0],
        "breach": broken[0],
        "agenda": agenda(followed, LATER),
    }


#: Their names, so that nothing is computed before a test runs.
KINDS = [
    "classify",
    "classify sharing",
    "classify a draft",
    "change",
    "check",
    "deadline",
    "schedule",
    "analyse",
    "compare",
    "compare in time",
    "order",
    "catalogue",
    "catalogue of sharing",
    "catalogue changes",
    "case",
    "owed",
    "breach",
    "agenda",
]


@functools.cache
def _receipts() -> dict[str, str]:
    return {name: json.dumps(answer.receipt) for name, answer in answers().items()}


def receipt(name: str) -> dict[str, Any]:
    """The receipt of that answer, as it comes out of a store."""
    found: dict[str, Any] = json.loads(_receipts()[name])
    return found


def source(name: str) -> dict[str, Any]:
    """What else replaying it needs."""
    needed: dict[str, Any] = {
        "catalogue": CATALOGUE,
        "catalogue of sharing": CATALOGUE,
        "catalogue changes": (CATALOGUE, CATALOGUE),
    }
    return {"source": needed[name]} if name in needed else {}


def copied(folder: Path) -> Path:
    """A copy of the shipped packs, to be changed."""
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def edit(path: Path, before: str, after: str) -> None:
    """Change a file, once."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
