"""``facts``: what a law asks about."""

from __future__ import annotations

from typing import Annotated

import typer

from ...diagnostics.wording import listed
from ...formats.lines import fill
from ...reading.facts_in_words import template
from ...vocabulary.facts import Fact, FactType
from ..laws import law_of
from ..options import Drafts, Json, On, Place, Rules, day_of
from ..output import say, say_items, styled, tell, text_width

_TYPES = {
    FactType.BOOL: "是非",
    FactType.ENUM: "选项",
    FactType.LIST: "多选",
    FactType.DATE: "日期",
    FactType.INT: "整数",
    FactType.TEXT: "文字",
}


def command(
    jurisdiction: Place,
    topic: Annotated[
        str,
        typer.Argument(metavar="事项", help="事项的中文名或者编号，例如 开放属性变更；不写为开放属性判定。"),
    ] = "classification",
    on: On = None,
    drafts: Drafts = False,
    as_template: Annotated[bool, typer.Option("--template", help="输出一份待填写的事实文件（YAML）。")] = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """列出某地办理某一事项要用到的事实：名称、问题、可以怎么填。

    例：
      opendata-rules facts -j 泰安
      opendata-rules facts -j 滕州 开放属性变更 --template > 事实.yaml
      opendata-rules facts -j qingdao sharing_classification --json

    退出码：2 用法或者输入有误；0 其他。
    """
    if as_template and as_json:
        raise typer.BadParameter("--template 和 --json 只能写一个。")
    law = law_of(jurisdiction, day_of(on), drafts=drafts, strict=False, rules=rules)
    found = law.facts(topic)
    label = law.vocabulary.topic(topic).label
    if as_json:
        say_items(found)
        return
    if not found:
        tell(f"{law.place.name}在 {law.on} 没有关于“{label}”的规则。")
    if as_template:
        say(template(found, f"{law.place.name} {law.on} {label}").rstrip("\n"))
    elif found:
        say(styled(f"{law.place.name} {law.on} {label}：{len(found)} 个事实", bold=True))
        for fact in found:
            say("\n" + _described(fact, text_width()))


def _described(fact: Fact, width: int | None) -> str:
    lines = [fill(f"{fact.label}　〔{_TYPES[fact.type]}，{fact.id}〕", width), fill(fact.question, width, "  ", "  ")]
    if fact.values:
        lines.append(fill(listed(term for _, term in fact.values), width, "  可以填：", "    "))
    return "\n".join(lines)
