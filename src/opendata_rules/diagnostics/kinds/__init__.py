"""The kinds of diagnostics: one closed table of everything that can be wrong in a file, a module for each stage.

All text for users is Chinese. The page ``docs/errors.md`` is made from it, and a test demands a bad file for each kind.
"""

from __future__ import annotations

from ..kind import Kind
from . import (
    articles,
    bytes,
    calendar,
    cases,
    conditions,
    identity,
    keys_and_values,
    packs,
    punctuation,
    rules,
    texts,
    versions,
    words,
    yaml,
)

#: The stages in the order in which a file goes through them.
_STAGES = (
    bytes, punctuation, yaml, keys_and_values, words, conditions, rules, packs, identity, articles, versions, texts,
    cases, calendar,
)  # fmt: skip

#: Every kind by its code, in the order of the stages.
KINDS: dict[str, Kind] = {kind.code: kind for stage in _STAGES for kind in stage.KINDS}
