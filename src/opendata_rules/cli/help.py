"""Help and messages on misuse, in Chinese, for 80 columns.

The frameworks' own help is English and breaks lines at spaces, which Chinese does not have.
"""

from __future__ import annotations

import re
from typing import Any

import typer

from ..formats.lines import columns, fill
from ..quoting import quoted
from .groups import Group
from .output import Styled, complain, help_width, styled, tell

_HELP = ("-h, --help", "显示这一页。")
_NUMBER = re.compile(r"'(.*)' is not a valid (?:integer|int)", re.DOTALL)
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)


def page_of_command(command: Any, ctx: Any) -> str:
    """The whole page of one command."""
    width = help_width()
    parts = [f"{_heading('用法：')}{usage(command, ctx)}", *_paragraphs(command.help or "", width)]
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option"]
    if arguments:
        parts.append(_heading("参数：") + "\n" + columns([_row(param) for param in arguments], width))
    parts.append(_options(options, width))
    return "\n\n".join(parts)


def page_of_group(group: Group, ctx: Any) -> str:
    """The whole page of a group of commands: every command with what it does."""
    width = help_width()
    parts = [f"{_heading('用法：')}{ctx.command_path} 命令 …", *_paragraphs(group.help or "", width)]
    for panel, names in group.panels.items():
        rows = []
        for name in names:
            about = (group.get_command(ctx, name).help or "").partition("\n")[0].partition("：")[0]
            rows.append((name, f"{about.rstrip('。')}。"))
        parts.append(_heading(f"{panel}：") + "\n" + columns(rows, width))
    parts.append(_options(group.params, width))
    return "\n\n".join(parts)


def _options(params: list[Any], width: int) -> str:
    rows = [_row(param) for param in params if "--help" not in param.opts]
    return _heading("选项：") + "\n" + columns([*rows, _HELP], width)


def misuse(error: Any, command: str) -> None:
    """Say in Chinese what is wrong with a command line, and where its command is explained."""
    complain(_message(error))
    tell(f"看用法和例子：opendata-rules {command} -h" if command else "看用法和例子：opendata-rules -h")


def _message(error: Any) -> str:
    """The frameworks' sentences, translated by kind; ours are Chinese already."""
    message = str(getattr(error, "message", "") or error)
    option = quoted(getattr(error, "option_name", ""))
    match type(error).__name__:
        case "MissingParameter":
            return f"缺少{_name(error.param)}。"
        case "NoSuchOption":
            near = "、".join(error.possibilities or ())
            return f"没有 {option} 这个选项。" + (f"是不是：{near}？" if near else "")
        case "BadOptionUsage":
            takes_none = "does not take a value" in message
            return f"选项 {option} 后面不写值。" if takes_none else f"选项 {option} 后面要写值。"
    extra = _EXTRA.match(message)
    if extra:
        return f"多余的参数：{quoted(extra[1])}"
    number = _NUMBER.match(message)
    if number and getattr(error, "param", None) is not None:
        return f"{_name(error.param)}要写整数，得到的是“{quoted(number[1])}”。"
    return message


def _heading(text: str) -> str:
    return styled(text, bold=True)


def _paragraphs(text: str, width: int) -> list[str]:
    """Paragraphs of a docstring: indented lines, which are examples, stay as they are."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        lines = paragraph.split("\n")
        if any(line.startswith("  ") for line in lines):
            found.append("\n".join([_heading(lines[0]), *lines[1:]]))
        else:
            found.append(fill("".join(lines), width))
    return found


def usage(command: Any, ctx: Any) -> str:
    """The command with what must be written."""
    words = [ctx.command_path]
    for param in command.params:
        if param.param_type_name == "argument":
            word = _metavar(param) + ("…" if param.nargs == -1 else "")
            words.append(word if param.required else f"[{word}]")
        elif param.required:
            words.append(f"{param.opts[0]} {_metavar(param)}")
    return " ".join([*words, "[选项]"])


def _metavar(param: Any) -> str:
    return str(param.metavar or param.name)


def _row(param: Any) -> tuple[str, str]:
    if param.param_type_name == "argument":
        return _metavar(param), str(param.help or "")
    names = ", ".join(sorted(param.opts, key=len))
    return (names if param.is_flag else f"{names} {_metavar(param)}"), str(param.help or "")


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        return f"参数：{_metavar(param)}"
    return f"选项 {'/'.join(sorted(param.opts, key=len))}（{_metavar(param)}）"


def show_help(ctx: typer.Context) -> None:
    """The page of the whole program on standard error, for a call that says nothing."""
    tell(Styled(ctx.get_help()))
