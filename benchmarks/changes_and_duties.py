"""What a change and an assessment cost, as a ratio to a classification of the same place.

    python benchmarks/changes_and_duties.py [--repeats 60] [--pool 200]

Facts are random, drawn anew for each repeat from what the law asks about: for each of the three questions its own
facts, with yes and no and values as they come, half of them unknown. Days, numbers and lists are left out of the
ratios, since counting working days is a work of its own; a check with every fact of its topic, days included, is timed
beside. Runs are interleaved and the median of the ratios is reported. Limits: five times a classification; the first
answer of a law within 150 ms; a check of every topic of Jining, nothing known, within 10 ms.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import opendata_rules as odr

ON = dt.date(2026, 3, 10)
PLACES = ("taian", "tengzhou", "qingdao", "jining")
MOVES = (("open", "closed"), ("closed", "open"), ("conditional", "open"))
Facts = dict[str, Any]


def seconds(work: Callable[[Facts], object], pool: Sequence[Facts]) -> float:
    """Seconds that some work takes on all records."""
    start = time.perf_counter()
    for facts in pool:
        work(facts)
    return time.perf_counter() - start


def drawn(rng: random.Random, facts: Sequence[odr.Fact], number: int, *, days: bool = False) -> list[Facts]:
    """Random records of some facts."""
    kinds = {"bool", "enum", *(("date", "int", "list") if days else ())}
    usable = [fact for fact in facts if fact.type in kinds]

    def value(fact: odr.Fact) -> Any:
        match fact.type.value:
            case "bool":
                return rng.random() < 0.5
            case "enum":
                return rng.choice(fact.values)[0]
            case "date":
                return ON - dt.timedelta(days=rng.randrange(200))
            case "int":
                return rng.randrange(20)
        return [word for word, _ in fact.values if rng.random() < 0.5]

    return [{fact.id: value(fact) for fact in usable if rng.random() < 0.5} for _ in range(number)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=60)
    parser.add_argument("--pool", type=int, default=200)
    options = parser.parse_args()
    library = odr.load()
    rng = random.Random(11)
    for place in PLACES:
        law = library.law(place, on=ON)
        topics = [t.id for t in law.vocabulary.topics.values() if t.has_duties and law.facts(t.id)]
        asks: dict[str, tuple[Callable[[Facts], object], Sequence[odr.Fact]]] = {
            "classify": (law.classify, law.facts("classification"))
        }
        for before, after in MOVES:
            asks[f"{before}→{after}"] = (
                lambda facts, b=before, a=after: law.check_change(b, a, facts),  # type: ignore[misc]
                law.facts("attribute_change"),
            )
        for topic in topics:
            asks[topic] = (lambda facts, t=topic: law.check(t, facts), law.facts(topic))  # type: ignore[misc]
        for work, facts in asks.values():
            seconds(work, drawn(rng, facts, options.pool))
        ratios: dict[str, list[float]] = {name: [] for name in asks}
        times: dict[str, list[float]] = {name: [] for name in asks}
        for _ in range(options.repeats):
            for name, (work, facts) in asks.items():
                took = seconds(work, drawn(rng, facts, options.pool))
                times[name].append(took)
                ratios[name].append(took / times["classify"][-1])
        print(f"{place}: a classification {1e6 * statistics.median(times['classify']) / options.pool:.2f} µs")
        for name in list(asks)[1:]:
            print(f"  {name}: {statistics.median(ratios[name]):.2f} times")
        full = {t: drawn(rng, law.facts(t), options.pool, days=True) for t in topics}
        per = {t: 1e6 * seconds(lambda f, t=t: law.check(t, f), full[t]) / options.pool for t in topics}  # type: ignore[misc]
        slowest = max(per, key=lambda topic: per[topic])
        print(
            f"  with days, numbers and lists: {statistics.median(per.values()):.0f} µs, slowest {slowest} {per[slowest]:.0f} µs"
        )
    for place in PLACES:
        firsts = []
        for _ in range(5):
            law = odr.load().law(place, on=ON)
            law.classify({})
            start = time.perf_counter()
            law.check_change("closed", "open", {})
            law.check("access", {})
            firsts.append(time.perf_counter() - start)
        print(f"{place}: first change and first assessment {1e3 * statistics.median(firsts):.0f} ms")
    law = library.law("jining", on=ON)
    topics = [t.id for t in law.vocabulary.topics.values() if t.has_duties]
    whole = [seconds(lambda f: [law.check(t, f).verdict for t in topics], [{}]) for _ in range(50)]
    print(
        f"jining, every topic: {1e3 * statistics.median(whole):.2f} ms; with all findings read "
        f"{1e3 * statistics.median([seconds(lambda f: [law.check(t, f).to_dict() for t in topics], [{}]) for _ in range(9)]):.1f} ms"
    )
    fresh = odr.load().law("jining", on=ON)
    cold = seconds(lambda f: [fresh.check(t, f).verdict for t in topics], [{}])
    print(f"jining, every topic for the first time: {1e3 * cold:.1f} ms")


if __name__ == "__main__":
    main()
