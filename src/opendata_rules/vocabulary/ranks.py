"""Ranks of instruments: which bodies make them, in which places, and how they are published.

``ranks.yaml`` beside this module is the source, with the law it rests on.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank (效力层级).

    Attributes:
        name: Chinese name.
        bodies: how the names of the bodies end that may make it; empty for any.
        levels: levels of the places in which there is such law.
        by_order: whether it is published by an order (令): ``应当``, ``可以`` or ``不是``.
        titles: words with which its titles end; empty for any.
        legislation: whether it is legislation (立法), and not a normative document.
    """

    name: str
    bodies: tuple[str, ...]
    levels: tuple[str, ...]
    by_order: str
    titles: tuple[str, ...]
    legislation: bool


@functools.cache
def ranks() -> Mapping[str, Rank]:
    """All ranks, by name."""
    text = resources.files(__package__).joinpath("ranks.yaml").read_text(encoding="utf-8")
    return {
        name: Rank(
            name,
            tuple(said.get("机关", ())),
            tuple(said["级别"]),
            said["令"],
            tuple(said.get("名称", ())),
            said["立法"],
        )
        for name, said in yaml.safe_load(text).items()
    }
