"""What all pages of the room do: find the visitor's catalogue, check it, check it again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from ....law import Law
from ...editions import Edition
from ...keeping import Job
from ...parts import LONG, aside
from ...uploads.book import Upload
from ...uploads.checking import AT_ONCE, Task, Warm, check, law_of
from ..visit import Visit

T = TypeVar("T")
#: The first page of the room.
ROOM = "/catalogues"


def whose(visit: Visit) -> str | None:
    """Whose catalogues are shown; ``None`` for all, where nobody has to say who asks."""
    return None if visit.caller.scopes is None else visit.caller.name


def address(upload: Upload, *more: str) -> str:
    """The address of a page of a catalogue."""
    return "/".join((ROOM, upload.id, *more))


async def of_visit(visit: Visit) -> Upload:
    """The catalogue of the address.

    Raises:
        NotHere: there is none, or it is another's.
    """
    return await asyncio.to_thread(visit.parts.shelf().of, visit.of_path("catalogue"), whose(visit))


async def in_thread(visit: Visit, ask: Callable[[], T], *, long: bool = False) -> T:
    """What work in a thread comes to; see :func:`~opendata_rules.service.parts.aside`.

    Raises:
        TooSlow: it takes longer than the visitor may wait.
    """
    return await aside(ask, visit.caller.seconds, long=long)


def law_now(upload: Upload, edition: Edition) -> Law:
    """The law by which a catalogue is checked, of the rules that answer now.

    Raises:
        UnknownJurisdiction: its place is there no more.
    """
    return law_of(upload, edition.library)


async def first(visit: Visit, upload: Upload) -> None:
    """Check a catalogue that just came: at once, or as a job where it is large.

    Raises:
        Error: whatever the library says of a small one; of a large one the job has it.
    """
    edition = visit.edition()
    if upload.about.size >= visit.parts.settings.aside:
        await as_job(visit, upload, edition)
        return

    def work() -> None:
        with upload.there():
            found = check(upload, law_now(upload, edition), edition.digest)
            visit.parts.own(Warm).keep(upload, edition.digest, found)

    await in_thread(visit, work)


async def again(visit: Visit, upload: Upload, places: Sequence[int] | None = None) -> None:
    """Have what was answered, waived or compared count.

    Args:
        visit: the visit.
        upload: the catalogue.
        places: the datasets that were answered on; ``None`` where it concerns all.

    Raises:
        Error: whatever the library says.
    """
    edition = visit.edition()
    if upload.told("total", 0) > AT_ONCE:
        await as_job(visit, upload, edition)
        return

    def work() -> None:
        with upload.there():
            law = law_now(upload, edition)
            if places is not None:
                visit.parts.own(Warm).again(upload, law, edition.digest, places)
            else:
                visit.parts.own(Warm).keep(upload, edition.digest, check(upload, law, edition.digest))

    await in_thread(visit, work)


async def at_hand(visit: Visit, upload: Upload) -> None:
    """Begin to have a catalogue at hand, so that the first answer need not wait for that; do not wait for it here."""
    edition = visit.edition()
    if (await asyncio.to_thread(upload.told, "total", 0)) <= AT_ONCE:

        def work() -> None:
            visit.parts.own(Warm).prepare(upload, law_now(upload, edition), edition.digest)

        asyncio.get_running_loop().run_in_executor(LONG, work)


async def as_job(visit: Visit, upload: Upload, edition: Edition) -> None:
    """Check a catalogue in a process of its own; its page shows how far that is."""
    task = Task(edition.copied, upload.folder, edition.digest)
    job = await visit.parts.at_work().begin(task, visit.caller.name, edition)
    await asyncio.to_thread(upload.tell, job=job.id)


async def job_of(visit: Visit, upload: Upload) -> Job | None:
    """The job that checks a catalogue; ``None`` where none was begun, or it has been deleted."""
    name = await asyncio.to_thread(upload.told, "job")
    return None if name is None else await asyncio.to_thread(visit.parts.kept().job, name)
