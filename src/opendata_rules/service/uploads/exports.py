"""A catalogue that is kept, written as a file to take away: reports, the table with remarks, what others read."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...errors import BadArgument
from ...exchange.writing import export
from ...law import Law
from ...quoting import quoted
from .book import Upload
from .checking import opened_of

_FOLDER = "exports"
#: Seconds for which a file stays after it was written.
_STAYS = 3600
#: What the CSV and the workbook with remarks are made from.
_TABLES = (".csv", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Form:
    """How a catalogue may be taken away.

    Attributes:
        suffix: how the file ends; empty: as the catalogue does.
        media: its media type.
        chinese: what is added to the name of the catalogue.
        exchange: the form of :mod:`opendata_rules.exchange`; empty for a report.
    """

    suffix: str
    media: str
    chinese: str
    exchange: str = ""


_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: Mapping[str, Form] = {
    "page": Form(".html", "text/html; charset=utf-8", "检查报告"),
    "workbook": Form(".xlsx", _WORKBOOK, "检查报告"),
    "table": Form(".csv", "text/csv; charset=utf-8", "检查报告"),
    "json": Form(".json", "application/json", "检查报告"),
    "lines": Form(".jsonl", "application/jsonl", "检查报告"),
    "sarif": Form(".sarif", "application/sarif+json", "检查报告"),
    "junit": Form(".junit.xml", "application/xml", "检查报告"),
    "findings": Form(".json", "application/json", "问题编号"),
    "remarks": Form("", "application/octet-stream", "检查意见"),
    "dcat": Form(".ttl", "text/turtle; charset=utf-8", "DCAT", "dcat"),
    "frictionless": Form(".json", "application/json", "数据包", "frictionless"),
    "schema.org": Form(".jsonld", "application/ld+json", "schema.org", "schema.org"),
}


def form_of(name: str) -> Form:
    """A way to take a catalogue away.

    Raises:
        BadArgument: there is none of that name.
    """
    found = FORMS.get(name)
    if found is None:
        shown = quoted(name)
        raise BadArgument(
            f"没有“{shown}”这种格式。", english=f"There is no form {shown}.", argument="form", nearest=tuple(FORMS)
        )
    return found


def has_remarks(suffix: str) -> bool:
    """Whether remarks can be written into a catalogue of a kind."""
    return suffix in _TABLES


def written(upload: Upload, law: Law, digest: str, name: str) -> Path:
    """The file of a form; the same as long as nothing is answered or waived.

    Args:
        upload: the catalogue.
        law: by which it is checked.
        digest: of the rules.
        name: one of :data:`FORMS`.

    Raises:
        BadArgument: there is no such form.
        BadOutput: the catalogue cannot be written so.
        NotHere: it was deleted meanwhile.
        MissingExtra: an extra is needed and not installed.
    """
    form = form_of(name)
    suffix = form.suffix or upload.about.suffix
    home = upload.folder / _FOLDER
    folder = home / f"{upload.revision}-{digest[:16]}"
    path = folder / f"{name}{suffix}"
    if path.is_file():
        return path
    with upload.there():
        found = opened_of(upload, law)
        # Each in a room of its own: somebody may take the same away at the same time, or answer meanwhile.
        with tempfile.TemporaryDirectory(dir=upload.folder) as room:
            new = Path(room) / path.name
            if form.exchange:
                export(found, form.exchange, [new])
            elif name == "findings":
                found.write((), upload.file, baseline=new)
            elif name == "remarks":
                found.report().annotate(upload.file, new)
            else:
                found.write([new], upload.file)
            _forget(home)
            folder.mkdir(parents=True, exist_ok=True)
            new.replace(path)
    return path


def _forget(home: Path) -> None:
    """Delete what was written of earlier answers, unless somebody may be taking it away still."""
    oldest = time.time() - _STAYS
    for old in home.iterdir() if home.is_dir() else ():
        with contextlib.suppress(OSError):
            if old.stat().st_mtime < oldest:
                shutil.rmtree(old, ignore_errors=True)
