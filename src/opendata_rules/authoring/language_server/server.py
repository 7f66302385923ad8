"""The protocol: what an editor tells and asks, and what it is told. Imported only where the extra ``lsp`` is there.

Texts come whole with each change: what an editor and its server take for a line differs for some characters, and a text
that drifts apart is worse than a few kilobytes more.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from ...version import __version__
from .completing import Offer, offers
from .desk import Buffer, Desk, Entry
from .fixing import Fix, fixes
from .grammar import grammar
from .naming import kind_and_root
from .reading_on import definitions, hover
from .telling import Checker, diagnostic, range_of
from .texts import Position, span

_SORTS = {
    "key": types.CompletionItemKind.Property,
    "fact": types.CompletionItemKind.Variable,
    "value": types.CompletionItemKind.EnumMember,
    "name": types.CompletionItemKind.Reference,
}
#: What completion is asked at without a word: after a key, a dash, and in brackets.
_TRIGGERS = [" ", "{", "[", ","]
#: Most problems that are mended in one go.
_MENDED = 5


def made() -> LanguageServer:
    """A language server, not yet running."""
    server = LanguageServer("opendata-rules", __version__, types.TextDocumentSyncKind.Full)
    desk = Desk()
    checker = Checker(server, desk)
    _follow_texts(server, desk, checker)
    _answer(server, desk, checker)
    return server


def serve() -> None:
    """Serve one editor over standard input and output until it leaves."""
    # What is printed by mistake must not come between the messages, and both streams are closed at the end.
    with os.fdopen(os.dup(0), "rb") as asked, os.fdopen(os.dup(1), "wb") as told, redirect_stdout(sys.stderr):
        made().start_io(asked, told)


def path_of(uri: str) -> Path | None:
    """The file that an editor means; ``None`` where it is none."""
    found = uris.to_fs_path(uri)
    return None if not found else Path(found)


def _follow_texts(server: LanguageServer, desk: Desk, checker: Checker) -> None:
    def put(uri: str, version: int, text: str) -> None:
        path = path_of(uri)
        if path is not None:
            checker.changed(desk.put(path, version, text), uri)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        put(document.uri, document.version, document.text)
        home = kind_and_root(path_of(document.uri) or Path())
        if home is not None:
            # The first question shall not wait for the schemas to be made.
            await asyncio.get_running_loop().run_in_executor(checker.pool, grammar, desk.words(home[1]))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        put(document.uri, document.version, params.content_changes[-1].text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        home = kind_and_root(path_of(params.text_document.uri) or Path())
        if home is not None:
            checker.folder_changed(home[1])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed_elsewhere(params: types.DidChangeWatchedFilesParams) -> None:
        homes = (kind_and_root(path_of(change.uri) or Path()) for change in params.changes)
        for root in {home[1] for home in homes if home is not None}:
            checker.folder_changed(root)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path is not None:
            desk.drop(path)
            checker.closed(path)

    @server.feature(types.SHUTDOWN)
    async def ended(params: None) -> None:
        await checker.end()


def _answer(server: LanguageServer, desk: Desk, checker: Checker) -> None:
    def buffer_of(uri: str) -> Buffer | None:
        path = path_of(uri)
        return None if path is None else desk.buffer(path)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    def complete(params: types.CompletionParams) -> types.CompletionList:
        buffer = buffer_of(params.text_document.uri)
        found = [] if buffer is None else offers(desk, buffer, _position(params.position))
        return types.CompletionList(is_incomplete=False, items=[_item(i, one) for i, one in enumerate(found)])

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def told(params: types.HoverParams) -> types.Hover | None:
        buffer = buffer_of(params.text_document.uri)
        found = None if buffer is None else hover(desk, buffer, _position(params.position))
        if found is None:
            return None
        content = types.MarkupContent(kind=types.MarkupKind.Markdown, value=found.text)
        return types.Hover(contents=content, range=range_of(found.span))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def led(params: types.DefinitionParams) -> list[types.Location]:
        buffer = buffer_of(params.text_document.uri)
        found = [] if buffer is None else definitions(desk, buffer, _position(params.position))
        return [_location(desk, one) for one in found]

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    async def mend(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        buffer = buffer_of(uri)
        if buffer is None:
            return []
        first, last = params.range.start.line + 1, params.range.end.line + 1
        here = [one for one in checker.said_of(buffer) if first <= one.line <= last][:_MENDED]
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(checker.pool, lambda: list(fixes(desk, buffer, here)))
        if desk.buffer(buffer.path) is not buffer:
            # Nobody wants to mend what stands there no longer.
            return []
        workspace = server.client_capabilities.workspace
        versioned = bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)
        return [
            _action(fix, buffer, uri, versioned=versioned, first=not index or found[index - 1].problem != fix.problem)
            for index, fix in enumerate(found)
        ]


def _position(at: types.Position) -> Position:
    return Position(at.line, at.character)


def _item(index: int, offer: Offer) -> types.CompletionItem:
    return types.CompletionItem(
        label=offer.label,
        kind=_SORTS[offer.sort],
        detail=offer.detail or None,
        documentation=types.MarkupContent(kind=types.MarkupKind.Markdown, value=offer.about) if offer.about else None,
        sort_text=f"{index:04}",
        filter_text=f"{offer.label} {offer.also}".strip(),
        text_edit=types.TextEdit(range=range_of(offer.edit.span), new_text=offer.edit.text),
    )


def _location(desk: Desk, entry: Entry) -> types.Location:
    lines = desk.lines(entry.path) or ("",)
    return types.Location(
        uri=uris.from_fs_path(str(entry.path)) or "", range=range_of(span(lines, entry.line, entry.start, entry.end))
    )


def _action(fix: Fix, buffer: Buffer, uri: str, *, versioned: bool, first: bool) -> types.CodeAction:
    edit = types.TextEdit(range=range_of(fix.edit.span), new_text=fix.edit.text)
    if versioned:
        document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=buffer.version)
        whole = types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(text_document=document, edits=[edit])])
    else:
        whole = types.WorkspaceEdit(changes={uri: [edit]})
    return types.CodeAction(
        title=fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(fix.problem, buffer.lines)],
        edit=whole,
        is_preferred=first,
    )
