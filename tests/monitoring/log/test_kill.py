"""A process that is killed at any instant loses no event that was acknowledged, and repeats none."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr

from ...laws import ROOT
from ..asked import answers
from ..store_feeds import feed

pytestmark = [pytest.mark.one_interpreter, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")]

#: For every order, a process of its own takes the batches of a file from one on, and names each once acknowledged.
CHILDREN = """
import datetime as dt, json, os, sys
import opendata_rules as odr

def tell(what):
    os.write(1, f"{what}\\n".encode())

law = odr.load(sys.argv[1]).law("jining", on=dt.date(2026, 3, 10))
batches = json.load(open(sys.argv[2]))
m = odr.monitor(law)  # loads what every child needs
m.ingest(batches[0]), m.due(law.on)
from opendata_rules.monitoring.log import sql_store
from opendata_rules.storage import opening, postgres, sqlite
try:
    import psycopg
except ImportError:
    pass
while order := sys.stdin.readline():
    store, start = json.loads(order)
    child = os.fork()
    if not child:
        try:
            with odr.monitor(law, store) as m:
                tell("open")
                for number in range(start, len(batches)):
                    m.ingest(batches[number])
                    tell(number)
            tell("end")
        except BaseException as error:
            tell(f"failed: {error!r}")
        os._exit(0)
    tell(child)
    sys.stdin.readline()
    os.waitpid(child, 0)
    tell("dead")
"""


@pytest.fixture(scope="module")
def batches(jining: odr.Law) -> list[list[Any]]:
    """Some two hundred events, five at a time."""
    events = feed(jining, random.Random(20260310), 50)
    return [events[start : start + 5] for start in range(0, len(events), 5)]


def findings(m: odr.Monitor) -> list[Any]:
    """What is quickly asked at every death; everything is, at the end."""
    return [list(m.events()), m.rejects(), m.due(m.law.on), m.breaches(m.law.on)]


class Children:
    """Starts processes and kills them."""

    def __init__(self, batches: Path) -> None:
        command = [sys.executable, "-c", CHILDREN, str(ROOT), str(batches)]
        pipe = subprocess.PIPE
        self._parent = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, bufsize=1)

    def run_and_kill(self, store: str, start: int, wait: float, *, opened: bool = True) -> list[str]:
        """What a process told until it was killed, some seconds after it had begun or had opened the store."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        told: list[str] = []
        self._parent.stdin.write(json.dumps([store, start]) + "\n")
        child = 0
        while not child or (opened and "open" not in told):
            told.append(self._parent.stdout.readline().strip())
            assert told[-1], "no child was started"
            assert "failed" not in told[-1]
            if not child and told[-1].isdigit():
                child = int(told.pop())
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)  # its number is not given away before it is waited for
        self._parent.stdin.write("\n")
        while (line := self._parent.stdout.readline().strip()) != "dead":
            assert line
            told.append(line)
        return [line for line in told if line != "open"]

    def close(self) -> None:
        self._parent.communicate()


@pytest.fixture(scope="module")
def children(batches: list[list[Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Children]:
    path = tmp_path_factory.mktemp("feed") / "feed.json"
    path.write_text(json.dumps(batches))
    found = Children(path)
    yield found
    found.close()


def test_killed_at_many_instants(
    jining: odr.Law, place: Callable[[], str], batches: list[list[Any]], children: Children
) -> None:
    """What is there is what was acknowledged, whole and once, with at most the batch on its way, and nothing else."""
    chance = random.Random(1)
    killed, store, there, fresh = 0, place(), 0, odr.monitor(jining)
    for _ in range(25):
        told = children.run_and_kill(store, there, chance.uniform(0, 0.06))
        if told[-1:] == ["end"]:
            store, there, fresh = place(), 0, odr.monitor(jining)
            continue
        killed += 1
        assert told == [str(number) for number in range(there, there + len(told))]
        with odr.monitor(jining, store) as m:
            for batch in batches[there : there + len(told)]:
                fresh.ingest(batch)
            there += len(told)
            if there < len(batches) and (list(m.events()), m.rejects()) != (list(fresh.events()), fresh.rejects()):
                fresh.ingest(batches[there])  # it was not acknowledged, and is there whole
                there += 1
            assert findings(m) == findings(fresh)
            assert len({event.id for event in m.events()}) == len(list(m.events()))
    assert killed >= 10
    # All from the start: what is there is known already, and the end is that of a process never killed.
    with odr.monitor(jining, store) as m:
        assert sum(m.ingest(batch).accepted for batch in batches[:there]) == 0
        for batch in batches[there:]:
            assert m.ingest(batch) == fresh.ingest(batch)
        assert answers(m) == answers(fresh)
        assert sum(m.ingest(batch).accepted for batch in batches) == 0
        assert answers(m) == answers(fresh)


def test_killed_while_the_store_is_made(jining: odr.Law, place: Callable[[], str], children: Children) -> None:
    """It is there or it is not, and can be used in any case."""
    chance = random.Random(2)
    for _ in range(10):
        store = place()
        told = children.run_and_kill(store, 1_000_000, chance.uniform(0, 0.04), opened=False)
        assert told in ([], ["end"])
        with odr.monitor(jining, store) as m:
            assert m.ingest([]) == (0, 0, 0)
            assert list(m.events()) == []


def test_what_is_acknowledged_is_on_the_disk(jining: odr.Law, tmp_path: Path) -> None:
    """SQLite waits for the disk at every commit (the folder of its journal too, which is 3, EXTRA)."""
    with odr.monitor(jining, tmp_path / "cases") as m:
        ask = m._store._run  # type: ignore[attr-defined]
        for name, value in {"synchronous": 3, "journal_mode": "wal", "fullfsync": 1}.items():
            assert ask(f"PRAGMA {name}") == [(value,)]
