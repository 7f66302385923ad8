"""Requests that may be sent again: what was done under a key is done once, and answered the same each time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from ...asking.questions import wrong
from ...quoting import quoted
from ..keeping import Answered
from .table import Ask, Parameter

KEY = Parameter(
    "Idempotency-Key", "of a request that may be sent again", {"type": "string", "maxLength": 200, "minLength": 1}
)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


async def once(ask: Ask, body: bytes, work: Callable[[], Awaitable[Response]]) -> Response:
    """What work comes to, or what it came to when it was asked under the same key.

    Args:
        ask: the request.
        body: its body: the same key with another one is a slip.
        work: what is done.

    Raises:
        BadArgument: the key is none.
        Conflict: something else was asked under it, or it is still being done.
    """
    key = ask.request.headers.get(KEY.name)
    if key is None:
        return await work()
    if not _KEY.fullmatch(key):
        raise wrong(KEY.name, "最多 200 个可见的 ASCII 字符", "at most 200 visible ASCII characters", quoted(key))
    kept, caller = ask.parts.kept(), ask.caller.name
    address = f"{ask.request.method} {ask.request.url.path}?{ask.request.url.query}\n".encode("utf-8", "replace")
    before = await asyncio.to_thread(kept.begin, caller, key, address + body, ask.parts.settings.keys_days)
    if before is not None:
        return Response(before.body, before.status, {"Idempotency-Replayed": "true"}, before.media)
    try:
        found = await work()
    except BaseException:
        # Events are taken whole or not at all; where time ran out they may still be, and told again are the same.
        await asyncio.to_thread(kept.finish, caller, key, None)
        raise
    answer = Answered(found.status_code, str(found.media_type), bytes(found.body))
    await asyncio.to_thread(kept.finish, caller, key, answer)
    return found
