"""What was found on a dataset, each with an id that is the same next time.

An id is made of the row alone: the dataset, the kind and the provision. It holds nothing but ASCII letters, digits and
``.:_~-``, so that it can stand in a cell, in XML and in an address as it is. A dataset whose own id is not of these, or
that has none, goes by a digest. Rows that lack facts (尚不能定) are no finding: nothing is known to be wrong with them,
their questions say what to fill in, and a catalogue checked for the first time would be nothing but findings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from ..digests import mark
from ..vocabulary.citations import Citation, Ref
from ..vocabulary.terms import ATTRIBUTE_TERMS, SCHEME_TERMS, Scheme
from .characters import plain
from .identity import numbers
from .judged import KINDS, Finding
from .results import Basis, Row

#: An id of a dataset that stands in ids of findings as it is.
_AS_IT_IS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
#: Stands for a digest, and for what there is none of; neither begins an id of a dataset.
_DIGEST, _NOTHING = "~", "-"
#: Digits of a digest: a million datasets get the same one once in a hundred million million catalogues.
_DIGITS = 20


def dataset_key(row_id: str, title: str, department: str) -> str:
    """What tells a dataset from others: its id, or a digest where that is none that can stand anywhere, or missing.

    Args:
        row_id: its id, masked; empty if there is none.
        title: its name, masked.
        department: who provides it.
    """
    if _AS_IT_IS.fullmatch(row_id) and not numbers(row_id):
        return row_id
    told = ["id", plain(row_id)] if row_id else ["title", plain(title), plain(department)]
    return _DIGEST + mark(told, _DIGITS)


def passage_key(citation: Citation) -> str:
    """A passage as it stands in ids: ``taian-open-data-measures-2025.12.p3.i4``; of 第十三条之一 ``….13-1``."""
    ref = Ref.parse(citation.ref)
    article = ref.article_key if ref.inserted is None else f"{ref.article}-{ref.inserted}"
    parts = [citation.instrument, article]
    parts += [f"p{ref.paragraph}"] if ref.paragraph is not None else []
    parts += [f"i{ref.item}"] if ref.item is not None else []
    return ".".join(filter(None, parts))


def findings_of(row: Row, scheme: Scheme = Scheme.OPENING) -> tuple[Finding, ...]:
    """What was found on a dataset, worst first; a pure function of the row and of what was asked about.

    Several provisions that exclude the declared attribute are several findings, and so are several facts to ask about.
    """
    found = worst_first(findings_of_stated(row, scheme), findings_of_update(row), findings_of_questions(row))
    if not found:
        return ()
    key = dataset_key(row.id, row.title, row.department)
    return tuple([of_dataset(key, finding) for finding in found])


def worst_first(*findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings of several parts of a row in their order."""
    filled = [some for some in findings if some]
    if len(filled) < 2:
        return filled[0] if filled else ()
    return tuple(sorted((finding for some in filled for finding in some), key=_rank))


def of_dataset(key: str, finding: Finding) -> Finding:
    """A finding of a part of a row as that of one dataset.

    Args:
        key: what tells the dataset from others.
        finding: the finding, its id without that.
    """
    return Finding(
        key + finding.id,
        finding.kind,
        finding.provision,
        finding.citation,
        finding.citation_english,
        finding.text,
        finding.english,
    )


_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


def _rank(finding: Finding) -> int:
    return _RANKS[finding.kind]


_NO_PROVISION = Basis("", "")


def _once(told: Iterable[tuple[str, Basis, str, str]]) -> tuple[Finding, ...]:
    """Findings by kind, provision, text and English; one for each kind and provision. Their ids name no dataset yet."""
    found: dict[str, Finding] = {}
    for kind, basis, text, english in told:
        identity = f":{kind}:{basis.provision or _NOTHING}"
        cited = basis.citation, basis.citation_english
        found.setdefault(identity, Finding(identity, kind, basis.provision, *cited, text, english))
    return tuple(found.values())


def findings_of_stated(row: Row, scheme: Scheme) -> tuple[Finding, ...]:
    """What was found on what is declared and stated."""
    declared = "" if row.declared is None else ATTRIBUTE_TERMS[scheme][row.declared]
    told: list[tuple[str, Basis, str, str]] = []
    if row.verdict == "invalid":
        for basis in row.objections or (_NO_PROVISION,):
            why, reason = (f"：{basis.text}", f": {basis.english}") if basis.text else ("", "")
            text, english = f"申报{declared}不能成立{why}", f"declared {row.declared} cannot stand{reason}"
            told.append(("invalid", basis, text, english))
    if row.verdict == "human_review":
        told.append(("human_review", *_review(row)))
    if row.verdict == "not_recognised":
        said = f"写的是“{row.declared_text}”" if row.declared_text else "没有写"
        text, english = f"没有识别出{SCHEME_TERMS[scheme]}：{said}", f"no {scheme} attribute was recognised"
        told.append(("not_recognised", _NO_PROVISION, text, english))
    return _once(told)


def findings_of_update(row: Row) -> tuple[Finding, ...]:
    """What was found on its update."""
    term = row.term or _NO_PROVISION
    told: list[tuple[str, Basis, str, str]] = []
    if row.overdue is not None:
        text = f"更新逾期 {row.overdue} 天，期限的最后一天是 {row.latest}"
        told.append(("overdue", term, text, f"update {row.overdue} days overdue, due by {row.latest}"))
    if row.update == "human_review":
        text, english = f"更新是否及时须人工判断：{row.term_note}", f"update: {row.term_note_english}"
        told.append(("update_review", term, text, english))
    return _once(told)


def findings_of_questions(row: Row) -> tuple[Finding, ...]:
    """What names and numbers suggest."""
    return _once(
        (
            "suspected",
            replace(_NO_PROVISION, provision=question.fact),
            f"{question.text}（{'、'.join(question.why)}）",
            f"a name asks: {question.english}",
        )
        for question in row.suspected
    )


def _review(row: Row) -> tuple[Basis, str, str]:
    if row.actions:
        basis = row.actions[0]
        return basis, f"须人工判断：{basis.text}", f"human review: {basis.english}"
    nothing = "条文不足以判断，或者事实互相矛盾", "the text does not settle it, or facts contradict each other"
    told = next(((warning.text, warning.english) for warning in row.warnings), nothing)
    return _NO_PROVISION, f"须人工判断：{told[0]}", f"human review: {told[1]}"


class Numbers:
    """Numbers findings that are the same on equal datasets: the first one keeps its id, the second ends in ``:2``.

    Which of equal datasets comes first, the file decides; that they are as many, it does not.
    """

    def __init__(self) -> None:
        # Digests, since a large catalogue has many findings and hardly any twice.
        self._seen: dict[bytes, int] = {}

    def numbered(self, finding: Finding) -> Finding:
        """The finding with an id that no other one of this run has."""
        key = hashlib.blake2b(finding.id.encode("ascii"), digest_size=_DIGITS // 2).digest()
        count = self._seen[key] = self._seen.get(key, 0) + 1
        return finding if count == 1 else replace(finding, id=f"{finding.id}:{count}")
