"""The server alone, on standard input and output."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
import threading
from typing import Any, cast

from mcp.server.stdio import stdio_server

from .lines import Lines
from .local import BYTES, LocalDesk, warm
from .server import server_of


def serve(desk: LocalDesk) -> None:
    """Answer until the input ends.

    Args:
        desk: where questions are answered.
    """
    on = dt.datetime.now(dt.UTC).date()
    threading.Thread(target=warm, args=(desk.rules.library, on), name="warm", daemon=True).start()
    asyncio.run(_served(desk))


async def _served(desk: LocalDesk) -> None:
    server = server_of(lambda _: desk)
    # What else is written to standard output goes to standard error: the SDK sees to that.
    lines = cast(Any, Lines(sys.stdin.buffer, BYTES))
    async with stdio_server(stdin=lines) as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
