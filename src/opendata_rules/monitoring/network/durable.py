"""The one module that knows ``durable-rules``.

Its traps, each met here: it needs a C compiler to install and cannot be imported on every interpreter, so it is
imported late; its own host starts threads that work on the rule sets behind one's back, so ours starts none; its loop
swallows what goes wrong in an action, so the loop here is our own and raises it; a session costs memory until it is
deleted, so every run has a session of its own and deletes it; the same fact twice raises, so every fact has an id of
its own; what it compiled stays in memory until it is deleted, so a rule set that nobody refers to any more is; a fact
that no rule knows raises, and the process may crash when its session is deleted, so facts are checked against what the
rules ask about before any is passed; and where the last of the tests against other facts fails, the engine reads the
memory behind the pattern, which now and then crashes the process, so that test is written twice: the second can no
longer fail.
"""

from __future__ import annotations

import itertools
import json
import weakref
from collections.abc import Callable, Sequence
from typing import Any

from ...errors import MissingExtra
from .engine import Conclusion, Engine
from .rules import DUE, Definition, Pattern, obligation

#: Made once; the facts hold nothing but ASCII and integers.
_ENCODE = json.JSONEncoder(check_circular=False).encode


class _Failed(Exception):
    """An action went wrong."""


def _host() -> Any:
    """A host that starts no threads.

    Raises:
        MissingExtra: ``durable-rules`` cannot be imported here.
    """
    try:
        from durable import engine
    except Exception as error:  # an extension that fails to load may raise anything
        why = f"{type(error).__name__}：{error}"
        raise MissingExtra(
            '规则引擎 durable-rules 需要安装：pip install "opendata-rules[monitor]"。它要用 C 编译器安装，'
            '在 Python 3.13 上能装而不能载入。不指定引擎，或者写 engine="builtin"，用自带的引擎，结果相同。'
            f"〔{why}〕",
            english=(
                "the engine durable-rules is in the extra `monitor`; it needs a C compiler and does not import on"
                ' Python 3.13. Name no engine, or engine="builtin": it gives the same answers.'
            ),
            argument="engine",
        ) from error

    core = engine.durable_rules_engine

    class Ruleset(engine.Ruleset):  # type: ignore[misc]
        """A rule set whose actions run one after the other, with no closure, state or timer of their own."""

        def __init__(self, name: str, host: Any, definition: dict[str, Any]) -> None:
            self.runs = {rule: told["run"] for rule, told in definition.items()}
            super().__init__(name, host, definition)
            # The engine keeps what it compiled, megabytes for each rule set, until it is told to delete it.
            self.deletion = weakref.finalize(self, core.delete_ruleset, self._handle)
            self.deletion.atexit = False

        def add(self, fact: dict[str, Any]) -> None:
            """Assert one more fact of a session whose actions are running."""
            self._handle_result(core.assert_fact(self._handle, _ENCODE(fact)), fact)

        def settle(self, facts: Sequence[dict[str, Any]]) -> None:
            """Assert facts of one new session, and run every action that follows."""
            state = self._handle_result(core.assert_facts(self._handle, _ENCODE(facts)), facts)
            started = core.start_action_for_state(self._handle, state)
            told = started[1] if started else None
            while told:
                [(rule, matched)] = json.loads(told).items()
                try:
                    self.runs[rule](matched)
                except Exception as error:
                    raise _Failed from error
                told = core.complete_and_start_action(self._handle, state)

    class Host(engine.Host):  # type: ignore[misc]
        def _run(self) -> None:
            """Nothing is dispatched behind one's back: every run dispatches its own actions."""

        def register_rulesets(self, definitions: dict[str, Any]) -> None:
            for name, definition in definitions.items():
                self._ruleset_directory[name] = Ruleset(name, self, definition)

    return Host()


def _guarded(tests: Pattern) -> Pattern:
    """A pattern whose last test against another fact stands twice.

    ``reduceExpressionSequence`` of durable-rules 2.0.28 looks for the end of the tests from the second one after the
    test that failed. Only the tests against other facts are in that sequence.
    """
    parts = tests.get("$and", [tests])
    last = next((test for test in reversed(parts) if _joins(test)), None)
    return tests if last is None else {"$and": [*parts, last]}


def _joins(test: Pattern) -> bool:
    """Whether a test compares with another fact, whose pattern it names."""
    [(name, compared)] = test.items()
    if name.startswith("$"):
        [compared] = compared.values()
    return isinstance(compared, dict)


class DurableRules(Engine):
    """Rule sets of ``durable-rules``.

    Raises:
        MissingExtra: it cannot be imported here.
    """

    name = "durable-rules"

    def __init__(self) -> None:
        super().__init__()
        self._host = _host()
        self._found: list[Conclusion] = []
        self._sessions = itertools.count()

    def _take_in(self, name: str, rules: Definition) -> None:
        ruleset = {
            rule: {
                "all": [{part: _guarded(tests) for part, tests in pattern.items()} for pattern in patterns],
                "run": self._due(name) if rule.startswith(f"{DUE} ") else self._noting(rule),
            }
            for rule, patterns in rules.items()
        }
        self._host.set_rulesets({name: ruleset})

    def _evaluate(self, name: str, facts: Sequence[dict[str, Any]]) -> list[Conclusion]:
        session = f"s{next(self._sessions)}"
        for number, fact in enumerate(facts):
            fact["id"] = f"f{number}"
            fact["sid"] = session
        found: list[Conclusion] = []
        self._found = found
        try:
            self._host.get_ruleset(name).settle(facts)
        except Exception as error:
            # Deleting a session that failed can crash the process, and the rule set deletes its sessions.
            self._host.get_ruleset(name).deletion.detach()
            if isinstance(error, _Failed):
                raise RuntimeError("an action failed") from error.__cause__
            raise RuntimeError(f"durable-rules failed: {type(error).__name__}: {error}") from error
        self._host.delete_state(name, session)
        return found

    def _noting(self, rule: str) -> Callable[[Any], None]:
        what, _, rest = rule.partition(" ")
        name = rest.partition(" ")[0]

        def note(matched: Any) -> None:
            self._found.append((what, name, matched))

        return note

    def _due(self, ruleset: str) -> Callable[[Any], None]:
        """An obligation follows from an event and a term; the network goes on from there."""

        def assert_due(matched: Any) -> None:
            event, term = matched["t"], matched["n"]
            self._found.append((DUE, term["s"], matched))
            due = obligation(event, term)
            if due is not None:
                self._host.get_ruleset(ruleset).add({**due, "id": f"due {term['s']}", "sid": event["sid"]})

        return assert_due
