"""What was found, looked through: filters, order, a page of datasets, and how many of each kind there are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ...catalogue.results import UPDATES, VERDICTS

#: Datasets on a page.
PAGE = 100
#: Departments and provisions to choose from.
_MOST = 2000
_WORST = " ".join(f"WHEN '{name}' THEN {rank}" for rank, name in enumerate(VERDICTS))
_LATEST = " ".join(f"WHEN '{name}' THEN {rank}" for rank, name in enumerate(UPDATES))
#: Orders by name: how the database puts them, by default the worst first; the place in the file comes last.
ORDERS: Mapping[str, str] = {
    "": f"CASE verdict {_WORST} END, suspected DESC, ",
    "file": "",
    "title": "title, ",
    "department": "department, ",
    "verdict": f"CASE verdict {_WORST} END, suspected DESC, ",
    "update": f"CASE upd {_LATEST} END, overdue DESC, ",
}
#: What of the datasets is looked at: its condition.
SHOWN: Mapping[str, str] = {
    "": "",
    "wrong": "place IN (SELECT place FROM findings WHERE fails)",
    "suspected": "suspected",
    "asked": "asked IN (SELECT part FROM asks)",
    "answered": "place IN (SELECT place FROM answers)",
    "noted": "notes <> ''",
    "new": "place IN (SELECT place FROM findings WHERE new)",
    "waived": "place IN (SELECT place FROM findings WHERE waived)",
    "expired": "place IN (SELECT place FROM findings WHERE expired)",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which datasets are looked at; what is empty does not matter.

    Attributes:
        words: what name or id hold, all of it.
        department: who provides them.
        verdict: the verdict on their attribute.
        update: how their update stands.
        provision: a provision that they rest on.
        fact: a fact that is asked of them.
        shown: one of :data:`SHOWN`.
        like: the place of a dataset that states, and is asked, the same.
    """

    words: str = ""
    department: str | None = None
    verdict: str = ""
    update: str = ""
    provision: str = ""
    fact: str = ""
    shown: str = ""
    like: int | None = None

    def where(self) -> tuple[str, list[object]]:
        """The condition, with its values."""
        parts: list[tuple[str, tuple[object, ...]]] = []
        for word in self.words.split():
            escaped = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            parts.append(("(title LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\')", (escaped, escaped)))
        for name, value in (("department", self.department), ("verdict", self.verdict), ("upd", self.update)):
            if value or (name == "department" and value is not None):
                parts.append((f"{name} = ?", (value,)))
        if self.provision:
            # Rules of one passage read the same: whoever chooses it means all of them.
            same = "(SELECT citation FROM provisions WHERE provision = ?)"
            alike = f"(SELECT provision FROM provisions WHERE citation = {same})"
            rests = f"(SELECT part FROM rests WHERE provision IN {alike})"
            parts.append((f"(stated IN {rests} OR updated IN {rests})", (self.provision, self.provision)))
        if self.fact:
            parts.append(("asked IN (SELECT part FROM asks WHERE fact = ?)", (self.fact,)))
        if SHOWN.get(self.shown):
            parts.append((SHOWN[self.shown], ()))
        if self.like is not None:
            same = "(stated, asked) = (SELECT stated, asked FROM rows WHERE place = ?)"
            parts.append((same, (self.like,)))
        text = " AND ".join(condition for condition, _ in parts)
        return (f"WHERE {text}" if text else ""), [value for _, values in parts for value in values]


def count(book: sqlite3.Connection, wanted: Filter) -> int:
    """How many datasets there are of a kind."""
    where, values = wanted.where()
    return int(book.execute(f"SELECT count(*) FROM rows {where}", values).fetchone()[0])


def places(book: sqlite3.Connection, wanted: Filter) -> list[int]:
    """The places of all datasets of a kind."""
    where, values = wanted.where()
    return [place for (place,) in book.execute(f"SELECT place FROM rows {where} ORDER BY place", values)]


def page(book: sqlite3.Connection, wanted: Filter, order: str, first: int, most: int = PAGE) -> list[dict[str, Any]]:
    """Some datasets of a kind, each as ``Row.to_dict`` has it, with its ``place``.

    Args:
        book: the database.
        wanted: the kind.
        order: one of :data:`ORDERS`; before it a ``-`` for the other way round.
        first: how many are left out before them.
        most: how many.
    """
    where, values = wanted.where()
    by = ORDERS.get(order.removeprefix("-"), "")
    if order.startswith("-") and by:
        by = ", ".join(_turned(one) for one in by.rstrip(", ").split(", ")) + ", "
    text = f"SELECT place FROM rows {where} ORDER BY {by}place LIMIT ? OFFSET ?"
    found = [place for (place,) in book.execute(text, [*values, most, first])]
    rows = {row["place"]: row for row in _whole(book, found)}
    return [rows[place] for place in found]


