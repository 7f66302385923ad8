"""``monitor due``: what is owed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ....monitoring.reports.agenda import URGENCY_TERMS, by_urgency, days_in_words
from ....monitoring.results.answer import Owed
from ... import exit_status
from ...options import Drafts, Json, Place, Rules, Strict, day_of
from ...orders import tell_where_nothing_is_in_force
from ...output import say_items
from ...tables import console
from .store import FILE, AsOf, Engine, Store, opened


def command(
    jurisdiction: Place,
    store: Store = FILE,
    on: AsOf = None,
    department: Annotated[
        str | None, typer.Option("--department", metavar="单位", help="只看这个单位要办的（名称中有这些字）。")
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="姓名", help="只看这个人经办的（名称中有这些字）。")
    ] = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
    engine: Engine = None,
) -> int:
    """列出要办的事：逾期的、当天到期的、本周到期的、以后到期的，由谁办。

    例：
      opendata-rules monitor due -j 济宁 --on 2026-03-10
      opendata-rules monitor due -j 济宁 --on 2026-03-10 --department 主管部门
      opendata-rules monitor due -j jining --on 2026-03-10 --json

    退出码：1 有逾期的；4 有期限不能确定，或者没有有效的规定；2 用法或者输入有误；0 其他。
    """
    day = day_of(on)
    with opened(jurisdiction, store, day, drafts, strict, rules, engine) as found:
        owed = [
            item
            for item in found.due(day)
            if (department is None or department in item.department) and (officer is None or officer in item.officer)
        ]
    if as_json:
        say_items(owed)
    else:
        with console() as drawn:
            _owed(owed, day, drawn)
    tell_where_nothing_is_in_force(found.law)
    return exit_status.of_owed(owed, found.law)


def _owed(owed: list[Owed], day: dt.date, drawn: Console) -> None:
    groups, running = by_urgency(owed, day)
    counts = "，".join(f"{term} {len(groups[name])} 件" for name, term in URGENCY_TERMS.items())
    drawn.print(Text(f"{day}：{counts}", "bold"), soft_wrap=True)
    for title, items in [
        *((term, groups[name]) for name, term in URGENCY_TERMS.items()),
        ("期限未满，还不能做", running),
    ]:
        if items:
            drawn.print()
            drawn.print(_table(title, items), soft_wrap=False)


def _table(name: str, items: list[Owed]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("最晚", "案件", name, "责任单位", "经办人"):
        table.add_column(title, overflow="fold")
    for item in items:
        texts = (days_in_words(item.deadline), item.case, item.label, item.department, item.officer)
        table.add_row(*map(Text, texts))
    return table
