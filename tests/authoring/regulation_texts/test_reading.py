"""Scars of conversion, on a little regulation invented for the purpose."""

from __future__ import annotations

import hashlib
import pickle
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.authoring.regulation_texts.articles import RegulationText
from opendata_rules.authoring.regulation_texts.fingerprints import normalised
from opendata_rules.authoring.regulation_texts.reading import parse_text, read_text
from opendata_rules.vocabulary.citations import Ref

TEXT = """\
某县图书角管理办法
（2030年1月1日某县印制）

# 第一章  总 则

**第一条** 为了管好图书角，制定本办法。

**第二条** 图书角由村里管理、
— 3 —
镇里资助。

读者爱护图书。
- 4 -
## **第二章 借阅**

**第三条** 下列图书不外借：

- （一）孤本；
- （二）借出后可能
散失的；

(三) 字典。

具体书目另行
公布。
第四条 下列图书可以外借
类：
（四）小说；
（五）诗集。
读者按照本办法第三条第
（二）项以及
第三条的规定借阅。
第五条　【期限】借期5个工作 日。逾期的:(一)提醒;(二)催还。
第五条 【罚则】不罚款。
第六条 本办法自2030年2月1日起施行，有效期至2031年1月31日。
《旧办法》同时废止。
（此页无正文）
某县图书站
附件 1
借书单
姓名：\t\t电话：
还书承诺书
读者（以下称读
者）承诺按时还书，
不折页。
附件3：
馆藏清单
某县图书站2030年1月5日印发
"""


@pytest.fixture(scope="module")
def text() -> RegulationText:
    return parse_text(TEXT)


def test_articles_are_keyed_in_order_with_the_second_of_a_number_as_bis(text: RegulationText) -> None:
    assert list(text.articles) == ["1", "2", "3", "4", "5", "5bis", "6", "annex1", "annex2", "annex3"]
    assert [article.key for article in text.articles.values()] == list(text.articles)
    assert text.missing == ()


def test_sentences_broken_by_a_page_end_are_joined(text: RegulationText) -> None:
    assert text.passage("2(1)") == "图书角由村里管理、镇里资助。"
    assert text.passage("3(二)") == "借出后可能散失的；"
    assert text.passage("3(2)") == "具体书目另行公布。"
    assert text.articles["4"].paragraphs[0].text == "下列图书可以外借类："


def test_blank_lines_do_not_decide_what_a_paragraph_is(text: RegulationText) -> None:
    assert [len(article.paragraphs) for article in text.articles.values()][:7] == [1, 2, 2, 2, 1, 1, 2]
    assert parse_text(TEXT.replace("\n\n", "\n")).articles == text.articles
    assert parse_text(TEXT.replace("\n", "\n\n　\n")).articles == text.articles


def test_items_take_either_bracket_and_a_closing_paragraph_is_one_of_its_own(text: RegulationText) -> None:
    first, second = text.articles["3"].paragraphs
    assert first.items == {1: "孤本；", 2: "借出后可能散失的；", 3: "字典。"}
    assert list(first.items) == [1, 2, 3]
    assert second.items == {}


def test_items_keep_the_numbers_printed(text: RegulationText) -> None:
    assert list(text.articles["4"].paragraphs[0].items) == [4, 5]


def test_mentions_of_articles_and_items_at_a_line_start_are_not_labels(text: RegulationText) -> None:
    assert text.passage("4(2)") == "读者按照本办法第三条第（二）项以及第三条的规定借阅。"


def test_items_run_on_in_one_line_are_separated(text: RegulationText) -> None:
    (paragraph,) = text.articles["5"].paragraphs
    assert paragraph.text == "借期5个工作 日。逾期的:"
    assert paragraph.items == {1: "提醒;", 2: "催还。"}


def test_printed_titles_stand_apart_from_the_paragraph(text: RegulationText) -> None:
    assert text.articles["5"].title == "【期限】"
    assert text.articles["5bis"].title == "【罚则】"
    assert text.articles["5bis"].text == "不罚款。"
    assert not text.contains("5", "期限")


def test_a_repeal_after_the_entry_into_force_belongs_to_the_closing_article(text: RegulationText) -> None:
    assert text.passage("6(2)") == "《旧办法》同时废止。"


def test_what_has_no_article_is_listed_in_order(text: RegulationText) -> None:
    assert text.unplaced == (
        "某县图书角管理办法",
        "（2030年1月1日某县印制）",
        "（此页无正文）",
        "某县图书站",
        "某县图书站2030年1月5日印发",
    )
    assert text.divisions == ("第一章  总 则", "第二章 借阅")


def test_an_annex_that_lost_its_label_is_found_by_its_title(text: RegulationText) -> None:
    assert [paragraph.text for paragraph in text.articles["annex1"].paragraphs] == [
        "借书单",
        "姓名：\t\t电话：",
    ]
    assert [paragraph.text for paragraph in text.articles["annex2"].paragraphs] == [
        "还书承诺书",
        "读者（以下称读者）承诺按时还书，不折页。",
    ]
    assert text.passage("annex3") == "馆藏清单"


