"""The program: its commands, and what becomes of everything that goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer

from ..errors import Error, LedgerBroken
from ..version import __version__
from .exit_status import FOUND, INTERRUPTED, MISUSE, OK
from .groups import CONTEXT, Group
from .output import complain, say, silence, tell, unwritable

#: Base of what is raised on misuse; newer versions of typer no longer take it from the package ``click``.
_Misuse: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


class Program(Group):
    """All commands."""

    home = f"{__package__}.commands"
    brought = frozenset({"mcp", "serve", "token"})
    panels: ClassVar = {
        "判定": ("classify", "change", "catalogue", "export", "bulk"),
        "职责和期限": ("check", "deadline", "schedule", "duties", "calendar"),
        "整部规定": ("analyse", "compare", "ask"),
        "查阅": ("facts", "articles"),
        "核对": ("replay",),
        "规则文件": ("lint", "test", "diff", "fix", "fmt", "fingerprints", "new", "workbook", "lsp"),
        "案件": ("monitor",),
        "台账": ("ledger",),
        "服务": ("serve", "token", "mcp"),
    }


app = typer.Typer(
    name="opendata-rules",
    cls=Program,
    add_completion=False,
    context_settings=CONTEXT,
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
        from .help import show_help

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
        from .help import misuse

        misuse(error, _command(given))
        status = MISUSE
    except Error as error:
        _told(error)
        status = FOUND if isinstance(error, LedgerBroken) else MISUSE
    except SystemExit:
        # The framework ends the program where its help is no longer read.
        silence(sys.stdout)
        status = OK
    except OSError as error:
        status = _unreadable(error)
    if status == INTERRUPTED:
        # How newer versions of typer say that Ctrl-C was pressed.
        raise KeyboardInterrupt
    return int(status or 0)


def _unreadable(error: OSError) -> int:
    """Say what the system refused to read or to write."""
    if not error.filename:
        # Help is written by the framework; what it could not write would be tried once more at the end.
        silence(sys.stdout)
        _told(unwritable(error))
        return MISUSE
    from ..reading.document import refusal
    from .options import shown

    complain(f"读写 {shown(Path(os.fsdecode(error.filename)))} 时出错：{refusal(error)}（{type(error).__name__}）。")
    return MISUSE


def _command(given: Sequence[str]) -> str:
    """The command that was meant, as it is called."""
    words = [word for word in given if not word.startswith("-")]
    group: Any = typer.main.get_command(app)
    called: list[str] = []
    for word in words:
        if not isinstance(group, Group):
            break
        if word in group.list_commands(None):
            called.append(word)
            group = group.get_command(None, word)
        elif called:
            break
    return " ".join(called)


def _text(argument: str) -> str:
    """The argument as text, also under a locale that does not know Chinese."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        try:
            given = os.fsencode(argument)
        except UnicodeEncodeError:
            # Nothing that a process can be given; whoever calls this within Python may.
            given = argument.encode("utf-8", "replace")
        return given.decode("utf-8", "surrogateescape")
    return argument


def _told(error: Error) -> None:
    message = str(error)
    complain(message, error.code)
    near = [name for name in error.nearest if name not in message]
    if near:
        from ..diagnostics.wording import listed

        tell(f"相近的名称：{listed(near)}")
