"""The commands ``serve`` and ``token``; the command line finds them by entry point.

What they need beyond the library is loaded when they run, so that their help is there without it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from ..errors import BadArgument, MissingExtra
from ..quoting import quoted

#: Where tokens are listed where nothing else is said.
_LIST = Path("tokens.json")


def _needed() -> None:
    """Refuse where the parts of a service are not installed.

    Raises:
        MissingExtra: they are not.
    """
    import importlib.util

    needed = ("fastapi", "uvicorn", "pydantic_settings", "prometheus_client", "httptools", "jinja2", "websockets")
    if any(importlib.util.find_spec(name) is None for name in needed):
        raise MissingExtra.of("service", "服务", "the service")


def serve(
    host: Annotated[
        str | None, typer.Option("--host", metavar="地址", help="在哪个地址应答；不写为 127.0.0.1。")
    ] = None,
    port: Annotated[str | None, typer.Option("--port", metavar="端口", help="在哪个端口应答；不写为 8787。")] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", metavar="存储", help="台账、案件存在哪个文件夹，或者 postgresql:// 开头的地址；不写不存。"
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="文件夹", help="不用自带的规则，用这个文件夹的；它有变化，检查无误以后换上。"),
    ] = None,
    tokens: Annotated[
        Path | None, typer.Option("--tokens", metavar="文件", help="令牌清单；别的机器要能问，就要有它。")
    ] = None,
    workers: Annotated[str | None, typer.Option("--workers", metavar="数", help="几个进程应答；不写为 1。")] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="文件", help="设置文件（TOML）；环境变量和选项优先于它。")
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="启动以后，在浏览器里打开工作台。")] = False,
    check: Annotated[bool, typer.Option("--check", help="不启动，只检查设置、规则、令牌和存储。")] = False,
) -> int:
    """在浏览器里用（工作台），也以 HTTP 应答：别的语言写的平台，在开放数据之前来问。

    写 opendata-rules serve --open 即启动，并打开工作台；按 Ctrl-C 停止，停止以前，收下的都写完。
    不写令牌的，只有本机能用。

    例：
      opendata-rules serve --check
      opendata-rules serve --port 8788 --store 存储 --check

    退出码：2 设置有误，或者缺少要安装的；0 其他。
    """
    _needed()
    from .running import examined, opened_when_ready, run
    from .settings import settings_of

    given = {"host": host, "port": port, "store": store, "rules": rules, "tokens": tokens, "workers": workers}
    settings = settings_of(config, **given)
    if check:
        examined(settings, typer.echo)
        return 0
    address = settings.address
    typer.echo(f"工作台在 {address}，按 Ctrl-C 停止。")
    if show:
        opened_when_ready(address)
    run(settings)
    return 0


def token(
    action: Annotated[str, typer.Argument(metavar="new|list|revoke", help="新建，列出，或者收回。")],
    name: Annotated[str, typer.Argument(metavar="名称", help="给谁用，例如 门户。")] = "",
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", metavar="权限", help="ask、monitor、audit、edit，可以写多次；不写为 ask。"),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="日期", help="用到哪一天；不写一直有效。")] = None,
    rate: Annotated[str | None, typer.Option("--rate", metavar="数", help="每分钟最多几个请求。")] = None,
    tokens: Annotated[
        Path, typer.Option("--tokens", metavar="文件", help="令牌清单；不写为当前文件夹的 tokens.json。")
    ] = _LIST,
) -> int:
    """新建、列出、收回服务的令牌。

    清单里只有令牌的摘要；令牌只在新建时显示一次。

    例：
      opendata-rules token new 门户 --scope ask --scope monitor
      opendata-rules token list
      opendata-rules token revoke 门户

    退出码：2 用法有误；0 其他。
    """
    _needed()
    from .access.tokens import made, read_list, write_list

    entries = read_list(tokens)
    if action == "list":
        for entry in entries:
            last = f"，用到 {entry.until}" if entry.until is not None else ""
            typer.echo(f"{entry.name}　{'、'.join(entry.scopes)}{last}　（{entry.id}）")
        if not entries:
            typer.echo("没有令牌。")
        return 0
    if action == "revoke":
        left = [entry for entry in entries if name not in (entry.name, entry.id)]
        if len(left) == len(entries):
            raise BadArgument(
                f"没有“{quoted(name)}”的令牌。",
                english=f"There is no token of {quoted(name)}.",
                argument="name",
                nearest=[entry.name for entry in entries][:3],
            )
        write_list(tokens, left)
        typer.echo(f"已收回 {len(entries) - len(left)} 个。")
        return 0
    if action != "new":
        raise typer.BadParameter(f"要写 new、list 或者 revoke，得到的是“{quoted(action)}”。")
    secret, entry = made(name, scope or ["ask"], until=_day(until), rate=_whole(rate))
    write_list(tokens, [*entries, entry])
    typer.echo(secret)
    typer.echo(f"已记入 {quoted(str(tokens), 400)}。请现在抄下，以后不再显示。", err=True)
    return 0


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or text != found.isoformat():
        raise typer.BadParameter(f"--until 要写存在的日期，写成 2026-03-10 这样；得到的是“{quoted(text)}”。")
    return found


def _whole(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and int(text[:12]) > 0):
        raise typer.BadParameter(f"--rate 要写大于 0 的整数，得到的是“{quoted(text)}”。")
    return int(text[:12])
