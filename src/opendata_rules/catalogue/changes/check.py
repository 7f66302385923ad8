"""Comparing two states of a catalogue: each change of attribute against the law of a place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...answers.changes.computation import check_change
from ...answers.duties.computation import check as check_duties
from ...norms.order import LegalOrder, order_argument
from ...reading.document import Document, read
from ...vocabulary.facts import FactValue
from ...vocabulary.marks import Role
from ...vocabulary.refusals import path_argument
from ...vocabulary.terms import Attribute, Compliance, Verdict
from ..check import checked
from ..files.content import Content, content_of
from ..report import Report
from ..results import Basis, Row
from ..tables import table
from .answer import CatalogueChanges, Compared, DatasetChange, Doubtful, Listed
from .matching import Doubt, Pair, matched

#: Changes are shown in this order.
_WORST_FIRST = (
    Verdict.FORBIDDEN,
    Verdict.HUMAN_REVIEW,
    Verdict.UNDETERMINED,
    Verdict.NOT_REGULATED,
    Verdict.ALLOWED,
)


def check_changes(
    law: LegalOrder, old: str | Path, new: str | Path, *, profile: str | Path | None = None
) -> CatalogueChanges:
    """Judge how a catalogue changed.

    Args:
        law: the law of the place and date.
        old: file of the old state: CSV, XLSX or JSON.
        new: file of the new one.
        profile: file that explains the codes and columns of the platform, for both.

    Raises:
        NotACatalogue: one of the files is something else; the message says what.
        BadProfile: the profile has errors.
        TypeError: an argument is of the wrong type.
        MissingExtra: the extra ``catalogue`` is needed and not installed.
    """
    order_argument(law, "law")
    files = path_argument(old, "old"), path_argument(new, "new")
    document = read(path_argument(profile, "profile")) if profile is not None else None
    return changes_of(law, *((content_of(file), file.name) for file in files), profile=document)


def changes_of(
    law: LegalOrder, old: tuple[Content, str], new: tuple[Content, str], *, profile: Document | None
) -> CatalogueChanges:
    """Judge how a catalogue changed, given the content and the name of each file. See :func:`check_changes`."""
    before, after = (checked(law, content, name, profile=profile, unlisted="unknown") for content, name in (old, new))
    found = matched(before.rows, after.rows)
    doubtful, changes, unchanged = [], [], 0
    for doubt in found.doubts:
        if _alike(law, doubt):
            unchanged += len(doubt.new)
        else:
            doubtful.append(Doubtful(doubt.why, doubt.english, _listed(doubt.old), _listed(doubt.new)))
    for pair in found.pairs:
        unknown = _unknown(pair)
        if unknown is not None:
            doubtful.append(unknown)
        elif _changed(law, pair):
            changes.append(_judged(law, pair))
        else:
            unchanged += 1
    changes.sort(key=lambda change: _WORST_FIRST.index(change.verdict))
    common = set(changes[0].answer.warnings).intersection(*(c.answer.warnings for c in changes)) if changes else set()
    return CatalogueChanges(
        place=law.place.id,
        place_name=law.place.name,
        on=law.on,
        changes=tuple(changes),
        added=_listed(found.added),
        removed=_listed(found.removed),
        on_removal=_on_removal(law),
        doubtful=tuple(doubtful),
        unchanged=unchanged,
        problems=(*_problems("old", before), *_problems("new", after)),
        warnings=tuple(warning for warning in (changes[0].answer.warnings if changes else ()) if warning in common),
        order=law,
        compared=Compared(
            old_file=before.given.file,
            old_digest=before.given.digest,
            file=after.given.file,
            digest=after.given.digest,
            profile=after.given.profile,
        ),
    )


def _problems(state: str, report: Report) -> Iterable[tuple[str, int, str]]:
    return ((state, row, text) for row, text in report.problems)


def _listed(rows: Iterable[Row]) -> tuple[Listed, ...]:
    return tuple(
        Listed(row.number, row.sheet, row.id, row.title, row.department, row.declared_text, row.declared)
        for row in rows
    )


def _alike(law: LegalOrder, doubt: Doubt) -> bool:
    """Whether no attribute can have changed, whichever dataset is which: as many as before, and all have the same."""
    declared = {row.declared for row in (*doubt.old, *doubt.new)}
    if len(doubt.old) != len(doubt.new) or len(declared) != 1 or None in declared:
        return False
    return not any(_changed(law, Pair(row, row, "id")) for row in doubt.new)


def _unknown(pair: Pair) -> Doubtful | None:
    """The doubt where one state does not say the attribute."""
    silent = [name for name, row in (("旧", pair.old), ("新", pair.new)) if row.declared is None]
    if not silent:
        return None
    names = "、".join(f"{name}目录" for name in silent)
    english = " and ".join({"旧": "old", "新": "new"}[name] for name in silent)
    return Doubtful(
        f"{names}没有写开放属性，或者认不出，没有比较",
        f"no opening attribute was recognised in the {english} state",
        _listed([pair.old]),
        _listed([pair.new]),
    )


def _changed(law: LegalOrder, pair: Pair) -> bool:
    """Whether the attribute changed, or the conditions of one with conditions, as the new state says."""
    if pair.old.declared is not pair.new.declared:
        return True
    direction = law.vocabulary.role(Role.DIRECTION).id
    return pair.new.declared is Attribute.CONDITIONAL and direction in dict(pair.new.facts)


def _judged(law: LegalOrder, pair: Pair) -> DatasetChange:
    old, new = dict(pair.old.facts), dict(pair.new.facts)
    # What the old state said and the new one does not is not known any more.
    answer = check_change(law, pair.old.declared, pair.new.declared, new)
    others = {name for name in (*old, *new) if old.get(name) != new.get(name)}
    [before], [after] = _listed([pair.old]), _listed([pair.new])
    return DatasetChange(before, after, pair.by, answer, _only(old, others), _only(new, others))


def _only(facts: dict[str, FactValue], names: set[str]) -> tuple[tuple[str, FactValue], ...]:
    return tuple(sorted((name, value) for name, value in facts.items() if name in names))


def _on_removal(law: LegalOrder) -> tuple[Basis, ...]:
    """The provisions on taking down what is open; whether they were kept to, a catalogue does not say."""
    assessment = check_duties(law, str(table("changes")["removed"]), {})
    if assessment.verdict is Compliance.NOT_REGULATED:
        return ()
    found = {
        finding.id: Basis(
            str(finding.citation),
            finding.gist,
            citation_english=finding.citation.english,
            english=finding.english,
            provision=finding.id,
        )
        for finding in assessment.findings
    }
    return tuple(found.values())
