"""``ask``: one question at a time, as few as possible."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from ...analysis.interview import Interview
from ...answers.changes.answer import ChangeVerdict
from ...answers.duties.answer import Assessment
from ...errors import BadArgument, Error
from ...formats.lines import columns, fill, fill_tree
from ...quoting import json_text
from ...reading.document import refusal
from ...vocabulary.arguments import OpeningAttributeName
from ...vocabulary.facts import FactType
from .. import exit_status
from ..laws import laws_of, library_of
from ..options import Drafts, Json, Lang, On, Rules, Strict, language_of, native, scheme_of, shown
from ..output import say, say_json, tell, text_width


def command(
    places: Annotated[list[str], typer.Argument(metavar="地方", help="例如 泰安；地方@日期 指那一天的法律。")],
    on: On = None,
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="opening|sharing", help="问开放属性（不写时如此）还是共享属性。")
    ] = "opening",
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="事项", help="不判定属性，检查某一事项的职责，例如 下架。")
    ] = None,
    change: Annotated[
        tuple[str, str] | None,
        typer.Option("--change", metavar="现属性 新属性", help="不判定属性，检查一次变更，例如 不予开放 无条件开放。"),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="文件", parser=native, help="问答记录；中途停下，下次接着问。"),
    ] = None,
    replay: Annotated[
        Path | None, typer.Option("--replay", metavar="文件", parser=native, help="重放一份问答记录，不再提问。")
    ] = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> int:
    """一问一答，用最少的问题得出结论和依据。

    写 --topic 的检查职责，写 --change 的检查属性变更，都不写的判定一个数据集。
    每个问题可以答：是、否、选项的名称或者序号、日期、数字、不知道、上一题、停；可以选几项的，用逗号隔开。
    写了 --save 的，停下以后可以接着答。

    例：
      opendata-rules ask 泰安 --save 问答.json
      opendata-rules ask 泰安 --replay 问答.json
      opendata-rules ask 济宁 --topic 下架

    退出码：1 职责没有做到，或者变更不被允许；4 尚不能定；2 用法或者输入有误；0 已定。
    """
    language = language_of(lang)
    if len(places) != 1:
        raise typer.BadParameter("一次只问一个地方。")
    if replay is not None:
        interview = Interview.from_transcript(library_of(rules), _transcript(replay))
    elif save is not None and save.exists():
        interview = Interview.from_transcript(library_of(rules), _transcript(save))
        tell(f"接着上次的问答，已经回答 {len(interview.answers)} 个。")
    else:
        [law] = laws_of(places, on, drafts=drafts, strict=strict, rules=rules)
        interview = Interview(
            law,
            scheme_of(scheme),
            topic=topic,
            change=cast(tuple[OpeningAttributeName, OpeningAttributeName] | None, change),
        )
    if replay is None:
        _talk(interview, save)
    result = interview.result
    if as_json:
        say_json(result.to_dict())
    else:
        say("")
        say(fill_tree(result.explain(language), text_width()))
    match result:
        case Assessment():
            return exit_status.of_assessment(result)
        case ChangeVerdict():
            return exit_status.of_change(result)
    return exit_status.of_decision(result)


def _transcript(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadArgument(
            f"读不了问答记录 {shown(path)}：{refusal(error)}。",
            english=f"Cannot read the transcript {shown(path)}: {type(error).__name__}.",
            argument="--replay",
        ) from error
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadArgument(
            f"{shown(path)} 不是问答记录。", english=f"{shown(path)} is no transcript.", argument="--replay"
        )
    return found


def _talk(interview: Interview, save: Path | None) -> None:
    """Ask until the matter is settled, the answers run out, or 停."""
    while (question := interview.question) is not None:
        fact = interview.law.vocabulary.facts[question.fact]
        options = [term for _, term in fact.values] if fact.type is not FactType.BOOL else ["是", "否"]
        several = fact.type is FactType.LIST
        tell("")
        tell(fill(question.text, text_width(), f"{len(interview.answers) + 1}. ", "   "))
        if options:
            tell(columns([(str(n), option) for n, option in enumerate(options, 1)], text_width() or 1000, "   "))
        if fact.type in _HINTS:
            tell(f"   {_HINTS[fact.type]}")
        tell("   答：", end="")
        line = sys.stdin.readline(_LONGEST) if sys.stdin is not None else ""
        word = line.strip()
        if not line or word in ("停", "q", "quit"):
            break
        if word in ("上一题", "b", "back"):
            interview.back()
            continue
        word = (
            ",".join(_option(part, options) for part in word.replace("，", ",").split(","))
            if several
            else _option(word, options)
        )
        try:
            interview.answer({"y": "是", "n": "否"}.get(word.lower(), word))
        except Error as error:
            tell(f"   {error}")
            continue
        if save is not None:
            _save(interview, save)
    if save is not None:
        _save(interview, save)
        tell(f"问答记录在 {shown(save)}")


#: Most characters read of one answer.
_LONGEST = 10_000
#: How to answer what has no options to choose one from.
_HINTS = {
    FactType.DATE: "答日期，例如 2026-03-10。",
    FactType.INT: "答整数，例如 10。",
    FactType.LIST: "可以选几项，用逗号隔开；一项也没有的，答 []。",
}


def _option(word: str, options: list[str]) -> str:
    """The option of that number; the word itself where it is none."""
    number = word.strip()
    known = number.isascii() and number.isdecimal() and len(number) <= 4 and 1 <= int(number) <= len(options)
    return options[int(number) - 1] if known else word


def _save(interview: Interview, path: Path) -> None:
    path.write_text(json_text(interview.transcript(), indent=1) + "\n", encoding="utf-8")
