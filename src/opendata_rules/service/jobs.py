"""Work that goes on after its request: large catalogues, checked by a process of their own, reported when asked for."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ..errors import Error
from ..library import load
from ..values import Json
from .asking import told
from .editions import Edition
from .keeping import Job, Keeping
from .observing import LOG, Observer
from .problems import as_error, problem

_UPLOADS, _REPORT = "uploads", "report.json"
#: Seconds between two looks whether a job is to stop.
_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Task:
    """A catalogue to be checked, as it goes to the process that does it."""

    job: str
    state: Path
    rules: Path | None
    file: Path
    place: str
    on: dt.date
    drafts: bool
    strict: bool
    unlisted: str
    scheme: str


class _Stopped(Exception):
    """The job is to stop."""


class Jobs:
    """The jobs of one worker, one after the other.

    Args:
        state: folder for uploads and reports.
        keeping: where it is kept how far they are.
        observer: counts.
        days: after which finished ones are deleted.
    """

    def __init__(self, state: Path, keeping: Keeping, observer: Observer, days: int) -> None:
        self._state = state
        self._keeping = keeping
        self._observer = observer
        self._days = days
        self._pool: ProcessPoolExecutor | None = None
        self._running: set[asyncio.Task[None]] = set()

    def folder(self) -> Path:
        """A new folder for an upload; nothing in its name comes from outside."""
        found = self._state / _UPLOADS / os.urandom(16).hex()
        found.mkdir(parents=True, mode=0o700)
        return found

    def begin(self, task: Callable[[str], Task], caller: str, edition: Edition) -> Job:
        """Have a catalogue checked."""
        self.clean()
        job = self._keeping.add_job(caller, "catalogue", edition.digest)
        work = asyncio.create_task(self._run(task(job.id)))
        self._running.add(work)
        work.add_done_callback(self._running.discard)
        return job

    async def _run(self, task: Task) -> None:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context)
        self._observer.jobs.inc()
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, check, task)
        except Exception as error:  # the process died
            self._pool = None
            LOG.error("job", extra={"odr": {"job": task.job, "error": type(error).__name__}})
            self._keeping.moved(task.job, "failed", problem=problem(as_error(error), task.job))
        finally:
            self._observer.jobs.dec()
            shutil.rmtree(task.file.parent, ignore_errors=True)

    def report(self, job: Job) -> bytes | None:
        """The report of a finished job; ``None`` where it is there no more."""
        try:
            return (self._state / _UPLOADS / f"{job.id}.report" / _REPORT).read_bytes()
        except OSError:
            return None

    def clean(self) -> None:
        """Delete what is over and old."""
        for name in self._keeping.old_jobs(self._days):
            shutil.rmtree(self._state / _UPLOADS / f"{name}.report", ignore_errors=True)

    def close(self) -> None:
        """End what is under way; it is told as failed once it has given no sign of life for long."""
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):
                process.kill()
            self._pool.shutdown(wait=False, cancel_futures=True)


def check(task: Task) -> None:
    """Check a catalogue, in a process of its own."""
    keeping = Keeping(task.state)
    looked, stop = 0.0, False

    def step(done: int, total: int) -> None:
        nonlocal looked, stop
        now = time.monotonic()
        if now - looked >= _LOOK:
            looked, stop = now, keeping.moved(task.job, "running", done, total)
        if stop:
            raise _Stopped

    try:
        step(0, 0)
        report = reported(task, step)
        step(1, 1)
        folder = task.state / _UPLOADS / f"{task.job}.report"
        folder.mkdir(parents=True, mode=0o700)
        (folder / _REPORT).write_bytes(told(report))
        keeping.moved(task.job, "done", 1, 1)
    except _Stopped:
        keeping.moved(task.job, "cancelled")
    except Error as error:
        body: dict[str, Json] = json.loads(told(problem(error, task.job)))
        keeping.moved(task.job, "failed", problem=body)
    finally:
        keeping.close()


def reported(task: Task, step: Callable[[int, int], None] | None = None) -> dict[str, Json]:
    """The report on a catalogue, as plain JSON."""
    law = load(task.rules).law(task.place, on=task.on, drafts=task.drafts, strict=task.strict)
    found = law.check_catalogue(task.file, unlisted=task.unlisted, scheme=task.scheme, progress=step)  # type: ignore[arg-type]
    return found.to_dict()
