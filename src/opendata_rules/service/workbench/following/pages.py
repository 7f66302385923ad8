"""The pages of cases."""

from __future__ import annotations

from ...access.tokens import Scope
from ..visit import Page
from . import agenda, calendars, case, event

PAGES = (
    Page("GET", "/cases", Scope.MONITOR, agenda.first),
    Page("GET", "/cases/all", Scope.MONITOR, agenda.listed),
    Page("GET", "/cases/file", Scope.MONITOR, agenda.download),
    Page("GET", "/cases/case", Scope.MONITOR, case.page),
    Page("GET", "/cases/event", Scope.MONITOR, event.page),
    Page("POST", "/cases/event", Scope.MONITOR, event.tell),
    Page("GET", "/cases/calendars", Scope.MONITOR, calendars.page),
    Page("POST", "/cases/calendars", Scope.MONITOR, calendars.make),
    Page("POST", "/cases/calendars/revoke", Scope.MONITOR, calendars.revoke),
)
