"""The findings of a report as a SHACL validation report, for programs that show or store such.

The datasets are the focus nodes, by the addresses that they have in DCAT; what was found rests on a provision, which
is the source shape. An error is a ``Violation``, what only asks a ``Warning``, what a waiver lets pass an ``Info``.
Datasets that lack facts have no result: nothing is known to be wrong with them.

Source: SHACL 1.0 (W3C, 20 July 2017), chapter 3, https://www.w3.org/TR/shacl/#validation-report.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..catalogue.judged import KINDS, Finding
from ..catalogue.profile import Profile
from ..catalogue.report import Report
from ..catalogue.results import Row
from ..catalogue.summary import Summary
from ..formats.files import NewFile
from ..vocabulary.refusals import path_argument
from .described import Describer, shown
from .forms import SYNTAXES, suffix_of
from .names import rule
from .rdf import Graph, Literal, Node, RdfWriter, Triple, URIRef, day, new_graph, term, text
from .settings import Settings
from .tables import terms
from .writer import Writer, written


def graph(report: Report, settings: Settings | None = None) -> Graph:
    """The findings of a report as a graph.

    Args:
        report: the report.
        settings: what addresses its datasets have.
    """
    found = new_graph()
    results = _Results(report, settings or Settings())
    for row in report.rows:
        for triple in results.of(row):
            found.add(triple)
    for triple in results.of_the_rest():
        found.add(triple)
    return found


def write(report: Report, path: str | Path, settings: Settings | None = None) -> None:
    """Write the findings of a report; the suffix says how: ``.ttl``, ``.jsonld`` or ``.rdf``.

    Args:
        report: the report.
        path: where they go.
        settings: what addresses its datasets have.

    Raises:
        BadOutput: another suffix, or the file cannot be written.
        TypeError: an argument is of the wrong type.
    """
    target = path_argument(path, "path")
    written(report, report.rows, ShaclWriter(target, settings or Settings()))


class ShaclWriter(Writer):
    """A validation report on its way into a file.

    Args:
        path: where it goes; the suffix says how.
        settings: what addresses the datasets have.
        profile: how the catalogue was read, where the report does not say it.

    Raises:
        BadOutput: another suffix, or nothing can be written there.
    """

    def __init__(self, path: Path, settings: Settings, profile: Profile | None = None) -> None:
        syntax = SYNTAXES[suffix_of("shacl", path)]
        self._settings = settings
        self._profile = profile
        self._file = NewFile(path)
        self._rdf = RdfWriter(self._file.file, syntax)

    def begin(self, before: Summary) -> None:
        """Nothing was found yet."""
        self._results = _Results(before, self._settings, self._profile)
        self._rdf.begin()

    def add(self, row: Row) -> None:
        """What was found on a dataset."""
        self._rdf.add(self._results.of(row))

    def finish(self, summary: Summary) -> None:
        """Whether anything was found."""
        self._rdf.add(self._results.of_the_rest())
        self._rdf.finish()
        self._file.keep()

    def give_up(self) -> None:
        """Nothing is kept."""
        self._file.give_up()


class _Results:
    """What is stated of findings, dataset by dataset."""

    def __init__(self, summary: Summary, settings: Settings, profile: Profile | None = None) -> None:
        self._summary = summary
        self._describer = Describer(summary, settings, profile)
        self._names = self._describer.names
        self._report = URIRef(f"{self._names.catalogue}{'-' if '#' in self._names.catalogue else '#'}findings")
        self._found = False
        self._kinds: set[str] = set()

    def of(self, row: Row) -> list[Triple]:
        """What was found on a dataset."""
        if not self._describer.wanted(row):
            return []
        dataset = URIRef(self._names.dataset(row))
        found: list[Triple] = []
        for finding in row.findings:
            result = URIRef(self._names.finding(finding.id))
            found.append((self._report, term("sh:result"), result))
            found += [(result, term(name), value) for name, value in self._of_finding(dataset, row, finding)]
        self._found = self._found or bool(found)
        return found

    def of_the_rest(self) -> list[Triple]:
        """The report itself, and what kinds of findings there are."""
        told: list[tuple[str, Node]] = [
            ("rdf:type", term("sh:ValidationReport")),
            ("sh:conforms", Literal(not self._found)),
            ("odr:law", text(self._summary.law_id)),
            ("odr:checkedOn", day(self._summary.on)),
        ]
        found: list[Triple] = [(self._report, term(name), value) for name, value in told]
        for kind in sorted(self._kinds):
            component = _component(kind)
            found.append((component, term("rdf:type"), term("sh:ConstraintComponent")))
            found.append((component, term("rdfs:label"), text(KINDS[kind][0], "zh")))
            found.append((component, term("rdfs:comment"), text(KINDS[kind][1], "zh")))
        return found

    def _of_finding(self, dataset: URIRef, row: Row, finding: Finding) -> Iterator[tuple[str, Node]]:
        said = terms()["findings"][finding.kind]
        self._kinds.add(finding.kind)
        yield "rdf:type", term("sh:ValidationResult")
        yield "sh:focusNode", dataset
        yield "sh:sourceConstraintComponent", _component(finding.kind)
        yield "sh:resultSeverity", term(f"sh:{terms()['waived'] if finding.waived else said['severity']}")
        yield "sh:resultMessage", text(shown(finding), "zh")
        if finding.english:
            yield "sh:resultMessage", text(finding.english, "en")
        path = said["path"]
        # What names suggest is asked of a fact, which is no rule.
        yield "sh:resultPath", term(path or f"odrf:{finding.provision}")
        if path == "odr:declaredAttribute" and row.declared_text:
            yield "sh:value", text(row.declared_text)
        elif path == "dct:modified" and row.updated is not None:
            yield "sh:value", day(row.updated)
        if path and finding.provision:
            yield "sh:sourceShape", URIRef(rule(finding.provision))
        if finding.waiver is not None:
            waiver = finding.waiver
            expired = "（已过期）" if finding.expired else ""
            yield (
                "odr:waiver",
                text(f"{waiver.approver}批准，到 {waiver.expires} 为止{expired}：{waiver.reason}", "zh"),
            )


def _component(kind: str) -> URIRef:
    """What a kind of finding is in SHACL: a constraint component of our own."""
    return term("odr:" + "".join(word.capitalize() for word in kind.split("_")) + "ConstraintComponent")
