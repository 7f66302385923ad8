"""The server on a service, which mounts it at one address and hands a desk to every request.

Each request is answered for itself: there are no sessions, so that any worker may answer any request. The SDK is read
with the first request, not when the service starts.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
from typing import Any

from ..asking.desk import Mounted

_PATH = "/mcp"


def mounted() -> Mounted | None:
    """The door to be mounted; nothing where the SDK is not installed."""
    if importlib.util.find_spec("mcp") is None:
        return None
    return Mounted(_PATH, _answer)


async def _answer(scope: Any, receive: Any, send: Any) -> None:
    """Answer one request, whose state has a desk."""
    exchanges = await asyncio.to_thread(importlib.import_module, ".exchanges", __package__)
    await exchanges.answer(scope, receive, send)
