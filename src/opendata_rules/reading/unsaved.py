"""Texts that an editor holds and has not saved: they stand in the place of what is on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_HELD: ContextVar[Mapping[str, bytes] | None] = ContextVar("unsaved", default=None)


@contextmanager
def holding(texts: Mapping[str, bytes]) -> Iterator[None]:
    """Read these texts instead of the files of their names, in this thread, as long as it lasts.

    Args:
        texts: by :func:`key` of their paths.
    """
    token = _HELD.set(texts)
    try:
        yield
    finally:
        _HELD.reset(token)


def key(path: Path) -> str:
    """What a file goes by: its path, absolute, in the case of the system."""
    return os.path.normcase(os.path.abspath(path))


def unsaved(path: Path) -> bytes | None:
    """What is held of a file; ``None`` where the file on the disk counts."""
    held = _HELD.get()
    return None if not held else held.get(key(path))


def held_below(folder: Path) -> frozenset[str]:
    """The files below a folder of which a text is held, by :func:`key`, whether they are on the disk or not."""
    top = key(folder) + os.sep
    return frozenset(name for name in _HELD.get() or () if name.startswith(top))