def test_annexes_stay_together_where_the_lost_label_cannot_be_told() -> None:
    text = parse_text(TEXT.replace("还书承诺书", "还书承诺书\n赔偿协议"))
    assert "annex2" not in text.articles
    assert text.missing == ("annex2",)
    assert "赔偿协议" in (text.passage("annex1") or "")


def test_a_list_of_annexes_gives_way_to_the_annexes_themselves() -> None:
    text = parse_text("第一条 有附件。\n附件：甲表\n附件1\n甲表\n填写说明")
    assert text.passage("annex1") == "甲表\n填写说明"
    assert text.unplaced == ("附件：甲表", "甲表")


def test_articles_that_the_numbering_skips_are_named() -> None:
    text = parse_text("第一条 甲。\n第四条 乙。\n附件2\n表")
    assert text.missing == ("2", "3", "annex1")


def test_paragraphs_inside_a_list_go_back_to_their_item() -> None:
    text = parse_text("第一条 流程：\n（一）申请。写明理由。\n材料要齐。\n（二）审核：\n1.看；\n2.批。\n到此为止。")
    first, second = text.articles["1"].paragraphs
    assert first.items == {1: "申请。写明理由。材料要齐。", 2: "审核：1.看；2.批。"}
    assert second.text == "到此为止。"


def test_a_second_list_of_an_article_is_a_paragraph_of_its_own() -> None:
    text = parse_text("第一条 可以：\n（一）看；\n（二）听。\n不得：\n（一）拍。\n（二）摸。")
    assert [list(paragraph.items) for paragraph in text.articles["1"].paragraphs] == [[1, 2], [1, 2]]
    assert text.passage("1(2)(一)") == "拍。"
    assert text.passage("1(一)") is None, "ambiguous without the paragraph"


def test_a_text_appended_to_the_regulation_is_set_aside_whole() -> None:
    text = parse_text("第一条 甲。\n第二条 乙。\n第一条 丙。\n第二章 丁\n第三条 戊。\n附件1\n己")
    assert list(text.articles) == ["1", "2"]
    assert text.divisions == ()
    assert text.unplaced == ("第一条 丙。", "第二章 丁", "第三条 戊。", "附件1", "己")


def test_articles_quoted_before_the_text_or_between_articles_are_set_aside() -> None:
    text = parse_text("第七条 【解读】很好。\n第一条 甲。\n第二条 乙。\n第一百条")
    assert list(text.articles)[:2] == ["1", "2"]
    assert text.unplaced == ("第七条 【解读】", "很好。")
    text = parse_text("第一条 甲。\n第二条 乙。\n第三条 丙。\n第二条 旧文。\n第四条 丁。")
    assert list(text.articles) == ["1", "2", "3", "4"]
    assert text.unplaced == ("第二条 旧文。",)


@pytest.mark.parametrize(
    "advertising",
    ["扫码关注我们", "↓↓更多资讯↓↓", "本公司提供优质服务。", "本公司提供优质服务，欢迎", "2030年1月5日"],
)
def test_advertising_and_signatures_after_the_closing_article_are_no_law(advertising: str) -> None:
    text = parse_text(f"第一条 甲。\n第二条 自公布之日起施行。\n{advertising}\n")
    assert len(text.articles["2"].paragraphs) == 1
    assert text.unplaced == (advertising,)


def test_arabic_numbers_lost_spaces_and_lost_line_breaks_are_read() -> None:
    text = parse_text("第 1 条 甲。第二条 乙。\n第三条丙。\n第十 条规定丁。")
    assert list(text.articles) == ["1", "2", "3"]
    assert text.passage("3(2)") == "第十 条规定丁。"


@pytest.mark.parametrize(
    ("ref", "passage"),
    [
        ("1", "为了管好图书角，制定本办法。"),
        ("3(1)", "下列图书不外借：\n（一）孤本；\n（二）借出后可能散失的；\n（三）字典。"),
        ("3(1)(三)", "字典。"),
        (Ref(4, item=5), "诗集。"),
        ("3(2)(一)", None),
        ("3(3)", None),
        ("3(四)", None),
        ("7", None),
        ("6bis", None),
        ("annex9", None),
        ("", None),
    ],
)
def test_passages_are_found_by_place(text: RegulationText, ref: str | Ref, passage: str | None) -> None:
    assert text.passage(ref) == passage


def test_a_malformed_place_raises_rather_than_finding_nothing(text: RegulationText) -> None:
    with pytest.raises(ValueError, match="应写作“3"):
        text.passage("3（一）")
    with pytest.raises(ValueError, match="不是规定的写法"):
        text.contains("三条半", "图书")


