"""Reading packs: from YAML files to :mod:`opendata_rules.norms.pack`, with every error of every file.

``files`` knows which files there are; ``builder`` what every rule has in common; ``rules`` and ``duties`` read one kind
of file each.
"""

from ..diagnostics.diagnostic import broken
from .builder import Assembly, attribute_named
from .files import (
    ARTICLES,
    CASES,
    DEADLINES,
    DUTIES,
    DUTY_CASES,
    FILES,
    INSTRUMENT,
    READERS,
    RULES,
    digest,
    exists,
    read_head,
    read_jurisdiction,
    read_pack,
    read_rules,
    read_words,
    unreadable,
    words_in,
)
from .words import FACTS, PROCEDURES, WORD_READERS, collisions

__all__ = [
    "ARTICLES",
    "CASES",
    "DEADLINES",
    "DUTIES",
    "DUTY_CASES",
    "FACTS",
    "FILES",
    "INSTRUMENT",
    "PROCEDURES",
    "READERS",
    "RULES",
    "WORD_READERS",
    "Assembly",
    "attribute_named",
    "broken",
    "collisions",
    "digest",
    "exists",
    "read_head",
    "read_jurisdiction",
    "read_pack",
    "read_rules",
    "read_words",
    "unreadable",
    "words_in",
]
