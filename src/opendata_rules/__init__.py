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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .analysis import Analysis, analyse
    from .answers.path import Path
    from .answers.result import Action, Question
    from .changes import ChangeVerdict, RequirementResult
    from .citations import Citation
    from .classify import Decision, HoldingGround
    from .comparison import Comparison, Difference, Relation, compare
    from .counting import CountedDay
    from .deadlines import Deadline
    from .diagnostics import Diagnostic, Severity
    from .duties import Assessment, Finding
    from .errors import (
        BadFact,
        BadPack,
        BadStore,
        BeyondHorizon,
        Error,
        MissingExtra,
        ReceiptMismatch,
        UnknownCase,
        UnknownFact,
        UnknownJurisdiction,
        UnknownProcedure,
        UnknownTopic,
    )
    from .interview import Interview
    from .law import Law
    from .library import Library, load
    from .linting import lint
    from .monitoring import Breach, BreachKind, CaseStatus, Counts, Monitor, Move, Owed, Reject, Unproven, monitor
    from .norms.provisions import Article, CountingRule, Jurisdiction
    from .norms.standing import Standing
    from .norms.warnings import ResultWarning
    from .recurring import Duty, to_ics
    from .schedules import Schedule, ScheduledStep
    from .terms import (
        Attribute,
        Collected,
        Compliance,
        DeadlineStatus,
        DutyForce,
        Force,
        InstrumentState,
        RequirementState,
        Scheme,
        Source,
        Status,
        StepState,
        Verdict,
        WarningCode,
    )
    from .version import __version__
    from .vocabulary import Fact, FactType
    from .working_days import Bounds, Calendar, CalendarDay, DayKind, calendar

_HOMES = {
    "analysis": ("Analysis", "analyse"),
    "changes": (
        "ChangeVerdict",
        "RequirementResult",
    ),
    "citations": ("Citation",),
    "classify": (
        "Decision",
        "HoldingGround",
    ),
    "comparison": ("Comparison", "Difference", "Relation", "compare"),
    "counting": ("CountedDay",),
    "deadlines": ("Deadline",),
    "diagnostics": (
        "Diagnostic",
        "Severity",
    ),
    "duties": (
        "Assessment",
        "Finding",
    ),
    "errors": (
        "BadFact",
        "BadPack",
        "BadStore",
        "BeyondHorizon",
        "Error",
        "MissingExtra",
        "ReceiptMismatch",
        "UnknownCase",
        "UnknownFact",
        "UnknownJurisdiction",
        "UnknownProcedure",
        "UnknownTopic",
    ),
    "interview": ("Interview",),
    "law": ("Law",),
    "library": (
        "Library",
        "load",
    ),
    "linting": ("lint",),
    "monitoring": (
        "Breach",
        "BreachKind",
        "CaseStatus",
        "Counts",
        "Monitor",
        "Move",
        "Owed",
        "Reject",
        "Unproven",
        "monitor",
    ),
    "answers.path": ("Path",),
    "norms.provisions": (
        "Article",
        "CountingRule",
        "Jurisdiction",
    ),
    "recurring": (
        "Duty",
        "to_ics",
    ),
    "norms.standing": ("Standing",),
    "norms.warnings": ("ResultWarning",),
    "answers.result": ("Action", "Question"),
    "schedules": (
        "Schedule",
        "ScheduledStep",
    ),
    "terms": (
        "Attribute",
        "Collected",
        "Compliance",
        "DeadlineStatus",
        "DutyForce",
        "Force",
        "InstrumentState",
        "RequirementState",
        "Scheme",
        "Source",
        "Status",
        "StepState",
        "Verdict",
        "WarningCode",
    ),
    "version": ("__version__",),
    "vocabulary": (
        "Fact",
        "FactType",
    ),
    "working_days": ("Bounds", "Calendar", "CalendarDay", "DayKind", "calendar"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Action",
    "Analysis",
    "Article",
    "Assessment",
    "Attribute",
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
    "ChangeVerdict",
    "Citation",
    "Collected",
    "Comparison",
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
    "Duty",
    "DutyForce",
    "Error",
    "Fact",
    "FactType",
    "Finding",
    "Force",
    "HoldingGround",
    "InstrumentState",
    "Interview",
    "Jurisdiction",
    "Law",
    "Library",
    "MissingExtra",
    "Monitor",
    "Move",
    "Owed",
    "Path",
    "Question",
    "ReceiptMismatch",
    "Reject",
    "Relation",
    "RequirementResult",
    "RequirementState",
    "ResultWarning",
    "Schedule",
    "ScheduledStep",
    "Scheme",
    "Severity",
    "Source",
    "Standing",
    "Status",
    "StepState",
    "UnknownCase",
    "UnknownFact",
    "UnknownJurisdiction",
    "UnknownProcedure",
    "UnknownTopic",
    "Unproven",
    "Verdict",
    "WarningCode",
    "__version__",
    "analyse",
    "calendar",
    "compare",
    "lint",
    "load",
    "monitor",
    "to_ics",
]


def __getattr__(name: str) -> Any:
    module = _HOME_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
