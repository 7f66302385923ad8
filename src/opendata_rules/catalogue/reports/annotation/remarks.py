"""What is said of a dataset in its own row, and at which of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ....answers.classification.computation import classify
from ....norms.order import LegalOrder
from ....norms.warnings import clashing
from ....quoting import visible
from ....vocabulary.terms import ATTRIBUTE_TERMS, Scheme
from ....vocabulary.words import Words
from ...characters import plain
from ...columns import folded, own_name
from ...files.records import Record, filled
from ...given import Given
from ...identity import without_identity_numbers
from ...judged import Finding, Since
from ...reading import Reading
from ...results import UPDATES, VERDICTS, Row
from ...schemes import in_words_of
from ...slices import Slice
from ...tags import is_column_of_tags
from ...text import line
from ..csv import last_day, names

#: Longest text of a cell, and of a comment.
_CELL, _COMMENT = 8_000, 1_500
#: Why a name was noticed: where, and what.
_WHY = re.compile(r"(.*?)“([^“”]*)”", re.DOTALL)
_OF_COLUMN = re.compile(r"“(.*)”一列里的“", re.DOTALL)
#: What places of names are called, by the meaning of their columns.
_PLACES = {"名称": "title", "摘要": "summary", "数据项": "fields"}
#: What a remark of ours begins with.
OURS = re.compile("【(?:" + "|".join(name for name, _ in VERDICTS.values()) + ")】")


@dataclass(frozen=True, slots=True)
class AtCell:
    """What is said at a cell of a dataset.

    Attributes:
        column: the name of its column.
        text: what is said.
        word: what stands in the cell, where one of several rows is meant; else empty.
    """

    column: str
    text: str
    word: str = ""


def in_words(row: Row, words: Words, scheme: Scheme) -> str:
    """All that was found on a dataset, as the text of one cell.

    Args:
        row: what was found.
        words: the words of the place.
        scheme: what was judged.
    """
    name, meaning = VERDICTS[row.verdict]
    lines = [f"【{name}】{in_words_of(scheme, meaning)}"]
    lines += [found_in_words(finding) for finding in row.findings]
    if row.attribute is not None and row.verdict == "invalid":
        lines.append(f"应当（可以）列为：{names(row.permitted, scheme)}")
    lines += [f"依法列为申报属性的途径：{way}" for way in row.ways]
    facts = [words.vocabulary.facts[question.fact].label for question in row.questions if not question.why]
    lines += [f"还要知道：{'、'.join(facts)}"] if facts else []
    lines += [f"应当做的：{cited(basis.text, basis.citation)}" for basis in row.actions]
    lines += [warning.text for warning in row.warnings]
    if row.update == "current":
        until = str(row.latest) if row.earliest == row.latest else last_day(row)
        lines.append(f"更新{UPDATES['current'][0]}，期限的最后一天是 {until}")
    lines += [f"备注：{note}" for note in row.notes]
    return _clean("\n".join(dict.fromkeys(lines)), _CELL)


def found_in_words(finding: Finding) -> str:
    """A finding with its provision, and how it stands to last time and to waivers."""
    stands = []
    if finding.since is Since.UNCHANGED:
        stands.append("上次已有")
    if finding.waiver is not None:
        day = finding.waiver.expires
        stands.append(f"豁免已于 {day} 到期" if finding.expired else f"已豁免，到 {day} 为止")
    text = cited(finding.text, finding.citation)
    return f"{text}〔{'；'.join(stands)}〕" if stands else text


def cited(text: str, citation: str) -> str:
    """A text with the provision it rests on."""
    return f"{text}（{citation}）" if citation else text


def _clean(text: str, most: int) -> str:
    shown = visible(without_identity_numbers(text[: most + 1]))
    return shown if len(shown) <= most else shown[:most] + "…"


class CellRemarks:
    """What is said at the cells of the datasets of one catalogue.

    Args:
        reading: the catalogue, understood.
        order: the law that was asked.
        given: what was asked.
    """

    def __init__(self, reading: Reading, order: LegalOrder, given: Given) -> None:
        self._reading = reading
        self._order = order
        self._given = given
        self._scheme = given.scheme
        self._meaning = reading.columns.meaning
        self._stated: dict[object, tuple[tuple[str, str], ...]] = {}

    def of(self, row: Row, record: Record) -> dict[tuple[str, str], str]:
        """Texts by (column, word in the cell), see :class:`AtCell`; several at one cell are one text."""
        found: dict[tuple[str, str], list[str]] = {}
        for remark in (
            *self._declared(row),
            *self._facts(row, record),
            *self._update(row, record),
            *self._named(row, record),
        ):
            texts = found.setdefault((remark.column, remark.word), [])
            if remark.text not in texts:
                texts.append(remark.text)
        return {place: _clean("\n".join(texts), _COMMENT) for place, texts in found.items()}

    # -- the attribute, and the facts against it --------------------------------------------------------------------

    def _declared(self, row: Row) -> Iterator[AtCell]:
        column = next(iter(self._reading.declared_columns), None)
        if column is None:
            return
        for finding in row.findings:
            if finding.kind in ("invalid", "human_review"):
                yield AtCell(column, found_in_words(finding))
        if row.verdict == "invalid":
            yield AtCell(column, f"应当（可以）列为：{names(row.permitted or row.possible, self._scheme)}")

    def _facts(self, row: Row, record: Record) -> Iterator[AtCell]:
        columns = self._reading.columns.facts
        clash = clashing(dict(row.facts), self._order.vocabulary, self._order.on) if row.facts else ()
        told = next((warning.text for warning in row.warnings if str(warning.code) == "contradictory_facts"), "")
        against = dict(self._against(row)) if row.verdict == "invalid" else {}
        _, notes = self._reading.facts(record)
        for column, fact in columns.items():
            if not filled(record.values.get(column, "")):
                continue
            if fact.id in clash and told:
                yield AtCell(column, told)
            if fact.id in against:
                declared = "" if row.declared is None else ATTRIBUTE_TERMS[self._scheme][row.declared]
                yield AtCell(column, f"与申报的“{declared}”不合：{against[fact.id]}")
            for note in notes:
                if f"“{line(column)}”填的" in note or f"“{fact.label}”有两列" in note:
                    yield AtCell(column, note)

    def _against(self, row: Row) -> tuple[tuple[str, str], ...]:
        """The stated facts on which an objection rests, each with the provision."""
        key = (row.declared, row.facts)
        found = self._stated.get(key)
        if found is None:
            facts = dict(row.facts)
            asked = {"unlisted": self._given.unlisted, "scheme": self._scheme}
            decision = classify(self._order, facts, declared=row.declared, **asked)
            found = self._stated[key] = tuple(
                (name, f"{objection.citation}：{objection.gist}")
                for objection in reversed(decision.objections)
                for name, value in objection.stated
                if value is not False
            )
        return found

    # -- updates, and what was not understood ----------------------------------------------------------------------

    def _update(self, row: Row, record: Record) -> Iterator[AtCell]:
        reading = self._reading
        updated = self._first(record, "updated")
        cadence = self._first(record, "cadence")
        places = {"overdue": updated, "update_review": cadence or updated}
        for finding in row.findings:
            place = places.get(finding.kind)
            if place is not None:
                yield AtCell(place, found_in_words(finding))
        _, _, declared_notes = reading.declared(record)
        for column in reading.declared_columns[:1] if row.verdict == "not_recognised" else ():
            for note in declared_notes or [in_words_of(self._scheme, VERDICTS["not_recognised"][1])]:
                yield AtCell(column, note)
        if cadence is not None:
            note = reading.cadence(record)[1].note
            if note in row.notes:
                yield AtCell(cadence, note)
        if updated is not None:
            note = reading.updated(record)[2]
            if note and note in row.notes:
                yield AtCell(updated, note)
        for meaning in ("title", "id", "department"):
            place = self._first(record, meaning)
            for note in reading.shown(Slice([record]), meaning)[1].get(0, ()) if place is not None else ():
                yield AtCell(place or "", note)
        identifier = self._first(record, "id")
        if identifier is not None:
            yield from (AtCell(identifier, note) for note in row.notes if "编号“" in note)

    def _first(self, record: Record, meaning: str) -> str | None:
        """The first filled column of a meaning."""
        columns = self._meaning.get(meaning, ())
        return next((column for column in columns if filled(record.values.get(column, ""))), None)

    # -- names that raised a question ------------------------------------------------------------------------------

    def _named(self, row: Row, record: Record) -> Iterator[AtCell]:
        for question in row.suspected:
            for why in question.why:
                column, word = self._where(why, record)
                if column:
                    yield AtCell(column, f"{question.text}（{why}）", word)

    def _where(self, why: str, record: Record) -> tuple[str, str]:
        """The column in which a name stands that raised a question, and the name."""
        own = _OF_COLUMN.match(why)
        if own is not None:
            return next((column for column in record.values if line(column) == own[1]), ""), ""
        match = _WHY.fullmatch(why)
        if match is None:
            return self._first(record, "title") or "", ""
        place, word = match.groups()
        ignored = self._meaning.get("ignored", ())
        tags = [column for column in ignored if is_column_of_tags(folded(own_name(column)))]
        columns = tags if place == "标签" else list(self._meaning.get(_PLACES.get(place, "title"), ()))
        for column in (*columns, *record.values):
            if plain(word) in plain(str(record.values.get(column, ""))):
                return column, word
        return next(iter(columns), ""), ""
