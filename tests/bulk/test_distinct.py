"""Changes of attribute and deadlines of whole tables, against one row at a time."""

from __future__ import annotations

import datetime as dt
import random

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import opendata_rules as odr
from opendata_rules.bulk.distinct import _answered
from tests import laws
from tests.bulk.test_frames import arrow_of
from tests.bulk.test_graph import random_facts

pytestmark = pytest.mark.one_interpreter

ATTRIBUTES = ["closed", "conditional", "open"]


@pytest.mark.parametrize("place", laws.OPENING_PLACES)
def test_every_change_is_judged_as_by_the_scalar(place: str) -> None:
    law = laws.law(place)
    domains = {
        fact.id: [False, True] if fact.type == "bool" else [value for value, _ in fact.values]
        for fact in law.facts("attribute_change")
        if fact.finite
    }
    rng = random.Random(place)
    rows = [random_facts(rng, domains) for _ in range(150)] + [{}, {}]
    table = arrow_of(rows, domains)
    moves = [(rng.choice(ATTRIBUTES), rng.choice(ATTRIBUTES)) for _ in rows]
    table = table.append_column("现在", pa.array([law_term(one) for one, _ in moves]))
    table = table.append_column("改成", pa.array([other for _, other in moves]).dictionary_encode())
    expected = [law.check_change(*move, row).verdict for move, row in zip(moves, rows, strict=True)]  # type: ignore[arg-type]
    for frame in (table, pl.from_arrow(table), table.to_pandas()):
        found = law.check_change_frame(frame, before="现在", after="改成")
        assert (
            list(found["odr_verdict"].to_pylist() if isinstance(found, pa.Table) else found["odr_verdict"]) == expected
        )


def law_term(attribute: str) -> str:
    return {"closed": "不予开放", "conditional": "有条件开放", "open": "无条件开放"}[attribute]


def test_an_unknown_attribute_may_be_any() -> None:
    law = laws.law("taian")
    table = pa.table({"a": [None, "open", "open"], "b": ["open", None, ""]})
    moves = [{law.check_change(one, "open", {}).verdict for one in odr.Attribute}]
    moves += 2 * [{law.check_change("open", one, {}).verdict for one in odr.Attribute}]
    found = law.check_change_frame(table, before="a", after="b")["odr_verdict"].to_pylist()
    assert found == [str(min(one)) if len(one) == 1 else "undetermined" for one in moves]


def test_every_deadline_is_that_of_the_scalar() -> None:
    law = laws.law("jining")
    rng = random.Random(3)
    days = [dt.date(2021, 1, 1) + dt.timedelta(rng.randrange(2600)) for _ in range(200)] + [None]
    table = pa.table({"received": pa.array(days, pa.date32()), "id": range(len(days))})
    for step in ("conditional_access.form_review", "objection.feedback", "update.refresh"):
        for receipt in ("receipt_instant", "next_working_day"):
            found = law.deadline_frame(step, table, trigger="received", receipt=receipt)  # type: ignore[arg-type]
            for row, day in zip(found.to_pylist(), days, strict=True):
                if day is None:
                    wanted: tuple[object, ...] = (None, None, None, "undetermined")
                else:
                    one = law.deadline(step, trigger=day, receipt=receipt)  # type: ignore[arg-type]
                    wanted = (one.due, one.earliest, one.latest, one.status)
                told = tuple(row[name] for name in ("odr_due", "odr_due_earliest", "odr_due_latest", "odr_due_status"))
                assert told == wanted, day


