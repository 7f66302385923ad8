"""Facts from ``--fact``, from files and from standard input: all of them, never one silently over another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opendata_rules.vocabulary.facts import FactType, vocabulary

from .conftest import ON, Done, Run

COMMON = ("classify", "-j", "taian", "--on", ON, "--json")


def stated(done: Done) -> dict[str, object]:
    assert done.status != 2, done.err
    facts: dict[str, object] = done.json["receipt"]["facts"]
    return facts


@pytest.mark.parametrize(
    "option", ["国家秘密=是", "国家秘密＝是", "state_secret=true", " 国家秘密 = 是 ", "国家秘密=true"]
)
def test_one_fact(run: Run, option: str) -> None:
    assert stated(run(*COMMON, "--fact", option)) == {"state_secret": True}


@pytest.mark.parametrize("option", ["国家秘密=", "国家秘密=未知", "state_secret=不清楚", "国家秘密=null"])
def test_unknown_is_no_value(run: Run, option: str) -> None:
    assert stated(run(*COMMON, "--fact", option)) == {}


def test_only_the_first_equals_sign_divides(run: Run) -> None:
    done = run(*COMMON, "--fact", "不予开放理由＝a=b")
    assert done.status != 2
    assert "a=b" in run(*COMMON, "--fact", "第三方意见=a＝b").err + run(*COMMON, "--fact", "第三方意见＝a=b").err


@pytest.mark.parametrize("option", ["国家秘密", "=是", "＝是", ""])
def test_what_is_no_fact_is_told_how_to_write_one(run: Run, option: str) -> None:
    done = run(*COMMON, "--fact", option)
    assert done.status == 2
    assert "名称=值" in done.err


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("国家机密=是", "国家秘密"),
        ("国家秘密=有", "是、否"),
        ("国家秘密=1", "是、否"),
        ("国家秘密=yes", "是、否"),
        ("第三方意见=拒绝", "不同意"),
        ("同意日期=2026-3-1", "2026-03-10"),
        ("同意日期=2026-02-30", "2026-03-10"),
        ("计划年度=明年", "整数"),
        ("计划年度=-1", "整数"),
    ],
)
def test_a_bad_value_is_told_what_may_be_written(run: Run, option: str, told: str) -> None:
    done = run(*COMMON, "--fact", option)
    assert done.status == 2
    assert told in done.err
    assert "Python" not in done.err


@pytest.mark.parametrize("value", ["元数据,共享属性", "[元数据, 共享属性]", "元数据，共享属性", "共享属性；元数据"])
def test_several_values(run: Run, value: str) -> None:
    arguments = ("change", "open", "closed", "-j", "taian", "--on", ON, "--json")
    [found] = run(*arguments, "--fact", f"目录要素={value}").json["receipt"]["facts"].values()
    ids = {term: value for value, term in vocabulary().fact("目录要素").values}
    assert set(found) == {ids["元数据"], ids["共享属性"]}


def test_no_value_of_several_is_an_answer(run: Run) -> None:
    arguments = ("change", "open", "closed", "-j", "taian", "--on", ON, "--json")
    assert list(run(*arguments, "--fact", "目录要素=[]").json["receipt"]["facts"].values()) == [[]]


# -- one fact told twice --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("国家秘密=是", "国家秘密=否"),
        ("国家秘密=是", "state_secret=false"),
        ("国家秘密=是", "国家秘密=未知"),
        ("第三方意见=同意", "third_party_response=refused"),
    ],
)
def test_two_values_of_one_fact_are_an_error(run: Run, first: str, second: str) -> None:
    for pair in ((first, second), (second, first)):
        done = run(*COMMON, "--fact", pair[0], "--fact", pair[1])
        assert (done.status, done.out) == (2, "")
        assert "bad_fact" in done.err
        assert "两个不同的值" in done.err


def test_the_same_value_twice_is_no_error(run: Run) -> None:
    assert stated(run(*COMMON, "--fact", "国家秘密=是", "--fact", "state_secret=true")) == {"state_secret": True}


@pytest.mark.parametrize(
    ("written", "option"),
    [("国家秘密: 是", "国家秘密=否"), ("国家秘密: 是", "state_secret=未知"), ("state_secret: 否", "国家秘密=是")],
)
def test_an_option_must_not_contradict_the_file(run: Run, tmp_path: Path, written: str, option: str) -> None:
    path = tmp_path / "事实.yaml"
    path.write_text(written + "\n", encoding="utf-8")
    done = run(*COMMON, "--facts", str(path), "--fact", option)
    assert (done.status, done.out) == (2, "")
    assert "bad_fact" in done.err
    assert "事实文件" in done.err


def test_an_option_answers_what_the_file_leaves_empty(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "事实.yaml"
    path.write_text("国家秘密:\n涉及商业秘密: 未知\n涉及个人隐私: 是\n", encoding="utf-8")
    options = ("--fact", "state_secret=true", "--fact", "涉及商业秘密=否", "--fact", "涉及个人隐私=是")
    expected = {"state_secret": True, "trade_secret": False, "personal_privacy": True}
    assert stated(run(*COMMON, "--facts", str(path), *options)) == expected


# -- files ------------------------------------------------------------------------------------------------------------

YAML = "国家秘密: 是\n第三方意见: 同意\n"
JSON = json.dumps({"国家秘密": True, "third_party_response": "同意", "trade_secret": None}, ensure_ascii=False)
FACTS = {"state_secret": True, "third_party_response": "consented"}


@pytest.mark.parametrize("text", [YAML, JSON], ids=["yaml", "json"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_files_and_standard_input(run: Run, tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "事实.txt"
    path.write_bytes(text.encode(encoding))
    assert stated(run(*COMMON, "--facts", str(path))) == FACTS
    assert stated(run(*COMMON, "--facts", "-", stdin=text.encode(encoding))) == FACTS


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("国家秘密：是\n", "全角"),
        ("国家机密: 是\n", "国家秘密"),
        ("国家秘密: 有\n", "是、否"),
        ("国家秘密: 是\n国家秘密: 否\n", "写过"),
        ("- 国家秘密\n", "键: 值"),
        ("", "没有内容"),
        ('{"国家秘密": true', "成对"),
        ('{"国家秘密": 1}', "是、否"),
    ],
)
def test_a_bad_file_is_told_where_and_why(run: Run, content: str, told: str) -> None:
    done = run(*COMMON, "--facts", "-", stdin=content.encode())
    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert "标准输入:" in done.err


@pytest.mark.parametrize("content", [b"\xff\x00\x9d\x81", b"\x00" * 10, b"\xff\xfe\x00"])
def test_a_file_that_is_no_text_is_refused(run: Run, content: bytes) -> None:
    done = run(*COMMON, "--facts", "-", stdin=content)
    assert (done.status, done.out) == (2, "")


# -- the template -----------------------------------------------------------------------------------------------------

TOPICS = ["classification", "attribute_change"]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_empty_template_states_nothing(run: Run, topic: str, encoding: str) -> None:
    template = run("facts", "-j", "taian", topic, "--on", ON, "--template").out
    done = run(*COMMON, "--facts", "-", stdin=template.encode(encoding))
    assert stated(done) == {}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_filled_template_states_the_facts(run: Run, topic: str) -> None:
    listed = run("facts", "-j", "taian", topic, "--on", ON, "--json").json["items"]
    template = run("facts", "-j", "taian", topic, "--on", ON, "--template").out
    expected = {}
    for item in listed:
        fact = vocabulary().facts[item["id"]]
        line = f"\n{fact.label}:\n"
        assert template.count(line) == 1
        if fact.type is FactType.BOOL:
            word, value = "是", True
        elif fact.type is FactType.ENUM:
            (value, word), *_ = fact.values
        elif fact.type is FactType.DATE:
            word = value = "2026-03-01"
        else:
            continue
        expected[fact.id] = value
        template = template.replace(line, f"\n{fact.label}: {word}\n")
    done = run("change", "open", "closed", "-j", "taian", "--on", ON, "--json", "--facts", "-", stdin=template.encode())
    assert stated(done) == expected


def test_every_value_can_be_told_from_the_next_in_the_template(run: Run) -> None:
    template = run("facts", "-j", "taian", "--on", ON, "--template").out
    assert "同意；不同意；部分同意、部分不同意；已征询未答复" in template


def test_the_words_of_the_vocabulary_fit_a_gbk_console() -> None:
    for fact in vocabulary().facts.values():
        for word in (fact.label, fact.question, *(term for _, term in fact.values)):
            assert word.encode("gbk").decode("gbk") == word


# -- every fact there is ----------------------------------------------------------------------------------------------


def listed(done: Done) -> list[str]:
    assert (done.status, done.err) == (0, "")
    return [item["id"] for item in done.json["items"]]


@pytest.mark.parametrize("place", [(), ("-j", "泰安")])
def test_every_fact_is_listed(run: Run, place: tuple[str, ...]) -> None:
    assert listed(run("facts", *place, "--all", "--json")) == list(vocabulary().facts)
    page = run("facts", *place, "--all").out
    assert f"全部事实：{len(vocabulary().facts)} 个事实" in page
    assert "\n  事项：开放属性判定\n" in page


@pytest.mark.parametrize(("text", "found"), [("state_SEC", "state_secret"), ("国家秘密", "state_secret")])
def test_facts_are_searched_by_id_and_label(run: Run, text: str, found: str) -> None:
    assert found in listed(run("facts", "--search", text, "--json"))
    assert len(listed(run("facts", "--search", text, "--json"))) < len(vocabulary().facts) / 2
    assert f"，{found}〕" in run("facts", "--search", text).out


def test_facts_are_searched_by_question(run: Run) -> None:
    fact = vocabulary().facts["state_secret"]
    text = fact.question[:-1]
    assert text not in fact.label
    assert listed(run("facts", "--search", text, "--json")) == [fact.id]


def test_a_search_within_a_topic_stays_in_it(run: Run) -> None:
    among = listed(run("facts", "-j", "taian", "开放属性变更", "--on", ON, "--json"))
    found = listed(run("facts", "-j", "taian", "开放属性变更", "--on", ON, "--search", "日期", "--json"))
    facts = [vocabulary().facts[name] for name in among]
    assert found == [fact.id for fact in facts if "日期" in fact.label or "日期" in fact.question]
    assert found
    assert set(found) < set(listed(run("facts", "-j", "taian", "--search", "日期", "--json")))


def test_what_is_not_found_is_told(run: Run) -> None:
    done = run("facts", "--search", "火星")
    assert (done.status, done.out) == (0, "")
    assert "火星" in done.err
    assert run("facts", "--search", "火星", "--json").json == {"items": []}


@pytest.mark.parametrize("arguments", [(), ("开放属性变更",), ("开放属性变更", "--search", "日期")])
def test_without_a_place_only_the_whole_is_listed(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("facts", *arguments)
    assert (done.status, done.out) == (2, "")
    assert "--all" in done.err


def test_all_and_a_topic_exclude_each_other(run: Run) -> None:
    assert "只能写一个" in run("facts", "开放属性变更", "-j", "泰安", "--all").err


@pytest.mark.parametrize("name", ["有条件开放数据获取", "conditional_access"])
def test_a_procedure_is_asked_of_schedule(run: Run, name: str) -> None:
    done = run("facts", "-j", "泰安", name)
    assert (done.status, done.out) == (2, "")
    assert "unknown_topic" in done.err
    assert "opendata-rules schedule 有条件开放数据获取 -j 泰安市" in done.err
