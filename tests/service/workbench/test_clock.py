"""The clock of the workbench: Beijing, whatever the machine says."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from opendata_rules.service.access.tokens import made, write_list
from opendata_rules.service.workbench import clock

from ..serving import serving, settings


@pytest.fixture(params=["UTC", "America/New_York"])
def elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is that of another place."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_a_token_ends_with_its_last_day_in_beijing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the request and with the form of the workbench alike, whatever the day is in Greenwich or here."""

    class Moment(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Moment:
            return cls.fromtimestamp(dt.datetime(2026, 3, 10, 16, 30, tzinfo=dt.UTC).timestamp(), tz)

    class Day(dt.date):
        @classmethod
        def today(cls) -> dt.date:
            return Moment.now().date()

    entries = {day: made("王五", ["ask"], until=dt.date.fromisoformat(day)) for day in ("2026-03-10", "2026-03-11")}
    write_list(tmp_path / "tokens.json", [entry for _, entry in entries.values()])
    with serving(settings(watch=0, tokens=tmp_path / "tokens.json")) as running, running.client() as client:
        monkeypatch.setattr(dt, "datetime", Moment)
        monkeypatch.setattr(dt, "date", Day)
        asked = {
            day: client.get("/v1/status", headers={"authorization": f"Bearer {token}"}).status_code
            for day, (token, _) in entries.items()
        }
        signed = {day: client.post("/signin", data={"token": token}).status_code for day, (token, _) in entries.items()}
        monkeypatch.undo()
    assert asked == {"2026-03-10": 401, "2026-03-11": 200}
    assert signed == {"2026-03-10": 401, "2026-03-11": 303}


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
