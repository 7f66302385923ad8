"""``monitor export``: pages, workbooks and calendars of what is owed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ....monitoring.reports.export import export, renderer
from ...options import Alarms, Drafts, Place, Rules, Strict, alarms_in, day_of, native, shown
from ...output import say
from .store import FILE, AsOf, Engine, Store, opened


def command(
    jurisdiction: Place,
    output: Annotated[
        list[Path],
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            parser=native,
            help="写到哪里：.html 网页、.xlsx 工作簿、.ics 日历、.json；可以写多次。",
        ),
    ],
    store: Store = FILE,
    on: AsOf = None,
    alarm: Alarms = None,
    drafts: Drafts = False,
    strict: Strict = False,
    rules: Rules = None,
    engine: Engine = None,
) -> None:
    """把要办的事和违规情况写成网页、工作簿、日历。

    网页不联网也能打开，手机上也能看，打印时折叠的也印出；有待办或者违规的案件各有一条时间轴。日历可以订阅，到期前的工作日提醒。

    例：
      opendata-rules monitor export -j 济宁 --on 2026-03-10 -o 案件.html
      opendata-rules monitor export -j 济宁 --on 2026-03-10 -o 案件.xlsx -o 案件.ics
      opendata-rules monitor export -j 济宁 --on 2026-03-10 -o 案件.ics --alarm 5@09:00

    退出码：2 用法或者输入有误；0 其他。
    """
    day = day_of(on)
    alarms = alarms_in(alarm)
    for path in output:
        renderer(path)
    with opened(jurisdiction, store, day, drafts, strict, rules, engine) as found:
        for path in output:
            export(found, path, day, alarms=alarms)
            say(f"已写入 {shown(path)}")
