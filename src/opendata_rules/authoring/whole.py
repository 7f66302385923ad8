"""All packs of a folder together: what they say of each other, and their cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..diagnostics.diagnostic import Diagnostic, broken, diagnostic
from ..diagnostics.wording import nearest
from ..errors import BadPack
from ..norms.instruments import Jurisdiction, bound_together, with_older
from ..norms.pack import Pack
from ..packs.collisions import collisions
from ..packs.files import INSTRUMENT, exists, read_jurisdiction, read_pack, words_in
from ..packs.inheritance import versions_in
from ..packs.shelf import Shelf
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
from ..working_days.written import CALENDAR
from .files import listing
from .in_files import InFiles, file_of
from .mutation.stamp import files_of_cases, problems_of_stamp
from .one_pack import read_folder
from .pack_checks.heads import problems_beside_files, problems_beside_places
from .pack_checks.places import problems_of_place
from .pack_checks.presence import cases_missing, no_referral
from .profiles import problems_of_profiles
from .regulation_texts.checks import Texts
from .rule_cases.common import CaseResult
from .rule_cases.running import run_cases
from .unchanged import Looking, Unchanged
from .versions import forks, versions_not_bound


class Everything:
    """All files of a folder of packs, read once.

    Args:
        root: the folder.
        texts: the regulations' texts.
        unchanged: what was found out of the same files before; what was in order then is not looked at again.
    """

    def __init__(self, root: Path, texts: Texts, unchanged: Unchanged | None = None) -> None:
        self.root = root
        self._unchanged = unchanged
        self.texts = texts
        self.bounds = bounds_of(root)
        self.packs: dict[str, Pack] = {}
        self.places: dict[str, Jurisdiction] = {}
        #: Names of all folders of instruments, broken ones included.
        self.instruments: list[str] = []
        #: By later version, the instrument that it amends.
        self.before: dict[str, str] = {}
        #: How many cases were run; ``None`` where errors kept them from it.
        self.ran: int | None = None
        self._documents: dict[Path, Document] = {}
        self._place_files: dict[str, Document] = {}
        #: Places of which nothing more is to be said before their names and what is above them are right.
        self._confused: set[str] = set()

    def said(self) -> str:
        """What was looked at, once it was, in a Chinese sentence."""
        notices = [path for path in entries(self.root / RULES / CALENDAR) if path.stem.isdecimal()]
        said = f"检查了 {len(self.instruments)} 个法律文件、{len(self.places)} 个地方、{len(notices)} 个年度的放假通知"
        said += self.texts.said()
        return said + ("；有错误，用例没有运行。" if self.ran is None else f"，运行了 {self.ran} 个用例。")

    def problems(self) -> Iterator[Diagnostic]:
        found = [*self._read_places(), *self._read_packs(), *self._calendar()]
        found += [*self._relations(), *self._duplicates(), *self._beside()]
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
                if path.suffix.lower() in (".yml", ".txt") and not exists(path.with_suffix(".yaml")):
                    advice = f"请把文件名改为 {path.name.partition('.')[0]}.yaml；opendata-rules fix 可以改扩展名。"
                yield diagnostic("unexpected_file", path=shown, name=path.name, help=advice)
                continue
            if not is_portable_id(path.stem):
                yield diagnostic("bad_name", path=shown, name=quoted(path.stem))
                self._confused.add(path.stem)
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
            pack, found = self._read_pack(folder, shown)
            yield from found
            if pack is not None:
                self.packs[folder.name] = pack

    def _read_pack(self, folder: Path, shown: str) -> tuple[Pack | None, list[Diagnostic]]:
        """A pack with the problems of its folder; one that was in order, without what else is in its folder."""
        beside = self._beside_in_words(folder.name)
        with Looking(self._unchanged, "folder", lambda files: self._hangs_on(files, folder.name)) as looking:
            if looking.known:
                return read_pack(folder, shown)
            pack, found = read_folder(folder, shown, self._documents, words_in(beside))
            looking.in_order = not found
            return pack, found

    def _beside_in_words(self, name: str) -> list[Path]:
        """The folders of the packs whose words the cases of an instrument may use."""
        together = bound_together(name, self.places, self.before)
        beside = (self.root / RULES / one for one in together if is_id(one))
        return [one for one in beside if not links_out(one, one.name, self.bounds)]

    def _hangs_on(self, files: Unchanged, name: str) -> list[Any]:
        """What it hangs on whether the folder of an instrument is in order by itself."""
        older = [self.root / RULES / one for one in with_older(name, self.before)[1:] if is_id(one)]
        return files.pack(self.root / RULES / name, older, self._beside_in_words(name))

    def _calendar(self) -> Iterator[Diagnostic]:
        folder = self.root / RULES / CALENDAR
        outside = links_out(folder, f"{RULES}/{CALENDAR}", self.bounds)
        yield from outside
        if exists(folder) and not outside:
            with Looking(self._unchanged, "calendar", lambda files: files.files(folder)) as looking:
                if not looking.known:
                    from ..working_days.checks import check_calendar

                    found = list(check_calendar(folder, f"{RULES}/{CALENDAR}"))
                    looking.in_order = not found
                    yield from found

    def _relations(self) -> Iterator[Diagnostic]:
        """Places that name instruments and places, and those that nobody names."""
        homes: dict[str, str] = {}
        for place in self.places.values():
            document = read(self.root / PLACES / f"{place.id}.yaml", shown=f"{PLACES}/{place.id}.yaml")
            self._place_files[place.id] = document
            yield from self._names(place, document, homes)
            for index, name in enumerate(place.instruments):
                if name not in self.instruments:
                    advice = self._renamed(name)
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
                self._confused.add(place.id)
                yield document.diagnostic("parent_cycle", at_parent, chain=" → ".join([*chain, above]))
            yield from versions_not_bound(place, document, self.before, self.instruments)
        yield from forks(self.root, self.before)
        bound = {
            name for place in self.places.values() for one in place.instruments for name in with_older(one, self.before)
        }
        for name in self.instruments:
            if self.places and name not in bound:
                yield diagnostic("unused_instrument", path=f"{RULES}/{name}/{INSTRUMENT}", id=name)

    def _renamed(self, name: str) -> str | None:
        """What may be meant by an id that no folder has: best a folder that nobody names, which was renamed."""
        named = {one for place in self.places.values() for one in place.instruments}
        lonely = [one for one in self.instruments if one not in named and one not in self.before.values()]
        if near := nearest(name, lonely, cutoff=0.3):
            return (
                f"rules/ 下有文件夹 {near[0]}，没有一个地方列出它，是不是改了名？"
                f"请把文件夹改回 {quoted(name)}，或者在这里写 {near[0]}。"
            )
        near = nearest(name, self.instruments, cutoff=0.8)
        return f"是不是：{'、'.join(near)}？" if near else None

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
                    yield self._files(name).of_rule("duplicate_rule_id", rule, id=rule.id, other=home)

    def _files(self, instrument: str) -> InFiles:
        return InFiles(self.root / RULES / instrument, f"{RULES}/{instrument}")

    def _beside(self) -> Iterator[Diagnostic]:
        """What places and packs say beside each other, and beside the files that are there."""
        for place in self.places.values():
            if place.id not in self._confused:
                yield from problems_of_place(place, self._place_files[place.id], self.places)
        referring = {name for name, pack in self.packs.items() if pack.referrals}
        for name, pack in self.packs.items():
            files, one = self._files(name), pack.instrument
            bound = [
                place
                for place in self.places.values()
                if any(name in with_older(mine, self.before) for mine in place.instruments)
            ]
            yield from problems_beside_places(one, bound, self.places, files)
            yield from problems_beside_files(one, files)
            if len(referring) > 1 and name not in referring:
                yield from no_referral(pack, files)

    def _cases(self) -> Iterator[Diagnostic]:
        exercised: set[str] = set()
        unread: list[Diagnostic] = []
        ran, failed = 0, False
        try:
            shelf = Shelf(self.root)
            # Read a moment ago; reading is most of the time that checking takes.
            shelf._packs.update(self.packs)
            for result in run_cases(shelf, documents=self._documents, unchanged=self._unchanged):
                if isinstance(result, CaseResult):
                    ran += 1
                    exercised |= result.rules
                    if result.diagnostic is not None:
                        failed = True
                        yield result.diagnostic
                else:
                    unread.append(result)
        except BadPack as error:
            yield from error.diagnostics
            return
        self.ran = ran
        yield from unread
        if broken(unread):
            # Which rules the cases that were not run would have reached, nobody knows.
            return
        for name, pack in self.packs.items():
            files = self._files(name)
            bare = [rule for rule in pack.provisions() if rule.id not in exercised]
            yield from (files.of_rule("no_case_for_rule", rule, id=rule.id) for rule in bare)
            yield from cases_missing(pack, files, {file_of(rule) for rule in bare})
            if not bare and not failed:
                # Whether cases are good enough is asked where there are some, and all come out as they must.
                yield from self._stamp(name, pack)

    def _stamp(self, name: str, pack: Pack) -> Iterator[Diagnostic]:
        folder, shown = self.root / RULES / name, f"{RULES}/{name}"
        with Looking(self._unchanged, "stamp", lambda files: self._hangs_on(files, name)) as looking:
            if not looking.known:
                found = list(problems_of_stamp(pack, folder, shown, files_of_cases(folder, shown, self._documents)))
                looking.in_order = not found
                yield from found
