"""The schemas of the report on a catalogue, with its datasets and without."""

from __future__ import annotations

from ...authoring.schemas.conditions import DATE, Schema, ref
from ...catalogue.results import UPDATES, VERDICTS
from ...vocabulary.terms import Collected, InstrumentState, Source
from .parts import (
    ATTRIBUTE,
    ATTRIBUTES,
    BOOL,
    COUNT,
    FACTS,
    FROM_ONE,
    ID,
    LAW_ID,
    TEXT,
    WARNINGS,
    about,
    list_of,
    object_of,
    or_null,
    receipt,
    word,
)


def report() -> Schema:
    """``Report.to_dict()``."""
    told = _told()
    rows = about("in order of the file", list_of(ref("report_row")))
    return object_of(**told, rows=rows, receipt=receipt("catalogue"))


def report_summary() -> Schema:
    """``ReportSummary.to_dict()``."""
    return object_of(**_told())


def _told() -> Schema:
    return {
        "schema": {"const": "opendata-rules/report/1"},
        "file": TEXT,
        "kind": word(("csv", "xlsx", "json", "rdf")),
        "encoding": TEXT,
        "sheet": or_null(TEXT),
        "place": ID,
        "on": DATE,
        "law_id": LAW_ID,
        "columns": list_of(object_of(column=TEXT, meaning=TEXT)),
        "unused_columns": list_of(TEXT),
        "spellings": about("how every spelling of attribute and cadence was read", list_of(ref("report_spelling"))),
        "counts": _counts(),
        "total": COUNT,
        "overdue": COUNT,
        "update_computable": COUNT,
        "updates": about("datasets by how their update stands", object_of(**dict.fromkeys(UPDATES, COUNT))),
        "newest": about("newest day of update, not after `on`", or_null(DATE)),
        "overdue_at_newest": about("overdue on that day", COUNT),
        "suspected": COUNT,
        "duplicates": COUNT,
        "departments": about("worst first", list_of(ref("report_department"))),
        "problems": list_of(object_of(row=about("0 for the whole file", COUNT), text=TEXT)),
        "warnings": about("what every dataset has", WARNINGS),
        "update_warnings": about("of the terms for updates, beyond these", WARNINGS),
        "instruments": about("what bears on the place, nearest first", list_of(ref("standing"))),
        "asked": about("facts that the law asks about, in article order", list_of(ID)),
    }


def _counts() -> Schema:
    return object_of(**dict.fromkeys(VERDICTS, COUNT))


def report_basis() -> Schema:
    """``Basis.to_dict()``."""
    return object_of(
        citation=about("Chinese form", TEXT),
        citation_english=about("English form, the instrument by its id", TEXT),
        text=TEXT,
        english=TEXT,
    )


def report_question() -> Schema:
    """``Question.to_dict()`` of a catalogue."""
    return object_of(fact=ID, text=TEXT, english=TEXT, why=about("names that raised it", list_of(TEXT)))


def report_row() -> Schema:
    """``Row.to_dict()``."""
    return object_of(
        number=about("row in the file, or in its sheet", FROM_ONE),
        sheet=about("its sheet, where several were read", TEXT),
        title=TEXT,
        id=TEXT,
        department=TEXT,
        summary=TEXT,
        fields=about("its data items", TEXT),
        declared_text=about("the opening attribute as the catalogue writes it", TEXT),
        declared=about("that as an attribute; null where not recognised", or_null(ATTRIBUTE)),
        verdict=word(VERDICTS),
        attribute=or_null(ATTRIBUTE),
        possible=ATTRIBUTES,
        permitted=ATTRIBUTES,
        grounds=list_of(ref("report_basis")),
        objections=about("what stands against the declared attribute", list_of(ref("report_basis"))),
        questions=list_of(ref("report_question")),
        actions=list_of(ref("report_basis")),
        ways=about("lawful ways to the declared attribute, where it cannot stand", list_of(TEXT)),
        ways_english=about("the same in English", list_of(TEXT)),
        warnings=about("those that not every dataset has", WARNINGS),
        facts=about("the facts the catalogue states, by id", FACTS),
        cadence=about("how often it is updated, as written", TEXT),
        updated=about("day of the last update", or_null(DATE)),
        due=about("last day for the next update as the law sets it, where it is certain", or_null(DATE)),
        earliest=about("first day on which the term for it can end", or_null(DATE)),
        latest=about("last such day", or_null(DATE)),
        overdue_days=about("days since `latest`", or_null(FROM_ONE)),
        update=word(UPDATES),
        term=about("the provision that sets the term for the update", or_null(ref("report_basis"))),
        term_note=about("why there is no certain last day", TEXT),
        term_note_english=TEXT,
        notes=list_of(TEXT),
    )


def report_department() -> Schema:
    """``Department.to_dict()``."""
    return object_of(name=TEXT, total=COUNT, counts=_counts(), overdue=COUNT, suspected=COUNT)


def report_spelling() -> Schema:
    """``Spelling.to_dict()``."""
    return object_of(
        column=TEXT,
        text=about("as written; empty for cells that are not filled", TEXT),
        reading=about("what it was taken for, or why it was not", TEXT),
        recognised=BOOL,
        count=FROM_ONE,
    )


def standing() -> Schema:
    """``Standing.to_dict()``."""
    return object_of(
        id=ID,
        title=TEXT,
        english=about("the title in English", TEXT),
        number=or_null(TEXT),
        place=ID,
        distance=about("0 for the place itself, 1 for the place above, and so on", COUNT),
        state=word(InstrumentState),
        effective=or_null(DATE),
        expires=about("last day in force", or_null(DATE)),
        collected=word(Collected),
        source=or_null(word(Source)),
    )
