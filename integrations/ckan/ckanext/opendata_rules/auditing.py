"""All public datasets judged anew, as they are stored: what went round the gate is found here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from . import records
from .judging import Before, Judgement, Problem, attribute_of, publication
from .records import Recorded
from .settings import PLACE, Settings
from .subjects import Subject, subject

_COLUMNS = (
    "id",
    "name",
    "title",
    "notes",
    "url",
    "version",
    "license_id",
    "author",
    "maintainer",
    "type",
    "owner_org",
    "extras",
)


@dataclass(frozen=True)
class Finding:
    """What is wrong with one dataset.

    Attributes:
        dataset: its id.
        name: its name.
        kinds: ``refused`` (it cannot stand as declared), ``unsettled`` (its facts do not settle it),
            ``unrecorded`` (no record says who let it pass), ``altered`` (it rests on other things than recorded),
            ``changed`` (its attribute is another than the recorded one, and no change was recorded).
        problems: what the law has against it.
    """

    dataset: str
    name: str
    kinds: tuple[str, ...]
    problems: tuple[Problem, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        told = [{"field": one.field, "text": one.chinese, "english": one.english} for one in self.problems]
        return {"dataset": self.dataset, "name": self.name, "kinds": list(self.kinds), "problems": told}


def audit(settings: Settings, organization: str | None = None) -> tuple[int, list[Finding]]:
    """How many public datasets there are, and what is wrong with which.

    Args:
        settings: those of the portal; its mode does not matter.
        organization: id of the organization whose datasets are looked at; ``None`` for all.

    Raises:
        odr.Error: the place of an organization is none, or packs are broken.
    """
    known = records.all_last()
    count, found = 0, []
    for dataset, name, stored in _stored(settings, organization):
        count += 1
        finding = _finding(dataset, name, stored, known.get(dataset), settings)
        if finding is not None:
            found.append(finding)
    return count, found


def _finding(dataset: str, name: str, stored: Subject, known: Recorded | None, settings: Settings) -> Finding | None:
    """What is wrong with one dataset; ``None`` where nothing is.

    Whether it may have the attribute is asked apart from whether it may have come to it: the change, if there was one,
    is past, and its day is not today.
    """
    judgement: Judgement = publication(stored, Before(), settings)
    kinds = []
    if judgement.problems:
        kinds.append("refused" if any(one.settled for one in judgement.problems) else "unsettled")
    if known is None or known.event == "withdrawn":
        kinds.append("unrecorded")
    elif stored.touches(known.basis, known.resources):
        kinds.append("changed" if known.attribute not in (None, attribute_of(stored.declared)) else "altered")
    return Finding(dataset, name, tuple(kinds), judgement.problems) if kinds else None


def _stored(settings: Settings, organization: str | None) -> Iterator[tuple[str, str, Subject]]:
    """Every public dataset, read with three statements however many there are."""
    resources = defaultdict(list)
    for row in model.Session.execute(
        sa.select(model.Resource.package_id, model.Resource.url_type, model.Resource.extras).where(
            model.Resource.state == "active"
        )
    ):
        resources[row.package_id].append({**(row.extras or {}), "url_type": row.url_type})
    organizations = sa.select(model.Group.id, model.Group.extras).where(model.Group.is_organization)
    places = {row.id: (row.extras or {}).get(PLACE) for row in model.Session.execute(organizations)}
    public = (model.Package.state == "active", sa.not_(sa.func.coalesce(model.Package.private, False)))
    of = (model.Package.owner_org == organization,) if organization else ()
    columns = [getattr(model.Package, name) for name in _COLUMNS]
    for row in model.Session.execute(sa.select(*columns).where(*public, *of).order_by(model.Package.name)):
        place = places.get(row.owner_org) or settings.place
        stored = subject(row.extras or {}, row._mapping, resources[row.id], place, True, settings)
        yield row.id, row.name, stored


def status_of(findings: list[Finding]) -> int:
    """The exit status: 1 where something is found, 4 where facts are missing and no more, else 0."""
    kinds = {kind for one in findings for kind in one.kinds}
    if not kinds:
        return 0
    return 4 if kinds == {"unsettled"} else 1
