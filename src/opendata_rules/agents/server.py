"""The tools and resources as a server of the Model Context Protocol, whatever carries its messages.

Every version of the protocol that the SDK speaks is answered. What differs between them here: before 2025-06-18 results
have no structured content, so the text has the receipt too; the user is asked by a request of the server's up to
2025-11-25, by a result that asks for input from 2026-07-28 on, and not at all where neither can be.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from mcp import types
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp.types.version import MODERN_PROTOCOL_VERSIONS, is_version_at_least
from pydantic import ValidationError

from ..asking.desk import Desk
from ..errors import Error
from ..quoting import json_text, quoted
from ..values import Json
from ..version import __version__
from . import resources
from .tools import INSTRUCTIONS, Tool, tools_of
from .visit import Said, ToBeAsked, Visit

LOG = logging.getLogger("opendata_rules.agents")
Context = ServerRequestContext[Any, Any]
DeskOf = Callable[[Context], Desk]

#: The versions from which results are structured, and from which forms have choices with titles.
_STRUCTURED, _TITLED = "2025-06-18", "2025-11-25"
_NOT_FOUND = -32002
_JSON = "application/json"


class Asked:
    """The user behind a request, by whichever way the protocol has."""

    def __init__(self, context: Context, params: types.CallToolRequestParams) -> None:
        self._context, self._params = context, params
        self._modern = context.protocol_version in MODERN_PROTOCOL_VERSIONS

    @property
    def reachable(self) -> bool:
        """Whether the client shows forms, and something can be asked on this connection."""
        capabilities = self._context.session.client_capabilities
        forms = capabilities.elicitation if capabilities is not None else None
        if forms is None or (forms.form is None and forms.url is not None):
            return False
        return self._modern or self._context.session.can_send_request

    @property
    def titled(self) -> bool:
        """Whether forms are those of 2025-11-25 and later."""
        return is_version_at_least(self._context.protocol_version, _TITLED)

    async def ask(self, name: str, message: str, form: Mapping[str, Json]) -> Said:
        """Ask the user.

        Raises:
            ToBeAsked: the client asks them, and calls again.
        """
        if self._modern:
            found = (self._params.input_responses or {}).get(name)
            if not isinstance(found, types.ElicitResult):
                raise ToBeAsked(name, message, form)
        else:
            found = await self._context.session.elicit_form(message, dict(form), self._context.request_id)
        return Said(found.action, found.content)


class _Server:
    """What the server does with each kind of request."""

    def __init__(self, desk_of: DeskOf) -> None:
        self._desk_of = desk_of

    def _tools(self, context: Context) -> Mapping[str, Tool]:
        return tools_of(self._desk_of(context).rules.library)

    async def list_tools(self, context: Context, _: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        """The tools."""
        return types.ListToolsResult(tools=[_listed(tool) for tool in self._tools(context).values()])

    async def call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        """What a tool answers, or what the user is to be asked first."""
        tool = self._tools(context).get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool {quoted(params.name)}.")
        visit = Visit(self._desk_of(context), Asked(context, params))
        try:
            return _result(context, await tool.handle(visit, params.arguments or {}))
        except ToBeAsked as asked:
            form = types.ElicitRequestFormParams(message=asked.message, requested_schema=dict(asked.form))
            return types.InputRequiredResult(input_requests={asked.name: types.ElicitRequest(params=form)})
        except Error as error:
            return _refused(error.to_dict())

    async def list_resources(
        self, context: Context, _: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """The addresses without parameters, and the articles of each place."""
        found = [
            types.Resource(uri=shelf.address, name=shelf.name, description=shelf.about, mime_type=_JSON)
            for shelf in resources.SHELVES
            if not shelf.is_template
        ]
        for place in self._desk_of(context).rules.library.jurisdictions.values():
            uri, name = resources.articles_of(place.id), f"articles-{place.id}"
            found.append(types.Resource(uri=uri, name=name, title=f"{place.name}的条款", mime_type=_JSON))
        return types.ListResourcesResult(resources=found)

    async def list_templates(
        self, _: Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        """The addresses with parameters."""
        found = [
            types.ResourceTemplate(
                uri_template=shelf.address, name=shelf.name, description=shelf.about, mime_type=_JSON
            )
            for shelf in resources.SHELVES
            if shelf.is_template
        ]
        return types.ListResourceTemplatesResult(resource_templates=found)

    async def read(self, context: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """What stands at an address."""
        desk = self._desk_of(context)
        try:
            found = await desk.aside(lambda: resources.read(desk.rules, params.uri))
        except Error as error:
            code = types.INVALID_PARAMS if context.protocol_version in MODERN_PROTOCOL_VERSIONS else _NOT_FOUND
            raise MCPError(code, error.english, error.to_dict()) from None
        content = types.TextResourceContents(uri=params.uri, mime_type=_JSON, text=json_text(found))
        return types.ReadResourceResult(contents=[content])


def server_of(desk_of: DeskOf) -> Server[Any]:
    """The server.

    Args:
        desk_of: gives the desk of a request.
    """
    does = _Server(desk_of)
    server: Server[Any] = Server(
        "opendata-rules",
        version=__version__,
        title="公共数据开放规则",
        instructions=INSTRUCTIONS,
        on_list_tools=does.list_tools,
        on_call_tool=does.call_tool,
        on_list_resources=does.list_resources,
        on_list_resource_templates=does.list_templates,
        on_read_resource=does.read,
    )
    # Its traces would hold what callers sent; the service makes traces of its own.
    server.middleware[:] = [_told_of]
    return server


async def _told_of(ctx: Context, call_next: CallNext) -> HandlerResult:
    """Log what nobody expected by its class alone, since its text may hold what somebody sent, and tell no more."""
    try:
        return await call_next(ctx)
    except (MCPError, ValidationError):
        raise
    except Exception as error:
        LOG.error("%s in %s", type(error).__name__, ctx.method)
        raise MCPError(types.INTERNAL_ERROR, "Something went wrong here.") from None


def _listed(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(
        title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.input_schema(),
        output_schema=tool.output_schema(),
        annotations=hints,
    )


def _result(context: Context, found: dict[str, Json]) -> types.CallToolResult:
    """A result as text for the model, and structured with its receipt."""
    if not is_version_at_least(context.protocol_version, _STRUCTURED):
        return types.CallToolResult(content=[types.TextContent(text=json_text(found))])
    text = json_text(_without_receipts(found))
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=found)


def _without_receipts(told: Any) -> Any:
    if isinstance(told, dict):
        return {
            name: "in structuredContent" if name == "receipt" and isinstance(value, dict) else _without_receipts(value)
            for name, value in told.items()
        }
    return [_without_receipts(value) for value in told] if isinstance(told, list) else told


def _refused(error: dict[str, Json]) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=json_text({"error": error}))], is_error=True)