def test_anchors_are_found_whatever_the_white_space(text: RegulationText) -> None:
    assert text.contains("5", "5个工作日")
    assert text.contains("5", "5 个 工作日")
    assert text.contains("3(二)", "可能散失")
    assert not text.contains("3(二)", "孤本")
    assert not text.contains("2", "资助。读者"), "runs across paragraphs"
    assert not text.contains("9", "图书")
    assert not text.contains("2", " ")


def test_fingerprint_is_the_digest_of_the_printed_characters(text: RegulationText) -> None:
    printed = "下列图书不外借：（一）孤本；（二）借出后可能散失的；(三)字典。具体书目另行公布。"
    assert text.articles["3"].printed == printed
    assert text.fingerprint("3") == hashlib.sha256(printed.encode()).hexdigest()
    assert text.articles["5"].printed.startswith("【期限】借期5个工作日")


def test_fingerprints_survive_layout_but_not_a_changed_character(text: RegulationText) -> None:
    relaid = parse_text(TEXT.replace("**", "").replace("# ", "").replace("- （", "（").replace("工作 日", "工作日"))
    fingerprints = {key: text.fingerprint(key) for key in text.articles}
    assert {key: relaid.fingerprint(key) for key in relaid.articles} == fingerprints
    for old, new, key in [("孤本", "善本", "3"), ("字典。", "字典．", "3"), ("【期限】", "【时限】", "5")]:
        amended = parse_text(TEXT.replace(old, new))
        assert [k for k in amended.articles if amended.fingerprint(k) != fingerprints[k]] == [key]


def test_a_renumbered_article_keeps_its_fingerprint() -> None:
    before = parse_text("第一条 甲。\n第二条 乙。")
    after = parse_text("第一条 甲。\n第二条 新。\n第三条 乙。")
    assert after.fingerprint("3") == before.fingerprint("2")


def test_an_article_that_is_not_there_has_no_fingerprint(text: RegulationText) -> None:
    with pytest.raises(KeyError, match="99"):
        text.fingerprint("99")


def test_normalising_drops_white_space_and_marks_and_nothing_else() -> None:
    assert normalised(" ## **第 一\u3000条**\n- （一）ＡＢ，a,\u200b①\ufeff\r\n") == "第一条（一）ＡＢ，a,①"
    assert normalised("甲 - 乙") == "甲-乙"


def test_results_are_picklable_values(text: RegulationText) -> None:
    assert pickle.loads(pickle.dumps(text)) == text
    with pytest.raises(AttributeError):
        text.unplaced = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "空的"),
        ("\ufeff \n　\n".encode(), "空的"),
        ("第一条 为了管好图书角。".encode("gbk"), "GBK"),
        ("第一条 甲。".encode("utf-16"), "UTF-16"),
        (b"\xe7\xac\xac\xff\xff\xff", "不是 UTF-8 编码（第 4 个字节"),
        ("图书角的通知\n依照第一条规定的办法。".encode(), "没有找到任何一条"),
        ("附件1\n表".encode(), "没有找到任何一条"),
    ],
)
def test_a_file_that_is_no_regulation_is_refused_in_chinese_with_its_name(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "broken-measures.txt"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message) as caught:
        read_text(path)
    assert str(caught.value).startswith("broken-measures.txt：")


def test_a_file_with_byte_order_mark_and_windows_line_ends_reads_the_same(tmp_path: Path, text: RegulationText) -> None:
    path = tmp_path / "measures.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_text(path) == text


FRAGMENTS = [
    *dict.fromkeys(TEXT.splitlines()),
    "第一条",
    "附件",
    "（三）",
    "第二条 甲",
    "、乙。",
    "第十节丙",
    "（二）项",
    "12",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40))
def test_any_order_of_lines_is_read_without_inventing_or_losing_words(lines: list[str]) -> None:
    source = "\n".join(["第一条 书。", *lines])
    text = parse_text(source)
    words = Counter(normalised(source))
    for part in (*text.divisions, *text.unplaced, *(article.printed for article in text.articles.values())):
        words.subtract(normalised(part))
    # What remains are the labels of articles and annexes, and page furniture.
    assert set((+words).elements()) <= set("第条附件：一二三四五六七八九十0123456789-—")
    assert min(words.values()) >= 0


def test_an_article_that_an_amendment_put_in_is_one_of_its_own() -> None:
    text = parse_text(
        "某市办法\n第一条　为了开放数据。\n第二条　开放主体应当编制目录。\n"
        "第二条之一　目录应当公布。\n第二条之一规定的目录，每年更新。\n"
        "第二条之二　目录免费。\n第三条　自公布之日起施行。\n"
    )
    assert list(text.articles) == ["1", "2", "2之一", "2之二", "3"]
    assert text.articles["2之一"].text == "目录应当公布。\n第二条之一规定的目录，每年更新。"
    assert text.missing == ()
