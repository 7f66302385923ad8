"""What goes live, as a commit: by whoever wrote it, with the reason and who approved it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ...errors import BadOutput
from ...quoting import quoted

_SECONDS = 60
_NOT_IN_NAMES = re.compile(r"[<>\x00-\x1f\x7f]")


def is_checkout(folder: Path) -> bool:
    """Whether a folder lies in a git checkout."""
    return any((one / ".git").exists() for one in (folder, *folder.parents)) and bool(
        _run(folder, ["rev-parse", "--show-toplevel"]).stdout.strip()
    )


def commit(folder: Path, names: Sequence[str], author: str, reason: str, approved: str) -> str:
    """Commit files, and nothing else that is changed there.

    Args:
        folder: of rules.
        names: the files, below the folder.
        author: who wrote the change; empty for nobody that is known.
        reason: why.
        approved: who approved it; empty where that was nobody else.

    Returns:
        The commit.

    Raises:
        BadOutput: git refuses; what is prepared for a commit is as it was.
    """
    told = f"{reason}\n" + (f"\nApproved-by: {_name(approved)}\n" if approved else "")
    who = _name(author) or "opendata-rules"
    given = {f"GIT_{role}_{what}": value for role in ("AUTHOR",) for what, value in (("NAME", who), ("EMAIL", ""))}
    given |= {"GIT_COMMITTER_NAME": "opendata-rules", "GIT_COMMITTER_EMAIL": ""}
    known = _run(folder, ["ls-files", "-z", "--", *names]).stdout.split("\0")
    new = [name for name in names if name not in known]
    # New files are only announced: their content, like that of the others, is taken from the folder by the commit.
    steps = [(["add", "--intent-to-add", "--", *new], "")] if new else []
    steps.append((["commit", "-q", "--cleanup=whitespace", "-F", "-", "--only", "--", *names], told))
    for arguments, text in steps:
        done = _run(folder, arguments, text, given)
        if done.returncode:
            if new:
                _run(folder, ["reset", "-q", "--", *new])
            why = quoted((done.stderr or done.stdout).strip(), 300)
            raise BadOutput(f"git 没有提交：{why}", english=f"git did not commit: {why}", argument="git")
    return _run(folder, ["rev-parse", "HEAD"]).stdout.strip()


def last_commit(folder: Path, name: str) -> tuple[str, str] | None:
    """Who last changed a file, and when (ISO 8601, with the zone), by the commits; ``None`` where none has it."""
    told = _run(folder, ["log", "-1", "--format=%an%x00%aI", "--", name]).stdout.strip().split("\0")
    return (told[0], told[1]) if len(told) == 2 else None


def merged(mine: bytes, base: bytes, theirs: bytes, room: Path) -> bytes | None:
    """Two changes of one file together; ``None`` where they meet on the same lines, or there is no git."""
    for name, content in (("mine", mine), ("base", base), ("theirs", theirs)):
        (room / name).write_bytes(content)
    try:
        done = subprocess.run(
            ["git", "merge-file", "-p", "mine", "base", "theirs"], cwd=room, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _name(text: str) -> str:
    return _NOT_IN_NAMES.sub("", text).strip()


def _run(
    folder: Path, arguments: Sequence[str], text: str = "", given: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    # Whoever signs commits does so by hand; and nobody is there to be asked for a password.
    known = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(given or {})}
    command = ["git", "-c", "commit.gpgsign=false", "-c", "core.quotepath=false", *arguments]
    try:
        return subprocess.run(
            command, cwd=folder, input=text, capture_output=True, encoding="utf-8", errors="replace",
            timeout=_SECONDS, env=known, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return subprocess.CompletedProcess(command, 1, "", type(error).__name__)
