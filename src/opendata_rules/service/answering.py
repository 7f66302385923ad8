"""Answers to whoever asks, by address or by page: worked out beside the loop where that takes long, and recorded."""

from __future__ import annotations

import asyncio

from ..asking.questions import Kind, Reply, Told, answered
from .access.gate import Caller
from .editions import Edition
from .parts import Parts
from .recording import Entry, Kept

_LIKE = ("on", "drafts", "strict", "scheme", "unlisted", "before", "after")


async def answer_to(
    parts: Parts, caller: Caller, edition: Edition, kind: Kind, place: str, about: str, body: object, *more: str
) -> Reply:
    """The answer to a request, or to a line of a batch; see :func:`.asking.answered`.

    Args:
        parts: of the service.
        caller: who asks.
        edition: the rules that answer.
        kind: the question.
        place: id, Chinese name or division code.
        about: topic, step or procedure, where the question has one.
        body: what was sent.
        more: further keys that are taken.

    Raises:
        TooSlow: it takes longer than the caller may take.
        Error: whatever the library says of the request.
    """
    told_of = body if isinstance(body, dict) else {}
    # What is the same for questions that are answered alike quickly.
    like = (edition.digest, kind.name, place, about, *(str(told_of.get(name))[:40] for name in _LIKE))
    return await parts.quickly(like, lambda: answered(edition, kind, place, about, body, *more), caller.seconds)


def record(parts: Parts, caller: Caller, made: Reply, told: Told) -> asyncio.Future[Kept] | None:
    """Append an answer to the ledger; ``None`` where none is kept. The future is done when it is on the disk.

    Args:
        parts: of the service.
        caller: who asked.
        made: the answer, and whose it is.
        told: the answer as bytes, with its receipt.

    Raises:
        Unavailable: too many wait, or the service is stopping.
    """
    parts.observer.answers.labels(made.kind).inc()
    if parts.recorder is None:
        return None
    return parts.recorder.add(
        Entry(made.answer, caller.name, made.dataset, made.department, caller.request, told.receipt)
    )


async def recorded(parts: Parts, caller: Caller, made: Reply, told: Told) -> Kept | None:
    """The entry of an answer, once it is on the disk; ``None`` where no ledger is kept. See :func:`record`."""
    waiting = record(parts, caller, made, told)
    if waiting is None:
        return None
    kept = await waiting
    parts.observer.recorded.inc()
    return kept
