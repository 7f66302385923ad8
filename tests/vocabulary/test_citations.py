"""Short and Chinese forms of citations, and the order in which they are listed."""

from __future__ import annotations

import dataclasses
import json
import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opendata_rules.vocabulary.citations import (
    GREATEST_NUMBER,
    Citation,
    Ref,
    chinese_numeral,
    enclosing,
    nearest_ref,
    number_of,
)

numbers = st.integers(1, GREATEST_NUMBER)
optional_numbers = st.none() | numbers
refs = st.one_of(
    st.builds(Ref, article=numbers, bis=st.booleans(), paragraph=optional_numbers, item=optional_numbers),
    st.builds(Ref, article=numbers, inserted=numbers, paragraph=optional_numbers, item=optional_numbers),
    st.builds(Ref, annex=numbers),
    st.just(Ref()),
)

FORMS = [
    ("12", Ref(12), "第十二条"),
    ("12(四)", Ref(12, item=4), "第十二条第（四）项"),
    ("14(十一)", Ref(14, item=11), "第十四条第（十一）项"),
    ("18(3)", Ref(18, paragraph=3), "第十八条第三款"),
    ("18(3)(四)", Ref(18, paragraph=3, item=4), "第十八条第三款第（四）项"),
    ("25bis", Ref(25, bis=True), "第二十五条（重号，第二处）"),
    ("13之一", Ref(13, inserted=1), "第十三条之一"),
    ("13之十二(2)(三)", Ref(13, inserted=12, paragraph=2, item=3), "第十三条之十二第二款第（三）项"),
    ("25bis(2)", Ref(25, bis=True, paragraph=2), "第二十五条（重号，第二处）第二款"),
    ("199(10)(九十九)", Ref(199, paragraph=10, item=99), "第一百九十九条第十款第（九十九）项"),
    ("annex3", Ref(annex=3), "附件3"),
    ("", Ref(), "（条号未知）"),
]


@pytest.mark.parametrize(("short", "ref", "chinese"), FORMS)
def test_each_short_form_is_read_and_written_in_both_forms(short: str, ref: Ref, chinese: str) -> None:
    assert Ref.parse(short) == ref
    assert str(ref) == short
    assert ref.chinese() == chinese


@given(refs)
def test_every_place_survives_its_short_form(ref: Ref) -> None:
    assert Ref.parse(str(ref)) == ref


@given(refs)
def test_every_known_place_is_guessed_from_its_chinese_form(ref: Ref) -> None:
    if ref != Ref():
        assert nearest_ref(ref.chinese()) == str(ref)


@given(numbers)
@example(10)
@example(20)
@example(101)
@example(110)
@example(111)
@example(199)
def test_every_numeral_is_read_back(number: int) -> None:
    assert number_of(chinese_numeral(number)) == number


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (199, "一百九十九"),
        (205, "二百零五"),
    ],
)
def test_numerals_are_written_as_regulations_print_them(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


def test_all_numerals_differ() -> None:
    assert len({chinese_numeral(number) for number in range(1, GREATEST_NUMBER + 1)}) == GREATEST_NUMBER


@pytest.mark.parametrize("numeral", ["", "零", "一十二", "十零", "两", "12", "一百一", "百", "〇", "十 二"])
def test_irregular_numerals_are_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="中文数字"):
        number_of(numeral)


