"""``deadline``: the last day of one step."""

from __future__ import annotations

from typing import Annotated

import typer

from ...answers.deadlines.computation import deadline
from ...formats.lines import fill_tree
from .. import exit_status
from ..kept import Dataset, Department, Kept, keep
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
    Trigger,
    date_of,
    facts_of,
    language_of,
)
from ..orders import order_of
from ..output import say, say_json, text_width


def command(
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
    ledger: Kept = None,
    dataset: Dataset = "",
    department: Department = "",
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> int:
    """计算一个步骤的期限：哪一天到期，逐日怎样算，依据哪一条。

    按起算那一天有效的规定回答。条文没有给数字的，没有期限。

    例：
      opendata-rules deadline objection.feedback -j 泰安 --trigger 2026-02-11
      opendata-rules deadline delisting.public_notice -j 济宁 --trigger 2026-03-02
      opendata-rules deadline update.refresh -j jining --trigger 2026-03-02 --json

    退出码：4 不能给出确定的日期；2 用法或者输入有误；0 其他（包括没有规定期限）。
    """
    language = language_of(lang)
    day = date_of(trigger, "--trigger")
    law = order_of(jurisdiction, day, drafts=drafts, strict=strict, rules=rules)
    found = deadline(law, step, day, facts_of(facts, fact, law.vocabulary), receipt)
    keep(found, ledger, dataset, department)
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(language), text_width()))
    return exit_status.of_deadline(found)
