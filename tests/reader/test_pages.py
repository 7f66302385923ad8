"""The pages of the documentation that are made from tables in the code are what the code makes."""

from __future__ import annotations

import pytest

from opendata_rules.diagnostics.diagnostic import KINDS, errors_page
from opendata_rules.vocabulary.keywords import KEYWORDS, keywords_page

from .fixtures import PAGES, ROOT


@pytest.mark.parametrize("page", PAGES)
def test_a_generated_page_is_up_to_date(page: str) -> None:
    """If not: ``make generated``."""
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == PAGES[page]()


def test_every_kind_has_one_entry() -> None:
    page = errors_page()
    for kind in KINDS.values():
        assert page.count(f"### `{kind.code}` ") == 1
        assert kind.explanation in page


def test_every_keyword_has_one_row_and_one_meaning() -> None:
    page = keywords_page()
    words = [word for word, _ in KEYWORDS.values()]
    assert len(words) == len(set(words))
    for name, (word, about) in KEYWORDS.items():
        assert page.count(f"| {word} | `{name}` | {about} |") == 1


def test_the_guide_links_to_both_pages() -> None:
    guide = (ROOT / "docs" / "规则编写指南.md").read_text(encoding="utf-8")
    assert all(f"({page})" in guide for page in PAGES)
