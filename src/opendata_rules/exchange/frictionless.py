"""The datasets of a report as Data Packages, each with the decision on it.

A package is a dataset, as the standard has it; its files are resources. A package must have a resource, so where
nothing can be had, or nothing is known of files, the decision itself is the one there is, as inline data. The decision
stands in the package under ``opendata_rules`` in any case, as a property of its own, such as the standard allows.

Source: Data Package v2 (2024-06-26), https://datapackage.org/standard/data-package/.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..answers.result import plain
from ..catalogue.findings import dataset_key
from ..catalogue.profile import Profile
from ..catalogue.report import Report
from ..catalogue.results import Row
from ..catalogue.schemes import ASKED
from ..catalogue.summary import Summary
from ..catalogue.tables import table
from ..formats.files import NewFile, replace_file, unwritable
from ..quoting import encodable, json_text, visible
from ..values import Json
from ..vocabulary.refusals import path_argument
from .described import Described, Describer, title_of
from .forms import suffix_of
from .settings import Distribution, Settings
from .writer import Writer, written

#: What the decision stands under in a package.
DECISION = "opendata_rules"
_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
#: Longest name of a package, so that it can be a folder.
_LONGEST = 100


def packages(report: Report, settings: Settings | None = None) -> Iterator[dict[str, Json]]:
    """The datasets of a report as Data Packages, in its order.

    Args:
        report: the report.
        settings: how they are to look.
    """
    told = _Packages(report, settings or Settings())
    for row in report.rows:
        found = told.of(row)
        if found is not None:
            yield found


def write(report: Report, path: str | Path, settings: Settings | None = None) -> None:
    """Write the datasets of a report as Data Packages.

    Args:
        report: the report.
        path: ``….json`` for a list of all, ``….jsonl`` for one a line; a name without a suffix for a folder with a
            folder for each, in which it is ``datapackage.json``.
        settings: how they are to look.

    Raises:
        BadOutput: another suffix, or it cannot be written.
        TypeError: an argument is of the wrong type.
    """
    target = path_argument(path, "path")
    written(report, report.rows, writer_of(target, settings or Settings()))


def writer_of(path: Path, settings: Settings, profile: Profile | None = None) -> Writer:
    """What writes Data Packages there. See :func:`write`."""
    if not path.suffix:
        return _FolderWriter(path, settings, profile)
    return FileWriter(path, settings, profile)


class FileWriter(Writer):
    """All packages in one file.

    Args:
        path: where it goes; the suffix says how.
        settings: how they are to look.
        profile: how the catalogue was read, where the report does not say it.

    Raises:
        BadOutput: another suffix, or nothing can be written there.
    """

    def __init__(self, path: Path, settings: Settings, profile: Profile | None = None) -> None:
        suffix = suffix_of("frictionless", path)
        self._settings = settings
        self._profile = profile
        self._first, self._between, self._last = ("[\n", ",\n", "\n]\n") if suffix == ".json" else ("", "\n", "\n")
        self._file = NewFile(path)

    def begin(self, before: Summary) -> None:
        """Nothing stands above them."""
        self._packages = _Packages(before, self._settings, self._profile)
        self._next = self._first

    def add(self, row: Row) -> None:
        """A package."""
        package = self._packages.of(row)
        if package is not None:
            self._file.file.write(f"{self._next}{json_text(package)}".encode())
            self._next = self._between

    def finish(self, summary: Summary) -> None:
        """The end of the list."""
        empty = self._next == self._first
        self._file.file.write(f"{self._first}{self._last.lstrip()}".encode() if empty else self._last.encode())
        self._file.keep()

    def give_up(self) -> None:
        """Nothing is kept."""
        self._file.give_up()


class _FolderWriter(Writer):
    """Each package in a folder of its own."""

    def __init__(self, path: Path, settings: Settings, profile: Profile | None = None) -> None:
        suffix_of("frictionless", path)
        self._path = path
        self._settings = settings
        self._profile = profile

    def begin(self, before: Summary) -> None:
        """The folder of all."""
        self._packages = _Packages(before, self._settings, self._profile)
        self._make(self._path)

    def add(self, row: Row) -> None:
        """A folder."""
        package = self._packages.of(row)
        if package is not None:
            folder = self._path / str(package["name"])
            self._make(folder)
            replace_file(folder / "datapackage.json", f"{json_text(package, indent=2)}\n".encode())

    def finish(self, summary: Summary) -> None:
        """Nothing is left to do."""

    def give_up(self) -> None:
        """Packages are whole one by one; what was written stays."""

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(exist_ok=True)
        except (OSError, ValueError) as error:
            raise unwritable(folder, error) from error


class _Packages:
    """Packages of one report, in order."""

    def __init__(self, summary: Summary, settings: Settings, profile: Profile | None = None) -> None:
        self._summary = summary
        self._settings = settings
        self._describer = Describer(summary, settings, profile)
        self._used: set[str] = set()

    def of(self, row: Row) -> dict[str, Json] | None:
        """The package of a dataset; ``None`` where it is not wanted."""
        if not self._describer.wanted(row):
            return None
        described = self._describer.described(row)
        decision = self._decision(described)
        told: dict[str, Json] = {"$schema": _SCHEMA, "name": self._name(row)}
        told |= {
            name: visible(value)
            for name, value in (("id", row.id), ("title", row.title), ("description", row.summary))
            if value
        }
        if described.page:
            told["homepage"] = described.page
        if row.department:
            told["contributors"] = [{"title": visible(row.department), "roles": ["publisher"], "role": "publisher"}]
        if self._settings.license and described.files:
            told["licenses"] = [{"path": self._settings.license}]
        if row.fields:
            told[_label("fields")] = visible(row.fields)
        told |= self._as_columns(described)
        told["resources"] = self._resources(described)
        told[DECISION] = decision
        found: dict[str, Json] = encodable(told)
        return found

    def _as_columns(self, described: Described) -> dict[str, Json]:
        """What a catalogue says, under the names of its columns, by which the check reads it back."""
        row = described.row
        updated = row.updated.isoformat() if row.updated is not None else row.updated_text
        told = {ASKED[self._summary.scheme]: described.declared, "cadence": described.cycle, "updated": updated}
        return {_label(name): visible(text) for name, text in told.items() if text}

    def _resources(self, described: Described) -> list[Json]:
        files = [file for file in described.files if file.download_url]
        if files:
            return [*(_resource(file, number) for number, file in enumerate(files, 1))]
        row = described.row
        data: dict[str, Json] = {
            "declared": visible(row.declared_text),
            "verdict": row.verdict,
            "attribute": None if row.attribute is None else str(row.attribute),
        }
        title = "判定结果：没有可以获取的文件，或者不知道文件在哪里"
        return [{"name": "decision", "title": title, "data": [data]}]

    def _decision(self, described: Described) -> dict[str, Json]:
        row, summary = described.row, self._summary
        return {
            "law": summary.law_id,
            "on": summary.on.isoformat(),
            "scheme": str(summary.scheme),
            "catalogue": title_of(summary, self._settings),
            "declared": visible(row.declared_text),
            "verdict": row.verdict,
            "attribute": None if row.attribute is None else str(row.attribute),
            "possible": [str(one) for one in row.possible],
            "permitted": [str(one) for one in row.permitted],
            "grounds": [basis.to_dict() for basis in row.grounds],
            "objections": [basis.to_dict() for basis in row.objections],
            "questions": [question.to_dict() for question in row.questions],
            "warnings": [warning.to_dict() for warning in (*summary.warnings, *row.warnings)],
            "update": row.update,
            "due": plain(row.due),
            "frequency": described.frequency or None,
            "access_right": None if described.right is None else str(described.right),
            "instruments": list(described.laws),
            "facts": {name: plain(value) for name, value in row.facts} if self._settings.facts else None,
            # Who waived what is for those who check, not for those who download.
            "findings": [
                {"id": one.id, "kind": one.kind, "text": visible(one.text), "citation": one.citation}
                for one in row.findings
            ],
        }

    def _name(self, row: Row) -> str:
        """A name as the standard asks for, which no other package has."""
        name = first = dataset_key(row.id, row.title, row.department).lower().strip("~.")[:_LONGEST]
        number = 2
        while name in self._used:
            name, number = f"{first}-{number}", number + 1
        self._used.add(name)
        return name


def _label(meaning: str) -> str:
    """The name of a column of catalogues."""
    return str(table("columns")[meaning]["label"])


def _resource(file: Distribution, number: int) -> dict[str, Json]:
    told: dict[str, Json] = {"name": f"file-{number}", "path": file.download_url}
    if file.title:
        told["title"] = visible(file.title)
    if file.media_type:
        told["mediatype"] = file.media_type
    return told
