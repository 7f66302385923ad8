"""The answer to how a catalogue changed, as a value."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...answers.changes.answer import ChangeVerdict
from ...answers.receipts import Asked, Receipted
from ...answers.result import plain
from ...formats.files import write_file
from ...norms.order import LegalOrder
from ...norms.warnings import ResultWarning
from ...values import FrozenDict, Json, Value
from ...vocabulary.arguments import Lang
from ...vocabulary.facts import FactValue
from ...vocabulary.terms import STRICTEST_FIRST, Attribute, Verdict
from ..results import Basis


@dataclass(frozen=True, slots=True)
class Listed(Value):
    """A dataset as one state of the catalogue lists it.

    Attributes:
        number: row in its file (in its sheet).
        sheet: its sheet, where several were read; else empty.
        id: its id, empty if there is none.
        title: its name.
        department: who provides it.
        declared_text: what the catalogue says of the opening attribute, as written.
        declared: that as an attribute, ``None`` where it was not recognised.
    """

    _schema = "listed_dataset"

    number: int
    sheet: str
    id: str
    title: str
    department: str
    declared_text: str
    declared: Attribute | None

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "number": self.number,
            "sheet": self.sheet,
            "id": self.id,
            "title": self.title,
            "department": self.department,
            "declared_text": self.declared_text,
            "declared": None if self.declared is None else str(self.declared),
        }


@dataclass(frozen=True, slots=True)
class DatasetChange(Value):
    """A change of one dataset's attribute, judged.

    Attributes:
        old: the dataset as it was listed.
        new: as it is listed now.
        matched_by: ``id``, or ``title`` (with the department) where one of the two has no id.
        answer: what ``law.check_change`` says of it on the facts that the new state gives.
        old_facts: facts that are stated otherwise now, as they were, as pairs.
        new_facts: the same as they are now.
    """

    old: Listed
    new: Listed
    matched_by: str
    answer: ChangeVerdict
    old_facts: tuple[tuple[str, FactValue], ...]
    new_facts: tuple[tuple[str, FactValue], ...]

    @property
    def verdict(self) -> Verdict:
        """``allowed``, ``forbidden``, ``undetermined``, ``human_review`` or ``not_regulated``."""
        return self.answer.verdict

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        answer = self.answer
        return {
            "old": self.old.to_dict(),
            "new": self.new.to_dict(),
            "matched_by": self.matched_by,
            "before": str(answer.before),
            "after": str(answer.after),
            "verdict": str(answer.verdict),
            "possible": [str(verdict) for verdict in Verdict if verdict in answer.possible],
            "citation": answer.citation.to_dict() if answer.citation else None,
            "requirements": [requirement.to_dict() for requirement in answer.requirements],
            "approver": list(answer.approver),
            "consequence": [citation.to_dict() for citation in answer.consequence],
            "permitted": [str(a) for a in STRICTEST_FIRST if a in answer.permitted],
            "reviews": list(answer.reviews),
            "reviews_english": list(answer.reviews_english),
            "actions": [action.to_dict() for action in answer.actions],
            "questions": [question.to_dict() for question in answer.questions],
            "warnings": [warning.to_dict() for warning in answer.warnings],
            "old_facts": {name: plain(value) for name, value in self.old_facts},
            "new_facts": {name: plain(value) for name, value in self.new_facts},
        }


@dataclass(frozen=True, slots=True)
class Doubtful(Value):
    """Datasets of which it is not certain which is which, or whose attribute is not known on one side.

    Attributes:
        why: what the doubt is, in Chinese.
        english: the same in English.
        old: the datasets as they were listed.
        new: those as they are listed now.
    """

    _schema = "doubtful_datasets"

    why: str
    english: str
    old: tuple[Listed, ...]
    new: tuple[Listed, ...]

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {
            "why": self.why,
            "english": self.english,
            "old": [one.to_dict() for one in self.old],
            "new": [one.to_dict() for one in self.new],
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared.

    Attributes:
        old_file: name of the file of the old state.
        old_digest: SHA-256 of its bytes.
        file: name of the file of the new state.
        digest: SHA-256 of its bytes.
        profile: text of the profile, if one was given.
    """

    old_file: str
    old_digest: str
    file: str
    digest: str
    profile: str | None

    def options(self) -> dict[str, Json]:
        """The same as a receipt holds it."""
        return {
            "old_file": self.old_file,
            "old_source": self.old_digest,
            "file": self.file,
            "source": self.digest,
            "profile": self.profile,
        }


