"""Whole catalogues: files in, a report out.

``check.check`` answers, dataset by dataset, whether the declared opening attribute can stand, what is missing to decide
and under which article. What it cannot recognise it says; it never guesses. Needs the extra ``catalogue``.
"""

from ..errors import BadOutput
from .errors import BadBaseline, BadProfile, BadWaivers, NotACatalogue
from .judged import Finding, Tally, Waiver
from .report import Report
from .results import Department, Row

__all__ = [
    "BadBaseline",
    "BadOutput",
    "BadProfile",
    "BadWaivers",
    "Department",
    "Finding",
    "NotACatalogue",
    "Report",
    "Row",
    "Tally",
    "Waiver",
]
