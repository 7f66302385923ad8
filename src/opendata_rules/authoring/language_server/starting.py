"""Starting the server, or saying what it needs."""

from __future__ import annotations

from ...errors import MissingExtra


def start() -> None:
    """Serve one editor over standard input and output until it leaves.

    Raises:
        MissingExtra: the extra ``lsp`` is not installed.
    """
    try:
        from .server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise MissingExtra.of("lsp", "编辑器的语言服务", "the language server") from error
    serve()
