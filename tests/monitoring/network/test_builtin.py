"""The evaluator in plain Python: what a rule means to it, and that durable-rules concludes the same of any facts."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata_rules.monitoring.network.builtin import Builtin
from opendata_rules.monitoring.network.engine import Conclusion, Engine
from opendata_rules.monitoring.network.engines import engine_of
from opendata_rules.monitoring.network.guards import Guards
from opendata_rules.monitoring.network.rules import NEVER, UNTOLD, WAYS, Definition, _triggers, definition
from opendata_rules.vocabulary.procedures import Procedure, procedures

from ...laws import law
from .test_engine import needs_durable

Fact = dict[str, Any]
END: dict[str, list[Fact]] = {"through": [{"c": {"k": "case"}}, {"z": {"k": "all"}}]}


def found(rules: Definition, *facts: Fact) -> list[tuple[str, str, dict[str, Fact]]]:
    engine = Builtin()
    engine.learn("r", {**END, **rules})
    told = engine.run("r", [{"k": "case"}, *facts, {"k": "all"}])
    return [one for one in told if one[0] != "through"]


class TestRules:
    """One rule at a time."""

    def test_a_rule_fires_once_for_every_choice_of_facts(self) -> None:
        rules: Definition = {"late s": [{"a": {"k": "ev"}}, {"b": {"k": "act"}}]}
        a, b = ({"k": "ev", "day": day} for day in (1, 2))
        c, d = ({"k": "act", "day": day} for day in (3, 4))
        chosen = [(one["a"]["day"], one["b"]["day"]) for _, _, one in found(rules, a, c, b, d)]
        assert sorted(chosen) == [(1, 3), (1, 4), (2, 3), (2, 4)]

    @pytest.mark.parametrize(
        ("test", "passing"),
        [
            ({"day": 2}, {2}),
            ({"$lt": {"day": 2}}, {1}),
            ({"$lte": {"day": 2}}, {1, 2}),
            ({"$gt": {"day": 2}}, {3}),
            ({"$gte": {"day": 2}}, {2, 3}),
            ({"day": {"m": "last"}}, {2}),
            ({"$lt": {"day": {"m": "last"}}}, {1}),
            ({"$gte": {"day": {"m": "last"}}}, {2, 3}),
            # What a fact does not tell passes no test.
            ({"$gte": {"rank": 0}}, set()),
            ({"$gte": {"day": {"m": "rank"}}}, set()),
        ],
    )
    def test_tests(self, test: Fact, passing: set[int]) -> None:
        rules: Definition = {"met s": [{"m": {"k": "now"}}, {"d": {"$and": [{"k": "ev"}, test]}}]}
        facts = [{"k": "now", "last": 2}, *({"k": "ev", "day": day} for day in (1, 2, 3))]
        assert {one["d"]["day"] for _, _, one in found(rules, *facts)} == passing

    def test_absence(self) -> None:
        rules: Definition = {
            "overdue s": [{"w": {"k": "now"}}, {"d$not": {"$and": [{"k": "ev"}, {"day": {"w": "day"}}]}}]
        }
        today, event, other = {"k": "now", "day": 1}, {"k": "ev", "day": 1}, {"k": "ev", "day": 2}
        assert [name for _, name, _ in found(rules, today)] == ["s"]
        assert found(rules, event, today) == found(rules, today, event) == []
        assert len(found(rules, other, today)) == 1

    def test_what_follows_from_what_follows(self) -> None:
        owed = {"$and": [{"k": "due_n"}, {"s": "s"}]}
        rules: Definition = {
            "due s": [{"t": {"k": "ev"}}, {"n": {"$and": [{"k": "term"}, {"s": "s"}]}}],
            # An obligation may stand anywhere in a rule, and more than once.
            "met first": [{"o": owed}, {"z": {"k": "all"}}],
            "met last": [{"z": {"k": "all"}}, {"o": owed}],
            "met both": [{"o": owed}, {"p": owed}],
        }
        facts = [{"k": "ev", "rank": 3}, {"k": "term", "s": "s", "way": "due_n", "count": 4}]
        told = {
            name if what == "met" else what: {part: fact.get("count") for part, fact in chosen.items()}
            for what, name, chosen in found(rules, *facts)
        }
        assert told == {
            "due": {"t": None, "n": 4},
            "first": {"o": 7, "z": None},
            "last": {"z": None, "o": 7},
            "both": {"o": 7, "p": 7},
        }
        assert len(found(rules, *facts)) == 4

    def test_absence_of_what_a_rule_makes_is_refused(self) -> None:
        with pytest.raises(ValueError, match="absence"):
            Builtin().learn("r", {"met s": [{"z": {"k": "all"}}, {"o$not": {"k": "due_n"}}]})
        with pytest.raises(ValueError, match="absence"):
            Builtin().learn("r", {"met s": [{"d$not": {"k": "ev"}}]})


# -- the same conclusions ----------------------------------------------------------------------------------------------


@functools.cache
def engines(place: str) -> tuple[Engine, Engine]:
    return engine_of("durable-rules"), engine_of("builtin")


@functools.cache
def guards(place: str) -> Guards:
    return Guards(law(place))


DAYS = st.integers(1, 6)


def day(draw: st.DrawFn) -> Fact:
    past = draw(DAYS)
    return {"day": draw(DAYS), "rank": past + draw(st.integers(0, 1)), "past": past}


@st.composite
def facts(draw: st.DrawFn, place: str, procedure: Procedure) -> list[Fact]:
    """Any facts that rules of the procedure ask about, whether or not they make sense together."""
    kinds = [kind for kind in procedure.events() if draw(st.booleans())]
    told: list[Fact] = [{"k": "ev", "e": kind, **day(draw)} for kind in kinds]
    for step in procedure.steps:
        if draw(st.sampled_from([True, False, False])):
            told.append({"k": "off", "s": step.id})
        if draw(st.sampled_from([True, True, False])):
            # durable-rules takes no fact that no rule may ask about.
            begins = [kind for kind, _ in _triggers(step)]
            way = draw(st.sampled_from([*WAYS, UNTOLD]))
            fact = {"k": "term", "s": step.id, "e": draw(st.sampled_from(begins)), "way": way}
            if way.endswith("_n"):
                fact["count"] = draw(st.integers(0, 4))
            elif way.endswith("_d"):
                fact["first"] = draw(DAYS)
                fact["last"] = fact["first"] + draw(st.integers(0, 2))
            told.append(fact)
    known = guards(place)
    acts = sorted({guard.act for guard in known.all} | {step.before for step in procedure.steps if step.before})
    for n in range(draw(st.integers(0, 3)) if acts else 0):
        act = draw(st.sampled_from(acts))
        told.append({"k": "act", "a": act, "n": n, **day(draw)})
        for number, guard in enumerate(known.all):
            if guard.act == act and draw(st.booleans()):
                told.append({"k": "need", "g": number, "n": n})
                told += [
                    {
                        "k": "atom",
                        "g": number,
                        "i": atom,
                        "n": n,
                        "since": draw(DAYS | st.just(NEVER) if atom in guard.bars else DAYS),
                    }
                    for atom in guard.atoms
                    if draw(st.sampled_from([True, True, False]))
                ]
    if draw(st.booleans()):
        told.append({"k": "now", **day(draw)})
    return list(draw(st.permutations(told)))


@needs_durable
@pytest.mark.parametrize("place", ["jining", "tengzhou", "qingdao", "taian", "shandong"])
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_both_conclude_the_same_of_any_facts(place: str, data: st.DataObject) -> None:
    procedure = data.draw(st.sampled_from([*procedures().all.values()]))
    told = data.draw(facts(place, procedure))
    concluded = []
    for engine in engines(place):
        if procedure.id not in engine:
            engine.learn(procedure.id, definition(procedure, tuple(guards(place).all)))
        run = engine.run(procedure.id, [{"k": "case"}, *map(dict, told), {"k": "all"}])
        concluded.append(sorted(map(canonical, run)))
    assert concluded[0] == concluded[1]


def canonical(concluded: Conclusion) -> str:
    """A conclusion without the marks that durable-rules needs on facts."""
    what, name, matched = concluded
    chosen = {part: {key: f[key] for key in f if key not in ("id", "sid")} for part, f in matched.items()}
    return json.dumps([what, name, chosen], sort_keys=True)
