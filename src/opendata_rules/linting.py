"""Linting: every problem of every pack, without raising for anything that is in a file.

Beyond what reading a file shows, packs are checked against each other (ids, places, instruments) and, with the
regulations' texts at hand, against the law: anchors must occur in the passages cited and fingerprints must match,
so that an amended text names exactly the rules to review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import model as written
from .cases import CaseResult, run_cases
from .citations import Citation
from .diagnostics import Diagnostic, Severity, diagnostic
from .errors import BadPack
from .keywords import chinese
from .library import PLACES, RULES, Library
from .packs import (
    ARTICLES,
    CASES,
    DEADLINES,
    DUTIES,
    DUTY_CASES,
    INSTRUMENT,
    read_cases,
    read_duty_cases,
    read_jurisdiction,
    read_pack,
)
from .packs import RULES as RULES_FILE
from .provisions import CountingRule, DutyRule, Jurisdiction, Pack, Provision, RecurringRule, TermRule
from .reader import read
from .texts import RegulationText, read_text
from .validation import validate
from .working_days.written import ASSUMPTIONS, CALENDAR, STATUTORY, AssumptionsModel, NoticeModel, StatutoryModel

_KNOWN_FILES = (INSTRUMENT, RULES_FILE, DUTIES, DEADLINES, ARTICLES, CASES, DUTY_CASES)


def lint(path: str | Path, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check a folder of packs, one pack, or one file.

    Args:
        path: a folder with ``rules/`` and ``jurisdictions/``, the folder of one instrument, or any file.
        texts: folder with the regulations' texts; given, anchors and fingerprints are checked too.

    Returns:
        Every problem found, in order of path and line. Nothing in a file makes this raise.
    """
    path = Path(path)
    if (path / RULES).is_dir() and (path / PLACES).is_dir():
        return lint_library(path, texts)
    if path.is_dir():
        return _ordered(_lint_folder(path))
    return _ordered(_lint_file(path, str(path)))


def lint_library(root: Path, texts: str | Path | None = None) -> tuple[Diagnostic, ...]:
    """Check a whole folder of packs. See :func:`lint`."""
    return _ordered(_Everything(root).problems(texts))


def _ordered(problems: Iterator[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.path, p.line, p.column, p.code)))


def _lint_folder(folder: Path) -> Iterator[Diagnostic]:
    if (folder / INSTRUMENT).is_file():
        yield from read_pack(folder, folder.name)[1]
        if (folder / CASES).is_file():
            yield from read_cases(folder / CASES, f"{folder.name}/{CASES}")[2]
        if (folder / DUTY_CASES).is_file():
            yield from read_duty_cases(folder / DUTY_CASES, f"{folder.name}/{DUTY_CASES}")[2]
        return
    if (folder / STATUTORY).is_file():
        from .working_days.checks import check_calendar

        yield from check_calendar(folder, folder.name)
        return
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml"))
    if not files:
        yield diagnostic("missing_file", path=str(folder), name="*.yaml")
    for path in files:
        yield from _lint_file(path, path.relative_to(folder).as_posix())


def _lint_file(path: Path, shown: str) -> Iterator[Diagnostic]:
    document = read(path, shown=shown)
    if document.data is None:
        yield from document.diagnostics
        return
    kinds: dict[str, type[written.Model]] = {
        INSTRUMENT: written.InstrumentModel,
        RULES_FILE: written.RulesModel,
        DUTIES: written.DutiesModel,
        DEADLINES: written.DeadlinesModel,
        ARTICLES: written.ArticlesModel,
        STATUTORY: StatutoryModel,
        ASSUMPTIONS: AssumptionsModel,
        CASES: written.CasesModel,
        DUTY_CASES: written.DutyCasesModel,
    }
    kind = kinds.get(path.name)
    if kind is None:
        # A file of another name is taken for what its keys fit best.
        every: list[type[written.Model]] = [*kinds.values(), written.JurisdictionModel, NoticeModel]
        keys = set(document.data)
        kind = max(every, key=lambda model: len(keys & {f.alias for f in model.model_fields.values()}))
    if kind is NoticeModel:
        from .working_days.checks import check_file

        yield from check_file(path, shown)
        return
    yield from validate(document, kind)[1]


