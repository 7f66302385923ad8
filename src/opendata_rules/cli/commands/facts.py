"""``facts``: what a law asks about, and every fact there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

import typer

from ...diagnostics.wording import listed
from ...errors import UnknownProcedure, UnknownTopic
from ...formats.lines import fill
from ...law import Law
from ...quoting import quoted
from ...reading.facts_in_words import template
from ...vocabulary.facts import Fact, FactType
from ...vocabulary.marks import JudgedAs
from ..laws import law_of, library_of
from ..options import Drafts, Json, On, Rules, day_of
from ..output import say, say_items, styled, tell, text_width

#: The topic of a question that names none.
_USUAL = "classification"
_TYPES = {
    FactType.BOOL: "是非",
    FactType.ENUM: "选项",
    FactType.LIST: "多选",
    FactType.DATE: "日期",
    FactType.INT: "整数",
    FactType.TEXT: "文字",
}


def command(
    topic: Annotated[
        str,
        typer.Argument(metavar="事项", help="事项的中文名或者编号，例如 开放属性变更；不写为开放属性判定。"),
    ] = "",
    jurisdiction: Annotated[
        str | None,
        typer.Option(
            "-j",
            "--jurisdiction",
            metavar="地方",
            help="地方：taian、泰安或者泰安市。写了 --all 或者 --search 可以不写，列各地的。",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="列出全部事实，不论规则是否问到；本地自己的事实也列。")
    ] = False,
    search: Annotated[
        str, typer.Option("--search", metavar="文字", help="在编号、名称、问句中查找；不写事项的，查全部事实。")
    ] = "",
    on: On = None,
    drafts: Drafts = False,
    as_template: Annotated[bool, typer.Option("--template", help="输出一份待填写的事实文件（YAML）。")] = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """列出某地办理某一事项要用到的事实：名称、问题、可以怎么填。也可以查找全部事实。

    例：
      opendata-rules facts -j 泰安
      opendata-rules facts -j 滕州 开放属性变更 --template > 事实.yaml
      opendata-rules facts -j qingdao sharing_classification --json
      opendata-rules facts --search 个人隐私
      opendata-rules facts -j 青岛 --all

    退出码：2 用法或者输入有误；0 其他。
    """
    if as_template and as_json:
        raise typer.BadParameter("--template 和 --json 只能写一个。")
    if everything and topic:
        raise typer.BadParameter("事项和 --all 只能写一个：--all 列出的不限于一个事项。")
    whole = everything or bool(search and not topic)
    if jurisdiction is None and not whole:
        raise typer.BadParameter("要写 -j 地方；要查全部事实，写 --all 或者 --search 文字。")
    where = ""
    if jurisdiction is None:
        words = library_of(rules).words.vocabulary
    else:
        law = law_of(jurisdiction, day_of(on), drafts=drafts, strict=False, rules=rules)
        words, where = law.vocabulary, f"{law.place.name} {law.on} "
    if whole or jurisdiction is None:
        found, about = tuple(words.facts.values()), "全部事实"
    else:
        found, about = _asked(law, topic), words.topic(topic or _USUAL).label
        if not found:
            tell(f"{law.place.name}在 {law.on} 没有关于“{about}”的规则。")
    if search:
        listed_before = bool(found)
        found, about = _matching(found, search), f"{about}，含“{quoted(search)}”的"
        if listed_before and not found:
            tell(f"没有编号、名称或者问句含“{quoted(search)}”的事实。")
    if as_json:
        say_items(found)
    elif as_template:
        say(template(found, f"{where}{about}").rstrip("\n"))
    elif found:
        say(styled(f"{where}{about}：{len(found)} 个事实", bold=True))
        used: Mapping[str, tuple[str, ...]] = {}
        if whole:
            from ...authoring.fact_uses import uses

            used = uses(library_of(rules).root, (fact.label for fact in found))
        for fact in found:
            topic_told = words.topics[fact.topic].label if whole else ""
            say("\n" + _described(fact, text_width(), topic_told, used.get(fact.label, ()) if whole else None))


def _asked(law: Law, topic: str) -> tuple[Fact, ...]:
    """The facts that a law uses for a topic.

    Raises:
        UnknownTopic: there is none of that name; of a procedure, how to ask about it is said.
    """
    try:
        return law.facts(topic or _USUAL)
    except UnknownTopic:
        try:
            label = law.procedures.procedure(topic).label
        except UnknownProcedure:
            label = ""
        if not label:
            raise
        place, terms = law.place.name, law.vocabulary.judged_as(JudgedAs.DEADLINE).label
        raise UnknownTopic(
            f"“{label}”是程序，不是事项。看它的步骤：opendata-rules schedule {label} -j {place} --trigger 日期；"
            f"看各个程序要用到的事实：opendata-rules facts -j {place} {terms}。",
            english=f"{quoted(topic)} is a procedure and no topic: see schedule, and facts -j {place} {terms}.",
            argument="topic",
        ) from None


def _matching(facts: Iterable[Fact], text: str) -> tuple[Fact, ...]:
    """The facts that have a text in their id, Chinese name or question."""
    wanted = text.casefold()
    return tuple(
        fact for fact in facts if any(wanted in word.casefold() for word in (fact.id, fact.label, fact.question))
    )


def _described(fact: Fact, width: int | None, topic: str, used: tuple[str, ...] | None) -> str:
    lines = [fill(f"{fact.label}　〔{_TYPES[fact.type]}，{fact.id}〕", width), fill(fact.question, width, "  ", "  ")]
    if topic:
        lines.append(fill(topic, width, "  事项：", "    "))
    if used is not None:
        lines.append(fill(listed(used) or "没有", width, "  用到它的规则文件：", "    "))
    if fact.values:
        lines.append(fill(listed(term for _, term in fact.values), width, "  可以填：", "    "))
    return "\n".join(lines)
