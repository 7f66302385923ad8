"""What it costs to keep answers in a ledger, and to answer all of them again, against the limits set for it.

    python benchmarks/ledger.py [--entries 20000] [--store postgresql://…]

Decisions of Tai'an on random facts are appended by one caller, by sixteen threads (which share transactions) and in
batches, against plain inserts of rows of the same size into a table of the same database with the same care for the
disk; then verified, found by provision, and answered again under the law of another date. Limit: a million entries
answered again in an hour on two cores.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import opendata_rules as odr

ON = dt.date(2026, 3, 10)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain(path: Path, body: str, count: int, at_once: int) -> float:
    """Seconds of plain inserts, a transaction for each ``at_once`` rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("CREATE TABLE plain (number INTEGER PRIMARY KEY, body TEXT)")

    def insert() -> None:
        for _ in range(count // at_once):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO plain (body) VALUES (?)", [(body,)] * at_once)
            connection.execute("COMMIT")

    spent = seconds(insert)
    connection.close()
    return spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--store", help="by default an SQLite file in a temporary folder")
    args = parser.parse_args()
    library, chance = odr.load(), random.Random(1)
    law = library.law("taian", on=ON)
    names = [fact.id for fact in law.facts("classification") if str(fact.type) == "bool"]
    answers = [law.classify({name: chance.random() < 0.2 for name in names}) for _ in range(200)]
    receipts = [answer.receipt for answer in answers]
    with tempfile.TemporaryDirectory() as folder:
        kept = odr.ledger(args.store or Path(folder) / "ledger.sqlite")

        def record(number: int) -> odr.Record:
            one = number % len(answers)
            return odr.Record(answers[one], dataset=f"D-{number}", receipt=receipts[one])

        def append(start: int, count: int) -> None:
            for number in range(start, start + count):
                one = record(number)
                kept.append(one.result, dataset=one.dataset, receipt=one.receipt)

        alone = seconds(lambda: append(0, 300)) / 300
        threads = [threading.Thread(target=append, args=(start, 100)) for start in range(16)]

        def together() -> None:
            for one in threads:
                one.start()
            for one in threads:
                one.join()

        shared = seconds(together) / 1600
        count = max(args.entries - 1900, 1000)
        batch = seconds(lambda: kept.append_many(map(record, range(count)))) / count
        body = "x" * 1800
        one_by_one, in_batches = (
            plain(Path(folder) / "a", body, 300, 1) / 300,
            plain(Path(folder) / "b", body, count, 1000) / count,
        )
        print(
            f"append: {1e6 * alone:.0f} µs alone, {1e6 * shared:.0f} µs with 16 threads,"
            f" {1e6 * batch:.0f} µs in batches"
        )
        print(
            f"plain inserts of as many bytes: {1e6 * one_by_one:.0f} µs one by one,"
            f" {1e6 * in_batches:.0f} µs in batches"
        )
        size = len(kept)
        print(f"verify: {1e6 * seconds(kept.verify) / size:.0f} µs an entry")
        print(f"checkpoint: {1000 * seconds(kept.checkpoint):.0f} ms for {size} entries")
        found: list[int] = []
        spent = seconds(lambda: found.extend(one.number for one in kept.find(provision="taian-12-2")))
        print(f"find by provision: {len(found)} entries, {1e6 * spent / max(1, len(found)):.0f} µs each")
        spent = seconds(lambda: next(kept.find(dataset=f"D-{count - 1}")))
        print(f"find one dataset: {1000 * spent:.1f} ms")
        for on in (None, ON.replace(year=2022)):
            spent = seconds(lambda on=on: kept.recheck(library, on=on)) / size
            print(
                f"recheck{f' on {on}' if on else ''}: {1e6 * spent:.0f} µs an entry,"
                f" {3600 / spent / 1e6:.1f} million an hour on one core"
            )
        kept.close()


if __name__ == "__main__":
    main()
