"""Facts files go through the same reader, and what is wrong in them is told in the same way, at its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.diagnostics.kinds import KINDS
from opendata_rules.reading import facts_in_words
from opendata_rules.reading.document import SIZE_LIMIT
from opendata_rules.vocabulary.facts import FactType, vocabulary

BOOLEAN, ENUM, DATE, NUMBER, LIST, TEXT = (
    "涉及个人隐私",
    "第三方意见",
    "同意日期",
    "申请用户数",
    "目录要素",
    "不予开放理由",
)


def from_bytes(data: bytes, path: str) -> dict[str, Any]:
    return facts_in_words.from_bytes(data, path, vocabulary())


def from_file(path: Path) -> dict[str, Any]:
    return facts_in_words.from_file(path, vocabulary())


def stated(facts: dict[str, Any]) -> dict[str, object]:
    return facts_in_words.stated(facts, vocabulary())


def refused(content: str | bytes) -> str:
    data = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(odr.BadFact) as caught:
        from_bytes(data, "事实.yaml")
    return str(caught.value)


def test_facts_of_every_type_are_read() -> None:
    facts = stated(from_bytes((Path(__file__).parent / "good" / "facts.yaml").read_bytes(), "事实.yaml"))
    assert facts == {
        BOOLEAN: True,
        "国家秘密": False,
        ENUM: "部分同意、部分不同意",
        DATE: "2026-03-10",
        NUMBER: 3,
        LIST: ["元数据", "格式"],
        "法定不予开放": None,
        "已公布开放条件": None,
    }
    assert vocabulary().normalise(facts)["users_who_applied"] == 3


@pytest.mark.parametrize(
    ("line", "code", "column", "advice"),
    [
        ("涉及个人隐思: 是", "unknown_fact", 1, "涉及个人隐私"),
        ("全部满足: 是", "unknown_fact", 1, "opendata-rules facts --all"),
        (f"{BOOLEAN}: 对", "unknown_value", 9, "是、否、未知"),
        (f"{BOOLEAN}: [是]", "wrong_type", 9, "一个词"),
        (f"{ENUM}: 不同意开放", "unknown_value", 8, "是不是：不同意"),
        (f"{ENUM}: {{是: 否}}", "wrong_type", 8, "一个词"),
        (f"{DATE}: 2026-02-30", "bad_date", 7, "2026-03-10"),
        (f"{DATE}: 2026年3月10日", "bad_date", 7, "2026-03-10"),
        (f"{NUMBER}: 三", "bad_value", 8, "整数"),
        (f"{NUMBER}: -1", "bad_value", 8, "整数"),
        (f"{NUMBER}: {'9' * 5000}", "bad_value", 8, "整数"),
        (f"{LIST}: [元数据, 摘要]", "unknown_value", 13, "格式"),
        (f"{LIST}: 元数据，摘要", "unknown_value", 7, "格式"),
        (f"{LIST}: [[元数据]]", "unknown_value", 8, "格式"),
        (f"{TEXT}: [甲]", "wrong_type", 9, "一个词"),
        ("国家秘密：是", "full_width_punctuation", 5, "半角"),
        ("国家秘密:是", "missing_space", 1, "空格"),
        ("国家秘密: 是\n国家秘密: 否", "duplicate_key", 1, "删去"),
        ("国家秘密: 是\nstate_secret: 否", "duplicate_key", 1, "删去"),
    ],
)
def test_a_wrong_fact_is_told_at_its_place(line: str, code: str, column: int, advice: str) -> None:
    message = refused(f"# 事实\n{line}\n")
    last = line.count("\n") + 2
    assert f"事实.yaml:{last}:{column}: 错误[{code}]" in message
    assert advice in message


def test_all_wrong_facts_are_told_at_once() -> None:
    message = refused(f"{BOOLEAN}: 对\n{ENUM}: 甲\n乙: 丙\n")
    assert [message.count(f"[{code}]") for code in ("unknown_value", "unknown_fact")] == [2, 1]


def test_a_fact_given_twice_alike_is_no_mistake() -> None:
    assert from_bytes("国家秘密: 是\nstate_secret: 是\n".encode(), "事实.yaml")


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_what_a_console_of_windows_wrote_is_read_all_the_same(encoding: str) -> None:
    """``facts --template > 事实.yaml`` writes what the console uses."""
    assert from_bytes("国家秘密: 是\n".encode(encoding), "事实.yaml") == {"国家秘密": "是"}


def test_damaged_text_is_told_and_not_guessed_at() -> None:
    damaged = "国家秘密: 是\n涉及个人隐私: 否\n".encode().replace("否".encode(), b"\xe5\x90")
    assert "事实.yaml:2:9: 错误[not_utf8]" in refused(damaged)


# -- JSON -------------------------------------------------------------------------------------------------------------


def test_json_keeps_its_types() -> None:
    written = {BOOLEAN: True, ENUM: None, NUMBER: 3, LIST: ["格式"], DATE: "2026-03-10"}
    for data in (json.dumps(written), json.dumps(written, ensure_ascii=False, indent="\t")):
        assert from_bytes(b"\xef\xbb\xbf" + data.encode(), "事实.json") == written


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f'{{"{BOOLEAN}": 1}}', "unknown_value"),
        (f'{{"{BOOLEAN}": true,\n "{BOOLEAN}": false}}', "duplicate_key"),
        (f'{{"{NUMBER}": {"1" * 5000}}}', "bad_value"),
        (f'{{"{NUMBER}": 1.5}}', "bad_value"),
        (f'{{"{NUMBER}": NaN}}', "bad_value"),
        (f'{{"{DATE}": 20260310}}', "bad_date"),
        (f'{{"{TEXT}": "\\u001b[31m"}}', "control_character"),
        ('{"\\ud83d\\ude00": true}', "unknown_fact"),
        ('{"涉及个人隐思": true}', "unknown_fact"),
        (f'{{"{BOOLEAN}"：true}}', "full_width_punctuation"),
        (f'{{"{BOOLEAN}": true', "unclosed"),
        ("[1, 2]", "not_a_mapping"),
        ("{}[", "yaml_syntax"),
        ("{" * 100_000, "too_deep"),
    ],
)
def test_wrong_json_is_told_like_wrong_yaml(content: str, code: str) -> None:
    message = refused(content)
    assert f"错误[{code}]" in message
    assert len(message) < 5_000


def test_a_name_a_hundred_thousand_times_takes_no_time() -> None:
    names = ", ".join(f'"x{number}": 1' for number in range(50_000))
    assert refused(f"{{{names}}}").count("[unknown_fact]") <= 100


@settings(deadline=None)
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_content_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        from_bytes(data, "事实.yaml")
    except odr.BadFact as error:
        words = str(error)
    else:
        return
    assert any(f"[{code}]" in words for code in KINDS)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(facts=st.dictionaries(st.sampled_from([fact.label for fact in vocabulary().facts.values()]), json_values))
def test_what_is_accepted_fits_the_vocabulary(facts: dict[str, Any]) -> None:
    try:
        read = from_bytes(json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace"), "事实.json")
    except odr.BadFact:
        return
    vocabulary().normalise(stated(read))


@pytest.mark.parametrize("fact", vocabulary().facts.values(), ids=lambda fact: fact.id)
def test_every_term_of_the_vocabulary_can_be_written(fact: Any) -> None:
    terms = {FactType.BOOL: ["是", "否"], FactType.DATE: ["2026-03-10"], FactType.INT: ["3"], FactType.TEXT: ["甲"]}
    for term in terms.get(fact.type, [term for _, term in fact.values]):
        written = f"[{term}]" if fact.type is FactType.LIST and "," not in term else term
        assert from_bytes(f"{fact.label}: {written}\n".encode(), "事实.yaml"), term


# -- files ------------------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read_are_refused_in_chinese(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "无", "没有这个文件"), (tmp_path, "文件夹"), (Path("a\0b"), "拒绝")):
        with pytest.raises(odr.BadFact, match=reason):
            from_file(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_a_device_that_never_ends_is_not_read_to_its_end() -> None:
    with pytest.raises(odr.BadFact, match="超过上限"):
        from_file(Path("/dev/zero"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_as_good_as_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "事实"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=("国家秘密: 是\n".encode(),))
    writer.start()
    assert from_file(pipe) == {"国家秘密": "是"}
    writer.join()


def command(*arguments: str, stdin: bytes = b"") -> tuple[int, str]:
    """Exit status and what was said of a decision on facts, from the command line."""
    line = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "opendata_rules",
        "classify",
        "-j",
        "泰安",
        "--on",
        "2026-03-10",
        *arguments,
    ]
    done = subprocess.run(line, input=stdin, capture_output=True, check=False, timeout=120)
    return done.returncode, done.stderr.decode()


def test_the_command_line_tells_the_same(tmp_path: Path) -> None:
    file = tmp_path / "事实.yaml"
    file.write_text("涉及个人隐私: 是\n第三方意见：不同意\n", encoding="utf-8")
    status, words = command("--facts", str(file))
    assert status == 2
    assert "事实.yaml:2:6: 错误[full_width_punctuation]" in words
    assert "2 | 第三方意见：不同意" in words
    status, words = command("--facts", "-", stdin="涉及个人隐思: 是\n".encode())
    assert status == 2
    assert "标准输入:1:1: 错误[unknown_fact]" in words


def test_input_that_does_not_end_is_not_read_to_its_end() -> None:
    status, words = command("--facts", "-", stdin=b"# \n" * 1_000_000)
    assert status == 2
    assert "超过上限" in words


def test_what_is_too_large_is_refused_whatever_it_is() -> None:
    for data in (b"{" + b" " * SIZE_LIMIT + b"}", b"a: b\n" + b" " * SIZE_LIMIT):
        assert "超过上限" in refused(data)
