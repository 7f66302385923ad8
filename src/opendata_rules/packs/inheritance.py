"""修订自: what a later version of an instrument says, its own files and those that it inherits.

The two are joined as they are written, before anything is given its meaning: the result is read as if the later version
had been written in full, and every message still stands where the words do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic, broken, diagnostic
from ..diagnostics.wording import nearest
from ..quoting import quoted
from ..reading.document import Document, read, read_bytes
from ..reading.folders import entries, is_file, is_folder, is_id, links_out
from ..reading.unsaved import unsaved
from .joining import ABOLISHED, AMENDS, INSTRUMENT, Inherited, Joining
from .joining import FILES as FILES
from .renumbering import RENUMBERED

#: Gives the folder of an instrument; ``None`` where there is none that may be looked into.
Find = Callable[[str], Path | None]


def beside(folder: Path) -> Find:
    """Finds the folders of instruments beside one."""

    def find(instrument: str) -> Path | None:
        rules = folder.resolve().parent
        found = rules / instrument
        return found if is_folder(found) and not links_out(found, instrument, rules) else None

    return find


def amended(document: Document | None) -> str | None:
    """Id of the instrument that an ``instrument.yaml`` says it amends, as it is written."""
    named = document.data.get(AMENDS) if document is not None and isinstance(document.data, dict) else None
    return named.strip() if isinstance(named, str) and named.strip() else None


def versions_in(folders: Iterable[Path]) -> dict[str, str]:
    """By later version, the instrument that it amends, as the folders of instruments say.

    Args:
        folders: folders of instruments.
    """
    found: dict[str, str] = {}
    for folder in folders:
        try:
            # What is no plain file might never end.
            path = folder / INSTRUMENT
            held = unsaved(path)
            written = held if held is not None else path.read_bytes() if is_file(path) else b""
        except OSError:
            continue
        # Most instruments amend none; only what may is read in full.
        if AMENDS.encode() in written:
            before = amended(read_bytes(written, INSTRUMENT))
            if before is not None:
                found[folder.name] = before
    return found


def read_documents(folder: Path, shown: str, find: Find | None = None, seen: tuple[str, ...] = ()) -> Inherited:
    """Read the files of a pack, joined with what it inherits.

    Args:
        folder: the folder of the pack.
        shown: its name in messages.
        find: finds the folder of what it amends; those beside its own by default.
        seen: later versions that led here.
    """
    # Each file is read once: what is digested is what was parsed.
    there = {name: read(folder / name, shown=f"{shown}/{name}") for name in FILES if _exists(folder / name)}
    head = there.get(INSTRUMENT)
    before = amended(head)
    if head is None or before is None:
        written = head.data if head is not None and isinstance(head.data, dict) else {}
        stray = [word for word in (ABOLISHED, RENUMBERED) if word in written and AMENDS not in written]
        assert head is not None or not stray
        return Inherited(there, [head.diagnostic("not_a_version", (w,), key=True, word=w) for w in stray if head])
    at = (AMENDS,)
    if not is_id(before):
        return Inherited(there, [head.diagnostic("unsafe_id", at, id=quoted(before))])
    seen = (*seen, folder.name)
    if before in seen:
        return _circular(there, head, (*seen, before))
    find = find or beside(folder)
    found = find(before)
    if found is None:
        others = (one.name for one in entries(folder.resolve().parent) if is_folder(one) and one.name not in seen)
        near = "、".join(nearest(before, others))
        told = head.diagnostic("unknown_instrument", at, id=quoted(before), help=f"是不是：{near}？" if near else None)
        return Inherited(there, [told])
    base = read_documents(found, f"{shown.rpartition('/')[0]}/{before}".lstrip("/"), find, seen)
    if base.circle:
        return _circular(there, head, base.circle)
    first = [*base.problems, *(one for document in base.documents.values() for one in document.diagnostics)]
    if INSTRUMENT not in base.documents:
        first.append(diagnostic("missing_file", path=f"{before}/{INSTRUMENT}", name=INSTRUMENT))
    if broken(first) or not all(isinstance(document.data, dict) for document in base.documents.values()):
        worst = next((one for one in first if broken([one])), None)
        return Inherited(there, [broken_before(head, before, worst)])
    return Joining(there, base.documents, before, shown).inherited(found)


def _circular(there: Mapping[str, Document], head: Document, circle: tuple[str, ...]) -> Inherited:
    told = head.diagnostic("amendment_cycle", (AMENDS,), chain=" → ".join(circle))
    return Inherited(there, [told], circle=circle)


def broken_before(head: Document, before: str, first: Diagnostic | None) -> Diagnostic:
    """That what is amended cannot be used, with the first thing that is wrong there."""
    place = "" if first is None else f"{first.path} 第 {first.line} 行"
    told = "有一份文件是空的" if first is None else first.message
    return head.diagnostic("amended_broken", (AMENDS,), id=before, place=place, first=told)


def _exists(path: Path) -> bool:
    # What is no file, or may not be read, must not pass for absent.
    return os.path.lexists(path)
