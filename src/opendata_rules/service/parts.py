"""What one service is made of: made once at its start, handed to every address."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ..asking.questions import Written
from .access.gate import Caller
from .access.tokens import Tokens
from .books import Audit
from .cases import Cases
from .drafting.drafts import Drafts
from .drafting.rehearsing import Rehearsals
from .editions import Editions
from .errors import Conflict, NotHere, TooSlow, Unavailable
from .jobs import Jobs
from .keeping import Job, Keeping
from .observing import Observer
from .recording import Recorder
from .settings import Settings
from .uploads.book import Uploads
from .watching import Watcher

T = TypeVar("T")

#: Threads for what the library is asked, and a few for what takes long, such as an export. Whatever else waits in a
#: thread, such as who has signed in, waits in those of the loop: none of the three is in the way of another.
_ASKED, LONG = ThreadPoolExecutor(thread_name_prefix="asked"), ThreadPoolExecutor(2, "long")
#: Questions of which it is known that they are answered quickly.
_WARM = 20_000


@dataclass(slots=True)
class Parts:
    """The parts of a running service.

    Attributes:
        settings: what it was told.
        tokens: who may ask.
        state: folder of what concerns this machine.
        editions: the rules that answer.
        watcher: sees the folder of rules change.
        observer: counts and logs.
        written: answers as bytes.
        compared: comparisons of laws.
        keeping: keys, jobs, feeds; ``None`` before the start.
        recorder: appends to the ledger; ``None`` where none is kept.
        audit: asks the ledger; ``None`` where none is kept.
        cases: the cases that are followed; ``None`` where none are.
        jobs: work that goes on after its request.
        uploads: catalogues that were dropped into the workbench.
        drafts: changes of rules that do not answer yet.
        rehearsals: tries what they would do.
    """

    settings: Settings
    observer: Observer
    editions: Editions
    tokens: Tokens = field(default_factory=Tokens)
    state: Path | None = None
    watcher: Watcher | None = None
    keeping: Keeping | None = None
    recorder: Recorder | None = None
    audit: Audit | None = None
    cases: Cases | None = None
    jobs: Jobs | None = None
    uploads: Uploads | None = None
    drafts: Drafts | None = None
    rehearsals: Rehearsals | None = None
    written: Written = field(default_factory=Written)
    _warm: set[object] = field(default_factory=set)
    _own: dict[type, object] = field(default_factory=dict)

    async def quickly(self, key: object, ask: Callable[[], T], seconds: float) -> T:
        """What a question comes to: at once where its like was asked before, else in a thread.

        The first question of a kind reads packs and compiles them; the next ones take a millisecond.

        Args:
            key: what is the same for questions of a kind.
            ask: answers it.
            seconds: how long it may take.

        Raises:
            TooSlow: it takes longer.
        """
        if key in self._warm:
            return ask()
        found = await aside(ask, seconds)
        if len(self._warm) >= _WARM:
            self._warm.clear()
        self._warm.add(key)
        return found

    def own(self, kind: type[T]) -> T:
        """What a room keeps at hand in this process: made, and its modules read, when it is first needed.

        Args:
            kind: its class, which takes no arguments.
        """
        found = self._own.get(kind)
        if found is None:
            found = self._own.setdefault(kind, kind())
        assert isinstance(found, kind)
        return found

    def folder(self) -> Path:
        """The folder of what concerns this machine.

        Raises:
            Unavailable: the service has not started.
        """
        return _started(self.state)

    def kept(self) -> Keeping:
        """Keys, jobs, feeds and sessions.

        Raises:
            Unavailable: the service has not started.
        """
        return _started(self.keeping)

    def shelf(self) -> Uploads:
        """The catalogues that were dropped into the workbench.

        Raises:
            Unavailable: the service has not started.
        """
        return _started(self.uploads)

    def drafted(self) -> Drafts:
        """Changes of rules that do not answer yet.

        Raises:
            Unavailable: the service has not started.
        """
        return _started(self.drafts)

    def rehearsed(self) -> Rehearsals:
        """What tries what changes of rules would do.

        Raises:
            Unavailable: the service has not started.
        """
        return _started(self.rehearsals)

    def at_work(self) -> Jobs:
        """What does work that goes on after its request.

        Raises:
            Unavailable: the service has not started.
        """
        return _started(self.jobs)


def _started(part: T | None) -> T:
    if part is None:
        raise Unavailable("服务还没有启动。", english="The service has not started.")
    return part


async def at_length(ask: Callable[[], T]) -> T:
    """What work comes to that may take long, however long that is; a few at once, others after them."""
    return await _in(LONG, ask)


async def _in(threads: ThreadPoolExecutor, ask: Callable[[], T]) -> T:
    found: T = await asyncio.get_running_loop().run_in_executor(threads, contextvars.copy_context().run, ask)
    return found


async def aside(ask: Callable[[], T], seconds: float, *, long: bool = False) -> T:
    """What work in a thread comes to.

    Args:
        ask: the work.
        seconds: how long it may take.
        long: whether it is of the kind that takes long, which keeps nothing else waiting.

    Raises:
        TooSlow: it takes longer than that. The thread goes on to the end of its work, which the library bounds.
    """
    try:
        async with asyncio.timeout(seconds):
            return await _in(LONG if long else _ASKED, ask)
    except TimeoutError:
        raise TooSlow(
            f"{seconds:g} 秒内没有得出结果。", english=f"There was no answer within {seconds:g} seconds."
        ) from None


async def job_of(parts: Parts, caller: Caller, name: str) -> Job:
    """The job of an id, if it is the caller's.

    Raises:
        NotHere: there is none.
    """
    found = await asyncio.to_thread(parts.kept().job, name)
    if found is None or (caller.scopes is not None and found.caller != caller.name):
        raise NotHere("没有这个任务。", english="There is no such job.", argument="job")
    return found


async def report_of(parts: Parts, job: Job) -> bytes:
    """The report of a finished job.

    Raises:
        Conflict: it has none yet, or never will.
        NotHere: it is there no more.
    """
    if job.state != "done":
        raise Conflict(
            "这个任务还没有结果。" if not job.over else "这个任务没有结果。",
            english="The job has no result yet." if not job.over else "The job has no result.",
            argument="job",
        )
    found = await asyncio.to_thread(parts.at_work().report, job)
    if found is None:
        raise NotHere("这个任务的报告已经删除。", english="The report of the job has been deleted.", argument="job")
    return found
