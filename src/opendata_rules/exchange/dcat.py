"""A checked catalogue as DCAT-AP 3, in Turtle, JSON-LD or RDF/XML.

A harvester finds what DCAT-AP asks for as far as the catalogue says it: names, publishers, days, frequencies and access
rights in the authority tables of the EU, the legislation. What only these reports tell (the attribute as declared, what
speaks for and against it) stands beside it under names of our own, by which the catalogue check reads it back.

Sources: DCAT-AP 3.0.1, https://semiceu.github.io/DCAT-AP/releases/3.0.1/; DCAT 3, https://www.w3.org/TR/vocab-dcat-3/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from ..catalogue.profile import Profile
from ..catalogue.report import Report
from ..catalogue.results import Row
from ..catalogue.summary import Summary
from ..formats.files import NewFile
from ..norms.warnings import ResultWarning
from ..vocabulary.facts import FactValue
from ..vocabulary.refusals import path_argument
from ..vocabulary.terms import Scheme
from .described import (
    Described,
    Describer,
    Law,
    attribute_term,
    description_of,
    title_of,
    told,
    told_in_english,
)
from .forms import SYNTAXES, suffix_of
from .rdf import Graph, Literal, Node, RdfWriter, Triple, URIRef, day, new_graph, term, text
from .settings import Distribution, Settings
from .tables import terms
from .writer import Writer, written

#: The attribute as declared, by what is asked about.
_DECLARED = {Scheme.OPENING: "odr:declaredAttribute", Scheme.SHARING: "odr:declaredSharingAttribute"}


def graph(report: Report, settings: Settings | None = None) -> Graph:
    """The whole of a report as a graph.

    Args:
        report: the report.
        settings: how it is to look.
    """
    found = new_graph()
    for some in _Statements(report, settings or Settings()).of_all(report.rows):
        for triple in some:
            found.add(triple)
    return found


def write(report: Report, path: str | Path, settings: Settings | None = None) -> None:
    """Write a report as DCAT-AP; the suffix says how: ``.ttl``, ``.jsonld`` or ``.rdf``.

    Args:
        report: the report.
        path: where it goes.
        settings: how it is to look.

    Raises:
        BadOutput: another suffix, or the file cannot be written.
        TypeError: an argument is of the wrong type.
    """
    target = path_argument(path, "path")
    written(report, report.rows, DcatWriter(target, settings or Settings()))


class DcatWriter(Writer):
    """DCAT-AP on its way into a file.

    Args:
        path: where it goes; the suffix says how.
        settings: how it is to look.
        profile: how the catalogue was read, where the report does not say it.

    Raises:
        BadOutput: another suffix, or nothing can be written there.
    """

    def __init__(self, path: Path, settings: Settings, profile: Profile | None = None) -> None:
        syntax = SYNTAXES[suffix_of("dcat", path)]
        self._settings = settings
        self._profile = profile
        self._file = NewFile(path)
        self._rdf = self._writer(self._file.file, syntax)

    def _writer(self, file: BinaryIO, syntax: str) -> RdfWriter:
        return RdfWriter(file, syntax)

    def begin(self, before: Summary) -> None:
        """What is told of the catalogue as a whole."""
        self._statements = _Statements(before, self._settings, self._profile)
        self._rdf.begin()

    def add(self, row: Row) -> None:
        """A dataset."""
        self._rdf.add(self._statements.of(row))

    def finish(self, summary: Summary) -> None:
        """What the datasets refer to."""
        for some in self._statements.of_the_rest():
            self._rdf.add(some)
        self._rdf.finish()
        self._file.keep()

    def give_up(self) -> None:
        """Nothing is kept."""
        self._file.give_up()


class _Statements:
    """What is stated of a catalogue, dataset by dataset; of what several refer to, once at the end."""

    def __init__(self, summary: Summary, settings: Settings, profile: Profile | None = None) -> None:
        self._summary = summary
        self._settings = settings
        self._describer = Describer(summary, settings, profile)
        self._names = self._describer.names
        self._language = settings.language
        self._catalogue = URIRef(self._names.catalogue)
        self._departments: dict[str, URIRef] = {}
        # Terms of the EU and other addresses that are used, with the class that DCAT-AP wants them to have.
        self._classes: dict[URIRef, str] = {}

    def of_all(self, rows: Iterable[Row]) -> Iterator[Iterable[Triple]]:
        """All of it."""
        for row in rows:
            yield self.of(row)
        yield from self.of_the_rest()

    def of(self, row: Row) -> list[Triple]:
        """A dataset, with what belongs to it alone; nothing where it is not wanted."""
        if not self._describer.wanted(row):
            return []
        described = self._describer.described(row)
        dataset = URIRef(described.address)
        found: list[Triple] = [(self._catalogue, term("dcat:dataset"), dataset)]
        found += [(dataset, term(name), value) for name, value in self._of_dataset(described)]
        if described.page:
            found.append((URIRef(described.page), term("rdf:type"), term("foaf:Document")))
        for number, file in enumerate(described.files, 1):
            distribution = URIRef(_within(described.address, f"distribution-{number}"))
            found.append((dataset, term("dcat:distribution"), distribution))
            found += [(distribution, term(name), value) for name, value in self._of_file(described, file)]
            # As everything is; validators that infer nothing ask for it.
            found += [
                (URIRef(one), term("rdf:type"), term("rdfs:Resource")) for one in (file.url, file.download_url) if one
            ]
        return found

    def of_the_rest(self) -> Iterator[list[Triple]]:
        """The catalogue, who publishes what, the instruments."""
        yield [(self._catalogue, term(name), value) for name, value in self._of_catalogue()]
        agents = dict(self._departments)
        if self._settings.publisher:
            agents.setdefault(self._settings.publisher, URIRef(self._names.publisher))
        for name, agent in agents.items():
            yield [
                (agent, term("rdf:type"), term("foaf:Agent")),
                (agent, term("foaf:name"), text(name, self._language)),
            ]
        for law in self._describer.laws.values():
            address = URIRef(self._names.instrument(law.instrument.id))
            yield [(address, term(name), value) for name, value in _of_law(law)]
        yield [(one, term("rdf:type"), term(of_class)) for one, of_class in self._classes.items()]

    # -- parts ------------------------------------------------------------------------------------------------------

    def _of_dataset(self, described: Described) -> Iterator[tuple[str, Node]]:
        row, language = described.row, self._language
        yield "rdf:type", term("dcat:Dataset")
        if row.id:
            yield "dct:identifier", text(row.id)
        if row.title:
            yield "dct:title", text(row.title, language)
        if row.summary:
            yield "dct:description", text(row.summary, language)
        if row.department:
            yield "dct:publisher", self._department(row.department)
        if row.updated is not None:
            yield "dct:modified", day(row.updated)
        elif row.updated_text:
            yield "odr:updatedAsWritten", text(row.updated_text)
        if described.frequency:
            yield "dct:accrualPeriodicity", self._once(terms()["frequency"] + described.frequency, "dct:Frequency")
        if row.cadence:
            yield "odr:updateCycle", text(described.cycle)
            if described.cycle != row.cadence:
                yield "odr:updateCycleAsWritten", text(row.cadence)
        if described.right is not None:
            yield "dct:accessRights", self._once(terms()["access_right"] + described.right, "dct:RightsStatement")
        if described.page:
            yield "dcat:landingPage", URIRef(described.page)
        yield from self._of_laws(described.laws)
        yield from self._of_decision(described)

    def _of_decision(self, described: Described) -> Iterator[tuple[str, Node]]:
        """What only the report tells, for people and for programs, and the facts that the catalogue states."""
        row, scheme = described.row, self._summary.scheme
        if row.declared_text:
            yield _DECLARED[scheme], text(described.declared)
            if described.declared != row.declared_text:
                yield "odr:declaredAsWritten", text(row.declared_text)
        yield "odr:verdict", text(row.verdict)
        if row.attribute is not None:
            yield "odr:attribute", text(attribute_term(row.attribute, scheme))
        for name, bases in (("odr:ground", row.grounds), ("odr:objection", row.objections)):
            for basis in bases:
                yield name, text(told(basis), "zh")
                if told_in_english(basis):
                    yield name, text(told_in_english(basis), "en")
        for question in row.questions:
            yield "odr:question", text(question.text, "zh")
        yield from _of_warnings(row.warnings)
        if row.fields:
            yield "odr:dataItems", text(row.fields)
        for fact, value in row.facts if self._settings.facts else ():
            yield f"odrf:{fact}", _literal(value)

    def _of_file(self, described: Described, file: Distribution) -> Iterator[tuple[str, Node]]:
        yield "rdf:type", term("dcat:Distribution")
        yield "dcat:accessURL", URIRef(file.url)
        if file.download_url:
            yield "dcat:downloadURL", URIRef(file.download_url)
        if file.title:
            yield "dct:title", text(file.title, self._language)
        if file.media_type:
            yield "dcat:mediaType", self._once(terms()["media_types"] + file.media_type, "dct:MediaType")
        if self._settings.license:
            yield "dct:license", self._once(self._settings.license, "dct:LicenseDocument")
        yield from self._of_laws(described.laws, policies=False)

    def _of_catalogue(self) -> Iterator[tuple[str, Node]]:
        summary, settings, language = self._summary, self._settings, self._language
        yield "rdf:type", term("dcat:Catalog")
        yield "dct:title", text(title_of(summary, settings), language)
        yield "dct:description", text(description_of(summary, settings), language)
        if settings.publisher:
            yield "dct:publisher", URIRef(self._names.publisher)
        if settings.homepage:
            yield "foaf:homepage", self._once(settings.homepage, "foaf:Document")
        if language.partition("-")[0] in terms()["languages"]:
            spoken = terms()["languages"][language.partition("-")[0]]
            yield "dct:language", self._once(spoken, "dct:LinguisticSystem")
        yield from self._of_laws(tuple(self._describer.laws))
        yield "odr:law", text(summary.law_id)
        yield "odr:checkedOn", day(summary.on)
        yield from _of_warnings(summary.warnings)

    def _of_laws(self, laws: Iterable[str], *, policies: bool = True) -> Iterator[tuple[str, Node]]:
        """Legislation applies to a resource; what a normative document says of it is a policy."""
        for name in laws:
            law = self._describer.laws[name]
            if law.legislation:
                yield "dcatap:applicableLegislation", URIRef(self._names.instrument(name))
            elif policies:
                yield "odrl:hasPolicy", URIRef(self._names.instrument(name))

    def _department(self, name: str) -> URIRef:
        found = self._departments.get(name)
        if found is None:
            found = self._departments[name] = URIRef(self._names.department(name))
        return found

    def _once(self, address: str, of_class: str) -> URIRef:
        """An address that many datasets refer to; what it is, is told once."""
        found = URIRef(address)
        self._classes[found] = of_class
        return found


def _of_warnings(warnings: Iterable[ResultWarning]) -> Iterator[tuple[str, Node]]:
    """Why to read it with care."""
    for warning in warnings:
        yield "odr:warning", text(warning.text, "zh")
        yield "odr:warning", text(warning.english, "en")


def _of_law(law: Law) -> Iterator[tuple[str, Node]]:
    one = law.instrument
    yield "rdf:type", term("eli:LegalResource" if law.legislation else "odrl:Policy")
    yield "dct:title", text(one.title, "zh")
    yield "dct:title", text(one.english, "en")
    if one.number is not None:
        yield "dct:identifier", text(one.number)
    if one.issued is not None:
        yield "dct:issued", day(one.issued)
    if law.legislation and one.effective is not None:
        yield "eli:first_date_entry_in_force", day(one.effective)
    if law.legislation and one.expires is not None:
        yield "eli:date_no_longer_in_force", day(one.expires)


def _within(address: str, name: str) -> str:
    """The address of what belongs to a resource."""
    return f"{address}{'-' if '#' in address else '#'}{name}"


# True and 1 are equal, and are written in two ways.
@lru_cache(maxsize=1_000, typed=True)
def _literal(value: FactValue) -> Literal:
    """A fact as the catalogue check reads it: a list in brackets, since an empty one says something."""
    if isinstance(value, tuple):
        return text(f"[{', '.join(map(str, value))}]")
    if isinstance(value, bool | int):
        return Literal(value)
    return text(value) if isinstance(value, str) else day(value)
