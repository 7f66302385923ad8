"""What the files of ``rules/calendar/`` say, as frozen pydantic models. Touches no file and knows no calendar.

Dates of days off are kept as text here (one day, or ``… 至 …``); :mod:`.notices` reads them, where positions in the
file are still at hand for messages.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from ..reading.models import Date, Model, RuleId, Text, YesNo


def _existing(word: str) -> str:
    solar = re.fullmatch(r"(\d+)月(\d+)日", word)
    if solar is not None:
        # A common year: a statutory holiday on 29 February would be none in most years.
        dt.date(2007, int(solar[1]), int(solar[2]))
    return word


#: The folder under ``rules/``, and its files that are not notices.
CALENDAR, STATUTORY, ASSUMPTIONS = "calendar", "statutory.yaml", "assumptions.yaml"

#: First year of the calendar; the lunar calendar of `holidays` ends in 2099, ten years of estimates later.
Year = Annotated[int, Field(ge=2007, le=2089)]
Count = Annotated[int, Field(ge=0, le=31)]
#: A day of the statute: by the solar calendar, or one of those that the lunar calendar and the solar terms fix.
StatutoryDate = Annotated[
    str,
    StringConstraints(pattern=r"^([1-9]\d?月[1-9]\d?日|农历除夕|正月初[一二三]|清明当日|端午当日|中秋当日)$"),
    AfterValidator(_existing),
]
Names = Annotated[tuple[Text, ...], Field(min_length=1)]


class AmendmentModel(Model):
    """变更通知: a notice that changed one arrangement after the annual notice, or added it."""

    title: Text
    number: Text | None = None
    issued: Date | None = None
    address: Text | None = None


class ArrangementModel(Model):
    """One festival's days off, and the weekend days worked for it."""

    festivals: Names
    days_off: Annotated[tuple[Text, ...], Field(min_length=1)]
    days_worked: tuple[Date, ...] = ()
    amended_by: AmendmentModel | None = None


class NoticeModel(Model):
    """``<year>.yaml``: the State Council's notice on the holidays of one year, as finally changed."""

    year: Year
    title: Text
    number: Text | None = None
    issued: Date | None = None
    address: Text | None = None
    arrangements: Annotated[tuple[ArrangementModel, ...], Field(min_length=1)]
    note: Text | None = None


class StatutoryFestivalModel(Model):
    """A festival of the statute and its days."""

    name: Text
    dates: Annotated[tuple[StatutoryDate, ...], Field(min_length=1)]


class StatuteModel(Model):
    """One version of the measures on national festivals and memorial days."""

    title: Text
    number: Text
    issued: Date
    effective: Date
    holidays: Annotated[tuple[StatutoryFestivalModel, ...], Field(min_length=1)]


class StatutoryModel(Model):
    """``statutory.yaml``."""

    statutes: Annotated[tuple[StatuteModel, ...], Field(min_length=1)]


class AssumptionModel(Model):
    """What every assumption has: an id, its sense in both languages, and what it rests on."""

    id: RuleId
    gist: Text
    english: Text
    provenance: Names
    provenance_english: Names = ()


class SpanModel(AssumptionModel):
    """How long a festival's days off may be, when they may begin, and where the weekend days worked may lie."""

    festivals: Names
    merged: YesNo = False
    from_year: Year
    to_year: Year | None = None
    least_days: Count = 1
    most_days: Count = 1
    most_early: Count = 0
    most_moved: Count = 0
    worked_before: Count = 0
    worked_after: Count = 0
    movable: YesNo = False
    by_weekday: YesNo = False


class StretchModel(AssumptionModel):
    """A festival's days off made longer after the notice."""

    festivals: Names
    most_days: Count
    most_lost: Count


class OneOffModel(AssumptionModel):
    """A day off outside the annual notice, at most once a year, on one of some memorial days."""

    dates: Annotated[tuple[StatutoryDate, ...], Field(min_length=1)]
    most_days: Count
    most_moved: Count
    worked_before: Count
    worked_after: Count


class AssumptionsModel(Model):
    """``assumptions.yaml``."""

    farthest: Annotated[int, Field(ge=1, le=10)]
    unchanged: AssumptionModel
    spans: Annotated[tuple[SpanModel, ...], Field(min_length=1)]
    stretch: StretchModel
    one_off: OneOffModel
    note: Text | None = None
