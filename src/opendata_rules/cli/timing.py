"""Commands on duties and time: what must be so, by when, what comes back each year, which days are worked."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..answers.deadlines.answer import Deadline
from ..answers.duties.recurring import Duty, to_ics
from ..errors import BeyondHorizon
from ..formats.lines import columns, fill, fill_tree
from ..law import Law
from ..vocabulary.terms import Compliance, DeadlineStatus, StepState, WarningCode
from ..working_days import Calendar, CalendarDay, DayKind
from .options import (
    CANNOT_TELL,
    FOUND,
    Drafts,
    FactOption,
    FactsFile,
    Json,
    Lang,
    On,
    Place,
    Rules,
    Strict,
    date_of,
    facts_of,
    language_of,
    law_of,
    library_of,
    native,
    shown,
    today,
)
from .output import say, say_items, say_json, styled, text_width

Receipt = Annotated[
    str,
    typer.Option(
        "--receipt",
        metavar="规则",
        help="休息日收到的怎么算：receipt_instant 当日（不写时如此）；next_working_day 下一个工作日。",
    ),
]
Trigger = Annotated[str, typer.Option("--trigger", metavar="日期", help="期限从哪一天起算，例如收到申请的那一天。")]
#: Days ahead within which an instrument's beginning or end is told.
_SOON = 366


def check(
    topic: Annotated[str, typer.Argument(metavar="事项", help="事项的中文名或者编号，例如 下架，或者 delisting。")],
    jurisdiction: Place,
    on: On = None,
    facts: FactsFile = None,
    fact: FactOption = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> None:
    """检查某一事项的职责：哪些做到了，哪些没有，缺什么，依据哪一条，违反的责任是什么。

    没有写的事实是未知，不会当作“否”。用 facts 命令可以列出某一事项要用到的事实。

    例：
      opendata-rules check 下架 -j 济宁 --fact 目录级别=市级 --fact 已通知申请用户=否
      opendata-rules check channel -j tengzhou --fact own_channel_built=true --json
      opendata-rules check 责任人员 -j 泰安

    退出码：1 有应当做到而没有做到的；4 尚不能定；2 用法或者输入有误；0 其他。
    """
    lang = language_of(lang)
    law = law_of(jurisdiction, on, drafts=drafts, strict=strict, rules=rules)
    found = law.check(topic, facts_of(facts, fact, law.vocabulary))
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(lang), text_width()))
    if found.verdict is Compliance.NONCOMPLIANT:
        raise typer.Exit(FOUND)
    silent = any(warning.code is WarningCode.NO_RULE_IN_FORCE for warning in found.warnings)
    if found.verdict in (Compliance.UNDETERMINED, Compliance.HUMAN_REVIEW) or silent:
        raise typer.Exit(CANNOT_TELL)


def deadline(
    step: Annotated[
        str,
        typer.Argument(metavar="步骤", help="程序.步骤，例如 objection.feedback；用 schedule 看全部。"),
    ],
    jurisdiction: Place,
    trigger: Trigger,
    receipt: Receipt = "receipt_instant",
    facts: FactsFile = None,
    fact: FactOption = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> None:
    """计算一个步骤的期限：哪一天到期，逐日怎样算，依据哪一条。

    按起算那一天有效的规定回答。条文没有给数字的，没有期限。

    例：
      opendata-rules deadline objection.feedback -j 泰安 --trigger 2026-02-11
      opendata-rules deadline delisting.public_notice -j 济宁 --trigger 2026-03-02
      opendata-rules deadline update.refresh -j jining --trigger 2026-03-02 --json

    退出码：4 不能给出确定的日期；2 用法或者输入有误；0 其他（包括没有规定期限）。
    """
    lang = language_of(lang)
    law = law_of(jurisdiction, trigger, drafts=drafts, strict=strict, rules=rules)
    day = date_of(trigger, "--trigger")
    found = law.deadline(step, trigger=day, facts=facts_of(facts, fact, law.vocabulary), receipt=receipt)
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(lang), text_width()))
    if _cannot_tell(found):
        raise typer.Exit(CANNOT_TELL)


def _cannot_tell(term: Deadline) -> bool:
    silent = any(warning.code is WarningCode.NO_RULE_IN_FORCE for warning in term.warnings)
    return silent or term.status in (
        DeadlineStatus.PROVISIONAL,
        DeadlineStatus.UNDETERMINED,
        DeadlineStatus.HUMAN_REVIEW,
    )


def schedule(
    jurisdiction: Place,
    procedure: Annotated[
        str,
        typer.Argument(metavar="程序", help="编号或者中文名，例如 数据校核；不写则列出全部程序和步骤。"),
    ] = "",
    trigger: Annotated[
        str | None, typer.Option("--trigger", metavar="日期", help="程序哪一天开始，例如收到申请的那一天。")
    ] = None,
    actual: Annotated[
        list[str] | None,
        typer.Option("--actual", metavar="步骤=日期", help="某一步骤实际完成的日期，可以写多次。"),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="看到哪一天为止的进度；不写为今天。")] = None,
    receipt: Receipt = "receipt_instant",
    facts: FactsFile = None,
    fact: FactOption = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> None:
    """列出一个程序每一步的期限和进度。后一步从前一步实际完成的那一天起算。

    例：
      opendata-rules schedule -j 济宁
      opendata-rules schedule 数据校核 -j 青岛 --trigger 2026-03-02
      opendata-rules schedule objection -j 泰安 --trigger 2026-03-02 --json

    退出码：1 有步骤逾期；4 有期限不能确定；2 用法或者输入有误；0 其他。
    """
    lang = language_of(lang)
    day = today() if on is None else date_of(on)
    law = law_of(jurisdiction, day.isoformat(), drafts=drafts, strict=strict, rules=rules)
    if not procedure:
        _all_terms(law, as_json)
        return
    if trigger is None:
        raise typer.BadParameter("要写 --trigger 日期：程序从哪一天开始。")
    found = law.schedule(
        procedure,
        trigger=date_of(trigger, "--trigger"),
        actual=_dated(actual or ()),
        on=day,
        facts=facts_of(facts, fact, law.vocabulary),
        receipt=receipt,
    )
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(lang), text_width()))
    if any(step.state in (StepState.LATE, StepState.OVERDUE) for step in found.steps):
        raise typer.Exit(FOUND)
    if any(step.deadline is not None and _cannot_tell(step.deadline) for step in found.steps):
        raise typer.Exit(CANNOT_TELL)


def _dated(options: Iterable[str]) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for option in options:
        name, _, day = (part.strip() for part in option.replace("＝", "=").partition("="))
        if not day:
            raise typer.BadParameter(f"--actual 的写法是 步骤=日期，例如 form_review=2026-03-04；得到的是“{option}”。")
        if name in found:
            raise typer.BadParameter(f"--actual 给“{name}”写了两次。")
        found[name] = date_of(day, f"--actual {name}")
    return found


def _all_terms(law: Law, as_json: bool) -> None:
    """Every step with its term here, as a first orientation."""
    from ..analysis.comparison import term_text

    terms = []
    for entry in law.procedures.all.values():
        for step in entry.steps:
            facts = dict(step.when) | dict(step.example)
            terms.append((entry, step, law.deadline(step.name, trigger=law.on, facts=facts)))
    if as_json:
        items = [
            {
                "step": step.name,
                "label": f"{entry.label}·{step.label}",
                "term": term_text(term),
                "citation": term.citation.to_dict() if term.citation else None,
            }
            for entry, step, term in terms
        ]
        say_json({"items": items})
        return
    say(styled(f"{law.place.name} {law.on} 各步骤的期限", bold=True))
    rows = []
    for entry, step, term in terms:
        cited = f"　{term.citation}" if term.citation else ""
        rows.append((step.name, f"{entry.label}·{step.label}：{term_text(term)}{cited}"))
    say(columns(rows, text_width() or 1000))


def duties(
    jurisdiction: Place,
    year: Annotated[int | None, typer.Option("--year", metavar="年", help="哪一年，例如 2026；不写为今年。")] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件.ics", parser=native, help="写成日历文件，手机可以订阅或者导入。"),
    ] = None,
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
    asked = today().year if year is None else year
    first = f"{asked:04}-01-01" if 1 <= asked <= 9999 else None
    law = law_of(jurisdiction, first, drafts=drafts, strict=False, rules=rules)
    found = law.duties(asked)
    if output is not None:
        if output.suffix.lower() != ".ics":
            raise typer.BadParameter(f"日历文件的名称要以 .ics 结尾，得到的是“{shown(output)}”。")
        output.write_text(to_ics(found), encoding="utf-8", newline="")
    if as_json:
        say_items(found)
        return
    say(styled(f"{law.place.name} {asked} 年每年都要做的事：{len(found)} 件", bold=True))
    for duty in found:
        say(_duty(duty, text_width()))
    ends = list(_changes_of_law(law, asked))
    if ends:
        say("\n" + styled("快要施行或者失效的文件", bold=True))
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
        if standing.expires is not None and first <= standing.expires <= last:
            yield f"{standing.expires} 有效期届满：《{standing.title}》"


def calendar(
    period: Annotated[str, typer.Argument(metavar="月份或年份", help="例如 2026-02，或者 2026；不写为本月。")] = "",
    start: Annotated[
        str | None, typer.Option("--from", metavar="日期", help="从这一天起数工作日，这一天不计。")
    ] = None,
    number: Annotated[int | None, typer.Option("--days", metavar="数", help="数多少个工作日。")] = None,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """显示工作日历：哪些天上班、放假、调休，依据哪一份通知；也可以从某一天起数工作日。

    例：
      opendata-rules calendar 2026-02
      opendata-rules calendar 2026
      opendata-rules calendar --from 2026-02-11 --days 5
      opendata-rules calendar 2025-10 --json

    退出码：4 所问的日期，放假安排还没有公布；2 用法或者输入有误；0 其他。
    """
    found = library_of(rules).calendar
    if (start is None) != (number is None):
        raise typer.BadParameter("--from 和 --days 要一起写。")
    if start is not None and number is not None:
        _counted(found, date_of(start, "--from"), number, as_json)
        return
    first, last = _period(period)
    known = [found.day(day) for day in _between(first, last) if found.first <= day <= found.horizon]
    if as_json:
        say_json({"items": [day.to_dict() for day in known]})
    else:
        by_date = {day.date: day for day in known}
        for begin, end in _months(first, last):
            if begin <= found.horizon or begin == first:
                _drawn(begin, end, by_date, {})
        _named(known)
    if len(known) <= (last - first).days:
        if not as_json:
            say(f"放假安排公布到 {found.horizon}，以后的日期还不知道。" if last > found.horizon else "")
        raise typer.Exit(CANNOT_TELL)


def _counted(found: Calendar, start: dt.date, number: int, as_json: bool) -> None:
    if number < 0:
        raise typer.BadParameter("--days 不能是负数。")
    try:
        due = found.add(start, number)
    except BeyondHorizon as error:
        earliest, latest = found.bounds(start, number)
        if as_json:
            say_json({"due": None, "earliest": earliest.isoformat(), "latest": latest.isoformat(), "items": []})
        else:
            say(f"{error}\n推定在 {earliest} 至 {latest} 之间。")
        raise typer.Exit(CANNOT_TELL) from None
    days = found.explain(start, due)
    if as_json:
        items = [day.to_dict() for day in days]
        say_json({"due": due.isoformat(), "earliest": due.isoformat(), "latest": due.isoformat(), "items": items})
        return
    say(styled(f"{start} 起第 {number} 个工作日：{due}（{_weekday(due)}）", bold=True))
    numbers: dict[dt.date, int] = {}
    for day in days[1:]:
        if day.working:
            numbers[day.date] = len(numbers) + 1
    for first, last in _months(start, due):
        shown_days = [found.day(day) for day in _between(first, last) if day <= found.horizon]
        _drawn(first, last, {day.date: day for day in shown_days}, numbers)
    _named([day for day in days if day.kind in (DayKind.HOLIDAY, DayKind.MAKEUP)])


def _period(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a month or a year."""
    try:
        if len(text) == 4:
            return dt.date.fromisoformat(f"{text}-01-01"), dt.date.fromisoformat(f"{text}-12-31")
        if len(text) not in (0, 7):
            raise ValueError
        first = dt.date.fromisoformat(f"{text}-01") if text else today().replace(day=1)
    except ValueError:
        raise typer.BadParameter(f"月份写成 2026-02 这样，年份写成 2026 这样，得到的是“{text}”。") from None
    return next(_months(first, first))


