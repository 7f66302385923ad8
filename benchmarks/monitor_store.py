"""What it costs to keep the cases of a monitor, against the limits set for it.

    python benchmarks/monitor_store.py [--cases 100000] [--store postgresql://…]

A hundred thousand cases of Jining, three events each, told in the order of their days in batches of a thousand; then,
each in a process of its own that opens the store anew: a replay under the same packs, and questions. Limits: 5 ms for
one acknowledged event, 10 ms for the status of a case, 200 MB of memory for the replay.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import opendata_rules as odr

ON = dt.date(2026, 3, 10)
FIRST = dt.date(2025, 3, 3)
PROCEDURES = {
    "objection": ("received", "feedback", "statement"),
    "conditional_access": ("received", "form_review", "substantive_review"),
    "unopened_request": ("received", "form_review", "transfer"),
    "publication": ("submission", "form_review", "statement"),
    "delisting": ("posting", "public_notice", "statement"),
}


def told(cases: int) -> Iterator[dict[str, Any]]:
    """Events in the order of their days, without holding them."""
    chance = random.Random(1)
    names = list(PROCEDURES)
    later: dict[int, list[dict[str, Any]]] = {}
    days, number = 365, 0
    for day in range(days + 100):
        for _ in range((cases * (day + 1) // days - number) if day < days else 0):
            procedure = names[number % len(names)]
            at = day
            for kind in PROCEDURES[procedure]:
                event = {"id": f"e{number}-{kind}", "case": f"{number:06}", "procedure": procedure, "kind": kind}
                later.setdefault(at, []).append({**event, "date": (FIRST + dt.timedelta(at)).isoformat()})
                at += chance.randint(1, 25)
            number += 1
        yield from later.pop(day, [])


def megabytes() -> float:
    """The peak of this process."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ingest(m: odr.Monitor, cases: int) -> None:
    """Fill the store."""
    waiting, count, spent = told(cases), 0, 0.0
    while batch := list(islice(waiting, 1000)):
        spent += seconds(lambda batch=batch: m.ingest(batch))
        count += len(batch)
    print(f"ingest in batches of 1000: {count} events, {count / spent:.0f} a second, peak {megabytes():.0f} MB")


def replay(m: odr.Monitor, cases: int) -> None:
    """Look at every case anew."""
    spent = seconds(m.replay)
    print(f"replay: {spent:.1f} s, {cases / spent:.0f} cases a second, peak {megabytes():.0f} MB")


def ask(m: odr.Monitor, cases: int) -> None:
    """One event, one case, all cases."""
    for name, kinds in PROCEDURES.items():  # the network of a procedure is made when it is first needed
        event = {
            "id": f"warm {name}",
            "case": f"warm {name}",
            "procedure": name,
            "kind": kinds[0],
            "date": "2026-03-02",
        }
        print(f"first event of {name}: {1000 * seconds(lambda event=event: m.ingest([event])):.0f} ms")
    one, asked = [], []
    for number in range(200):
        event = {"id": f"one {number}", "case": f"{number * (cases // 200):06}", "kind": "statement"}
        event |= {"procedure": list(PROCEDURES)[number * (cases // 200) % len(PROCEDURES)], "date": "2026-03-02"}
        one.append(1000 * seconds(lambda event=event: m.ingest([event])))
        asked.append(1000 * seconds(lambda case=event["case"]: m.status(case)))
    assert not m.rejects()
    print(f"one acknowledged event: median {statistics.median(one):.1f} ms, worst of 200 {max(one):.1f} ms")
    print(f"status of a case: median {statistics.median(asked):.1f} ms, worst of 200 {max(asked):.1f} ms")
    for on in (ON, ON - dt.timedelta(180)):
        found: list[Any] = []
        spent = seconds(lambda on=on, found=found: found.extend(m.due(on)))
        print(f"due on {on}: {len(found)} steps, {spent:.1f} s, peak {megabytes():.0f} MB")
    spent = seconds(lambda: next(iter(m.breaches(ON)), None))
    print(f"breaches as of {ON}: {spent:.1f} s, peak {megabytes():.0f} MB")


def unknown(m: odr.Monitor, cases: int) -> None:
    """A case that is not there."""

    def look() -> None:
        try:
            m.status("999999999")
        except odr.errors.UnknownCase:
            return
        raise AssertionError

    print(f"status of an unknown case: {1000 * seconds(look):.0f} ms")


PHASES = {phase.__name__: phase for phase in (ingest, replay, ask, unknown)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--store", help="by default an SQLite file in a temporary folder")
    parser.add_argument("--phase", choices=PHASES, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.phase:
        with odr.monitor(odr.load().law("jining", on=ON), args.store) as m:
            PHASES[args.phase](m, args.cases)
        return
    with tempfile.TemporaryDirectory() as folder:
        store = args.store or str(Path(folder) / "cases.sqlite")
        for phase in PHASES:
            command = [sys.executable, __file__, "--cases", str(args.cases), "--store", store, "--phase", phase]
            subprocess.run(command, check=True)
        if not args.store:
            print(f"size of the file: {Path(store).stat().st_size / 1024**2:.0f} MB")


if __name__ == "__main__":
    main()
