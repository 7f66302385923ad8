"""``lint``: checking files of rules."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ...authoring.kept import Kept
from ...authoring.lint import Checked, check, check_at_hand, whole_around
from ...diagnostics.kind import Severity
from ...diagnostics.rendering import render, summary
from ...formats.files import write_file
from ...quoting import quoted
from ...reading.folders import is_folder
from .. import exit_status
from ..keeping import NoCache, keeping
from ..options import Json, native, shown
from ..output import say, say_document, say_items

#: Problems after which a summary comes first.
_MANY = 20


def command(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="路径",
            parser=native,
            help="一个文件、一个规则文件夹，或者整套规则；不写为当前文件夹的，那里没有的，为它上面的，都没有的，为自带的。",
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="文件夹", parser=native, help="条文原文所在的文件夹；写了就核对锚词和指纹。"),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            parser=native,
            help="另外写成文件：.sarif（代码托管平台、编辑器）或者 .junit.xml（构建服务器）；可以写多次。",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="sarif|junit", help="不用文字，改用 SARIF 或者 JUnit 的格式输出。"),
    ] = None,
    no_cache: NoCache = False,
    as_json: Json = False,
) -> int:
    """检查规则文件，一次列出全部错误：在哪里，为什么，可以怎么写。

    放 rules 和 jurisdictions 的文件夹（或者其中的 rules）整套检查，并运行用例；最后写明检查了什么。
    检查过没有问题、此后与它有关的文件一个字节也没有变的，不再重复检查。

    例：
      opendata-rules lint
      opendata-rules lint .
      opendata-rules lint rules/taian-open-data-measures-2025
      opendata-rules lint . --texts 条文
      opendata-rules lint . -o lint.sarif -o lint.junit.xml

    退出码：1 有错误（只有警告的不算）；2 用法或者输入有误；0 其他。
    """
    if path is not None and not os.path.lexists(path):
        raise typer.BadParameter(f"没有 {shown(path)} 这个文件或者文件夹。")
    if texts is not None and not is_folder(texts):
        raise typer.BadParameter(f"没有 {shown(texts)} 这个条文文件夹。")
    wanted = _forms(output or (), form)
    if form is not None and as_json:
        raise typer.BadParameter("--format 和 --json 只能写一个。")
    with keeping(no_cache) as kept:
        checked = _checked(path, texts, kept)
    problems = checked.problems
    if wanted or form is not None:
        from ...authoring.annotated import written

        for file, name in wanted.items():
            write_file(file, written(name, problems))
    if form is not None:
        say_document(written(form, problems).decode(), xml=form == "junit")
    elif as_json:
        say_items(problems)
    elif problems:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        if len(problems) > _MANY:
            say(summary(problems), "\n")
        say(render(problems))
        say(f"\n共 {errors} 处错误，{len(problems) - errors} 处警告。{checked.said}")
    else:
        say(f"没有发现问题。{checked.said}")
    return exit_status.of_diagnostics(problems)


def _forms(output: Iterable[Path], form: str | None) -> dict[Path, str]:
    """The forms of files to be written; what is asked for otherwise is looked at as well."""
    if form is None and not output:
        return {}
    from ...authoring.annotated import FORMS, form_of

    if form is not None and form not in FORMS:
        raise typer.BadParameter(f"--format 只能写 {' 或者 '.join(FORMS)}，得到的是“{quoted(form)}”。")
    return {file: form_of(file) for file in output}


def _checked(path: Path | None, texts: Path | None, kept: Kept) -> Checked:
    if path is not None:
        return check(path, texts, kept)
    here = whole_around(Path())
    if here is not None:
        return check(here, texts, kept)
    return Checked(
        check_at_hand(texts, kept), "没有写路径，当前文件夹也没有 rules 和 jurisdictions，检查的是程序自带的规则。"
    )
