"""Statutory holidays of a year, by the version of the measures then in force.

Source: 《全国年节及纪念日放假办法》, article 2, as revised by decrees 270 (1999), 513 (2007), 644 (2013) and 795 (2024)
of the State Council; the days are data in ``rules/calendar/statutory.yaml``. Days for part of the population (article
3) and local festivals of minorities (article 4) are not days off for everyone and are not here. What a version later
than the last one in the file may say is not known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

_NEW_YEAR = "正月初一"
_FROM_NEW_YEAR = {"农历除夕": -1, _NEW_YEAR: 0, "正月初二": 1, "正月初三": 2}
_SOLAR = r"(\d{1,2})月(\d{1,2})日"


@dataclass(frozen=True, slots=True)
class Statute:
    """One version of the measures.

    Attributes:
        title: its title.
        number: number of the decree that made this version.
        effective: first day in force.
        festivals: name of each festival and its days, in the words of the file.
    """

    title: str
    number: str
    effective: dt.date
    festivals: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）"

    def days(self, year: int, festivals: Mapping[str, dt.date]) -> dict[str, tuple[dt.date, ...]]:
        """The days of each festival in a year.

        Args:
            year: the year.
            festivals: its days by the lunar calendar and the solar terms, by the words of the file.
        """
        return {name: tuple(date_of(word, year, festivals) for word in words) for name, words in self.festivals}


def statute_for(year: int, statutes: tuple[Statute, ...]) -> Statute:
    """The version in force on 1 January of a year; each of them began on such a day, but the oldest.

    Raises:
        LookupError: the year is before all of them.
    """
    for statute in reversed(statutes):
        if statute.effective <= dt.date(year, 1, 1):
            return statute
    raise LookupError(year)


def date_of(word: str, year: int, festivals: Mapping[str, dt.date]) -> dt.date:
    """The day of a year that a word of the file means.

    Args:
        word: such as ``5月1日``, ``农历除夕``, ``正月初二``, ``清明当日``.
        year: the year.
        festivals: its days by the lunar calendar and the solar terms.
    """
    solar = re.fullmatch(_SOLAR, word)
    if solar is not None:
        return dt.date(year, int(solar[1]), int(solar[2]))
    if word in _FROM_NEW_YEAR:
        return festivals[_NEW_YEAR] + dt.timedelta(days=_FROM_NEW_YEAR[word])
    return festivals[word]
