"""What is judged of a dataset: read from validated data, or from what is stored."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan import model
from sqlalchemy.orm import sessionmaker

import opendata_rules as odr

from .settings import ATTRIBUTE_LABEL, PLACE, Settings, names_of, plain, plain_names_of

#: Columns of a dataset that a mapping may name besides extras.
_COLUMNS = ("title", "notes", "url", "version", "license_id", "author", "maintainer", "type")
#: Words for "not known".
_UNKNOWN = ("未知", "不知道", "不清楚", "null")
_YES_AND_NO = {"是": True, "否": False, "true": True, "false": False}
#: Digits of the longest number that a fact can be.
_DIGITS = 15

#: Where a session keeps the places of organizations for the length of one save.
_PLACES = "opendata_rules_places"


@dataclass(frozen=True)
class Conflict:
    """Two fields that say different things of one matter.

    Attributes:
        matter: what they speak of: the Chinese label.
        fields: their names.
    """

    matter: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """What the verdict on a dataset rests on.

    Attributes:
        place: whose law applies.
        declared: the declared attribute as written; empty where none is.
        facts: by id, as stated.
        fields: of which field each fact is.
        conflicts: what is said twice and differently.
        resources: how many of each kind: ``upload``, ``datastore``, ``link``.
        public: whether anyone sees it.
    """

    place: str
    declared: str
    facts: Mapping[str, object]
    fields: Mapping[str, str] = field(compare=False)
    conflicts: tuple[Conflict, ...]
    resources: Mapping[str, int]
    public: bool

    @property
    def basis(self) -> str:
        """A digest of all that the verdict rests on except the resources."""
        told = [self.place, self.declared, self.facts, [(one.matter, one.fields) for one in self.conflicts]]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def touches(self, basis: str, resources: Mapping[str, int]) -> bool:
        """Whether it differs in anything that the verdict rests on; fewer resources are no difference."""
        more = any(number > resources.get(kind, 0) for kind, number in self.resources.items())
        return more or self.basis != basis


def kind_of(resource: Mapping[str, Any]) -> str:
    """Where the data of a resource lies: with CKAN (``upload``, ``datastore``), or elsewhere (``link``)."""
    if str(resource.get("datastore_active", "")).lower() == "true" or resource.get("url_type") == "datastore":
        return "datastore"
    return "upload" if resource.get("url_type") == "upload" else "link"


def place_of(organization: str | None, settings: Settings) -> str:
    """The place that an organization names, else that of the portal."""
    if not organization:
        return settings.place
    places = model.Session.info.setdefault(_PLACES, {})
    if organization not in places:
        group = model.Session.get(model.Group, organization)
        places[organization] = str(group.extras.get(PLACE) or "") if group is not None else ""
    return places[organization] or settings.place


def forget_places() -> None:
    """Read the places of organizations anew: a session can live long, and a save must not go by what was once so."""
    model.Session.info.pop(_PLACES, None)


def subject(
    extras: Mapping[str, object],
    columns: Mapping[str, object],
    resources: Iterable[Mapping[str, Any]],
    place: str,
    public: bool,
    settings: Settings,
) -> Subject:
    """The subject of extras, columns and resources.

    Raises:
        odr.Error: there is no such place, or its packs are broken.
    """
    names, plain_names = names_of(settings.law(place)), plain_names_of(settings.law(place))
    stated: dict[str, dict[str, object]] = {}
    for key, raw in extras.items():
        stands_for = plain_names.get(plain(key))
        if stands_for is not None and key not in settings.mapping and _is_stated(raw):
            stated.setdefault(stands_for.id, {})[key] = _value(stands_for, raw)
    for key, mapped in settings.mapping.items():
        fact = names.get(mapped.fact)
        raw = extras.get(key, columns.get(key))
        if fact is not None and _is_stated(raw):
            stated.setdefault(fact.id, {})[key] = _value(fact, mapped.values.get(str(raw), raw))
    conflicts, facts, fields = [], {}, {}
    for fact_id, told in stated.items():
        # What is said to be unknown stays so: beside it, nothing else was said for certain.
        if len({json.dumps(value, sort_keys=True, default=str) for value in told.values()}) > 1:
            conflicts.append(Conflict(names[fact_id].label, tuple(told)))
        fields[fact_id], facts[fact_id] = next(iter(told.items()))
    attribute_names = (plain(settings.attribute_field), plain(ATTRIBUTE_LABEL))
    declared = {key: str(value).strip() for key, value in extras.items() if value and plain(key) in attribute_names}
    if len({_attribute(value) for value in declared.values()}) > 1:
        conflicts.append(Conflict(ATTRIBUTE_LABEL, tuple(declared)))
    kinds = Counter(kind_of(one) for one in resources)
    return Subject(place, next(iter(declared.values()), ""), facts, fields, tuple(conflicts), dict(kinds), public)


def of_data(
    data: Mapping[str, Any], resources: Iterable[Mapping[str, Any]], public: bool, settings: Settings
) -> Subject:
    """The subject of validated data, about to be saved."""
    extras = {one["key"]: one["value"] for one in data.get("extras", []) if not one.get("deleted")}
    place = place_of(data.get("owner_org"), settings)
    return subject(extras, {name: data.get(name) for name in _COLUMNS}, resources, place, public, settings)


def of_package(package: model.Package, settings: Settings, place: str | None = None) -> Subject:
    """The subject of a dataset as it is stored, or as it would be at another place.

    Raises:
        odr.Error: there is no such place, or its packs are broken.
    """
    resources = [{**one.extras, "url_type": one.url_type} for one in package.resources if one.state == "active"]
    place = place_of(package.owner_org, settings) if place is None else place
    columns = {name: getattr(package, name) for name in _COLUMNS}
    return subject(package.extras, columns, resources, place, is_public(package), settings)


def as_committed(dataset: str, settings: Settings) -> Subject | None:
    """The subject of a dataset as everyone else sees it now; ``None`` where nobody does yet.

    Raises:
        odr.Error: there is no such place, or its packs are broken.
    """
    with sessionmaker(model.meta.engine)() as others:
        package = others.get(model.Package, dataset)
        return of_package(package, settings) if package is not None else None


def is_public(package: model.Package) -> bool:
    """Whether anyone sees a stored dataset."""
    return package.state == "active" and not package.private


def _is_stated(raw: object) -> bool:
    return bool(raw.strip()) if isinstance(raw, str) else raw is not None


def _value(fact: odr.Fact, raw: object) -> object:
    """The value of a fact as fields hold it: words, JSON of lists, the words of Python for yes and no."""
    value = _read(fact, raw.strip()) if isinstance(raw, str) else raw
    ids = {term: name for name, term in fact.values}
    if isinstance(value, list):
        return sorted((ids.get(one, one) if isinstance(one, str) else one for one in value), key=str)
    return ids.get(value, value) if isinstance(value, str) else value


def _read(fact: odr.Fact, word: str) -> object:
    """The value that a word stands for, left as it is where it is none: checking it is for the library."""
    if word in _UNKNOWN:
        return None
    if fact.type is odr.FactType.BOOL:
        return _YES_AND_NO.get(word.lower(), word)
    if fact.type is odr.FactType.INT and word.isascii() and word.isdecimal() and len(word) <= _DIGITS:
        return int(word)
    if fact.type is odr.FactType.LIST and word.startswith("["):
        try:
            return json.loads(word)
        except (ValueError, RecursionError):
            return word
    if fact.type is odr.FactType.LIST:
        return [part.strip() for part in re.split("[,，；]", word) if part.strip()]
    return word


def _attribute(text: str) -> str:
    try:
        return str(odr.Attribute(text))
    except ValueError:
        return text
