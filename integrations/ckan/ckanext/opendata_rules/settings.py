"""What the operator of the portal has set."""

from __future__ import annotations

import datetime as dt
import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from ckan.exceptions import CkanConfigurationException
from ckan.plugins import toolkit

import opendata_rules as odr

#: Key of the extra of an organization that names its place.
PLACE = "opendata_rules_place"
#: Keys of the public extras of a dataset: what was found, and on what it rests.
ATTRIBUTE, CITATION = "opendata_rules_attribute", "opendata_rules_citation"
#: What people call the declared attribute.
ATTRIBUTE_LABEL = "开放属性"


@dataclass(frozen=True)
class Mapped:
    """What a field of the portal holds.

    Attributes:
        fact: id or Chinese label of the fact.
        values: what the portal writes, and the value of the fact.
    """

    fact: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """The settings; see ``config_declaration.yaml`` for what each means."""

    mode: str
    place: str
    rules: str
    on: dt.date | None
    unknown: str
    unlisted: str
    drafts: str
    existing: str
    removal: str
    resources_of_closed: str
    resources_of_conditional: str
    attribute_field: str
    consent_facts: tuple[str, ...]
    change_day_fact: str
    removal_day_fact: str
    mapping: Mapping[str, Mapped]

    @property
    def day(self) -> dt.date:
        """The date of the law."""
        return self.on or dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()

    def law(self, place: str) -> odr.Law:
        """The law of a place.

        Raises:
            odr.Error: there is no such place, or its packs are broken.
        """
        return _law(self.rules, place, self.day)


def current() -> Settings:
    """The settings as they stand.

    Raises:
        CkanConfigurationException: one of them cannot be used.
    """
    told: dict[str, Any] = {
        name: toolkit.config.get(f"opendata_rules.{name}") for name in Settings.__dataclass_fields__
    }
    try:
        on = dt.date.fromisoformat(told["on"]) if told["on"] else None
    except ValueError as error:
        raise CkanConfigurationException(f"opendata_rules.on is no date: {told['on']!r}") from error
    told |= {name: value or "" for name, value in told.items()}
    told |= {"on": on, "consent_facts": tuple(told["consent_facts"]), "mapping": _mapping(str(told["mapping"]))}
    return Settings(**told)


def check() -> None:
    """Look at the settings when the portal starts, so that it does not start with wrong ones.

    Raises:
        CkanConfigurationException: one of them cannot be used.
    """
    settings = current()
    if settings.mode == "off":
        return
    if not settings.place:
        raise CkanConfigurationException("opendata_rules.place is not set: the id or Chinese name of a place")
    try:
        law = settings.law(settings.place)
        facts = names_of(law)
    except odr.Error as error:
        raise CkanConfigurationException(f"opendata_rules: {error} ({error.english})") from error
    known = {name for fact in facts.values() for name in (fact.id, fact.label)}
    for name, mapped in settings.mapping.items():
        if mapped.fact not in known:
            raise CkanConfigurationException(f"opendata_rules.mapping: {name!r} names no fact: {mapped.fact!r}")


@functools.lru_cache(maxsize=8)
def _library(folder: str) -> odr.Library:
    return odr.load(Path(folder) if folder else None)


@functools.lru_cache(maxsize=256)
def _law(folder: str, place: str, on: dt.date) -> odr.Law:
    return _library(folder).law(place, on=on)


#: Topics whose facts a dataset may state: what it is, how it changed, how it was withdrawn.
TOPICS = ("classification", "attribute_change", "delisting")


@functools.lru_cache(maxsize=256)
def names_of(law: odr.Law) -> Mapping[str, odr.Fact]:
    """The facts that the law of a place uses, by id and by Chinese label."""
    facts = [fact for topic in TOPICS for fact in law.facts(topic)]
    return {name: fact for fact in facts for name in (fact.label, fact.id)}


@functools.lru_cache(maxsize=4096)
def plain(key: str) -> str:
    """A name without what the eye does not tell apart: width, case, spaces, invisible characters, a colon behind it."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", key) if unicodedata.category(one)[0] not in "ZC")
    return seen.rstrip(":").casefold()


@functools.lru_cache(maxsize=256)
def plain_names_of(law: odr.Law) -> Mapping[str, odr.Fact]:
    """The same by plain names: what was stated must not be passed over because of how its name is written."""
    return {plain(name): fact for name, fact in names_of(law).items()}


def _mapping(path: str) -> Mapping[str, Mapped]:
    if not path:
        return {}
    try:
        return _read(path, Path(path).stat().st_mtime_ns)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CkanConfigurationException(f"opendata_rules.mapping: {path}: {error}") from error


@functools.lru_cache(maxsize=8)
def _read(path: str, _changed: int) -> Mapping[str, Mapped]:
    """The file: ``field: fact``, or ``field: {fact: …, values: {…}}``."""
    told: Any = yaml.safe_load(Path(path).read_text("utf-8"))
    if not isinstance(told, dict):
        raise ValueError("the file is no mapping of fields to facts")
    mapped = {}
    for name, value in told.items():
        entry = {"fact": value} if isinstance(value, str) else value
        if not isinstance(entry, dict) or not isinstance(entry.get("fact"), str) or entry.keys() - {"fact", "values"}:
            raise ValueError(f"{name!r} is neither a fact nor {{fact, values}}")
        values = {str(raw): meant for raw, meant in (entry.get("values") or {}).items()}
        mapped[str(name)] = Mapped(entry["fact"], values)
    return mapped
