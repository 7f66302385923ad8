"""``check``: the duties of one topic."""

from __future__ import annotations

from typing import Annotated

import typer

from ...answers.duties.computation import check
from ...formats.lines import fill_tree
from .. import exit_status
from ..kept import Dataset, Department, Kept, keep
from ..options import Drafts, FactOption, FactsFile, Json, Lang, On, Place, Rules, Strict, day_of, facts_of, language_of
from ..orders import order_of
from ..output import say, say_json, text_width


def command(
    topic: Annotated[str, typer.Argument(metavar="事项", help="事项的中文名或者编号，例如 下架，或者 delisting。")],
    jurisdiction: Place,
    on: On = None,
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
    """检查某一事项的职责：哪些做到了，哪些没有，缺什么，依据哪一条，违反的责任是什么。

    没有写的事实是未知，不会当作“否”。用 facts 命令可以列出某一事项要用到的事实。

    例：
      opendata-rules check 下架 -j 济宁 --fact 目录级别=市级 --fact 已通知申请用户=否
      opendata-rules check channel -j tengzhou --fact own_channel_built=true --json
      opendata-rules check 责任人员 -j 泰安

    退出码：1 有应当做到而没有做到的；4 尚不能定；2 用法或者输入有误；0 其他。
    """
    language = language_of(lang)
    law = order_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
    found = check(law, topic, facts_of(facts, fact, law.vocabulary))
    keep(found, ledger, dataset, department)
    if as_json:
        say_json(found.to_dict())
    else:
        say(fill_tree(found.explain(language), text_width()))
    return exit_status.of_assessment(found)
