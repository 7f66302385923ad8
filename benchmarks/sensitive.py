"""What looking for names and numbers costs, a dataset: the two together beside reading the same cells with ``csv``.

    python benchmarks/sensitive.py [--rows 20000] [--repeats 5]

Names are looked for in the title, the summary and the data items of a made-up catalogue, numbers in all its cells. What
is remembered of one run is forgotten before the next.

Recorded on two cores of a shared AMD EPYC, Python 3.11, load average 15, best of 2; in a check both are less, since
what is described in the same words and cells that come again are looked at once:

    names: 14.6 µs a dataset; numbers: 18.9 µs; csv.DictReader over the same rows: 2.1 µs
"""

from __future__ import annotations

import argparse
import csv
import io
import time
from collections.abc import Callable

from catalogue import COLUMNS, datasets  # the benchmark beside this one

from opendata_rules.catalogue import identity
from opendata_rules.catalogue.sensitive import identity_numbers, watched


def best(repeats: int, work: Callable[[], object], rows: int) -> float:
    """Microseconds of processor time a row, of the best run."""
    found = []
    for _ in range(repeats):
        identity._remembered.cache_clear()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found) / rows * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    rows = datasets(options.rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    cells = [list(row.items()) for row in rows]
    ids = frozenset(["数据集编号"])
    watching = watched()

    def names() -> None:
        for row in rows:
            watching.hits(row["数据集名称"], row["摘要"], row["数据项"])

    def numbers() -> None:
        for row in cells:
            identity_numbers(row, ids)

    def plain() -> None:
        for _ in csv.DictReader(io.StringIO(text.getvalue())):
            pass

    told = [best(options.repeats, work, options.rows) for work in (names, numbers, plain)]
    print(
        f"names: {told[0]:.1f} µs a dataset; numbers: {told[1]:.1f} µs; "
        f"csv.DictReader over the same rows: {told[2]:.1f} µs"
    )


if __name__ == "__main__":
    main()
