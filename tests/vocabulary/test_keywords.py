"""Every keyword of the packs has one meaning and one row in the page of the documentation."""

from __future__ import annotations

from opendata_rules.vocabulary.keywords import KEYWORDS, keywords_page

from ..laws import ROOT


def test_the_page_of_keywords_is_up_to_date() -> None:
    """If not: ``make generated``."""
    assert (ROOT / "docs" / "keywords.md").read_text(encoding="utf-8") == keywords_page()


def test_the_guide_links_to_the_page() -> None:
    assert "(keywords.md)" in (ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")


def test_every_keyword_has_one_row_and_one_meaning() -> None:
    page = keywords_page()
    words = [word for word, _ in KEYWORDS.values()]
    assert len(words) == len(set(words))
    for name, (word, about) in KEYWORDS.items():
        assert page.count(f"| {word} | `{name}` | {about} |") == 1
