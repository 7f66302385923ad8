"""Commands and groups of commands as the framework runs them; a command's module is loaded when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from itertools import chain, pairwise
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from ..diagnostics.wording import nearest
from ..errors import MissingExtra
from ..quoting import quoted

CONTEXT = {"help_option_names": ["-h", "--help"]}


class Command(TyperCommand):
    """A command with Chinese help. ``--unlisted`` alone means ``--unlisted false``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments of the command."""
        whole = list(args)
        for index, (here, following) in enumerate(pairwise([*args, "-"])):
            if here == "--unlisted" and following.startswith("-"):
                whole[index] = "--unlisted=false"
        return super().parse_args(ctx, whole)

    def get_usage(self, ctx: Any) -> str:
        """One line: the command with what must be written."""
        from .help import usage

        return f"用法：{usage(self, ctx)}"

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the whole page."""
        from .help import page_of_command

        formatter.write(page_of_command(self, ctx))


#: The entry points of commands that other doors bring.
BROUGHT = "opendata_rules.commands"


def brought(name: str) -> Any:
    """The function of a command that another door brings.

    Raises:
        MissingExtra: nothing brings it: the program runs from files that were not installed.
    """
    from importlib.metadata import entry_points

    for found in entry_points(group=BROUGHT, name=name):
        return found.load()
    raise MissingExtra.of("service", f"命令 {name} ", f"the command {name}")


class Group(TyperGroup):
    """Commands that are loaded when asked for.

    A command is what ``command`` is in the module of its name: a function, or a group of further commands.

    Attributes:
        home: package of the modules of the commands.
        panels: headings of the help page, each with its commands in order.
        brought: those of them that other doors bring, by entry point.
    """

    brought: ClassVar[frozenset[str]] = frozenset()
    home: ClassVar[str]
    panels: ClassVar[Mapping[str, tuple[str, ...]]]

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of all commands; none is loaded."""
        return list(chain.from_iterable(self.panels.values()))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, ``None`` where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        if cmd_name in self.brought:
            found = brought(cmd_name)
        else:
            found = importlib.import_module(f"{self.home}.{cmd_name}").command
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False)
            alone.command(cmd_name, cls=Command)(found)
            found = alone
        return typer.main.get_command(found)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known:
            near = nearest(name, known, cutoff=0.6)
            advice = f"是不是：{'、'.join(near)}？" if near else f"可选：{'、'.join(known)}。"
            ctx.fail(f"没有“{quoted(name)}”这个命令。{advice}")
        return super().resolve_command(ctx, args)

    def get_usage(self, ctx: Any) -> str:
        """One line."""
        return f"用法：{ctx.command_path} 命令 …"

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the whole page."""
        from .help import page_of_group

        formatter.write(page_of_group(self, ctx))
