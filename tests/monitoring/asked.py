"""Everything that a monitor can be asked, so that two of them can be compared."""

from __future__ import annotations

import datetime as dt
from typing import Any

import opendata_rules as odr

from .store_feeds import FIRST

DAYS = [FIRST + dt.timedelta(days) for days in (30, 120, 300, 500)]


def answers(m: odr.Monitor, most: int = 1000) -> dict[str, Any]:
    """Everything that a monitor can be asked, of so many cases where it is asked one by one."""
    some = list(m.cases())[:most]
    return {
        "events": [event.to_dict() for event in m.events()],
        "cases": list(m.cases()),
        "status": [m.status(case, on=on).to_dict() for case in some for on in (None, DAYS[1])],
        "due": [[owed.to_dict() for owed in m.due(on)] for on in DAYS],
        "breaches": [[breach.to_dict() for breach in m.breaches(on)] for on in (None, *DAYS)],
        "rejects": [reject.to_dict() for reject in m.rejects()],
    }
