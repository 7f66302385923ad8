"""What proving that cases are good enough costs: every mutant of a pack, cold, and again with what is known.

    python benchmarks/mutation.py [instrument …]

Two processes run the cases. Limits: ten minutes for all shipped packs from nothing, a minute after a small edit, which
is what the second figure is made of.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import opendata_rules as odr
from opendata_rules.authoring.mutation.proof import prove
from opendata_rules.authoring.mutation.store import Store

COLD, AGAIN = 600.0, 60.0


def measured(names: list[str], folder: Path, limit: float) -> None:
    """Prove some packs and print what it took."""
    start = time.perf_counter()
    proofs = list(prove(odr.load(), names, Store(folder)))
    taken = time.perf_counter() - start
    mutants, ran = sum(proof.mutants for proof in proofs), sum(proof.ran for proof in proofs)
    left = sum(len(proof.survivors) for proof in proofs)
    print(f"{mutants} mutants, {ran} run, {left} not noticed: {taken:.1f} s (limit {limit:.0f} s for all packs)")


def main() -> None:
    """Cold, then again."""
    names = sys.argv[1:] or list(odr.load().instrument_ids())
    with tempfile.TemporaryDirectory() as folder:
        for limit in (COLD, AGAIN):
            measured(names, Path(folder), limit)


if __name__ == "__main__":
    main()
