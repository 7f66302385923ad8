"""An editor without a screen: it opens files in a language server, types, and keeps what the server says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, LanguageClient, register_lsp_features

#: Seconds in which a server must say something; only a server that hangs takes them.
PATIENCE = 120


class Editor:
    """One session with one server.

    Attributes:
        client: what speaks with the server.
        said: by URI, what the server published, newest last.
    """

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.said: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self._heard = asyncio.Condition()
        self._versions: dict[str, int] = {}
        #: No two texts have one version, not even of a file that was opened twice.
        self._opened = 0

    async def hear(self, params: types.PublishDiagnosticsParams) -> None:
        async with self._heard:
            self.said.setdefault(params.uri, []).append(params)
            self._heard.notify_all()

    def is_open(self, uri: str) -> bool:
        """Whether a file is open."""
        return uri in self._versions

    def version_of(self, uri: str) -> int:
        """The version of the text that is shown."""
        return self._versions[uri]

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, as it is on the disk or with another text; its URI."""
        uri = path.as_uri()
        self._opened += 1000
        self._versions[uri] = self._opened
        text = path.read_bytes().decode() if text is None else text
        item = types.TextDocumentItem(uri=uri, language_id="yaml", version=self._opened, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        return uri

    def replace(self, uri: str, text: str) -> int:
        """Replace the whole text; the new version."""
        return self._change(uri, types.TextDocumentContentChangeWholeDocument(text=text))

    def _change(self, uri: str, change: types.TextDocumentContentChangeEvent) -> int:
        self._versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=self._versions[uri])
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )
        return self._versions[uri]

    def close(self, uri: str) -> None:
        """Close a file."""
        del self._versions[uri]
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(text_document=types.TextDocumentIdentifier(uri=uri))
        )

    async def next_said(self, uri: str, after: int = 0) -> Sequence[types.Diagnostic]:
        """What the server says of a file, once it has said more than so many things of it."""
        async with self._heard:
            await asyncio.wait_for(self._heard.wait_for(lambda: len(self.said.get(uri, [])) > after), PATIENCE)
            return self.said[uri][-1].diagnostics

    async def answer_to(self, uri: str, version: int) -> Sequence[types.Diagnostic]:
        """What the server says of one version of a file."""
        async with self._heard:
            await asyncio.wait_for(
                self._heard.wait_for(lambda: any(one.version == version for one in self.said.get(uri, []))), PATIENCE
            )
            return next(one for one in reversed(self.said[uri]) if one.version == version).diagnostics

    async def completion(self, uri: str, line: int, character: int) -> list[types.CompletionItem]:
        """What may be written at a position."""
        params = types.CompletionParams(
            text_document=types.TextDocumentIdentifier(uri=uri), position=types.Position(line, character)
        )
        found = await asyncio.wait_for(self.client.text_document_completion_async(params), PATIENCE)
        return list(found.items if isinstance(found, types.CompletionList) else found or ())

    async def hover(self, uri: str, line: int, character: int) -> str:
        """What is said of the word at a position; nothing if nothing is."""
        params = types.HoverParams(
            text_document=types.TextDocumentIdentifier(uri=uri), position=types.Position(line, character)
        )
        found = await asyncio.wait_for(self.client.text_document_hover_async(params), PATIENCE)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def definition(self, uri: str, line: int, character: int) -> list[types.Location]:
        """Where the word at a position leads."""
        params = types.DefinitionParams(
            text_document=types.TextDocumentIdentifier(uri=uri), position=types.Position(line, character)
        )
        found = await asyncio.wait_for(self.client.text_document_definition_async(params), PATIENCE)
        return [one for one in found or () if isinstance(one, types.Location)] if isinstance(found, Sequence) else []

    async def actions(self, uri: str) -> list[types.CodeAction]:
        """What can be done about all that is underlined in a file."""
        last = types.Position(100_000, 0)
        params = types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=types.Range(start=types.Position(0, 0), end=last),
            context=types.CodeActionContext(diagnostics=self.said[uri][-1].diagnostics),
        )
        found = await asyncio.wait_for(self.client.text_document_code_action_async(params), PATIENCE)
        return [one for one in found or () if isinstance(one, types.CodeAction)]


@asynccontextmanager
async def editing(command: Sequence[str], root: Path, settings: dict[str, Any] | None = None) -> AsyncIterator[Editor]:
    """An editor with a server that runs, in a folder, under the settings of that folder."""
    client = LanguageClient(converter_factory=default_converter)
    client.set_configuration({"http": {}, **(settings or {})})
    editor = Editor(client)

    async def hear(params: types.PublishDiagnosticsParams) -> None:
        await editor.hear(params)

    register_lsp_features(client, {**DEFAULT_CLIENT_FEATURES, types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: hear})
    await client.start_io(*command)
    folder = types.WorkspaceFolder(uri=root.as_uri(), name=root.name)
    capabilities = types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(
            configuration=True,
            workspace_folders=True,
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        ),
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(version_support=True),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            code_action=types.CodeActionClientCapabilities(
                is_preferred_support=True,
                code_action_literal_support=types.ClientCodeActionLiteralOptions(
                    code_action_kind=types.ClientCodeActionKindOptions(value_set=[types.CodeActionKind.QuickFix])
                ),
            ),
            completion=types.CompletionClientCapabilities(
                completion_item=types.ClientCompletionItemOptions(
                    snippet_support=True, documentation_format=[types.MarkupKind.Markdown]
                )
            ),
        ),
    )
    await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities, root_uri=root.as_uri(), workspace_folders=[folder], locale="zh-cn"
        )
    )
    try:
        yield editor
    finally:
        await client.shutdown_session()
        await client.stop()


def labels(items: Sequence[types.CompletionItem]) -> list[str]:
    """The words that are offered."""
    return [item.label for item in items]
