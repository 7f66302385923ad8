"""Commands for those who edit the rules: checking the files, running the examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from ..authoring.lint import lint as lint_path
from ..authoring.rule_cases.common import CaseResult
from ..authoring.rule_cases.running import run_cases
from ..diagnostics.diagnostic import Diagnostic, broken
from ..diagnostics.kind import Severity
from ..diagnostics.rendering import render
from ..library import Library
from ..packs.files import INSTRUMENT
from ..reading.folders import PLACES, RULES
from .options import FOUND, Json, Rules, library_of, native, shown
from .output import say, say_items, tell


def lint(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="路径", parser=native, help="一个文件、一个规则文件夹，或者整套规则；不写为自带的规则。"
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="文件夹", parser=native, help="条文原文所在的文件夹；写了就核对锚词和指纹。"),
    ] = None,
    as_json: Json = False,
) -> None:
    """检查规则文件，一次列出全部错误：在哪里，为什么，可以怎么写。

    例：
      opendata-rules lint
      opendata-rules lint rules/taian-open-data-measures-2025
      opendata-rules lint . --texts 条文

    退出码：1 有错误（只有警告的不算）；2 用法或者输入有误；0 其他。
    """
    if path is not None and not path.exists():
        raise typer.BadParameter(f"没有 {shown(path)} 这个文件或者文件夹。")
    if texts is not None and not texts.is_dir():
        raise typer.BadParameter(f"没有 {shown(texts)} 这个条文文件夹。")
    problems = library_of(None).lint(texts) if path is None else lint_path(path, texts)
    if as_json:
        say_items(problems)
    elif problems:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        say(render(problems))
        say(f"\n共 {errors} 处错误，{len(problems) - errors} 处警告。")
    else:
        say("没有发现问题。" if path is not None else "没有发现问题。没有写路径，检查的是程序自带的规则。")
    _exit(problems)


def run_tests(
    instrument: Annotated[
        str | None,
        typer.Argument(metavar="文件", help="只运行一个文件的用例：写它的编号，或者它的文件夹；不写为全部。"),
    ] = None,
    as_json: Json = False,
    rules: Rules = None,
) -> None:
    """运行规则旁边的用例，列出结果与预期不同的。

    例：
      opendata-rules test
      opendata-rules test taian-open-data-measures-2025
      opendata-rules test rules/taian-open-data-measures-2025
      opendata-rules test --rules . --json

    退出码：1 有用例不符，或者用例文件有错误；2 用法或者输入有误；0 其他。
    """
    library, name = _asked(instrument, rules)
    results: list[CaseResult] = []
    problems: list[Diagnostic] = []
    for result in run_cases(library, name):
        if isinstance(result, CaseResult):
            results.append(result)
            problems += [result.diagnostic] if result.diagnostic else []
        else:
            problems.append(result)
    if as_json:
        say_items(results)
        unread = [problem for problem in problems if problem.code != "case_failed"]
        if unread:
            tell(render(unread))
    else:
        if problems:
            say(render(problems) + "\n")
        failed = sum(not result.passed for result in results)
        said = f"{len(results)} 个用例，{len(results) - failed} 个相符，{failed} 个不符。"
        say(said if results else "没有用例。")
    _exit(problems)


def _asked(instrument: str | None, rules: Path | None) -> tuple[Library, str | None]:
    """The packs to test, and the one instrument if only that is meant."""
    if instrument is None:
        return library_of(rules), None
    folder = native(instrument)
    if rules is None and (folder / RULES).is_dir() and (folder / PLACES).is_dir():
        return library_of(folder), None
    if rules is None and (folder / INSTRUMENT).is_file():
        folder = folder.resolve()
        library, name = library_of(folder.parent.parent), folder.name
    else:
        library, name = library_of(rules), instrument
    library.pack(name)
    return library, name


def _exit(problems: Iterable[Diagnostic]) -> None:
    if broken(problems):
        raise typer.Exit(FOUND)


COMMANDS: dict[str, Callable[..., None]] = {"lint": lint, "test": run_tests}
