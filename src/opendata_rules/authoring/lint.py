"""Linting: every problem of every pack, without raising for anything that is in a file.

Beyond what reading a file shows, packs are checked against each other (ids, places, instruments) and, with the
regulations' texts at hand, against the law: anchors must occur in the passages cited and fingerprints must match,
so that an amended text names exactly the rules to review.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..answers.bounded import in_words
from ..answers.workload import too_broad
from ..diagnostics.diagnostic import Diagnostic, broken, diagnostic, limited
from ..diagnostics.wording import nearest
from ..errors import BadPack
from ..norms.instruments import Jurisdiction, bound_together, with_older
from ..norms.pack import Pack
from ..norms.provisions import Provision
from ..packs.arguments import folder_argument
from ..packs.collisions import collisions
from ..packs.files import (
    CASES,
    DUTY_CASES,
    FILES,
    INSTRUMENT,
    exists,
    read_jurisdiction,
    read_pack,
    words_in,
)
from ..packs.files import RULES as RULES_FILE
from ..packs.inheritance import read_documents, versions_in
from ..packs.shelf import Shelf
from ..packs.sources import Added
from ..quoting import quoted
from ..reading.document import Document, Location, read
from ..reading.folders import (
    PLACES,
    PROFILES,
    RULES,
    bounds_of,
    entries,
    is_folder,
    is_id,
    is_portable_id,
    link_out,
    links_out,
)
from ..vocabulary.keywords import chinese
from ..vocabulary.words import FACTS, PROCEDURES, Words
from ..working_days.written import CALENDAR, STATUTORY
from .files import MODELS, check, listing, problems_of_file, words_beside
from .profiles import problems_of_profiles
from .regulation_texts.checks import Texts
from .rule_cases.common import CaseResult
from .rule_cases.running import run_cases
from .rule_places import file_of, place_of
from .versions import forks, versions_not_bound

_KNOWN_FILES = (*FILES, CASES, DUTY_CASES)
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
    return _ordered(_Everything(root, Texts(texts)).problems())


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
        if names & set(_KNOWN_FILES):
            pack, found = _read_folder(folder, shown, {}, words_beside(folder))
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


def _read_folder(
    folder: Path, shown: str, documents: dict[Path, Document], words: Words
) -> tuple[Pack | None, list[Diagnostic]]:
    """One pack, with every problem of its folder, cases included; files of cases are put among the documents.

    Args:
        folder: the folder of the pack.
        shown: its name in messages.
        documents: takes the files of cases.
        words: the facts and procedures of which its cases may speak; whether the place of a case knows them is seen
            when it is run.
    """
    pack, problems = read_pack(folder, shown)
    for name in (CASES, DUTY_CASES):
        if exists(folder / name):
            documents[folder / name] = read(folder / name, shown=f"{shown}/{name}")
            problems += check(documents[folder / name], MODELS[name], words=words)
    if pack is not None:
        problems += _too_broad(pack, folder, shown)
    entries, found = listing(folder, shown)
    problems += found
    for entry in entries:
        if entry.name == PROFILES:
            problems += problems_of_profiles(entry, f"{shown}/{entry.name}", folder)
        elif entry.name not in _KNOWN_FILES:
            problems.append(diagnostic("unexpected_file", path=f"{shown}/{entry.name}", name=entry.name))
    return pack, problems


def _too_broad(pack: Pack, folder: Path, shown: str) -> Iterator[Diagnostic]:
    """Rules that with those before them spread into more combinations than can be worked out."""
    for spent in too_broad(pack):
        joined = read_documents(folder, shown).documents
        document = joined.get(RULES_FILE) or read(folder / RULES_FILE, shown=f"{shown}/{RULES_FILE}")
        at = place_of(document.data, spent.rule) or ()
        what, limit = spent.rule or spent.matter, in_words(spent.limit)
        yield document.diagnostic("too_many_combinations", (*at, chinese("id")), what=what, limit=limit)


# -- packs together ----------------------------------------------------------------------------------------------------


class _Everything:
    """All files of a folder of packs, read once."""

    def __init__(self, root: Path, texts: Texts) -> None:
        self.root = root
        self.texts = texts
        self.bounds = bounds_of(root)
        self.packs: dict[str, Pack] = {}
        self.places: dict[str, Jurisdiction] = {}
        #: Names of all folders of instruments, broken ones included.
        self.instruments: list[str] = []
        #: By later version, the instrument that it amends.
        self.before: dict[str, str] = {}
        self._documents: dict[Path, Document] = {}
        self._joined: dict[str, Mapping[str, Document]] = {}

    def problems(self) -> Iterator[Diagnostic]:
        found = [*self._read_places(), *self._read_packs(), *self._calendar()]
        found += [*self._relations(), *self._duplicates()]
        yield from found
        if not broken(found):
            yield from self._cases()
        for name, pack in self.packs.items():
            yield from self.texts.problems(pack, self.root / RULES / name, f"{RULES}/{name}")
        yield from self.texts.unused()

    def _read_places(self) -> Iterator[Diagnostic]:
        entries, problems = listing(self.root / PLACES, PLACES)
        yield from problems
        for path in entries:
            shown = f"{PLACES}/{path.name}"
            if path.suffix != ".yaml":
                advice = "请移走；地方文件以地方的编号命名，例如 taian.yaml。"
                yield diagnostic("unexpected_file", path=shown, name=path.name, help=advice)
                continue
            if not is_portable_id(path.stem):
                yield diagnostic("bad_name", path=shown, name=quoted(path.stem))
            if outside := link_out(path, shown, self.bounds):
                yield from outside
                continue
            place, found = read_jurisdiction(path, shown)
            yield from found
            if place is not None:
                self.places[place.id] = place
        if not entries and not problems:
            yield diagnostic("missing_file", path=PLACES, name="地方文件")

    def _read_packs(self) -> Iterator[Diagnostic]:
        entries, problems = listing(self.root / RULES, RULES)
        yield from problems
        inside = (one for one in entries if is_folder(one) and not links_out(one, one.name, self.bounds))
        self.before = versions_in(inside)
        for folder in entries:
            shown = f"{RULES}/{folder.name}"
            if folder.name == PROFILES:
                yield from problems_of_profiles(folder, shown, self.bounds)
            if folder.name in (CALENDAR, PROFILES):
                continue
            if not is_folder(folder):
                advice = "请移到它所属文件的文件夹里。"
                yield diagnostic("unexpected_file", path=shown, name=folder.name, help=advice)
                continue
            if not is_portable_id(folder.name):
                yield diagnostic("bad_name", path=shown, name=quoted(folder.name))
            if outside := links_out(folder, shown, self.bounds):
                yield from outside
                continue
            self.instruments.append(folder.name)
            together = bound_together(folder.name, self.places, self.before)
            beside = (self.root / RULES / name for name in together if is_id(name))
            words = words_in(one for one in beside if not links_out(one, one.name, self.bounds))
            pack, found = _read_folder(folder, shown, self._documents, words)
            yield from found
            if pack is not None:
                self.packs[folder.name] = pack

    def _calendar(self) -> Iterator[Diagnostic]:
        folder = self.root / RULES / CALENDAR
        outside = links_out(folder, f"{RULES}/{CALENDAR}", self.bounds)
        yield from outside
        if exists(folder) and not outside:
            from ..working_days.checks import check_calendar

            yield from check_calendar(folder, f"{RULES}/{CALENDAR}")

    def _relations(self) -> Iterator[Diagnostic]:
        """Places that name instruments and places, and those that nobody names."""
        homes: dict[str, str] = {}
        for place in self.places.values():
            document = read(self.root / PLACES / f"{place.id}.yaml", shown=f"{PLACES}/{place.id}.yaml")
            yield from self._names(place, document, homes)
            for index, name in enumerate(place.instruments):
                if name not in self.instruments:
                    near = "、".join(nearest(name, self.instruments))
                    advice = f"是不是：{near}？" if near else None
                    at = (chinese("instruments"), index)
                    yield document.diagnostic("unknown_instrument", at, id=name, help=advice)
            at_parent = (chinese("parent"),)
            if place.parent is not None and not exists(self.root / PLACES / f"{place.parent}.yaml"):
                near = "、".join(nearest(place.parent, self.places))
                advice = f"是不是：{near}？" if near else None
                yield document.diagnostic("unknown_place", at_parent, id=place.parent, help=advice)
            chain, above = [place.id], place.parent
            while above in self.places and above not in chain:
                chain.append(above)
                above = self.places[above].parent
            if above == place.id:
                yield document.diagnostic("parent_cycle", at_parent, chain=" → ".join([*chain, above]))
            yield from versions_not_bound(place, document, self.before, self.instruments)
        yield from forks(self.root, self.before)
        bound = {
            name for place in self.places.values() for one in place.instruments for name in with_older(one, self.before)
        }
        for name in self.instruments:
            if self.places and name not in bound:
                yield diagnostic("unused_instrument", path=f"{RULES}/{name}/{INSTRUMENT}", id=name)

    @staticmethod
    def _names(place: Jurisdiction, document: Document, homes: dict[str, str]) -> Iterator[Diagnostic]:
        """Names by which another place goes already: whoever asks for one of them would get either."""
        named: list[tuple[str, Location]] = [(place.name, (chinese("name"),)), (place.code, (chinese("code"),))]
        named += [(name, (chinese("other_names"), index)) for index, name in enumerate(place.other_names)]
        for name, at in named:
            other = homes.setdefault(name, place.id)
            if other != place.id:
                yield document.diagnostic("duplicate_place", at, name=name, other=f"{other}.yaml")

    def _duplicates(self) -> Iterator[Diagnostic]:
        after = set(self.before.values())
        newest = [pack for name, pack in self.packs.items() if name not in after]
        yield from collisions(newest, lambda name: self.root / RULES / name)
        homes: dict[str, str] = {}
        for name, pack in self.packs.items():
            for rule in pack.provisions():
                home = homes.setdefault(rule.id, name)
                # The versions of one instrument have their rules in common.
                if home != name and with_older(home, self.before)[-1] != with_older(name, self.before)[-1]:
                    yield self._at(name, rule, "duplicate_rule_id", id=rule.id, other=home)

    def _cases(self) -> Iterator[Diagnostic]:
        exercised: set[str] = set()
        unread: list[Diagnostic] = []
        try:
            shelf = Shelf(self.root)
            # Read a moment ago; reading is most of the time that checking takes.
            shelf._packs.update(self.packs)
            for result in run_cases(shelf, documents=self._documents):
                if isinstance(result, CaseResult):
                    exercised |= result.rules
                    if result.diagnostic is not None:
                        yield result.diagnostic
                else:
                    unread.append(result)
        except BadPack as error:
            yield from error.diagnostics
            return
        yield from unread
        if broken(unread):
            # Which rules the cases that were not run would have reached, nobody knows.
            return
        for name, pack in self.packs.items():
            for rule in pack.provisions():
                if rule.id not in exercised:
                    yield self._at(name, rule, "no_case_for_rule", id=rule.id)

    def _at(self, instrument: str, rule: Provision, code: str, **fields: Any) -> Diagnostic:
        """A diagnostic on a rule, where its id is written."""
        if instrument not in self._joined:
            folder, shown = self.root / RULES / instrument, f"{RULES}/{instrument}"
            self._joined[instrument] = read_documents(folder, shown).documents
        name = file_of(rule)
        document = self._joined[instrument].get(name)
        if document is None:
            # It is gone since its rules were read.
            path = self.root / RULES / instrument / name
            document = read(path, shown=f"{RULES}/{instrument}/{name}")
        at = place_of(document.data, rule.id) or ()
        return document.diagnostic(code, (*at, chinese("id")), **fields)
