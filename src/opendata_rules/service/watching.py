"""The folder of rules watched: a new state is linted and loaded aside, then swapped in, or kept out with the reason.

Looked at from time to time rather than told by the system, since that works for every file system, also over the
network and in containers. A state is taken up once two looks in a row see the same, so that a checkout under way is
let finish. Linting, which runs all cases, is done by another process, so that answers do not wait for it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import Error
from ..quoting import quoted
from ..values import Json
from .editions import Edition, Editions, discard, edition_of, marks_of, shipped_edition
from .observing import LOG, Observer

#: Where it is kept which states were linted without an error: a restart need not do it again.
_LINTED = "linted"
#: What linting found in order, file by file.
CACHE = "linting"
#: Where copies of rules are.
COPIES = "rules"
#: Problems of a state that are told.
_TOLD = 20
#: Bytes of the linter's output that are read.
_MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A state of the rules that does not answer, and why.

    Attributes:
        digest: of the state; empty where it could not even be read.
        at: when it was seen.
        reason: why, in Chinese.
        english: the same in English.
        problems: the first problems of its files.
    """

    digest: str
    at: dt.datetime
    reason: str
    english: str
    problems: tuple[Mapping[str, Json], ...] = ()

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "digest": self.digest,
            "at": self.at.isoformat(timespec="seconds"),
            "reason": self.reason,
            "reason_english": self.english,
            "problems": [dict(problem) for problem in self.problems],
        }


class Watcher:
    """Sees a folder of rules change.

    Args:
        folder: the rules; ``None`` for the shipped ones, which do not change.
        also: further folders, whose law answers by its digest.
        state: where copies and what is known of them are kept.
        editions: what is changed.
        observer: counts and logs.
        every: seconds between two looks; 0 for none.
    """

    def __init__(
        self,
        folder: Path | None,
        also: tuple[Path, ...],
        state: Path,
        editions: Editions,
        observer: Observer,
        every: float,
    ) -> None:
        self._folder = folder
        self._also = also
        self._state = state
        self._editions = editions
        self._observer = observer
        self._every = every
        self._task: asyncio.Task[None] | None = None
        self._taken = ""
        self._written = asyncio.Event()
        self.checking = ""
        self.kept_out: KeptOut | None = None
        #: Called after each swap.
        self.told: Callable[[Edition], None] = lambda edition: None

    def start(self) -> None:
        """Load the rules, and go on looking."""
        if self._folder is None:
            self._adopt(self._editions.current or shipped_edition())
        else:
            self._task = asyncio.create_task(self._watch(self._folder))

    def written(self) -> None:
        """The service wrote to the folder: look at once."""
        self._written.set()

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for edition in self._editions:
            discard(edition)

    async def _watch(self, folder: Path) -> None:
        for path in self._also:
            try:
                self._editions.pin(await asyncio.to_thread(edition_of, path, self._state / COPIES))
            except (Error, OSError) as error:
                self._refuse("", error if isinstance(error, Error) else _unreadable(error))
        seen, written = "", True
        while True:
            try:
                now = await asyncio.to_thread(marks_of, folder)
            except OSError as error:
                # What is looked through may go meanwhile, as in a checkout under way; the next look tells.
                if self._editions.current is None:
                    self._refuse("", _unreadable(error))
            else:
                # Whole files were written by the service itself: there is no need to wait until they come to rest.
                await self._look(folder, now if written else seen, now)
                seen = now
            if not self._every:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._written.wait()
            written = self._written.is_set()
            self._written.clear()

    async def _look(self, folder: Path, before: str, now: str) -> None:
        """Take up what is there, if it has come to rest and is not known already."""
        if now != before or now == self._taken:
            return
        try:
            edition = await asyncio.to_thread(edition_of, folder, self._state / COPIES)
            if await asyncio.to_thread(marks_of, folder) != now:
                # It changed while it was copied.
                discard(edition)
                return
            self._taken = now
            await self._consider(edition)
        except Error as error:
            self._taken = now
            self._refuse("", error)
        except Exception as error:  # whatever is wrong with a state is told, and the next one is looked at
            self._taken = now
            self._refuse("", _unreadable(error))

    async def _consider(self, edition: Edition) -> None:
        current = self._editions.current
        if current is not None and current.digest == edition.digest:
            self.kept_out = None
            discard(edition)
            return
        self.checking = edition.digest
        try:
            assert edition.copied is not None
            problems = await linted(edition.copied, edition.digest, self._state)
            if not problems:
                await asyncio.to_thread(edition.warm, edition.since.date())
        except Error as error:
            self._refuse(edition.digest, error)
            discard(edition)
            return
        finally:
            self.checking = ""
        if problems:
            first = problems[0]
            where = f"{quoted(first.get('path'))}:{first.get('line')} {quoted(first.get('message'), 300)}"
            self._keep_out(
                KeptOut(
                    edition.digest,
                    dt.datetime.now(dt.UTC),
                    f"规则有 {len(problems)} 处错误，第一处：{where}",
                    f"the rules have {len(problems)} errors, the first at {where}",
                    tuple(problems[:_TOLD]),
                )
            )
            discard(edition)
            return
        self._adopt(edition)

    def _adopt(self, edition: Edition) -> None:
        self._editions.adopt(edition)
        self.kept_out = None
        self._observer.swaps.labels("adopted").inc()
        LOG.info("law adopted", extra={"odr": {"law": edition.digest, "revision": edition.revision}})
        self.told(edition)

    def _refuse(self, digest: str, error: Error) -> None:
        self._keep_out(KeptOut(digest, dt.datetime.now(dt.UTC), str(error), error.english))

    def _keep_out(self, found: KeptOut) -> None:
        self.kept_out = found
        self._observer.swaps.labels("kept out").inc()
        LOG.log(logging.ERROR, "law kept out", extra={"odr": {"law": found.digest, "reason": found.english}})


async def linted(copied: Path, digest: str, state: Path) -> list[dict[str, Json]]:
    """The errors of a folder of rules; one that was found without any is not linted again.

    Args:
        copied: the folder, which nobody else changes.
        digest: of what is in it.
        state: where it is kept which were linted.

    Raises:
        Error: it cannot be linted.
    """
    mark = state / _LINTED / digest
    if mark.exists():
        return []
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"{__package__}.linting",
        str(copied),
        str(state / CACHE),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=_MOST,
        start_new_session=True,
    )
    try:
        out, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    try:
        found = json.loads(out)
    except ValueError:
        raise _unreadable(RuntimeError(f"lint ended with status {process.returncode}")) from None
    errors: list[dict[str, Json]] = found["errors"]
    if not errors:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        _forget(mark.parent)
    return errors


def _forget(folder: Path, most: int = 1000) -> None:
    """Keep the marks of the newest states only."""
    marks = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in marks[: max(0, len(marks) - most)]:
        path.unlink(missing_ok=True)


def _unreadable(error: Exception) -> Error:
    kind = type(error).__name__
    reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else kind
    return Error(f"规则文件夹读不出来：{reason}。", english=f"The folder of rules cannot be read: {reason}.")
