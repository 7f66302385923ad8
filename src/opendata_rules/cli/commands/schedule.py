"""``schedule``: every step of one procedure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated

import typer

from ...formats.lines import columns, fill_tree
from ...law import Law
from ...quoting import quoted
from .. import exit_status
from ..kept import Dataset, Department, Kept, keep
from ..laws import law_of
from ..options import (
    Drafts,
    FactOption,
    FactsFile,
    Json,
    Lang,
    Place,
    Receipt,
    Rules,
    Strict,
    date_of,
    day_of,
    facts_of,
    language_of,
    receipt_of,
)
from ..orders import tell_where_nothing_is_in_force
from ..output import say, say_json, styled, text_width


def command(
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
        typer.Option(
            "--actual",
            metavar="步骤或者事件=日期",
            help="某一步骤实际完成（某一事件发生）的日期，写编号或者中文名，例如 形式审核=2026-03-04；可以写多次。",
        ),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="看到哪一天为止的进度；不写为今天。")] = None,
    receipt: Receipt = "receipt_instant",
    facts: FactsFile = None,
    fact: FactOption = None,
    drafts: Drafts = False,
    strict: Strict = False,
    ledger: Kept = None,
    dataset: Dataset = "",
    department: Department = "",
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> int:
    """列出一个程序每一步的期限和进度。后一步从前一步实际完成的那一天起算。

    例：
      opendata-rules schedule -j 济宁
      opendata-rules schedule 数据校核 -j 青岛 --trigger 2026-03-02
      opendata-rules schedule objection -j 泰安 --trigger 2026-03-02 --json

    退出码：1 有步骤逾期；4 有期限不能确定，或者没有有效的规定；2 用法或者输入有误；0 其他。
    """
    language = language_of(lang)
    day = day_of(on)
    law = law_of(jurisdiction, day, drafts=drafts, strict=strict, rules=rules)
    if not procedure:
        if ledger is not None:
            raise typer.BadParameter("全部程序的一览不是结果，不能记入台账；写了程序的才能。")
        _all_terms(law, as_json)
        tell_where_nothing_is_in_force(law)
        return exit_status.of_terms(law)
    if trigger is None:
        raise typer.BadParameter("要写 --trigger 日期：程序从哪一天开始。")
    found = law.schedule(
        procedure,
        trigger=date_of(trigger, "--trigger"),
        actual=_dated(actual or ()),
        on=day,
        facts=facts_of(facts, fact, law.vocabulary),
        receipt=receipt_of(receipt),
    )
    keep(found, ledger, dataset, department)
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(language), text_width()))
    tell_where_nothing_is_in_force(law)
    return exit_status.of_schedule(found, law)


def _dated(options: Iterable[str]) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for option in options:
        name, _, day = (part.strip() for part in option.replace("＝", "=").partition("="))
        if not day:
            raise typer.BadParameter(
                f"--actual 的写法是 步骤或者事件=日期，例如 形式审核=2026-03-04；得到的是“{quoted(option)}”。"
            )
        if name in found:
            raise typer.BadParameter(f"--actual 给“{quoted(name)}”写了两次。")
        found[name] = date_of(day, f"--actual {quoted(name)}")
    return found


def _all_terms(law: Law, as_json: bool) -> None:
    """Every step with its term here, as a first orientation."""
    from ...analysis.comparison.side_by_side import term_text

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
                "english": f"{entry.english}: {step.english}",
                "term": term_text(term),
                "term_english": term_text(term, "en"),
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
