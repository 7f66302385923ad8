"""A folder of packs, and the laws that can be asked of it."""

from __future__ import annotations

import datetime as dt
import difflib
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .diagnostics import Diagnostic, diagnostic
from .errors import BadPack, ReceiptMismatch, UnknownJurisdiction
from .hierarchy import Chain
from .law import Law
from .packs import broken, read_jurisdiction, read_pack
from .plugins import Added, added
from .provisions import Article, Jurisdiction, Pack
from .version import __version__

if TYPE_CHECKING:
    from .working_days import Calendar

RULES, PLACES, CALENDAR = "rules", "jurisdictions", "calendar"


def shipped() -> Path:
    """The packs that come with the package: inside the wheel, or at the top of a checkout."""
    inside = Path(__file__).parent / "shipped"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent


class LazyCalendar:
    """The calendar of a folder, read when first asked for. Picklable, so that laws are."""

    __slots__ = ("_folder", "_found", "_shown")

    def __init__(self, folder: Path, shown: str) -> None:
        self._folder = folder
        self._shown = shown
        self._found: Calendar | None = None

    def __call__(self) -> Calendar:
        if self._found is None:
            from .working_days import read_calendar

            # Two threads may read it at once; they read the same.
            self._found = read_calendar(self._folder, self._shown)
        return self._found


class Library:
    """Packs read lazily, each on its own, and the laws made from them. Safe to share between threads.

    Args:
        root: folder that holds ``rules/`` and ``jurisdictions/``.
        added: further folders of the kind, by entry point; what the first one has, they do not replace.

    Raises:
        BadPack: the folder does not hold both.
    """

    def __init__(self, root: Path, added: Iterable[Added] = ()) -> None:
        self.root = root
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
        self._laws: dict[tuple[str, dt.date, bool, bool], Law] = {}

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

    def instrument_ids(self) -> tuple[str, ...]:
        """Ids of all packs, in alphabetical order."""
        return tuple(sorted(path.name for path in self._files(RULES, "*") if path.is_dir() and path.name != CALENDAR))

    def law(self, place: str, *, on: dt.date, drafts: bool = False, strict: bool = False) -> Law:
        """What binds a place on a date.

        Args:
            place: id, Chinese name or division code.
            on: the date of the law; never a default, never a ``datetime``.
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
            law = self._laws.get(key)
            if law is None:
                self._check_parents(found)
                chain = Chain.build(found, on, bool(drafts), self.jurisdiction, self.pack)
                law = Law(chain, self._calendar, strict=bool(strict))
                if len(self._laws) >= 1024:
                    # A caller who asks for very many dates should not fill the memory with them.
                    self._laws.pop(next(iter(self._laws)))
                self._laws[key] = law
            return law

    def articles(self, place: str) -> tuple[Article, ...]:
        """Every row of the article tables of a place's own instruments, drafts included.

        Raises:
            UnknownJurisdiction: the place is not known.
            BadPack: a pack has errors.
        """
        found = self.jurisdiction(place)
        return tuple(row for instrument in found.instruments for row in self.pack(instrument).articles)

    def lint(self, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
        """Every problem of every file, cases included; empty if all is well.

        Args:
            texts: folder with the regulations' texts; given, anchors and fingerprints are checked too.
        """
        from .linting import lint_added, lint_library

        return (*lint_library(self.root, texts), *lint_added(self._added, texts))

    def replay(self, receipt: Mapping[str, Any]) -> Any:
        """Compute the answer of a receipt again.

        Raises:
            ReceiptMismatch: packs or engine are not those the receipt was issued under, or it is no receipt.
        """
        try:
            kind, place, options = receipt["kind"], receipt["place"], dict(receipt["options"])
            on = dt.date.fromisoformat(receipt["on"])
            facts, packs, engine = dict(receipt["facts"]), dict(receipt["packs"]), receipt["engine"]
            law = self.law(place, on=on, drafts=options.pop("drafts"), strict=options.pop("strict"))
        except (KeyError, TypeError, ValueError) as error:
            raise ReceiptMismatch(f"这不是本库出具的凭据：{error}。") from error
        if engine != __version__:
            raise ReceiptMismatch(f"凭据由 {engine} 版出具，现在是 {__version__} 版，不能保证结果相同。")
        now = law.receipt(kind, {}, {})["packs"]
        changed = sorted(name for name in packs.keys() | now.keys() if packs.get(name) != now.get(name))
        if changed:
            raise ReceiptMismatch(f"出具凭据之后，下列规则包有变化：{'、'.join(changed)}。", nearest=changed)
        if receipt.get("calendar") is not None and receipt["calendar"] != law.calendar.digest:
            raise ReceiptMismatch("出具凭据之后，工作日历有变化。", nearest=("calendar",))
        try:
            return _replayed(law, kind, facts, options)
        except ReceiptMismatch:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise ReceiptMismatch(f"这不是本库出具的凭据：{error}。") from error

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
        return BadPack(
            f"{name} 有错误，不能使用：第 {first.line} 行 {first.message}{more}。用 opendata-rules lint 查看全部。",
            diagnostics=problems,
        )

    def __repr__(self) -> str:
        return f"<Library {self.root.name or self.root}>"


def _replayed(law: Law, kind: str, facts: dict[str, Any], options: dict[str, Any]) -> Any:
    def day(name: str) -> dt.date:
        return dt.date.fromisoformat(options[name])

    match kind:
        case "classify":
            return law.classify(facts, **options)
        case "change":
            return law.check_change(options["before"], options["after"], facts)
        case "check":
            return law.check(options["topic"], facts)
        case "deadline":
            return law.deadline(options["step"], trigger=day("trigger"), facts=facts, receipt=options["receipt"])
        case "schedule":
            actual = {name: dt.date.fromisoformat(text) for name, text in options["actual"].items()}
            return law.schedule(
                options["procedure"],
                trigger=day("trigger"),
                actual=actual,
                on=day("on"),
                facts=facts,
                receipt=options["receipt"],
            )
    raise ReceiptMismatch(f"不认识“{kind}”类凭据。")


def load(path: str | Path | None = None) -> Library:
    """Open a folder of packs.

    Args:
        path: folder holding ``rules/`` and ``jurisdictions/``; it replaces the shipped packs and all that are added.

    Raises:
        BadPack: the folder does not hold both.
    """
    return Library(Path(path)) if path is not None else Library(shipped(), added())


def calendar(until: int | dt.date | None = None) -> Calendar:
    """The working days of mainland China by the notices that come with the package.

    Args:
        until: pretend that no notice after this year (or the year of this day) has been published.

    Raises:
        TypeError: ``until`` is neither a year nor a plain date.
        ValueError: the year is before the first one known.
    """
    found = _SHIPPED()
    return found if until is None else found.known_until(until)


#: The shipped calendar never changes while the program runs, and is read once.
_SHIPPED = LazyCalendar(shipped() / RULES / CALENDAR, f"{RULES}/{CALENDAR}")
