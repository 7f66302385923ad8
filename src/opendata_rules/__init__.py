"""Executable policy for the public-data-opening regulations of Shandong and its cities.

>>> import datetime as dt
>>> import opendata_rules as odr
>>> law = odr.load().law("taian", on=dt.date(2026, 3, 10))
>>> law.classify({"state_secret": True}).attribute
<Attribute.CLOSED: 'closed'>

Every public name is here; each is imported when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .analysis.comparison.orders import Order
    from .analysis.comparison.pair import compare
    from .analysis.comparison.results import Comparison, Difference, Relation
    from .analysis.gaps import Analysis, analyse
    from .analysis.interview import Interview
    from .answers.changes.answer import ChangeVerdict, RequirementResult
    from .answers.classification.answer import Decision, HoldingGround, Objection
    from .answers.deadlines.answer import Deadline
    from .answers.deadlines.counting import CountedDay
    from .answers.deadlines.schedules import Schedule, ScheduledStep
    from .answers.duties.answer import Assessment, Finding
    from .answers.duties.recurring import Duty, to_ics
    from .answers.path import Path
    from .answers.receipts import Answer
    from .answers.result import Action, Question
    from .authoring.lint import lint
    from .catalogue.changes.answer import CatalogueChanges
    from .catalogue.report import Report, ReportSummary
    from .diagnostics.diagnostic import Diagnostic
    from .diagnostics.kind import Severity
    from .errors import (
        BadArgument,
        BadFact,
        BadPack,
        BadStore,
        BeyondHorizon,
        Error,
        LedgerBroken,
        MissingExtra,
        ReceiptMismatch,
        UnknownCase,
        UnknownFact,
        UnknownJurisdiction,
        UnknownProcedure,
        UnknownTopic,
    )
    from .law import Law
    from .ledgers.audit import Verification
    from .ledgers.checkpoints import Checkpoint
    from .ledgers.entries import LedgerEntry, Record
    from .ledgers.ledger import Ledger, ledger
    from .library import Library, load
    from .monitoring.monitors import Monitor, monitor
    from .monitoring.reports.agenda import Agenda
    from .monitoring.results.answer import Breach, BreachKind, CaseStatus, Move, Owed, Reject, Unproven
    from .monitoring.results.counts import Counts
    from .norms.instruments import Jurisdiction
    from .norms.pack import Article
    from .norms.provisions import CountingRule
    from .norms.standing import Standing
    from .norms.warnings import ResultWarning
    from .replaying.results import Drift, Recheck
    from .values import Json
    from .version import __version__
    from .vocabulary.arguments import (
        AttributeName,
        ComparisonTopicName,
        Lang,
        OpeningAttributeName,
        ReceiptPolicyName,
        SchemeName,
        SharingAttributeName,
        UnlistedName,
    )
    from .vocabulary.citations import Citation
    from .vocabulary.facts import Fact, FactType, FactValue
    from .vocabulary.terms import (
        Attribute,
        Collected,
        ComparisonTopic,
        Compliance,
        DeadlineStatus,
        DutyForce,
        Force,
        InstrumentState,
        ReceiptPolicy,
        RequirementState,
        Scheme,
        Source,
        Status,
        StepState,
        Unlisted,
        Verdict,
        WarningCode,
    )
    from .working_days import Bounds, Calendar, CalendarDay, DayKind, calendar

_HOMES = {
    "analysis.comparison.orders": ("Order",),
    "analysis.comparison.pair": ("compare",),
    "analysis.comparison.results": (
        "Comparison",
        "Difference",
        "Relation",
    ),
    "analysis.gaps": (
        "analyse",
        "Analysis",
    ),
    "analysis.interview": ("Interview",),
    "answers.changes.answer": (
        "ChangeVerdict",
        "RequirementResult",
    ),
    "answers.classification.answer": (
        "Decision",
        "HoldingGround",
        "Objection",
    ),
    "answers.deadlines.answer": ("Deadline",),
    "answers.deadlines.counting": ("CountedDay",),
    "answers.deadlines.schedules": (
        "Schedule",
        "ScheduledStep",
    ),
    "answers.duties.answer": (
        "Assessment",
        "Finding",
    ),
    "answers.duties.recurring": (
        "Duty",
        "to_ics",
    ),
    "answers.path": ("Path",),
    "answers.receipts": ("Answer",),
    "answers.result": (
        "Action",
        "Question",
    ),
    "authoring.lint": ("lint",),
    "catalogue.changes.answer": ("CatalogueChanges",),
    "catalogue.report": ("Report", "ReportSummary"),
    "diagnostics.diagnostic": ("Diagnostic",),
    "diagnostics.kind": ("Severity",),
    "errors": (
        "BadArgument",
        "BadFact",
        "BadPack",
        "BadStore",
        "BeyondHorizon",
        "Error",
        "LedgerBroken",
        "MissingExtra",
        "ReceiptMismatch",
        "UnknownCase",
        "UnknownFact",
        "UnknownJurisdiction",
        "UnknownProcedure",
        "UnknownTopic",
    ),
    "law": ("Law",),
    "ledgers.audit": ("Verification",),
    "ledgers.checkpoints": ("Checkpoint",),
    "ledgers.entries": ("LedgerEntry", "Record"),
    "ledgers.ledger": ("Ledger", "ledger"),
    "library": (
        "Library",
        "load",
    ),
    "monitoring.monitors": (
        "Monitor",
        "monitor",
    ),
    "monitoring.reports.agenda": ("Agenda",),
    "monitoring.results.answer": (
        "Breach",
        "BreachKind",
        "CaseStatus",
        "Move",
        "Owed",
        "Reject",
        "Unproven",
    ),
    "monitoring.results.counts": ("Counts",),
    "norms.instruments": ("Jurisdiction",),
    "norms.pack": ("Article",),
    "norms.provisions": ("CountingRule",),
    "norms.standing": ("Standing",),
    "norms.warnings": ("ResultWarning",),
    "values": ("Json",),
    "replaying.results": (
        "Drift",
        "Recheck",
    ),
    "version": ("__version__",),
    "vocabulary.arguments": (
        "AttributeName",
        "ComparisonTopicName",
        "Lang",
        "OpeningAttributeName",
        "ReceiptPolicyName",
        "SchemeName",
        "SharingAttributeName",
        "UnlistedName",
    ),
    "vocabulary.citations": ("Citation",),
    "vocabulary.facts": (
        "Fact",
        "FactType",
        "FactValue",
    ),
    "vocabulary.terms": (
        "Attribute",
        "Collected",
        "ComparisonTopic",
        "Compliance",
        "DeadlineStatus",
        "DutyForce",
        "Force",
        "InstrumentState",
        "ReceiptPolicy",
        "RequirementState",
        "Scheme",
        "Source",
        "Status",
        "StepState",
        "Unlisted",
        "Verdict",
        "WarningCode",
    ),
    "working_days": (
        "Bounds",
        "Calendar",
        "calendar",
        "CalendarDay",
        "DayKind",
    ),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Action",
    "Agenda",
    "Analysis",
    "Answer",
    "Article",
    "Assessment",
    "Attribute",
    "AttributeName",
    "BadArgument",
    "BadFact",
    "BadPack",
    "BadStore",
    "BeyondHorizon",
    "Bounds",
    "Breach",
    "BreachKind",
    "Calendar",
    "CalendarDay",
    "CaseStatus",
    "CatalogueChanges",
    "ChangeVerdict",
    "Checkpoint",
    "Citation",
    "Collected",
    "Comparison",
    "ComparisonTopic",
    "ComparisonTopicName",
    "Compliance",
    "CountedDay",
    "CountingRule",
    "Counts",
    "DayKind",
    "Deadline",
    "DeadlineStatus",
    "Decision",
    "Diagnostic",
    "Difference",
    "Drift",
    "Duty",
    "DutyForce",
    "Error",
    "Fact",
    "FactType",
    "FactValue",
    "Finding",
    "Force",
    "HoldingGround",
    "InstrumentState",
    "Interview",
    "Json",
    "Jurisdiction",
    "Lang",
    "Law",
    "Ledger",
    "LedgerBroken",
    "LedgerEntry",
    "Library",
    "MissingExtra",
    "Monitor",
    "Move",
    "Objection",
    "OpeningAttributeName",
    "Order",
    "Owed",
    "Path",
    "Question",
    "ReceiptMismatch",
    "ReceiptPolicy",
    "ReceiptPolicyName",
    "Recheck",
    "Record",
    "Reject",
    "Relation",
    "Report",
    "ReportSummary",
    "RequirementResult",
    "RequirementState",
    "ResultWarning",
    "Schedule",
    "ScheduledStep",
    "Scheme",
    "SchemeName",
    "Severity",
    "SharingAttributeName",
    "Source",
    "Standing",
    "Status",
    "StepState",
    "UnknownCase",
    "UnknownFact",
    "UnknownJurisdiction",
    "UnknownProcedure",
    "UnknownTopic",
    "Unlisted",
    "UnlistedName",
    "Unproven",
    "Verdict",
    "Verification",
    "WarningCode",
    "__version__",
    "analyse",
    "calendar",
    "compare",
    "ledger",
    "lint",
    "load",
    "monitor",
    "to_ics",
]


if not TYPE_CHECKING:
    # A checker that saw it would take every misspelt name for one of ours.
    def __getattr__(name: str) -> object:
        module = _HOME_OF.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f".{module}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
