"""The shelf: a folder of packs, read lazily, and the legal orders made from it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from ..diagnostics.diagnostic import Diagnostic, broken, diagnostic
from ..diagnostics.wording import nearest
from ..errors import BadPack, UnknownJurisdiction
from ..norms.chain import Chain
from ..norms.instruments import Jurisdiction, bound_together
from ..norms.order import LegalOrder
from ..norms.pack import Article, Pack
from ..norms.versions import forked, packs_of_day, with_versions
from ..quoting import quoted
from ..reading.folders import (
    CALENDAR,
    PLACES,
    RULES,
    bounds_of,
    entries,
    is_id,
    links_out,
    may_hold_a_pack,
)
from ..values import FrozenDict, Shared, fill
from ..vocabulary.refusals import text_argument
from ..vocabulary.words import Words
from ..working_days import Calendar, LazyCalendar
from .arguments import bool_argument, place_argument
from .files import INSTRUMENT, place_in, read_pack, words_in
from .inheritance import versions_in
from .sources import Added, lacking

#: Most orders kept.
_ORDERS_KEPT = 1024


class Shelf(Shared):
    """Packs read lazily, each on its own, and the orders made from them. Immutable, safe to share between threads.

    What was read is kept behind underscores; nothing public of it can be changed.

    Args:
        root: folder that holds ``rules/`` and ``jurisdictions/``.
        added: further folders of the kind, by entry point; what the first one has, they do not replace.

    Attributes:
        root: the folder, as an absolute path.

    Raises:
        BadPack: the folder does not hold both, or may not be looked into.
    """

    __slots__ = (
        "_added",
        "_amended",
        "_calendar",
        "_known",
        "_lock",
        "_orders",
        "_packs",
        "_read_places",
        "_words",
        "_words_for",
        "root",
    )

    root: Path
    _added: tuple[Added, ...]
    _amended: Mapping[str, str] | None
    _calendar: LazyCalendar
    _lock: threading.RLock
    #: Places by id in the order of their folders, those with a broken file by its problems.
    _read_places: dict[str, Jurisdiction | list[Diagnostic]] | None
    _known: Mapping[str, Jurisdiction]
    _packs: dict[str, Pack]
    _words: Words | None
    _words_for: dict[str, Words]
    _orders: dict[tuple[str, dt.date, bool, bool], LegalOrder]

    def __init__(self, root: Path, added: Iterable[Added] = ()) -> None:
        # The process may move to another folder before a pack is read.
        root = root.absolute()
        problem = lacking(root)
        if problem is not None:
            shown = quoted(str(root))
            raise BadPack(
                f"{shown} 不是规则文件夹，里面要有 rules 和 jurisdictions 两个文件夹：{problem.message}。",
                diagnostics=[problem],
                english=f"no rules can be read in {shown}: it must hold the folders rules and jurisdictions",
                argument="path",
            )
        fill(
            self,
            root=root,
            _added=tuple(added),
            _amended=None,
            _calendar=LazyCalendar(root / RULES / CALENDAR, f"{RULES}/{CALENDAR}", bounds_of(root)),
            _lock=threading.RLock(),
            _read_places=None,
            _known=FrozenDict(),
            _packs={},
            _words=None,
            _words_for={},
            _orders={},
        )

    @property
    def jurisdictions(self) -> Mapping[str, Jurisdiction]:
        """Places by id; those with a broken file are left out until asked for."""
        self._places()
        return self._known

    def _places(self) -> dict[str, Jurisdiction | list[Diagnostic]]:
        with self._lock:
            if self._read_places is None:
                places: dict[str, Jurisdiction | list[Diagnostic]] = {}
                for path, top in self._files(PLACES):
                    if path.suffix == ".yaml" and path.name[:1] != ".":
                        places[path.stem] = place_in(path, top)
                known = FrozenDict((name, one) for name, one in places.items() if isinstance(one, Jurisdiction))
                fill(self, _known=known, _read_places=places)
                return places
            return self._read_places

    def jurisdiction(self, place: str) -> Jurisdiction:
        """The place of that id, Chinese name or division code.

        Raises:
            UnknownJurisdiction: there is none.
            BadPack: its file is broken.
            TypeError: it is no text.
        """
        place_argument(place)
        places = self._places()
        # The folders come one after another, so what is added never stands before what was there.
        for name, found in places.items():
            if isinstance(found, Jurisdiction):
                if place in (found.id, found.name, found.code, *found.other_names):
                    return found
            elif place == name:
                raise self._bad(f"{PLACES}/{place}.yaml", found)
        known = self.jurisdictions.values()
        near = nearest(place, [word for p in known for word in (p.id, p.name, *p.other_names)])
        allowed = "、".join(f"{p.name}（{p.id}）" for p in known)
        unread = "".join(
            f"另外，规则包“{quoted(one.name)}”没有读出来：{one.problem}。" for one in self._added if one.problem
        )
        broken_files = [f"{PLACES}/{quoted(name)}.yaml" for name, found in places.items() if isinstance(found, list)]
        if broken_files:
            unread += f"有错误、没有读出来的文件：{'、'.join(broken_files)}。"
        raise UnknownJurisdiction(
            f"没有收录“{quoted(place)}”。可选：{allowed}。{unread}",
            nearest=near,
            english=f"there is no place “{quoted(place)}”; there are: {', '.join(p.id for p in known)}",
            argument="place",
        )

    def _files(self, kind: str) -> Iterator[tuple[Path, Path | None]]:
        """Files or folders of one kind in all folders, those of the first before those added, each name once.

        With each comes the folder out of which it may not lead, if any: who adds packs has code running here anyway.
        """
        seen: set[str] = set()
        for root in (self.root, *(one.root for one in self._added if one.root is not None)):
            top = bounds_of(root) if root == self.root else None
            for path in entries(root / kind):
                if path.name not in seen:
                    seen.add(path.name)
                    yield path, top

    def _folders(self) -> Iterator[tuple[Path, Path | None]]:
        """The folders of instruments, each with the folder out of which it may not lead."""
        return (one for one in self._files(RULES) if may_hold_a_pack(one[0]))

    def _folder_of(self, instrument: str) -> tuple[Path, Path | None] | tuple[None, None]:
        """The same of one instrument."""
        found = (one for one in self._files(RULES) if one[0].name == instrument and may_hold_a_pack(one[0]))
        return next(found, (None, None))

    def folder(self, instrument: str) -> Path:
        """The folder of an instrument; one under the first root where there is none.

        Raises:
            BadPack: no instrument can have that id.
            TypeError: it is no text.
        """
        text_argument(instrument, "instrument")
        found, _ = self._folder_of(instrument)
        if found is None and not is_id(instrument):
            raise self._unknown(instrument)
        return found or self.root / RULES / instrument

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
        text_argument(instrument, "instrument")
        with self._lock:
            found = self._packs.get(instrument)
            if found is None:
                folder, top = self._folder_of(instrument)
                if folder is None:
                    raise self._unknown(instrument)
                shown = f"{RULES}/{instrument}"
                outside = links_out(folder, shown, top)
                if outside:
                    raise self._bad(shown, outside)
                found, problems = read_pack(folder, shown, self._inside_of)
                if found is None or broken(problems):
                    raise self._bad(shown, problems)
                self._packs[instrument] = found
            return found

    def _inside_of(self, instrument: str) -> Path | None:
        """The folder of an instrument, if there is one that does not lead out of its own."""
        folder, top = self._folder_of(instrument)
        return None if folder is None or links_out(folder, instrument, top) else folder

    def _unknown(self, instrument: str) -> BadPack:
        near = nearest(instrument, self.instrument_ids())
        problem = diagnostic("unknown_instrument", path=PLACES, id=quoted(instrument))
        hint = f"是不是：{'、'.join(near)}？" if near else ""
        return BadPack(
            f"没有名为“{quoted(instrument)}”的规则包。{hint}",
            diagnostics=[problem],
            english=f"there is no pack “{quoted(instrument)}”",
            nearest=near,
        )

    @property
    def words(self) -> Words:
        """The words of all packs, for files that may speak of any place."""
        with self._lock:
            if self._words is None:
                fill(self, _words=words_in(self._inside(self.instrument_ids())))
            return cast(Words, self._words)

    @property
    def amended(self) -> Mapping[str, str]:
        """By later version, the id of the instrument that it amends."""
        with self._lock:
            if self._amended is None:
                fill(self, _amended=FrozenDict(versions_in(self._inside(self.instrument_ids()))))
            return cast("Mapping[str, str]", self._amended)

    def words_for(self, instrument: str) -> Words:
        """The words of which the cases of an instrument may speak: those of every place that it bears on."""
        with self._lock:
            found = self._words_for.get(instrument)
            if found is None:
                names = bound_together(instrument, self.jurisdictions, self.amended)
                found = self._words_for[instrument] = words_in(self._inside(names))
            return found

    def _inside(self, instruments: Iterable[str]) -> Iterator[Path]:
        """The folders of instruments that do not lead out of their own."""
        wanted = set(instruments)
        for path, top in self._folders():
            if path.name in wanted and not links_out(path, path.name, top):
                yield path

    def instrument_ids(self) -> tuple[str, ...]:
        """Ids of all packs, in alphabetical order."""
        return tuple(sorted(path.name for path, _ in self._folders()))

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
            TypeError: ``place`` is no text, ``on`` not a plain date, or one of the others not ``True`` or ``False``.
        """
        place_argument(place)
        if type(on) is not dt.date:
            raise TypeError(f"on 应当是 datetime.date，得到的是 {type(on).__name__}。 (on must be a datetime.date)")
        bool_argument(drafts, "drafts")
        bool_argument(strict, "strict")
        found = self.jurisdiction(place)
        key = (found.id, on, drafts, strict)
        with self._lock:
            order = self._orders.get(key)
            if order is None:
                self._check_parents(found)
                chain = Chain.build(found, on, drafts, self._of_id, self.pack)
                self._check_versions(chain)
                self._check_words(chain)
                if len(self._orders) >= _ORDERS_KEPT:
                    # A caller who asks for very many dates should not fill the memory with them.
                    self._orders.pop(next(iter(self._orders)))
                order = self._orders[key] = self._made(chain, strict)
            return order

    def _check_versions(self, chain: Chain) -> None:
        """That no two versions of a chain follow the same one."""
        if chain.amended:
            found = forked(pack.instrument for place in chain.places for pack in place.packs)
            if found is not None:
                name, before, other = found
                problem = diagnostic("amended_twice", path=f"{RULES}/{name}/{INSTRUMENT}", id=before, other=other)
                raise self._bad(f"{RULES}/{name}", [problem])

    def _check_words(self, chain: Chain) -> None:
        """That what the packs of a chain bring goes together."""
        # What a higher place brings was there first.
        packs = [pack for place in reversed(chain.places) for pack in place.newest if pack.brought is not None]
        if len(packs) < 2:
            return
        from .collisions import collisions

        problems = list(collisions(packs, self.folder))
        if problems:
            raise self._bad(problems[0].path, problems)

    def _made(self, chain: Chain, strict: bool) -> LegalOrder:
        return LegalOrder(chain, self._calendar, strict=strict)

    def articles(self, place: str, on: dt.date | None = None) -> tuple[Article, ...]:
        """Every row of the article tables of a place's own instruments, drafts included.

        Args:
            place: id, Chinese name or division code.
            on: of several versions of an instrument that of this day; the newest by default.

        Raises:
            UnknownJurisdiction: the place is not known.
            BadPack: a pack has errors.
        """
        found = self.jurisdiction(place)
        return tuple(
            row for pack in packs_of_day(with_versions(found.instruments, self.pack), on) for row in pack.articles
        )

    def _of_id(self, place: str) -> Jurisdiction:
        """The place of an id, as places name those above them."""
        found = self._places()[place]
        if isinstance(found, list):
            raise self._bad(f"{PLACES}/{place}.yaml", found)
        return found

    def _check_parents(self, place: Jurisdiction) -> None:
        seen = [place.id]
        while place.parent is not None:
            if place.parent in seen:
                chain = " → ".join([*seen, place.parent])
                problem = diagnostic("parent_cycle", path=f"{PLACES}/{place.id}.yaml", chain=chain)
                raise self._bad(f"{PLACES}/{place.id}.yaml", [problem])
            if place.parent not in self._places():
                problem = diagnostic("unknown_place", path=f"{PLACES}/{place.id}.yaml", id=place.parent)
                raise self._bad(f"{PLACES}/{place.id}.yaml", [problem])
            place = self._of_id(place.parent)
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
            english=f"{name} has errors and cannot be used: line {first.line}, {first.code}"
            + (f" ({len(problems)} problems)." if len(problems) > 1 else "."),
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.root.name or self.root}>"
