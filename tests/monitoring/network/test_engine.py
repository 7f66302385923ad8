"""The engine behind its narrow door: where it cannot be imported, what it is fed, and what goes wrong in it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.network import engine
from opendata_rules.monitoring.network.rules import DUE, definition
from opendata_rules.vocabulary.procedures import procedures

from ...laws import law


@pytest.fixture
def without_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "durable"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "durable", None)


def test_where_the_engine_cannot_be_imported_the_error_says_what_answers_instead(without_durable: None) -> None:
    with pytest.raises(odr.MissingExtra) as caught:
        odr.monitor(law("jining"))
    told = str(caught.value)
    for word in ("opendata-rules[monitor]", "C 编译器", "3.13", "law.schedule", "ModuleNotFoundError"):
        assert word in told
    assert caught.value.code == "missing_extra"


@pytest.mark.skipif(sys.version_info < (3, 13), reason="durable-rules imports here")
def test_on_an_interpreter_without_the_engine_everything_else_works() -> None:
    with pytest.raises(odr.MissingExtra):
        odr.monitor(law("jining"))
    assert law("jining").events("delisting")


def test_importing_the_package_does_not_import_the_engine() -> None:
    code = (
        "import sys, opendata_rules, opendata_rules.monitoring, opendata_rules.schemas as s; s.names();"
        "print([name for name in sys.modules if name.startswith(('durable', 'psycopg', 'sqlite3'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


RECEIVED: dict[str, Any] = {"k": "ev", "e": "received", "day": 100, "rank": 10, "past": 9}
TERM: dict[str, Any] = {"k": "term", "s": "feedback", "e": "received", "way": "due_n", "count": 10}


class TestEngine:
    """With the engine."""

    @pytest.fixture(autouse=True)
    def _engine(self) -> None:
        pytest.importorskip("durable", reason="the case monitor's engine is not installed (it needs Python < 3.13)")
        self.engine = engine.Engine()
        self.engine.learn("objection", definition(procedures().all["objection"], ()))

    def run(self, *facts: dict[str, Any]) -> list[str]:
        return [
            f"{what} {name}".strip()
            for what, name, _ in self.engine.run("objection", [{"k": "case"}, *facts, {"k": "all"}])
        ]

    def feedback(self, past: int) -> dict[str, Any]:
        return {"k": "ev", "e": "feedback", "day": 100 + past, "rank": past + 1, "past": past}

    def test_an_obligation_is_asserted_met_and_broken(self) -> None:
        assert self.run(dict(RECEIVED)) == ["through"]
        assert self.run(dict(RECEIVED), dict(TERM)) == ["through", f"{DUE} feedback"]
        met = self.run(dict(RECEIVED), dict(TERM), self.feedback(19))
        assert met == ["through", f"{DUE} feedback", "met feedback"]
        late = self.run(dict(RECEIVED), dict(TERM), self.feedback(20))
        assert late == ["through", f"{DUE} feedback", "late feedback"]

    def test_runs_do_not_see_each_other(self) -> None:
        for _ in range(3000):
            assert self.run(dict(RECEIVED), dict(TERM))[-1] == f"{DUE} feedback"
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

    def test_an_exception_in_an_action_is_raised(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(RuntimeError, match="action"):
            self.run(dict(RECEIVED), {**TERM, "count": None})
        assert self.run(dict(RECEIVED)) == ["through"]

    def test_no_thread_works_behind_ones_back(self) -> None:
        import threading

        before = threading.active_count()
        engine.Engine().learn("delisting", definition(procedures().all["delisting"], ()))
        assert threading.active_count() == before

    def test_every_last_test_against_another_fact_stands_twice(self) -> None:
        """Else the engine reads the memory behind the pattern where that test fails."""
        join = {"$gt": {"since": {"a": "day"}}}
        assert engine._guarded({"$and": [{"k": "atom"}, join]}) == {"$and": [{"k": "atom"}, join, join]}
        assert engine._guarded({"$and": [{"k": "ev"}, {"e": "received"}]}) == {"$and": [{"k": "ev"}, {"e": "received"}]}
        assert engine._guarded({"n": {"a": "n"}}) == {"$and": [{"n": {"a": "n"}}] * 2}

    @pytest.mark.parametrize("place", ["zaozhuang", "shandong", "jinan"])
    def test_tests_that_fail_do_not_crash_the_process(self, place: str) -> None:
        """Memory that is freed or not yet used is filled with other bytes, so that reading it shows."""
        code = f"""if True:
            import datetime as dt, opendata_rules as odr
            monitor = odr.monitor(odr.load().law("{place}", on=dt.date(2026, 3, 20)))
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

    def test_threads_may_share_a_monitor(self) -> None:
        monitor = odr.monitor(law("jining"))
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
