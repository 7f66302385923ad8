"""Commands that judge: one dataset, one change, a whole catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from ..diagnostics.diagnostic import listed
from ..formats.lines import columns, fill_tree
from ..vocabulary.facts import Fact, FactType, Vocabulary
from ..vocabulary.terms import Status, Verdict, WarningCode
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
    Unlisted,
    facts_of,
    language_of,
    law_of,
    native,
    scheme_of,
    shown,
    unlisted_of,
)
from .output import console, say, say_json, text_width

#: Questions suggested at the end of an answer; the rest may not matter once these are answered.
_SUGGESTED = 5


def classify(
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
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> None:
    """判定一个数据集的开放属性（或者共享属性）：依据哪一条，还缺什么事实，接着要做什么。

    没有写的事实是未知，不会当作“否”。

    例：
      opendata-rules classify -j 泰安 --fact 涉及个人隐私=是 --fact 第三方意见=同意
      opendata-rules classify -j 滕州 --facts 事实.yaml --declared 无条件开放
      opendata-rules classify -j qingdao --on 2026-03-10 --fact state_secret=true --json
      opendata-rules classify -j 青岛 --scheme sharing --fact 限于特定场景=否

    退出码：1 申报的属性不成立；4 尚不能定（申报的属性能成立的除外）；2 用法或者输入有误；0 其他。
    """
    lang = language_of(lang)
    law = law_of(jurisdiction, on, drafts=drafts, strict=strict, rules=rules)
    decision = law.classify(
        facts_of(facts, fact, law.vocabulary),
        unlisted=unlisted_of(unlisted),
        declared=declared,
        scheme=scheme_of(scheme),
    )
    if as_json:
        say_json(decision.to_dict())
    else:
        say(fill_tree(decision.explain(lang), text_width()))
        _suggest([question.fact for question in decision.questions], lang, law.vocabulary)
    if decision.declared_valid is False:
        raise typer.Exit(FOUND)
    if decision.status is not Status.DECIDED and decision.declared_valid is not True:
        raise typer.Exit(CANNOT_TELL)


def change(
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
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> None:
    """检查一次开放属性变更：须由谁同意，要什么理由和材料，缺哪一样，违反的责任是什么。

    例：
      opendata-rules change 无条件开放 不予开放 -j 泰安
      opendata-rules change 无条件开放 不予开放 -j 济宁 --fact 同意（审核）状态=未申请
      opendata-rules change closed open -j qingdao --fact desensitized=true --json
      opendata-rules change 有条件开放 有条件开放 -j 泰安 --fact 开放条件变化=收紧

    退出码：1 禁止变更；4 尚不能定，或者没有有效的规定；2 用法或者输入有误；0 其他。
    """
    lang = language_of(lang)
    law = law_of(jurisdiction, on, drafts=drafts, strict=strict, rules=rules)
    verdict = law.check_change(before, after, facts_of(facts, fact, law.vocabulary))
    if as_json:
        say_json(verdict.to_dict())
    else:
        say(fill_tree(verdict.explain(lang), text_width()))
        unknown = [name for need in verdict.requirements if need.hard for name in need.facts]
        _suggest(unknown if verdict.verdict is Verdict.UNDETERMINED else [], lang, law.vocabulary)
    no_rule = any(warning.code is WarningCode.NO_RULE_IN_FORCE for warning in verdict.warnings)
    if verdict.verdict is Verdict.FORBIDDEN:
        raise typer.Exit(FOUND)
    if verdict.verdict in (Verdict.UNDETERMINED, Verdict.HUMAN_REVIEW) or no_rule:
        raise typer.Exit(CANNOT_TELL)


def _suggest(names: Iterable[str], lang: str, vocabulary: Vocabulary) -> None:
    """How to state the facts that would help most."""
    asked = [vocabulary.facts[name] for name in dict.fromkeys(names)]
    if not asked:
        return
    rows = [(fact.label if lang == "zh" else fact.id, _values(fact, lang)) for fact in asked[:_SUGGESTED]]
    say("")
    if lang == "zh":
        more = f"（共 {len(asked)} 个，先列 {_SUGGESTED} 个）" if len(asked) > _SUGGESTED else ""
        say(f"查清以下事实{more}，用 --fact 名称=值 补上，再运行一次：")
    else:
        say("Find out these facts, add each as --fact name=value, and run again:")
    say(columns(rows, text_width() or 1000))


def _values(fact: Fact, lang: str) -> str:
    match fact.type:
        case FactType.BOOL:
            return "是、否" if lang == "zh" else "true, false"
        case FactType.ENUM | FactType.LIST:
            return listed(term for _, term in fact.values) if lang == "zh" else ", ".join(v for v, _ in fact.values)
        case FactType.DATE:
            return "日期，例如 2026-03-10" if lang == "zh" else "a date: 2026-03-10"
        case FactType.INT:
            return "整数" if lang == "zh" else "a whole number"
    return "文字" if lang == "zh" else "text"


def catalogue(
    file: Annotated[Path, typer.Argument(metavar="目录文件", parser=native, help="CSV、XLSX 或者 JSON。")],
    jurisdiction: Place,
    on: On = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            parser=native,
            help="报告写到哪里：.html、.xlsx、.csv 或者 .json；可以写多次。",
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", metavar="文件", parser=native, help="平台说明：列名、数字编码、日期写法。"),
    ] = None,
    unlisted: Unlisted = "unknown",
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """检查整份目录：逐个数据集说明申报的开放属性能否成立，缺什么事实，依据哪一条；更新是否逾期。

    例：
      opendata-rules catalogue 目录.csv -j 泰安 -o report.html
      opendata-rules catalogue 目录.csv -j 泰安 --on 2026-03-10 -o a.xlsx -o b.csv
      opendata-rules catalogue 目录.csv -j 滕州 --unlisted --json

    退出码：1 有申报的属性不成立，或者更新逾期；4 有数据集尚不能定；2 用法或者输入有误；0 其他。
    """
    from ..catalogue import check
    from .terminal import progress, summary

    wanted = output or []
    for path in wanted:
        _can_be_written(path, file)
    law = law_of(jurisdiction, on, drafts=drafts, strict=strict, rules=rules)
    with progress(Console(stderr=True)) as step:
        report = check(law, file, profile=profile, unlisted=unlisted_of(unlisted), progress=step)
    for path in wanted:
        report.write(path)
    if as_json:
        say_json(report.to_dict())
    else:
        with console() as drawn:
            summary(report, drawn)
        for path in wanted:
            say(f"报告已写入 {shown(path)}")
        if not wanted:
            say("要逐个数据集的报告，请加 -o report.html（或者 .xlsx、.csv、.json）。")
    raise typer.Exit(report_status(report))


def _can_be_written(path: Path, catalogue_file: Path) -> None:
    """Refuse before a long check what would fail after it."""
    from ..catalogue.report import renderer

    renderer(path)
    if not path.parent.is_dir():
        raise typer.BadParameter(f"没有 {shown(path.parent)} 这个文件夹，报告没有地方写。")
    if path.is_dir():
        raise typer.BadParameter(f"{shown(path)} 是一个文件夹，报告要写成文件。")
    if path.exists() and catalogue_file.exists() and path.samefile(catalogue_file):
        raise typer.BadParameter("报告不能写在目录文件上，那样会盖掉目录。")


def report_status(report: Any) -> int:
    """Exit status of a catalogue report."""
    counts: Mapping[str, int] = report.counts
    if counts.get("invalid") or report.overdue:
        return FOUND
    if any(counts.get(verdict) for verdict in ("undetermined", "human_review", "no_rule", "not_recognised")):
        return CANNOT_TELL
    return 0


COMMANDS: dict[str, Callable[..., None]] = {"classify": classify, "change": change, "catalogue": catalogue}
