"""What a decision costs, as a ratio to a hand-written function that does the same job for the same law.

    python benchmarks/classify.py [--repeats 150] [--pool 400]

The hand-written function below reads every fact that the articles ask about, handles unknown facts (by Kleene's logic,
so less exactly), returns attribute, possible attributes and grounds, and checks nothing. Vectors are random, drawn
anew for each repeat; runs of both are interleaved and the median of the ratios is reported, for one fact in ten true
and for one in two. The worse of the two counts. A run is short, so that other work on the machine falls between runs.

Records told otherwise are compared with the same records by id in the same way: by Chinese labels, by both (every
second fact, one fact, or each fact by chance), and with facts of the vocabulary that the law does not list.
"""

from __future__ import annotations

import argparse
import datetime as dt
import inspect
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import opendata_rules as odr

ON = dt.date(2026, 3, 10)


def by_hand(facts: dict[str, Any]) -> tuple[Any, Any, list[str]]:
    """Tai'an articles 12 to 14 by hand: attribute, possible attributes, certain grounds."""
    get = facts.get
    prohibited = get("law_prohibits_opening")
    secret = get("state_secret")
    danger = get("may_endanger_security")
    trade = get("trade_secret")
    privacy = get("personal_privacy")
    other = get("other_third_party_rights")
    response = get("third_party_response")
    required = get("law_requires_conditional")
    security = get("high_security_processing_requirement")
    load = get("severe_infrastructure_load")
    published = get("already_published_machine_readable")
    low_risk = get("assessed_low_risk")
    grounds = []

    if trade or privacy:
        secrecy: Any = True
    elif trade is None or privacy is None:
        secrecy = None
    else:
        secrecy = False
    if secrecy or other:
        rights: Any = True
    elif secrecy is None or other is None:
        rights = None
    else:
        rights = False
    if response is None:
        refused: Any = None
        waiting: Any = None
        agreed: Any = None
    else:
        refused = response in ("refused", "partial", "withdrawn")
        waiting = response in ("not_asked", "no_reply")
        agreed = response == "consented"

    closed: Any = False
    if prohibited:
        grounds.append("12(一)")
        closed = True
    if secret:
        grounds.append("12(二)")
        closed = True
    if danger:
        grounds.append("12(三)")
        closed = True
    if rights and refused:
        grounds.append("12(四)")
        closed = True
    if not closed and (
        prohibited is None or secret is None or danger is None or (rights is not False and refused is not False)
    ):
        closed = None
    held: Any = False
    if rights and waiting:
        held = True
    elif rights is not False and waiting is not False:
        held = None
    conditional: Any = False
    if required:
        grounds.append("13(五)")
        conditional = True
    if secrecy and agreed and prohibited is False:
        grounds.append("13(六)")
        conditional = True
    if other and agreed and prohibited is False:
        grounds.append("13(六)")
        conditional = True
    if security:
        grounds.append("13(七)")
        conditional = True
    if load:
        grounds.append("13(八)")
        conditional = True
    if not conditional and (
        required is None
        or security is None
        or load is None
        or (rights is not False and agreed is not False and prohibited is not True)
    ):
        conditional = None
    if published:
        grounds.append("14(九)")
    if low_risk:
        grounds.append("14(十)")

    if closed:
        return "closed", {"closed"}, grounds
    possible = set()
    if closed is None:
        possible.add("closed")
    if held is not True:
        if conditional is not False:
            possible.add("conditional")
        if conditional is not True:
            possible.add("open")
    if possible == {"open"} and held is False:
        grounds.append("14(十一)")
    if len(possible) == 1 and held is False:
        return next(iter(possible)), possible, grounds
    return None, possible, grounds


def vectors(law: odr.Law, count: int, true: float, known: float, rng: random.Random) -> list[dict[str, Any]]:
    """Random facts: each known with one probability, each bool true with another."""
    facts = [fact for fact in law.facts("classification") if fact.type in ("bool", "enum")]
    drawn = []
    for _ in range(count):
        vector: dict[str, Any] = {}
        for fact in facts:
            if rng.random() < known:
                if fact.type == "bool":
                    vector[fact.id] = rng.random() < true
                else:
                    vector[fact.id] = rng.choice(fact.values)[0]
        drawn.append(vector)
    return drawn


def labelled(law: odr.Law, facts: dict[str, Any], chosen: Callable[[int], bool]) -> dict[str, Any]:
    """The same facts, those at the chosen places by their Chinese labels."""
    labels = {fact.id: fact.label for fact in law.facts("classification")}
    return {labels[name] if chosen(place) else name: value for place, (name, value) in enumerate(facts.items())}


