"""Commands that follow cases: events in, and out comes what is owed, what was broken, what moved."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..formats.lines import fill, fill_tree
from ..vocabulary.terms import DeadlineStatus, StepState
from .help import Command, Group, show_help
from .options import (
    CANNOT_TELL,
    FOUND,
    MISUSE,
    Drafts,
    Json,
    Lang,
    Place,
    Rules,
    Strict,
    date_of,
    language_of,
    law_of,
    native,
    shown,
    today,
)
from .output import console, say, say_items, say_json, styled, text_width

if TYPE_CHECKING:
    from ..monitoring.monitors import Monitor
    from ..monitoring.results.answer import Owed, Reject

_FILE = "cases.sqlite"
_POSTGRES = ("postgresql://", "postgres://")
Store = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="存储",
        help=f"案件存在哪里：SQLite 文件（不写为当前文件夹的 {_FILE}），或者 postgresql:// 开头的地址。",
    ),
]
AsOf = Annotated[str | None, typer.Option("--on", metavar="日期", help="看哪一天的情况，例如 2026-03-10；不写为今天。")]
#: Rejected events and moved days shown in the terminal; JSON has them all.
_SHOWN = 10

monitor = typer.Typer(
    name="monitor",
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""
跟踪案件：平台报来申请、异议、变更、下架等事件，随时看出谁在哪一天之前要办什么，哪些逾期，哪些不该做而做了。

例：
  opendata-rules monitor ingest 事件.jsonl -j 济宁
  opendata-rules monitor due -j 济宁 --on 2026-03-10
  opendata-rules monitor status A-001 -j 济宁 --on 2026-03-10
  opendata-rules monitor export -j 济宁 --on 2026-03-10 -o 案件.html

退出码，先符合的为准：2 用法或者输入有误；1 有逾期、违规、搁置的事件或者移动的期限；4 有期限不能确定；0 其他。
""",
)


@monitor.callback(invoke_without_command=True)
def _main(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        show_help(ctx)
        raise typer.Exit(MISUSE)


def ingest(
    feed: Annotated[str, typer.Argument(metavar="事件文件", help="每行一个事件（JSON）；写 - 从标准输入读。")],
    jurisdiction: Place,
    store: Store = _FILE,
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="文件",
            parser=native,
            help="搁置的事件连同原因写到哪里，每行一个；不写为存储文件名加 .rejects.jsonl。",
        ),
    ] = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """收进事件。

    事件可以不按次序报来，可以重复报来；已经收进的同一事件不重复计算。有误的事件连同原因另外存放，不影响其余的。

    例：
      opendata-rules monitor ingest 事件.jsonl -j 济宁
      opendata-rules monitor ingest - -j jining --json < 事件.jsonl

    退出码：1 有事件被搁置；2 用法或者输入有误；0 其他。
    """
    from ..monitoring.log.lines import events_in, write_rejects

    aside = rejects if rejects is not None else _beside(store)
    with (
        _opened(feed) as stream,
        _monitor(jurisdiction, store, None, drafts, strict, rules, new=True) as found,
        _counting("已收进", "个事件") as step,
    ):
        before = set(found.rejects())
        counts = found.ingest(events_in(stream), progress=step)
        kept = found.rejects()
    written = write_rejects(aside, kept)
    if as_json:
        say_json(counts.to_dict())
    else:
        told = f"收进 {counts.accepted} 个事件，重复 {counts.repeated} 个，搁置 {counts.rejected} 个。"
        say(styled(told, bold=True))
        if counts.rejected:
            _aside([reject for reject in kept if reject not in before][:_SHOWN])
        if written:
            say(f"搁置的事件共 {written} 个，在 {shown(aside)}。")
    if counts.rejected:
        raise typer.Exit(FOUND)


def _aside(rejects: Iterable[Reject]) -> None:
    for reject in rejects:
        name = reject.event.get("id", "（没有编号）") if not isinstance(reject.event, str) else reject.event[:40]
        say(fill(f"{name!s:.60}：{reject.reason}", text_width(), "  ", "    "))


