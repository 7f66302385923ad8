"""The page of all errors is what the table of kinds makes, and tells every kind."""

from __future__ import annotations

from opendata_rules.diagnostics.kinds import KINDS
from opendata_rules.diagnostics.page import errors_page

from ..laws import ROOT


def test_the_page_of_errors_is_up_to_date() -> None:
    """If not: ``make generated``."""
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == errors_page()


def test_the_guide_links_to_the_page() -> None:
    assert "(errors.md)" in (ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")


def test_every_kind_has_one_entry_below_its_stage() -> None:
    stages = dict(part.split("\n", 1) for part in errors_page().split("\n## ")[1:])
    assert list(stages) == list(dict.fromkeys(kind.stage.title for kind in KINDS.values()))
    for kind in KINDS.values():
        for title, entries in stages.items():
            assert entries.count(f"### `{kind.code}` ") == (title == kind.stage.title)
        assert kind.explanation in stages[kind.stage.title]
