"""The pages of the ledger."""

from __future__ import annotations

from ...access.tokens import Scope
from ..visit import Page
from . import entry, finding, proving

PAGES = (
    Page("GET", "/audit", Scope.AUDIT, finding.page),
    Page("GET", "/audit/file", Scope.AUDIT, finding.file),
    Page("GET", "/audit/checkpoint", Scope.AUDIT, finding.checkpoint),
    Page("GET", "/audit/entry", Scope.AUDIT, entry.page),
    Page("GET", "/audit/entry/file", Scope.AUDIT, entry.file),
    Page("GET", "/audit/erase", Scope.AUDIT, entry.confirm),
    Page("POST", "/audit/erase", Scope.AUDIT, entry.erase),
    Page("GET", "/audit/verify", Scope.AUDIT, proving.form),
    Page("POST", "/audit/verify", Scope.AUDIT, proving.verify),
    Page("GET", "/audit/recheck", Scope.AUDIT, proving.jobs),
    Page("POST", "/audit/recheck", Scope.AUDIT, proving.begin),
    Page("GET", "/audit/recheck/job", Scope.AUDIT, proving.job),
    Page("POST", "/audit/recheck/stop", Scope.AUDIT, proving.stop),
    Page("GET", "/audit/recheck/file", Scope.AUDIT, proving.report),
)
