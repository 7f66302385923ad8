"""Schemas of what ``--json`` prints and ``.to_dict()`` holds: closed objects with every key present.

They are written beside the ``to_dict`` methods, not made from them, so that a key added there by a slip of the hand
fails a test here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..catalogue.report import VERDICTS
from ..diagnostics import KINDS, Severity
from ..terms import (
    Attribute,
    Collected,
    Force,
    InstrumentState,
    RequirementState,
    Scheme,
    Source,
    Status,
    Verdict,
    WarningCode,
)
from ..vocabulary import Fact, FactType, vocabulary
from .conditions import ARTICLE, DATE, REF, Schema, ref

_TEXT: Schema = {"type": "string"}
_ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_.-]+$"}
_BOOL: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FROM_ONE: Schema = {"type": "integer", "minimum": 1}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def answer_schemas() -> dict[str, tuple[int, Schema]]:
    """Version and body of the schema of each thing that is printed."""
    return {
        "decision": (1, _body("What `classify --json` prints: Decision.to_dict().", _decision())),
        "change": (1, _body("What `change --json` prints: ChangeVerdict.to_dict().", _change())),
        "report": (1, _body("What `catalogue --json` prints: Report.to_dict().", _report())),
        "fact_list": (1, _body("What `facts --json` prints: Fact.to_dict() of each.", _items(_fact()))),
        "article_list": (1, _body("What `articles --json` prints: Article.to_dict() of each.", _items(_article()))),
        "diagnostic_list": (
            1,
            _body("What `lint --json` prints: Diagnostic.to_dict() of each.", _items(_diagnostic())),
        ),
        "case_list": (1, _body("What `test --json` prints: CaseResult.to_dict() of each.", _items(_case()))),
    }


def _body(title: str, schema: Schema) -> Schema:
    defs = _definitions()
    text = str(schema)
    needed = {name for name in defs if f"'#/$defs/{name}'" in text}
    needed |= {name for name in defs if any(f"'#/$defs/{name}'" in str(defs[other]) for other in needed)}
    return {"title": title, **schema, "$defs": {name: defs[name] for name in sorted(needed)}}


# -- shorthand --------------------------------------------------------------------------------------------------------


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _map(values: Schema, **names: Any) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": values}
    return {**found, "propertyNames": names} if names else found


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def _items(items: Schema) -> Schema:
    return _object(items=_list(items))


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _word(words: Iterable[str]) -> Schema:
    return {"type": "string", "enum": [str(word) for word in words]}


def _about(text: str, schema: Schema) -> Schema:
    return {**schema, "description": text}


# -- common parts -----------------------------------------------------------------------------------------------------

_ATTRIBUTE = ref("attribute")
_ATTRIBUTES = _list(_ATTRIBUTE, uniqueItems=True)
_CITATION = ref("citation")


def _definitions() -> dict[str, Schema]:
    return {
        "attribute": _word(Attribute),
        "citation": _object(
            instrument=_about("id of the instrument, the name of its folder", _ID),
            ref=_about("article, paragraph and item in short form; empty where the article is not known", REF),
            text=_about("Chinese form with the title", _TEXT),
        ),
        "warning": _object(code=_word(WarningCode), text=_TEXT, citations=_list(_CITATION)),
        "facts": _facts(),
    }


def _facts() -> Schema:
    """Checked facts as a receipt holds them: by id, with JSON types; unknown ones are left out."""
    properties = {fact.id: _value(fact) for fact in vocabulary().facts.values()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _value(fact: Fact) -> Schema:
    values = _word(value for value, _ in fact.values)
    match fact.type:
        case FactType.BOOL:
            return _BOOL
        case FactType.ENUM:
            return values
        case FactType.LIST:
            return _list(values, uniqueItems=True)
        case FactType.DATE:
            return DATE
        case FactType.INT:
            return _COUNT
        case FactType.TEXT:
            return _TEXT


def _receipt(kind: str, **options: Schema) -> Schema:
    return _about(
        "What library.replay needs to compute the same answer again.",
        _object(
            receipt={"const": 1},
            kind={"const": kind},
            engine=_about("version of opendata-rules", _TEXT),
            place=_ID,
            on=DATE,
            options=_object(drafts=_BOOL, strict=_BOOL, **options),
            facts=ref("facts"),
            packs=_about("digest of every instrument of the chain", _map(_SHA256)),
            calendar=_about("digest of the calendar, where the answer rests on one", _or_null(_SHA256)),
        ),
    )


# -- answers ----------------------------------------------------------------------------------------------------------


def _decision() -> Schema:
    ground = _object(rule=_ID, citation=_CITATION, force=_word(Force), outcome=_ATTRIBUTE, gist=_TEXT)
    return _object(
        place=_ID,
        on=DATE,
        scheme=_word(Scheme),
        status=_word(Status),
        attribute=_about("null unless decided", _or_null(_ATTRIBUTE)),
        possible=_about("what some completion of the unknown facts leads to, strictest first", _ATTRIBUTES),
        permitted=_about("what the provider may choose, strictest first", _ATTRIBUTES),
        declared=_or_null(_ATTRIBUTE),
        declared_valid=_about("null where none was declared, or it cannot be told", _or_null(_BOOL)),
        grounds=_about("provisions that hold in every completion, strictest first", _list(ground)),
        questions=_about("unknown facts that would settle it, best first", _list(_object(fact=_ID, text=_TEXT))),
        actions=_list(_object(matter=_TEXT, text=_TEXT, citation=_CITATION)),
        warnings=_list(ref("warning")),
        receipt=_receipt(
            "classify",
            scheme=_word(Scheme),
            unlisted=_word(("unknown", "false")),
            declared=_or_null(_ATTRIBUTE),
        ),
    )


def _change() -> Schema:
    requirement = _object(
        id=_ID,
        state=_word(RequirementState),
        citation=_CITATION,
        gist=_TEXT,
        hard=_about("whether missing it bars the change", _BOOL),
        facts=_about("unknown facts that would settle it", _list(_ID)),
    )
    authorities = [value for value, _ in vocabulary().facts["approving_authority"].values]
    return _object(
        place=_ID,
        on=DATE,
        before=_ATTRIBUTE,
        after=_ATTRIBUTE,
        verdict=_word(Verdict),
        citation=_about("the provision relied on", _or_null(_CITATION)),
        requirements=_list(requirement),
        approver=_about("values of approving_authority whose consent counts", _list(_word(authorities))),
        consequence=_about("the sanction articles", _list(_CITATION)),
        permitted=_about("other attributes that the provision allows, strictest first", _ATTRIBUTES),
        reviews=_about("what a human must judge", _list(_TEXT)),
        warnings=_list(ref("warning")),
        receipt=_receipt("change", before=_ATTRIBUTE, after=_ATTRIBUTE),
    )


def _report() -> Schema:
    basis = _object(citation=_about("Chinese form", _TEXT), text=_TEXT)
    counts = _object(**dict.fromkeys(VERDICTS, _COUNT))
    row = _object(
        number=_about("row in the file, or in its sheet", _FROM_ONE),
        sheet=_about("its sheet, where several were read", _TEXT),
        title=_TEXT,
        id=_TEXT,
        department=_TEXT,
        summary=_TEXT,
        fields=_about("its data items", _TEXT),
        declared_text=_about("the opening attribute as the catalogue writes it", _TEXT),
        declared=_about("that as an attribute; null where not recognised", _or_null(_ATTRIBUTE)),
        verdict=_word(VERDICTS),
        attribute=_or_null(_ATTRIBUTE),
        possible=_ATTRIBUTES,
        permitted=_ATTRIBUTES,
        grounds=_list(basis),
        questions=_list(_object(fact=_ID, text=_TEXT, why=_about("names that raised it", _list(_TEXT)))),
        actions=_list(basis),
        warnings=_about("those that not every dataset has", _list(ref("warning"))),
        facts=_about("the facts the catalogue states, by id", ref("facts")),
        cadence=_about("how often it is updated, as written", _TEXT),
        updated=_about("day of the last update", _or_null(DATE)),
        due=_about("last day for the next update", _or_null(DATE)),
        overdue_days=_or_null(_FROM_ONE),
        update=_word(("overdue", "current", "no_period", "unknown")),
        notes=_list(_TEXT),
    )
    department = _object(name=_TEXT, total=_COUNT, counts=counts, overdue=_COUNT, suspected=_COUNT)
    spelling = _object(
        column=_TEXT,
        text=_about("as written; empty for cells that are not filled", _TEXT),
        reading=_about("what it was taken for, or why it was not", _TEXT),
        recognised=_BOOL,
        count=_FROM_ONE,
    )
    return _object(
        schema={"const": "opendata-rules/report/1"},
        file=_TEXT,
        kind=_word(("csv", "xlsx", "json")),
        encoding=_TEXT,
        sheet=_or_null(_TEXT),
        place=_ID,
        on=DATE,
        columns=_list(_object(column=_TEXT, meaning=_TEXT)),
        unused_columns=_list(_TEXT),
        spellings=_about("how every spelling of attribute and cadence was read", _list(spelling)),
        counts=counts,
        total=_COUNT,
        overdue=_COUNT,
        update_computable=_COUNT,
        newest=_about("newest day of update, not after `on`", _or_null(DATE)),
        overdue_at_newest=_about("overdue on that day", _COUNT),
        suspected=_COUNT,
        duplicates=_COUNT,
        departments=_about("worst first", _list(department)),
        rows=_about("in order of the file", _list(row)),
        problems=_list(_object(row=_about("0 for the whole file", _COUNT), text=_TEXT)),
        warnings=_about("what every dataset has", _list(ref("warning"))),
        instruments=_about("what bears on the place, nearest first", _list(_standing())),
        asked=_about("facts that the law asks about, in article order", _list(_ID)),
    )


def _standing() -> Schema:
    return _object(
        id=_ID,
        title=_TEXT,
        number=_or_null(_TEXT),
        place=_ID,
        distance=_about("0 for the place itself, 1 for the place above, and so on", _COUNT),
        state=_word(InstrumentState),
        effective=_or_null(DATE),
        expires=_about("last day in force", _or_null(DATE)),
        collected=_word(Collected),
        source=_or_null(_word(Source)),
    )


def _fact() -> Schema:
    return _object(
        id=_ID,
        type=_word(FactType),
        label=_about("Chinese name, taken wherever the id is", _TEXT),
        question=_TEXT,
        meaning=_TEXT,
        topic=_ID,
        values=_about("Chinese term of each value id, for enums and lists", _map(_TEXT)),
    )


def _article() -> Schema:
    statuses = ("encoded", "partly", "definition", "organisation", "principle", "human_judgement")
    return _object(
        instrument=_ID,
        ref=ARTICLE,
        status=_word(statuses),
        rules=_list(_ID),
        note=_or_null(_TEXT),
        fingerprint=_or_null(_SHA256),
    )


def _diagnostic() -> Schema:
    return _object(
        path=_TEXT,
        line=_FROM_ONE,
        column=_about("from 1, in characters", _FROM_ONE),
        code=_word(KINDS),
        severity=_word(Severity),
        message=_TEXT,
        help=_TEXT,
    )


def _case() -> Schema:
    return _object(
        instrument=_ID,
        name=_TEXT,
        line=_FROM_ONE,
        passed=_BOOL,
        failures=_about("what differs from what was expected", _list(_TEXT)),
    )
