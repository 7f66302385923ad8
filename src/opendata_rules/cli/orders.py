"""What binds a place, for a command that asks one question of it: without the classes of all other answers.

``Law`` names the answers to every question, so that whoever imports it loads them; a command that puts one question to
its evaluator needs only the legal order.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from ..norms.chain import Chain
from ..norms.order import LegalOrder
from ..packs.shelf import Shelf
from ..packs.sources import added
from ..reading.folders import shipped
from ..vocabulary.terms import Attribute
from .output import tell


class _Order(LegalOrder):
    """An order that tells the ways to another attribute, as ``Law`` does."""

    __slots__ = ()

    def ways_to(self, decision: Any, target: Attribute) -> tuple[Any, ...]:
        from ..analysis.ways import paths_to

        return paths_to(decision, target)


class _Shelf(Shelf):
    """The packs, for such orders."""

    def _made(self, chain: Chain, strict: bool) -> LegalOrder:
        return _Order(chain, self._calendar, strict=strict)


def order_of(place: str, on: dt.date, *, drafts: bool, strict: bool = False, rules: Path | None) -> LegalOrder:
    """What binds a place on a date, by the packs of a folder or by the shipped ones with all that are added."""
    shelf = _Shelf(shipped(), added()) if rules is None else _Shelf(rules)
    return shelf.order(place, on, drafts, strict)


def tell_where_nothing_is_in_force(law: LegalOrder) -> None:
    """Say that a place has no rules on the day, so that an answer without findings is none."""
    if not law.chain.anything_in_force:
        tell(f"{law.place.name}在 {law.on} 没有有效的规定，不能确定。")
