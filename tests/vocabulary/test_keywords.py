"""Every keyword of the packs has one meaning and one row in the page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from opendata_rules.authoring.files import MODELS
from opendata_rules.reading.models import Model
from opendata_rules.vocabulary.keywords import KEYWORDS, MEANINGS, keywords_page, meaning

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


def test_a_word_of_several_meanings_is_told_by_the_part_it_stands_in() -> None:
    for name, parts in MEANINGS.items():
        for part, about in parts.items():
            assert meaning(name, ("elsewhere", part)) == about
            assert f"{part}中：{about}" in meaning(name)
        assert len(set(parts.values())) == len(parts) > 1
    assert meaning("place", ("用例",)) == KEYWORDS["place"][1]


def test_models_name_parts_that_there_are() -> None:
    assert all(issubclass(model, Model) for model in MODELS.values())
    known = {part for parts in MEANINGS.values() for part in parts}
    named = {part for model in _kinds(Model) for part in model.parts}
    assert named == known


def _kinds(base: type[Model]) -> Iterator[type[Model]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)
