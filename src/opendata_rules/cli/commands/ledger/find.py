"""``ledger find``: entries by dataset, department, provision, verdict, dates."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from ....quoting import quoted
from ...options import Json, date_of, in_china, whole
from ...output import say, say_items, tell
from .store import Store, opened


def command(
    store: Store,
    dataset: Annotated[str | None, typer.Option("--dataset", metavar="编号", help="哪个数据集的。")] = None,
    department: Annotated[str | None, typer.Option("--department", metavar="部门", help="哪个部门的。")] = None,
    provision: Annotated[
        str | None,
        typer.Option("--provision", metavar="规定", help="结果里有这一规定的：规则编号，或者“文件编号 条款”。"),
    ] = None,
    verdict: Annotated[
        str | None, typer.Option("--verdict", metavar="结论", help="属性、状态或者结论，例如 closed、noncompliant。")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="日期", help="那一天（北京时间）起。")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="日期", help="到那一天（北京时间）为止。")] = None,
    after: Annotated[int | None, typer.Option("--after", metavar="编号", parser=whole, help="只要编号更大的。")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="条数", parser=whole, help="至多列出多少条；不写为 100。")
    ] = None,
    as_json: Json = False,
) -> None:
    """查台账：写了的条件都要符合。

    例：
      opendata-rules ledger find 台账.sqlite --dataset D-001
      opendata-rules ledger find 台账.sqlite --verdict closed --since 2026-01-01
      opendata-rules ledger find 台账.sqlite --provision taian-12-2

    退出码：1 台账对不上；2 用法或者输入有误；0 其他。
    """
    most = 100 if limit is None else limit
    if most < 1:
        raise typer.BadParameter("--limit 至少是 1。")
    with opened(store) as kept:
        waiting = kept.find(
            dataset=dataset,
            department=department,
            provision=provision,
            verdict=verdict,
            since=None if since is None else date_of(since, "--since"),
            until=None if until is None else date_of(until, "--until"),
            after=after or 0,
        )
        found = list(islice(waiting, most))
        more = next(waiting, None) is not None
    if as_json:
        say_items(found)
    for one in () if as_json else found:
        whose = " ".join(quoted(name) for name in (one.department, one.dataset) if name)
        parts = (str(one.number), in_china(one.time), one.kind, one.place, one.verdict, whose)
        say(" ".join(part for part in parts if part))
    if not found and not as_json:
        say("没有这样的条目。")
    if more:
        tell(f"只列出前 {most} 条；接着看，加 --after {found[-1].number}。")
