"""The pages of the documentation that tell all facts and all procedures, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .fact_types import FactType, FactValue
from .facts import Fact, vocabulary
from .procedures import Procedure, Step, procedures

_TYPES = {
    FactType.BOOL: "是、否",
    FactType.DATE: "日期",
    FactType.INT: "整数",
    FactType.TEXT: "文字",
    FactType.ENUM: "选一个",
    FactType.LIST: "可以选几个",
}
#: Of what places add.
_OWN = "地方可以增加自己的事实和程序，见[规则编写指南](规则编写指南.md#地方自己的事实和程序)。"


def facts_page() -> str:
    """Every fact by topic: Chinese name, id, what is asked, what it may be."""
    book = vocabulary()
    lines = [
        "# 事实",
        "",
        f"规则问到的、目录和案件里可以写的全部事实，共 {len(book.facts)} 个。写中文名或者编号都可以；",
        "不知道的不写，不知道不等于“否”。`opendata-rules facts -j 泰安` 只列出一个地方的规定用到的。",
        _OWN,
        "本页由程序从事实表生成，不要手工修改。",
    ]
    for topic in book.topics.values():
        if not topic.facts:
            continue
        lines += ["", f"## {topic.label}", "", f"主题 `{topic.id}`"]
        lines += ["", "| 事实 | 编号 | 要回答的问题 | 可以写 |", "| --- | --- | --- | --- |"]
        lines += [_row(book.facts[name]) for name in topic.facts]
        others = [book.facts[name].label for name in topic.also_uses]
        if others:
            lines += ["", f"也会问到：{'、'.join(others)}。"]
    return _page(lines)


def _row(fact: Fact) -> str:
    told = "；".join(term for _, term in fact.values)
    kind = _TYPES[fact.type] + (f"：{told}" if told else "")
    return f"| {_cell(fact.label)} | `{fact.id}` | {_cell(fact.question)} | {_cell(kind)} |"


def procedures_page() -> str:
    """Every procedure with its steps: from when each one's term runs, and in which cases there is one."""
    book = procedures()
    lines = [
        "# 程序和步骤",
        "",
        "期限所属的程序、它的步骤，以及每一步从哪一天起算。期限有多长，由各地的规定说：",
        "`opendata-rules schedule objection -j 泰安 --trigger 2026-03-02`。",
        _OWN,
        "本页由程序从程序表生成，不要手工修改。",
    ]
    for procedure in book.all.values():
        lines += ["", f"## {procedure.label}", "", f"程序 `{procedure.id}`"]
        lines += ["", "| 步骤 | 编号 | 从哪一天起算 | 什么时候有这一步 |", "| --- | --- | --- | --- |"]
        lines += [_step(procedure, step) for step in procedure.steps]
    return _page(lines)


def _step(procedure: Procedure, step: Step) -> str:
    book = procedures()
    begins = [book.event_name(procedure, step.trigger)]
    begins += [
        f"{_facts([(fact, value)])}的，{book.event_name(procedure, trigger)}" for fact, value, trigger in step.instead
    ]
    begins += [f"不知道那一天的，{book.event_name(procedure, step.stand_in)}"] if step.stand_in else []
    when = _facts(step.when) if step.when else "都有"
    return f"| {_cell(step.label)} | `{step.name}` | {_cell('；'.join(begins))} | {_cell(when)} |"


def _facts(pairs: Iterable[tuple[str, FactValue]]) -> str:
    facts: Mapping[str, Fact] = vocabulary().facts
    return "，".join(f"{facts[name].label}：{facts[name].term(value)}" for name, value in pairs)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
