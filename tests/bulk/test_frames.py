"""Tables of PyArrow, Polars and pandas: the same answers as one dataset at a time, whatever the columns are made of."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import opendata_rules as odr
from opendata_rules.answers.classification.computation import classifier_of
from opendata_rules.bulk import planes
from tests import laws
from tests.agreement import reference
from tests.bulk.test_graph import ASKED, random_facts

pytestmark = pytest.mark.one_interpreter

ADDED = ["odr_attribute", "odr_status", "odr_possible", "odr_permitted", "odr_grounds"]


def domains_of(law: odr.Law, scheme: str) -> dict[str, list[Any]]:
    fields = classifier_of(law, odr.Scheme(scheme)).layout.fields
    return {name: list(field.values) for name, field in fields.items()}


def arrow_of(rows: list[dict[str, Any]], domains: Mapping[str, list[Any]]) -> pa.Table:
    """An id, then each fact as booleans or text."""
    columns: dict[str, Any] = {"id": pa.array(range(len(rows)))}
    for name, values in domains.items():
        kind = pa.bool_() if values == [False, True] else pa.string()
        columns[name] = pa.array([row.get(name) for row in rows], kind)
    return pa.table(columns)


def answers(law: odr.Law, table: pa.Table) -> list[tuple[Any, ...]]:
    """What a table says of each row, its masks told by the legend."""
    columns = [table.column(name).to_pylist() for name in ADDED]
    legend = law.legend
    return [
        (a, s, legend.attributes_in(possible), legend.attributes_in(permitted), legend.grounds_in(grounds))
        for a, s, possible, permitted, grounds in zip(*columns, strict=True)
    ]


def scalar(law: odr.Law, row: Mapping[str, Any], **options: Any) -> tuple[Any, ...]:
    decision = law.classify(row, **options)
    order = [*odr.Attribute]
    possible, permitted = (tuple(a for a in order if a in s) for s in (decision.possible, decision.permitted))
    return decision.attribute, decision.status, possible, permitted, decision.grounds


def shuffled_dictionaries(table: pa.Table) -> pa.Table:
    """Chunks of odd lengths, with dictionaries whose words stand in another order in each."""
    chunks = []
    for number, begin in enumerate(range(0, len(table), 37)):
        part = table.slice(begin, 37)
        for place, field in enumerate(part.schema):
            if field.type == pa.string():
                words = sorted(set(part.column(place).to_pylist()) - {None}, reverse=bool(number % 2)) or ["none"]
                index = [None if cell is None else words.index(cell) for cell in part.column(place).to_pylist()]
                array = pa.DictionaryArray.from_arrays(pa.array(index, pa.int16()), words)
                part = part.set_column(place, field.name, pa.chunked_array([array]))
        chunks.append(part)
    return pa.concat_tables(chunks)


def in_chinese(law: odr.Law, table: pa.Table) -> pa.Table:
    """Labels for ids, 是 and 否 and empty text, Chinese terms."""
    columns = {}
    for name in table.column_names:
        cells = table.column(name).to_pylist()
        if name == "id":
            columns[name] = cells
            continue
        fact = law.vocabulary.facts[name]
        columns[fact.label] = ["" if cell is None else fact.term(cell) for cell in cells]
    return pa.table(columns)


def pandas_nullable(table: pa.Table) -> pd.DataFrame:
    frame = table.to_pandas()
    for field in table.schema:
        if field.type == pa.bool_():
            frame[field.name] = frame[field.name].astype("boolean")
        elif field.type == pa.string():
            frame[field.name] = frame[field.name].astype("category")
    frame.index = pd.Index(range(len(frame), 0, -1))
    return frame


@pytest.mark.parametrize(("place", "scheme", "options"), ASKED)
def test_every_kind_of_table_says_what_the_scalar_answer_says(
    place: str, scheme: str, options: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planes, "BLOCK", 3)
    law = laws.law(place, **options)
    domains = domains_of(law, scheme)
    rng = random.Random(f"{place} {scheme} {options} frames")
    rows = [random_facts(rng, domains) for _ in range(500)]
    table = arrow_of(rows, domains)
    expected = [scalar(law, row, scheme=scheme) for row in rows]

    assert answers(law, law.classify_frame(table, scheme=scheme)) == expected
    for begin in (1, 7, 8, 63, 64, 65, 130):
        found = law.classify_frame(table.slice(begin, 301), scheme=scheme)
        assert answers(law, found) == expected[begin : begin + 301]
        assert found.column("id").to_pylist() == [*range(begin, begin + 301)]
    assert answers(law, law.classify_frame(shuffled_dictionaries(table), scheme=scheme)) == expected
    assert answers(law, law.classify_frame(in_chinese(law, table), scheme=scheme)) == expected
    [batch] = table.combine_chunks().to_batches()
    found = law.classify_frame(batch, scheme=scheme)
    assert isinstance(found, pa.RecordBatch)
    assert answers(law, pa.table(found)) == expected

    polars = law.classify_frame(pl.from_arrow(table), scheme=scheme)
    assert isinstance(polars, pl.DataFrame)
    assert polars.schema["odr_attribute"] == pl.Enum(["closed", "conditional", "open"])
    assert answers(law, polars.to_arrow()) == expected
    for frame in (table.to_pandas(), pandas_nullable(table)):
        pandas = law.classify_frame(frame, scheme=scheme)
        assert isinstance(pandas, pd.DataFrame)
        assert list(pandas.index) == list(frame.index)
        assert answers(law, pa.Table.from_pandas(pandas, preserve_index=False)) == expected


@pytest.mark.parametrize(("place", "scheme", "_instrument"), laws.LAWS)
def test_every_complete_vector_is_answered_as_by_the_scalar(place: str, scheme: str, _instrument: str) -> None:
    law = laws.law(place)
    used = set(reference.used(_instrument, scheme))
    domains = {name: values for name, values in domains_of(law, scheme).items() if name in used}
    rows = [dict(zip(domains, values, strict=True)) for values in itertools.product(*domains.values())]
    rows = rows if len(rows) < 20_000 else random.Random(place).sample(rows, 20_000)
    found = answers(law, law.classify_frame(arrow_of(rows, domains), scheme=scheme))
    for row, told in zip(rows, found, strict=True):
        assert told == scalar(law, row, scheme=scheme), row


@pytest.mark.parametrize(("place", "scheme", "instrument"), laws.LAWS)
def test_what_the_naive_interpreter_finds_by_trying_every_completion(place: str, scheme: str, instrument: str) -> None:
    law = laws.law(place)
    used = set(reference.used(instrument, scheme))
    domains = {name: values for name, values in domains_of(law, scheme).items() if name in used}
    rng = random.Random(f"naive {place} {scheme}")
    rows = []
    for _ in range(150):
        row = {name: rng.choice([*values, values[0]]) for name, values in domains.items()}
        for name in rng.sample(sorted(row), min(len(row), rng.randint(0, 6))):
            del row[name]
        rows.append(row)
    for row, told in zip(rows, answers(law, law.classify_frame(arrow_of(rows, domains), scheme=scheme)), strict=True):
        wanted = reference.answer(instrument, scheme, row)
        attribute, status, possible, permitted, grounds = told
        assert set(possible) == wanted.possible, row
        assert set(permitted) == wanted.permitted, row
        assert {ground.rule for ground in grounds} == wanted.grounds, row
        decided = len(wanted.outcomes) == 1 and bool(wanted.possible)
        assert (attribute is not None) == (status == "decided") == decided
        assert (status == "human_review") == (wanted.contradictory or wanted.outcomes == {"review"})


@pytest.mark.parametrize(("place", "scheme", "options"), ASKED)
def test_columns_that_are_not_there_are_unknown_or_false_as_asked(
    place: str, scheme: str, options: dict[str, bool]
) -> None:
    law = laws.law(place, **options)
    domains = domains_of(law, scheme)
    rng = random.Random(f"{place} {scheme} unlisted")
    for unlisted in ("unknown", "false"):
        for _ in range(5):
            some = {name: values for name, values in domains.items() if rng.random() < 0.6}
            rows = [dict.fromkeys(some) | random_facts(rng, some) for _ in range(100)]
            found = law.classify_frame(arrow_of(rows, some), scheme=scheme, unlisted=unlisted)  # type: ignore[arg-type]
            assert answers(law, found) == [scalar(law, row, scheme=scheme, unlisted=unlisted) for row in rows]


def test_a_million_rows_in_several_blocks() -> None:
    """Rows repeat, so that each different one is asked of the scalar once."""
    law = laws.law("taian")
    domains = domains_of(law, "opening")
    rng = random.Random("many")
    rows = [random_facts(rng, domains) for _ in range(1000)]
    expected = law.classify_frame(arrow_of(rows, domains))
    places = np.random.default_rng(5).integers(0, len(rows), 1_000_003)
    found = law.classify_frame(arrow_of(rows, domains).take(pa.array(places)))
    for name in ADDED:
        assert found.column(name).combine_chunks().equals(expected.column(name).take(pa.array(places)).combine_chunks())


@pytest.mark.parametrize("empty", [pa.table({}), pa.table({"state_secret": pa.array([], pa.bool_())})])
def test_empty_tables_get_empty_columns(empty: pa.Table) -> None:
    found = laws.law("taian").classify_frame(empty)
    assert found.column_names[-5:] == ADDED
    assert len(found) == 0
    assert len(laws.law("taian").classify_frame(pl.from_arrow(empty))) == 0
    assert len(laws.law("taian").classify_frame(empty.to_pandas())) == 0


def test_other_columns_travel_along_whatever_they_are() -> None:
    table = pa.table([[1, 2], ["a", None], [True, None], ["x", "y"]], names=["id", "note", "state_secret", "note"])
    found = laws.law("taian").classify_frame(table)
    assert found.column_names == ["id", "note", "state_secret", "note", *ADDED]
    frame = pd.DataFrame([[1, None, True]], columns=[0, "note", "state_secret"])
    assert list(laws.law("taian").classify_frame(frame).columns) == [0, "note", "state_secret", *ADDED]


def test_what_is_missing_is_unknown_in_every_way_of_saying_so() -> None:
    law = laws.law("taian")
    wanted = scalar(law, {})
    for cells in (
        pd.Series([float("nan")], dtype="float64"),
        pd.Series([None], dtype="object"),
        pd.Series([pd.NA], dtype="boolean"),
        pd.Series([pd.NA], dtype="object"),
        pd.Series([None], dtype="category"),
        pd.Series([""]),
        pd.Series([pd.NaT]),
    ):
        found = law.classify_frame(pd.DataFrame({"state_secret": cells, "third_party_response": cells}))
        assert answers(law, pa.Table.from_pandas(found)) == [wanted]
    for kind in (pa.null(), pa.float64(), pa.int8(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        found = law.classify_frame(pa.table({"state_secret": pa.array([None], kind)}))
        assert answers(law, found) == [wanted]


WRONG = {
    "text where true or false belongs": ({"state_secret": ["是", "", "yes"]}, "第 3 行，列“state_secret”"),
    "numbers": ({"state_secret": [None, 1]}, "第 2 行，列“state_secret”"),
    "truth where a word belongs": ({"third_party_response": [None, None, True]}, "第 3 行，列“third_party_response”"),
    "a word that is none": ({"third_party_response": ["同意", "随便"]}, "第 2 行，列“third_party_response”"),
    "two columns": ({"state_secret": [True], "国家秘密": [True]}, "列“state_secret”和列“国家秘密”"),
    "a name that is nearly a fact": ({"state_secrets": [True]}, "state_secret"),
    "a label with what forms put before it": ({"是否国家秘密": [True]}, "国家秘密"),
    "a column that the answer adds": ({"odr_status": [1]}, "odr_status"),
    "a fact of another question": ({"list_published": [1]}, "列“list_published”"),
}


#: Spellings that forms have of the name of a fact. Not read, they would be false where `unlisted` says so.
SPELT = (
    *(
        "国家秘密（是/否）",
        "国家秘密[必填]",
        "1.国家秘密",
        "（一）国家秘密",
        "*国家秘密",
        "（国家秘密）",
        "国家秘密：",
        "是否涉及国家秘密？",
    ),
    *("国 家 秘 密", "国\u200b家秘密", "國家祕密", "StateSecret", "STATE SECRET", "ｓｔａｔｅ＿ｓｅｃｒｅｔ"),
)


@pytest.mark.parametrize("name", SPELT)
def test_a_name_of_a_fact_that_is_otherwise_spelt_is_not_passed_over(name: str) -> None:
    table = pa.table({name: ["是"], "涉及商业秘密": ["否"]})
    with pytest.raises(odr.UnknownFact) as error:
        laws.law("taian").classify_frame(table, unlisted="false")
    assert set(error.value.nearest) & {"国家秘密", "state_secret"}


def test_a_column_that_says_the_contrary_is_not_passed_over() -> None:
    with pytest.raises(odr.UnknownFact, match="涉及商业秘密"):
        laws.law("taian").classify_frame(pa.table({"不涉及商业秘密": ["是"], "state_secret": [False]}))


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_told_by_row_and_column(kind: str) -> None:
    columns, told = WRONG[kind]
    for table in (pa.table(columns), pl.DataFrame(columns), pd.DataFrame(columns)):
        with pytest.raises(odr.Error) as error:
            laws.law("taian").classify_frame(table)
        assert told in str(error.value), error.value
        assert error.value.english


def test_all_that_is_wrong_is_told_at_once() -> None:
    table = pa.table({"state_secret": [1], "trade_secret": ["x"], "odr_status": [1], "stat_secret": [True]})
    with pytest.raises(odr.Error) as error:
        laws.law("taian").classify_frame(table)
    assert [problem.code for problem in error.value.problems] == ["bad_argument", "unknown_fact"]
    with pytest.raises(odr.BadFact) as bad:
        laws.law("taian").classify_frame(table.select(["state_secret", "trade_secret"]))
    assert [problem.fact for problem in bad.value.problems] == ["state_secret", "trade_secret"]


def test_mixed_cells_are_told_by_the_first_row_that_is_another() -> None:
    for cells, row in (([True, None, "是"], 3), ([True, False, 1], 3), (["是", True], 1)):
        with pytest.raises(odr.BadFact, match=f"第 {row} 行"):
            laws.law("taian").classify_frame(pd.DataFrame({"state_secret": pd.Series(cells, dtype=object)}))


@pytest.mark.parametrize(
    "cells",
    [
        [None, np.array([True, False]), "是"],
        [None, pd.Series([True, False])],
        pd.Series([None, 1j], dtype=object),
        pd.array([pd.NA, 1 + 2j], dtype=object),
        pd.Categorical([None, "是", True]),
    ],
)
def test_cells_that_arrow_has_no_type_for_are_told_by_row(cells: Any) -> None:
    with pytest.raises(odr.BadFact, match="第 2 行，列“state_secret”"):
        laws.law("taian").classify_frame(pd.DataFrame({"state_secret": cells}))


def test_columns_of_complex_numbers_and_days_beyond_the_calendar_are_told_by_row() -> None:
    law = laws.law("taian")
    with pytest.raises(odr.BadFact, match="第 1 行，列“state_secret”"):
        law.classify_frame(pd.DataFrame({"state_secret": [1j]}))
    for kind in (pa.date32(), pa.timestamp("s"), pa.timestamp("us", "Nowhere/Bad")):
        far = pa.array([0 if "Nowhere" in str(kind) else 2**31 - 1 << 8 * (kind != pa.date32())], kind)
        for name in ("approved_on", "state_secret"):
            with pytest.raises(odr.BadFact, match=f"第 1 行，列“{name}”"):
                law.classify_frame(pa.table({name: far}))


@pytest.mark.parametrize("inner", [[["a"]], [{"a": 1}], [1], [dt.date(2026, 3, 10)]])
def test_lists_of_anything_but_text_are_told_by_row(inner: list[object]) -> None:
    with pytest.raises(odr.BadFact, match="第 2 行，列“form_fields_missing”"):
        laws.law("taian").classify_frame(pa.table({"form_fields_missing": [None, inner]}))


def test_categories_of_truth_and_sparse_columns_are_truth() -> None:
    law = laws.law("taian")
    wanted = [scalar(law, {"state_secret": value}) for value in (True, False, None)]
    cells = [True, False, None]
    for column in (pd.Categorical(cells), pd.Series(cells, dtype=pd.SparseDtype(object))):
        found = law.classify_frame(pd.DataFrame({"state_secret": column}))
        assert answers(law, pa.Table.from_pandas(found[list(ADDED)])) == wanted
    assert answers(law, law.classify_frame(pa.table({"state_secret": pa.array(cells).dictionary_encode()}))) == wanted


def test_a_level_of_the_index_states_its_fact_too() -> None:
    """Passed over it would be false where ``unlisted`` says so, and open the data."""
    law = laws.law("taian")
    frame = pd.DataFrame({"id": [1, 2], "personal_privacy": [True, False], "batch": [7, 7]})
    wanted = [scalar(law, {"personal_privacy": one}, unlisted="false") for one in (True, False)]
    for index in ("personal_privacy", ["batch", "personal_privacy"]):
        found = law.classify_frame(frame.set_index(index), unlisted="false")
        assert found.index.equals(frame.set_index(index).index)
        assert answers(law, pa.Table.from_pandas(found[list(ADDED)], preserve_index=False)) == wanted
    with pytest.raises(odr.BadFact, match="只能留一列"):
        law.classify_frame(frame.set_index("personal_privacy", drop=False))
    with pytest.raises(odr.UnknownFact, match="personal_privacy"):
        law.classify_frame(frame.set_index(frame["personal_privacy"].rename("personal_privacys")))
    with pytest.raises(TypeError, match="几层"):
        law.classify_frame(pd.concat({"2026": frame}, axis=1), unlisted="false")


def test_words_of_a_dictionary_that_no_row_has_do_no_harm() -> None:
    array = pa.DictionaryArray.from_arrays(pa.array([1, None], pa.int8()), ["随便", "refused"])
    law = laws.law("taian")
    found = law.classify_frame(pa.table({"third_party_response": array}))
    assert answers(law, found)[0] == scalar(law, {"third_party_response": "refused"})


@pytest.mark.parametrize("frame", [None, [], {"state_secret": [True]}, pl.LazyFrame({"state_secret": [True]})])
def test_what_is_no_table_is_refused(frame: object) -> None:
    with pytest.raises(TypeError, match="frame"):
        laws.law("taian").classify_frame(frame)


def test_the_legend_names_every_ground_of_both_schemes() -> None:
    legend = laws.law("tengzhou").legend
    assert [attribute.value for attribute in legend.attributes] == ["closed", "conditional", "open"]
    assert legend.first[odr.Scheme.SHARING] == len(legend.grounds) - 3
    assert legend.attributes_in(5) == (odr.Attribute.CLOSED, odr.Attribute.OPEN)
    assert legend.citations_in(1) == (legend.grounds[0].citation,)
    assert legend.grounds_in(np.int64(-1)) == legend.grounds
    with pytest.raises(TypeError):
        legend.grounds_in("1")  # type: ignore[arg-type]
