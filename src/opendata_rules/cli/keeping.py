"""What commands that check packs keep for the next time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ..authoring.kept import Kept, cache_folder

NoCache = Annotated[
    bool,
    typer.Option("--no-cache", help="不用以前检查的结果，全部重新检查，也不留下结果。"),
]


@contextmanager
def keeping(no_cache: bool) -> Iterator[Kept]:
    """What was found out before, and what is now; nothing of either where that is not wanted."""
    kept = Kept(None if no_cache else cache_folder())
    try:
        yield kept
    finally:
        kept.close()
