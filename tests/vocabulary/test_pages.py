"""The pages of all facts and procedures are those of the vocabulary, and name every one."""

from __future__ import annotations

import pytest

from opendata_rules.vocabulary.facts import vocabulary
from opendata_rules.vocabulary.pages import facts_page, procedures_page, warnings_page
from opendata_rules.vocabulary.procedures import procedures
from opendata_rules.vocabulary.terms import WARNING_TERMS, WarningCode

from ..laws import ROOT


@pytest.mark.parametrize(
    ("name", "page"), [("facts", facts_page), ("procedures", procedures_page), ("warnings", warnings_page)]
)
def test_the_page_is_up_to_date(name: str, page: object) -> None:
    """If not: ``make generated``."""
    assert callable(page)
    assert (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") == page()


def test_every_fact_stands_in_one_row() -> None:
    page = facts_page()
    for fact in vocabulary().facts.values():
        assert page.count(f"| {fact.label} | `{fact.id}` |") == 1


def test_every_step_says_from_when_it_runs() -> None:
    page = procedures_page()
    steps = [step for procedure in procedures().all.values() for step in procedure.steps]
    assert len(steps) >= 10
    for step in steps:
        [row] = [line for line in page.splitlines() if f"| `{step.name}` |" in line]
        assert row.count("|") == 5
        assert "|  |" not in row


def test_every_warning_stands_in_one_row() -> None:
    page = warnings_page()
    for code in WarningCode:
        [row] = [line for line in page.splitlines() if f"| `{code}` |" in line]
        assert row.startswith(f"| {WARNING_TERMS[code]} |")
        assert row.count("|") == 5
