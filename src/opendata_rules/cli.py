"""The command line. Chinese for those who use it; ``--json`` prints exactly what ``.to_dict()`` holds.

Exit status: 2 misuse or bad input; 1 something found; 4 cannot tell; 0 all well.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from . import cases as case_runner
from .diagnostics import Diagnostic, Severity, render
from .errors import Error, MissingExtra
from .inputs import from_bytes, from_file, from_option, stated, template
from .law import Law
from .library import Library, load
from .linting import lint as lint_path
from .terms import Status, Verdict
from .version import __version__
from .vocabulary import Fact

FOUND, MISUSE, CANNOT_TELL = 1, 2, 4

#: Base of what typer raises on misuse; newer versions no longer take it from the package ``click``.
_UsageError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")

app = typer.Typer(
    name="opendata-rules",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "山东省及济南、青岛、济宁、泰安、滕州等地公共数据开放规定的可执行版本。\n\n"
        "退出码：0 没有问题；1 发现问题；2 用法或者输入有误；4 尚不能定。\n\n"
        "例：\n\n"
        "  opendata-rules classify -j 泰安 --fact 涉及个人隐私=是 --fact 第三方意见=同意\n\n"
        "  opendata-rules catalogue 目录.xlsx -j 泰安 -o report.html\n\n"
        "  opendata-rules change 无条件开放 不予开放 -j 济宁 --fact 同意（审核）状态=未申请\n\n"
        "  opendata-rules facts -j 滕州 --template > 事实.yaml"
    ),
)

Place = Annotated[str, typer.Option("-j", "--jurisdiction", metavar="地方", help="地方，例如 taian、泰安、泰安市。")]
On = Annotated[str | None, typer.Option("--on", metavar="日期", help="按哪一天的法律，例如 2026-03-10；不写为今天。")]
Drafts = Annotated[bool, typer.Option("--drafts", help="把草案当作已经施行。")]
Strict = Annotated[bool, typer.Option("--strict", help="近处有未收录的规定时，一律答“未定”。")]
FactsFile = Annotated[
    str | None, typer.Option("--facts", metavar="文件", help="事实文件（YAML 或者 JSON）；- 表示标准输入。")
]
FactOption = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="名称=值", help="一个事实，可以多次；名称用中文名或者编号。"),
]
Unlisted = Annotated[
    str,
    typer.Option("--unlisted", metavar="unknown|false", help="没有列出的是非类事实当作未知，还是当作“否”。"),
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
Lang = Annotated[str, typer.Option("--lang", metavar="zh|en", help="说明用中文还是英文。")]
Rules = Annotated[
    Path | None,
    typer.Option("--rules", metavar="文件夹", help="另用一个规则文件夹（内有 rules 和 jurisdictions）。"),
]


def _stdout() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _stderr() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def _print_json(value: object) -> None:
    # A console that cannot show Chinese still gets valid JSON.
    unicode_console = (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf8sig")
    typer.echo(json.dumps(value, ensure_ascii=not unicode_console, indent=2))


def _date(text: str | None) -> dt.date:
    if text is None:
        return dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"--on 的日期写法是 2026-03-10，得到的是“{text}”。") from None
    if text != found.isoformat():
        raise typer.BadParameter(f"--on 的日期写法是 {found}，得到的是“{text}”。")
    return found


def _law(place: str, on: str | None, drafts: bool, strict: bool, rules: Path | None) -> Law:
    return load(rules).law(place, on=_date(on), drafts=drafts, strict=strict)


def _facts(file: str | None, options: Iterable[str] | None) -> dict[str, object]:
    found: dict[str, object] = {}
    if file == "-":
        found |= stated(from_bytes(sys.stdin.buffer.read(), "标准输入"))
    elif file is not None:
        found |= stated(from_file(Path(file)))
    for option in options or ():
        found |= stated(dict([from_option(option)]))
    return found


@app.command(rich_help_panel="判定")
def classify(
    jurisdiction: Place,
    on: On = None,
    facts: FactsFile = None,
    fact: FactOption = None,
    declared: Annotated[
        str | None, typer.Option("--declared", metavar="属性", help="申报的属性，检查它能否成立。")
    ] = None,
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="opening|sharing", help="判定开放属性还是共享属性。")
    ] = "opening",
    unlisted: Unlisted = "unknown",
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    lang: Lang = "zh",
    rules: Rules = None,
) -> None:
    """判定一个数据集的开放属性（共享属性），说明依据、缺少的事实和提示。

    例：

      opendata-rules classify -j 泰安 --on 2026-03-10 --fact 涉及个人隐私=是 --fact 第三方意见=不同意

      opendata-rules classify -j tengzhou --facts 事实.yaml --declared 无条件开放 --json
    """
    law = _law(jurisdiction, on, drafts, strict, rules)
    decision = law.classify(_facts(facts, fact), unlisted=unlisted, declared=declared, scheme=scheme)
    text = decision.explain(_language(lang))
    if as_json:
        _print_json(decision.to_dict())
    else:
        typer.echo(text)
    if decision.declared_valid is False:
        raise typer.Exit(FOUND)
    if decision.status is not Status.DECIDED and decision.declared_valid is not True:
        raise typer.Exit(CANNOT_TELL)


@app.command(rich_help_panel="判定")
def change(
    before: Annotated[str, typer.Argument(metavar="现属性", help="例如 无条件开放 或者 open。")],
    after: Annotated[
        str, typer.Argument(metavar="拟改为", help="例如 不予开放 或者 closed；与现属性相同表示只改条件。")
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
    """检查一次开放属性变更：谁同意、凭什么理由、要什么材料。

    例：

      opendata-rules change 无条件开放 不予开放 -j 泰安 --fact 同意（审核）状态=已同意（审核通过）

      opendata-rules change closed open -j qingdao --fact desensitized=true --json
    """
    law = _law(jurisdiction, on, drafts, strict, rules)
    verdict = law.check_change(before, after, _facts(facts, fact))
    text = verdict.explain(_language(lang))
    if as_json:
        _print_json(verdict.to_dict())
    else:
        typer.echo(text)
    if verdict.verdict is Verdict.FORBIDDEN:
        raise typer.Exit(FOUND)
    if verdict.verdict in (Verdict.UNDETERMINED, Verdict.HUMAN_REVIEW):
        raise typer.Exit(CANNOT_TELL)


@app.command(rich_help_panel="判定")
def catalogue(
    file: Annotated[Path, typer.Argument(metavar="目录文件", help="CSV、XLSX 或者 JSON。")],
    jurisdiction: Place,
    on: On = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("-o", "--output", metavar="文件", help="报告：.html、.xlsx、.csv 或者 .json；可以多次。"),
    ] = None,
    profile: Annotated[
        Path | None, typer.Option("--profile", metavar="文件", help="平台说明：列名、数字编码、日期写法。")
    ] = None,
    unlisted: Unlisted = "unknown",
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """检查整份目录：逐个数据集说明申报的开放属性能否成立、缺什么事实、依据哪一条。

    例：

      opendata-rules catalogue 目录.csv -j 泰安 -o report.html

      opendata-rules catalogue datasets.json -j jining --on 2026-03-10 -o report.xlsx -o report.csv
    """
    from .catalogue import check
    from .terminal import progress, summary

    law = _law(jurisdiction, on, drafts, strict, rules)
    with progress(_stderr()) as step:
        report = check(law, file, profile=profile, unlisted=unlisted, progress=step)
    for path in output or ():
        report.write(path)
    if as_json:
        _print_json(report.to_dict())
    else:
        summary(report, _stdout())
        for path in output or ():
            typer.echo(f"报告已写入 {path}")
        if not output:
            typer.echo("要逐个数据集的报告，请加 -o report.html（或者 .xlsx、.csv、.json）。")
    raise typer.Exit(report_status(report))


def report_status(report: Any) -> int:
    """Exit status of a catalogue report."""
    counts: Mapping[str, int] = report.counts
    if counts.get("invalid") or report.overdue:
        return FOUND
    if any(counts.get(verdict) for verdict in ("undetermined", "human_review", "no_rule", "not_recognised")):
        return CANNOT_TELL
    return 0


@app.command(rich_help_panel="查阅")
def facts(
    jurisdiction: Place,
    topic: Annotated[
        str, typer.Argument(metavar="事项", help="classification、sharing_classification、attribute_change。")
    ] = "classification",
    on: On = None,
    drafts: Drafts = False,
    as_template: Annotated[bool, typer.Option("--template", help="输出一份待填写的 YAML。")] = False,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """列出某地某事项用到的事实：名称、类型、问题、选项。

    例：

      opendata-rules facts -j 泰安

      opendata-rules facts -j 滕州 属性变更 --template > 事实.yaml
    """
    law = _law(jurisdiction, on, drafts, False, rules)
    found = law.facts(topic)
    if as_template:
        typer.echo(template(found, f"{law.place.name} {law.on} {topic}"), nl=False)
    elif as_json:
        _print_json({"items": [fact.to_dict() for fact in found]})
    elif not found:
        typer.echo(f"{law.place.name}在 {law.on} 没有关于这一事项的规则。")
    else:
        _stdout().print(_facts_table(found))


def _facts_table(found: Iterable[Fact]) -> Table:
    table = Table(show_lines=False, pad_edge=False, box=None, header_style="bold")
    for heading in ("中文名", "编号", "类型", "问题"):
        table.add_column(heading, overflow="fold")
    for fact in found:
        options = "、".join(term for _, term in fact.values)
        question = fact.question + (f"（可选：{options}）" if options else "")
        table.add_row(escape(fact.label), fact.id, str(fact.type), escape(question))
    return table


@app.command(rich_help_panel="查阅")
def articles(
    places: Annotated[list[str], typer.Argument(metavar="地方…", help="例如 泰安 滕州。")],
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """列出各地文件中已登记的条文、状态和对应的规则。

    例：opendata-rules articles 泰安 青岛
    """
    library = load(rules)
    rows = [row for place in places for row in library.articles(place)]
    if as_json:
        _print_json({"items": [row.to_dict() for row in rows]})
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("文件", "条", "状态", "规则", "说明"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(row.instrument, row.ref, row.status, "、".join(row.rules), escape(row.note or ""))
    _stdout().print(table)


@app.command(rich_help_panel="规则文件")
def lint(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="路径", help="规则文件夹、一个文件夹或者一个文件；不写为自带的规则。"),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="文件夹", help="条文所在的文件夹；给出后核对锚词和指纹。"),
    ] = None,
    as_json: Json = False,
) -> None:
    """检查规则文件，一次列出全部错误：位置、原因、可以怎么写。

    例：

      opendata-rules lint

      opendata-rules lint rules/taian-open-data-measures-2025 --texts 条文/
    """
    if path is not None and not path.exists():
        raise typer.BadParameter(f"没有 {path} 这个文件或者文件夹。")
    problems = load().lint(texts) if path is None else lint_path(path, texts)
    if as_json:
        _print_json({"items": [problem.to_dict() for problem in problems]})
    else:
        _show(problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(FOUND)


def _show(problems: tuple[Diagnostic, ...]) -> None:
    if problems:
        typer.echo(render(problems))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    if problems:
        typer.echo(f"共 {errors} 处错误，{warnings} 处警告。")
    else:
        typer.echo("没有发现问题。")


@app.command(name="test", rich_help_panel="规则文件")
def run_tests(
    instrument: Annotated[
        str | None, typer.Argument(metavar="文件编号", help="只运行一个文件的用例；不写为全部。")
    ] = None,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """运行规则旁边的用例，列出结果与预期不同的。

    例：opendata-rules test taian-open-data-measures-2025
    """
    library: Library = load(rules)
    if instrument is not None:
        library.pack(instrument)
    results, problems = [], []
    for result in case_runner.run_cases(library, instrument):
        if isinstance(result, case_runner.CaseResult):
            results.append(result)
            problems += [result.diagnostic] if result.diagnostic else []
        else:
            problems.append(result)
    if as_json:
        _print_json({"items": [result.to_dict() for result in results]})
    else:
        if problems:
            typer.echo(render(problems))
        failed = sum(not result.passed for result in results)
        typer.echo(f"{len(results)} 个用例，{len(results) - failed} 个通过，{failed} 个不符。")
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(FOUND)


def _language(lang: str) -> str:
    if lang not in ("zh", "en"):
        raise typer.BadParameter(f"--lang 只能是 zh 或者 en，得到的是“{lang}”。")
    return lang


def _version(value: bool) -> None:
    if value:
        typer.echo(f"opendata-rules {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本。")] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        # A GBK console shows what it can and never breaks on the rest.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        status = app(standalone_mode=False)
    except typer.Exit as error:
        status = error.exit_code
    except typer.Abort:
        status = MISUSE
    except _UsageError as error:
        error.show()
        status = MISUSE
    except MissingExtra as error:
        _stderr().print(escape(str(error)))
        status = MISUSE
    except Error as error:
        _stderr().print(f"[bold red]错误[/]〔{error.code}〕{escape(str(error))}")
        if error.nearest:
            _stderr().print(f"相近的名称：{escape('、'.join(error.nearest))}")
        status = MISUSE
    except BrokenPipeError:
        status = 0
    raise SystemExit(status or 0)
