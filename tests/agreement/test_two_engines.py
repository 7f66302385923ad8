"""Both engines of the monitor give the same answers, whatever the events: states, days, breaches, rejects, feeds."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.monitoring.reports.export import export

from ..laws import law
from ..monitoring.asked import DAYS, answers
from ..monitoring.network.test_engine import needs_durable
from ..monitoring.store_feeds import feed
from . import test_monitor_and_schedule as schedules

pytestmark = needs_durable


def without_engine(told: Any) -> Any:
    """What was answered, without the name of who did."""
    if isinstance(told, dict):
        return {key: without_engine(value) for key, value in told.items() if key != "engine"}
    return [without_engine(one) for one in told] if isinstance(told, list) else told


def same(events: list[Any], place: odr.Law, batch: int, folder: Path) -> None:
    asked: list[dict[str, Any]] = []
    for engine in ("durable-rules", "builtin"):
        monitor = odr.monitor(place, engine=engine)
        counts = [monitor.ingest(events[start : start + batch]) for start in range(0, len(events), batch)]
        files = []
        for day in DAYS[:2]:
            export(monitor, folder / "f.ics", day)
            files.append((folder / "f.ics").read_bytes())
        asked.append({**answers(monitor), "counts": counts, "digest": monitor.digest(), "feeds": files})
        assert {one.engine for one in (*monitor.due(DAYS[0]), *monitor.breaches(DAYS[-1]))} <= {engine}
    assert without_engine(asked[0]) == without_engine(asked[1])


@given(chance=st.randoms(use_true_random=False), cases=st.integers(1, 6), batch=st.integers(1, 30))
@settings(deadline=None, max_examples=40)
def test_on_random_feeds(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, cases: int, batch: int
) -> None:
    jining = law("jining")
    same(feed(jining, chance, cases), jining, batch, tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("place", ["jining", "tengzhou", "qingdao", "taian"])
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_on_random_histories(tmp_path_factory: pytest.TempPathFactory, place: str, data: st.DataObject) -> None:
    procedure, days, told = data.draw(schedules.histories(law(place)))
    events = data.draw(st.permutations(schedules.feed("c", procedure, days, told)))
    last = max(day for day in (*days.values(), *(day for day, _, _ in told)))
    found = []
    for engine in ("durable-rules", "builtin"):
        monitor = odr.monitor(law(place), engine=engine)
        monitor.ingest(events)
        on = [None, last, last + dt.timedelta(days=40)]
        found.append([monitor.status("c", on=day) for day in on] + [monitor.due(day) for day in on[1:] if day])
        found[-1].append(schedules.by_network(monitor, "c", last))
    assert found[0] == found[1]
