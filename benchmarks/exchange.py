"""How long it takes to write a checked catalogue for others, beside rdflib's own serializers.

    python benchmarks/exchange.py [--rows N]

The catalogue of the examples, repeated; both sides write the same graph, ours with the making of it, rdflib from one
that is ready. Runs of both sides take turns; the ratio is that of their fastest. Limit: 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import opendata_rules as odr
from opendata_rules.exchange import dcat

EXAMPLE = Path(__file__).parent.parent / "examples" / "taian_catalogue.csv"
SYNTAXES = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml"}
ROUNDS = 3


def seconds(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000)
    rows = parser.parse_args().rows
    law = odr.load().law("taian", on=dt.date(2026, 3, 10))
    small = law.check_catalogue(EXAMPLE)
    many = tuple(replace(small.rows[n % len(small.rows)], id=f"D{n:08}") for n in range(rows))
    report = replace(small, rows=many)
    graph = dcat.graph(report)
    with tempfile.TemporaryDirectory() as folder:
        for suffix, syntax in SYNTAXES.items():
            target = Path(folder) / f"catalogue{suffix}"
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(seconds(lambda target=target: dcat.write(report, target)))
                theirs.append(seconds(lambda syntax=syntax: graph.serialize(format=syntax)))
            ratio = min(ours) / min(theirs)
            each = min(ours) / rows * 1e3
            print(f"{suffix}: {each:.2f} ms a dataset, {ratio:.2f} times rdflib's serializer (limit 1)")


if __name__ == "__main__":
    main()
