"""Responses that are sent piece by piece, so that none of them has to fit in memory."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.responses import Response
from starlette.types import Receive, Send
from starlette.types import Scope as Connection

from .bodies import LINES


class Streamed(Response):
    """A response that is sent while the body of its request still comes.

    That of the framework would read the rest of the body itself, to see whether the client is still there.
    """

    def __init__(self, parts: AsyncGenerator[bytes, None], *, media: str = LINES, size: int | None = None) -> None:
        super().__init__(media_type=media)
        self._parts = parts
        del self.headers["content-length"]
        if size is not None:
            self.headers["content-length"] = str(size)

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Send it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._parts) as parts:
            async for part in parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
