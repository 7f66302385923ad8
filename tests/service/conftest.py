"""Fixtures of the tests of the service."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

pytest.importorskip("fastapi", reason="needs the extra service")
pytest.importorskip("uvicorn", reason="needs the extra service")

from .serving import Running, serving, settings


@pytest.fixture(scope="session")
def service() -> Iterator[Running]:
    """The service on the shipped packs, without stores and tokens."""
    with serving(settings(watch=0)) as running:
        yield running


@pytest.fixture(scope="session")
def client(service: Running) -> Iterator[httpx.Client]:
    """A client of it."""
    with service.client() as found:
        yield found
