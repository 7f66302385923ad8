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
from functools import partial
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


def asked(law: odr.Law) -> dict[str, tuple[Callable[[Facts], object], Sequence[odr.Fact]]]:
    """Every question, with the facts that it asks about; the classification first."""
    asks: dict[str, tuple[Callable[[Facts], object], Sequence[odr.Fact]]] = {
        "classify": (law.classify, law.facts("classification"))
    }
    for before, after in MOVES:
        asks[f"{before}→{after}"] = partial(law.check_change, before, after), law.facts("attribute_change")
    for topic in topics_of(law):
        asks[topic] = partial(law.check, topic), law.facts(topic)
    return asks


def topics_of(law: odr.Law) -> list[str]:
    """The topics on which the law sets duties."""
    return [topic.id for topic in law.vocabulary.topics.values() if topic.has_duties and law.facts(topic.id)]


def compare(law: odr.Law, rng: random.Random, repeats: int, pool: int) -> None:
    """Print what each question costs as a ratio to a classification."""
    asks = asked(law)
    for work, facts in asks.values():
        seconds(work, drawn(rng, facts, 10 * pool))
    times: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(repeats):
        for name, (work, facts) in asks.items():
            times[name].append(seconds(work, drawn(rng, facts, pool)))
    print(f"{law.place.id}: a classification {1e6 * statistics.median(times['classify']) / pool:.2f} µs")
    for name in list(asks)[1:]:
        ratios = [one / other for one, other in zip(times[name], times["classify"], strict=True)]
        print(f"  {name}: {statistics.median(ratios):.2f} times")
    days = {
        topic: 1e6 * seconds(asks[topic][0], drawn(rng, law.facts(topic), pool, days=True)) / pool
        for topic in topics_of(law)
    }
    slowest = max(days, key=lambda topic: days[topic])
    print(f"  with days, numbers and lists: {statistics.median(days.values()):.0f} µs", end=", ")
    print(f"slowest {slowest} {days[slowest]:.0f} µs")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=60)
    parser.add_argument("--pool", type=int, default=200)
    options = parser.parse_args()
    library = odr.load()
    rng = random.Random(11)
    for place in PLACES:
        compare(library.law(place, on=ON), rng, options.repeats, options.pool)
    for place in PLACES:
        firsts = []
        for _ in range(5):
            law = odr.load().law(place, on=ON)
            law.classify({})
            started = time.perf_counter()
            law.check_change("closed", "open", {})
            law.check("access", {})
            firsts.append(time.perf_counter() - started)
        print(f"{place}: first change and first assessment {1e3 * statistics.median(firsts):.0f} ms")
    law = library.law("jining", on=ON)
    topics = topics_of(law)
    verdicts = [seconds(lambda none: [law.check(topic, none).verdict for topic in topics], [{}]) for _ in range(50)]
    whole = [seconds(lambda none: [law.check(topic, none).to_dict() for topic in topics], [{}]) for _ in range(9)]
    print(f"jining, every topic: verdicts {1e3 * statistics.median(verdicts):.2f} ms", end=", ")
    print(f"everything read {1e3 * statistics.median(whole):.1f} ms")
    fresh = odr.load().law("jining", on=ON)
    cold = seconds(lambda none: [fresh.check(topic, none).verdict for topic in topics], [{}])
    print(f"jining, every topic for the first time: {1e3 * cold:.1f} ms")


if __name__ == "__main__":
    main()
