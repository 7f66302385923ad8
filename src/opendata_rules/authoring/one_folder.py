"""A folder that is not a whole one: every pack and every single file below it, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..packs.files import exists
from ..reading.folders import is_folder, links_out
from ..working_days.written import STATUTORY
from .files import listing, problems_of_file, words_beside
from .one_pack import KNOWN_FILES, read_folder
from .regulation_texts.checks import Texts


def problems_of_folder(top: Path, texts: Texts, bounds: Path | None) -> Iterator[Diagnostic]:
    """Every problem of a folder.

    Args:
        top: the folder.
        texts: the regulations' texts.
        bounds: the folder out of which no link may lead, if any.
    """
    pending = [(top, top.name)]
    anything = False
    while pending:
        folder, shown = pending.pop()
        entries, problems = listing(folder, shown)
        yield from problems
        names = {entry.name for entry in entries}
        anything |= bool(problems) or any(entry.suffix in (".yaml", ".yml") for entry in entries)
        outside = links_out(folder, shown, bounds)
        yield from outside
        if outside:
            continue
        if names & set(KNOWN_FILES):
            pack, found = read_folder(folder, shown, {}, words_beside(folder))
            yield from found
            if pack is not None:
                yield from texts.problems(pack, folder, shown)
        elif STATUTORY in names:
            from ..working_days.checks import check_calendar

            yield from check_calendar(folder, shown)
        else:
            for entry in entries:
                if entry.suffix in (".yaml", ".yml") and exists(entry):
                    # Below the folder asked for, its own name would only be noise.
                    yield from problems_of_file(entry, entry.relative_to(top).as_posix())
                elif is_folder(entry) and not entry.is_symlink():
                    pending.append((entry, entry.relative_to(top).as_posix()))
    if not anything:
        yield diagnostic("missing_file", path=str(top), name="*.yaml")
    yield from texts.unused()
