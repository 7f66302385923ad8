"""``analyse``: what whole laws leave open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from ...analysis.gaps import KINDS, Analysis, Entry, analyse, not_covered_in_words
from ...formats.lines import fill
from ...law import Law
from ...vocabulary.facts import FactValue, Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import Scheme, Status
from .. import exit_status
from ..laws import laws_of
from ..options import Drafts, Json, On, Places, Rules, native, shown
from ..output import say, say_items, styled, tell, text_width


def command(
    places: Places,
    on: On = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="文件.yaml", parser=native, help="把每个例子写成用例，供补充 cases.yaml。"),
    ] = None,
    drafts: Drafts = False,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """从整体上检查判定规则：有没有管不到的情形，有没有先后不明的规则，有没有不起作用的规则；每一处都举最小的例子。

    结论是在全部事实组合上得出的，不是抽样。

    例：
      opendata-rules analyse 泰安 滕州
      opendata-rules analyse tengzhou@2026-03-10 --json

    退出码：1 有没有规则管到的情形；4 没有有效的规则，或者没有查完；2 用法或者输入有误；0 其他。
    """
    laws = laws_of(places, on, drafts=drafts, rules=rules)
    found = [analyse(law) for law in laws]
    if as_json:
        say_items(found)
    else:
        for number, (law, analysis) in enumerate(zip(laws, found, strict=True)):
            if number:
                say("")
            _analysis(law, analysis)
    if save is not None:
        save.write_text(_cases(laws, found), encoding="utf-8")
        tell(f"例子已写成用例：{shown(save)}")
    return exit_status.of_analyses(found)


def _analysis(law: Law, found: Analysis) -> None:
    say(styled(f"{law.place.name} {law.on}", bold=True))
    if not found.schemes:
        say("  没有已收录且有效的判定规则。")
    for item in found.not_covered:
        say(fill(f"组合太多，没有查完：{not_covered_in_words(item)}", text_width(), "  ", "    "))
    for kind, entries in found.entries():
        say(f"{KINDS[kind]}：{len(entries)}")
        for entry in entries:
            example = _stated(entry.example, law.vocabulary)
            say(fill(entry.text + (f"。例：{example}" if example else ""), text_width(), "  · ", "    "))


def _stated(facts: Mapping[str, FactValue], vocabulary: Vocabulary) -> str:
    book = vocabulary.facts
    return "，".join(f"{book[name].label}＝{book[name].term(value)}" for name, value in facts.items())


def _cases(laws: list[Law], found: list[Analysis]) -> str:
    """The examples as cases, in the language of ``cases.yaml``."""
    lines = [f"# 由 opendata-rules analyse 写出；核对条文以后，改好情形，移入 cases.yaml。\n{chinese('cases')}:"]
    for law, analysis in zip(laws, found, strict=True):
        for kind, entries in analysis.entries():
            lines += [_case(law, kind, number, entry) for number, entry in enumerate(entries, 1) if entry.stated]
    return "\n".join(lines) + "\n"


def _case(law: Law, kind: str, number: int, entry: Entry) -> str:
    book = law.vocabulary.facts
    facts = ", ".join(f"{book[name].label}: {book[name].term(value)}" for name, value in entry.stated)
    decision = law.classify(entry.example, scheme=entry.scheme.value)
    statuses = {Status.DECIDED: "已定", Status.UNDETERMINED: "未定", Status.HUMAN_REVIEW: "人工判断"}
    scheme = "开放属性" if entry.scheme is Scheme.OPENING else "共享属性"
    return (
        f"  - {chinese('situation')}: {law.place.name} {KINDS[kind]} {number}\n"
        f"    {chinese('place')}: {law.place.id}\n    {chinese('on')}: {law.on}\n    {chinese('scheme')}: {scheme}\n"
        f"    {chinese('facts')}: {{{facts}}}\n"
        f"    {chinese('status')}: {statuses.get(decision.status, '无有效规则')}"
    )