@pytest.mark.parametrize("number", [0, -1, GREATEST_NUMBER + 1])
def test_numbers_beyond_any_article_are_not_written(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_numeral(number)


CORRECTED = [
    ("12（四）", "12(四)"),
    ("12(四）", "12(四)"),
    ("１８（３）（四）", "18(3)(四)"),
    ("18(3)(4)", "18(3)(四)"),
    ("18(四)(3)", "18(3)(四)"),
    ("第十八条第三款第（四）项", "18(3)(四)"),
    ("第十八条第三款第四项", "18(3)(四)"),
    ("第18条第3款", "18(3)"),
    ("第12条第4项", "12(四)"),
    ("十二", "12"),
    ("012", "12"),
    (" 12", "12"),
    ("12\n", "12"),
    ("12 (四)", "12(四)"),
    ("25BIS", "25bis"),
    ("25 bis", "25bis"),
    ("第二十五条之二", "25之二"),
    ("第十三条之一第二款", "13之一(2)"),
    ("13 之 1", "13之一"),
    ("附件3", "annex3"),
    ("附录 三", "annex3"),
    ("Annex3", "annex3"),
]


@pytest.mark.parametrize(("wrong", "right"), CORRECTED)
def test_only_the_exact_form_is_read_and_the_message_offers_it(wrong: str, right: str) -> None:
    with pytest.raises(ValueError, match="应写作") as caught:
        Ref.parse(wrong)
    assert f"应写作“{right}”" in str(caught.value)
    assert nearest_ref(wrong) == right


@pytest.mark.parametrize(
    "wrong",
    [
        "abc",
        "0",
        "1000",
        "12()",
        "12(0)",
        "12(四",
        "12(两)",
        "12(一十二)",
        "(四)",
        "bis",
        "annex",
        "annex0",
        "12.3",
        "12(1)(2)(3)",
        "12(四)(五)",
        "18(3)款",
        "条",
        "12-14",
        "13之",
        "13之零",
        "13bis之一",
        "٣",
        "annex3(1)",
        "第三章",
        " ",
    ],
)
def test_what_cannot_be_guessed_is_refused_with_the_list_of_forms(wrong: str) -> None:
    with pytest.raises(ValueError, match="不是规定的写法") as caught:
        Ref.parse(wrong)
    assert "18(3)(四)" in str(caught.value)
    assert "应写作" not in str(caught.value)
    assert nearest_ref(wrong) is None


@given(st.text(alphabet="12390bis()（）第条款项一二十百零annex附件 \n", max_size=14))
def test_any_text_is_read_exactly_or_refused_in_chinese(text: str) -> None:
    offered = nearest_ref(text)
    if text == "" or offered == text:
        assert str(Ref.parse(text)) == text
    else:
        with pytest.raises(ValueError, match="不是规定的写法"):
            Ref.parse(text)
        assert offered is None or str(Ref.parse(offered)) == offered


@pytest.mark.parametrize("short", ["12", "18(3)(四)", "25bis(2)", "annex3"])
def test_a_right_form_is_its_own_nearest(short: str) -> None:
    assert nearest_ref(short) == short


@pytest.mark.parametrize(
    ("short", "key"),
    [("12(四)", "12"), ("18(3)(四)", "18"), ("25bis(2)", "25bis"), ("annex3", "annex3"), ("", "")],
)
def test_article_key_is_the_row_id_of_the_whole_article(short: str, key: str) -> None:
    assert Ref.parse(short).article_key == key


def test_places_sort_as_the_text_is_read_with_annexes_and_the_unknown_last() -> None:
    ordered = [
        "2",
        "12",
        "12(二)",
        "12(十)",
        "12(1)",
        "12(1)(一)",
        "12(2)",
        "25",
        "25(2)",
        "25bis",
        "25bis(1)",
        "25之一",
        "25之一(1)",
        "25之二",
    ]
    ordered += ["26", "110", "annex2", "annex10", ""]
    shuffled = sorted(ordered)
    assert shuffled != ordered
    assert [str(ref) for ref in sorted(map(Ref.parse, shuffled))] == ordered


@given(refs, refs)
def test_order_is_total_and_agrees_with_equality(one: Ref, other: Ref) -> None:
    assert (one < other) + (one == other) + (one > other) == 1
    assert (one <= other) == (one < other or one == other)


def test_places_do_not_compare_with_other_types() -> None:
    with pytest.raises(TypeError):
        _ = Ref(12) < "12"
    with pytest.raises(TypeError):
        _ = Citation("a", "甲", "1") < "a"


@pytest.mark.parametrize(
    "parts",
    [
        {"paragraph": 1},
        {"item": 1},
        {"bis": True},
        {"inserted": 1},
        {"article": 1, "bis": True, "inserted": 1},
        {"annex": 1, "inserted": 1},
        {"article": 1, "inserted": 0},
        {"annex": 1, "item": 1},
        {"article": 1, "annex": 1},
        {"article": 0},
        {"article": 1, "paragraph": -1},
        {"annex": GREATEST_NUMBER + 1},
    ],
)
def test_parts_that_do_not_go_together_are_refused(parts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"[条款]"):
        Ref(**parts)  # type: ignore[arg-type]


def test_citation_reads_as_title_and_place() -> None:
    citation = Citation("some-measures-2025", "某市办法（试行）", "18(3)(四)")
    assert str(citation) == citation.text == "《某市办法（试行）》第十八条第三款第（四）项"
    assert citation.to_dict() == {
        "instrument": "some-measures-2025",
        "ref": "18(3)(四)",
        "text": "《某市办法（试行）》第十八条第三款第（四）项",
    }
    assert json.loads(json.dumps(citation.to_dict())) == citation.to_dict()


def test_citation_of_an_unknown_article_says_so() -> None:
    assert str(Citation("some-measures", "某省办法", "")) == "《某省办法》（条号未知）"


def test_citation_with_a_malformed_place_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="应写作“12"):
        Citation("some-measures", "某市办法", "12（四）")


def test_citations_sort_by_instrument_and_then_by_place_not_by_spelling() -> None:
    ordered = [
        Citation("a", "甲", "9"),
        Citation("a", "甲", "12"),
        Citation("a", "甲", ""),
        Citation("b", "乙", "1"),
    ]
    backwards = [ordered[3], ordered[2], ordered[1], ordered[0]]
    assert sorted(backwards) == ordered


@pytest.mark.parametrize("value", [Ref.parse("18(3)(四)"), Citation("a", "甲", "25bis")])
def test_values_are_frozen_hashable_and_picklable(value: Ref | Citation) -> None:
    copy = pickle.loads(pickle.dumps(value))
    assert copy == value
    assert hash(copy) == hash(value)
    assert not hasattr(value, "__dict__")
    field = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, field, None)


@pytest.mark.parametrize(
    ("refs", "passage"),
    [
        (("13(六)",), "13(六)"),
        (("13(六)", "13(六)"), "13(六)"),
        (("13(五)", "13(六)"), "13"),
        (("18(3)(四)", "18(3)(五)"), "18(3)"),
        (("18(3)(四)", "18(2)(四)"), "18"),
        (("18(3)", "18"), "18"),
        (("13之一(一)", "13之一(二)"), "13之一"),
        (("25(一)", "25bis(一)"), "25(一)"),
        (("13(五)", "14(九)"), "13(五)"),
    ],
)
def test_what_encloses_passages_is_the_narrowest_that_all_are_in(refs: tuple[str, ...], passage: str) -> None:
    assert enclosing([Citation("a", "甲", ref) for ref in refs]).ref == passage


def test_nothing_encloses_passages_of_two_instruments_or_versions() -> None:
    one = Citation("a", "甲", "13(五)")
    assert enclosing([one, Citation("b", "乙", "13(六)")]) == one
    assert enclosing([one, Citation("a", "甲", "13(六)", version="2026年修订")]) == one
