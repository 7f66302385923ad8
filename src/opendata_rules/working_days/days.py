"""What a calendar day is: its kind, why, and the notice that says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..values import Json, Term, Value
from ..vocabulary.citations import Citation

#: First year of the calendar: the first notice that was checked day by day.
FIRST_YEAR = 2007
#: English names of the festivals.
_ENGLISH = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "抗日战争暨世界反法西斯战争胜利70周年纪念日": "70th anniversary of victory in the war against Japan and fascism",
}


class DayKind(Term):
    """Whether a day is worked, and by what rule."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup_workday"

    @property
    def working(self) -> bool:
        """Whether it counts as a working day."""
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)


def english_name(name: str) -> str:
    """The English name of festivals joined by ``、``; a name that is not known stays as it is."""
    return " and ".join(_ENGLISH.get(part, part) for part in name.split("、"))


@dataclass(frozen=True, slots=True)
class Notice(Value):
    """The notice that arranges days off.

    Attributes:
        year: the year it is for.
        title: full title, without brackets.
        number: document number (发文字号), where known.
        issued: the day it was signed or published, where known.
        address: where the government published it, where known.
    """

    _schema = "holiday_notice"

    year: int
    title: str
    number: str | None = None
    issued: dt.date | None = None
    address: str | None = None

    @property
    def citation(self) -> Citation:
        """The same as a citation; the instrument id is ``calendar/<year>``."""
        return Citation(f"calendar/{self.year}", self.title, "")

    @property
    def english(self) -> str:
        """What it is, in English."""
        return f"Notice of the General Office of the State Council on days off in {self.year}"

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "year": self.year,
            "title": self.title,
            "english": self.english,
            "number": self.number,
            "issued": self.issued.isoformat() if self.issued else None,
            "address": self.address,
        }

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.title}》{number}"


@dataclass(frozen=True, slots=True)
class CalendarDay(Value):
    """One day of the calendar.

    Attributes:
        date: the day.
        kind: ordinary working day, weekend, day off, or weekend day that is worked.
        name: the festival behind a day off or a make-up working day; else empty.
        statutory: whether the day itself is a statutory holiday (法定节假日), not one moved beside it.
        notice: the notice that says so; ``None`` for ordinary working days and weekends.
    """

    date: dt.date
    kind: DayKind
    name: str = ""
    statutory: bool = False
    notice: Notice | None = None

    @property
    def working(self) -> bool:
        """Whether it counts as a working day."""
        return self.kind.working

    @property
    def reason(self) -> str:
        """Why, in Chinese."""
        match self.kind:
            case DayKind.WORKDAY:
                return "工作日"
            case DayKind.WEEKEND:
                return "周末"
            case DayKind.MAKEUP:
                return f"调休上班（{self.name}）" if self.name else "调休上班"
            case _:
                kind = "法定节假日" if self.statutory else "放假"
                return f"{kind}（{self.name}）" if self.name else kind

    @property
    def english(self) -> str:
        """Why, in English."""
        name = f" ({english_name(self.name)})" if self.name else ""
        match self.kind:
            case DayKind.WORKDAY:
                return "working day"
            case DayKind.WEEKEND:
                return "weekend"
            case DayKind.MAKEUP:
                return f"make-up working day{name}"
            case _:
                return f"statutory holiday{name}" if self.statutory else f"day off{name}"

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            **self._tag(),
            "date": self.date.isoformat(),
            "working": self.working,
            "kind": str(self.kind),
            "name": self.name,
            "name_english": english_name(self.name) if self.name else "",
            "statutory": self.statutory,
            "reason": self.reason,
            "english": self.english,
            "notice": self.notice.to_dict() if self.notice else None,
        }
