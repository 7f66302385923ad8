"""Profiles of platforms in a folder of packs: what of them cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..catalogue.errors import BadProfile
from ..catalogue.profile_file import entry_of
from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..reading.document import read
from ..reading.folders import entries, is_folder, link_out


def problems_of_profiles(folder: Path, shown: str, bounds: Path | None) -> Iterator[Diagnostic]:
    """Every problem of a folder of profiles.

    Args:
        folder: the folder.
        shown: its name in messages.
        bounds: the folder out of which no link may lead; ``None`` where links may lead anywhere.
    """
    outside = link_out(folder, shown, bounds)
    yield from outside
    if outside:
        return
    if not is_folder(folder):
        yield diagnostic("unexpected_file", path=shown, name=folder.name)
        return
    for path in entries(folder):
        name = f"{shown}/{path.name}"
        if path.suffix != ".yaml":
            yield diagnostic("unexpected_file", path=name, name=path.name)
            continue
        outside = link_out(path, name, bounds)
        yield from outside
        if outside:
            continue
        yield from problems_of_profile(path, name)


def problems_of_profile(path: Path, shown: str) -> Iterator[Diagnostic]:
    """Every problem of one profile that is to be registered.

    Args:
        path: its file.
        shown: its name in messages.
    """
    document = read(path, shown=shown)
    yield from document.diagnostics
    if document.data is None:
        return
    try:
        entry_of(document)
    except BadProfile as problem:
        yield diagnostic("bad_profile", path=shown, reason=str(problem))
