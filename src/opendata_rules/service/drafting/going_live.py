"""A draft that goes live: all of its files, or none, in the place of just those that it was made from."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...quoting import quoted
from ..errors import Conflict
from . import git
from .drafts import Draft, DraftFile
from .files import RuleFolder

_LOCK = "going-live.lock"


def outdated(folder: RuleFolder, files: Sequence[DraftFile]) -> list[str]:
    """Names of the files that are not any more what a draft was made from."""
    return [one.name for one in files if folder.read(one.name).content != one.base]


def go_live(folder: RuleFolder, draft: Draft, approved: str, state: Path) -> str:
    """Write the files of a draft, and commit them where the folder is a git checkout.

    Args:
        folder: of rules.
        draft: what goes live.
        approved: who approved it; empty where that was nobody else.
        state: a folder of this machine, for a lock that its workers share.

    Returns:
        The commit; empty where there is none.

    Raises:
        Conflict: a file is not any more what the draft was made from.
        BadOutput: a file cannot be written, or git refuses; then everything is as it was.
    """
    with _alone(state):
        late = outdated(folder, draft.files)
        if late:
            shown = quoted("、".join(late), 400)
            raise Conflict(
                f"{shown} 在修改稿写成以后有变化，没有写入。请作者在现在的文件上再改。",
                english=f"{shown} changed after the draft was made; nothing was written.",
                argument="draft",
            )
        changed = [one for one in draft.files if one.content != one.base]
        done: list[DraftFile] = []
        try:
            for one in changed:
                folder.replace(one.name, one.content)
                done.append(one)
            if changed and git.is_checkout(folder.root):
                return git.commit(folder.root, [one.name for one in changed], draft.author, draft.reason, approved)
        except BaseException:
            for one in done:
                folder.replace(one.name, one.base)
            raise
    return ""


@contextlib.contextmanager
def _alone(state: Path) -> Iterator[None]:
    """Within, no other worker of this machine writes rules."""
    with (state / _LOCK).open("a") as stream:
        try:
            import fcntl
        except ImportError:  # Windows; the files are compared all the same
            yield
            return
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
