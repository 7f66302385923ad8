"""Folders of packs: where those are that come with the package, and what in a folder may be gone into.

An id is checked before it becomes part of a path, and a link that leads out of the folder is not followed: packs may
come from anybody, and whoever writes them shall not make the library read, or quote in a message, what is elsewhere.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic, diagnostic

RULES, PLACES, CALENDAR, PROFILES = "rules", "jurisdictions", "calendar", "profiles"

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


def bounds_of(root: Path) -> Path | None:
    """The folder out of which no link below may lead: the folder itself.

    ``None`` for what is shipped, which some installers make of links to elsewhere.
    """
    return None if os.path.abspath(root) == os.path.abspath(shipped()) else root


def link_out(path: Path, shown: str, top: Path | None) -> tuple[Diagnostic, ...]:
    """A diagnostic where a file or folder is, by some link, neither below another one nor among what is shipped.

    Args:
        path: the file or folder.
        shown: its name in messages.
        top: the other one; ``None`` where links may lead anywhere.
    """
    if top is None or not os.path.lexists(path):
        return ()
    real = os.path.realpath(path)
    if any(_below(real, os.path.realpath(root)) for root in (top, shipped())):
        return ()
    return (diagnostic("cannot_read", path=shown, reason="它是通到规则文件夹以外的链接"),)


def links_out(folder: Path, shown: str, top: Path | None) -> list[Diagnostic]:
    """The same for a folder and all that is in it."""
    found = [*link_out(folder, shown, top)]
    if top is not None and not found:
        for entry in entries(folder):
            if entry.is_symlink():
                found += link_out(entry, f"{shown}/{entry.name}", top)
    return found


def _below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def may_hold_a_pack(path: Path) -> bool:
    """Whether an entry of ``rules/`` is the folder of an instrument."""
    return path.name not in (CALENDAR, PROFILES) and is_id(path.name) and is_folder(path)


def is_portable_id(name: str) -> bool:
    """Whether a name may be an id, in small letters, since some file systems take no others for others."""
    return is_id(name) and name == name.lower()
