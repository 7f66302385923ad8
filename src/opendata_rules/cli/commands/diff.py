"""``diff``: what an edit of the rules changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...authoring.pack_diff.answer import PackDiff
from ...authoring.pack_diff.comment import comment_of
from ...authoring.pack_diff.comparing import pack_diff
from ...authoring.pack_diff.effects import Effect
from ...authoring.pack_diff.sides import sides_of
from ...authoring.pack_diff.telling import asked
from ...authoring.pack_diff.wording import changed_lines, headline
from ...diagnostics.rendering import render
from ...formats.files import write_file
from ...formats.lines import fill
from ...reading.folders import PLACES, RULES, is_folder, shipped
from .. import exit_status
from ..options import Drafts, Json, On, Rules, date_of, native, shown, today
from ..output import say, say_json, styled, tell, text_width

#: Lines of one kind that the terminal shows.
_SHOWN = 12


def command(
    old: Annotated[str, typer.Argument(metavar="原来", help="规则文件夹、git 版本（HEAD~1、main）或者日期。")],
    new: Annotated[str, typer.Argument(metavar="现在", help="同样写法；. 是当前的规则文件夹。")],
    jurisdiction: Annotated[
        str | None, typer.Option("-j", "--jurisdiction", metavar="地方", help="只比较一个地方；不写为全部。")
    ] = None,
    on: On = None,
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", metavar="文件", parser=native, help="目录文件：看其中哪些数据集的结果有变化。"),
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="名称|文件", help="解释这个目录的平台说明，同 catalogue。")
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option("--log", metavar="文件", parser=native, help="案件存储或者事件文件：看哪些案件的应办事项有变化。"),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            parser=native,
            help="写成文件：.html 网页，.md 合并请求的评论；可以写多次。",
        ),
    ] = None,
    drafts: Drafts = False,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """这次修改有什么影响：改了哪些规则，哪些问题的答复因此不同，每一处都有最小的例子。

    两边各写规则文件夹、git 版本或者日期。没有列出的，答复不论什么事实都相同。

    不写 --on 时，除今天以外，还比较改动的文件开始和停止施行的日子。

    例：
      opendata-rules diff HEAD .
      opendata-rules diff 2026-12-31 2027-01-01 -j 泰安
      opendata-rules diff main . -j 济宁 --catalogue 目录.csv -o 影响.html -o 评论.md

    退出码：1 有答复不同；2 用法或者输入有误，或者有一边的规则有错误；0 答复都相同。
    """
    for file in output or ():
        if file.suffix.lower() not in (".html", ".htm", ".md"):
            raise typer.BadParameter(f"报告的名称要以 .html 或者 .md 结尾，得到的是“{shown(file)}”。")
    day = today()
    with sides_of(old, new, _base(rules)) as (before, after):
        found = pack_diff(
            before,
            after,
            today=day,
            on=None if on is None else date_of(on),
            place=jurisdiction,
            drafts=drafts,
            catalogue=catalogue,
            profile=profile,
            log=log,
        )
        for file in output or ():
            write_file(file, _document(found, file))
        if as_json:
            say_json(found.to_dict())
        else:
            _show(found)
    if found.problems:
        tell(render([problem for _, problem in found.problems]))
    for file in output or ():
        tell(f"报告已写入 {shown(file)}")
    return exit_status.of_pack_diff(found)


def _base(rules: Path | None) -> Path:
    """The folder of packs that days are asked of, and in whose repository revisions are looked up."""
    here = Path()
    if rules is not None:
        return rules
    return here if is_folder(here / RULES) and is_folder(here / PLACES) else shipped()


def _document(found: PackDiff, file: Path) -> bytes:
    if file.suffix.lower() == ".md":
        return comment_of(found).encode("utf-8", "replace")
    from ...authoring.pack_diff.report import render_html

    return render_html(found)


def _show(found: PackDiff) -> None:
    say(styled(headline(found), bold=True))
    for line in list(changed_lines(found))[: 2 * _SHOWN]:
        say(fill(line, text_width(), "  · ", "    "))
    _more(len(found.changed) - 2 * _SHOWN, "  ")
    for place in found.places:
        day = f"{place.new_on}" if place.old_on == place.new_on else f"{place.old_on} → {place.new_on}"
        say("\n", styled(f"{place.name}（{day}{'，草案视为施行' if place.drafts else ''}）", bold=True))
        for question in asked(place.differences):
            beside = len(question.differences) - len(question.shown)
            say(f"  {question.title}")
            for one in question.shown[:_SHOWN]:
                say(fill(one.line, text_width(), "    · ", "      "))
            _more(len(question.shown) - _SHOWN + beside if len(question.shown) > _SHOWN else beside, "    ")
    for name, effect in (("个数据集", found.catalogue), ("个案件", found.log)):
        if effect is not None:
            _effect(name, effect)


def _effect(name: str, effect: Effect) -> None:
    say("\n", styled(f"{effect.file}：{effect.total} {name}，{len(effect.touched)} 个有变化", bold=True))
    for one in effect.touched[:_SHOWN]:
        say(f"  {' '.join(filter(None, (one.id, one.title)))}")
        say(fill(f"原来：{'；'.join(one.was) or '（没有）'}", text_width(), "    ", "      "))
        say(fill(f"现在：{'；'.join(one.now) or '（没有）'}", text_width(), "    ", "      "))
    _more(len(effect.touched) - _SHOWN, "  ")


def _more(number: int, indent: str) -> None:
    if number > 0:
        say(f"{indent}另有 {number} 处，用 --json 或者 -o 报告.html 查看全部")
