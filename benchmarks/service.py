"""The service against a bare FastAPI endpoint: the same request model validated, a JSON body of the same size returned.

    python benchmarks/service.py [--seconds 4] [--connections 16]
    python benchmarks/service.py --memory 5

Both run under the server and the options of ``opendata-rules serve``, one process each, one after the other and
several times over; a client of its own sends what follows as fast as answers come, on this machine. Ratios are medians
of the rounds. Requests are random facts of Tai'an, drawn from 400 descriptions (datasets of a catalogue repeat each
other), and once more each different from all others. Then batches of JSON lines, the time from start to the first
answer, and memory over many requests. With ``--memory`` only that: what the process holds after 1 000, 10 000, 100 000
… different requests, without a ledger and with one, for so many minutes in all.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ON = "2026-03-10"
PATH = "/v1/places/taian/classify"
BARE = """
import datetime, json, sys
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from opendata_rules.service.running import Patient

answer = json.load(open(sys.argv[2]))

class Request(BaseModel):
    on: datetime.date
    facts: dict[str, bool | int | str | list[str] | None]
    declared: str | None = None
    scheme: str = "opening"
    unlisted: str = "unknown"
    drafts: bool = False
    strict: bool = False
    dataset: str = ""
    department: str = ""

app = FastAPI()

@app.post("/v1/places/{place}/classify")
async def classify(place: str, request: Request):
    return answer

@app.get("/readyz")
async def readyz():
    return {}

