"""``classify``: one dataset."""

from __future__ import annotations

from typing import Annotated

import typer

from ...answers.classification.computation import classify
from ...formats.lines import fill_tree
from .. import exit_status
from ..kept import Dataset, Department, Kept, keep
from ..options import (
    Drafts,
    FactOption,
    FactsFile,
    Json,
    Lang,
    On,
    Place,
    Rules,
    Strict,
    Unlisted,
    day_of,
    facts_of,
    language_of,
    scheme_of,
    unlisted_of,
)
from ..orders import order_of
from ..output import say, say_json, text_width
from ..suggestions import suggest


def command(
    jurisdiction: Place,
    on: On = None,
    facts: FactsFile = None,
    fact: FactOption = None,
    declared: Annotated[
        str | None, typer.Option("--declared", metavar="属性", help="申报的属性，例如 无条件开放；检查它能否成立。")
    ] = None,
    scheme: Annotated[
        str,
        typer.Option("--scheme", metavar="opening|sharing", help="判定开放属性（不写时如此）还是共享属性。"),
    ] = "opening",
    unlisted: Unlisted = "unknown",
    drafts: Drafts = False,
    strict: Strict = False,
    ledger: Kept = None,
    dataset: Dataset = "",
    department: Department = "",
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> int:
    """判定一个数据集的开放属性（或者共享属性）：依据哪一条，还缺什么事实，接着要做什么。

    没有写的事实是未知，不会当作“否”。

    例：
      opendata-rules classify -j 泰安 --fact 涉及个人隐私=是 --fact 第三方意见=同意
      opendata-rules classify -j 滕州 --facts 事实.yaml --declared 无条件开放
      opendata-rules classify -j qingdao --on 2026-03-10 --fact state_secret=true --json
      opendata-rules classify -j 青岛 --scheme sharing --fact 限于特定场景=否

    退出码：1 申报的属性不成立；4 尚不能定（申报的属性能成立的除外）；2 用法或者输入有误；0 其他。
    """
    language = language_of(lang)
    law = order_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
    # One dataset: the tables behind law.classify would take longer to make than the answer takes without them.
    decision = classify(
        law,
        facts_of(facts, fact, law.vocabulary),
        unlisted=unlisted_of(unlisted),
        declared=declared,
        scheme=scheme_of(scheme),
    )
    keep(decision, ledger, dataset, department)
    if as_json:
        say_json(decision.to_dict())
    else:
        say(fill_tree(decision.explain(language), text_width()))
        suggest([question.fact for question in decision.questions], language, law.vocabulary)
    return exit_status.of_decision(decision)