def _turned(one: str) -> str:
    return one.removesuffix(" DESC") if one.endswith(" DESC") else f"{one} DESC"


def dataset(book: sqlite3.Connection, place: int) -> dict[str, Any] | None:
    """One dataset; ``None`` where there is none."""
    return next(iter(_whole(book, [place])), None)


def _whole(book: sqlite3.Connection, wanted: Iterable[int]) -> list[dict[str, Any]]:
    listed = ",".join(map(str, map(int, wanted)))
    told: dict[int, dict[str, Any]] = {}
    columns = "place, sheet, number, title, id, department, notes, stated, asked, updated, described"
    for place, sheet, number, title, name, department, notes, *parts in book.execute(
        f"SELECT {columns} FROM rows WHERE place IN ({listed})"
    ):
        own = {"sheet": sheet, "number": number, "title": title, "id": name, "department": department}
        noted = json.loads(notes) if notes else []
        told[place] = {"place": place, **own, "notes": noted, "findings": [], "answers": {}, "parts": parts}
    needed = ",".join({str(part) for row in told.values() for part in row["parts"]})
    parts_told = {
        number: json.loads(text) for number, text in book.execute(f"SELECT id, told FROM parts WHERE id IN ({needed})")
    }
    for row in told.values():
        for part in row.pop("parts"):
            row.update(parts_told[part])
    of_them = f"WHERE place IN ({listed}) ORDER BY place"
    for place, text in book.execute(f"SELECT place, told FROM findings {of_them}, number"):
        told[place]["findings"].append(json.loads(text))
    for place, fact, value in book.execute(f"SELECT place, fact, value FROM answers {of_them}, fact"):
        if place in told:
            told[place]["answers"][fact] = json.loads(value)
    return list(told.values())


# -- how many ---------------------------------------------------------------------------------------------------------


def by_department(book: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """How many datasets each department has, by verdict; the department with the most that are not in order first."""
    found: dict[str, dict[str, int]] = {}
    for name, verdict, number in book.execute("SELECT department, verdict, count(*) FROM rows GROUP BY 1, 2"):
        found.setdefault(name, dict.fromkeys(VERDICTS, 0))[verdict] = number
    worst = [*VERDICTS][:3]
    ranked = sorted(found.items(), key=lambda one: (*(-one[1][v] for v in worst), -sum(one[1].values()), one[0]))
    return dict(ranked[:_MOST])


def verdicts(book: sqlite3.Connection) -> dict[str, int]:
    """How many datasets came to each verdict, the worst first."""
    return dict.fromkeys(VERDICTS, 0) | dict(book.execute("SELECT verdict, count(*) FROM rows GROUP BY 1"))


def numbers(book: sqlite3.Connection) -> dict[str, int]:
    """How many datasets there are of what can be looked at: by verdict, by update, and by :data:`SHOWN`."""
    found = verdicts(book)
    updates = dict(book.execute("SELECT upd, count(*) FROM rows GROUP BY 1"))
    found |= {f"update:{name}": updates.get(name, 0) for name in UPDATES}
    for name in filter(None, SHOWN):
        found[f"shown:{name}"] = count(book, Filter(shown=name))
    return found


def cited(book: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Where the provisions stand on which something rests, in Chinese and English, by their ids."""
    found = book.execute("SELECT provision, citation, english FROM provisions")
    return {provision: (citation, english) for provision, citation, english in found}


def provisions(book: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """The passages that datasets rest on: the id of a provision there, and what it is called in Chinese and English."""
    found = book.execute(
        "SELECT min(provision), citation, min(english) FROM provisions GROUP BY citation"
        " ORDER BY length(citation), citation LIMIT ?",
        (_MOST,),
    )
    return [(name, citation, english) for name, citation, english in found]


def asked(book: sqlite3.Connection, wanted: Filter) -> list[tuple[str, int, int]]:
    """The facts that are asked of datasets of a kind: how many are asked, of how many a name raised it; most first."""
    where, values = wanted.where()
    parts = f"SELECT asked, count(*) AS number FROM rows {where} GROUP BY asked"
    text = (
        f"SELECT fact, sum(number), sum(number * suspected) FROM ({parts}) JOIN asks ON part = asked"
        " GROUP BY fact ORDER BY 3 DESC, 2 DESC, 1"
    )
    return [(fact, number, raised) for fact, number, raised in book.execute(text, values)]
