"""``ask``: one question at a time, as few as possible."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ...analysis.interview import Interview
from ...errors import BadFact
from ...formats.lines import columns, fill, fill_tree
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
    """一问一答，用最少的问题判定一个数据集，最后给出结论和依据。

    每个问题可以答：是、否、选项的名称或者序号、不知道、上一题、停。写了 --save 的，停下以后可以接着答。

    例：
      opendata-rules ask 泰安 --save 问答.json
      opendata-rules ask 泰安 --replay 问答.json

    退出码：4 尚不能定；2 用法或者输入有误；0 已定。
    """
    lang = language_of(lang)
    if len(places) != 1:
        raise typer.BadParameter("一次只问一个地方。")
    if replay is not None:
        interview = Interview.from_transcript(library_of(rules), _transcript(replay))
    elif save is not None and save.exists():
        interview = Interview.from_transcript(library_of(rules), _transcript(save))
        tell(f"接着上次的问答，已经回答 {len(interview.answers)} 个。")
    else:
        [law] = laws_of(places, on, drafts=drafts, strict=strict, rules=rules)
        interview = Interview(law, scheme_of(scheme))
    if replay is None:
        _talk(interview, save)
    decision = interview.decision
    if as_json:
        say_json(decision.to_dict())
    else:
        say("")
        say(fill_tree(decision.explain(lang), text_width()))
    return exit_status.of_decision(decision)


def _transcript(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFact(f"读不了问答记录 {shown(path)}：{error.strerror or type(error).__name__}。") from error
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadFact(f"{shown(path)} 不是问答记录。")
    return found


def _talk(interview: Interview, save: Path | None) -> None:
    """Ask until the dataset is settled, the answers run out, or 停."""
    while (question := interview.question) is not None:
        fact = interview.law.vocabulary.facts[question.fact]
        options = [term for _, term in fact.values] if fact.type is not FactType.BOOL else ["是", "否"]
        tell("")
        tell(fill(question.text, text_width(), f"{len(interview.answers) + 1}. ", "   "))
        tell(columns([(str(n), option) for n, option in enumerate(options, 1)], text_width() or 1000, "   "))
        print("   答：", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        word = line.strip()
        if not line or word in ("停", "q", "quit"):
            break
        if word in ("上一题", "b", "back"):
            interview.back()
            continue
        if word.isdecimal() and 1 <= int(word) <= len(options):
            word = options[int(word) - 1]
        try:
            interview.answer({"y": "是", "n": "否"}.get(word.lower(), word))
        except BadFact as error:
            tell(f"   {error}")
            continue
        if save is not None:
            _save(interview, save)
    if save is not None:
        _save(interview, save)
        tell(f"问答记录在 {shown(save)}")


def _save(interview: Interview, path: Path) -> None:
    path.write_text(json.dumps(interview.transcript(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
