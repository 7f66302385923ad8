"""The files of rules below a path, each with its name in messages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...reading.folders import PLACES, PROFILES, RULES, entries, is_file, is_folder


def files_below(path: Path, endings: tuple[str, ...] = (".yaml",)) -> Iterator[tuple[Path, str]]:
    """Files with these endings at a path, and below it; of a folder of packs, those of its packs and places.

    Args:
        path: a file, or a folder.
        endings: endings of the names, in lower case.
    """
    if not is_folder(path):
        yield path, str(path)
        return
    tops = [path / name for name in (PLACES, RULES) if is_folder(path / name)] or [path]
    for top in tops:
        yield from _below(top, "" if top == path else f"{top.name}/", endings)


def _below(folder: Path, shown: str, endings: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for entry in entries(folder):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if is_folder(entry) and entry.name != PROFILES:
            yield from _below(entry, f"{shown}{entry.name}/", endings)
        elif is_file(entry) and entry.name.lower().endswith(endings):
            yield entry, f"{shown}{entry.name}"
