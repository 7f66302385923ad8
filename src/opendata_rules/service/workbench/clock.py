"""The clock of the workbench: that of the service, and how it shows a time."""

from __future__ import annotations

import datetime as dt

from ..clock import CHINA, today

__all__ = ["CHINA", "moment", "today"]


def moment(time: str | float | dt.datetime | None = None, *, to: str = "seconds") -> str:
    """A time as a clock in Beijing shows it.

    Args:
        time: as ISO 8601 has it, with its zone; in seconds since 1970; or a time with a zone. By default now.
        to: ``seconds`` or ``minutes``.
    """
    if time is None:
        found = dt.datetime.now(CHINA)
    elif isinstance(time, str):
        found = dt.datetime.fromisoformat(time).astimezone(CHINA)
    elif isinstance(time, dt.datetime):
        found = time.astimezone(CHINA)
    else:
        found = dt.datetime.fromtimestamp(time, CHINA)
    return found.strftime("%Y-%m-%d %H:%M" if to == "minutes" else "%Y-%m-%d %H:%M:%S")
