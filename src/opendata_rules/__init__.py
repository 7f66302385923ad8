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
    from .changes import ChangeVerdict, RequirementResult
    from .citations import Citation
    from .classify import Decision, HoldingGround
    from .diagnostics import Diagnostic, Severity
    from .errors import (
        BadFact,
        BadPack,
        BeyondHorizon,
        Error,
        MissingExtra,
        ReceiptMismatch,
        UnknownFact,
        UnknownJurisdiction,
        UnknownTopic,
    )
    from .hierarchy import Standing
    from .law import Law
    from .library import Library, load
    from .linting import lint
    from .provisions import Article, Jurisdiction
    from .results import Action, Question, ResultWarning
    from .terms import (
        Attribute,
        Collected,
        Force,
        InstrumentState,
        RequirementState,
        Scheme,
        Source,
        Status,
        Verdict,
        WarningCode,
    )
    from .version import __version__
    from .vocabulary import Fact, FactType
    from .working_days import Bounds, Calendar, CalendarDay, DayKind, calendar

_HOMES = {
    "changes": ("ChangeVerdict", "RequirementResult"),
    "citations": ("Citation",),
    "classify": ("Decision", "HoldingGround"),
    "diagnostics": ("Diagnostic", "Severity"),
    "errors": (
        "BadFact",
        "BadPack",
        "BeyondHorizon",
        "Error",
        "MissingExtra",
        "ReceiptMismatch",
        "UnknownFact",
        "UnknownJurisdiction",
        "UnknownTopic",
    ),
    "hierarchy": ("Standing",),
    "law": ("Law",),
    "library": ("Library", "load"),
    "linting": ("lint",),
    "provisions": ("Article", "Jurisdiction"),
    "results": ("Action", "Question", "ResultWarning"),
    "terms": (
        "Attribute",
        "Collected",
        "Force",
        "InstrumentState",
        "RequirementState",
        "Scheme",
        "Source",
        "Status",
        "Verdict",
        "WarningCode",
    ),
    "version": ("__version__",),
    "vocabulary": ("Fact", "FactType"),
    "working_days": ("Bounds", "Calendar", "CalendarDay", "DayKind", "calendar"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Action",
    "Article",
    "Attribute",
    "BadFact",
    "BadPack",
    "BeyondHorizon",
    "Bounds",
    "Calendar",
    "CalendarDay",
    "ChangeVerdict",
    "Citation",
    "Collected",
    "DayKind",
    "Decision",
    "Diagnostic",
    "Error",
    "Fact",
    "FactType",
    "Force",
    "HoldingGround",
    "InstrumentState",
    "Jurisdiction",
    "Law",
    "Library",
    "MissingExtra",
    "Question",
    "ReceiptMismatch",
    "RequirementResult",
    "RequirementState",
    "ResultWarning",
    "Scheme",
    "Severity",
    "Source",
    "Standing",
    "Status",
    "UnknownFact",
    "UnknownJurisdiction",
    "UnknownTopic",
    "Verdict",
    "WarningCode",
    "__version__",
    "calendar",
    "lint",
    "load",
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
