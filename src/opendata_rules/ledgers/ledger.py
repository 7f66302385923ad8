"""A ledger: every answer that was given, in an order that nobody can change unseen."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType

from ..errors import BadArgument, LedgerBroken
from ..library import Library
from ..quoting import quoted
from ..storage.database import Database
from ..storage.opening import database_at
from ..values import Immutable, Json, fill
from ..vocabulary.citations import Citation
from . import tree
from .appending import Appender
from .audit import Verification, audited, broken, counted
from .checkpoints import Checkpoint, Key, check_signature, checkpoint_of
from .entries import ERASURE, LedgerEntry, Record
from .finding import EVERY, Wanted, holds, receipt_of, wanted
from .rechecked import Rechecked, collected
from .tables import HASH, LEDGER, PART, Row, Unreadable, entry_of, left_over, named_provisions, provisions, rows

#: Answers written in one transaction at most.
_AT_ONCE = 1000


def ledger(store: str | Path | None = None) -> Ledger:
    """A ledger of answers.

    Args:
        store: where it is kept: ``None`` in memory, a path an SQLite file, ``postgresql://…`` a database. Cases and
            jobs may be in the same one.

    Raises:
        TypeError: ``store`` is neither a path nor an address.
        MissingExtra: PostgreSQL needs an extra that is not installed.
        BadStore: it is none.
    """
    return Ledger(database_at(store, LEDGER, PART))


class Ledger(Immutable):
    """Answers, appended one after the other. Made by :func:`opendata_rules.ledger`.

    What was appended is on the disk when the call returns. Threads may share a ledger: what they append at the same
    time is written together. Processes may share a store: there is one chain.
    """

    __slots__ = ("_appender", "_database", "origin")

    #: Name of the ledger, in every checkpoint of it.
    origin: str
    _database: Database
    _appender: Appender

    def __init__(self, database: Database) -> None:
        with database.writing():
            mine = f"opendata-rules/ledger/{secrets.token_hex(8)}"
            database.run("INSERT INTO about VALUES ('ledger_origin', ?) ON CONFLICT (name) DO NOTHING", (mine,))
            [(origin,)] = database.run("SELECT value FROM about WHERE name = 'ledger_origin'")
        if type(origin) is not str or not origin.isprintable():
            database.close()
            raise LEDGER.damaged(database.name, "台账的名称读不出来", "the origin of the ledger cannot be read")
        fill(self, origin=origin, _database=database, _appender=Appender(database))

    # -- appending --------------------------------------------------------------------------------------------------

    def append(
        self,
        result: object,
        *,
        asker: str = "",
        dataset: str = "",
        department: str = "",
        request: str = "",
        time: dt.datetime | None = None,
        withhold: Collection[str] = (),
        receipt: Mapping[str, Json] | None = None,
    ) -> LedgerEntry:
        """Append an answer; on return it is in the ledger for good.

        Args:
            result: the answer: anything that has a ``receipt``.
            asker: who asked; as the other names, at most 200 visible characters.
            dataset: id of the dataset.
            department: whose dataset.
            request: id of the request.
            time: when it was asked, with a time zone; by default now, by this machine's clock. Nothing proves it.
            withhold: ids of facts that are not kept at all.
            receipt: ``result.receipt``, where it is at hand already; taken as it is.

        Raises:
            TypeError: ``result`` has no receipt, or ``time`` no time zone.
            BadArgument: a name is too long or has characters that nobody sees, or the answer is too large.
            UnknownFact: ``withhold`` names a fact that was not stated.
            BadStore: the store cannot be written; nothing was.
        """
        record = Record(result, asker, dataset, department, request, time, withhold, receipt)
        return self._appender.write([record.draft()])[0]

    def append_many(self, records: Iterable[Record]) -> list[LedgerEntry]:
        """Append answers, a thousand in one transaction; see :meth:`append`.

        Raises:
            BadStore: the store cannot be written; the transactions before are.
        """
        waiting = iter(records)
        found: list[LedgerEntry] = []
        while some := [record.draft() for record in islice(waiting, _AT_ONCE)]:
            found += self._appender.write(some)
        return found

    # -- asking -----------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return int(self._database.run("SELECT count(*) FROM ledger_entries")[0][0])

    def __iter__(self) -> Iterator[LedgerEntry]:
        return self.find()

    def entry(self, number: int) -> LedgerEntry:
        """The entry of a number.

        Raises:
            BadArgument: there is none.
            LedgerBroken: it cannot be read.
        """
        return entry_of(self._row(number))

    def _row(self, number: int) -> Row:
        if type(number) is not int:
            raise TypeError("number 应当是整数。 (number is a whole number)")
        found = next(self._rows(0, Wanted("e.number = ? AND", [number], ""), at_once=1), None)
        if found is None:
            raise BadArgument(
                f"台账里没有第 {quoted(number)} 条。",
                english=f"the ledger has no entry {quoted(number)}.",
                argument="number",
            )
        return found

    def find(
        self,
        *,
        dataset: str | None = None,
        department: str | None = None,
        provision: str | Citation | None = None,
        verdict: str | None = None,
        since: dt.date | dt.datetime | None = None,
        until: dt.date | dt.datetime | None = None,
        asker: str | None = None,
        within: str | None = None,
        parts: bool = False,
        after: int = 0,
        before: int | None = None,
    ) -> Iterator[LedgerEntry]:
        """The entries to which everything that is given applies, in order, or with ``before`` the last first.

        Args:
            dataset: id of the dataset.
            department: whose dataset.
            provision: id of a rule, a citation, or instrument and passage: ``taian-open-data-measures-2025 12(四)``.
            verdict: what was answered, by id or Chinese term; an attribute by id in both schemes, by term in its own.
            since: appended then or later; a date begins at midnight in Beijing, though entries bear times in UTC.
            until: appended before that time, or on that date in Beijing or before it.
            asker: who asked.
            within: id of an instrument, or instrument and passage: entries that rest on any provision of it;
                ``taian-open-data-measures-2025 18`` finds what rests on 18(4) too.
            parts: whether a part of the names of dataset and department is enough, in small letters or capitals.
            after: with greater numbers only.
            before: with smaller numbers only, the greatest first.

        Raises:
            BadArgument: there is no such verdict, or ``provision`` is no name of one (an article without its
                instrument, a title); those of the ledger that may be meant are ``nearest``.
            LedgerBroken: an entry cannot be read.
        """
        texts = {"dataset": dataset, "department": department, "verdict": verdict}
        asked = wanted(self._database, texts, provision, since, until, asker, within, parts)
        found = map(entry_of, self._rows(after, asked, before=before))
        return (entry for entry in found if holds(entry, texts, asker, parts))

    def _rows(
        self, after: int = 0, asked: Wanted = EVERY, at_once: int = 0, before: int | None = None
    ) -> Iterator[Row]:
        try:
            yield from rows(self._database, after, *asked, at_once, before)
        except Unreadable as error:
            raise broken("form", error.args[0]) from error

    def receipt(self, number: int) -> dict[str, Json]:
        """The receipt of the answer of an entry, as ``library.replay`` takes it.

        Raises:
            BadArgument: there is no such entry, it is no answer, or some of its facts are not kept.
            LedgerBroken: it cannot be read.
        """
        row = self._row(number)
        return receipt_of(row, self.basis(row.told.get("basis", "")))

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The entries as they are kept.

        Raises:
            LedgerBroken: one cannot be read.
        """
        return self._rows(after)

    def basis(self, digest: str) -> bytes | None:
        """What answers rest on, in canonical JSON; ``None`` where it is not there."""
        found = self._database.run("SELECT content FROM ledger_bases WHERE digest = ?", (digest,))
        return found[0][0].encode("utf-8") if found and type(found[0][0]) is str else None

    # -- proving ----------------------------------------------------------------------------------------------------

    def checkpoint(self, key: Key | None = None) -> Checkpoint:
        """How many entries there are and their root, to be kept elsewhere.

        Args:
            key: signs it.
        """
        found = tree.Growing(self._hashes())
        made = Checkpoint(self.origin, found.size, found.root)
        return made if key is None else key.sign(made)

    def _hashes(self, size: int | None = None) -> Iterator[bytes]:
        statement = "SELECT number, digest FROM ledger_entries WHERE number <= ? AND number > ?"
        bound = 2**62 if size is None else size
        hashes = self._database.paged(statement, "number", 0, [bound], at_once=50_000)
        for number, (at, digest) in enumerate(hashes, 1):
            if at != number:
                raise broken("number", number)
            if type(digest) is not str or not HASH.fullmatch(digest):
                raise broken("digest", number)
            yield bytes.fromhex(digest)

    def inclusion_proof(self, number: int, size: int | None = None) -> list[str]:
        """That an entry is among the first ``size`` (by default all): hashes in hexadecimal digits (RFC 9162).

        Raises:
            BadArgument: there is no such entry.
        """
        leaves = list(self._hashes(size))
        if not 0 < number <= len(leaves) or (size is not None and size != len(leaves)):
            raise _too_many("number")
        return [one.hex() for one in tree.inclusion_proof(leaves, number - 1)]

    def consistency_proof(self, first: int, second: int | None = None) -> list[str]:
        """That the first ``first`` entries are the beginning of the first ``second`` (by default of all).

        Raises:
            BadArgument: there are not so many.
        """
        leaves = list(self._hashes(second))
        if not 0 < first <= len(leaves) or (second is not None and second != len(leaves)):
            raise _too_many("first")
        return [one.hex() for one in tree.consistency_proof(leaves, first)]

    def verify(
        self,
        checkpoint: str | Checkpoint | None = None,
        *,
        public_key: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Verification:
        """That every entry is as it was written, and, with a checkpoint, that those up to it are the same as then.

        Without a checkpoint a tail that was cut off and a ledger that was written anew do not show.

        Args:
            checkpoint: one of this ledger, kept elsewhere.
            public_key: the key whose signature it has to bear.
            progress: told the number of entries looked at.

        Raises:
            LedgerBroken: an entry was altered or is missing; ``number`` says which is the first.
            BadArgument: ``checkpoint`` is none, or does not bear the signature.
        """
        held = None if checkpoint is None else checkpoint_of(checkpoint)
        signed_by = ""
        if public_key is not None:
            if held is None:
                raise BadArgument(
                    "给了公钥，却没有检查点。", english="a public key needs a checkpoint.", argument="checkpoint"
                )
            signed_by = check_signature(held, public_key)
        while True:
            size = self._last()
            named = named_provisions(self._database)
            try:
                found = audited(
                    self.origin,
                    counted(rows(self._database, 0, "e.number <= ? AND", [size]), progress, _AT_ONCE),
                    self.basis,
                    held,
                    signed_by=signed_by,
                    provisions_fit=lambda row, named=named: next(named) == provisions(row.told),  # type: ignore[misc]
                )
                if left_over(self._database):
                    raise broken("number", size + 1)
                return found
            except LedgerBroken as error:
                # Somebody may have erased facts meanwhile, and the entry that says so came after those looked at.
                if error.reason != "missing" or self._last() == size:
                    raise

    def _last(self) -> int:
        """The greatest number."""
        return self._database.run("SELECT max(number) FROM ledger_entries")[0][0] or 0

    # -- forgetting -------------------------------------------------------------------------------------------------

    def erase(
        self, number: int, facts: Collection[str], *, asker: str = "", time: dt.datetime | None = None
    ) -> LedgerEntry:
        """Destroy salt and value of facts, and of what they could be found from; the chain still verifies.

        What was answered stays, and says of itself what it says. Copies of the store are not reached.

        Args:
            number: of the entry.
            facts: ids of the facts, or their Chinese labels.
            asker: who wanted it.
            time: when; see :meth:`append`.

        Returns:
            The entry that says so.

        Raises:
            BadArgument: there is no such entry.
            UnknownFact: a fact is not kept there.
            BadStore: the store cannot be written, or somebody is reading what was erased; then do it again.
        """
        with self._database.writing():
            entry = self._appender.erase(self._row(number), facts, asker, time)
        self._database.scrub()
        return entry

    # -- answering again --------------------------------------------------------------------------------------------

    def recheck(
        self,
        library: Library,
        *,
        on: dt.date | None = None,
        after: int = 0,
        state: str | Path | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Rechecked:
        """Answer every question again; tells which come out otherwise, by the provision that makes the difference.

        Args:
            library: the packs of today, or of another folder.
            on: under the law of that date; by default each under the law of its own.
            after: the entries with greater numbers only.
            state: a file in which what was found is kept as it is found; where it is there, it is gone on with.
            progress: told the number of the last entry looked at.

        Raises:
            LedgerBroken: an entry cannot be read.
            BadArgument: ``state`` is of another ledger, of other rules, of another date, or no such file.
            BadOutput: ``state`` cannot be written.
        """
        from .recheck import Desk
        from .resuming import kept_in, run

        desk = Desk(self.basis, self._erased(), library, on)
        if state is None:
            return collected(run(self._rows(after), desk, progress), after)
        return kept_in(Path(state), self.origin, desk, after, self._rows, progress)

    def _erased(self) -> dict[int, frozenset[str]]:
        """The names of the facts that were erased, by the number of their entry."""
        found: dict[int, frozenset[str]] = {}
        for row in self._rows(0, Wanted("e.kind = ? AND", [ERASURE], "")):
            found[row.told["of"]] = found.get(row.told["of"], frozenset()) | frozenset(row.told["names"])
        return found

    # -- holding the store ------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the store."""
        self._database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _too_many(argument: str) -> BadArgument:
    return BadArgument("台账里没有这么多条。", english="the ledger has not so many entries.", argument=argument)
