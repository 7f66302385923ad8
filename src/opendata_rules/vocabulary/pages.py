"""The pages of the documentation that tell all facts and all procedures, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .fact_types import FactType, FactValue
from .facts import Fact, vocabulary
from .procedures import Procedure, Step, procedures
from .terms import WARNING_TERMS, WarningCode

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


#: What each warning of an answer says, and what is to be done about it.
_WARNINGS: Mapping[WarningCode, tuple[str, str]] = {
    WarningCode.CONTRADICTORY_FACTS: ("几项事实不能同时是这样", "核对这几项事实，改正写错的一项"),
    WarningCode.DRAFT: ("用到了草案的规定", "草案没有施行，只作参考"),
    WarningCode.EXPIRED_INSTRUMENT: ("本地的文件过了有效期，由上级的回答", "看本地有没有重新公布"),
    WarningCode.EXPIRES_TODAY: ("依据的文件今天是最后一天", "明天起另有规定，急办的今天办"),
    WarningCode.HIGHER_LAW: ("上级的规定得到别的结果", "请法制机构看以哪一个为准"),
    WarningCode.MISSING_INSTRUMENT: ("同样近或者更近的文件没有（全部）收录", "对照那份文件的正文，再用这个结果"),
    WarningCode.NO_CHANGE_PROVISION: ("没有条文说这样变更，只按判定规则看", "程序上的要求向主管部门问清楚"),
    WarningCode.NO_RULE_IN_FORCE: ("那一天没有有效的规则", "核对日期；确实没有的，由人判断"),
    WarningCode.NOT_YET_IN_FORCE: ("本地的文件还没有施行", "核对日期；施行以后再问一次"),
    WarningCode.OPEN_QUESTION: ("依据的条文有两种读法", "看结果中写的两种读法，由人决定"),
    WarningCode.SECONDARY_SOURCE: ("依据的不是正式文本", "对照正式文本核对引用的条文"),
    WarningCode.SECRECY_LAW: ("按保密法律办", "交给保密管理机构，不要按开放规定处理"),
}


def warnings_page() -> str:
    """Every warning that an answer may carry: Chinese term, code, what it says, what is to be done."""
    lines = [
        "# 答案中的提示",
        "",
        "答案后面的提示，是请您留心的地方：结果照样有效，但有一件事要先看一看。用例中的“提示”“没有提示”“提示依据”写词或者写代码，",
        "意思一样。检查规则文件时的错误和警告是另一回事，见[错误信息](errors.md)。本页由程序生成，不要手工修改。",
        "",
        "| 提示 | 代码 | 意思 | 怎么办 |",
        "| --- | --- | --- | --- |",
    ]
    for code, (said, done) in _WARNINGS.items():
        lines.append(f"| {WARNING_TERMS[code]} | `{code}` | {said} | {done} |")
    return _page(lines)


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
