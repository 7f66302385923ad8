"""What starting costs, each figure a ratio of fresh processes measured alternately.

    python benchmarks/import_time.py [--repeats 15]

* ``import opendata_rules`` to ``from pydantic import BaseModel``; the time of a process that imports nothing is taken
  off both. The median ratio is reported.
* ``opendata-rules classify -j 泰安 --fact 涉及个人隐私=是`` to a process that imports the libraries it rests on
  (``pydantic, typer, yaml``), both from the start of the process to its end, with compiled modules on the disk. The
  ratio of the shortest runs is reported, which other load on the machine disturbs least, and that of the medians.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

COMMAND = ("classify", "-j", "泰安", "--fact", "涉及个人隐私=是")
PROGRAM = "from opendata_rules.cli import main; main()"
LIBRARIES = "import pydantic, typer, yaml"
#: Exit status of the command: some facts are unknown, so it cannot tell.
CANNOT_TELL = 4


def seconds(code: str, arguments: Sequence[str] = (), status: int = 0) -> float:
    """Wall time of a fresh interpreter that runs some code.

    Raises:
        SystemExit: it ends with another status.
    """
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, check=False)
    taken = time.perf_counter() - start
    if done.returncode != status:
        raise SystemExit(f"{code} ended with status {done.returncode}")
    return taken


def importing(repeats: int) -> None:
    """The package against pydantic."""
    ours, theirs = [], []
    for _ in range(repeats):
        nothing = seconds("pass")
        ours.append(seconds("import opendata_rules") - nothing)
        theirs.append(seconds("from pydantic import BaseModel") - nothing)
    ratio = statistics.median(one / two for one, two in zip(ours, theirs, strict=True))
    print(f"import opendata_rules: {ratio:.2f} times importing pydantic's BaseModel (limit 0.5),", end=" ")
    print(f"{statistics.median(ours) * 1000:.0f} ms against {statistics.median(theirs) * 1000:.0f} ms")


def starting(repeats: int) -> None:
    """A whole command against the libraries that it rests on."""
    seconds(PROGRAM, COMMAND, CANNOT_TELL)
    seconds(LIBRARIES)
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(seconds(PROGRAM, COMMAND, CANNOT_TELL))
        theirs.append(seconds(LIBRARIES))
    least, middle = min(ours) / min(theirs), statistics.median(ours) / statistics.median(theirs)
    print(f"opendata-rules classify, cold: {least:.2f} times importing pydantic, typer and yaml (limit 2.2;", end=" ")
    print(f"median {middle:.2f}), {min(ours) * 1000:.0f} ms against {min(theirs) * 1000:.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=15)
    repeats = parser.parse_args().repeats
    importing(repeats)
    starting(repeats)


if __name__ == "__main__":
    main()
