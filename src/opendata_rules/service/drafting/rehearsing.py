"""Asking what rules would do that do not answer yet: a process for it, begun when first asked, ended when idle."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from ...errors import Error
from ...values import Json
from ..editions import copy_of, digest_of
from ..errors import TooSlow, Unavailable
from .files import RuleFolder

#: The module that answers; what it needs is read by its own process alone.
REHEARSAL = f"{__package__}.rehearsal"
#: Most bytes of an answer.
_MOST = 50_000_000
#: Seconds without a question after which the process ends.
_IDLE = 600.0


class Rehearsal:
    """One process that answers one question after the other."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._idle: asyncio.TimerHandle | None = None

    async def ask(self, work: str, seconds: float, **asked: Any) -> dict[str, Any]:
        """What a question comes to.

        Args:
            work: which, as :mod:`.rehearsal` lists them.
            seconds: how long it may take.
            asked: its arguments.

        Raises:
            TooSlow: it takes longer.
            Unavailable: the process has ended.
            Error: it cannot be answered.
        """
        async with self._turn:
            self._busy()
            try:
                async with asyncio.timeout(seconds):
                    answer = await self._answered(json.dumps({"work": work, **asked}))
            except TimeoutError:
                self.end()
                raise TooSlow(
                    f"{seconds:g} 秒内没有算完。", english=f"It was not done within {seconds:g} seconds."
                ) from None
            except BaseException:
                self.end()
                raise
            self._rest()
        if "error" in answer:
            raise Error(answer["error"], english=answer["english"])
        found: dict[str, Any] = answer["answer"]
        return found

    async def _answered(self, asked: str) -> dict[str, Any]:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                REHEARSAL,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_MOST,
                start_new_session=True,
            )
        given, told = self._process.stdin, self._process.stdout
        assert given is not None
        assert told is not None
        with contextlib.suppress(ConnectionError):
            given.write(asked.encode() + b"\n")
            await given.drain()
        try:
            line = await told.readline()
            found: dict[str, Any] = json.loads(line)
        except ValueError:
            raise Unavailable("没有算出来。", english="It could not be worked out.") from None
        return found

    def _busy(self) -> None:
        """It is not idle: it does not end in the middle of an answer."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _rest(self) -> None:
        self._idle = asyncio.get_running_loop().call_later(_IDLE, self.end)

    def end(self) -> None:
        """End the process; the next question begins another."""
        self._busy()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process = None

    async def stop(self) -> None:
        """End the process, and wait until it has."""
        process = self._process
        self.end()
        if process is not None:
            await process.wait()


class Rehearsals:
    """Cases are run by one process, effects worked out by another: who types does not wait for who compares.

    Args:
        copies: folder in which copies of rules are made.
        cache: folder for what was found in order.
    """

    def __init__(self, copies: Path, cache: Path) -> None:
        self._copies, self._cache = copies, cache
        self._cases, self._effects = Rehearsal(), Rehearsal()

    async def cases(self, root: Path, files: Mapping[str, str], instrument: str, seconds: float) -> dict[str, Any]:
        """What the cases of an instrument come to with some texts. See :func:`.rehearsal.cases`."""
        given = {"folder": str(root), "files": dict(files), "instrument": instrument, "cache": str(self._cache)}
        return await self._cases.ask("cases", seconds, **given)

    async def effect(self, old: Path, new: Path, seconds: float, **asked: Json) -> dict[str, Any]:
        """What a change would change. See :func:`.rehearsal.effect`."""
        return await self._effects.ask("effect", seconds, old=str(old), new=str(new), **asked)

    @contextlib.asynccontextmanager
    async def together(self, folder: RuleFolder, files: Mapping[str, bytes]) -> AsyncIterator[tuple[Path, str]]:
        """A copy of a folder with other files in it, as long as it is needed, and its digest."""
        copied = await asyncio.to_thread(_with, folder, files, self._copies)
        try:
            yield copied, await asyncio.to_thread(digest_of, [copied])
        finally:
            await asyncio.to_thread(shutil.rmtree, copied, ignore_errors=True)

    async def stop(self) -> None:
        """End both processes."""
        await asyncio.gather(self._cases.stop(), self._effects.stop())


def _with(folder: RuleFolder, files: Mapping[str, bytes], copies: Path) -> Path:
    copied = copy_of(folder.root, copies)
    for name, content in files.items():
        path = copied / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content)
    return copied