uvicorn.run(app, port=int(sys.argv[1]), http=Patient, log_config=None, access_log=False)
"""


def bodies(number: int, seed: int) -> list[bytes]:
    """Random facts of the law, told by id."""
    import datetime as dt

    import opendata_rules as odr

    law = odr.load().law("taian", on=dt.date.fromisoformat(ON))
    domains = {
        fact.id: [True, False, False, None] if str(fact.type) == "bool" else [name for name, _ in fact.values]
        for fact in law.facts("classification")
        if fact.finite
    }
    draw = random.Random(seed)
    found = []
    for _ in range(number):
        facts = {name: draw.choice(values) for name, values in domains.items() if draw.random() < 0.7}
        found.append(json.dumps({"on": ON, "facts": facts}).encode())
    return found


def request(body: bytes, path: str = PATH, media: str = "application/json") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


# -- servers ----------------------------------------------------------------------------------------------------------


def free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def server(*command: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "OPENDATA_RULES_SERVICE_RATE": "1000000000"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, *command], stdout=log, stderr=log, env=environment)
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
                        wire.sendall(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                        if b" 200 " in wire.recv(1000):
                            break
                except OSError:
                    pass
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.02)
            yield process
        finally:
            process.terminate()
            process.wait(60)


def bare(folder: Path, port: int) -> list[str]:
    answer = folder / "answer.json"
    if not answer.exists():
        import datetime as dt

        import opendata_rules as odr

        law = odr.load().law("taian", on=dt.date.fromisoformat(ON))
        told = [law.classify(json.loads(body)["facts"]).to_dict() for body in bodies(400, 1)]
        told.sort(key=lambda one: len(json.dumps(one)))
        answer.write_text(json.dumps(told[len(told) // 2]))
    return ["-c", BARE, str(port), str(answer)]


def ours(port: int, *more: str) -> list[str]:
    return ["-m", "opendata_rules", "serve", "--port", str(port), *more]


# -- the client -------------------------------------------------------------------------------------------------------


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:200]
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length)


async def _load(port: int, sent: list[bytes], seconds: float, connections: int) -> tuple[float, list[float]]:
    """Requests a second, and how long each took."""
    until = time.perf_counter() + seconds
    took: list[float] = []
    turn = iter(range(10**9))

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        while (begun := time.perf_counter()) < until:
            writer.write(sent[next(turn) % len(sent)])
            await _answer(reader)
            took.append(time.perf_counter() - begun)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return len(took) / (time.perf_counter() - begun), took


def load(port: int, sent: list[bytes], seconds: float, connections: int) -> tuple[float, float]:
    """Requests a second, and the 99th percentile in milliseconds."""
    asyncio.run(_load(port, sent[:400], 1.0, connections))
    rate, took = asyncio.run(_load(port, sent, seconds, connections))
    return rate, statistics.quantiles(took, n=100)[98] * 1000


def batch(port: int, some: list[bytes], times: int) -> float:
    """Lines a second."""
    lines = [json.dumps({"question": "classify", "place": "taian", **json.loads(body)}).encode() for body in some]
    body = b"\n".join(lines * times) + b"\n"
    count, best = len(lines) * times, 0.0
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port), timeout=120) as wire:
            begun = time.perf_counter()
            sender = asyncio.run(_batch(wire, request(body, "/v1/batch", "application/jsonl")))
            best = max(best, count / (time.perf_counter() - begun))
            assert sender == count, (sender, count)
    return best


async def _batch(wire: socket.socket, sent: bytes) -> int:
    reader, writer = await asyncio.open_connection(sock=wire.dup(), limit=1 << 20)
    writer.write(sent)
    found, last = 0, b""
    while not last.endswith(b"0\r\n\r\n"):
        part = await reader.read(1 << 20)
        assert part
        found += (last[-20:] + part).count(b'"status":200,') - last[-20:].count(b'"status":200,')
        last = (last + part)[-40:]
    writer.close()
    return found


def memory(process: subprocess.Popen[bytes]) -> float:
    """Megabytes that a process holds."""
    text = Path(f"/proc/{process.pid}/status").read_text()
    return int(text.partition("VmRSS:")[2].split()[0]) / 1024


async def _remembered(port: int, process: subprocess.Popen[bytes], minutes: float, connections: int) -> None:
    """Tell what a process holds after more and more requests."""
    until, done, draw = time.monotonic() + minutes * 60, 0, random.Random(3)
    # Few descriptions under ever new names: what is remembered on purpose is soon full.
    some = [json.loads(body) for body in bodies(200, 3)]

    def sent() -> bytes:
        body = draw.choice(some)
        return request(json.dumps({**body, "dataset": f"D-{done}", "department": f"{draw.getrandbits(40)}"}).encode())

    async def one() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        while time.monotonic() < until:
            writer.write(sent())
            await _answer(reader)
            done += 1
            if done >= 1000 and str(done).strip("0") in ("1", "3"):
                print(f"  {done:>9} requests: {memory(process):.1f} MB", flush=True)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    print(f"  {done:>9} requests: {memory(process):.1f} MB", flush=True)


def remembered(minutes: float, connections: int) -> None:
    """Memory over many requests, without a ledger and with one."""
    for kept in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            port = free()
            with server(*ours(port, *(("--store", folder) if kept else ())), port=port) as process:
                print("memory, every answer in a ledger" if kept else "memory", flush=True)
                asyncio.run(_remembered(port, process, minutes / 2, connections))


def started(first: bytes) -> float:
    """Seconds from the command to the first answer, of a package whose bytecode is there, as installed ones have it."""
    port = free()
    begun = time.perf_counter()
    with server(*ours(port), port=port):
        asyncio.run(_load(port, [first], 0.01, 1))
        return time.perf_counter() - begun


# -- the figures ------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=20_000, help="over which memory is looked at")
    parser.add_argument("--memory", type=float, metavar="MINUTES", help="look at memory alone, for so long")
    told = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if told.memory:
        remembered(told.memory, told.connections)
        return
    pool = [request(body) for body in bodies(400, 1)]
    different = [request(body) for body in bodies(60_000, 2)]
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare(folder, 0)
        for number in range(told.rounds):
            for kind, sent in (("repeated", pool), ("different", different)):
                runs: dict[str, Any] = {
                    "bare": lambda port: bare(folder, port),
                    "service": ours,
                    "ledger": lambda port, at=number, of=kind: ours(port, "--store", str(folder / f"{at}{of}")),
                }
                for run, command in runs.items():
                    port = free()
                    with server(*command(port), port=port):
                        found.setdefault(f"{run} {kind}", []).append(load(port, sent, told.seconds, told.connections))
        for kind in ("repeated", "different"):
            peer = found[f"bare {kind}"]
            print(f"{kind}: bare {median(peer, 0):.0f} requests/s, p99 {median(peer, 1):.1f} ms")
            for run in ("service", "ledger"):
                mine = found[f"{run} {kind}"]
                rate = statistics.median(a[0] / b[0] for a, b in zip(mine, peer, strict=True))
                late = statistics.median(a[1] / b[1] for a, b in zip(mine, peer, strict=True))
                print(
                    f"  {run}: {median(mine, 0):.0f} requests/s, {rate:.2f} of bare; "
                    f"p99 {median(mine, 1):.1f} ms, {late:.2f} of bare's"
                )
        print(f"start to first answer: {statistics.median(started(pool[0]) for _ in range(5)):.2f} s, median of five")
        port = free()
        with server(*ours(port), port=port) as process:
            rate, _ = load(port, pool, told.seconds, told.connections)
            lines = batch(port, bodies(400, 1), 25)
            print(f"batch: {lines:.0f} lines/s, {lines / rate:.1f} times {rate:.0f} requests/s")
            before = memory(process)
            asyncio.run(_times(port, different, told.requests))
            print(f"memory: {before:.0f} MB, {memory(process):.0f} MB after {told.requests} different requests")


async def _times(port: int, sent: list[bytes], times: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    for number in range(times):
        writer.write(sent[number % len(sent)])
        await _answer(reader)
    writer.close()


def median(runs: list[tuple[float, float]], which: int) -> float:
    return statistics.median(run[which] for run in runs)


if __name__ == "__main__":
    main()
