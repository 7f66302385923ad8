"""``test``: running the cases beside the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...authoring.lint import whole_around, whole_folder
from ...authoring.rule_cases.common import CaseResult
from ...authoring.rule_cases.running import run_cases
from ...authoring.unchanged import Unchanged
from ...diagnostics.diagnostic import Diagnostic
from ...diagnostics.rendering import render, summary
from ...library import Library
from ...packs.files import INSTRUMENT
from .. import exit_status
from ..keeping import NoCache, keeping
from ..laws import library_of
from ..options import Json, Rules, native
from ..output import say, say_items, tell

#: Problems after which a summary comes first.
_MANY = 20


def command(
    instrument: Annotated[
        str | None,
        typer.Argument(metavar="文件", help="只运行一个文件的用例：写它的编号，或者它的文件夹；不写为全部。"),
    ] = None,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="检验用例够不够：逐处改动规则，列出没有用例发现的改动。")
    ] = False,
    add_cases: Annotated[
        bool,
        typer.Option("--add-cases", help="与 --mutate 一起写：把缺的用例都补在用例文件中，结果请逐个对照条文核对。"),
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="列出没有用例用到的规则、条件、数和日期、条文，在哪个文件哪一行。")
    ] = False,
    suggest: Annotated[
        str | None,
        typer.Option(
            "--suggest",
            metavar="规则",
            help="为一条规则写出一小组用例，预期由您来写；写文件的编号，就是它的没有用例的各条规则。",
        ),
    ] = None,
    state_differences: Annotated[
        bool,
        typer.Option(
            "--state-differences",
            help="把旧版本的用例在新版本中不同的结果写成“修订后”，标上“待核对”；先列出，加 --write 才写回。",
        ),
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="与 --state-differences 一起写：写回用例文件。")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件.yaml", parser=native, help="写出的用例放在哪个文件。")
    ] = None,
    no_cache: NoCache = False,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """运行规则旁边的用例，列出结果与预期不同的。

    当前文件夹有 rules 和 jurisdictions 的，或者在它们里面的，运行其中的用例；没有的，运行程序自带的。
    都相符、此后与它们有关的文件一个字节也没有变的用例，不再重复运行。

    例：
      opendata-rules test
      opendata-rules test taian-open-data-measures-2025
      opendata-rules test rules/taian-open-data-measures-2025
      opendata-rules test --rules . --json
      opendata-rules test taian-open-data-measures-2025 --coverage
      opendata-rules test --suggest taian-12-4 -o 用例.yaml
      opendata-rules test rules/shandong-measures-344 --mutate
      opendata-rules test --state-differences

    退出码：1 有用例不符，或者用例文件有错误，或者有没有用到、没有用例发现、没有写回的；2 用法或者输入有误；0 其他。
    """
    library, name, where = _asked(instrument, rules)
    if output is not None and suggest is None:
        raise typer.BadParameter("-o 要与 --suggest 一起写。")
    if add_cases and not mutate:
        raise typer.BadParameter("--add-cases 要与 --mutate 一起写。")
    if write and not state_differences:
        raise typer.BadParameter("--write 要与 --state-differences 一起写。")
    if state_differences:
        from ..differences import differences

        return differences(library, name, write=write, as_json=as_json)
    if suggest is not None:
        from ..suggest import suggest as suggested

        return suggested(library, name, suggest, output)
    if coverage:
        from ..coverage import coverage as told

        return told(library, name, as_json=as_json)
    if mutate:
        from ..mutation import mutation

        return mutation(library, name, add_cases=add_cases, as_json=as_json)
    with keeping(no_cache) as kept:
        return _run(library, name, where, Unchanged(kept), as_json=as_json)


def _run(library: Library, name: str | None, where: str, unchanged: Unchanged, *, as_json: bool) -> int:
    """Run the cases, tell what came of them, and give the exit status."""
    results: list[CaseResult] = []
    problems: list[Diagnostic] = []
    for result in run_cases(library, name, unchanged=unchanged):
        if isinstance(result, CaseResult):
            results.append(result)
            problems += [result.diagnostic] if result.diagnostic else []
        else:
            problems.append(result)
    unchanged.keep()
    if as_json:
        say_items(results)
        unread = [problem for problem in problems if problem.code != "case_failed"]
        if unread:
            tell(render(unread))
    else:
        if len(problems) > _MANY:
            say(summary(problems), "\n")
        if problems:
            say(render(problems) + "\n")
        failed = sum(not result.passed for result in results)
        said = f"{len(results)} 个用例，{len(results) - failed} 个相符，{failed} 个不符。"
        said = said if results else "用例没有运行。" if problems else "没有用例。"
        say(said + (f"运行的是{where}的用例。" if where else ""))
    return exit_status.of_diagnostics(problems)


def _asked(instrument: str | None, rules: Path | None) -> tuple[Library, str | None, str]:
    """The packs to test, the one instrument if only that is meant, and whose packs they are where that was not said."""
    here = whole_around(Path()) if rules is None else None
    at_hand = "程序自带的规则" if here is None else "当前文件夹的规则" if whole_folder(Path()) else "上面文件夹的规则"
    where = at_hand if rules is None else ""
    if instrument is None:
        return library_of(rules or here), None, where
    folder = native(instrument)
    if rules is None and (whole := whole_folder(folder)) is not None:
        return library_of(whole), None, ""
    if rules is None and (folder / INSTRUMENT).is_file():
        folder = folder.resolve()
        library, name, where = library_of(folder.parent.parent), folder.name, ""
    else:
        library, name = library_of(rules or here), instrument
    library.pack(name)
    return library, name, where
