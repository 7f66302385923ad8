"""``compare``: which law is stricter, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from ...analysis.comparison.opening import opening
from ...analysis.comparison.order import Order, order
from ...analysis.comparison.pair import TOPICS
from ...analysis.comparison.results import MARK, heading, verdict
from ...formats.files import write_file
from ...formats.lines import fill
from ...vocabulary.arguments import ComparisonTopicName
from ...vocabulary.terms import COMPARISON_TERMS
from .. import exit_status
from ..laws import laws_of
from ..options import Drafts, Json, On, Places, Rules, native, shown
from ..orders import tell_where_nothing_is_in_force
from ..output import say, say_json, styled, tell, text_width


def command(
    places: Places,
    topic: Annotated[
        list[str] | None,
        typer.Option("--topic", metavar="事项", help=f"比较什么，可以写多次：{'、'.join(TOPICS)}；不写为第一个。"),
    ] = None,
    on: On = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件.html",
            parser=native,
            help="写成网页：结论、目录、宽严关系的图、每一处差别；手机上能看，打印时折叠的也印出。",
        ),
    ] = None,
    drafts: Drafts = False,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """比较几个地方（或者同一地方的两个日期）：谁更严，差别在哪里；每一处差别都有最小的例子。

    判定规则的比较覆盖全部事实组合；暂缓和须人工判断的，按不予开放比较。

    例：
      opendata-rules compare 泰安 滕州
      opendata-rules compare taian tengzhou qingdao jining --topic procedures
      opendata-rules compare 泰安 滕州 --topic duties -o 比较.html
      opendata-rules compare 泰安@2025-08-31 泰安@2025-09-01 --json

    退出码：1 有差别；4 有的地方那一天没有有效的规定；2 用法或者输入有误；0 没有差别。
    """
    laws = laws_of(places, on, drafts=drafts, rules=rules)
    if len(laws) < 2:
        raise typer.BadParameter("至少写两个地方，或者同一地方的两个日期（泰安@2025-08-31 泰安@2025-09-01）。")
    found = [order(laws, topic=cast(ComparisonTopicName, name)) for name in topic or TOPICS[:1]]
    if output is not None:
        from ...analysis.comparison.report import render_html

        if output.suffix.lower() not in (".html", ".htm"):
            raise typer.BadParameter(f"报告的名称要以 .html 结尾，得到的是“{shown(output)}”。")
        write_file(output, render_html(found))
    if as_json:
        say_json({"items": [one.to_dict() for one in found]})
    else:
        for number, one in enumerate(found):
            if number:
                say("")
            _order(one)
    if output is not None:
        tell(f"报告已写入 {shown(output)}")
    for law in laws:
        tell_where_nothing_is_in_force(law)
    return exit_status.of_orders(found)


def _order(found: Order) -> None:
    say(styled(f"比较：{COMPARISON_TERMS[found.topic]}（行的地方，相对于列的地方）", bold=True))
    say(fill(opening(found), text_width(), "  ", "  "))
    width = max(8, *(2 * len(name) + 2 for name in found.names))
    say("  " + _cell("", width) + "".join(_cell(name, width + 2) for name in found.names))
    for row, name in enumerate(found.names):
        cells = ["—" if row == column else found.term(row, column) for column in range(len(found.names))]
        say("  " + _cell(name, width) + "".join(_cell(cell, width + 2) for cell in cells))
    if any(comparison.beside for comparison in found.comparisons):
        say(f"  {MARK} 另有同样从严而处理不同的情形，见下")
    names = {id(law): name for law, name in zip(found.laws, found.names, strict=True)}
    for comparison in found.comparisons:
        a, b = names[id(comparison.a)], names[id(comparison.b)]
        say("\n", styled(heading(comparison, a, b), bold=True))
        for difference in comparison.differences:
            example = difference.in_words if found.topic != "procedures" else ""
            text = f"{difference.told(a, b)}（{verdict(difference, a, b)}）" + (f"。例：{example}" if example else "")
            say(fill(f"{text}。{'；'.join(difference.sources(a, b))}", text_width(), "  · ", "    "))


def _cell(text: str, width: int) -> str:
    from rich.cells import cell_len

    return text + " " * max(1, width - cell_len(text))
