"""English of what packs write in Chinese, and what is said where there is none."""

from __future__ import annotations

import datetime as dt

import pytest

import opendata_rules as odr
from opendata_rules.vocabulary.citations import Citation, Ref
from opendata_rules.vocabulary.english import actor, general_law, in_english, is_chinese, term_in_english
from opendata_rules.vocabulary.facts import FactType, vocabulary


@pytest.mark.parametrize("text", ["公布", "ok，", "（a）", "第12条", "𠀀", "a、b", "《a》"])
def test_chinese_is_told_apart(text: str) -> None:
    assert is_chinese(text)
    assert in_english(text, "公布") == '"公布" (Chinese only)'


@pytest.mark.parametrize("text", ["", "plain", "Tai'an – “so”", "café"])
def test_what_is_not_chinese(text: str) -> None:
    assert not is_chinese(text)


def test_what_nobody_put_into_english_is_shown_as_chinese() -> None:
    assert in_english(None, "公布") == '"公布" (Chinese only)'
    assert in_english("publish", "公布") == "publish"
    assert in_english(None, "") == ""


def test_actors() -> None:
    assert actor("县级以上公共数据开放主管部门") == "open-data department at or above county level"
    assert actor("博物馆") == '"博物馆" (Chinese only)'
    assert actor("博物馆", "museum") == "museum"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (
            "《中华人民共和国行政许可法》第八十二条",
            "Administrative Licensing Law of the People's Republic of China, art. 82",
        ),
        (
            "《中华人民共和国民法典》第二百零一条至第二百零三条",
            "Civil Code of the People's Republic of China, arts. 201 to 203",
        ),
        ("《中华人民共和国民法典》第一千零三十二条", "Civil Code of the People's Republic of China, art. 1032"),
        ("《中华人民共和国民法典》第一千二百六十条", "Civil Code of the People's Republic of China, art. 1260"),
        ("《中华人民共和国民法典》第两条", '"《中华人民共和国民法典》第两条" (Chinese only)'),
        ("《某法》第一条", '"《某法》第一条" (Chinese only)'),
        ("惯例", '"惯例" (Chinese only)'),
    ],
)
def test_general_law(chinese: str, english: str) -> None:
    assert general_law(chinese) == english
    assert general_law(chinese, "as the pack says") == "as the pack says"


@pytest.mark.parametrize(
    ("ref", "english"),
    [
        ("12", "12"),
        ("12(四)", "12 item 4"),
        ("14(十一)", "14 item 11"),
        ("15(2)", "15(2)"),
        ("18(3)(四)", "18(3) item 4"),
        ("25bis", "25bis"),
        ("annex3", "annex 3"),
        ("", "(article not known)"),
    ],
)
def test_a_place_in_english(ref: str, english: str) -> None:
    """A bracket is a paragraph and an item is called one: 12(4) and 12(四) are not the same place."""
    assert Ref.parse(ref).english() == english
    assert Citation("an-instrument", "某办法", ref).english == f"an-instrument {english}"
    assert Citation("an-instrument", "某办法", ref).to_dict()["ref"] == ref


def test_values_are_shown_by_id_and_texts_are_not_repeated() -> None:
    for fact in vocabulary().facts.values():
        value = "某文" if fact.type is FactType.TEXT else fact.values[0][0] if fact.values else True
        found = (value,) if fact.type is FactType.LIST else value
        assert not is_chinese(term_in_english(fact, found))


def test_an_article_that_is_not_known_is_said_to_be_so(library: odr.Library) -> None:
    law = library.law("shandong", on=dt.date(2026, 3, 10))
    told = law.classify({"state_secret": True})
    asked = [warning.english for warning in told.warnings if warning.code == "open_question"]
    assert asked
    assert all(text.startswith("shandong-measures-344 (article not known) allows more than one") for text in asked)
    # The reading taken and the reason stand there, as they do in Chinese.
    assert all("taken: " in text and "why: " in text for text in asked)