def status(
    jurisdiction: Place,
    case: Annotated[str, typer.Argument(metavar="案件", help="案件编号；不写为全部案件的违规情况。")] = "",
    store: Store = _FILE,
    on: AsOf = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> None:
    """说明一个案件办到哪一步，每一步的期限、依据和违规。

    不写案件的，列出全部案件的违规情况。

    例：
      opendata-rules monitor status A-001 -j 济宁 --on 2026-03-10
      opendata-rules monitor status -j 济宁 --on 2026-03-10
      opendata-rules monitor status A-002 -j jining --on 2026-03-10 --json

    退出码：1 有逾期或者违规；4 有期限不能确定；2 用法或者输入有误；0 其他。
    """
    lang = language_of(lang)
    day = today() if on is None else date_of(on)
    with _monitor(jurisdiction, store, day, drafts, strict, rules) as found:
        if not case:
            _all_breaches(found, day, as_json, lang)
            return
        answer = found.status(case, on=day)
    if as_json:
        say_json(answer.to_dict())
    else:
        say(fill_tree(answer.explain(lang), text_width()))
    if answer.breaches:
        raise typer.Exit(FOUND)
    if any(step.deadline is not None and _uncertain(step.deadline.status) for step in answer.steps):
        raise typer.Exit(CANNOT_TELL)


def _all_breaches(found: Monitor, day: dt.date, as_json: bool, lang: str) -> None:
    from ..monitoring.results.explain import told

    breaches = found.breaches(day)
    if as_json:
        say_items(breaches)
    else:
        cases = len({breach.case for breach in breaches})
        say(styled(f"{found.law.place.name}，截至 {day}：{cases} 个案件有 {len(breaches)} 处违反规定", bold=True))
        for breach in breaches:
            text = f"{breach.case}　{told(breach, lang)}；{breach.citation}"
            say(fill(text, text_width(), "  ", "    "))
    if breaches:
        raise typer.Exit(FOUND)


def due(
    jurisdiction: Place,
    store: Store = _FILE,
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
) -> None:
    """列出要办的事：逾期的、当天到期的、本周到期的、以后到期的，由谁办。

    例：
      opendata-rules monitor due -j 济宁 --on 2026-03-10
      opendata-rules monitor due -j 济宁 --on 2026-03-10 --department 主管部门
      opendata-rules monitor due -j jining --on 2026-03-10 --json

    退出码：1 有逾期的；4 有期限不能确定；2 用法或者输入有误；0 其他。
    """
    day = today() if on is None else date_of(on)
    with _monitor(jurisdiction, store, day, drafts, strict, rules) as found:
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
    if any(item.state is StepState.OVERDUE for item in owed):
        raise typer.Exit(FOUND)
    if any(_uncertain(item.deadline.status) for item in owed):
        raise typer.Exit(CANNOT_TELL)


def _owed(owed: list[Owed], day: dt.date, drawn: Console) -> None:
    from ..monitoring.reports.agenda import URGENCY_TERMS, by_urgency

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
    from ..monitoring.reports.agenda import days_in_words

    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("最晚", "案件", name, "责任单位", "经办"):
        table.add_column(title, overflow="fold")
    for item in items:
        texts = (days_in_words(item.deadline), item.case, item.label, item.department, item.officer)
        table.add_row(*map(Text, texts))
    return table


def replay(
    jurisdiction: Place,
    store: Store = _FILE,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """按现在的规则和放假安排重新计算全部案件，列出因此移动的期限。

    新的放假通知公布以后，或者规则文件改过以后，运行一次。

    例：
      opendata-rules monitor replay -j 济宁
      opendata-rules monitor replay -j jining --json

    退出码：1 有期限移动；2 用法或者输入有误；0 其他。
    """
    with _monitor(jurisdiction, store, None, drafts, strict, rules) as found, _counting("已计算", "个案件") as step:
        moves = found.replay(progress=step)
    if as_json:
        say_items(moves)
    else:
        say(styled(f"移动的期限：{len(moves)} 个", bold=True))
        for move in moves:
            text = f"{move.case}　{move.label}：原来{_span(move.before)}，现在{_span(move.after)}"
            say(fill(text, text_width(), "  ", "    "))
    if moves:
        raise typer.Exit(FOUND)


def _span(days: tuple[dt.date, ...]) -> str:
    if not days:
        return "没有确定的期限"
    return f" {days[0]}" if len(days) == 1 else f"推定 {days[0]} 至 {days[-1]}"


def export(
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
    store: Store = _FILE,
    on: AsOf = None,
    drafts: Drafts = False,
    strict: Strict = False,
    rules: Rules = None,
) -> None:
    """把要办的事和违规情况写成网页、工作簿、日历。

    网页不联网也能打开，有待办或者违规的案件各有一条时间轴；日历可以订阅，到期前提醒。

    例：
      opendata-rules monitor export -j 济宁 --on 2026-03-10 -o 案件.html
      opendata-rules monitor export -j 济宁 --on 2026-03-10 -o 案件.xlsx -o 案件.ics

    退出码：2 用法或者输入有误；0 其他。
    """
    from ..monitoring.reports.export import export as written
    from ..monitoring.reports.export import renderer

    day = today() if on is None else date_of(on)
    for path in output:
        renderer(path)
    with _monitor(jurisdiction, store, day, drafts, strict, rules) as found:
        for path in output:
            written(found, path, day)
            say(f"已写入 {shown(path)}")


# -- what the commands share ------------------------------------------------------------------------------------------


@contextmanager
def _monitor(
    place: str, store: str, on: dt.date | None, drafts: bool, strict: bool, rules: Path | None, *, new: bool = False
) -> Iterator[Monitor]:
    """The monitor of a place on a store; only ``new`` makes one that is not there yet."""
    from ..monitoring.monitors import monitor as made

    law = law_of(place, None if on is None else on.isoformat(), drafts=drafts, strict=strict, rules=rules)
    kept: str | Path = store
    if not store.startswith(_POSTGRES):
        kept = native(store)
        if not new and not kept.exists():
            raise typer.BadParameter(
                f"没有 {shown(kept)} 这个存储；先用 monitor ingest 收进事件，或者用 --store 指明。"
            )
        if not kept.parent.is_dir():
            raise typer.BadParameter(f"没有 {shown(kept.parent)} 这个文件夹，存储没有地方放。")
    with made(law, kept) as found:
        yield found


def _beside(store: str) -> Path:
    """Where rejected events go by default: a file named after the store."""
    if store.startswith(_POSTGRES):
        return Path("opendata-rules.rejects.jsonl")
    path = native(store)
    return path.with_name(f"{path.stem}.rejects.jsonl")


@contextmanager
def _opened(feed: str) -> Iterator[BinaryIO]:
    if feed == "-":
        if sys.stdin is None:
            raise typer.BadParameter("没有标准输入，读不了事件。")
        yield sys.stdin.buffer
        return
    with native(feed).open("rb") as stream:
        yield stream


@contextmanager
def _counting(before: str, after: str) -> Iterator[Callable[[int], None]]:
    """Count on standard error what is done, where somebody looks at it."""
    shown_on = Console(stderr=True)
    done = 0

    def step(number: int) -> None:
        nonlocal done
        done += number
        if shown_on.is_terminal:
            shown_on.print(f"{before} {done} {after}", end="\r", highlight=False)

    yield step
    if shown_on.is_terminal:
        shown_on.print(" " * 40, end="\r")


def _uncertain(status_: DeadlineStatus) -> bool:
    return status_ not in (DeadlineStatus.FINAL, DeadlineStatus.NOT_REGULATED)


COMMANDS: dict[str, Callable[..., None]] = {
    "ingest": ingest,
    "status": status,
    "due": due,
    "replay": replay,
    "export": export,
}
for _name, _command in COMMANDS.items():
    monitor.command(_name, cls=Command, rich_help_panel="命令")(_command)
