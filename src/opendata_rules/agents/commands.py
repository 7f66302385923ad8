"""The command ``mcp``; the command line finds it by entry point. What it needs is loaded when it runs."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from ..errors import MissingExtra


def mcp(
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules", metavar="文件夹", help="不用自带的规则，用这个文件夹的（里面有 rules 和 jurisdictions）。"
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="不应答，只列出有哪些工具、能查阅什么。")] = False,
) -> int:
    """供代人写答复的程序来问：以 MCP 协议在标准输入输出上应答，只读。

    由使用它的程序启动，一般不用自己运行；也可以挂在服务上，地址是 /mcp。
    需要安装：pip install "opendata-rules[mcp]"。怎样登记，见 docs/agents.md。

    例：
      opendata-rules mcp --check
      opendata-rules mcp

    退出码：2 用法或者规则文件夹有误，或者没有安装；0 其他。
    """
    if importlib.util.find_spec("mcp") is None:
        raise MissingExtra.of("mcp", "命令 mcp ", "the command mcp")
    from ..library import load
    from .local import LocalDesk, Own

    library = load(rules)
    if check:
        from .resources import SHELVES
        from .tools import tools_of

        for tool in tools_of(library).values():
            typer.echo(f"{tool.name}　{tool.title}")
        for shelf in SHELVES:
            typer.echo(shelf.address)
        return 0
    from .standing import serve

    serve(LocalDesk(Own(library)))
    return 0
