"""The five regulations as received: structure told by reading them, compared with what the parser finds.

Only counts, numbers and terms of a few characters stand here, no law text.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from opendata_rules.authoring.regulation_texts.articles import RegulationText
from opendata_rules.authoring.regulation_texts.fingerprints import normalised
from opendata_rules.authoring.regulation_texts.reading import read_text

TAIAN = "taian-open-data-measures-2025"
TENGZHOU = "tengzhou-public-data-measures-2024"
JINING = "jining-open-data-rules-2025"
QINGDAO = "qingdao-public-data-measures-2023"
SHANDONG = "shandong-open-data-rules-draft-2024"

ARTICLES = {TAIAN: 34, TENGZHOU: 37, JINING: 25, QINGDAO: 52, SHANDONG: 24}
EXTRA_KEYS = {JINING: ["25bis", *(f"annex{number}" for number in range(1, 8))]}
CHAPTERS = {TAIAN: 6, TENGZHOU: 9, JINING: 8, QINGDAO: 8, SHANDONG: 7}

#: Articles with more than one paragraph, counted by hand.
PARAGRAPHS: dict[str, dict[str, int]] = {
    TAIAN: dict.fromkeys(["3", "6", "11", "15", "20", "22", "25", "26", "28", "30"], 2),
    TENGZHOU: {
        **dict.fromkeys(["2", "7", "9", "11", "12", "15", "20", "22", "27", "31", "36"], 2),
        **dict.fromkeys(["3", "10", "13", "14", "24"], 3),
        **dict.fromkeys(["6", "19"], 4),
        "18": 6,
    },
    JINING: {"1": 3, "8": 2, "9": 3, "11": 4, "14": 3, "18": 2, "19": 2},
    QINGDAO: {
        **dict.fromkeys(["2", "8", "11", "15", "20", "21", "22", "24", "35", "38", "40"], 2),
        **dict.fromkeys(["3", "6", "7", "9", "17", "19", "26"], 3),
    },
    SHANDONG: dict.fromkeys(["8", "10", "15", "16"], 2),
}

#: Item numbers by article and paragraph.
ITEMS: dict[str, dict[tuple[str, int], range]] = {
    TAIAN: {
        ("12", 1): range(1, 5),
        ("13", 1): range(5, 9),
        ("14", 1): range(9, 12),
        ("20", 1): range(1, 5),
        ("32", 1): range(1, 11),
    },
    TENGZHOU: {("18", 3): range(1, 6)},
    JINING: {("10", 1): range(1, 4), ("16", 1): range(1, 4), ("17", 1): range(1, 4)},
    QINGDAO: {},
    SHANDONG: {("9", 1): range(1, 4), ("13", 1): range(1, 4), ("14", 1): range(1, 4)},
}

INSTRUMENTS = list(ARTICLES)


@cache
def _read(path: Path) -> RegulationText:
    return read_text(path)


def _text(shared: Path, instrument: str) -> RegulationText:
    return _read(shared / "regulations" / f"{instrument}.txt")


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_article_is_found_in_order(shared: Path, instrument: str) -> None:
    text = _text(shared, instrument)
    expected = [str(number) for number in range(1, ARTICLES[instrument] + 1)]
    assert list(text.articles) == expected + EXTRA_KEYS.get(instrument, [])
    assert text.missing == ()
    assert len(text.divisions) == CHAPTERS[instrument]


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_paragraphs_are_those_counted_by_hand(shared: Path, instrument: str) -> None:
    articles = _text(shared, instrument).articles
    counted = {key: len(article.paragraphs) for key, article in articles.items() if "annex" not in key}
    assert {key: count for key, count in counted.items() if count != 1} == PARAGRAPHS[instrument]


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_items_keep_their_printed_numbers(shared: Path, instrument: str) -> None:
    found = {
        (key, number): list(paragraph.items)
        for key, article in _text(shared, instrument).articles.items()
        for number, paragraph in enumerate(article.paragraphs, 1)
        if paragraph.items
    }
    assert found == {place: list(numbers) for place, numbers in ITEMS[instrument].items()}


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_paragraph_and_item_is_a_whole_sentence(shared: Path, instrument: str) -> None:
    for key, article in _text(shared, instrument).articles.items():
        if key.startswith("annex"):
            continue
        for paragraph in article.paragraphs:
            end = ("：", ":") if paragraph.items else ("。",)
            assert paragraph.text.endswith(end), key
            assert all(item.endswith(("；", ";", "。")) for item in paragraph.items.values()), key


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_no_printed_character_is_lost_or_invented(shared: Path, instrument: str) -> None:
    text = _text(shared, instrument)
    source = (shared / "regulations" / f"{instrument}.txt").read_text(encoding="utf-8")
    printed = Counter(normalised(source))
    for part in (*text.divisions, *text.unplaced, *(article.printed for article in text.articles.values())):
        printed.subtract(normalised(part))
    # What remains are the labels of articles and annexes, and Markdown rules.
    assert printed["第"] == printed["条"] == ARTICLES[instrument] + ("25bis" in text.articles)
    assert printed["附"] == printed["录"] == (5 if instrument == JINING else 0)
    assert set((+printed).elements()) <= set("第条附录一二三四五六七八九十0123456789-")
    assert min(printed.values()) >= 0


#: SHA-256 over the fingerprints of all articles in order, one a line.
DIGESTS = {
    JINING: "90d173ac3e3685df83a4017a4a173679143884d8a3c92056ae2bfe9562c00441",
    QINGDAO: "caa74c206207e27471d15f4090a2dbfac845340da58324efbfefedc1c1536f68",
    SHANDONG: "f0ab067fd47755dcf0a8221ab9d0688619470e9eaee8696f68aaef02a88a3c79",
    TAIAN: "854e84db66c114b0ca04c5e14f466f002477f82aea47a8d9746cb544421becfa",
    TENGZHOU: "821593672ff59d3331a705f58f90c7428b6cf205bcfb816638ad8694522d48a4",
}


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_fingerprints_stay_what_packs_have_pinned(shared: Path, instrument: str) -> None:
    text = _text(shared, instrument)
    lines = "".join(f"{text.fingerprint(key)}\n" for key in text.articles)
    assert hashlib.sha256(lines.encode()).hexdigest() == DIGESTS[instrument]


@pytest.mark.parametrize(
    ("instrument", "ref", "anchor"),
    [
        (TAIAN, "4", "需求导向、创新驱动"),
        (TAIAN, "8", "大数据主管部门"),
        (TAIAN, "13", "有条件开放类"),
        (TAIAN, "15(2)", "有条件开放"),
        (TAIAN, "34", "2028年9月1日"),
        (TENGZHOU, "18(3)(四)", "知识产权"),
        (TENGZHOU, "18(四)", "知识产权"),
        (TENGZHOU, "18(5)", "同意"),
        (TENGZHOU, "18(6)", "脱敏"),
        (TENGZHOU, "19(2)", "5个工作日"),
        (TENGZHOU, "37", "2030年1月9日"),
        (JINING, "9(1)", "不予开放的公共数据"),
        (JINING, "10(三)", "财政资金的机构"),
        (JINING, "14(1)", "10个工作日"),
        (JINING, "19(2)", "分别采取下架"),
        (JINING, "25", "经费"),
        (JINING, "25bis", "2025年7月15日"),
        (JINING, "annex2", "流程图"),
        (JINING, "annex5", "（公共数据利用主体)"),
        (QINGDAO, "10", "规章依据"),
        (QINGDAO, "21(2)", "一体化大数据平台"),
        (QINGDAO, "32", "公共管理和服务"),
        (QINGDAO, "39", "公共数据形成"),
        (SHANDONG, "13(一)", "实名认证"),
        (SHANDONG, "15(2)", "15个工作日"),
        (SHANDONG, "24", "有效期至2028年月日"),
    ],
)
def test_terms_across_page_ends_and_spaces_are_found(shared: Path, instrument: str, ref: str, anchor: str) -> None:
    assert _text(shared, instrument).contains(ref, anchor)


@pytest.mark.parametrize(
    ("instrument", "ref"),
    [
        (TAIAN, "12(五)"),
        (TAIAN, "13(一)"),
        (TENGZHOU, "18(2)(四)"),
        (TENGZHOU, "18(7)"),
        (JINING, "26"),
        (QINGDAO, "53"),
        (QINGDAO, "26(一)"),
        (SHANDONG, "25"),
        (SHANDONG, "annex1"),
    ],
)
def test_places_that_no_text_has_are_not_found(shared: Path, instrument: str, ref: str) -> None:
    assert _text(shared, instrument).passage(ref) is None


def test_draft_articles_have_titles_but_the_closing_one(shared: Path) -> None:
    articles = _text(shared, SHANDONG).articles
    assert [key for key, article in articles.items() if not article.title] == ["24"]
    assert articles["1"].title == "【适用范围】"


@pytest.mark.parametrize(
    ("instrument", "before", "after"),
    [(TAIAN, 8, 2), (TENGZHOU, 7, 3), (JINING, 8, 0), (QINGDAO, 2, 0), (SHANDONG, 14, 2)],
)
def test_title_blocks_signatures_and_advertising_are_told_as_unplaced(
    shared: Path, instrument: str, before: int, after: int
) -> None:
    unplaced = _text(shared, instrument).unplaced
    assert len(unplaced) == before + after
    closing = ("印发", "抄送", "此页无正文", "办公室", "二维码", "集团")
    assert all(any(word in line for word in closing) for line in unplaced[before:])
