"""The proof that cases are good: every mutant of some packs, what is known of it, and the rest run in two processes."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field

from ...errors import BadPack
from ...packs.shelf import Shelf
from ...reading.folders import RULES
from .cases import Case, Tried, digest_of_all
from .killing import Bench, Fate
from .resting import Resting
from .stamp import files_of_cases, meaning_of
from .store import Store
from .workshop import Mutant

#: Processes that run cases at once.
PROCESSES = 2
#: Mutants that one of them takes at a time: what is lost when it is stopped.
_CHUNK = 20
#: So few mutants are run without further processes, which take a second to start.
_FEW = 40

#: Told how many mutants of how many are done.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Proof:
    """What became of the mutants of one pack.

    Attributes:
        instrument: id of the instrument.
        mutants: how many there are.
        ran: how many of them were run; what became of the others was known.
        equal: how many answer every question as the pack does.
        survivors: those that no case noticed, though they answer otherwise, in the order of the files.
        failing: cases that come out otherwise than expected as the pack is; nothing is run then.
        meaning: what the stamp of the pack names where every mutant was noticed: of rules and cases as they were read
            before the first mutant was run, whatever was saved since.
    """

    instrument: str
    mutants: int
    ran: int
    equal: int
    survivors: tuple[Fate, ...]
    failing: tuple[Case, ...]
    meaning: str
    bench: Bench = field(repr=False, compare=False)

    @property
    def clean(self) -> bool:
        """Whether every mutant was noticed, or answers as the pack does."""
        return not self.survivors and not self.failing

    def mutant(self, fate: Fate) -> Mutant:
        """The mutant that a fate is of."""
        return self.bench.workshop.mutants[fate.number]


class _Pack:
    """One pack on its way through a proof."""

    def __init__(self, shelf: Shelf, instrument: str, store: Store) -> None:
        self.bench = Bench(shelf, instrument)
        mutants = self.bench.workshop.mutants
        files = files_of_cases(shelf.folder(instrument), f"{RULES}/{instrument}")
        self.meaning = meaning_of(self.bench.workshop.pack, files)
        resting = Resting(shelf, self.bench.workshop, self.bench.cases)
        self.whole = resting.whole if mutants else ""
        self.keys = [resting.digest(mutant) for mutant in mutants]
        self.fates: dict[int, Fate] = {}
        self._store = store
        known = store.known(self.keys)
        for number, key in enumerate(self.keys):
            fate = self._known(number, known.get(key))
            if fate is not None:
                self.fates[number] = fate
        self.pending = [number for number in range(len(mutants)) if number not in self.fates]
        self.failing: tuple[Case, ...] = ()
        if mutants and (self.pending or not store.known([self.whole])):
            tried = self.bench.cases.tried
            self.failing = tuple(one for one in self.bench.cases.all if tried[one.digest].failed)
            if not self.failing:
                store.keep([(self.whole, Fate(-1, "").told, "")])

    def _seen_by(self, number: int) -> tuple[str, ...]:
        return tuple(one.digest for one in self.bench.cases.seeing(self.bench.workshop.mutants[number].rule))

    def _known(self, number: int, row: tuple[str, str] | None) -> Fate | None:
        """A fate that still holds: it hangs on the very case that noticed the mutant, or on all that did not."""
        if row is None:
            return None
        fate = Fate.of(number, row[0])
        if fate.equal or (fate.killed_by is not None and fate.killed_by in self._seen_by(number)):
            return fate
        return fate if fate.killed_by is None and row[1] == digest_of_all(self._seen_by(number)) else None

    def take(self, fates: Iterable[Fate]) -> None:
        """Take up what became of some mutants, and keep it for the next time."""
        found = list(fates)
        self.fates |= {fate.number: fate for fate in found}
        self._store.keep(
            (self.keys[fate.number], fate.told, "" if fate.killed_by else digest_of_all(self._seen_by(fate.number)))
            for fate in found
        )

    def proof(self) -> Proof:
        """What became of all of them."""
        fates = [self.fates[number] for number in sorted(self.fates)]
        return Proof(
            instrument=self.bench.instrument,
            mutants=len(self.keys),
            ran=0 if self.failing else len(self.pending),
            equal=sum(fate.equal for fate in fates),
            survivors=() if self.failing else tuple(fate for fate in fates if fate.survived),
            failing=self.failing,
            meaning=self.meaning,
            bench=self.bench,
        )


def prove(
    shelf: Shelf,
    instruments: Iterable[str],
    store: Store,
    progress: Progress = lambda done, total: None,
    processes: int = PROCESSES,
) -> Iterator[Proof]:
    """What becomes of every mutant of some packs.

    Args:
        shelf: the packs.
        instruments: ids of instruments.
        store: what is known from before; what is found out is kept there as it comes, whatever stops the rest.
        progress: told how far it is.
        processes: how many processes run cases at once.

    Yields:
        One proof for each instrument that has rules, as soon as it is there.

    Raises:
        BadPack: a pack has errors, or was saved anew while its mutants were run.
    """
    packs = {name: pack for name in instruments if (pack := _Pack(shelf, name, store)).keys}
    total, done = sum(len(pack.keys) for pack in packs.values()), 0
    waiting = {name: set(pack.pending) if not pack.failing else set() for name, pack in packs.items()}

    def left() -> int:
        return sum(map(len, waiting.values()))

    progress(total - left(), total)
    for name in [name for name in packs if not waiting[name]]:
        yield packs[name].proof()
    for name, fates in _ran(shelf, {name: packs[name] for name in packs if waiting[name]}, processes):
        packs[name].take(fates)
        waiting[name] -= {fate.number for fate in fates}
        done = total - left()
        progress(done, total)
        if not waiting[name]:
            yield packs[name].proof()


def _ran(shelf: Shelf, packs: Mapping[str, _Pack], processes: int) -> Iterator[tuple[str, list[Fate]]]:
    """The fates of all mutants that are not known yet, some at a time."""
    chunks = [
        (name, pack.pending[start : start + _CHUNK])
        for name, pack in packs.items()
        for start in range(0, len(pack.pending), _CHUNK)
    ]
    if sum(len(numbers) for _, numbers in chunks) <= _FEW or processes < 2 or not _travels(shelf):
        for name, numbers in chunks:
            yield name, list(packs[name].bench.fates(numbers))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _start, (shelf,)) as pool:
        tasks: dict[Future[list[Fate] | None], str] = {
            pool.submit(_fates, name, packs[name].whole, packs[name].bench.cases.tried, numbers): name
            for name, numbers in chunks
        }
        try:
            for task in as_completed(tasks):
                fates = task.result()
                if fates is None:
                    raise _saved_meanwhile(tasks[task])
                yield tasks[task], fates
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _saved_meanwhile(instrument: str) -> BadPack:
    return BadPack(
        f"检验期间，{instrument} 或者与它有关的文件改动过；请再检验一次，已经检验的不会白做。",
        english=f"{instrument}, or what it hangs on, was changed while its mutants were run; run it again.",
    )


def _travels(shelf: Shelf) -> bool:
    """Whether another process can open the same packs."""
    try:
        pickle.dumps(shelf)
    except TypeError:
        return False
    return True


# -- in the other processes -------------------------------------------------------------------------------------------

_opened: list[Shelf] = []
_benches: dict[str, Bench] = {}


def _start(shelf: Shelf) -> None:
    # Who stops the program stops the first process, which stops these.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _opened.append(shelf)


def _fates(instrument: str, whole: str, tried: Mapping[str, Tried], numbers: list[int]) -> list[Fate] | None:
    """The fates of some mutants; ``None`` where this process reads other packs or cases than those that are proved."""
    bench = _benches.get(instrument)
    if bench is None:
        bench = Bench(_opened[0], instrument)
        if Resting(_opened[0], bench.workshop, bench.cases).whole != whole:
            return None
        bench.cases.tried = tried
        _benches[instrument] = bench
    return list(bench.fates(numbers))
