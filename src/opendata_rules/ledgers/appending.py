"""Appending: what threads bring at the same time is written together, behind whatever another process wrote last."""

from __future__ import annotations

import datetime as dt
import functools
import threading
from collections.abc import Collection, Iterator

from ..errors import BadArgument, UnknownFact
from ..quoting import quoted
from ..storage.database import Database
from ..vocabulary.facts import vocabulary
from .audit import broken
from .disclosures import OPTIONS, OUTCOME, QUESTION, digest_of
from .entries import Draft, LedgerEntry, Written, erasure
from .tables import Row, content_of, entry_of, insert


class _Waiting:
    """What a thread waits to have written."""

    __slots__ = ("drafts", "error", "written")

    def __init__(self, drafts: list[Draft]) -> None:
        self.drafts = drafts
        self.written: list[LedgerEntry] | None = None
        self.error: BaseException | None = None


class Appender:
    """Writes the entries of one ledger.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing = threading.Lock()
        self._queue: list[_Waiting] = []
        self._queued = threading.Lock()

    def write(self, drafts: list[Draft]) -> list[LedgerEntry]:
        """Write drafts together with those of all threads that came while others were being written.

        Raises:
            BadStore: the store cannot be written; nothing was.
            BadArgument: an entry is too large.
        """
        mine = _Waiting(drafts)
        with self._queued:
            self._queue.append(mine)
        with self._writing:
            if mine.written is None and mine.error is None:
                with self._queued:
                    some = list(self._queue)
                    self._queue.clear()
                self._write_all(some)
        if mine.error is not None:
            raise mine.error
        assert mine.written is not None
        return mine.written

    def _write_all(self, some: list[_Waiting]) -> None:
        try:
            with self._database.writing():
                written = self._chained([draft for one in some for draft in one.drafts])
        except BaseException as error:
            if len(some) > 1 and isinstance(error, BadArgument):
                # One of them has no place in a ledger; the others do not suffer for it.
                for one in some:
                    self._write_all([one])
                return
            for one in some:
                one.error = error
            if not isinstance(error, Exception):
                raise
            return
        entries: Iterator[Written] = iter(written)
        for one in some:
            one.written = [_entry(next(entries)) for _ in one.drafts]

    def _chained(self, drafts: list[Draft]) -> list[Written]:
        """Write drafts behind the last entry, within :meth:`Database.writing`."""
        last = self._database.run("SELECT number, digest FROM ledger_entries ORDER BY number DESC LIMIT 1")
        number, previous = last[0] if last else (0, "")
        if type(number) is not int or type(previous) is not str:
            raise broken("form", None)
        written = []
        for draft in drafts:
            number += 1
            written.append(draft.numbered(number, previous))
            previous = written[-1].hash.hex()
        insert(self._database, written)
        return written

    def erase(self, row_of: Row, facts: Collection[str], asker: str, time: dt.datetime | None) -> LedgerEntry:
        """Destroy facts of an entry, and say so in another one. See ``ledger.erase``.

        Raises:
            UnknownFact: a fact is not kept there.
        """
        number = row_of.number
        wanted = {_id_of(name) for name in ({facts} if isinstance(facts, str) else facts)}
        there = {name for _, name, _ in row_of.disclosures if not name.startswith("@") or name == OPTIONS}
        if not wanted:
            raise BadArgument("没有写要抹去的事实。", english="no fact is named.", argument="facts")
        for name in sorted(wanted - there):
            raise UnknownFact(
                f"第 {number} 条里没有留下事实“{quoted(name)}”。",
                english=f"entry {number} keeps no fact {quoted(name)}.",
                nearest=sorted(there),
                fact=name,
            )
        # Facts could be found from the digests of what was asked and answered, by trying all values.
        gone = wanted | {QUESTION, OUTCOME}
        digests = [digest_of(one) for one in row_of.disclosures if one[1] in gone]
        left = [one for one in row_of.disclosures if one[1] not in gone]
        self._database.run("UPDATE ledger_facts SET content = ? WHERE number = ?", (content_of(left), number))
        [written] = self._chained([erasure(number, digests, wanted, asker, time)])
        return _entry(written)


def _id_of(name: str) -> str:
    """The id of a fact; of one that only a place knows the label is none."""
    return _ids().get(name, name)


@functools.cache
def _ids() -> dict[str, str]:
    return {fact.label: fact.id for fact in vocabulary().facts.values()}


def _entry(one: Written) -> LedgerEntry:
    told = {**one.draft.told, "number": one.number}
    return entry_of(Row(one.number, one.hash.hex(), one.body, told, one.draft.disclosures))
