"""``change``: one change of attribute."""

from __future__ import annotations

from typing import Annotated

import typer

from ...answers.changes.computation import check_change
from ...formats.lines import fill_tree
from ...vocabulary.terms import Verdict
from .. import exit_status
from ..kept import Dataset, Department, Kept, keep
from ..options import Drafts, FactOption, FactsFile, Json, Lang, On, Place, Rules, Strict, day_of, facts_of, language_of
from ..orders import order_of
from ..output import say, say_json, text_width
from ..suggestions import suggest


def command(
    before: Annotated[str, typer.Argument(metavar="现属性", help="例如 无条件开放，或者 open。")],
    after: Annotated[
        str, typer.Argument(metavar="拟改为", help="例如 不予开放，或者 closed；与现属性相同，表示只改开放条件。")
    ],
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
    """检查一次开放属性变更：须由谁同意，要什么理由和材料，缺哪一样，违反的责任是什么。

    例：
      opendata-rules change 无条件开放 不予开放 -j 泰安
      opendata-rules change 无条件开放 不予开放 -j 济宁 --fact 同意（审核）状态=未申请
      opendata-rules change closed open -j qingdao --fact desensitized=true --json
      opendata-rules change 有条件开放 有条件开放 -j 泰安 --fact 开放条件变化=收紧

    退出码：1 禁止变更；4 尚不能定，或者没有有效的规定；2 用法或者输入有误；0 其他。
    """
    language = language_of(lang)
    law = order_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
    verdict = check_change(law, before, after, facts_of(facts, fact, law.vocabulary))
    keep(verdict, ledger, dataset, department)
    if as_json:
        say_json(verdict.to_dict())
    else:
        say(fill_tree(verdict.explain(language), text_width()))
        unknown = [name for need in verdict.requirements if need.hard for name in need.facts]
        suggest(unknown if verdict.verdict is Verdict.UNDETERMINED else [], language, law.vocabulary)
    return exit_status.of_change(verdict)
