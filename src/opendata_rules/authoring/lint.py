"""Linting: every problem of every pack, without raising for anything that is in a file.

Beyond what reading a file shows, packs are checked against each other (ids, places, instruments) and, with the
regulations' texts at hand, against the law: anchors must occur in the passages cited and fingerprints must match,
so that an amended text names exactly the rules to review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics.diagnostic import CONSEQUENCES, Diagnostic, diagnostic, limited
from ..packs.arguments import folder_argument
from ..packs.sources import Added, added
from ..reading.folders import PLACES, RULES, bounds_of, entries, is_folder, shipped
from .kept import Kept
from .unchanged import OF_WORDS, Files, Looking, Unchanged, Unsure

# What looks at files takes long to load, and is loaded where there is anything to look at.

#: Most diagnostics of one kind in one file.
_REPEATS = 200
#: What stands in the head of a later version.
_AMENDS = "修订自"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and what it looked at.

    Attributes:
        problems: every problem found, in the order of :func:`lint`.
        said: what was looked at, and what was not, in a Chinese sentence.
    """

    problems: tuple[Diagnostic, ...]
    said: str


def lint(path: str | Path, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check a folder of packs, one pack, or one file.

    Args:
        path: a folder with ``rules/`` and ``jurisdictions/``, its ``rules/``, a folder of one instrument, or any file.
        texts: folder with the regulations' texts; given, anchors and fingerprints are checked too.

    Returns:
        Every problem found, in order of path and line, but words before the files that use them, and cases that come
        out otherwise last, since what stands before is often why. Nothing in a file makes this raise.

    Raises:
        TypeError: an argument is no path.
    """
    return check(path, texts).problems


def check(path: str | Path, texts: str | Path | None = None, kept: Kept | None = None) -> Checked:
    """Check what :func:`lint` checks, and say what that was.

    Args:
        path: as :func:`lint` takes it.
        texts: the same.
        kept: what was found out before: what was in order, and is the same to the last byte, is not looked at again.
    """
    path = folder_argument(path, "path")
    if (root := whole_folder(path)) is not None:
        return check_library(root, texts, kept)
    if is_folder(path):
        return _check_folder(path, texts, None if kept is None else Unchanged(kept))
    from .files import problems_of_file
    from .one_place import beside_others, law_above, places_beside

    places = places_beside(path)
    problems = _ordered([*problems_of_file(path, str(path)), *beside_others(path, str(path), places)])
    return Checked(problems, law_above(path, places) or "检查了这一个文件；没有看与别的文件的关系。")


def whole_folder(path: Path) -> Path | None:
    """The folder of packs meant: one that holds ``rules/`` and ``jurisdictions/``, or whose ``rules/`` it is."""
    if is_folder(path / RULES) and is_folder(path / PLACES):
        return path
    if path.name != RULES and not is_folder(path):
        return None
    above = path.resolve().parent
    if path.resolve().name == RULES and is_folder(path) and is_folder(above / PLACES):
        return path.parent if path.name == RULES else above
    return None


def whole_around(path: Path) -> Path | None:
    """The folder of packs that a folder is, see :func:`whole_folder`, or that it is in: that of a pack, of places."""
    inside = path.resolve()
    above = (one.parent for one in (inside, *inside.parents) if one.name in (RULES, PLACES))
    return whole_folder(path) or next(filter(whole_folder, above), None)


def lint_library(root: Path, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check a whole folder of packs. See :func:`lint`."""
    return check_library(root, texts).problems


def check_library(root: Path, texts: str | Path | None = None, kept: Kept | None = None) -> Checked:
    """Check a whole folder of packs, and say what that was. See :func:`check`."""
    unchanged = None if kept is None else Unchanged(kept)
    folders = [root / RULES, root / PLACES, *([] if texts is None else [Path(texts)])]
    hangs_on = _content(unchanged, folders)
    if unchanged is not None and hangs_on is not None:
        said = unchanged.known("all", hangs_on)
        if said is not None:
            return Checked((), said)
    from .regulation_texts.checks import Texts
    from .whole import Everything

    everything = Everything(root, Texts(texts), unchanged)
    problems = _ordered(everything.problems())
    if unchanged is not None:
        if hangs_on is not None and not problems:
            unchanged.found(everything.said(), "all", hangs_on)
        unchanged.keep()
    return Checked(problems, everything.said())


def _check_folder(path: Path, texts: str | Path | None, unchanged: Unchanged | None) -> Checked:
    """Check a folder that is not a whole one: mostly that of one pack."""
    # What is compared with texts is looked at each time.
    against = None if texts is not None else unchanged
    compared = ""
    with Looking(against, "pack", lambda files: _of_folder(files, path)) as looking:
        problems: tuple[Diagnostic, ...] = ()
        if not looking.known:
            from .one_folder import problems_of_folder
            from .regulation_texts.checks import Texts

            read = Texts(texts)
            problems = _ordered(problems_of_folder(path, read, bounds_of(path)))
            compared = read.said()
        looking.in_order = not problems
    if unchanged is not None:
        unchanged.keep()
    name = path.name or path
    return Checked(problems, f"检查了 {name} 里的文件{compared}；没有运行用例，也没有看与别的文件的关系。")


def _of_folder(unchanged: Unchanged, path: Path) -> object:
    """What it hangs on whether a folder is in order by itself: what is in it, and the words of the packs beside it."""
    above = path.resolve().parent
    beside = [one for one in entries(above) if is_folder(one)] if above.name == RULES else []
    head = path / "instrument.yaml"
    # Of a later version, what is inherited, from whichever of them.
    inherits = head.exists() and _AMENDS.encode() in unchanged.content(head)
    if inherits and not beside:
        raise Unsure
    return unchanged.pack(path, beside if inherits else (), beside)


def _content(unchanged: Unchanged | None, folders: Iterable[Path]) -> list[Files] | None:
    """All files of some folders; ``None`` where it cannot be told, or need not."""
    try:
        return None if unchanged is None else [unchanged.files(folder) for folder in folders]
    except Unsure:
        return None


def check_at_hand(texts: str | Path | None = None, kept: Kept | None = None) -> tuple[Diagnostic, ...]:
    """Check the packs of this library, and those that other distributions add. See :func:`check`.

    Args:
        texts: folder with the regulations' texts.
        kept: what was found out before of the packs of this library; those that are added are looked at each time.
    """
    root, others = shipped(), tuple(added())
    problems = check_library(root, texts, kept).problems
    return (*problems, *lint_added(root, others, texts)) if others else problems


def lint_added(root: Path, added: Iterable[Added], texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check the packs that other distributions add, each file by itself: what they build on is not among them.

    Args:
        root: the folder to which they are added.
        added: what is added.
        texts: folder with the regulations' texts.
    """
    from .one_folder import problems_of_folder
    from .regulation_texts.checks import Texts

    found: list[Diagnostic] = []
    #: What each name stands for already, and where.
    homes: dict[tuple[str, str], str] = {}
    for kind, name in _names_in(root):
        homes[kind, name] = "本库"
    for one in added:
        if one.root is None:
            found.append(diagnostic("cannot_read", path=one.name, reason=one.problem))
            continue
        found += problems_of_folder(one.root, Texts(texts), None)
        for kind, name in _names_in(one.root):
            home = homes.setdefault((kind, name), f"“{one.name}”")
            if home != f"“{one.name}”":
                reason = f"{home}已经有同名的了，这一份不会使用"
                found.append(diagnostic("cannot_read", path=f"{one.name}/{kind}/{name}", reason=reason))
    return _ordered(found)


def _names_in(root: Path) -> Iterator[tuple[str, str]]:
    """The names of places and instruments in a folder of packs; the calendar of what is added is not used."""
    for kind in (PLACES, RULES):
        for entry in entries(root / kind):
            if entry.name[:1] != ".":
                yield kind, entry.name


def _ordered(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    ordered = sorted(dict.fromkeys(problems), key=_order)
    return tuple(limited(ordered, _REPEATS))


def _order(problem: Diagnostic) -> tuple[bool, str, int, int, str]:
    """By path and line; in one folder, what is wrong with words stands before what is wrong where they are used.

    Cases that come out otherwise stand last, since what stands before is often why.
    """
    path = Path(problem.path)
    # A space comes before every letter.
    shown = str(path.with_name(f" {path.name}")) if path.name in OF_WORDS[:2] else problem.path
    return problem.code in CONSEQUENCES, shown, problem.line, problem.column, problem.code
