"""Traces, where OpenTelemetry is installed: a span for each request, in the trace of whoever asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("opentelemetry.sdk", reason="needs opentelemetry-sdk")

from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from opendata_rules.asking.questions import Written

from .serving import ON, serving, settings

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
CLASSIFY = "/v1/places/taian/classify"


@pytest.fixture
def exporter(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    found, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(found))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield found
    provider.shutdown()


def test_every_request_is_a_span(exporter: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what was answered and by which law, and nothing of what was sent."""
    with serving(settings(watch=0, telemetry=True)) as running, running.client() as client:
        body = {"on": ON, "facts": {"state_secret": True}, "dataset": "密级未定"}
        answered = client.post(CLASSIFY, json=body, headers={"traceparent": PARENT})
        client.get("/feeds/a-secret.ics")
        client.request("PROPFIND", "/v1/places")

        def broken(self: Written, answer: object) -> None:
            raise RuntimeError("密级未定")

        monkeypatch.setattr(Written, "of", broken)
        assert client.post(CLASSIFY, json=body).status_code == 500
    spans = exporter.get_finished_spans()
    first, last = [span for span in spans if span.name == "POST /v1/places/{place}/classify"]
    assert first.attributes == {
        "http.request.method": "POST",
        "http.route": "/v1/places/{place}/classify",
        "http.response.status_code": 200,
        "odr.request": answered.headers["x-request-id"],
        "odr.law": answered.headers["odr-law"],
    }
    assert first.parent is not None
    assert f"{first.parent.trace_id:032x}-{first.parent.span_id:016x}" in PARENT
    assert last.parent is None
    assert [span.status.status_code.name for span in (first, last)] == ["UNSET", "ERROR"]
    assert [span.attributes["http.response.status_code"] for span in spans if "feeds" in span.name] == [404]
    assert [span.attributes["http.request.method"] for span in spans if span.name.startswith("-")] == ["-"]
    told = "".join(map(ReadableSpan.to_json, spans))
    for secret in ("密级", "\\u5bc6", "a-secret", "state_secret", "taian"):
        assert secret not in told


def test_who_does_not_want_traces_has_none(exporter: InMemorySpanExporter) -> None:
    with serving(settings(watch=0)) as running, running.client() as client:
        assert client.get("/v1/places").status_code == 200
    assert exporter.get_finished_spans() == ()