def retellings(
    law: odr.Law, rng: random.Random
) -> Iterator[tuple[str, Callable[[dict[str, Any]], dict[str, Any]], float]]:
    """Other ways to tell the same facts, each with its limit."""
    yield "by labels", lambda facts: labelled(law, facts, lambda place: True), 1.5
    yield "every second by label", lambda facts: labelled(law, facts, lambda place: place % 2 == 1), 1.5
    yield "one by label", lambda facts: labelled(law, facts, rng.randrange(len(facts) or 1).__eq__), 1.5
    yield "each by label or not, by chance", lambda facts: labelled(law, facts, lambda place: rng.random() < 0.5), 1.5
    listed = {fact.id for fact in law.facts("classification")}
    foreign = [fact.id for fact in law.facts("attribute_change") if fact.type == "bool" and fact.id not in listed]
    for number in (1, 2, 3):
        more = dict.fromkeys(foreign[:number], False)
        yield f"{number} more than listed", more.__ror__, 1.25


def timed(function: Callable[[list[dict[str, Any]]], None], pool: list[dict[str, Any]]) -> float:
    """Seconds of one pass over the pool."""
    start = time.perf_counter()
    function(pool)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=150)
    parser.add_argument("--pool", type=int, default=400)
    options = parser.parse_args()
    library = odr.load()
    law = library.law("taian", on=ON)
    start = time.perf_counter()
    law.classify({"state_secret": True})
    first = time.perf_counter() - start
    classify = law.classify
    rng = random.Random(20260310)

    def hand(pool: list[dict[str, Any]]) -> None:
        for facts in pool:
            by_hand(facts)

    def decide(pool: list[dict[str, Any]]) -> None:
        for facts in pool:
            classify(facts)

    def decide_and_read(pool: list[dict[str, Any]]) -> None:
        for facts in pool:
            classify(facts).grounds  # noqa: B018 - reading it is what is measured

    def ratio(run: Callable[[list[dict[str, Any]]], None], known: float) -> tuple[float, float]:
        worst: list[tuple[float, float]] = []
        for true in (0.1, 0.5):
            ratios, times = [], []
            for _ in range(options.repeats):
                pool = vectors(law, options.pool, true, known, rng)
                run(pool[:100])
                ours, theirs = timed(run, pool), timed(hand, pool)
                ratios.append(ours / theirs)
                times.append(ours / options.pool * 1e9)
            worst.append((statistics.median(ratios), statistics.median(times)))
        return max(worst)

    def to_ids(tell: Callable[[dict[str, Any]], dict[str, Any]], known: float) -> tuple[float, float]:
        worst: list[tuple[float, float]] = []
        for true in (0.1, 0.5):
            ratios, times = [], []
            for _ in range(options.repeats):
                by_id = vectors(law, options.pool, true, known, rng)
                otherwise = [tell(facts) for facts in by_id]
                # Turn about, so that each starts warm.
                decide(otherwise[:100])
                ours = timed(decide, otherwise)
                decide(by_id[:100])
                theirs = timed(decide, by_id)
                ratios.append(ours / theirs)
                times.append(ours / len(by_id) * 1e9)
            worst.append((statistics.median(ratios), statistics.median(times)))
        return max(worst)

    print(inspect.getsource(by_hand))
    print(f"first decision, compilation included: {first * 1000:.0f} ms (limit 100)")
    for name, run, known, limit in (
        ("decision, all facts known", decide, 1.0, 1.35),
        ("decision, half of them missing", decide, 0.5, 1.1),
        ("decision, nothing known", decide, 0.0, 1.0),
        ("with grounds, all facts known", decide_and_read, 1.0, 2.0),
        ("with grounds, half of them missing", decide_and_read, 0.5, 2.0),
        ("with grounds, nothing known", decide_and_read, 0.0, 2.0),
    ):
        found, nanoseconds = ratio(run, known)
        print(f"{name}: {found:.2f} times the hand-written function (limit {limit}), {nanoseconds:.0f} ns")
    for label, tell, limit in retellings(law, rng):
        for knowing, known in (("all facts known", 1.0), ("half of them missing", 0.5)):
            found, nanoseconds = to_ids(tell, known)
            print(f"{label}, {knowing}: {found:.2f} times the same told plainly (limit {limit}), {nanoseconds:.0f} ns")


if __name__ == "__main__":
    main()
