"""Folders that are git repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: Nothing of the machine's own settings has a say.
_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
_WHO = ("-c", "user.name=某人", "-c", "user.email=someone@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    """What git says in a folder."""
    done = subprocess.run(
        ["git", "-C", str(folder), *_WHO, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **_SETTINGS},
    )
    return done.stdout


def repository(folder: Path) -> Path:
    """A folder as a repository with all that is in it committed, on the branch ``main``."""
    git(folder, "init", "-q", "-b", "main")
    return commit(folder)


def commit(folder: Path) -> Path:
    """All that is in a folder committed."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "规则")
    return folder
