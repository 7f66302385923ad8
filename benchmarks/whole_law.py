"""What questions about whole laws cost, against the limits set for them.

    python benchmarks/whole_law.py

Each figure is the median of five runs in one process, with the packs read beforehand. Limits: two seconds for the
analysis of a law, twenty for all pairs, 100 ms for a step of an interview, 300 MB of memory.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import opendata_rules as odr
from opendata_rules.vocabulary.facts import FactType, vocabulary

PLACES = ("taian", "tengzhou", "qingdao", "jining")
TOPICS = ("classification", "sharing_classification", "change", "procedures", "duties")
ON = dt.date(2026, 3, 10)


def median_of(work: Callable[[], Any], repeats: int = 5) -> float:
    """Seconds."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def megabytes() -> float | None:
    """The peak of this process; ``None`` where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    library = odr.load()
    laws = [library.law(place, on=ON) for place in PLACES]
    for law in laws:
        print(f"analyse {law.place.id}: {1000 * median_of(lambda law=law: odr.analyse(law)):.0f} ms")
    for topic in TOPICS:

        def all_pairs(topic: str = topic) -> None:
            for a, b in itertools.combinations(laws, 2):
                odr.compare(a, b, topic=topic)

        print(f"compare all pairs, {topic}: {1000 * median_of(all_pairs):.0f} ms")
    for law in laws:
        steps = []
        interview = odr.Interview(law)
        while (question := interview.question) is not None:
            start = time.perf_counter()
            interview.answer("否" if vocabulary().facts[question.fact].type is FactType.BOOL else None)
            steps.append(time.perf_counter() - start)
        print(f"ask {law.place.id}: the slowest of {len(steps)} steps {1000 * max(steps):.1f} ms")
    peak = megabytes()
    if peak is not None:
        print(f"peak memory: {peak:.0f} MB")


if __name__ == "__main__":
    main()
