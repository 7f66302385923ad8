"""The shelf: a folder of packs, read lazily, and the legal orders made from it."""

from __future__ import annotations

import datetime as dt
import difflib
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from ..diagnostics.diagnostic import Diagnostic, broken, diagnostic
from ..errors import BadPack, UnknownJurisdiction
from ..norms.chain import Chain
from ..norms.instruments import Jurisdiction, bound_together
from ..norms.order import LegalOrder
from ..norms.pack import Article, Pack
from ..reading.folders import CALENDAR, PLACES, RULES
from ..vocabulary.words import Words
from ..working_days import Calendar, LazyCalendar
from .files import read_jurisdiction, read_pack, words_in
from .sources import Added

#: Most orders kept.
_ORDERS_KEPT = 1024


class Shelf:
    """Packs read lazily, each on its own, and the orders made from them. Safe to share between threads.

    Args:
        root: folder that holds ``rules/`` and ``jurisdictions/``.
        added: further folders of the kind, by entry point; what the first one has, they do not replace.

    Raises:
        BadPack: the folder does not hold both.
    """

    def __init__(self, root: Path, added: Iterable[Added] = ()) -> None:
        # The process may move to another folder before a pack is read.
        self.root = root = root.absolute()
        self._added = tuple(added)
        for name in (RULES, PLACES):
            if not (root / name).is_dir():
                problem = diagnostic("missing_file", path=str(root), name=f"{name}/")
                raise BadPack(f"{root} 中没有 {name}/ 文件夹。", diagnostics=[problem])
        self._calendar = LazyCalendar(root / RULES / CALENDAR, f"{RULES}/{CALENDAR}")
        self._lock = threading.RLock()
        self._places: dict[str, Jurisdiction] | None = None
        self._bad_places: dict[str, list[Diagnostic]] = {}
        self._packs: dict[str, Pack] = {}
        self._words: Words | None = None
        self._words_for: dict[str, Words] = {}
        self._orders: dict[tuple[str, dt.date, bool, bool], LegalOrder] = {}

    @property
    def jurisdictions(self) -> Mapping[str, Jurisdiction]:
        """Places by id; those with a broken file are left out until asked for."""
        with self._lock:
            if self._places is None:
                places: dict[str, Jurisdiction] = {}
                for path in self._files(PLACES, "*.yaml"):
                    place, problems = read_jurisdiction(path, f"{PLACES}/{path.name}")
                    if place is None:
                        self._bad_places[path.stem] = problems
                    else:
                        places[path.stem] = place
                self._places = places
            return MappingProxyType(self._places)

    def jurisdiction(self, place: str) -> Jurisdiction:
        """The place of that id or Chinese name.

        Raises:
            UnknownJurisdiction: there is none.
            BadPack: its file is broken.
        """
        places = self.jurisdictions
        if place in self._bad_places:
            raise self._bad(f"{PLACES}/{place}.yaml", self._bad_places[place])
        for found in places.values():
            if place in (found.id, found.name, found.code, *found.other_names):
                return found
        words = [word for p in places.values() for word in (p.id, p.name, *p.other_names)]
        nearest = difflib.get_close_matches(str(place), words, n=3, cutoff=0.4)
        allowed = "、".join(f"{p.name}（{p.id}）" for p in places.values())
        unread = "".join(f"另外，规则包“{one.name}”没有读出来：{one.problem}。" for one in self._added if one.problem)
        broken_files = "、".join(f"{PLACES}/{name}.yaml" for name in self._bad_places)
        if broken_files:
            unread += f"有错误、没有读出来的文件：{broken_files}。"
        raise UnknownJurisdiction(f"没有收录“{place}”。可选：{allowed}。{unread}", nearest=nearest)

    def _files(self, kind: str, pattern: str) -> tuple[Path, ...]:
        """Files or folders of one kind in all folders, those of the first before those added, each name once."""
        found: dict[str, Path] = {}
        for root in (self.root, *(one.root for one in self._added if one.root is not None)):
            for path in sorted((root / kind).glob(pattern)):
                found.setdefault(path.name, path)
        return tuple(found.values())

    def folder(self, instrument: str) -> Path:
        """The folder of an instrument; one under the first root where there is none."""
        found = (path for path in self._files(RULES, "*") if path.name == instrument and path.is_dir())
        return next(found, self.root / RULES / instrument)

    @property
    def calendar(self) -> Calendar:
        """The working days by the notices in ``rules/calendar/``.

        Raises:
            BadPack: a notice has errors.
        """
        return self._calendar()

    def pack(self, instrument: str) -> Pack:
        """The pack of an instrument.

        Raises:
            BadPack: there is none of that id, or it has errors; ``diagnostics`` lists them all.
        """
        with self._lock:
            found = self._packs.get(instrument)
            if found is None:
                folder = self.folder(instrument)
                if not folder.is_dir():
                    near = difflib.get_close_matches(instrument, self.instrument_ids(), n=3)
                    problem = diagnostic("unknown_instrument", path=f"{PLACES}", id=instrument)
                    hint = f"是不是：{'、'.join(near)}？" if near else ""
                    raise BadPack(f"没有名为“{instrument}”的规则包。{hint}", diagnostics=[problem])
                found, problems = read_pack(folder, f"{RULES}/{instrument}")
                if found is None or broken(problems):
                    raise self._bad(f"{RULES}/{instrument}", problems)
                self._packs[instrument] = found
            return found

    @property
    def words(self) -> Words:
        """The words of all packs, for files that may speak of any place."""
        with self._lock:
            if self._words is None:
                self._words = words_in(self.folder(name) for name in self.instrument_ids())
            return self._words

    def words_for(self, instrument: str) -> Words:
        """The words of which the cases of an instrument may speak: those of every place that it bears on."""
        with self._lock:
            found = self._words_for.get(instrument)
            if found is None:
                names = bound_together(instrument, self.jurisdictions)
                found = self._words_for[instrument] = words_in(self.folder(name) for name in names)
            return found

    def instrument_ids(self) -> tuple[str, ...]:
        """Ids of all packs, in alphabetical order."""
        return tuple(sorted(path.name for path in self._files(RULES, "*") if path.is_dir() and path.name != CALENDAR))

    def order(self, place: str, on: dt.date, drafts: bool = False, strict: bool = False) -> LegalOrder:
        """What binds a place on a date; the same object for the same question.

        Args:
            place: id, Chinese name or division code.
            on: the date; never a default, never a ``datetime``.
            drafts: treat drafts as in force on every date.
            strict: answer ``undetermined`` wherever ``missing_instrument`` would warn.

        Raises:
            UnknownJurisdiction: the place is not known.
            BadPack: a pack it needs has errors.
            TypeError: ``on`` is not a plain date.
        """
        if type(on) is not dt.date:
            raise TypeError(f"on 应当是 datetime.date，得到的是 {type(on).__name__}。 (on must be a datetime.date)")
        found = self.jurisdiction(place)
        key = (found.id, on, bool(drafts), bool(strict))
        with self._lock:
            order = self._orders.get(key)
            if order is None:
                self._check_parents(found)
                chain = Chain.build(found, on, bool(drafts), self.jurisdiction, self.pack)
                self._check_words(chain)
                if len(self._orders) >= _ORDERS_KEPT:
                    # A caller who asks for very many dates should not fill the memory with them.
                    self._orders.pop(next(iter(self._orders)))
                order = self._orders[key] = self._made(chain, bool(strict))
            return order

    def _check_words(self, chain: Chain) -> None:
        """That what the packs of a chain bring goes together."""
        # What a higher place brings was there first.
        packs = [pack for place in reversed(chain.places) for pack in place.packs if pack.brought is not None]
        if len(packs) < 2:
            return
        from .collisions import collisions

        problems = list(collisions(packs, self.folder))
        if problems:
            raise self._bad(problems[0].path, problems)

    def _made(self, chain: Chain, strict: bool) -> LegalOrder:
        return LegalOrder(chain, self._calendar, strict=strict)

    def articles(self, place: str) -> tuple[Article, ...]:
        """Every row of the article tables of a place's own instruments, drafts included.

        Raises:
            UnknownJurisdiction: the place is not known.
            BadPack: a pack has errors.
        """
        found = self.jurisdiction(place)
        return tuple(row for instrument in found.instruments for row in self.pack(instrument).articles)

    def _check_parents(self, place: Jurisdiction) -> None:
        seen = [place.id]
        while place.parent is not None:
            if place.parent in seen:
                chain = " → ".join([*seen, place.parent])
                problem = diagnostic("parent_cycle", path=f"{PLACES}/{place.id}.yaml", chain=chain)
                raise self._bad(f"{PLACES}/{place.id}.yaml", [problem])
            if place.parent not in self.jurisdictions and place.parent not in self._bad_places:
                problem = diagnostic("unknown_place", path=f"{PLACES}/{place.id}.yaml", id=place.parent)
                raise self._bad(f"{PLACES}/{place.id}.yaml", [problem])
            place = self.jurisdiction(place.parent)
            seen.append(place.id)

    @staticmethod
    def _bad(name: str, problems: list[Diagnostic]) -> BadPack:
        first = problems[0]
        more = f"（共 {len(problems)} 处）" if len(problems) > 1 else ""
        where = "" if first.path == name else f"{first.path.removeprefix(f'{name}/')} "
        where += f"第 {first.line} 行"
        return BadPack(
            f"{name} 有错误，不能使用：{where} {first.message}{more}。用 opendata-rules lint 查看全部。",
            diagnostics=problems,
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.root.name or self.root}>"
