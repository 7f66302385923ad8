"""Commands that ask about whole laws: holes, differences, and the shortest way through the questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ..analysis.comparison import RELATION_TERMS, TOPICS, Order, heading, order
from ..analysis.gaps import KINDS, Analysis, Entry, analyse
from ..analysis.interview import Interview
from ..errors import BadFact
from ..formats.lines import columns, fill, fill_tree
from ..law import Law
from ..vocabulary.facts import FactType, FactValue, Vocabulary
from ..vocabulary.keywords import chinese
from ..vocabulary.terms import Scheme, Status
from .options import (
    CANNOT_TELL,
    FOUND,
    Drafts,
    Json,
    Lang,
    On,
    Rules,
    Strict,
    date_of,
    language_of,
    library_of,
    native,
    place_and_date,
    scheme_of,
    shown,
    today,
)
from .output import say, say_items, say_json, styled, tell, text_width

Places = Annotated[list[str], typer.Argument(metavar="地方", help="可以写几个；地方@日期 指那一天的法律。")]
_TOPIC_TERMS = {
    "classification": "开放属性判定",
    "sharing_classification": "共享属性判定",
    "change": "开放属性变更",
    "procedures": "期限",
    "duties": "职责",
}


def _laws(places: list[str], on: str | None, drafts: bool, rules: Path | None, strict: bool = False) -> list[Law]:
    library = library_of(rules)
    default = today() if on is None else date_of(on)
    found = []
    for text in places:
        place, day = place_and_date(text)
        found.append(library.law(place, on=day or default, drafts=drafts, strict=strict))
    return found


def analyse_places(
    places: Places,
    on: On = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="文件.yaml", parser=native, help="把每个例子写成用例，供补充 cases.yaml。"),
    ] = None,
    drafts: Drafts = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """从整体上检查判定规则：有没有管不到的情形，有没有先后不明的规则，有没有不起作用的规则；每一处都举最小的例子。

    结论是在全部事实组合上得出的，不是抽样。

    例：
      opendata-rules analyse 泰安 滕州
      opendata-rules analyse tengzhou@2026-03-10 --json

    退出码：1 有没有规则管到的情形；4 没有有效的规则；2 用法或者输入有误；0 其他。
    """
    laws = _laws(places, on, drafts, rules)
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
    if any(analysis.gaps for analysis in found):
        raise typer.Exit(FOUND)
    if not all(analysis.schemes for analysis in found):
        raise typer.Exit(CANNOT_TELL)


def _analysis(law: Law, found: Analysis) -> None:
    say(styled(f"{law.place.name} {law.on}", bold=True))
    if not found.schemes:
        say("  没有已收录且有效的判定规则。")
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


def compare_places(
    places: Places,
    topic: Annotated[
        list[str] | None,
        typer.Option("--topic", metavar="事项", help=f"比较什么，可以写多次：{'、'.join(TOPICS)}；不写为第一个。"),
    ] = None,
    on: On = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件.html", parser=native, help="写成报告，有宽严关系的图。"),
    ] = None,
    drafts: Drafts = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """比较几个地方（或者同一地方的两个日期）：谁更严，差别在哪里；每一处差别都有最小的例子。

    判定规则的比较覆盖全部事实组合；暂缓和须人工判断的，按不予开放比较。

    例：
      opendata-rules compare 泰安 滕州
      opendata-rules compare taian tengzhou qingdao jining --topic procedures
      opendata-rules compare 泰安@2025-08-31 泰安@2025-09-01 --json

    退出码：1 有差别；2 用法或者输入有误；0 没有差别。
    """
    laws = _laws(places, on, drafts, rules)
    if len(laws) < 2:
        raise typer.BadParameter("至少写两个地方，或者同一地方的两个日期（泰安@2025-08-31 泰安@2025-09-01）。")
    found = [order(laws, topic=name) for name in topic or ["classification"]]
    if output is not None:
        from ..analysis.comparison.report import render_html

        if output.suffix.lower() not in (".html", ".htm"):
            raise typer.BadParameter(f"报告的名称要以 .html 结尾，得到的是“{shown(output)}”。")
        output.write_bytes(render_html(found))
    if as_json:
        say_json({"items": [one.to_dict() for one in found]})
    else:
        for number, one in enumerate(found):
            if number:
                say("")
            _order(one)
    if output is not None:
        tell(f"报告已写入 {shown(output)}")
    if any(comparison.differences for one in found for comparison in one.comparisons):
        raise typer.Exit(FOUND)


def _order(found: Order) -> None:
    say(styled(f"比较：{_TOPIC_TERMS[found.topic]}（行的地方，相对于列的地方）", bold=True))
    width = max(8, *(2 * len(name) + 2 for name in found.names))
    say("  " + _cell("", width) + "".join(_cell(name, width + 2) for name in found.names))
    for row, name in enumerate(found.names):
        cells = [
            "—" if row == column else RELATION_TERMS[found.relation(row, column)] for column in range(len(found.names))
        ]
        say("  " + _cell(name, width) + "".join(_cell(cell, width + 2) for cell in cells))
    names = {id(law): name for law, name in zip(found.laws, found.names, strict=True)}
    for comparison in found.comparisons:
        a, b = names[id(comparison.a)], names[id(comparison.b)]
        say("\n" + styled(heading(comparison.relation, a, b), bold=True))
        for difference in comparison.differences:
            stricter = {"a": f"{a}更严", "b": f"{b}更严", None: "互有宽严"}[difference.stricter]
            example = difference.in_words if found.topic != "procedures" else ""
            text = f"{difference.told(a, b)}（{stricter}）" + (f"。例：{example}" if example else "")
            say(fill(text, text_width(), "  · ", "    "))


def _cell(text: str, width: int) -> str:
    from rich.cells import cell_len

    return text + " " * max(1, width - cell_len(text))


def ask(
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
) -> None:
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
    library = library_of(rules)
    if replay is not None:
        interview = Interview.from_transcript(library, _transcript(replay))
    elif save is not None and save.exists():
        interview = Interview.from_transcript(library, _transcript(save))
        tell(f"接着上次的问答，已经回答 {len(interview.answers)} 个。")
    else:
        [law] = _laws(places, on, drafts, rules, strict)
        interview = Interview(law, scheme_of(scheme))
    if replay is None:
        _talk(interview, save)
    decision = interview.decision
    if as_json:
        say_json(decision.to_dict())
    else:
        say("")
        say(fill_tree(decision.explain(lang), text_width()))
    if decision.status is not Status.DECIDED:
        raise typer.Exit(CANNOT_TELL)


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
        line = sys.stdin.readline()
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


COMMANDS: dict[str, Callable[..., None]] = {"analyse": analyse_places, "compare": compare_places, "ask": ask}
