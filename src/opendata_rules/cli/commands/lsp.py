"""``lsp``: the language server that editors start."""

from __future__ import annotations

from ...authoring.language_server.starting import start
from ..exit_status import OK


def command() -> int:
    """编辑器的语言服务：边写边查、提示、说明、跳转和改正。由编辑器启动，一般不用自己运行。

    需要安装：pip install "opendata-rules[lsp]"。怎样在编辑器里用，见规则编写指南。

    例：
      opendata-rules lsp

    退出码：2 没有安装；0 其他。
    """
    start()
    return OK
