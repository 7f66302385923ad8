"""The engine behind its narrow door: where it cannot be imported, what it is fed, and what goes wrong in it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.monitoring import engine
from opendata_rules.monitoring.network import DUE, definition
from opendata_rules.procedures import procedures

from ..laws import law


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
