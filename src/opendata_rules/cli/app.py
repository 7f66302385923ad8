"""The program: its commands, and what becomes of everything that goes wrong."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ..diagnostics.wording import listed
from ..errors import Error
from ..reading.document import refusal
from ..version import __version__
from . import authoring, following, judging, reading, timing, whole
from .help import Command, Group, misuse, show_help
from .options import MISUSE, shown
from .output import complain, say, tell

#: Base of what is raised on misuse; newer versions of typer no longer take it from the package ``click``.
_Misuse: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")

app = typer.Typer(
    name="opendata-rules",
    cls=Group,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""
把山东省及济南、青岛、济宁、泰安、滕州等地的公共数据开放规定变成可以执行、可以核对、可以说明理由的规则。

例：
  opendata-rules catalogue 目录.csv -j 泰安 -o report.html
  opendata-rules classify -j 滕州 --fact 涉及个人隐私=是
  opendata-rules change 无条件开放 不予开放 -j 济宁
  opendata-rules facts -j 青岛 --template > 事实.yaml

退出码，先符合的为准：2 用法或者输入有误；1 发现问题；4 尚不能定；0 其他。
""",
)
_PANELS = {
    "判定": judging.COMMANDS,
    "职责和期限": timing.COMMANDS,
    "整部规定": whole.COMMANDS,
    "查阅": reading.COMMANDS,
    "规则文件": authoring.COMMANDS,
}
for panel, commands in _PANELS.items():
    for name, command in commands.items():
        app.command(name, cls=Command, rich_help_panel=panel)(command)
app.add_typer(following.monitor, rich_help_panel="案件")
_COMMANDS = {name for commands in _PANELS.values() for name in commands}


def _version(value: bool) -> None:
    if value:
        say(f"opendata-rules {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _main(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本。")] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        show_help(ctx)
        raise typer.Exit(MISUSE)


def dispatch(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name.

    Returns:
        Its exit status; what was expected to go wrong is told on standard error. Ctrl-C and errors that nobody
        expected pass through.
    """
    given = [_text(argument) for argument in arguments]
    try:
        status = app(given, prog_name="opendata-rules", standalone_mode=False)
    except typer.Exit as error:
        status = error.exit_code
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except _Misuse as error:
        misuse(error, _command(given))
        status = MISUSE
    except Error as error:
        _told(error)
        status = MISUSE
    except OSError as error:
        where = f" {shown(Path(os.fsdecode(error.filename)))}" if error.filename else ""
        complain(f"读写{where}时出错：{refusal(error)}（{type(error).__name__}）。")
        status = MISUSE
    if status == 130:
        # How newer versions of typer say that Ctrl-C was pressed.
        raise KeyboardInterrupt
    return int(status or 0)


def _command(given: Sequence[str]) -> str:
    """The command that was meant, as it is called."""
    words = [word for word in given if not word.startswith("-")]
    if words[:1] == [following.monitor.info.name]:
        return " ".join(words[: 2 if words[1:2] and words[1] in following.COMMANDS else 1])
    return next((word for word in given if word in _COMMANDS), "")


def _text(argument: str) -> str:
    """The argument as text, also under a locale that does not know Chinese."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return os.fsencode(argument).decode("utf-8", "surrogateescape")
    return argument


def _told(error: Error) -> None:
    message = str(error)
    complain(message, error.code)
    near = [name for name in error.nearest if name not in message]
    if near:
        tell(f"相近的名称：{listed(near)}")
