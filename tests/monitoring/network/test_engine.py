"""Engines behind one narrow door: which one runs, what it is fed, and what goes wrong in it."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.network import durable
from opendata_rules.monitoring.network.engine import Engine
from opendata_rules.monitoring.network.engines import engine_of
from opendata_rules.monitoring.network.rules import DUE, definition
from opendata_rules.vocabulary.procedures import procedures

from ...conftest import ROOT
from ...laws import law

ENGINES = ("durable-rules", "builtin")
EVENTS = [
    {"id": "1", "case": "A", "procedure": "objection", "kind": "received", "date": "2026-03-02"},
    {"id": "2", "case": "A", "procedure": "objection", "kind": "feedback", "date": "2026-03-20"},
]


def has_durable() -> bool:
    return find_spec("durable_rules_engine") is not None and sys.version_info < (3, 13)


needs_durable = pytest.mark.skipif(not has_durable(), reason="durable-rules does not import on this interpreter")


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    if request.param == "durable-rules" and not has_durable():
        pytest.skip("durable-rules does not import on this interpreter (it needs Python < 3.13)")
    return str(request.param)


@pytest.fixture
def without_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "durable"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "durable", None)


def test_where_durable_rules_cannot_be_imported_the_builtin_engine_runs(without_durable: None) -> None:
    monitor = odr.monitor(law("jining"))
    assert monitor.engine == monitor.ingest(EVENTS).engine == "builtin"
    assert [breach.kind for breach in monitor.status("A").breaches] == ["late"]


def test_where_it_cannot_be_imported_and_is_named_the_error_says_what_may_be_named(without_durable: None) -> None:
    with pytest.raises(odr.MissingExtra) as caught:
        odr.monitor(law("jining"), engine="durable-rules")
    told = str(caught.value)
    for word in ("opendata-rules[monitor]", "C 编译器", "3.13", "builtin", "ModuleNotFoundError"):
        assert word in told
    assert (caught.value.code, caught.value.argument) == ("missing_extra", "engine")
    assert "builtin" in caught.value.english


@needs_durable
def test_durable_rules_is_the_default_where_it_can_be_imported() -> None:
    assert odr.monitor(law("jining")).engine == "durable-rules"


def test_every_answer_says_which_engine_ran(name: Any, tmp_path: Path) -> None:
    with odr.monitor(law("jining"), tmp_path / "cases", engine=name) as monitor:
        answers: list[Any] = [monitor, monitor.ingest(EVENTS), monitor.status("A")]
        answers += [*monitor.status("A").breaches, *monitor.breaches()]
        monitor.ingest([{**EVENTS[0], "id": "3", "case": "B"}])
        answers += monitor.due(dt.date(2026, 3, 10))
    assert [type(answer).__name__ for answer in answers[1:]] == ["Counts", "CaseStatus", *["Breach"] * 2, *["Owed"] * 2]
    assert {answer.engine for answer in answers} == {name}
    assert {answer.to_dict()["engine"] for answer in answers[1:]} == {name}
    # What one engine concluded, another one reads; it says who did.
    with odr.monitor(law("jining"), tmp_path / "cases", engine="builtin") as other:
        assert [breach.engine for breach in other.breaches()] == [name]
        assert other.status("A").engine == "builtin"


def test_counts_are_three_numbers_and_frozen(name: Any) -> None:
    counts = odr.monitor(law("jining"), engine=name).ingest(EVENTS)
    assert counts == (2, 0, 0)
    assert counts.to_dict().items() >= {"accepted": 2, "repeated": 0, "rejected": 0, "engine": name}.items()
    again = pickle.loads(pickle.dumps(counts))
    assert (again, again.engine, type(again)) == (counts, name, odr.Counts)
    for attribute in ("engine", "accepted", "anything"):
        with pytest.raises(AttributeError):
            setattr(counts, attribute, "x")


@pytest.mark.parametrize(("given", "near"), [("bultin", ("builtin",)), ("durable", ("durable-rules",)), ("x\x1b", ())])
def test_another_engine(given: Any, near: tuple[str, ...]) -> None:
    with pytest.raises(odr.BadArgument) as caught:
        odr.monitor(law("jining"), engine=given)
    assert (caught.value.argument, caught.value.nearest) == ("engine", near)
    assert "\x1b" not in str(caught.value) + caught.value.english


def test_arguments_of_another_type() -> None:
    wrong: Any
    for wrong in (5, True, ["builtin"]):
        with pytest.raises(TypeError, match="engine"):
            odr.monitor(law("jining"), engine=wrong)
        with pytest.raises(TypeError, match="store"):
            odr.monitor(law("jining"), wrong)
    for wrong in ("济宁", None, odr.load()):
        with pytest.raises(TypeError, match="monitor"):
            odr.monitor(wrong)


def test_importing_the_package_does_not_import_the_engine() -> None:
    code = (
        "import sys, opendata_rules, opendata_rules.monitoring, opendata_rules.schemas as s; s.names();"
        "print([name for name in sys.modules if name.startswith(('durable', 'psycopg', 'sqlite3'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


RECEIVED: dict[str, Any] = {"k": "ev", "e": "received", "day": 100, "rank": 10, "past": 9}
TERM: dict[str, Any] = {"k": "term", "s": "feedback", "e": "received", "way": "due_n", "count": 10}


def told(engine: Engine, rules: str, facts: Iterable[dict[str, Any]]) -> list[str]:
    """What an engine concludes, sorted, since each has an order of its own."""
    found = engine.run(rules, [{"k": "case"}, *facts, {"k": "all"}])
    return sorted(f"{what} {name}".strip() for what, name, _ in found)


class TestEngine:
    """Whichever engine."""

    @pytest.fixture(autouse=True)
    def _engine(self, name: str) -> None:
        self.name = name
        self.engine = engine_of(name)
        self.engine.learn("objection", definition(procedures().all["objection"], ()))

    def run(self, *facts: dict[str, Any]) -> list[str]:
        return told(self.engine, "objection", facts)

    def feedback(self, past: int) -> dict[str, Any]:
        return {"k": "ev", "e": "feedback", "day": 100 + past, "rank": past + 1, "past": past}

    def test_an_obligation_is_asserted_met_and_broken(self) -> None:
        assert self.run(dict(RECEIVED)) == ["through"]
        assert self.run(dict(RECEIVED), dict(TERM)) == [f"{DUE} feedback", "through"]
        met = self.run(dict(RECEIVED), dict(TERM), self.feedback(19))
        assert met == [f"{DUE} feedback", "met feedback", "through"]
        late = self.run(dict(RECEIVED), dict(TERM), self.feedback(20))
        assert late == [f"{DUE} feedback", "late feedback", "through"]

    def test_runs_do_not_see_each_other(self) -> None:
        for _ in range(3000):
            assert self.run(dict(RECEIVED), dict(TERM)) == [f"{DUE} feedback", "through"]
        assert self.run() == ["through"]

    def test_a_fact_that_no_rule_knows_is_an_error_and_the_next_run_is_sound(self) -> None:
        for unknown in (
            {"k": "nothing"},
            {"k": "ev", "e": "posting"},
            {"k": "off", "s": "check"},
            {"k": "act", "a": "access"},
        ):
            with pytest.raises(RuntimeError, match="no rule of objection asks about"):
                self.run(unknown)
        assert self.run(dict(RECEIVED)) == ["through"]

    def test_an_exception_in_an_action_is_raised(self) -> None:
        with pytest.raises(RuntimeError, match="action"):
            self.run(dict(RECEIVED), {**TERM, "count": None})
        assert self.run(dict(RECEIVED)) == ["through"]

    def test_no_thread_works_behind_ones_back(self) -> None:
        import threading

        before = threading.active_count()
        engine_of(self.name).learn("delisting", definition(procedures().all["delisting"], ()))
        assert threading.active_count() == before

    def test_threads_may_share_a_monitor(self) -> None:
        monitor = odr.monitor(law("jining"), engine=self.name)
        cases = [f"c{number}" for number in range(40)]
        for case in cases:
            told = {"case": case, "procedure": "objection", "date": "2026-03-02"}
            monitor.ingest([{**told, "id": case, "kind": "received"}])
        before = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(4) as pool:
                found = list(pool.map(monitor.status, cases * 5))
        finally:
            sys.setswitchinterval(before)
        assert {(status.steps[0].state, status.steps[0].deadline.due.isoformat()) for status in found} == {
            ("pending", "2026-03-16")
        }


# -- durable-rules -----------------------------------------------------------------------------------------------------


def test_every_last_test_against_another_fact_stands_twice() -> None:
    """Else the engine reads the memory behind the pattern where that test fails."""
    join = {"$gt": {"since": {"a": "day"}}}
    assert durable._guarded({"$and": [{"k": "atom"}, join]}) == {"$and": [{"k": "atom"}, join, join]}
    assert durable._guarded({"$and": [{"k": "ev"}, {"e": "received"}]}) == {"$and": [{"k": "ev"}, {"e": "received"}]}
    assert durable._guarded({"n": {"a": "n"}}) == {"$and": [{"n": {"a": "n"}}] * 2}


@needs_durable
@pytest.mark.parametrize("place", ["zaozhuang", "shandong", "jinan"])
def test_tests_that_fail_do_not_crash_the_process(place: str) -> None:
    """Memory that is freed or not yet used is filled with other bytes, so that reading it shows."""
    code = f"""if True:
        import datetime as dt, opendata_rules as odr
        monitor = odr.monitor(odr.load().law("{place}", on=dt.date(2026, 3, 20)), engine="durable-rules")
        case = dict(case="c", procedure="attribute_change")
        consent = dict(approval_status="not_sought", approving_authority_relation="elsewhere",
                       approved_on="2026-03-19", approval_before_change=True)
        print(monitor.ingest([
            dict(case, id="1", kind="received", date="2026-01-02", opening_attribute="conditional"),
            dict(case, id="2", kind="statement", date="2026-01-03", **consent),
            dict(case, id="3", kind="attribute_change", date="2026-03-20", opening_attribute="closed"),
        ]).accepted)"""
    environment = {**os.environ, "MALLOC_PERTURB_": "165"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "3"), done.stderr


@needs_durable
def test_monitors_that_nobody_asks_any_more_leave_no_memory_behind() -> None:
    resource = pytest.importorskip("resource")  # not on Windows
    unit = 1 if sys.platform == "darwin" else 1024
    events = [json.loads(line) for line in (ROOT / "examples" / "jining_events.jsonl").read_text("utf-8").splitlines()]

    def after(monitors: int) -> int:
        for _ in range(monitors):
            odr.monitor(law("jining"), engine="durable-rules").ingest(events)
            gc.collect()
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit

    # One costs megabytes in the engine, which Python knows nothing of.
    before = after(3)
    assert after(8) - before < 26_000_000
