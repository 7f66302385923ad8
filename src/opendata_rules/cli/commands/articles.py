"""``articles``: how far each article is encoded."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from ...formats.lines import fill
from ...library import Library
from ...norms.pack import Article
from ...vocabulary.citations import Ref
from ...vocabulary.terms import ARTICLE_STATUS_TERMS, InstrumentState
from ..laws import library_of
from ..options import Json, Rules, date_of, native, place_and_date, shown
from ..output import say, say_items, styled, tell, text_width

#: States in which an instrument may bind on a date.
_STANDING = (InstrumentState.IN_FORCE, InstrumentState.UNKNOWN, InstrumentState.DRAFT)


def command(
    places: Annotated[list[str], typer.Argument(metavar="地方", help="可以写几个；地方@日期 只列那一天有效的文件。")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="日期", help="只列这一天有效的文件；不写则全部列出，草案也列。")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件.xlsx", parser=native, help="导出为工作簿。")
    ] = None,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """列出各地文件的条文：编码到什么程度，由哪些规则执行，没有编码的是为什么。

    例：
      opendata-rules articles 泰安 青岛
      opendata-rules articles 滕州@2026-03-10
      opendata-rules articles 济宁 -o 条文.xlsx
      opendata-rules articles taian --json

    退出码：2 用法或者输入有误；0 其他。
    """
    if output is not None and output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"工作簿的名称要以 .xlsx 结尾，得到的是“{shown(output)}”。")
    library = library_of(rules)
    rows: list[Article] = []
    for text in places:
        place, day = place_and_date(text)
        if day is None and on is not None:
            day = date_of(on)
        rows += [row for row in _articles(library, place, day) if row not in rows]
    if output is not None:
        from ...authoring.workbook.article_tables import article_workbook

        output.write_bytes(article_workbook(library, rows))
    if as_json:
        say_items(rows)
        return
    if output is not None:
        say(f"{len(rows)} 条已写入 {shown(output)}")
        return
    if not rows:
        tell("没有登记的条文。")
    for number, (instrument, group) in enumerate(groupby(rows, key=lambda row: row.instrument)):
        table = list(group)
        title = library.pack(instrument).instrument.title
        say("\n" if number else "", styled(f"《{title}》　{len(table)} 条", bold=True), f"\n  {instrument}")
        for row in table:
            say(_row(row, text_width()))


def _articles(library: Library, place: str, day: dt.date | None) -> list[Article]:
    rows = list(library.articles(place, day))
    if day is None:
        return rows
    law = library.law(place, on=day, drafts=True)
    bound = {standing.id for standing in law.instruments if standing.state in _STANDING}
    return [row for row in rows if row.instrument in bound]


def _row(row: Article, width: int | None) -> str:
    lines = [f"  {Ref.parse(row.ref).chinese()}　{ARTICLE_STATUS_TERMS[row.status]}"]
    if row.rules:
        lines.append(fill("、".join(row.rules), width, "    规则：", "      "))
    if row.note:
        lines.append(fill(row.note, width, "    说明：", "      "))
    return "\n".join(lines)