class _Everything:
    """All files of a folder of packs, read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.library = Library(root)
        self.packs: dict[str, Pack] = {}
        self.places: dict[str, Jurisdiction] = {}
        self.found: list[Diagnostic] = []

    def problems(self, texts: str | Path | None) -> Iterator[Diagnostic]:
        self._read()
        yield from self.found
        yield from self._stray_files()
        yield from self._places()
        yield from self._duplicates()
        yield from self._calendar()
        if not any(problem.severity is Severity.ERROR for problem in self.found):
            yield from self._cases()
        if texts is not None:
            for pack in self.packs.values():
                yield from _against_text(pack, Path(texts))

    def _read(self) -> None:
        for path in sorted((self.root / PLACES).glob("*.yaml")):
            place, problems = read_jurisdiction(path, f"{PLACES}/{path.name}")
            self.found += problems
            if place is not None:
                self.places[place.id] = place
        for name in self.library.instrument_ids():
            pack, problems = read_pack(self.root / RULES / name, f"{RULES}/{name}")
            self.found += problems
            if pack is not None:
                self.packs[name] = pack
            if (self.root / RULES / name / CASES).is_file():
                self.found += read_cases(self.root / RULES / name / CASES, f"{RULES}/{name}/{CASES}")[2]
            if (self.root / RULES / name / DUTY_CASES).is_file():
                self.found += read_duty_cases(self.root / RULES / name / DUTY_CASES, f"{RULES}/{name}/{DUTY_CASES}")[2]

    def _stray_files(self) -> Iterator[Diagnostic]:
        for name in self.library.instrument_ids():
            for path in sorted((self.root / RULES / name).iterdir()):
                if path.name not in _KNOWN_FILES and not path.name.startswith("."):
                    shown = f"{RULES}/{name}/{path.name}"
                    yield diagnostic("unexpected_file", path=shown, name=path.name)

    def _calendar(self) -> Iterator[Diagnostic]:
        folder = self.root / RULES / CALENDAR
        if folder.is_dir():
            from .working_days.checks import check_calendar

            yield from check_calendar(folder, f"{RULES}/{CALENDAR}")

    def _places(self) -> Iterator[Diagnostic]:
        known = set(self.library.instrument_ids())
        for place in self.places.values():
            shown = f"{PLACES}/{place.id}.yaml"
            document = read(self.root / PLACES / f"{place.id}.yaml", shown=shown)
            for index, name in enumerate(place.instruments):
                if name not in known:
                    yield document.diagnostic("unknown_instrument", ("文件", index), id=name)
            if place.parent is not None and place.parent not in self.places:
                yield document.diagnostic("unknown_place", ("上级",), id=place.parent)
            seen, above = [place.id], place.parent
            while above in self.places:
                seen.append(above)
                if above == place.id:
                    yield document.diagnostic("parent_cycle", ("上级",), chain=" → ".join(seen))
                if above in seen[:-1]:
                    break
                above = self.places[above].parent

    def _duplicates(self) -> Iterator[Diagnostic]:
        homes: dict[str, str] = {}
        for name, pack in self.packs.items():
            for rule in pack.provisions():
                home = homes.setdefault(rule.id, name)
                if home != name:
                    yield self._at(name, rule, "duplicate_rule_id", id=rule.id, other=home)

    def _cases(self) -> Iterator[Diagnostic]:
        exercised: set[str] = set()
        try:
            for result in run_cases(self.library):
                if isinstance(result, CaseResult):
                    exercised |= result.rules
                    if result.diagnostic is not None:
                        yield result.diagnostic
        except BadPack as error:
            yield from error.diagnostics
            return
        for name, pack in self.packs.items():
            for rule in pack.provisions():
                if rule.id not in exercised:
                    yield self._at(name, rule, "no_case_for_rule", id=rule.id)

    def _at(self, instrument: str, rule: Provision, code: str, **fields: Any) -> Diagnostic:
        """A diagnostic on a rule, where its id is written."""
        name = file_of(rule)
        written_id = re.compile(rf"\s*(?:- )?{chinese('id')}: *(?P<id>{re.escape(rule.id)})\s*(?:#.*)?")
        lines = (self.root / RULES / instrument / name).read_text(encoding="utf-8-sig").splitlines()
        for number, line in enumerate(lines, 1):
            match = written_id.fullmatch(line)
            if match is not None:
                return diagnostic(
                    code,
                    path=f"{RULES}/{instrument}/{name}",
                    line=number,
                    column=match.start("id") + 1,
                    source=line,
                    length=len(rule.id),
                    **fields,
                )
        return diagnostic(code, path=f"{RULES}/{instrument}/{name}", **fields)


def file_of(rule: Provision) -> str:
    """Name of the file in which such a rule is written."""
    if isinstance(rule, DutyRule):
        return DUTIES
    return DEADLINES if isinstance(rule, TermRule | CountingRule | RecurringRule) else RULES_FILE


def _against_text(pack: Pack, texts: Path) -> Iterator[Diagnostic]:
    name = pack.instrument.id
    path = texts / f"{name}.txt"
    if not path.is_file():
        return
    text = read_text(path)
    for rule in pack.provisions():
        shown = f"{RULES}/{name}/{file_of(rule)}"
        yield from _anchors(rule.citation, rule.anchors, rule.id, text, shown)
        for citation in rule.see_also:
            yield from _anchors(citation, (), rule.id, text, shown)
        yield from _requirements(rule, text, shown)
    for row in pack.articles:
        if row.ref not in text.articles:
            yield diagnostic("passage_missing", path=f"{RULES}/{name}/{ARTICLES}", ref=row.ref)
        elif row.fingerprint is not None and row.fingerprint != text.fingerprint(row.ref):
            rules = "、".join(row.rules) or "（无）"
            yield diagnostic(
                "fingerprint_mismatch",
                path=f"{RULES}/{name}/{ARTICLES}",
                ref=row.ref,
                help=f"请对照新的条文检查这些规则：{rules}。",
            )


def _requirements(rule: Provision, text: RegulationText, shown: str) -> Iterator[Diagnostic]:
    for need in getattr(rule, "requirements", ()):
        yield from _anchors(need.citation, need.anchors, f"{rule.id}/{need.id}", text, shown)
    for citation in getattr(rule, "consequences", ()):
        yield from _anchors(citation, (), rule.id, text, shown)


def _anchors(
    citation: Citation, anchors: tuple[str, ...], rule: str, text: RegulationText, shown: str
) -> Iterator[Diagnostic]:
    if not citation.ref:
        return
    if text.passage(citation.ref) is None:
        yield diagnostic("passage_missing", path=shown, ref=f"{citation.ref}（规则 {rule}）")
        return
    for anchor in anchors:
        if not text.contains(citation.ref, anchor):
            yield diagnostic("anchor_missing", path=shown, anchor=anchor, ref=f"{citation.ref}（规则 {rule}）")
