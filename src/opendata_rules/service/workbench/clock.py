"""The clock of the workbench is that of Beijing, wherever the machine stands: the days of the law are those there."""

from __future__ import annotations

import datetime as dt

#: Beijing time.
CHINA = dt.timezone(dt.timedelta(hours=8))


def today() -> dt.date:
    """The day that it is in Beijing."""
    return dt.datetime.now(CHINA).date()


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