def _months(first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of every month between two days."""
    for year, month in dict.fromkeys((day.year, day.month) for day in _between(first, last)):
        yield dt.date(year, month, 1), dt.date(year, month, months.monthrange(year, month)[1])


def _between(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _weekday(day: dt.date) -> str:
    return "星期" + "一二三四五六日"[day.weekday()]


def _drawn(first: dt.date, last: dt.date, days: dict[dt.date, CalendarDay], numbers: dict[dt.date, int]) -> None:
    """A month: 休 for a rest day by notice, 班 for a make-up working day, the count behind a day that counts."""
    say("\n" + styled(f"{first.year} 年 {first.month} 月", bold=True))
    say("  一      二      三      四      五      六      日")
    cells = ["        "] * first.weekday()
    for day in _between(first, last):
        told = days.get(day)
        mark = "？" if told is None else {DayKind.HOLIDAY: "休", DayKind.MAKEUP: "班"}.get(told.kind, "　")
        count = f"({numbers[day]})" if day in numbers else ""
        cell = f"{day.day:>2}{mark}{count:<4}"
        resting = told is not None and not told.working
        cells.append(styled(cell, fg="red") if resting else styled(cell, bold=True) if count else cell)
    for start in range(0, len(cells), 7):
        say("  " + "".join(cells[start : start + 7]).rstrip())


def _named(days: Iterable[CalendarDay]) -> None:
    lines = [
        f"{day.date}（{_weekday(day.date)}）{day.reason}"
        for day in days
        if day.kind in (DayKind.HOLIDAY, DayKind.MAKEUP)
    ]
    if lines:
        say("")
    for line in lines:
        say("  " + line)


COMMANDS: dict[str, Callable[..., None]] = {
    "check": check,
    "deadline": deadline,
    "schedule": schedule,
    "duties": duties,
    "calendar": calendar,
}
