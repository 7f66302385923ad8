"""What the case monitor costs, as a ratio to its engine alone on the same rules and facts, in one run.

    pip install "opendata-rules[monitor]" hypothesis
    python benchmarks/monitor.py [--cases 3000] [--place jining] [--repeats 5] [--profile]

A year of a city, made up by the generator of the tests, is told in batches of 1000 events: to a monitor with its log in
memory, and to one with SQLite in a temporary folder; all checks are made. While the first of these runs, everything
that is put to the engine is noted; then the same facts and deletions are played to durable-rules alone, through its own
host, with actions that do nothing, but for those that make an obligation out of an event and a term, which the other
rules need. That is done twice: with all rules of a procedure in one rule set, as one would write them, and with the
smaller sets that the monitor chooses for cases in which nothing was done that a rule bars. The runs are interleaved, in
an order that changes, and the medians reported, both of time passed and of processor time.

Limits: the monitor in memory reaches at least 0.8 of the events a second of durable-rules alone on the same rules,
SQLite at least 0.5.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

try:
    from durable import engine
except ImportError:
    print("benchmarks/monitor.py: durable-rules is not installed here (it needs Python < 3.13); nothing measured")
    raise SystemExit(0) from None

import opendata_rules as odr
from opendata_rules.monitoring.network.engine import Engine
from opendata_rules.monitoring.network.guards import Guards
from opendata_rules.monitoring.network.rules import DUE, definition
from opendata_rules.vocabulary.procedures import procedures

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.monitoring.city import City, city  # noqa: E402

BATCH = 1000
#: What was put to the engine: rule sets by name, and facts of one session after another.
Played = tuple[dict[str, Any], list[tuple[str, list[dict[str, Any]]]]]


def tell(told: City, store: str | None, name: Any = "durable-rules") -> None:
    """Tell the year to a new monitor."""
    with odr.monitor(told.law, store, engine=name) as monitor:
        for start in range(0, len(told.events), BATCH):
            monitor.ingest(told.events[start : start + BATCH])


def noted(told: City) -> Played:
    """Tell the year once, noting all that is put to the engine."""
    rules: dict[str, Any] = {}
    runs: list[tuple[str, list[dict[str, Any]]]] = []
    learn, run = Engine.learn, Engine.run

    def noting_learn(self: Engine, name: str, definition: Any) -> None:
        rules[name] = definition
        learn(self, name, definition)

    def noting_run(self: Engine, name: str, facts: Any) -> Any:
        found = run(self, name, facts)
        runs.append((name, [dict(fact) for fact in facts]))
        return found

    Engine.learn, Engine.run = noting_learn, noting_run  # type: ignore[method-assign]
    try:
        tell(told, None)
    finally:
        Engine.learn, Engine.run = learn, run  # type: ignore[method-assign]
    return rules, runs


def whole(told: City, played: Played) -> Played:
    """The same facts, with all rules of a procedure in one rule set."""
    guards = tuple(Guards(told.law).all)
    runs = [(name.partition(" ")[0], facts) for name, facts in played[1]]
    return {name: definition(procedures().all[name], guards) for name in {name for name, _ in runs}}, runs


def play(rules: dict[str, Any], runs: list[tuple[str, list[dict[str, Any]]]]) -> None:
    """durable-rules alone, without the threads that its host would start."""

    class Host(engine.Host):  # type: ignore[misc]
        def _run(self) -> None:
            """Nothing is dispatched from elsewhere."""

    host = Host()

    def nothing(c: Any) -> None:
        """What the other rules do."""

    def due(name: str) -> Callable[[Any], None]:
        def assert_due(c: Any) -> None:
            event, term = c._m["t"], c._m["n"]
            fact = {"k": term["way"], "s": term["s"], "id": f"due {term['s']}", "sid": event["sid"]}
            if "count" in term:
                fact["count"] = event["rank"] + term["count"]
            elif "last" in term:
                fact["last"], fact["first"] = term["last"], term["first"]
            host.assert_fact(name, fact)

        return assert_due

    for name, patterns_of in rules.items():
        run = due(name)
        host.set_rulesets(
            {
                name: {
                    rule: {"all": patterns, "run": run if rule.startswith(f"{DUE} ") else nothing}
                    for rule, patterns in patterns_of.items()
                }
            }
        )
    for name, facts in runs:
        host.assert_facts(name, facts)
        host.delete_state(name, facts[0]["sid"])


def timed(function: Callable[..., object], *given: object) -> tuple[float, float]:
    """Seconds passed and seconds of processor time; what was there before is not searched for garbage again."""
    gc.collect()
    gc.freeze()
    start, processor = time.perf_counter(), time.process_time()
    function(*given)
    return time.perf_counter() - start, time.process_time() - processor


def compare(told: City, played: Played, repeats: int) -> None:
    """Interleave the runs and print the medians."""
    alone = {"durable-rules alone": whole(told, played), "on the smaller sets": played}
    own = {
        "in memory": "durable-rules",
        "SQLite": "durable-rules",
        "builtin in memory": "builtin",
        "builtin SQLite": "builtin",
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in (*alone, *own)}
    for _ in range(repeats):
        for name in random.sample(list(times), len(times)):
            if name in alone:
                rules, runs = alone[name]
                again = [(ruleset, [dict(fact) for fact in facts]) for ruleset, facts in runs]
                times[name].append(timed(play, rules, again))
            elif name.endswith("memory"):
                times[name].append(timed(tell, told, None, own[name]))
            else:
                with tempfile.TemporaryDirectory() as folder:
                    times[name].append(timed(tell, told, str(Path(folder) / "cases.sqlite"), own[name]))
    limits = {"in memory": 0.8, "SQLite": 0.5}
    for name in times:
        passed = statistics.median(one for one, _ in times[name])
        line = f"  {name:<22}{len(told.events) / passed:10.0f} events a second"
        if name in limits:
            ratios = [_ratio(times[base], times[name]) for base in alone]
            line += f"  {ratios[0]} of it (limit {limits[name]}); {ratios[1]} on the smaller sets"
        if name.startswith("builtin"):
            line += f"  {_ratio(times[name.removeprefix('builtin ')], times[name])} of the same with durable-rules"
        print(line)


def _ratio(base: list[tuple[float, float]], own: list[tuple[float, float]]) -> str:
    """How fast against a base: by time passed, and in brackets by processor time."""
    wall, processor = (statistics.median(b[n] / o[n] for b, o in zip(base, own, strict=True)) for n in (0, 1))
    return f"{wall:.2f} ({processor:.2f})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--place", default="jining")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", action="store_true", help="tell where the time goes instead")
    options = parser.parse_args()
    told = city(options.place, 2026, options.cases, options.seed)
    played = noted(told)
    runs = played[1]
    facts = sum(len(facts) for _, facts in runs)
    print(f"{len(told.histories)} cases, {len(told.events)} events, {len(runs)} sessions, {facts} facts")
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(tell, told, None)
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    compare(told, played, options.repeats)


if __name__ == "__main__":
    main()
