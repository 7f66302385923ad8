"""The day that it is, by the clock of Beijing, wherever the machine stands: the days of the law are those there."""

from __future__ import annotations

import datetime as dt

#: Beijing time.
CHINA = dt.timezone(dt.timedelta(hours=8))


def today() -> dt.date:
    """The day that it is in Beijing."""
    return dt.datetime.now(CHINA).date()
