"""What ``import opendata_rules`` costs, as a ratio to ``from pydantic import BaseModel``, each in fresh processes.

    python benchmarks/import_time.py [--repeats 15]

The time of a process that imports nothing is taken off both. Runs are interleaved; the median ratio is reported.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time


def seconds(code: str) -> float:
    """Wall time of a fresh interpreter that runs some code."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=15)
    repeats = parser.parse_args().repeats
    ours, theirs = [], []
    for _ in range(repeats):
        nothing = seconds("pass")
        ours.append(seconds("import opendata_rules") - nothing)
        theirs.append(seconds("from pydantic import BaseModel") - nothing)
    ratio = statistics.median(one / two for one, two in zip(ours, theirs, strict=True))
    print(f"import opendata_rules: {ratio:.2f} times importing pydantic's BaseModel (limit 1.5),", end=" ")
    print(f"{statistics.median(ours) * 1000:.0f} ms against {statistics.median(theirs) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
