"""Work that goes on after its request, in a process of its own: large catalogues, the ledger answered again."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import pickle
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..asking.questions import told
from ..errors import BadStore, Error
from ..library import load
from ..values import Json
from .editions import Edition, Editions
from .keeping import Job, Keeping
from .observing import LOG, Observer
from .problems import as_error, problem

_UPLOADS, _REPORT = "uploads", "report.json"
#: Seconds between two looks whether a job is to stop, and between two signs that one goes on.
_LOOK, _SIGN = 0.5, 60.0

#: Told (done, all) from time to time.
Step = Callable[[int, int], None]


class Task(Protocol):
    """Work as it goes to the process that does it."""

    @property
    def kind(self) -> str:
        """What it is."""

    def report(self, step: Step) -> dict[str, Json]:
        """Do it."""

    def clean(self) -> None:
        """Delete what only it needed."""


@dataclass(frozen=True, slots=True)
class CatalogueTask:
    """A catalogue to be checked; ``rules`` is a folder, ``None`` the shipped packs."""

    rules: Path | None
    file: Path
    place: str
    on: dt.date
    drafts: bool
    strict: bool
    unlisted: Any
    scheme: Any
    kind: str = "catalogue"

    def report(self, step: Step | None = None) -> dict[str, Json]:
        """See :class:`Task`."""
        law = load(self.rules).law(self.place, on=self.on, drafts=self.drafts, strict=self.strict)
        found = law.check_catalogue(self.file, unlisted=self.unlisted, scheme=self.scheme, progress=step)
        return found.to_dict()

    def clean(self) -> None:
        """See :class:`Task`."""
        shutil.rmtree(self.file.parent, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class RecheckTask:
    """A ledger to be answered again, from an entry on."""

    rules: Path | None
    store: str | Path
    on: dt.date | None
    after: int
    kind: str = "recheck"

    def report(self, step: Step) -> dict[str, Json]:
        """See :class:`Task`."""
        from ..ledgers.ledger import ledger

        with ledger(self.store) as book:
            size = len(book)
            found = book.recheck(load(self.rules), on=self.on, after=self.after, progress=lambda at: step(at, size))
            return found.to_dict()

    def clean(self) -> None:
        """See :class:`Task`."""


class _Stopped(Exception):
    """The job is to stop."""


class Jobs:
    """The jobs of one worker, one after the other.

    Args:
        state: folder for uploads.
        store: where it is kept how far they are and what they came to; see :class:`.keeping.Keeping`.
        keeping: the same, open.
        observer: counts.
        editions: whose copies a job reads.
        days: after which finished ones are deleted.
    """

    def __init__(
        self, state: Path, store: str | Path, keeping: Keeping, observer: Observer, editions: Editions, days: int
    ) -> None:
        self._state = state
        self._editions = editions
        self._store = store
        self._keeping = keeping
        self._observer = observer
        self._days = days
        self._turn = asyncio.Semaphore(1)
        self._running: set[asyncio.Task[None]] = set()

    def folder(self) -> Path:
        """A new folder for an upload; nothing in its name comes from outside."""
        found = self._state / _UPLOADS / os.urandom(16).hex()
        found.mkdir(parents=True, mode=0o700)
        return found

    async def begin(self, task: Task, caller: str, edition: Edition) -> Job:
        """Have work done, by the rules of an edition, which stay until it is."""
        with ExitStack() as till_then:
            till_then.enter_context(self._editions.held(edition))
            await asyncio.to_thread(self.clean)
            job = await asyncio.to_thread(self._keeping.add_job, caller, task.kind, edition.digest)
            work = asyncio.create_task(self._run(job.id, task))
            self._running.add(work)
            work.add_done_callback(self._running.discard)
            held = till_then.pop_all()
            work.add_done_callback(lambda _: held.close())
        return job

    async def _run(self, job: str, task: Task) -> None:
        self._observer.jobs.inc()
        alive = asyncio.create_task(self._alive(job))
        try:
            async with self._turn:
                # One after the other: each may take a core for long.
                status = await self._worked(job, task)
            if status:
                LOG.error("job", extra={"odr": {"job": job, "status": status}})
                told_of = problem(as_error(RuntimeError()), job)
                await asyncio.to_thread(self._keeping.moved, job, "failed", problem=told_of)
        except asyncio.CancelledError:
            self._keeping.moved(job, "cancelled")
            raise
        finally:
            alive.cancel()
            self._observer.jobs.dec()
            task.clean()

    async def _alive(self, job: str) -> None:
        """Give signs of life: one that waits for its turn has no process yet, and a long step tells nothing."""
        while True:
            await asyncio.sleep(_SIGN)
            with suppress(BadStore):
                await asyncio.to_thread(self._keeping.goes_on, job)

    async def _worked(self, job: str, task: Task) -> int | None:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"{__package__}.working",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await process.communicate(pickle.dumps((job, self._store, task)))
        except asyncio.CancelledError:
            process.kill()
            await process.wait()
            raise
        return process.returncode

    def report(self, job: Job) -> bytes | None:
        """The report of a finished job; ``None`` where it is there no more."""
        found = self._keeping.report(job.id)
        if found is None:
            # Earlier versions kept it in a file.
            with suppress(OSError):
                found = (_folder(self._state, job.id) / _REPORT).read_bytes()
        return found

    def clean(self) -> None:
        """Delete what is over and old."""
        for name in self._keeping.old_jobs(self._days):
            shutil.rmtree(_folder(self._state, name), ignore_errors=True)

    async def stop(self) -> None:
        """End what is under way."""
        for work in self._running:
            work.cancel()
        for found in await asyncio.gather(*self._running, return_exceptions=True):
            if isinstance(found, Exception):
                LOG.error("job", extra={"odr": {"error": type(found).__name__}})


def _folder(state: Path, job: str) -> Path:
    return state / _UPLOADS / f"{job}.report"


def run(job: str, store: str | Path, task: Task) -> None:
    """Do the work of a job, in a process of its own."""
    keeping = Keeping(store)
    looked, stop = 0.0, False

    def step(done: int, total: int) -> None:
        nonlocal looked, stop
        now = time.monotonic()
        if now - looked >= _LOOK:
            looked, stop = now, keeping.moved(job, "running", done, total)
        if stop:
            raise _Stopped

    try:
        step(0, 0)
        keeping.finish_job(job, told(task.report(step)))
    except _Stopped:
        keeping.moved(job, "cancelled")
    except Error as error:
        body: dict[str, Json] = json.loads(told(problem(as_error(error), job)))
        keeping.moved(job, "failed", problem=body)
    finally:
        keeping.close()
