"""The pages of the room of rules."""

from __future__ import annotations

from ...access.tokens import Scope
from ..visit import Page
from . import deciding, reading, writing

PAGES = (
    Page("GET", "/rules", Scope.ASK, reading.instruments),
    Page("GET", "/rules/instruments/{instrument}", Scope.ASK, reading.instrument),
    Page("GET", "/rules/edit", Scope.EDIT, writing.edit),
    Page("POST", "/rules/edit", Scope.EDIT, writing.save),
    Page("POST", "/rules/cases", Scope.EDIT, writing.cases),
    Page("POST", "/rules/effect", Scope.EDIT, writing.effect),
    Page("GET", "/rules/drafts/{draft}", Scope.EDIT, deciding.draft),
    Page("POST", "/rules/drafts/{draft}", Scope.EDIT, deciding.decide),
    Page("GET", "/rules/drafts/{draft}/effect", Scope.EDIT, deciding.effect),
)
