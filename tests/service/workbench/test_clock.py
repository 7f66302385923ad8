"""The clock of the workbench: Beijing, whatever the machine says."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from opendata_rules.service.workbench import clock


@pytest.fixture(params=["UTC", "America/New_York"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is that of another place."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_times_are_those_of_beijing() -> None:
    """As the ledger writes them, as jobs do, and with any zone; past midnight there it is another day."""
    seconds = dt.datetime(2026, 3, 9, 16, 30, 5, tzinfo=dt.UTC)
    for time_of_it in ("2026-03-09T16:30:05.000000Z", seconds.timestamp(), seconds):
        assert clock.moment(time_of_it) == "2026-03-10 00:30:05"
        assert clock.moment(time_of_it, to="minutes") == "2026-03-10 00:30"
    before = dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)
    assert clock.today() in (before.date(), (before + dt.timedelta(minutes=1)).date())
    assert clock.moment()[:10] == clock.today().isoformat()
