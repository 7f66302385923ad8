"""Stores to keep cases in."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import opendata_rules as odr

if TYPE_CHECKING:
    from .postgres import Server


@pytest.fixture(scope="session")
def jining(library: odr.Library) -> odr.Law:
    """A law with many terms."""
    return library.law("jining", on=dt.date(2026, 3, 10))


def _server() -> Iterator[Server]:
    reason = "needs the package psycopg and a PostgreSQL server: Debian's `postgresql`, or the wheel `pgserver`"
    try:
        from .postgres import Server, programs
    except ImportError:
        folder = None
    else:
        folder = programs()
    if folder is None:
        if os.environ.get("OPENDATA_RULES_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.remove()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A throwaway PostgreSQL server."""
    yield from _server()


@pytest.fixture
def own_postgres() -> Iterator[Server]:
    """One that a test may stop and start."""
    yield from _server()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes places for new stores, of each kind of database."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").fresh  # type: ignore[no-any-return]
    numbers = iter(range(1_000_000))
    return lambda: str(tmp_path / f"cases {next(numbers)}.sqlite")
