"""Linting: every problem of every pack, without raising for anything that is in a file.

Beyond what reading a file shows, packs are checked against each other (ids, places, instruments) and, with the
regulations' texts at hand, against the law: anchors must occur in the passages cited and fingerprints must match,
so that an amended text names exactly the rules to review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..diagnostics.diagnostic import Diagnostic, diagnostic, limited
from ..packs.arguments import folder_argument
from ..packs.files import exists
from ..packs.sources import Added
from ..reading.folders import PLACES, RULES, bounds_of, entries, is_folder, links_out
from ..vocabulary.words import FACTS, PROCEDURES
from ..working_days.written import STATUTORY
from .files import listing, problems_of_file, words_beside
from .one_pack import KNOWN_FILES, read_folder
from .regulation_texts.checks import Texts
from .whole import Everything

#: Most diagnostics of one kind in one file.
_REPEATS = 200


def lint(path: str | Path, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check a folder of packs, one pack, or one file.

    Args:
        path: a folder with ``rules/`` and ``jurisdictions/``, the folder of one instrument, or any file.
        texts: folder with the regulations' texts; given, anchors and fingerprints are checked too.

    Returns:
        Every problem found, in order of path and line, but words before the files that use them. Nothing in a
        file makes this raise.

    Raises:
        TypeError: an argument is no path.
    """
    path = folder_argument(path, "path")
    if is_folder(path / RULES) and is_folder(path / PLACES):
        return lint_library(path, texts)
    if is_folder(path):
        return _ordered(_lint_folder(path, Texts(texts), bounds_of(path)))
    return _ordered(problems_of_file(path, str(path)))


def lint_library(root: Path, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check a whole folder of packs. See :func:`lint`."""
    return _ordered(Everything(root, Texts(texts)).problems())


def lint_added(root: Path, added: Iterable[Added], texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check the packs that other distributions add, each file by itself: what they build on is not among them.

    Args:
        root: the folder to which they are added.
        added: what is added.
        texts: folder with the regulations' texts.
    """
    found: list[Diagnostic] = []
    #: What each name stands for already, and where.
    homes: dict[tuple[str, str], str] = {}
    for kind, name in _names_in(root):
        homes[kind, name] = "本库"
    for one in added:
        if one.root is None:
            found.append(diagnostic("cannot_read", path=one.name, reason=one.problem))
            continue
        found += _lint_folder(one.root, Texts(texts), None)
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


def _order(problem: Diagnostic) -> tuple[str, int, int, str]:
    """By path and line; in one folder, what is wrong with words stands before what is wrong where they are used."""
    path = Path(problem.path)
    # A space comes before every letter.
    shown = str(path.with_name(f" {path.name}")) if path.name in (FACTS, PROCEDURES) else problem.path
    return shown, problem.line, problem.column, problem.code


# -- files and folders -------------------------------------------------------------------------------------------------


def _lint_folder(top: Path, texts: Texts, bounds: Path | None) -> Iterator[Diagnostic]:
    """Every pack and every single file below a folder, out of which no link may lead if ``bounds`` says so."""
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
