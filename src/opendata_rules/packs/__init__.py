"""Reading packs: from YAML files to :mod:`opendata_rules.provisions`, with every error of every file.

``files`` knows which files there are; ``builder`` what every rule has in common; ``rules`` and ``duties`` read one kind
of file each.
"""

from .builder import attribute_named
from .files import (
    ARTICLES,
    CASES,
    DEADLINES,
    DUTIES,
    DUTY_CASES,
    INSTRUMENT,
    RULES,
    broken,
    digest,
    read_cases,
    read_duty_cases,
    read_jurisdiction,
    read_pack,
)

__all__ = [
    "ARTICLES",
    "CASES",
    "DEADLINES",
    "DUTIES",
    "DUTY_CASES",
    "INSTRUMENT",
    "RULES",
    "attribute_named",
    "broken",
    "digest",
    "read_cases",
    "read_duty_cases",
    "read_jurisdiction",
    "read_pack",
]
