"""``duties``: what comes back each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ...answers.duties.recurring import Duty, to_ics
from ...formats.lines import fill
from ...law import Law
from ..laws import law_of
from ..options import Alarms, Drafts, Json, Place, Rules, alarms_in, native, shown, today, whole
from ..output import say, say_items, styled, text_width

#: Days ahead within which an instrument's beginning or end is told.
_SOON = 366


def command(
    jurisdiction: Place,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年", parser=whole, help="哪一年，例如 2026；不写为今年。")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件.ics", parser=native, help="写成日历文件，手机可以订阅或者导入。"),
    ] = None,
    alarm: Alarms = None,
    drafts: Drafts = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """列出某地每年都要做的事和最晚的日期，以及快要施行或者失效的文件。

    例：
      opendata-rules duties -j 济宁 --year 2026
      opendata-rules duties -j taian --year 2026 --json

    退出码：2 用法或者输入有误；0 其他。
    """
    alarms = alarms_in(alarm)
    asked = today().year if year is None else year
    first = dt.date(asked, 1, 1) if 1 <= asked <= 9999 else today()
    law = law_of(jurisdiction, first, drafts=drafts, strict=False, rules=rules)
    found = law.duties(asked)
    if output is not None:
        if output.suffix.lower() != ".ics":
            raise typer.BadParameter(f"日历文件的名称要以 .ics 结尾，得到的是“{shown(output)}”。")
        output.write_text(to_ics(found, alarms=alarms, calendar=law.calendar), encoding="utf-8", newline="")
    if as_json:
        say_items(found)
        return
    say(styled(f"{law.place.name} {asked} 年每年都要做的事：{len(found)} 件", bold=True))
    for duty in found:
        say(_duty(duty, text_width()))
    ends = list(_changes_of_law(law, asked))
    if ends:
        say("\n", styled("快要施行或者失效的文件", bold=True))
        for line in ends:
            say(fill(line, text_width(), "  ", "    "))
    if output is not None:
        say(f"日历已写入 {shown(output)}")


def _duty(duty: Duty, width: int | None) -> str:
    principle = "（原则上）" if duty.force == "advisory" else ""
    return fill(f"{duty.due} 前{principle} {duty.gist}；{duty.actor}；{duty.citation}", width, "  ", "    ")


def _changes_of_law(law: Law, year: int) -> Iterable[str]:
    first = dt.date(year, 1, 1)
    last = first + dt.timedelta(days=_SOON * 2) if year < 9998 else dt.date.max
    for standing in law.instruments:
        if standing.effective is not None and first <= standing.effective <= last:
            yield f"{standing.effective} 起施行：《{standing.title}》"
        followed = any(link.followed for link in law.chain.links if link.standing.id == standing.id)
        if standing.expires is not None and first <= standing.expires <= last and not followed:
            yield f"{standing.expires} 有效期届满：《{standing.title}》"