def test_days_of_pandas_and_of_text_are_days() -> None:
    law = laws.law("jining")
    day = law.deadline("objection.feedback", trigger=dt.date(2026, 3, 10)).due
    for cells in (pd.to_datetime(["2026-03-10"]), ["2026-03-10"], [dt.date(2026, 3, 10)]):
        found = law.deadline_frame("objection.feedback", pd.DataFrame({"t": cells}), trigger="t")
        assert found["odr_due"][0] == day
    with pytest.raises(odr.BadFact, match="第 1 行，列“t”"):
        law.deadline_frame("objection.feedback", pd.DataFrame({"t": pd.to_datetime(["2026-03-10 09:00"])}), trigger="t")
    with pytest.raises(odr.BadFact, match="第 2 行，列“t”"):
        law.deadline_frame("objection.feedback", pa.table({"t": ["2026-03-10", "2026-02-30"]}), trigger="t")


@pytest.mark.parametrize(
    "second",
    [
        dt.datetime(2026, 3, 10, 23),
        pd.Timestamp("2026-03-10 23:00", tz="UTC"),
        pd.Timestamp("2026-03-10", tz="Asia/Shanghai"),
    ],
)
def test_a_time_of_day_is_not_cut_off_behind_a_day(second: object) -> None:
    law = laws.law("jining")
    for cells in ([dt.date(2026, 3, 10), second], [None, second]):
        frame = pd.DataFrame({"t": pd.Series(cells, dtype=object)})
        with pytest.raises(odr.BadFact, match="第 2 行，列“t”"):
            law.deadline_frame("conditional_access.form_review", frame, trigger="t")
    past = pa.table({"t": pa.array([1], pa.timestamp("ns"))})
    with pytest.raises(odr.BadFact, match="第 1 行，列“t”"):
        law.deadline_frame("conditional_access.form_review", past, trigger="t")
    day = pd.DataFrame({"t": pd.Series([dt.date(2026, 3, 10), dt.datetime(2026, 3, 10), pd.NaT], dtype=object)})
    due = law.deadline_frame("conditional_access.form_review", day, trigger="t")["odr_due"]
    assert due[0] == due[1]
    assert due[2] is None


def test_facts_of_a_term_are_columns() -> None:
    law = laws.law("jining")
    cadence = law.vocabulary.cadence
    value = cadence.values[1][0]
    days = pa.array([dt.date(2026, 3, 10)] * 3)
    table = pa.table({"t": days, cadence.label: [value, None, ""], "id": ["x", "y", "z"]})
    found = law.deadline_frame("update.refresh", table, trigger="t").to_pylist()
    for row, facts in zip(found, ({cadence.id: value}, {}, {}), strict=True):
        one = law.deadline("update.refresh", trigger=dt.date(2026, 3, 10), facts=facts)
        assert (row["odr_due"], row["odr_due_status"]) == (one.due, one.status)


def test_columns_that_are_not_there_are_told() -> None:
    law = laws.law("jining")
    with pytest.raises(odr.BadArgument) as error:
        law.deadline_frame("objection.feedback", pa.table({"received_on": [None]}), trigger="recieved_on")
    assert error.value.nearest == ("received_on",)
    with pytest.raises(odr.BadArgument, match="before"):
        law.check_change_frame(pa.table({"b": ["open"]}), before="a", after="b")
    with pytest.raises(odr.UnknownProcedure):
        law.deadline_frame("objection.fedback", pa.table({"t": [None]}), trigger="t")
    with pytest.raises(odr.BadFact, match="第 2 行，列“a”"):
        law.check_change_frame(pa.table({"a": ["open", "公开"], "b": ["open", "open"]}), before="a", after="b")


def test_very_many_columns_are_told_apart() -> None:
    """More combinations than an integer has: what occurs is numbered anew."""
    import numpy as np

    rng = np.random.default_rng(1)
    columns = {str(n): (rng.integers(0, 8, 400), list(range(8))) for n in range(40)}
    found = _answered(400, columns, lambda row: (str(sorted(row.items())),), {"x": pa.large_string()})  # type: ignore[arg-type]
    wanted = [str(sorted((name, int(numbers[n])) for name, (numbers, _) in columns.items())) for n in range(400)]
    assert found["x"].to_pylist() == wanted
