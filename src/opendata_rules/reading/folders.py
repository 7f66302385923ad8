"""Folders of packs: where those are that come with the package, and what in a folder may be gone into.

An id is checked before it becomes part of a path, and a link that leads out of the folder is not followed: packs may
come from anybody, and whoever writes them shall not make the library read, or quote in a message, what is elsewhere.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

RULES, PLACES, CALENDAR = "rules", "jurisdictions", "calendar"

_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_LONGEST = 100
#: Names that mean something else to Windows, whatever the folder.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def shipped() -> Path:
    """The folder of the packs that come with the package: inside the wheel, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent.parent


def is_id(name: str) -> bool:
    """Whether a name may be the id of an instrument or a place, and so the name of its folder or file."""
    return len(name) <= _LONGEST and _ID.fullmatch(name) is not None and name.casefold() not in _DEVICES


def is_folder(path: Path) -> bool:
    """Whether there is a folder that can be looked at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether there is a plain file that can be looked at."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def entries(folder: Path) -> tuple[Path, ...]:
    """What is in a folder, by name; nothing where it is gone or may not be looked into."""
    try:
        return tuple(sorted(folder.iterdir()))
    except (OSError, ValueError):
        return ()


def leads_out(path: Path, top: Path) -> bool:
    """Whether a file or folder below another is, by some link, neither below that one nor among what is shipped."""
    if not os.path.lexists(path):
        return False
    real = os.path.realpath(path)
    return not any(_below(real, os.path.realpath(root)) for root in (top, shipped()))


def leading_out(folder: Path, top: Path) -> tuple[Path, ...]:
    """The folder, or what in it leads out of another folder above it. See :func:`leads_out`."""
    if leads_out(folder, top):
        return (folder,)
    return tuple(entry for entry in entries(folder) if entry.is_symlink() and leads_out(entry, top))


def _below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)
