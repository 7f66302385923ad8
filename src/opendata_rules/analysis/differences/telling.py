"""Answers laid out so that they can be compared place by place.

What identifies an answer (law, date, receipt, schema) is left out, and so is what an amendment alone makes another:
versions of one instrument go by one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ... import digests
from ...norms.order import LegalOrder
from ...norms.versions import first_of
from ...values import Json
from ...vocabulary.citations import Citation

Path = tuple[str, ...]

#: What says which law was asked, and not what it answers.
_IDENTITY = frozenset({"$schema", "@type", "place", "on", "law_id", "receipt"})
#: By what the entries of a list are told apart, the first that they have.
_NAMES = ("rule", "id", "fact", "date")
#: The last part of the path where only the order of a list differs.
ORDER = "order"


@dataclass(frozen=True, slots=True)
class Laid:
    """An answer laid out.

    Attributes:
        values: what stands at each place.
        orders: the names of the entries of each list, in order.
    """

    values: dict[Path, Json] = field(default_factory=dict)
    orders: dict[Path, tuple[str, ...]] = field(default_factory=dict)


class Naming:
    """How the passages of one of two laws are called, so that those of both are called alike.

    Args:
        order: the law.
    """

    def __init__(self, order: LegalOrder) -> None:
        packs = [pack for place in order.chain.places for pack in place.packs]
        names = {pack.instrument.id: first_of(pack.instrument.id, packs) for pack in packs}
        self._first = {name: first for name, first in names.items() if name != first}
        self._day = order.on.isoformat()

    def cited(self, instrument: str, ref: str) -> str:
        """A passage by a name that all versions share."""
        return f"{self._first.get(instrument, instrument)} {ref}"

    def meaning(self, rule: object) -> str:
        """What a rule means, in a form that is equal where two laws say the same."""

        def instead(value: object) -> object:
            return [self.cited(value.instrument, value.ref)] if isinstance(value, Citation) else None

        return digests.canonical(digests.meaning(rule, instead))

    def laid(self, told: Mapping[str, Json]) -> Laid:
        """An answer in plain JSON, laid out."""
        laid = Laid()
        self._lay(laid, (), {key: value for key, value in told.items() if key not in _IDENTITY})
        return laid

    def _lay(self, laid: Laid, path: Path, value: Any) -> None:
        if isinstance(value, dict):
            if value.keys() == {"instrument", "ref", "text"}:
                laid.values[path] = self.cited(value["instrument"], value["ref"])
                return
            for key, item in self._uncited(value).items():
                self._lay(laid, (*path, key), item)
        elif value == []:
            # Nothing of a kind is as if it were not asked about; what is there stands alone on the other side.
            return
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            names = list(_numbered(self._name(item) for item in value))
            laid.orders[path] = tuple(names)
            for name, item in zip(names, value, strict=True):
                laid.values[*path, name] = True
                self._lay(laid, (*path, name), item)
        elif isinstance(value, list):
            laid.values[path] = list(value)
        else:
            laid.values[path] = value

    def _uncited(self, value: dict[str, Any]) -> dict[str, Any]:
        """The entry with the passages that its texts name called alike; without a day that is no news."""
        cited = [one for one in [value.get("citation"), *(value.get("citations") or ())] if isinstance(one, dict)]
        if not cited:
            if value.get("code") != "no_rule_in_force":
                return value
            return {key: item.replace(self._day, "") if isinstance(item, str) else item for key, item in value.items()}
        found = dict(value)
        for key, item in value.items():
            if isinstance(item, str):
                for one in cited:
                    item = item.replace(one["text"], self.cited(one["instrument"], one["ref"]))
                for name, first in self._first.items():
                    item = item.replace(name, first)
                found[key] = item
        return found

    def _name(self, entry: Any) -> str:
        """By what an entry of a list is told apart from the others."""
        if not isinstance(entry, dict):
            return str(entry)
        if entry.keys() == {"instrument", "ref", "text"}:
            return self.cited(entry["instrument"], entry["ref"])
        for key in _NAMES:
            if key in entry:
                return str(entry[key])
        what = str(entry.get("code") or entry.get("matter") or "")
        cited = [one for one in [entry.get("citation"), *(entry.get("citations") or ())] if isinstance(one, dict)]
        return " ".join([what, *(self.cited(one["instrument"], one["ref"]) for one in cited)])


def _numbered(names: Iterable[str]) -> Iterator[str]:
    """Names of which none occurs twice."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def apart(old: Laid, new: Laid) -> Iterator[tuple[Path, Json, Json]]:
    """The places at which two answers differ, each with what stands there; an entry that only one has is one place."""
    alone: set[Path] = set()
    for path in dict.fromkeys((*old.values, *new.values)):
        if any(path[:length] in alone for length in range(1, len(path))):
            continue
        both = path in old.values and path in new.values
        was, now = old.values.get(path), new.values.get(path)
        if not both:
            alone.add(path)
        if not both or was != now:
            yield path, was, now
    for path, names in old.orders.items():
        others = new.orders.get(path, names)
        if names != others and set(names) == set(others):
            yield (*path, ORDER), list(names), list(others)


def same(naming: tuple[Naming, Naming], old: object, new: object) -> bool:
    """Whether two rules, or parts of rules, mean the same."""
    if old is None or new is None:
        return old is new
    return old is new or old == new or naming[0].meaning(old) == naming[1].meaning(new)
