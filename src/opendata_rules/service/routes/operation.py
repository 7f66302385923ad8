"""How the service is: alive, ready, by which law, how much it did."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from ...values import Json
from ...version import __version__
from ..access.tokens import Scope
from ..bodies import JSON
from ..errors import Unavailable
from ..observing import LOG
from ..parts import Parts
from .table import Ask, Route, reply, reply_json

WORKERS = "workers"
#: Seconds after which a worker that gave no sign of life is gone.
GONE = 30


async def _healthz(ask: Ask) -> Response:
    return reply_json({"status": "ok"})


async def _readyz(ask: Ask) -> Response:
    ask.parts.editions.of(None)
    if ask.parts.recorder is None and ask.parts.settings.store is not None and ask.parts.settings.record:
        raise Unavailable("台账还没有打开。", english="The ledger is not open.")
    return reply_json({"status": "ready"})


async def _metrics(ask: Ask) -> Response:
    return reply(ask.parts.observer.metrics(), media=CONTENT_TYPE_LATEST)


async def _status(ask: Ask) -> Response:
    return reply_json(status_of(ask.parts))


def status_of(parts: Parts) -> dict[str, Json]:
    """What is asked of a service that runs."""
    watcher, current = parts.watcher, parts.editions.current
    workers = workers_of(parts.state)
    digest = None if current is None else current.digest
    return {
        "version": __version__,
        "law": digest,
        "laws": [edition.to_dict() for edition in parts.editions],
        "checking": (watcher.checking if watcher is not None else "") or None,
        "kept_out": watcher.kept_out.to_dict() if watcher is not None and watcher.kept_out is not None else None,
        "workers": [{**worker, "stale": worker["law"] != digest} for worker in workers],
        "keeps": {
            "ledger": parts.recorder is not None,
            "cases": parts.cases is not None,
            "state": parts.settings.store is not None or parts.settings.state is not None,
        },
    }


def sign_of_life(parts: Parts) -> None:
    """Say which law this worker answers by, where the others see it."""
    current = parts.editions.current
    told = {
        "process": os.getpid(),
        "law": None if current is None else current.digest,
        "kept_out": parts.watcher is not None and parts.watcher.kept_out is not None,
        "seen": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    folder = parts.folder() / WORKERS
    new = folder / f".{os.getpid()}.new"
    try:
        folder.mkdir(exist_ok=True)
        new.write_text(json.dumps(told), encoding="utf-8")
        os.replace(new, folder / f"{os.getpid()}.json")
    except OSError as error:
        # A full disk takes no sign; the service answers all the same, and gives the next one.
        LOG.error("no sign of life", extra={"odr": {"error": type(error).__name__}})


def gone(parts: Parts) -> None:
    """Give no further sign of life."""
    if parts.state is not None:
        (parts.state / WORKERS / f"{os.getpid()}.json").unlink(missing_ok=True)


def workers_of(state: Path | None) -> list[dict[str, Any]]:
    """Every worker that gave a sign of life lately."""
    found = []
    for path in sorted((state / WORKERS).glob("*.json")) if state is not None else ():
        try:
            if time.time() - path.stat().st_mtime > GONE:
                path.unlink(missing_ok=True)
                continue
            found.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return found


_HEADING = "operation"

ROUTES = (
    Route(
        "GET",
        "/healthz",
        "healthz",
        "Whether the process answers.",
        None,
        _healthz,
        gives={JSON: "State"},
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/readyz",
        "readyz",
        "Whether it can answer questions: rules are loaded, stores are open.",
        None,
        _readyz,
        gives={JSON: "State"},
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/metrics",
        "metrics",
        "Figures for Prometheus.",
        Scope.AUDIT,
        _metrics,
        gives={"text/plain": {"type": "string"}},
        heading=_HEADING,
    ),
    Route(
        "GET",
        "/v1/status",
        "status",
        "By which law every worker answers, and which was kept out and why.",
        Scope.ASK,
        _status,
        gives={JSON: "ServiceStatus"},
        heading=_HEADING,
    ),
)
