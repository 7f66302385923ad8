"""What the service shows of itself: figures for Prometheus, lines for a log, spans where OpenTelemetry is installed.

A line of the log is one JSON object. It has the address as the table of routes has it, never as it was sent: a secret
may stand in it, or what forges a line. No body, no fact and no token is ever logged.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import logging
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ..quoting import json_text, visible

LOG = logging.getLogger("opendata_rules.service")
#: The folder in which the workers of one service keep their figures together.
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Seen(Protocol):
    """What is told of a request."""

    name: str
    request: str
    law: str
    path: str


class Observer:
    """Counts, logs and traces what one service does."""

    def __init__(self, *, telemetry: bool = False) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "odr_requests", "Requests answered.", ("method", "path", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "odr_request_seconds", "Time to answer a request.", ("path",), registry=self._registry, buckets=_BUCKETS
        )
        self.answers = Counter("odr_answers", "Answers given, batches included.", ("kind",), registry=self._registry)
        self.recorded = Counter("odr_ledger_entries", "Answers appended to the ledger.", registry=self._registry)
        self.swaps = Counter(
            "odr_law_swaps", "States of the rules adopted or kept out.", ("how",), registry=self._registry
        )
        self.jobs = Gauge("odr_jobs_running", "Jobs under way.", registry=self._registry, multiprocess_mode="livesum")
        self._children: dict[tuple[str, str, int], Any] = {}
        self._timed: dict[str, Any] = {}
        self._tracer: Any = None
        if telemetry and importlib.util.find_spec("opentelemetry") is not None:
            from opentelemetry import trace

            self._tracer = trace.get_tracer("opendata_rules.service")

    def metrics(self) -> bytes:
        """The figures as Prometheus reads them; of all workers where they keep them together."""
        if TOGETHER in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
            return generate_latest(registry)
        return generate_latest(self._registry)

    # -- requests ---------------------------------------------------------------------------------------------------

    @contextmanager
    def span(self, scope: Mapping[str, Any], request: str) -> Iterator[Any]:
        """A span around a request, going on with the trace of whoever asked."""
        if self._tracer is None:
            yield None
            return
        from opentelemetry import propagate
        from opentelemetry.trace import SpanKind

        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        context = propagate.extract(carrier)
        # Texts of exceptions may hold what somebody sent, and a method anything: none of it goes into a trace.
        plain = {"record_exception": False, "set_status_on_exception": False}
        method = _method(scope["method"])
        with self._tracer.start_as_current_span(method, context=context, kind=SpanKind.SERVER, **plain) as span:
            span.set_attribute("http.request.method", method)
            span.set_attribute("odr.request", request)
            yield span

    def done(self, method: str, seen: Seen, status: int, seconds: float, span: Any) -> None:
        """A request is answered, or whoever asked has gone away (status 0)."""
        path = seen.path or "-"
        key = (_method(method), path, status)
        counter = self._children.get(key)
        if counter is None:
            counter = self._children[key] = self.requests.labels(key[0], path, str(status))
            self._timed.setdefault(path, self.seconds.labels(path))
        counter.inc()
        self._timed[path].observe(seconds)
        if span is not None:
            self._trace(span, key, seen)
        if LOG.isEnabledFor(logging.INFO):
            fields = {"method": key[0], "path": path, "status": status, "ms": round(seconds * 1000, 2)}
            LOG.info(
                "request", extra={"odr": {"request": seen.request, **fields, "asker": seen.name, "law": seen.law[:12]}}
            )

    @staticmethod
    def _trace(span: Any, key: tuple[str, str, int], seen: Seen) -> None:
        from opentelemetry.trace import StatusCode

        method, path, status = key
        span.update_name(f"{method} {path}")
        span.set_attribute("http.route", path)
        span.set_attribute("http.response.status_code", status)
        span.set_attribute("odr.law", seen.law)
        if status >= 500:
            span.set_status(StatusCode.ERROR)

    def broke(self, error: BaseException, seen: Seen) -> None:
        """Something went wrong that nobody expected."""
        LOG.error("error", extra={"odr": {"request": seen.request, "path": seen.path, **_told(error)}})


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


def _method(name: str) -> str:
    """A method as it is shown; a client may send any word."""
    return name if name in _METHODS else "-"


def _told(error: BaseException) -> dict[str, str]:
    """An exception for the log: where it happened, and its class. Its text may hold what somebody sent."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    where = " < ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    return {"error": type(error).__name__, "where": where}


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        found: dict[str, object] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": visible(record.getMessage()).replace("\n", "\\n"),
        }
        told = getattr(record, "odr", None)
        if isinstance(told, dict):
            found |= told
        elif record.name != LOG.name:
            found["from"] = record.name
        if record.exc_info and record.exc_info[1] is not None:
            found |= _told(record.exc_info[1])
        line = json.dumps(found, ensure_ascii=False)
        return line if line.isprintable() else json_text(found)


def start_log(level: str) -> None:
    """Log to standard error, a line an event; what runs the service too."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    for name in (LOG.name, "uvicorn", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(level.upper() if name == LOG.name else max(logging.WARNING, getattr(logging, level.upper())))