@dataclass(frozen=True, slots=True)
class CatalogueChanges(Receipted):
    """Answer to ``law.check_catalogue_changes``: frozen, hashable, picklable, safe to share between threads.

    Attributes:
        place: id of the place whose law was asked.
        place_name: its Chinese name.
        on: the date of the law.
        changes: datasets whose attribute changed, the forbidden first.
        added: datasets that are new, in order of the file.
        removed: datasets that are listed no more, in order of the old file.
        on_removal: provisions on taking opened data down, which removed datasets answer to; empty where none is.
        doubtful: what could not be compared.
        unchanged: how many datasets have the attribute that they had.
        problems: (``old`` or ``new``, row, Chinese text) of what could not be read or recognised.
        warnings: warnings that every change has.
        order: the law that was asked.
        compared: what was compared.
    """

    place: str
    place_name: str
    on: dt.date
    changes: tuple[DatasetChange, ...]
    added: tuple[Listed, ...]
    removed: tuple[Listed, ...]
    on_removal: tuple[Basis, ...]
    doubtful: tuple[Doubtful, ...]
    unchanged: int
    problems: tuple[tuple[str, int, str], ...]
    warnings: tuple[ResultWarning, ...]
    order: LegalOrder = field(repr=False)
    compared: Compared = field(repr=False)

    @property
    def counts(self) -> Mapping[str, int]:
        """Changes by verdict."""
        counted = Counter(str(change.verdict) for change in self.changes)
        return FrozenDict((str(verdict), counted[str(verdict)]) for verdict in Verdict)

    @property
    def taken_down(self) -> tuple[Listed, ...]:
        """Removed datasets that may have been open, where the law says something on taking them down."""
        return tuple(one for one in self.removed if self.on_removal and one.declared is not Attribute.CLOSED)

    def explain(self, lang: Lang = "zh") -> str:
        """What changed, whether it may, and what to do, in Chinese (``zh``) or English (``en``).

        Raises:
            BadArgument: ``lang`` is neither.
        """
        from .explain import explain_changes

        return explain_changes(self, lang)

    def write(self, path: str | Path) -> None:
        """Write it to a file; the suffix says how: ``.html``, ``.xlsx``, ``.csv`` or ``.json``.

        Raises:
            BadOutput: another suffix, or the file cannot be written.
            MissingExtra: the extra ``catalogue`` is not installed.
        """
        from .writing import renderer

        write_file(Path(path), renderer(Path(path))(self))

    def _asked(self) -> Asked:
        outcome: dict[str, Json] = {
            "counts": dict(self.counts),
            "added": len(self.added),
            "removed": len(self.removed),
            "doubtful": len(self.doubtful),
            "unchanged": self.unchanged,
        }
        return Asked("catalogue_changes", self.order, self.compared.options(), outcome)

    def _told(self) -> dict[str, Json]:
        return {
            **self._tag(),
            "place": self.place,
            "on": self.on.isoformat(),
            "law_id": self.law_id,
            "old_file": self.compared.old_file,
            "file": self.compared.file,
            "counts": dict(self.counts),
            "changes": [change.to_dict() for change in self.changes],
            "added": [one.to_dict() for one in self.added],
            "removed": [one.to_dict() for one in self.removed],
            "on_removal": [basis.to_dict() for basis in self.on_removal],
            "doubtful": [one.to_dict() for one in self.doubtful],
            "unchanged": self.unchanged,
            "problems": [{"state": state, "row": row, "text": text} for state, row, text in self.problems],
            "warnings": [warning.to_dict() for warning in self.warnings],
        }
