"""Calendar feeds (iCalendar, RFC 5545) that a phone can subscribe to.

The same entries give the same text, so that a subscription shows no change where there is none: nothing here looks at
a clock. What a feed no longer holds is over: a subscription drops it (RFC 5545 has no state of done for an event, and
``CANCELLED`` would say of a task done in time that it never was).
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
        revision: grows with every change of the entry (``SEQUENCE``): a calendar that has an entry keeps the one with
            the greater number, and takes no other for newer.
        stamp: the day that stands for when it was written, which never goes back.
        first: its day, or the first day on which it may fall.
        last: the same day, or the last such day.
        summary: what is shown, in Chinese.
        description: the rest, in Chinese.
        alarms: when there is an alarm, from the beginning of its first day; negative before it.
    """

    uid: str
    revision: int
    stamp: dt.date
    first: dt.date
    last: dt.date
    summary: str
    description: str
    alarms: tuple[dt.timedelta, ...]


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
        summary = visible(entry.summary)
        event = icalendar.Event()
        event.add("uid", f"{visible(entry.uid)}@opendata-rules")
        event.add("sequence", entry.revision)
        event.add("dtstamp", dt.datetime(entry.stamp.year, entry.stamp.month, entry.stamp.day, tzinfo=dt.UTC))
        event.add("dtstart", entry.first)
        if entry.last < dt.date.max:  # without an end, an entry of a day lasts that day
            event.add("dtend", entry.last + dt.timedelta(days=1))
        event.add("summary", summary)
        event.add("description", "\n".join(map(visible, entry.description.split("\n"))))
        event.add("transp", "TRANSPARENT")
        for moment in entry.alarms:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", moment)
            event.add_component(alarm)
        found.add_component(event)
    return str(found.to_ical(), "utf-8")
