"""The packs of a git revision, read from the repository itself: nothing is checked out, no filter or hook runs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ...errors import BadArgument
from ...quoting import quoted
from ...reading.folders import PLACES, RULES

#: Longest that one call of git may take, in seconds.
_LONGEST = 120
#: Modes of what a tree may hold: plain files, links.
_FILES, _LINK = ("100644", "100755"), "120000"


def unpack(revision: str, folder: Path, into: Path, argument: str) -> str:
    """Write the packs of a revision into a folder.

    Args:
        revision: as git takes it: ``HEAD~1``, a branch, a tag, the first digits of a commit; with ``:`` and a path
            behind it a folder of that revision.
        folder: a folder of the repository; where the revision names no path, the packs are in the same one there.
        into: an empty folder.
        argument: the argument that named the revision, for errors.

    Returns:
        The first digits of the commit or tree.

    Raises:
        BadArgument: there is no git, no repository, no such revision, or no packs in it.
    """
    if revision.startswith("-"):
        raise _bad(revision, "版本的名称不能以“-”开头", "a revision cannot begin with -", argument)
    prefix = _git(folder, ["rev-parse", "--show-prefix"], revision, argument).decode("utf-8", "surrogateescape").strip()
    asked = revision if ":" in revision else f"{revision}:{prefix}"
    tree = (
        _git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", asked], revision, argument)
        .decode("ascii", "replace")
        .strip()
    )
    if not tree or _git(folder, ["cat-file", "-t", tree], revision, argument).strip() != b"tree":
        raise _bad(revision, "没有这个文件夹或者版本", "there is no such folder or revision", argument)
    listed = list(_files(_git(folder, ["ls-tree", "-r", "-z", "--full-tree", tree], revision, argument)))
    wanted = [one for one in listed if one[2].parts[0] in (RULES, PLACES)]
    if {one[2].parts[0] for one in wanted} != {RULES, PLACES}:
        told = "这个版本里没有 rules 和 jurisdictions 两个文件夹"
        raise _bad(revision, told, "it holds no rules and jurisdictions", argument)
    for (mode, _, path), content in zip(wanted, _contents(folder, wanted, revision, argument), strict=True):
        place = into.joinpath(*path.parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            # Where it leads is looked at by whoever reads packs, as for any folder.
            os.symlink(os.fsdecode(content), place)
        else:
            place.write_bytes(content)
    return tree[:10]


def _files(told: bytes) -> Iterator[tuple[str, str, PurePosixPath]]:
    """Mode, object and path of the files of a tree, but for other repositories in it."""
    for entry in told.split(b"\0"):
        if entry:
            head, _, name = entry.partition(b"\t")
            mode, _, found = head.decode("ascii").split(" ")
            path = PurePosixPath(os.fsdecode(name))
            safe = not path.is_absolute() and ".." not in path.parts and "\\" not in str(path)
            if mode in (*_FILES, _LINK) and safe:
                yield mode, found, path


def _contents(
    folder: Path, files: Iterable[tuple[str, str, PurePosixPath]], revision: str, argument: str
) -> Iterator[bytes]:
    asked = "".join(f"{found}\n" for _, found, _ in files).encode("ascii")
    told = _git(folder, ["cat-file", "--batch"], revision, argument, asked)
    start = 0
    while start < len(told):
        end = told.index(b"\n", start)
        size = int(told[start:end].split(b" ")[-1])
        yield told[end + 1 : end + 1 + size]
        start = end + size + 2


def _git(folder: Path, arguments: list[str], revision: str, argument: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "--no-pager", "--no-replace-objects", *arguments],
            input=given,
            capture_output=True,
            timeout=_LONGEST,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except FileNotFoundError:
        told = "既没有这个文件夹，也没有安装 git，不能当作版本读取"
        raise _bad(revision, told, "no such folder, and git is not installed", argument) from None
    except subprocess.TimeoutExpired:
        raise _bad(revision, "git 没有在两分钟内答复", "git did not answer in time", argument) from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        if "not a git repository" in reason:
            told = "没有这个文件夹，现在的规则文件夹也不在 git 仓库里，不能当作版本读取"
            raise _bad(revision, told, "no such folder, and the packs stand in no git repository", argument)
        told = f"没有这个文件夹，git 也不认识这个版本{f'（{quoted(reason)}）' if reason else ''}"
        raise _bad(revision, told, "there is no such folder, nor such a revision", argument)
    return done.stdout


def _bad(revision: str, chinese: str, english: str, argument: str) -> BadArgument:
    return BadArgument(
        f"“{quoted(revision)}”：{chinese}。可以写规则文件夹、git 版本（HEAD~1、main）或者日期（2027-01-01）。",
        english=f"{quoted(revision)}: {english}.",
        argument=argument,
    )
