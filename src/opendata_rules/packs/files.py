"""Reading packs: from YAML files to :mod:`opendata_rules.provisions`, with every error of every file.

One folder per instrument under ``rules/``, one file per place under ``jurisdictions/``. Each is read on its own,
so that a broken one takes no other down. Reading never raises for what is in a file: problems are diagnostics.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from .. import model as written
from ..diagnostics import Diagnostic, Severity, diagnostic
from ..keywords import chinese
from ..provisions import Instrument, Jurisdiction, Pack
from ..reader import Document, read
from ..terms import Collected, Source
from ..validation import validate
from .builder import Assembly, Reader
from .duties import DeadlinesReader, DutiesReader
from .rules import RulesReader

INSTRUMENT, RULES, DUTIES = "instrument.yaml", "rules.yaml", "duties.yaml"
DEADLINES, ARTICLES = "deadlines.yaml", "articles.yaml"
CASES, DUTY_CASES = "cases.yaml", "duty_cases.yaml"
#: Files with rules, and how they are given their meaning.
_READERS: tuple[tuple[str, type[Reader[Any]]], ...] = (
    (RULES, RulesReader),
    (DUTIES, DutiesReader),
    (DEADLINES, DeadlinesReader),
)

_COLLECTED = {"已收录": Collected.FULL, "部分收录": Collected.PARTLY, "未收录": Collected.NONE}
_SOURCES = {"正式文本": Source.PRIMARY, "二手资料": Source.SECONDARY, None: None}


def broken(problems: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents, the same whatever the line endings of the checkout."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def read_jurisdiction(path: Path, shown: str) -> tuple[Jurisdiction | None, list[Diagnostic]]:
    """Read one place file.

    Args:
        path: the file; its stem is the id of the place.
        shown: its name in messages.
    """
    document = read(path, shown=shown)
    place, problems = validate(document, written.JurisdictionModel)
    if place is None or broken(problems):
        return None, list(problems)
    return (
        Jurisdiction(
            id=path.stem,
            name=place.name,
            other_names=place.other_names,
            code=place.code,
            level=place.level,
            parent=place.parent,
            department=place.department,
            instruments=place.instruments,
            note=place.note,
        ),
        list(problems),
    )


def read_pack(folder: Path, shown: str) -> tuple[Pack | None, list[Diagnostic]]:
    """Read the folder of one instrument (cases apart).

    Args:
        folder: ``rules/<instrument id>``.
        shown: its name in messages.
    """
    problems: list[Diagnostic] = []
    if not (folder / INSTRUMENT).is_file():
        return None, [diagnostic("missing_file", path=f"{shown}/{INSTRUMENT}", name=INSTRUMENT)]
    document = read(folder / INSTRUMENT, shown=f"{shown}/{INSTRUMENT}")
    head, found = validate(document, written.InstrumentModel)
    problems += found
    if head is None or broken(found):
        # The other files are still read, so that all their errors come at once.
        models: list[tuple[str, type[written.Model]]] = [(name, reader.model) for name, reader in _READERS]
        models.append((ARTICLES, written.ArticlesModel))
        for name, model in models:
            if (folder / name).is_file():
                problems += validate(read(folder / name, shown=f"{shown}/{name}"), model)[1]
        return None, problems
    problems += _date_problems(document, head)
    assembly = Assembly(_instrument(folder.name, head))
    for name, reader in _READERS:
        if (folder / name).is_file():
            reader(assembly, read(folder / name, shown=f"{shown}/{name}")).read()
    if (folder / ARTICLES).is_file():
        assembly.read_articles(read(folder / ARTICLES, shown=f"{shown}/{ARTICLES}"))
    elif any((folder / name).is_file() for name, _ in _READERS):
        problems.append(diagnostic("missing_file", path=f"{shown}/{ARTICLES}", name=ARTICLES))
    problems += assembly.problems
    if broken(problems):
        return None, problems
    names = [INSTRUMENT, ARTICLES, *(name for name, _ in _READERS)]
    return assembly.pack(digest(folder / name for name in names if (folder / name).is_file())), problems


def read_cases(path: Path, shown: str) -> tuple[written.CasesModel | None, Document, list[Diagnostic]]:
    """Read a ``cases.yaml``; the document comes along for positions in messages."""
    document = read(path, shown=shown)
    cases, problems = validate(document, written.CasesModel)
    return cases, document, list(problems)


def read_duty_cases(path: Path, shown: str) -> tuple[written.DutyCasesModel | None, Document, list[Diagnostic]]:
    """Read a ``duty_cases.yaml``; the document comes along for positions in messages."""
    document = read(path, shown=shown)
    cases, problems = validate(document, written.DutyCasesModel)
    return cases, document, list(problems)


def _instrument(instrument_id: str, head: written.InstrumentModel) -> Instrument:
    return Instrument(
        id=instrument_id,
        title=head.title,
        number=head.number,
        authority=head.authority,
        rank=head.rank,
        draft=head.draft,
        issued=head.issued,
        effective=head.effective,
        effective_by=head.effective_by,
        expires=head.expires,
        doubtful_from=head.doubtful_from,
        collected=_COLLECTED[head.collected],
        source=_SOURCES[head.source],
        note=head.note,
    )


def _date_problems(document: Document, head: written.InstrumentModel) -> Iterator[Diagnostic]:
    order: list[tuple[str, dt.date | None]] = [
        (name, getattr(head, name)) for name in ("issued", "effective", "doubtful_from", "expires")
    ]
    dated = [(name, day) for name, day in order if day is not None]
    for (first, day), (second, later) in pairwise(dated):
        if later < day:
            yield document.diagnostic("date_order", (chinese(second),), first=chinese(first), second=chinese(second))
