"""What a platform tells is taken, known already, or kept aside with its reason; nothing stops the rest."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.monitoring.log.lines import events_in
from opendata_rules.vocabulary.procedures import procedures

from ...laws import law

GOOD: dict[str, Any] = {
    "id": "e1",
    "case": "c1",
    "procedure": "conditional_access",
    "kind": "received",
    "date": "2026-03-02",
}


def event(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**GOOD, **changes}.items() if value is not ...}


@pytest.fixture
def jining() -> odr.Monitor:
    return odr.monitor(law("jining"))


BAD: list[tuple[Any, str, str]] = [
    ("{torn", "not_an_event", "“{torn”"),
    (None, "not_an_event", "得到的是空值（null）。"),
    ([], "not_an_event", "得到的是一个列表。"),
    (event(id=...), "missing_field", "id"),
    (event(date=..., kind=...), "missing_field", "kind、date"),
    (event(id=""), "bad_field", "id"),
    (event(id=None), "bad_field", "得到的是空值（null）。"),
    (event(id=True), "bad_field", "得到的是真（true）。"),
    (event(id=1.0), "bad_field", "得到的是 1.0。"),
    (event(id=float("nan")), "bad_field", "得到的不是有限的数。"),
    (event(id={"a": 1}), "bad_field", "得到的是一个对象。"),
    (event(case=" c1"), "bad_field", "前后没有空格"),
    (event(case="c\x00"), "bad_field", r"得到的是“c\x00”。"),
    (event(case="c" * 201), "bad_field", "200"),
    (event(actor=7), "bad_field", "actor"),
    (event(corrects=["e0"]), "bad_field", "corrects"),
    (event(kind=["received"]), "bad_field", "kind"),
    (event(procedure=None), "bad_field", "procedure"),
    (event(date="2026-02-30"), "bad_field", "2026-02-30"),
    (event(date="2026-3-2"), "bad_field", "2026-03-10 这样"),
    (event(date="20260302"), "bad_field", "2026-03-10 这样"),
    (event(date=dt.datetime(2026, 3, 2, 9)), "bad_field", "不带时刻"),
    (event(date=20260302), "bad_field", "日期"),
    (event(procedure="conditional_acces"), "unknown_procedure", "conditional_access"),
    (event(kind="recieved"), "unknown_kind", "是不是 received"),
    (event(kind="transfer"), "unknown_kind", "可选"),
    (event(form_review_pased=True), "unknown_fact", "form_review_passed"),
    (event(form_review_passed="yes"), "bad_fact", "form_review_passed"),
    (event(形式审核通过=1), "bad_fact", "形式审核通过"),
    (event(形式审核通过=True, form_review_passed=False), "bad_fact", "两个不同的值"),
    (event(procedure="officer_registration", kind="change"), "no_rule", "济宁市"),
    (event(procedure="sharing_upward"), "no_rule", "申请上级数据"),
    (event(corrects="e1"), "circular_correction", "自己"),
]


HOSTILE = "\x1b]0;x\x07\n\u202e\ud800" + "x" * 100_000


@pytest.mark.parametrize(
    "field", ["id", "case", "procedure", "kind", "date", "actor", "corrects", "state_secret", HOSTILE]
)
def test_what_is_told_of_a_bad_event_is_short_and_visible_and_json(jining: odr.Monitor, field: str) -> None:
    jining.ingest([event(**{field: HOSTILE}), HOSTILE])
    for reject in jining.rejects():
        assert reject.reason.isprintable()
        assert len(reject.reason) < 1500
        # As web frameworks write it.
        json.dumps(reject.to_dict(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("events", [5, None, "text", b"text", {"id": "1"}])
def test_what_is_no_list_of_events_is_refused_in_plain_words(jining: odr.Monitor, events: Any) -> None:
    with pytest.raises(TypeError, match="iterable of events"):
        jining.ingest(events)


@pytest.mark.parametrize(("raw", "code", "told"), BAD)
def test_a_bad_event_is_kept_aside_and_stops_nothing(jining: odr.Monitor, raw: Any, code: str, told: str) -> None:
    after = event(id="e2", kind="form_review", date="2026-03-04")
    assert jining.ingest([event(id="e0"), raw, after]) == (2, 0, 1)
    [reject] = jining.rejects()
    assert reject.code == code
    assert told in reject.reason
    if isinstance(raw, dict):
        assert isinstance(reject.event, dict)
        assert reject.event.keys() == raw.keys()
    assert [step.state for step in jining.status("c1").steps] == ["met", "pending"]
    # Told again, it is still one.
    assert jining.ingest([raw]) == (0, 0, 1)
    assert len(jining.rejects()) == 1


def test_the_same_event_again_changes_nothing(jining: odr.Monitor) -> None:
    told = event(形式审核通过=True, actor="某局")
    assert jining.ingest([told, told]) == (1, 1, 0)
    # The same in other words.
    again = event(form_review_passed=True, actor="某局", procedure="有条件开放数据获取", date=dt.date(2026, 3, 2))
    assert jining.ingest([again, event(**again, corrects=None)]) == (0, 2, 0)
    assert jining.rejects() == ()


def test_the_same_id_with_other_content_is_rejected_even_in_another_case(jining: odr.Monitor) -> None:
    assert jining.ingest([event()]) == (1, 0, 0)
    assert jining.ingest([event(date="2026-03-03"), event(case="c2"), event(actor="某局")]) == (0, 0, 3)
    assert {reject.code for reject in jining.rejects()} == {"same_id"}
    assert list(jining.cases()) == ["c1"]


def test_a_number_and_the_same_in_quotes_are_one_id(jining: odr.Monitor) -> None:
    assert jining.ingest([event(id=1, case=7), event(id="1", case="7")]) == (1, 1, 0)
    assert jining.status("7").to_dict() == jining.status(7).to_dict()  # type: ignore[arg-type]


def test_a_case_has_one_procedure(jining: odr.Monitor) -> None:
    assert jining.ingest([event(), event(id="e2", procedure="objection")]) == (1, 0, 1)
    assert jining.rejects()[0].code == "other_procedure"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_an_event_before_the_beginning_waits_for_a_correction(order: tuple[int, ...]) -> None:
    events = [
        event(),
        event(id="e2", kind="form_review", date="2026-02-27"),
        event(id="e3", kind="statement", date="2026-01-05"),
    ]
    whole = odr.monitor(law("jining"))
    whole.ingest([events[index] for index in order])
    assert whole.ingest([]) == (0, 0, 0)
    [reject] = whole.rejects()
    assert (reject.code, reject.event["id"]) == ("before_beginning", "e2")  # type: ignore[index]
    assert whole.status("c1").steps[0].state == "overdue" or whole.status("c1").steps[0].actual is None
    # A corrected beginning lets it count again.
    assert whole.ingest([event(id="e4", date="2026-02-26", corrects="e1")]) == (1, 0, 0)
    assert whole.rejects() == ()
    assert whole.status("c1").steps[0].actual == dt.date(2026, 2, 27)


def test_corrections(jining: odr.Monitor) -> None:
    jining.ingest([event(), event(id="e2", kind="form_review", date="2026-03-10")])
    assert [breach.kind for breach in jining.breaches()] == ["late"]
    jining.ingest([event(id="e3", kind="form_review", date="2026-03-09", corrects="e2")])
    assert jining.breaches() == ()
    # A correction may come before what it corrects, and be corrected itself.
    jining.ingest([event(id="e5", kind="form_review", date="2026-03-11", corrects="e4")])
    jining.ingest([event(id="e4", kind="form_review", date="2026-03-04", corrects="e3")])
    assert jining.status("c1").steps[0].actual == dt.date(2026, 3, 11)
    assert jining.rejects() == ()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("together", [True, False])
def test_a_wrong_procedure_is_corrected(order: tuple[int, ...], together: bool) -> None:
    events = [event(), event(id="e2", procedure="objection", corrects="e1")]
    found = odr.monitor(law("jining"))
    for batch in [[events[index] for index in order]] if together else [[events[index]] for index in order]:
        assert found.ingest(batch) == (len(batch), 0, 0)
    assert found.status("c1").procedure == "objection"
    assert found.ingest([event(id="e3", kind="form_review")]) == (0, 0, 1)


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))])
@pytest.mark.parametrize("together", [True, False])
def test_a_wrong_case_is_corrected(order: tuple[int, ...], together: bool) -> None:
    events = [
        event(),
        event(id="e2", case="c2", corrects="e1"),
        event(id="e3", kind="form_review", date="2026-03-04"),
        event(id="e4", case="c3", kind="statement"),
    ]
    found = odr.monitor(law("jining"))
    for batch in [[events[index] for index in order]] if together else [[events[index]] for index in order]:
        found.ingest(batch)
    assert [step.state for step in found.status("c2", on=dt.date(2026, 3, 5)).steps] == ["pending", "blocked"]
    assert not found.status("c1").began
    assert [one.id for one in found.status("c1").events] == ["e3"]
    # The last event of a case can be told elsewhere too: then there is no such case.
    assert found.ingest([event(id="e5", case="c2", kind="form_review", date="2026-03-04", corrects="e3")]) == (1, 0, 0)
    assert list(found.cases()) == ["c2", "c3"]
    with pytest.raises(odr.UnknownCase):
        found.status("c1")
    assert found.status("c2").missing == ()
    assert [owed.case for owed in found.due(dt.date(2026, 3, 5))] == ["c2"]


def test_what_is_to_be_corrected_and_was_not_told_is_named(jining: odr.Monitor) -> None:
    jining.ingest([event(corrects="e0")])
    assert jining.status("c1").missing == ("e0",)
    assert "e0" in jining.status("c1").explain()


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))])
def test_corrections_in_a_circle_do_not_count(order: tuple[int, ...]) -> None:
    events = [event(id="a", corrects="b"), event(id="b", corrects="c"), event(id="c", corrects="a"), event(id="d")]
    found = odr.monitor(law("jining"))
    for index in order:
        found.ingest([events[index]])
    assert {(reject.code, reject.event["id"]) for reject in found.rejects()} == {  # type: ignore[index]
        ("circular_correction", name) for name in "abc"
    }
    assert [one.id for one in found.status("c1").events] == ["d"]
    found.ingest([event(id="e", date="2026-03-03", corrects="a")])
    assert [one.id for one in found.status("c1").events] == ["d", "e"]


def test_what_cannot_be_written_down_stops_nothing(jining: odr.Monitor) -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    itself: dict[str, Any] = event(id="e3")
    itself["actor"] = itself
    for bad in (
        event(date=deep),
        event(trade_secret=deep),
        itself,
        event(date=10**5000),
        event(notice_working_days=-(10**5000)),
    ):
        assert jining.ingest([event(), bad]) in ((1, 0, 1), (0, 1, 1))
    assert {reject.code for reject in jining.rejects()} == {"too_deep"}


def test_of_several_events_of_a_kind_the_first_counts(jining: odr.Monitor) -> None:
    jining.ingest([event(id=f"e{day}", kind="form_review", date=f"2026-03-{day:02}") for day in (9, 4, 12)])
    jining.ingest([event()])
    assert jining.status("c1").steps[0].actual == dt.date(2026, 3, 4)


@pytest.mark.parametrize("given", [GOOD, "e1", b"e1"])
def test_ingest_takes_several_events(jining: odr.Monitor, given: Any) -> None:
    with pytest.raises(TypeError):
        jining.ingest(given)


def test_every_kind_is_taken_by_id_and_chinese_name(jining: odr.Monitor) -> None:
    known = procedures()
    for name in ("conditional_access", "delisting", "attribute_change", "update"):
        for number, kind in enumerate(law("jining").events(name)):
            label = known.event_name(known.all[name], kind)
            for word in (kind, label):
                told = event(id=f"{name}{number}{word}", case=f"{name} {kind}", procedure=name, kind=word)
                assert jining.ingest([told]) == (1, 0, 0), told


def test_events_of_a_procedure() -> None:
    assert {"received", "form_review", "transfer", "assessment", "feedback", "opening"} <= set(
        law("jining").events("unopened_request")
    )
    assert law("jining").events("目录下架") == law("jining").events("delisting")
    with pytest.raises(odr.UnknownProcedure):
        law("jining").events("delist")


LINES = [
    (b'{"id": "e1", "cas', "没有写完"),
    ('{"id"： "e1"}'.encode(), "半角"),
    (b'{"id": "e1", "id": "e2"}', "写了两次"),
    ("{}".encode("utf-16"), "UTF-8"),
    ('{"id": "件"}'.encode("gbk"), "GBK"),
    (b"[" * 100_000, "太深"),
    (b'{"id": "' + b"x" * 1_000_001 + b'"}', "1,000,000"),
    (b'{"id": ' + b"9" * 5000 + b"}", "有误"),
]


@pytest.mark.parametrize(("line", "told"), LINES)
def test_a_torn_line_is_kept_aside(jining: odr.Monitor, line: bytes, told: str) -> None:
    good = b'{"id": "e1", "case": "c1", "procedure": "objection", "kind": "received", "date": "2026-03-02"}'
    feed = b"\xef\xbb\xbf" + good + b"\n\n" + line + b"\r\n" + good.replace(b"e1", b"e2")
    assert jining.ingest(events_in(io.BytesIO(feed))) == (2, 0, 1)
    [reject] = jining.rejects()
    assert told in reject.reason
    assert isinstance(reject.event, str)
    assert len(reject.event) <= 2000
