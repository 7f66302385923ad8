"""What was decided: a table that nothing can be changed in or taken out of.

A row is written in the transaction of the save that it is about, so there is neither a save without its row nor a row
without its save.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

import opendata_rules as odr

from .judging import Before, Consent, Judgement
from .settings import Settings
from .subjects import is_public

metadata = sa.MetaData()
#: The table, as the migration makes it.
decisions = sa.Table(
    "opendata_rules_decision",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("dataset", sa.Text, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False, index=True),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("law_on", sa.Date, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("attribute", sa.Text),
    sa.Column("citation", sa.Text, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("resources", sa.JSON, nullable=False),
    sa.Column("consent", sa.JSON(none_as_null=True)),
    sa.Column("problems", sa.JSON, nullable=False),
    sa.Column("user", sa.Text, nullable=False),
    sa.Column("receipts", sa.JSON, nullable=False),
)


@dataclass(frozen=True)
class Recorded:
    """The last row about a dataset.

    Attributes:
        dataset: its id.
        name: its name then.
        attribute: which it was published with; ``None`` where it is none.
        basis: see :attr:`.subjects.Subject.basis`.
        resources: how many of each kind it had.
        event: see :attr:`.judging.Judgement.event`.
        outcome: ``passed``, or ``warned`` where it was saved all the same.
        at: when.
        citation: the provisions that the attribute rests on; empty where it could not stand.
    """

    dataset: str
    name: str
    attribute: odr.Attribute | None
    basis: str
    resources: Mapping[str, int]
    event: str
    outcome: str
    at: dt.datetime
    citation: str


_LAST = [
    decisions.c[name]
    for name in ("dataset", "name", "attribute", "basis", "resources", "event", "outcome", "at", "citation")
]


def add(dataset: str, name: str, judgement: Judgement, settings: Settings, user: str, outcome: str) -> None:
    """Write a row in the transaction that is open."""
    row = {
        "dataset": dataset,
        "name": name,
        "event": judgement.event,
        "outcome": outcome,
        "place": judgement.subject.place,
        "law_on": settings.day,
        "before": judgement.before and str(judgement.before),
        "attribute": str(judgement.attribute or judgement.before or "") or None,
        "citation": judgement.citation,
        "basis": judgement.subject.basis,
        "resources": dict(judgement.subject.resources),
        "consent": judgement.consent and [list(pair) for pair in judgement.consent],
        "problems": [[one.field, one.chinese] for one in judgement.problems],
        "user": user,
        "receipts": [one.receipt for one in judgement.answers],
    }
    model.Session.execute(decisions.insert().values(row))


def last(dataset: str) -> Recorded | None:
    """The last row about a dataset; ``None`` where there is none."""
    found = model.Session.execute(
        sa.select(*_LAST).where(decisions.c.dataset == dataset).order_by(decisions.c.number.desc()).limit(1)
    ).first()
    return _recorded(found) if found else None


def all_last() -> dict[str, Recorded]:
    """The last row about each dataset, by its id."""
    rows = model.Session.execute(
        sa.select(*_LAST).distinct(decisions.c.dataset).order_by(decisions.c.dataset, decisions.c.number.desc())
    )
    return {row.dataset: _recorded(row) for row in rows}


def used(dataset: str) -> frozenset[Consent]:
    """The consents that changes of a dataset used."""
    rows = model.Session.execute(
        sa.select(decisions.c.consent).where(decisions.c.dataset == dataset, decisions.c.event == "changed")
    )
    return frozenset(tuple((name, value) for name, value in row.consent) for row in rows if row.consent)


def predecessor(dataset: str | None, name: str) -> Before:
    """What the rows say of a dataset that was public under this id or name and is gone; now it comes again.

    Gone is what was purged or deleted, and what was hidden and goes by another name.
    """
    same = sa.or_(decisions.c.dataset == (dataset or ""), decisions.c.name == name)
    rows = model.Session.execute(sa.select(decisions.c.dataset).where(same).order_by(decisions.c.number.desc()))
    living = {one: model.Session.get(model.Package, one) for one in dict.fromkeys(row.dataset for row in rows)}
    gone = [one for one, package in living.items() if package is None or not is_public(package)]
    if not gone:
        return Before()
    known = last(gone[0])
    return Before(known.attribute if known else None, frozenset(consent for one in gone for consent in used(one)))


def of_dataset(dataset: str) -> list[dict[str, Any]]:
    """All rows about a dataset, as plain JSON."""
    rows = model.Session.execute(
        sa.select(decisions).where(decisions.c.dataset == dataset).order_by(decisions.c.number)
    ).mappings()
    return [
        {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()} for row in rows
    ]


def _recorded(row: Any) -> Recorded:
    attribute = odr.Attribute(row.attribute) if row.attribute else None
    return Recorded(
        row.dataset, row.name, attribute, row.basis, row.resources, row.event, row.outcome, row.at, row.citation
    )
