"""JSON Schemas of what only a service says: problems, explanations, jobs, its own state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..values import Json

Schema = dict[str, Json]

_REF = "#/components/schemas/"
TEXT: Schema = {"type": "string"}
BINARY: Schema = {"type": "string", "format": "binary"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
DAY: Schema = {"$ref": f"{_REF}Day"}
NAME: Schema = {"type": ["string", "integer", "null"]}


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"{_REF}{name}"}


def items(of: Schema) -> Schema:
    """A list as it is answered."""
    return closed({"items": {"type": "array", "items": of}})


def closed(properties: Mapping[str, Json], *optional: str, title: str = "") -> Schema:
    """An object with these properties and no others.

    Args:
        properties: schemas by name.
        optional: names of those that may be left out.
        title: its name in clients.
    """
    found: Schema = {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
    return {"title": title, **found} if title else found


def or_null(name: str) -> Schema:
    """A schema of the document, or null."""
    return {"anyOf": [ref(name), {"type": "null"}]}


def own() -> dict[str, Json]:
    """What only a service says."""
    return {**_of_answers(), **_of_work(), **_of_the_service()}


def _of_work() -> dict[str, Json]:
    """Jobs, calendars, the ledger."""
    job = closed(
        {
            "id": TEXT,
            "kind": TEXT,
            "state": {"enum": ["waiting", "running", "done", "failed", "cancelled"]},
            "made": TEXT,
            "done": COUNT,
            "total": COUNT,
            "law": TEXT,
            "problem": {"anyOf": [ref("Problem"), {"type": "null"}]},
            "address": TEXT,
        },
        title="Job",
    )
    feed = {"id": TEXT, "place": TEXT, "kind": TEXT, "made": TEXT}
    return {
        "Job": job,
        "JobList": items(ref("Job")),
        "JobReport": {"title": "JobReport", "anyOf": [ref("Report"), ref("Rechecked")]},
        "ReportOrJob": {"title": "ReportOrJob", "anyOf": [ref("Report"), ref("Job")]},
        "Feed": closed(feed, title="Feed"),
        "NewFeed": closed({**feed, "address": TEXT}, title="NewFeed"),
        "FeedList": items(ref("Feed")),
        "LedgerPage": closed(
            {
                "items": {"type": "array", "items": ref("LedgerEntry")},
                "next": {"type": ["integer", "null"]},
                "size": COUNT,
            },
            title="LedgerPage",
        ),
    }


def _of_answers() -> dict[str, Json]:
    """Problems, explanations, interviews, batches, terms."""
    from ..schemas import components

    explained = ref("ExplanationIn")
    error: Any = components(["Error"])["Error"]
    entry = closed({"number": COUNT, "digest": TEXT}, title="EntryName")
    answers = ("Decision", "ChangeVerdict", "Assessment", "Deadline", "Schedule", "Analysis", "Comparison", "Order")
    more = ("CaseStatus", "Owed", "Breach", "Agenda", "Report", "CatalogueChanges")
    return {
        "Problem": {
            **error,
            "title": "Problem",
            "description": "Problem details (RFC 9457).",
            "properties": {"type": TEXT, "title": TEXT, "status": COUNT, "instance": TEXT, **error["properties"]},
            "required": ["type", "title", "status", "instance", *error["required"]],
        },
        "ExplanationTree": closed(
            {"text": TEXT, "children": {"type": "array", "items": ref("ExplanationTree")}}, title="ExplanationTree"
        ),
        "ExplanationIn": closed({"text": TEXT, "tree": ref("ExplanationTree")}, title="ExplanationIn"),
        "Explanation": closed({"zh": explained, "en": explained}, title="Explanation"),
        "NextQuestion": closed(
            {"question": or_null("Question"), "fact": or_null("Fact"), "settled": YES, "outcome": TEXT},
            title="NextQuestion",
        ),
        "AnyAnswer": {"title": "AnyAnswer", "anyOf": [ref(name) for name in (*answers, *more)]},
        "AnyLine": {"title": "AnyLine", "anyOf": [ref("LedgerEntry"), {"type": "object"}]},
        "AnySchema": {"title": "AnySchema", "description": "Another document."},
        "EntryName": entry,
        "BatchAnswer": closed(
            {
                "id": NAME,
                "status": COUNT,
                "entry": ref("EntryName"),
                "answer": ref("AnyAnswer"),
                "problem": ref("Problem"),
            },
            "entry",
            "answer",
            "problem",
            title="BatchAnswer",
        ),
        "Term": closed(
            {
                "due": TEXT_OR_NULL,
                "earliest": TEXT,
                "latest": TEXT,
                "items": {"type": "array", "items": ref("CalendarDay")},
            },
            title="Term",
        ),
        "TopicList": items(closed({"id": TEXT, "label": TEXT, "about": TEXT, "judged_as": TEXT})),
    }


def _of_the_service() -> dict[str, Json]:
    """How it is."""
    edition = closed({"digest": TEXT, "revision": TEXT, "since": TEXT}, title="LawEdition")
    kept_out = closed(
        {
            "digest": TEXT,
            "at": TEXT,
            "reason": TEXT,
            "reason_english": TEXT,
            "problems": {"type": "array", "items": ref("Diagnostic")},
        },
        title="KeptOut",
    )
    worker = closed(
        {"process": COUNT, "law": TEXT_OR_NULL, "kept_out": YES, "seen": TEXT, "stale": YES}, title="Worker"
    )
    return {
        "State": closed({"status": TEXT}, title="State"),
        "LawEdition": edition,
        "KeptOut": kept_out,
        "Worker": worker,
        "ServiceStatus": closed(
            {
                "version": TEXT,
                "law": TEXT_OR_NULL,
                "laws": {"type": "array", "items": ref("LawEdition")},
                "checking": TEXT_OR_NULL,
                "kept_out": or_null("KeptOut"),
                "workers": {"type": "array", "items": ref("Worker")},
                "keeps": closed({"ledger": YES, "cases": YES, "state": YES}),
            },
            title="ServiceStatus",
        ),
    }
