"""Calendar feeds (iCalendar, RFC 5545) that a phone can subscribe to.

The same entries give the same text, so that a subscription shows no change where there is none: nothing here looks at
a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from ..quoting import visible


class Entry(NamedTuple):
    """Something to be done, all day long.

    Attributes:
        uid: what tells it from all others, for ever.
        stamp: the day that stands for when it was written.
        first: its day, or the first day on which it may fall.
        last: the same day, or the last such day.
        summary: what is shown, in Chinese.
        description: the rest, in Chinese.
        alarms: how many days before there is an alarm.
    """

    uid: str
    stamp: dt.date
    first: dt.date
    last: dt.date
    summary: str
    description: str
    alarms: tuple[int, ...]


def feed(name: str, kind: str, entries: Iterable[Entry]) -> str:
    """The entries as a feed.

    Args:
        name: name of the calendar, in Chinese.
        kind: what it is a feed of, in English.
        entries: what stands in it.
    """
    import icalendar

    found = icalendar.Calendar()
    found.add("prodid", f"-//opendata-rules//{kind}//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", visible(name))
    for entry in entries:
        event = icalendar.Event()
        event.add("uid", f"{visible(entry.uid)}@opendata-rules")
        event.add("dtstamp", dt.datetime(entry.stamp.year, entry.stamp.month, entry.stamp.day, tzinfo=dt.UTC))
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + dt.timedelta(days=1))
        event.add("summary", visible(entry.summary))
        event.add("description", visible(entry.description))
        event.add("transp", "TRANSPARENT")
        for days in entry.alarms:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", visible(entry.summary))
            alarm.add("trigger", dt.timedelta(days=-days))
            event.add_component(alarm)
        found.add_component(event)
    return str(found.to_ical(), "utf-8")
