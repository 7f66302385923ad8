"""A process that is killed at any instant loses no entry that was acknowledged, and the chain stays one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

import opendata_rules as odr

from ..laws import ROOT

pytestmark = [pytest.mark.one_interpreter, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")]

#: For every line, a process of its own appends from four threads to the store that it names, and tells what it knows
#: to be kept.
CHILDREN = """
import datetime as dt, os, sys, threading
import opendata_rules as odr
from opendata_rules.ledgers import ledger
from opendata_rules.storage import opening, postgres, sqlite

decision = odr.load(sys.argv[1]).law("taian", on=dt.date(2026, 3, 10)).classify({"state_secret": True})
receipt = decision.receipt
odr.ledger().append(decision, receipt=receipt)
try:
    import psycopg
except ImportError:
    pass
while line := sys.stdin.readline():
    child = os.fork()
    if not child:
        kept = odr.ledger(line.strip())
        def work(name):
            for number in range(10_000):
                entry = kept.append(decision, dataset=f"{name}-{number}", receipt=receipt)
                os.write(1, f"{entry.number} {entry.digest}\\n".encode())
        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        os.write(1, b"open\\n")
        [one.start() for one in threads]
        [one.join() for one in threads]
        os._exit(0)
    os.write(1, f"child {child}\\n".encode())
    sys.stdin.readline()
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


def test_killed_thirty_times_under_load(place: Callable[[], str]) -> None:
    """What was acknowledged is there, with its number and digest; what was not is there whole or not at all."""
    chance, where = random.Random(1), place()
    command = [sys.executable, "-c", CHILDREN, str(ROOT)]
    pipe = subprocess.PIPE
    known: dict[int, str] = {}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, bufsize=1) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        for _ in range(30):
            parent.stdin.write(where + "\n")
            told: list[str] = []
            while "open" not in told or not any(line.startswith("child") for line in told):
                told.append(parent.stdout.readline().strip())
                assert told[-1], "no child was started"
            child = next(int(line.split()[1]) for line in told if line.startswith("child"))
            time.sleep(chance.uniform(0, 0.15))
            os.kill(child, signal.SIGKILL)  # its number is not given away before it is waited for
            parent.stdin.write("\n")
            while (line := parent.stdout.readline().strip()) != "dead":
                assert line
                told.append(line)
            for line in told:
                if line[:1].isdigit():
                    number, digest = line.split()
                    known[int(number)] = digest
            with odr.ledger(where) as kept:
                found = {entry.number: entry.digest for entry in kept}
                assert known.items() <= found.items()
                assert list(found) == list(range(1, len(found) + 1))
        parent.stdin.close()
    assert len(known) > 30
    with odr.ledger(where) as kept:
        assert kept.verify().size >= len(known)
