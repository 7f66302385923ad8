"""A large catalogue from CSV to CSV and JSON lines: time against ``csv.DictReader``, memory, whether the rate falls.

    python benchmarks/catalogue_scale.py [--rows 1000000] [--forms csv jsonl] [--shape usual|long|facts]
                                         [--catalogue FILE]

The peer is a loop over the same file with ``csv.DictReader`` that does nothing with the rows, measured before and
after each check in the same run; the check has a process of its own. Beside the time by the clock stands that of the
processor, which other work on the machine changes less. Limits for a million rows: 25 times the peer, 400 MB, and the
last 100 000 rows as fast as the first.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from large_catalogue import SHAPES, write

_EVERY = 100_000


def peer(path: Path) -> tuple[float, float]:
    """Seconds of a loop with ``csv.DictReader``, by the clock and of the processor."""
    begun = time.perf_counter(), time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.DictReader(file):
            pass
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def _of_children() -> float:
    """Seconds of the processor that ended child processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def check(path: Path, output: Path) -> None:
    """Check the catalogue as the command line does, and print what it took."""
    import gc

    import opendata_rules as odr
    from opendata_rules.catalogue.check import opened

    gc.set_threshold(50_000, 20, 20)
    law = odr.load().law("taian", on=dt.date(2026, 3, 10))
    begun = last = time.perf_counter()
    catalogue = opened(law, path)
    last = time.perf_counter()
    print(f"    gone through once: {last - begun:.1f} s, {_megabytes():.0f} MB", flush=True)

    def progress(done: int, total: int) -> None:
        nonlocal last
        if done % _EVERY == 0:
            now = time.perf_counter()
            print(f"    {done:>9} of {total}: {_EVERY / (now - last):.0f} rows/s, {_megabytes():.0f} MB", flush=True)
            last = now

    catalogue.write([output], path, progress)
    print(f"    seconds {time.perf_counter() - begun:.1f}, peak {_megabytes():.0f} MB", flush=True)


def _megabytes() -> float:
    """Peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))


def measured(path: Path, form: str, folder: Path) -> None:
    """Measure one form and print it."""
    output = folder / f"report.{form}"
    before = peer(path)
    begun, used = time.perf_counter(), _of_children()
    subprocess.run([sys.executable, __file__, "--check", str(path), str(output)], check=True)
    seconds, used = time.perf_counter() - begun, _of_children() - used
    loop, own = ((one + other) / 2 for one, other in zip(before, peer(path), strict=True))
    size = output.stat().st_size / 1e6
    print(
        f".csv to .{form}: {seconds:.1f} s, DictReader {loop:.2f} s: {seconds / loop:.1f} times;"
        f" of the processor {used:.1f} s, {own:.2f} s: {used / own:.1f} times; {size:.0f} MB written"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--forms", nargs="+", default=["csv", "jsonl"])
    parser.add_argument("--shape", choices=SHAPES, default="usual")
    parser.add_argument("--catalogue", type=Path)
    parser.add_argument("--check", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.check:
        check(*options.check)
        return
    with tempfile.TemporaryDirectory() as name:
        path = options.catalogue or Path(name) / "catalogue.csv"
        if options.catalogue is None:
            write(path, options.rows, options.shape)
        print(f"{path.stat().st_size / 1e6:.0f} MB; load average {os.getloadavg()[0]:.0f}")
        for form in options.forms:
            measured(path, form, Path(name))


if __name__ == "__main__":
    main()
