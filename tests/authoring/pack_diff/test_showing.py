"""How a difference of packs is shown: in words, as a comment, as a page, as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from opendata_rules.authoring.pack_diff.comment import comment_of
from opendata_rules.authoring.pack_diff.report import render_html
from opendata_rules.authoring.pack_diff.telling import asked
from opendata_rules.authoring.pack_diff.wording import headline

from .conftest import CONDITIONAL, TAIAN, Compare, edited

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter

HOSTILE = "国家秘密 <script>alert(1)</script> @someone [链接](https://example.org) `码` | 表"


def test_a_class_is_told_by_its_term_and_a_move_by_what_it_asks(new: Path, compare: Compare) -> None:
    edited(new, CONDITIONAL)
    [place] = compare(place="taian").places
    told = {question.title: [one.line for one in question.outcomes] for question in asked(place.answers)}
    assert any(line.startswith("属性：不予开放 → 须人工判断。例：国家秘密＝是") for line in told["开放属性的判定"])
    moves = told["变更：不予开放→有条件开放"]
    assert any(line.startswith("条件 变更后的数据属于该类 状态：不满足 → ") for line in moves)


def test_a_comment_is_short_first_and_folded_then(new: Path, compare: Compare) -> None:
    edited(new, CONDITIONAL)
    text = comment_of(compare(place="taian"))
    head, _, folded = text.partition("<details>")
    assert head.startswith("### 这次修改有什么影响\n\n**")
    assert len(head) < 2000
    assert "taian-12-2" in folded
    assert text.count("<details>") == text.count("</details>")


def test_what_files_say_does_nothing_in_a_comment_or_a_page(new: Path, compare: Compare) -> None:
    edited(
        new, (f"{TAIAN}/rules.yaml", "要旨: 国家秘密列为不予开放类", f"要旨: {json.dumps(HOSTILE, ensure_ascii=False)}")
    )
    found = compare(place="taian")
    text = comment_of(found)
    assert "<script" not in text
    assert not re.search(r"@[A-Za-z]", text)
    assert "](https://" not in text
    page = render_html(found).decode()
    assert "<script" not in page


def test_a_long_comment_is_cut_where_it_may_be(new: Path, compare: Compare) -> None:
    rules = (new / TAIAN / "rules.yaml").read_text(encoding="utf-8")
    (new / TAIAN / "rules.yaml").write_text(re.sub(r"    要旨: .*", "    要旨: " + "长" * 900, rules), encoding="utf-8")
    found = compare(place="taian")
    text = comment_of(found)
    assert len(text) < 65_000


def test_a_page_and_json_hold_all_of_it(new: Path, compare: Compare) -> None:
    edited(new, CONDITIONAL)
    found = compare(place="taian")
    page = render_html(found).decode()
    assert headline(found) in page
    for place in found.places:
        for question in asked(place.differences):
            assert question.title in page
    told = json.loads(json.dumps(found.to_dict()))
    assert told["differs"] is True
    assert sum(len(place["differences"]) for place in told["places"]) == sum(
        len(one.differences) for one in found.places
    )
    first = told["places"][0]["differences"][0]
    assert first["old"]["@type"] == first["new"]["@type"] == "Decision"
