"""Conversations with the server within the process, by the client of the SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mcp import Client, MCPError, types

from opendata_rules.agents.local import LocalDesk, Own
from opendata_rules.agents.server import server_of

from ..laws import library

#: The handshake of 2025-11-25 and earlier, and requests that stand alone, of 2026-07-28.
ERAS = ("legacy", "2026-07-28")
Answers = Callable[[types.ElicitRequestFormParams], types.ElicitResult]


def desk() -> LocalDesk:
    return LocalDesk(Own(library()))


def talk(
    what: Callable[[Client], Awaitable[Any]], era: str = ERAS[1], *, user: Answers | None = None, at: Any = None
) -> Any:
    """Have a conversation.

    Args:
        what: the conversation.
        era: of the protocol.
        user: what the user says to a form; without it the client has no forms.
        at: where the server is; by default within the process.
    """

    async def asked(_: Any, params: Any) -> types.ElicitResult:
        assert user is not None
        return user(params)

    async def main() -> Any:
        server = server_of(lambda _: desk()) if at is None else at
        forms = asked if user is not None else None
        async with Client(server, mode=era, elicitation_callback=forms, read_timeout_seconds=60) as client:
            try:
                return await what(client)
            except MCPError as error:
                # Within, it would come out in a group.
                refused = error
        raise refused

    return asyncio.run(asyncio.wait_for(main(), 120))


def call(name: str, given: Mapping[str, Any], era: str = ERAS[1], **more: Any) -> types.CallToolResult:
    """Call one tool."""

    async def what(client: Client) -> types.CallToolResult:
        return await client.call_tool(name, dict(given))

    found: types.CallToolResult = talk(what, era, **more)
    return found


def found(name: str, given: Mapping[str, Any], era: str = ERAS[1], **more: Any) -> dict[str, Any]:
    """The structured result of a call that was not refused."""
    result = call(name, given, era, **more)
    assert not result.is_error, result.content
    structured: dict[str, Any] = result.structured_content
    return structured
