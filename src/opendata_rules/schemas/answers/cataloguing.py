"""The schemas of the report on a catalogue, with its datasets and without."""

from __future__ import annotations

from ...authoring.schemas.conditions import DATE, Schema, ref
from ...catalogue.judged import KINDS, Since
from ...catalogue.results import UPDATES, VERDICTS
from ...vocabulary.terms import Collected, InstrumentState, Scheme, Source, Verdict
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

FINDING_ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9~][A-Za-z0-9._-]*(:[A-Za-z0-9._-]+){2,3}$"}


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
        "kind": word(("csv", "xlsx", "xls", "xlsb", "ods", "json", "rdf")),
        "encoding": TEXT,
        "sheet": or_null(TEXT),
        "place": ID,
        "on": DATE,
        "law_id": LAW_ID,
        "scheme": about("whether the attribute of opening or of sharing was judged", word(Scheme)),
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
        "contradicting": COUNT,
        "departments": about("worst first", list_of(ref("report_department"))),
        "problems": list_of(object_of(row=about("0 for the whole file", COUNT), text=TEXT)),
        "left": about("what of the file was not read", list_of(TEXT)),
        "warnings": about("what every dataset has", WARNINGS),
        "update_warnings": about("of the terms for updates, beyond these", WARNINGS),
        "instruments": about("what bears on the place, nearest first", list_of(ref("standing"))),
        "asked": about("facts that the law asks about, in article order", list_of(ID)),
        "findings": about("all findings of the datasets, counted", ref("report_tally")),
    }


def _counts() -> Schema:
    return object_of(**dict.fromkeys(VERDICTS, COUNT))


def report_basis() -> Schema:
    """``Basis.to_dict()``."""
    return object_of(
        provision=about("id of the rule, else of the instrument with the passage; empty where there is none", TEXT),
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
        declared_text=about("the attribute as the catalogue writes it", TEXT),
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
        updated_text=about("the last update as written; it may be a month", TEXT),
        due=about("last day for the next update as the law sets it, where it is certain", or_null(DATE)),
        earliest=about("first day on which the term for it can end", or_null(DATE)),
        latest=about("last such day", or_null(DATE)),
        lapsed=about(
            "last day on which the term before that ended, where that was before the law was in force: no law judges "
            "it, and the term runs anew",
            or_null(DATE),
        ),
        overdue_days=about("days since `latest`", or_null(FROM_ONE)),
        update=word(UPDATES),
        term=about("the provision that sets the term for the update", or_null(ref("report_basis"))),
        term_note=about("why there is no certain last day", TEXT),
        term_note_english=TEXT,
        notes=list_of(TEXT),
        findings=about("what was found on it, worst first", list_of(ref("report_finding"))),
    )


def report_finding() -> Schema:
    """``Finding.to_dict()`` of a catalogue."""
    return object_of(
        id=about("the same next time: dataset, kind, provision", FINDING_ID),
        kind=word(KINDS),
        error=about("whether it is an error; else it only asks", BOOL),
        provision=about("id of a rule, of an instrument with the passage, or of a fact; empty where none is", TEXT),
        citation=about("Chinese form; empty where there is none", TEXT),
        citation_english=TEXT,
        text=TEXT,
        english=TEXT,
        since=about("how it stands to last time; null where nothing of last time was given", or_null(word(Since))),
        waiver=about("what lets it pass, or did so once", or_null(ref("report_waiver"))),
        expired=about("whether that has run out", BOOL),
        fails=about("an error that is neither of last time nor waived, or whose waiver has run out", BOOL),
    )


def report_waiver() -> Schema:
    """``Waiver.to_dict()``."""
    return object_of(
        dataset=about("id or title of the dataset", TEXT),
        department=about("empty where that was not written", TEXT),
        finding=about("id of the finding, or its kind and provision", TEXT),
        reason=TEXT,
        approver=TEXT,
        expires=about("last day on which it holds", DATE),
        line=about("where it stands in its file", FROM_ONE),
    )


def report_tally() -> Schema:
    """``Tally.to_dict()``."""
    return object_of(
        total=COUNT,
        errors=COUNT,
        failing=about("errors that are neither of last time nor waived, or whose waiver has run out", COUNT),
        compared=about("whether findings of last time were given", BOOL),
        new=COUNT,
        unchanged=COUNT,
        waived=COUNT,
        expired=COUNT,
        gone=about("of last time, there no more", list_of(ref("report_gone"))),
        idle_waivers=about("waivers that no finding met", list_of(ref("report_idle_waiver"))),
    )


def report_gone() -> Schema:
    """``Gone.to_dict()``."""
    return object_of(id=FINDING_ID, title=about("empty where the file of last time does not say", TEXT))


def report_idle_waiver() -> Schema:
    """``Idle.to_dict()``."""
    return object_of(waiver=ref("report_waiver"), why=about("what may be the reason", TEXT), english=TEXT)


def catalogue_changes() -> Schema:
    """``CatalogueChanges.to_dict()``."""
    listed = list_of(ref("listed_dataset"))
    return object_of(
        place=ID,
        on=DATE,
        law_id=LAW_ID,
        old_file=TEXT,
        file=TEXT,
        counts=about("changes by verdict", object_of(**dict.fromkeys(map(str, Verdict), COUNT))),
        changes=about("the forbidden first", list_of(ref("dataset_change"))),
        added=listed,
        removed=listed,
        on_removal=about("provisions on taking open data down", list_of(ref("report_basis"))),
        doubtful=about("what could not be compared", list_of(ref("doubtful_datasets"))),
        unchanged=COUNT,
        problems=list_of(object_of(state=word(("old", "new")), row=about("0 for the whole file", COUNT), text=TEXT)),
        warnings=about("those that every change has", WARNINGS),
        receipt=receipt("catalogue_changes"),
    )


def dataset_change() -> Schema:
    """``DatasetChange.to_dict()``."""
    return object_of(
        old=ref("listed_dataset"),
        new=ref("listed_dataset"),
        matched_by=word(("id", "title")),
        before=ATTRIBUTE,
        after=ATTRIBUTE,
        verdict=word(Verdict),
        possible=list_of(word(Verdict), uniqueItems=True),
        citation=about("the provision relied on; null where none names the change", or_null(ref("citation"))),
        requirements=list_of(ref("requirement_result")),
        approver=list_of(ID),
        consequence=list_of(ref("citation")),
        permitted=ATTRIBUTES,
        reviews=list_of(TEXT),
        reviews_english=list_of(TEXT),
        actions=list_of(ref("action")),
        questions=list_of(ref("question")),
        warnings=WARNINGS,
        old_facts=about("facts that are stated otherwise now, as they were", FACTS),
        new_facts=about("the same as they are now", FACTS),
    )


def listed_dataset() -> Schema:
    """``Listed.to_dict()``."""
    return object_of(
        number=about("row in the file, or in its sheet", FROM_ONE),
        sheet=TEXT,
        id=TEXT,
        title=TEXT,
        department=TEXT,
        declared_text=TEXT,
        declared=or_null(ATTRIBUTE),
    )


def doubtful_datasets() -> Schema:
    """``Doubtful.to_dict()``."""
    listed = list_of(ref("listed_dataset"))
    return object_of(why=TEXT, english=TEXT, old=listed, new=listed)


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
