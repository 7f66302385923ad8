"""One law in other engines: Tai'an articles 12 to 14, asked of each for the same datasets, in one run.

    pip install --group benchmark . pyarrow narwhals
    python benchmarks/peers.py [--rows 2000] [--repeats 5] [--chart docs/pictures/peers.svg]

What is asked is the least that all of them can answer: of complete facts, the attribute, or that there is none because
a person has to look (``human_review``) or because a third party has not answered (``undetermined``). Each peer has the
rules in the form that its own documentation begins with: a decision table for GoRules zen, policies for Cedar, one
expression for CEL, rules on events for durable_rules, variables with formulas for OpenFisca. Whatever can be prepared
is prepared beforehand; facts are handed over in the form the engine takes, made beforehand as well. Every answer of
every peer is compared with ours before anything is timed.

Ours says more in the same time: what is possible and permitted, the grounds with their articles, all of it under facts
that are missing. The peers say one word.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import opendata_rules as odr

Facts = dict[str, Any]
#: Answers for many datasets.
Ask = Callable[[], Any]
#: How often the datasets are repeated for engines that take a table.
TABLE = 100

RIGHTS = ("trade_secret", "personal_privacy", "other_third_party_rights")
CLOSED = ("law_prohibits_opening", "state_secret", "may_endanger_security")
REVIEW = ("other_channel_required", "agreement_or_ip_restriction")
CONDITIONAL = ("law_requires_conditional", "high_security_processing_requirement", "severe_infrastructure_load")
AGAINST, SILENT = ("refused", "partial", "withdrawn"), ("not_asked", "no_reply")


def datasets(law: odr.Law, rows: int) -> list[Facts]:
    """Complete facts that do not contradict each other; a tenth true."""
    rng, found = random.Random(12), []
    while len(found) < rows:
        facts: Facts = {}
        for fact in law.facts("classification"):
            words = [value for value, _ in fact.values]
            facts[fact.id] = rng.random() < 0.1 if fact.type == "bool" else rng.choice(words)
        harmed = facts["opening_harms_third_party"] and not any(facts[name] for name in RIGHTS)
        if not harmed and (facts["law_prohibits_opening"] or not facts["statute_bars_any_form"]):
            found.append(facts)
    return found


# -- peers -------------------------------------------------------------------------------------------------------------


def ours(law: odr.Law, pool: list[Facts]) -> Ask:
    """``law.classify``."""

    def ask() -> list[str]:
        decisions = [law.classify(facts) for facts in pool]
        return [str(decision.attribute or decision.status) for decision in decisions]

    return ask


def ours_at_once(law: odr.Law, pool: list[Facts]) -> Ask:
    """``law.classify_frame`` of a table of Arrow."""
    import pyarrow as pa

    table = pa.concat_tables([pa.Table.from_pylist(pool)] * TABLE).combine_chunks()
    return lambda: law.classify_frame(table)


def by_hand(_law: odr.Law, pool: list[Facts]) -> Ask:
    """A function of Python that checks nothing and stops at the first hit."""

    def one(f: Facts) -> str:
        rights = f["trade_secret"] or f["personal_privacy"] or f["other_third_party_rights"]
        response = f["third_party_response"]
        if f["law_prohibits_opening"] or f["state_secret"] or f["may_endanger_security"]:
            return "closed"
        if rights and response in AGAINST:
            return "closed"
        if f["other_channel_required"] or f["agreement_or_ip_restriction"]:
            return "human_review"
        if rights and response in SILENT:
            return "undetermined"
        if rights or f["law_requires_conditional"] or f["high_security_processing_requirement"]:
            return "conditional"
        return "conditional" if f["severe_infrastructure_load"] else "open"

    return lambda: [one(facts) for facts in pool]


def zen(_law: odr.Law, pool: list[Facts]) -> Ask:
    """GoRules zen: a decision table, first hit."""
    columns = {"rights": " or ".join(RIGHTS), "response": "third_party_response"}
    columns |= {name: name for name in (*CLOSED, *REVIEW, *CONDITIONAL)}
    words = {words: ", ".join(f"'{word}'" for word in words) for words in (AGAINST, SILENT)}
    lines: list[tuple[dict[str, str], str]] = [({name: "true"}, "closed") for name in CLOSED]
    lines.append(({"rights": "true", "response": words[AGAINST]}, "closed"))
    lines += [({name: "true"}, "human_review") for name in REVIEW]
    lines.append(({"rights": "true", "response": words[SILENT]}, "undetermined"))
    lines += [({name: "true"}, "conditional") for name in ("rights", *CONDITIONAL)]
    lines.append(({}, "open"))
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": field} for name, field in columns.items()],
        "outputs": [{"id": "answer", "name": "answer", "field": "answer"}],
        "rules": [
            {"_id": str(n), "answer": f"'{answer}'"} | {name: line.get(name, "") for name in columns}
            for n, (line, answer) in enumerate(lines)
        ],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": f"{one}-{other}", "type": "edge", "sourceId": one, "targetId": other}
        for one, other in (("in", "table"), ("table", "out"))
    ]
    decision = importlib.import_module("zen").ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda: [decision.evaluate(facts)["result"]["answer"] for facts in pool]


def cedar(_law: odr.Law, pool: list[Facts]) -> Ask:
    """Cedar: a policy for each answer; which of them permits, says the answer. The strictest counts."""
    cedarpy = importlib.import_module("cedarpy")

    def some(names: Sequence[str]) -> str:
        return "(" + " || ".join(f"context.{name}" for name in names) + ")"

    def among(words: Sequence[str]) -> str:
        return "[" + ", ".join(f'"{word}"' for word in words) + "].contains(context.third_party_response)"

    conditions = {
        "closed": f"{some(CLOSED)} || ({some(RIGHTS)} && {among(AGAINST)})",
        "human_review": some(REVIEW),
        "undetermined": f"{some(RIGHTS)} && {among(SILENT)}",
        "conditional": some((*RIGHTS, *CONDITIONAL)),
        "open": "true",
    }
    text = "\n".join(f"permit(principal, action, resource) when {{ {c} }};" for c in conditions.values())
    policies, entities = cedarpy.PolicySet.from_str(text), cedarpy.Entities.from_json_str("[]")
    names = {f"policy{n}": answer for n, answer in enumerate(conditions)}
    who = {"principal": 'User::"a"', "action": 'Action::"open"', "resource": 'Dataset::"d"'}
    requests = [who | {"context": facts} for facts in pool]

    def ask() -> list[str]:
        results = cedarpy.is_authorized_batch(requests, policies, entities)
        return [names[min(result.diagnostics.reasons)] for result in results]

    return ask


def _expression() -> str:
    """The law as one expression of CEL."""

    def some(names: Sequence[str]) -> str:
        return "(" + " || ".join(names) + ")"

    def among(words: Sequence[str]) -> str:
        return "third_party_response in [" + ", ".join(f"'{word}'" for word in words) + "]"

    return (
        f"{some(CLOSED)} || ({some(RIGHTS)} && {among(AGAINST)}) ? 'closed' :"
        f" {some(REVIEW)} ? 'human_review' : {some(RIGHTS)} && {among(SILENT)} ? 'undetermined' :"
        f" {some((*RIGHTS, *CONDITIONAL))} ? 'conditional' : 'open'"
    )


def cel_python(_law: odr.Law, pool: list[Facts]) -> Ask:
    """CEL in Python."""
    celpy = importlib.import_module("celpy")
    environment = celpy.Environment()
    program = environment.program(environment.compile(_expression()))
    contexts = [{name: celpy.json_to_cel(value) for name, value in facts.items()} for facts in pool]
    return lambda: [str(program.evaluate(context)) for context in contexts]


def cel_rust(_law: odr.Law, pool: list[Facts]) -> Ask:
    """CEL in Rust."""
    program = importlib.import_module("cel").compile(_expression())
    return lambda: [program.execute(facts) for facts in pool]


def durable(_law: odr.Law, pool: list[Facts]) -> Ask:
    """durable_rules: an event for each dataset; the first rule by priority takes it."""
    lang = importlib.import_module("durable.lang")
    told: dict[str, str] = {}
    m = lang.m

    def any_of(parts: Sequence[Any]) -> Any:
        whole = parts[0]
        for part in parts[1:]:
            whole = whole | part
        return whole

    def some(names: Sequence[str]) -> Any:
        return any_of([getattr(m, name) == True for name in names])  # noqa: E712

    def response(words: Sequence[str]) -> Any:
        return any_of([m.third_party_response == word for word in words])

    conditions = {
        "closed": some(CLOSED) | (some(RIGHTS) & response(AGAINST)),
        "human_review": some(REVIEW),
        "undetermined": some(RIGHTS) & response(SILENT),
        "conditional": some((*RIGHTS, *CONDITIONAL)),
        "open": +m.number,
    }

    def telling(answer: str) -> Callable[[Any], object]:
        return lambda c: told.setdefault(c.m.number, answer)

    with lang.ruleset("taian"):
        for place, (answer, condition) in enumerate(conditions.items()):
            lang.when_all(lang.pri(place + 1), condition)(telling(answer))
    turn = iter(range(1 << 62))

    def ask() -> list[str]:
        told.clear()
        number = next(turn)
        for n, facts in enumerate(pool):
            # A session of its own for each, since an event may wait in one for another to go with it; it is deleted
            # again, since a thousand of them are more than the engine holds.
            lang.post("taian", facts | {"number": f"{number}.{n}", "sid": f"{number}.{n}"})
            lang.delete_state("taian", f"{number}.{n}")
        return [told[f"{number}.{n}"] for n in range(len(pool))]

    return ask


def openfisca(_law: odr.Law, pool: list[Facts]) -> Ask:
    """OpenFisca: variables with formulas, all datasets at once as arrays of numpy."""
    np = importlib.import_module("numpy")
    entities = importlib.import_module("openfisca_core.entities")
    periods = importlib.import_module("openfisca_core.periods")
    simulations = importlib.import_module("openfisca_core.simulations")
    systems = importlib.import_module("openfisca_core.taxbenefitsystems")
    variables = importlib.import_module("openfisca_core.variables")
    dataset = entities.build_entity("dataset", "datasets", "A dataset", is_person=True)
    system = systems.TaxBenefitSystem([dataset])
    words = sorted({facts["third_party_response"] for facts in pool})

    def variable(name: str, kind: type, default: Any, formula: Any = None) -> None:
        body = {
            "value_type": kind,
            "default_value": default,
            "entity": dataset,
            "definition_period": periods.DateUnit.ETERNITY if formula is None else periods.DateUnit.DAY,
        }
        system.add_variable(type(name, (variables.Variable,), body | ({"formula": formula} if formula else {})))

    for name in (*CLOSED, *REVIEW, *CONDITIONAL, *RIGHTS):
        variable(name, bool, False)
    variable("third_party_response", int, 0)

    def answer(these: Any, period: Any) -> Any:
        def some(names: Sequence[str]) -> Any:
            return np.logical_or.reduce([these(name, period) for name in names])

        def among(chosen: Sequence[str]) -> Any:
            return np.isin(these("third_party_response", period), [words.index(w) for w in chosen if w in words])

        rights = some(RIGHTS)
        conditions = [
            some(CLOSED) + rights * among(AGAINST),
            some(REVIEW),
            rights * among(SILENT),
            rights + some(CONDITIONAL),
        ]
        return np.select(conditions, [0, 1, 2, 3], 4)

    variable("answer", int, 4, answer)
    columns = {name: np.array([f[name] for f in pool]) for name in (*CLOSED, *REVIEW, *CONDITIONAL, *RIGHTS)}
    columns["third_party_response"] = np.array([words.index(f["third_party_response"]) for f in pool])

    columns = {name: np.tile(values, TABLE) for name, values in columns.items()}

    def ask() -> Any:
        simulation = simulations.SimulationBuilder().build_default_simulation(system, count=len(pool) * TABLE)
        for name, values in columns.items():
            simulation.set_input(name, periods.ETERNITY, values)
        return simulation.calculate("answer", "2026-03-10")

    return ask


def told(found: Any) -> list[str]:
    """Answers as words."""
    if isinstance(found, list):
        return found
    if hasattr(found, "column_names"):
        columns = found.select(["odr_attribute", "odr_status"]).to_pydict()
        return [a or s for a, s in zip(columns["odr_attribute"], columns["odr_status"], strict=True)]
    answers = ["closed", "human_review", "undetermined", "conditional", "open"]
    return [answers[number] for number in found.tolist()]


PEERS: dict[str, tuple[Callable[[odr.Law, list[Facts]], Ask], str]] = {
    "opendata-rules, one by one": (ours, "opendata_rules"),
    "opendata-rules, a table": (ours_at_once, "pyarrow"),
    "Python by hand": (by_hand, "opendata_rules"),
    "GoRules zen": (zen, "zen"),
    "Cedar (cedarpy)": (cedar, "cedarpy"),
    "CEL (common-expression-language)": (cel_rust, "cel"),
    "CEL (cel-python)": (cel_python, "celpy"),
    "durable_rules": (durable, "durable.lang"),
    "OpenFisca, a table": (openfisca, "openfisca_core"),
}


# -- the run -----------------------------------------------------------------------------------------------------------


def chart(rates: dict[str, float]) -> str:
    """Bars on a logarithmic scale, as SVG."""
    left, width, step = 250, 420, 30
    most = 10 ** len(str(int(max(rates.values()))))
    least = 10 ** (len(str(int(min(rates.values())))) - 1)

    def scaled(rate: float) -> float:
        return width * math.log(rate / least) / math.log(most / least)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 120}" height="{step * len(rates) + 50}"'
        ' font-family="sans-serif" font-size="13" role="img">',
        "<title>Datasets a second, one law in each engine; logarithmic</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{left}" y="18">datasets a second, logarithmic</text>',
    ]
    for n, (name, rate) in enumerate(sorted(rates.items(), key=lambda item: -item[1])):
        top, color = 30 + n * step, "#1f5fa8" if name.startswith("opendata") else "#9aa5b1"
        parts += [
            f'<text x="{left - 8}" y="{top + 15}" text-anchor="end">{name}</text>',
            f'<rect x="{left}" y="{top}" width="{scaled(rate):.0f}" height="{step - 8}" fill="{color}"/>',
            f'<text x="{left + scaled(rate) + 6:.0f}" y="{top + 15}">{rate:,.0f}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--chart", type=Path)
    given = parser.parse_args()
    law = odr.load().law("taian", on=dt.date(2026, 3, 10))
    pool = datasets(law, given.rows)
    expected = ours(law, pool)()
    runs: dict[str, Ask] = {}
    sizes: dict[str, int] = {}
    for name, (make, module) in PEERS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"{name}: not installed")
            continue
        runs[name] = make(law, pool)
        found = told(runs[name]())
        sizes[name] = len(found)
        for begin in range(0, len(found), len(pool)):
            some = found[begin : begin + len(pool)]
            wrong = [trio for trio in zip(pool, some, expected, strict=True) if trio[1] != trio[2]]
            assert not wrong, (name, len(wrong), wrong[0])
    shares = ", ".join(f"{word} {expected.count(word) / len(pool):.0%}" for word in sorted(set(expected)))
    print(f"{len(pool)} datasets, every peer gives the same answers: {shares}")
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(given.repeats):
        for name, run in runs.items():
            wall, processor = time.perf_counter(), time.process_time()
            run()
            taken[name].append((time.perf_counter() - wall, time.process_time() - processor))
    ours_times = taken["opendata-rules, one by one"]
    rates = {}
    print(f"{'':34}{'datasets/s':>12}   times as long as one by one (by seconds of the processor)")
    for name, times in taken.items():
        rates[name] = sizes[name] / min(wall for wall, _ in times)
        share = len(pool) / sizes[name]
        ratios = [
            statistics.median(b[n] * share / a[n] for a, b in zip(ours_times, times, strict=True)) for n in (0, 1)
        ]
        print(f"{name:34}{rates[name]:12,.0f}   {ratios[0]:9.3f} ({ratios[1]:.3f})")
    if given.chart:
        given.chart.write_text(chart(rates), encoding="utf-8")


if __name__ == "__main__":
    main()
