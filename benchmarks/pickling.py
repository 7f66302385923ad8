"""What an answer weighs when it travels alone, and how fast it leaves and arrives.

    python benchmarks/pickling.py [--rows N]

Bytes and microseconds for an answer of each kind, with the facts its law uses all stated, in a process that knows its
order. Then rows a second of one process that classifies, beside a pool of two whose workers send every decision back
by itself. Limits: 4,096 bytes and 1,000 microseconds for a single answer; aggregates have none.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import multiprocessing
import pickle
import random
import time
from collections.abc import Callable
from typing import Any

import opendata_rules as odr
from opendata_rules.vocabulary.facts import Fact, FactType, vocabulary

ON = dt.date(2026, 3, 10)
PLACE = "taian"
WORKERS = 2


@functools.cache
def law(place: str = PLACE) -> odr.Law:
    return odr.load().law(place, on=ON)


def value(fact: Fact) -> Any:
    ids = [value for value, _ in fact.values]
    return {
        FactType.BOOL: True,
        FactType.ENUM: ids[0] if ids else None,
        FactType.LIST: ids,
        FactType.DATE: ON,
        FactType.INT: 5,
        FactType.TEXT: "某单位的说明",
    }[fact.type]


def stated(asked: odr.Law, topic: str) -> dict[str, Any]:
    """Every fact that a law uses for a topic."""
    return {fact.id: value(fact) for fact in asked.facts(topic)}


def single() -> dict[str, Any]:
    """An answer of each kind."""
    asked, everything = law("jining"), {fact.id: value(fact) for fact in vocabulary().facts.values()}
    trigger = dt.date(2026, 3, 2)
    return {
        "Decision": law().classify(stated(law(), "classification")),
        "ChangeVerdict": asked.check_change("closed", "open", stated(asked, "attribute_change")),
        "Assessment": asked.check("access", stated(asked, "access")),
        f"Assessment, {len(everything)} facts": asked.check("access", everything),
        "Deadline": asked.deadline("conditional_access.form_review", trigger=trigger, facts=stated(asked, "deadline")),
        "Schedule": asked.schedule("unopened_request", trigger=trigger, facts=stated(asked, "deadline")),
        "Duty": law().duties(2026)[0],
        "Path": law("tengzhou").classify({"trade_secret": True}).paths_to("conditional")[0],
        "entry of an Analysis": next(entry for _, found in odr.analyse(law()).entries() for entry in found),
        "Difference": odr.compare(asked, law("qingdao"), topic="duties").differences[0],
    }


def aggregates() -> dict[str, Any]:
    """Answers that hold many others."""
    return {
        "Analysis": odr.analyse(law()),
        "Comparison": odr.compare(law("jining"), law("qingdao"), topic="duties"),
        "by value: Decision of packs that no other process finds": _by_value(),
    }


def _by_value() -> odr.Decision:
    known = law()
    calendar = known.calendar
    return odr.Law(known.chain, lambda: calendar).classify({"state_secret": True})


def microseconds(work: Callable[[], Any], repeats: int = 7) -> float:
    """The best of some rounds, each long enough to be measured."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        number = 0
        while time.perf_counter() - start < 0.01:
            work()
            number += 1
        best = min(best, (time.perf_counter() - start) / number)
    return 1e6 * best


def told(name: str, answer: Any) -> None:
    sent = pickle.dumps(answer)
    assert pickle.loads(sent) == answer
    out, back = microseconds(lambda: pickle.dumps(answer)), microseconds(lambda: pickle.loads(sent))
    print(f"{name}: {len(sent):,} bytes, dumps {out:,.0f} µs, loads {back:,.0f} µs")


def decide(facts: dict[str, Any]) -> odr.Decision:
    return law().classify(facts)


def warm(_: int) -> None:
    law().classify({})


def rows_a_second(rows: list[dict[str, Any]], decided: Callable[[list[dict[str, Any]]], Any]) -> float:
    start = time.perf_counter()
    number = sum(1 for _ in decided(rows))
    assert number == len(rows)
    return number / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000, help="rows that are classified")
    rows = parser.parse_args().rows
    for name, answer in single().items():
        told(name, answer)
    for name, answer in aggregates().items():
        told(name, answer)
    draw = random.Random(1)
    names = [fact.id for fact in law().facts("classification") if fact.type is FactType.BOOL]
    facts = [{name: draw.random() < 0.1 for name in names if draw.random() < 0.7} for _ in range(rows)]
    # Whether a platform forks or spawns should not matter to the figure.
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        pool.map(warm, range(WORKERS), chunksize=1)
        alone = rows_a_second(facts, lambda found: map(decide, found))
        one_by_one = rows_a_second(facts, lambda found: pool.imap(decide, found, chunksize=1))
        in_hundreds = rows_a_second(facts, lambda found: pool.imap(decide, found, chunksize=100))
    print(f"classified by one process: {alone:,.0f} rows/s")
    print(f"by a pool of {WORKERS}, each decision sent by itself: {one_by_one:,.0f} rows/s")
    print(f"by a pool of {WORKERS}, in hundreds: {in_hundreds:,.0f} rows/s")


if __name__ == "__main__":
    main()
