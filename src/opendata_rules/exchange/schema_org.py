"""A report as schema.org in JSON-LD, for search engines: a ``DataCatalog`` with its ``Dataset`` entries.

An entry can stand in the page of its dataset, ``<script type="application/ld+json">``: nothing in it ends the script.

Source: https://schema.org/Dataset, and what Google asks of it,
https://developers.google.com/search/docs/appearance/structured-data/dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..catalogue.profile import Profile
from ..catalogue.report import Report
from ..catalogue.results import Row
from ..catalogue.summary import Summary
from ..formats.files import NewFile
from ..quoting import encodable, json_text, visible
from ..values import Json
from ..vocabulary.refusals import path_argument
from .described import Described, Describer, Law, attribute_term, description_of, title_of, told
from .forms import suffix_of
from .settings import Distribution, Settings
from .writer import Writer, written

_CONTEXT = "https://schema.org/"
_BETWEEN_ITEMS = re.compile(r"[、,，;；|\n]+")
#: What would end a script, or begin a comment, in HTML.
_IN_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPED = re.compile("[<>&\u2028\u2029]")


def datasets(report: Report, settings: Settings | None = None) -> Iterator[dict[str, Json]]:
    """The datasets of a report, each as it can stand in its own page, in its order.

    Args:
        report: the report.
        settings: how they are to look.
    """
    entries = _Entries(report, settings or Settings())
    for row in report.rows:
        found = entries.of(row)
        if found is not None:
            yield {"@context": _CONTEXT, **found}


def script(entry: dict[str, Json]) -> str:
    """An entry as text that can stand in a page between ``<script type="application/ld+json">`` and its end.

    Args:
        entry: one of :func:`datasets`.
    """
    return _ESCAPED.sub(lambda found: _IN_HTML[found[0]], json_text(entry))


def write(report: Report, path: str | Path, settings: Settings | None = None) -> None:
    """Write a report as a ``DataCatalog`` with all its datasets.

    Args:
        report: the report.
        path: where it goes: ``….jsonld`` or ``….json``.
        settings: how it is to look.

    Raises:
        BadOutput: another suffix, or the file cannot be written.
        TypeError: an argument is of the wrong type.
    """
    target = path_argument(path, "path")
    written(report, report.rows, SchemaOrgWriter(target, settings or Settings()))


class SchemaOrgWriter(Writer):
    """A ``DataCatalog`` on its way into a file.

    Args:
        path: where it goes.
        settings: how it is to look.
        profile: how the catalogue was read, where the report does not say it.

    Raises:
        BadOutput: another suffix, or nothing can be written there.
    """

    def __init__(self, path: Path, settings: Settings, profile: Profile | None = None) -> None:
        suffix_of("schema.org", path)
        self._settings = settings
        self._profile = profile
        self._file = NewFile(path)

    def begin(self, before: Summary) -> None:
        """The catalogue itself."""
        self._entries = _Entries(before, self._settings, self._profile)
        head = script({"@context": _CONTEXT, **self._entries.catalogue()})
        self._write(f'{head[:-1]}, "dataset": [')
        self._next = "\n"

    def add(self, row: Row) -> None:
        """A dataset."""
        entry = self._entries.of(row)
        if entry is not None:
            self._write(f"{self._next}{script(entry)}")
            self._next = ",\n"

    def finish(self, summary: Summary) -> None:
        """The end of the list."""
        self._write("\n]}\n")
        self._file.keep()

    def give_up(self) -> None:
        """Nothing is kept."""
        self._file.give_up()

    def _write(self, piece: str) -> None:
        self._file.file.write(piece.encode("utf-8"))


class _Entries:
    """Entries of one report, in order."""

    def __init__(self, summary: Summary, settings: Settings, profile: Profile | None = None) -> None:
        self._summary = summary
        self._settings = settings
        self._describer = Describer(summary, settings, profile)

    def catalogue(self) -> dict[str, Json]:
        """The catalogue without its datasets."""
        summary, settings = self._summary, self._settings
        found: dict[str, Json] = {
            "@type": "DataCatalog",
            "@id": self._describer.names.catalogue,
            "name": title_of(summary, settings),
            "description": description_of(summary, settings),
        }
        if settings.homepage:
            found["url"] = settings.homepage
        if settings.publisher:
            found["publisher"] = _organisation(settings.publisher, settings.publisher_address)
        found |= self._language()
        return _plain(found)

    def of(self, row: Row) -> dict[str, Json] | None:
        """A dataset; ``None`` where it is not wanted."""
        if not self._describer.wanted(row):
            return None
        described = self._describer.described(row)
        found: dict[str, Json] = {"@type": "Dataset", "@id": described.address}
        found |= {
            name: visible(value)
            for name, value in (("name", row.title), ("description", row.summary), ("identifier", row.id))
            if value
        }
        if described.page:
            found["url"] = described.page
        if row.department:
            address = self._settings.departments.get(row.department, "")
            found["publisher"] = _organisation(row.department, address)
        if row.updated is not None:
            found["dateModified"] = row.updated.isoformat()
        found |= self._language()
        if row.fields:
            found["variableMeasured"] = [visible(one) for one in _BETWEEN_ITEMS.split(row.fields) if one.strip()]
        found |= self._access(described)
        found["includedInDataCatalog"] = {"@type": "DataCatalog", "@id": self._describer.names.catalogue}
        return _plain(found)

    def _access(self, described: Described) -> dict[str, Json]:
        """Who may have it and on what grounds; what stands against it, as remarks."""
        row, found = described.row, dict[str, Json]()
        if row.verdict == "valid" and row.declared is not None:
            found["conditionsOfAccess"] = attribute_term(row.declared, self._summary.scheme)
        laws = [self._describer.laws[name] for name in described.laws]
        if laws:
            found["citation"] = [self._instrument(law) for law in laws]
        remarks = [("依据", basis) for basis in row.grounds] + [("申报的属性不能成立", one) for one in row.objections]
        if remarks:
            found["comment"] = [
                {"@type": "Comment", "text": f"{what}：{told(basis)}", "inLanguage": "zh"} for what, basis in remarks
            ]
        if described.files:
            found["distribution"] = [_download(file, self._settings.license) for file in described.files]
            if self._settings.license:
                found["license"] = self._settings.license
        return found

    def _instrument(self, law: Law) -> dict[str, Json]:
        one = law.instrument
        found: dict[str, Json] = {
            "@type": "Legislation" if law.legislation else "CreativeWork",
            "@id": self._describer.names.instrument(one.id),
            "name": one.title,
        }
        return found if one.number is None else {**found, "identifier": one.number}

    def _language(self) -> dict[str, Json]:
        return {"inLanguage": self._settings.language} if self._settings.language else {}


def _organisation(name: str, address: str) -> dict[str, Json]:
    found: dict[str, Json] = {"@type": "Organization", "name": visible(name)}
    return found | ({"@id": address} if address else {})


def _download(file: Distribution, license: str) -> dict[str, Json]:
    """A file; what has no known address of its own is reached from the page."""
    found: dict[str, Json] = {"@type": "DataDownload"}
    found["contentUrl" if file.download_url else "url"] = file.download_url or file.url
    if file.title:
        found["name"] = visible(file.title)
    if file.media_type:
        found["encodingFormat"] = file.media_type
    return found | ({"license": license} if license else {})


def _plain(told: dict[str, Json]) -> dict[str, Json]:
    found: dict[str, Json] = encodable(told)
    return found
