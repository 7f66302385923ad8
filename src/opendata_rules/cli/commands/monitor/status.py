"""``monitor status``: where a case stands, or what was broken in all of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from ....formats.lines import fill, fill_tree
from ....monitoring.monitors import Monitor
from ....monitoring.results.explain import told
from ... import exit_status
from ...options import Drafts, Json, Lang, Place, Rules, Strict, day_of, language_of
from ...orders import tell_where_nothing_is_in_force
from ...output import say, say_items, say_json, styled, text_width
from .store import FILE, AsOf, Engine, Store, opened


def command(
    jurisdiction: Place,
    case: Annotated[str, typer.Argument(metavar="案件", help="案件编号；不写为全部案件的违规情况。")] = "",
    store: Store = FILE,
    on: AsOf = None,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
    engine: Engine = None,
) -> int:
    """说明一个案件办到哪一步，每一步的期限、依据和违规。

    不写案件的，列出全部案件的违规情况。

    例：
      opendata-rules monitor status A-001 -j 济宁 --on 2026-03-10
      opendata-rules monitor status -j 济宁 --on 2026-03-10
      opendata-rules monitor status A-002 -j jining --on 2026-03-10 --json

    退出码：1 有逾期或者违规；4 有期限不能确定，或者没有有效的规定；2 用法或者输入有误；0 其他。
    """
    language = language_of(lang)
    day = day_of(on)
    with opened(jurisdiction, store, day, drafts, strict, rules, engine) as found:
        if not case:
            return _all_breaches(found, day, as_json, language)
        answer, law = found.status(case, on=day), found.law
    if as_json:
        say_json(answer.to_dict())
    else:
        say(fill_tree(answer.explain(language), text_width()))
    tell_where_nothing_is_in_force(law)
    return exit_status.of_case(answer, law)


def _all_breaches(found: Monitor, day: dt.date, as_json: bool, lang: str) -> int:
    breaches = found.breaches(day)
    if as_json:
        say_items(breaches)
    else:
        cases = len({breach.case for breach in breaches})
        say(styled(f"{found.law.place.name}，截至 {day}：{cases} 个案件有 {len(breaches)} 处违反规定", bold=True))
        for breach in breaches:
            text = f"{breach.case}　{told(breach, lang)}；{breach.citation}"
            say(fill(text, text_width(), "  ", "    "))
    tell_where_nothing_is_in_force(found.law)
    return exit_status.of_breaches(breaches, found.law)
