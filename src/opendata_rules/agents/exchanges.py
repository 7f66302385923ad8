"""One exchange of messages over HTTP: a request is answered by one response of JSON, and nothing is kept of it."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from ..asking.desk import DESK, Desk
from .server import server_of

# It tells the beginning and the end of every exchange.
logging.getLogger("mcp.server").setLevel(logging.WARNING)


def _desk_of(context: ServerRequestContext[Any, Any]) -> Desk:
    assert context.request is not None
    found: Desk = context.request.scope["state"][DESK]
    return found


@lru_cache
def _server() -> Server[Any]:
    return server_of(_desk_of)


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request that was let in, whose host was checked and whose body is no larger than it may be.

    Args:
        scope: of the request; its state has a desk.
        receive: gives its body.
        send: takes the response.
    """
    manager = StreamableHTTPSessionManager(_server(), json_response=True, stateless=True)
    async with manager.run():
        await manager.handle_request(scope, receive, send)
