"""Telling an editor what is wrong, for the text that it shows: at once of the file, after a pause of the whole folder.

Work whose answer is no longer wanted is ended: a check that waits is dropped, the process that checks a folder killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from ...diagnostics.diagnostic import Diagnostic
from ...diagnostics.kind import Severity
from ...reading.unsaved import key
from .checking import by_file, excerpt, problems_of_buffer, span_of, still_there
from .desk import Buffer, Desk
from .naming import kind_and_root
from .texts import Span
from .whole import __name__ as WHOLE
from .whole import read

Name = TypeVar("Name", str, Path)

#: Seconds without a change after which the whole folder is checked.
PAUSE = 0.5
#: Lines from which on a file is long: the entry that one types in is checked first, and after a rest the whole file.
LONG = 400
REST = 0.15


class Checker:
    """Looks for what is wrong, and tells the editor of it."""

    def __init__(self, server: LanguageServer, desk: Desk) -> None:
        self._server, self._desk = server, desk
        #: One file at a time: of several changes only the last matters.
        self.pool = ThreadPoolExecutor(1, "opendata-rules")
        #: The entry that one types in must not wait for the file before.
        self._quick = ThreadPoolExecutor(1, "opendata-rules-entry")
        self._uris: dict[str, str] = {}
        self._files: dict[str, asyncio.Task[None]] = {}
        self._folders: dict[Path, asyncio.Task[None]] = {}
        #: By file, what it says by itself, and of which text.
        self._near: dict[str, tuple[Buffer, tuple[Diagnostic, ...]]] = {}
        #: By file, what the whole folder shows of it, and of which lines.
        self._far: dict[str, tuple[Path, list[Diagnostic], tuple[str, ...]]] = {}

    def changed(self, buffer: Buffer, uri: str) -> None:
        """A file was opened or has another text."""
        name = key(buffer.path)
        self._uris[name] = uri
        home = kind_and_root(buffer.path)
        if home is None:
            self._publish(buffer.path)
            return
        _begin(self._files, name, self._check_typed(buffer))
        self.folder_changed(home[1])

    def folder_changed(self, root: Path) -> None:
        """Something in a folder changed: what was found of the whole is out of date."""
        _begin(self._folders, root, self._check_folder(root))

    def closed(self, path: Path) -> None:
        """A file was closed: what is on the disk counts again."""
        name = key(path)
        task = self._files.pop(name, None)
        if task is not None:
            task.cancel()
        self._near.pop(name, None)
        self._publish(path)
        home = kind_and_root(path)
        if home is not None:
            self.folder_changed(home[1])

    def said_of(self, buffer: Buffer) -> tuple[Diagnostic, ...]:
        """What a file says by itself, if that was found of this very text."""
        of, problems = self._near.get(key(buffer.path), (None, ()))
        return problems if of is buffer else ()

    async def end(self) -> None:
        """Nothing more is wanted."""
        tasks = (*self._files.values(), *self._folders.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for pool in (self.pool, self._quick):
            pool.shutdown(wait=False, cancel_futures=True)

    async def _check_typed(self, buffer: Buffer) -> None:
        """Check a file that is being changed: in a long one the entry that one types in first."""
        of, problems = self._near.get(key(buffer.path), (None, ()))
        part = excerpt(of.lines, buffer.lines) if of is not None and len(buffer.lines) >= LONG else None
        if of is not None and part is not None:
            held = self._desk.unsaved() | {key(buffer.path): part.text.encode("utf-8", "replace")}
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._quick, problems_of_buffer, buffer.path, held)
            if self._desk.buffer(buffer.path) is not buffer:
                return
            kept = still_there(problems, of.lines, buffer.lines)
            near = [replace(one, line=one.line + moved) for one, moved in kept]
            near = [one for one in near if not part.first <= one.line <= part.last]
            near += [one for one in found if part.first <= one.line <= part.last]
            self._near[key(buffer.path)] = buffer, tuple(near)
            self._publish(buffer.path)
            await asyncio.sleep(REST)
        await self._check(buffer)

    async def _check(self, buffer: Buffer) -> None:
        loop = asyncio.get_running_loop()
        problems = await loop.run_in_executor(self.pool, problems_of_buffer, buffer.path, self._desk.unsaved())
        if self._desk.buffer(buffer.path) is buffer:
            self._near[key(buffer.path)] = buffer, problems
            self._publish(buffer.path)

    async def _check_folder(self, root: Path) -> None:
        await asyncio.sleep(PAUSE)
        open_now = [one for one in self._desk.buffers() if (kind_and_root(one.path) or (None, None))[1] == root]
        texts = json.dumps({str(one.path): one.text for one in open_now}).encode()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            WHOLE,
            str(root),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            answer, _ = await process.communicate(texts)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode == 0:
            self._take(root, by_file(read(answer), root), {key(one.path): one for one in open_now})
            await asyncio.gather(*(self._check(one) for one in open_now))

    def _take(self, root: Path, found: dict[Path, list[Diagnostic]], texts: dict[str, Buffer]) -> None:
        """Keep what the whole folder shows, and tell of the files of which it says something else than before."""
        before = {name for name, (of, _, _) in self._far.items() if of == root}
        paths = {key(path): path for path in found}
        for name in before - paths.keys():
            path = Path(name)
            del self._far[name]
            self._publish(path)
        for name, path in paths.items():
            buffer = texts.get(name)
            lines = self._desk.lines(path) if buffer is None else buffer.lines
            of, near = self._near.get(name, (None, ()))
            known = {_told(one) for one in near} if of is not None and of is buffer else set()
            self._far[name] = root, [one for one in found[path] if _told(one) not in known], lines
            self._publish(path)

    def _publish(self, path: Path) -> None:
        name = key(path)
        buffer = self._desk.buffer(path)
        lines = self._desk.lines(path) or ("",)
        _, near = self._near.get(name, (None, ()))
        told = [(one, 0) for one in near]
        known = {_told(one) for one in near}
        if name in self._far:
            _, problems, then = self._far[name]
            told += [
                (one, moved) for one, moved in still_there(problems, then, lines) if _told(one, moved) not in known
            ]
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=self._uris.get(name) or uris.from_fs_path(str(path)) or "",
                version=None if buffer is None else buffer.version,
                diagnostics=[diagnostic(one, lines, moved) for one, moved in told],
            )
        )


def _begin(tasks: dict[Name, asyncio.Task[None]], name: Name, work: Coroutine[Any, Any, None]) -> None:
    """Begin some work in the place of what was begun under that name."""
    before = tasks.get(name)
    if before is not None:
        before.cancel()
    tasks[name] = asyncio.get_running_loop().create_task(work)


def _told(problem: Diagnostic, moved: int = 0) -> tuple[int, int, str, str]:
    return problem.line + moved, problem.column, problem.code, problem.message


def diagnostic(problem: Diagnostic, lines: Sequence[str], moved: int = 0) -> types.Diagnostic:
    """A problem as an editor takes it."""
    at = span_of(problem, lines, moved)
    severe = problem.severity is Severity.ERROR
    return types.Diagnostic(
        range=range_of(at),
        message=f"{problem.message}\n{problem.help}" if problem.help else problem.message,
        severity=types.DiagnosticSeverity.Error if severe else types.DiagnosticSeverity.Warning,
        code=problem.code,
        source="opendata-rules",
    )


def range_of(at: Span) -> types.Range:
    """A piece of a text as an editor takes it."""
    return types.Range(
        start=types.Position(at.start.line, at.start.character), end=types.Position(at.end.line, at.end.character)
    )
