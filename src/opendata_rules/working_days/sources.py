"""What a calendar is made from: what is known of every year, and what is assumed of later ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from ..vocabulary.english import in_english
from . import base
from .arrangements import FIRST_OF_NEXT, YearNotice
from .assumptions import Assumptions
from .building import build
from .days import Notice
from .estimate import Estimate
from .spans import Group, groups_of
from .statutes import Statute, statute_for
from .table import Table


@dataclass(frozen=True, slots=True)
class Sources:
    """What the calendar is made from; frozen and picklable.

    Attributes:
        years: what is known of each year, without gaps, from :data:`.days.FIRST_YEAR` on.
        statutes: versions of the measures.
        assumptions: what is assumed of later years.
    """

    years: tuple[YearNotice, ...]
    statutes: tuple[Statute, ...]
    assumptions: Assumptions

    @property
    def last_year(self) -> int:
        """The last year whose notice is known."""
        return self.years[-1].year

    def notices(self, until: int) -> tuple[Notice, ...]:
        """The annual notices up to a year."""
        return tuple(year.notice for year in self.years if year.year <= until)

    def table(self, until: int) -> Table:
        """Every day as known when the notice of a year was the last one."""
        basis = {
            "statutes": [asdict(statute) for statute in self.statutes],
            "assumptions": asdict(self.assumptions, dict_factory=_as_written),
        }
        return build(self.years, until, self.statutory_days, basis)

    def estimate(self, until: int, farthest: int | None = None) -> Estimate:
        """What may come after the notice of a year.

        Args:
            until: the last year whose notice is taken as known.
            farthest: how many years to estimate; as many as the assumptions allow by default.
        """
        return Estimate(self.assumptions, self.groups, until, farthest)

    def statutory_days(self, year: int) -> dict[str, tuple[dt.date, ...]]:
        """The statutory days of a year by festival."""
        return statute_for(year, self.statutes).days(year, base.festival_dates(year))

    def groups(self, year: int) -> tuple[Group, ...]:
        """The ways in which the days off of a year may be arranged.

        Raises:
            Unsettled: the assumptions do not say how.
        """
        not_before = dt.date(year - 1, *FIRST_OF_NEXT).toordinal()
        lunar = base.festival_dates(year)
        return groups_of(year, self.statutory_days(year), lunar, self.assumptions, not_before)


def _as_written(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of an assumption; without the English of its sources where the file has none.

    Files could not have any at first, and receipts of that time name the digest that a folder had then.
    """
    told = dict(fields)
    if "sources_english" in told and told["sources_english"] == tuple(in_english(None, one) for one in told["sources"]):
        del told["sources_english"]
    return told
