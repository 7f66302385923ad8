"""Whatever is done to a receipt, it is refused as one, or computes the answer it was issued for."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import opendata_rules as odr
from opendata_rules import schemas
from opendata_rules.replaying.form import formed

from ..laws import library
from .receipts import KINDS, answers, receipt, source

WRONG: list[Any] = [
    None,
    5,
    5.5,
    -1,
    True,
    "",
    [],
    {},
    [[]],
    {"x": 1},
    "他\u202e",
    "20260310",
    "no such word",
    "\ud800",
]
#: Maps of many like entries, of which one stands for all.
MANY = ("rules", "years", "packs", "places", "events")


def places(told: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in a receipt."""
    if isinstance(told, dict):
        names = list(told)
        for name in names[:1] if at and at[-1] in MANY else names:
            yield (*at, name)
            yield from places(told[name], (*at, name))
    elif isinstance(told, list):
        for index in range(min(len(told), 1)):
            yield (*at, index)
            yield from places(told[index], (*at, index))


def objects(told: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(told, dict):
        yield at
        for name, value in told.items():
            yield from objects(value, (*at, name))


def inside(told: Any, at: tuple[Any, ...]) -> Any:
    for name in at:
        told = told[name]
    return told


def tampered(name: str) -> Iterator[tuple[tuple[Any, ...], Any, dict[str, Any]]]:
    """Receipts with one thing taken away, exchanged or added, at every level."""
    return tampered_with(receipt(name))


def tampered_with(right: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any, dict[str, Any]]]:
    """The same, of any receipt."""
    for at in places(right):
        changed = deepcopy(right)
        del inside(changed, at[:-1])[at[-1]]
        yield at, "taken away", changed
        for wrong in WRONG:
            changed = deepcopy(right)
            if inside(changed, at) != wrong or type(inside(changed, at)) is not type(wrong):
                inside(changed, at[:-1])[at[-1]] = wrong
                yield at, wrong, changed
    for at in objects(right):
        changed = deepcopy(right)
        inside(changed, at)["added"] = True
        yield at, "added", changed


@pytest.mark.parametrize("name", KINDS)
def test_a_tampered_receipt_is_refused(name: str) -> None:
    """Before anything is computed wherever the form shows it; by the outcome otherwise."""
    tried = 0
    for at, wrong, changed in tampered(name):
        tried += 1
        try:
            library().replay(changed, **source(name))
        except odr.ReceiptMismatch as error:
            refusal = error
        else:
            pytest.fail(f"answered: {at} {wrong!r}")
        assert refusal.english
        for text in (str(refusal), refusal.english, *refusal.nearest):
            text.encode()
            assert len(text) < 2000
    assert tried > 300


@pytest.mark.parametrize(
    "name", ["classify", "change", "check", "schedule", "analyse", "compare", "order", "catalogue"]
)
def test_the_schema_refuses_what_the_form_refuses(name: str) -> None:
    kind = receipt(name)["kind"]
    every = schemas.schema("receipt")["anyOf"]
    known = Draft202012Validator(next(one for one in every if one["properties"]["kind"]["const"] == kind))
    assert known.is_valid(receipt(name))
    for at, wrong, changed in tampered(name):
        if wrong in ("taken away", "added", None, 5, "", "20260310") or wrong == {"x": 1}:
            try:
                formed(changed)
                fits = True
            except odr.ReceiptMismatch:
                fits = False
            assert known.is_valid(changed) == fits, (at, wrong)


@pytest.mark.parametrize(
    "bad", [None, 5, "text", [], [1], {}, {"receipt": 3}, {"receipt": 99, "kind": "classify"}, b"x"]
)
def test_what_is_no_receipt_at_all(bad: Any) -> None:
    for ask in (library().replay, library().recheck):
        with pytest.raises(odr.ReceiptMismatch) as caught:
            ask(bad)
        assert caught.value.argument == "receipt"
        assert caught.value.english


@pytest.mark.parametrize(
    ("at", "wrong"),
    [
        (("options", "drafts"), "false"),
        (("options", "drafts"), 0),
        (("options", "strict"), "x"),
        (("receipt",), True),
        (("receipt",), 2.0),
        (("receipt",), "2"),
        (("on",), "20260310"),
        (("on",), "2026-02-30"),
        (("facts",), []),
        (("facts",), ""),
        (("facts", "state_secret"), "是"),
        (("facts", "state_secret"), None),
        (("facts", "state_secret"), 1),
        (("facts", "no_such_fact"), True),
        (("kind",), "guess"),
        (("calendar",), {"digest": "0" * 64, "years": {}, "assumptions": "0" * 8}),
    ],
)
def test_the_tamperings_of_the_page(at: tuple[str, ...], wrong: Any) -> None:
    changed = receipt("classify")
    inside(changed, at[:-1])[at[-1]] = wrong
    with pytest.raises(odr.ReceiptMismatch):
        library().replay(changed)


@pytest.mark.parametrize("name", ["check", "deadline", "schedule", "catalogue"])
def test_a_calendar_that_is_looked_at_must_be_named(name: str) -> None:
    for changed in ({**receipt(name), "calendar": None}, {k: v for k, v in receipt(name).items() if k != "calendar"}):
        with pytest.raises(odr.ReceiptMismatch, match="calendar"):
            library().replay(changed, **source(name))


@pytest.mark.parametrize("engine", [odr.__version__, "0.0.1"])
@pytest.mark.parametrize("name", KINDS)
def test_the_question_cannot_be_exchanged_where_the_answer_is_the_same(name: str, engine: str) -> None:
    """Whichever engine issued it: of another version not every word of the outcome can be compared."""
    for key, other in (("on", "2026-03-11"), ("options", {**receipt(name)["options"], "strict": True})):
        changed = {**receipt(name), "engine": engine, key: other}
        if changed["options"] == receipt(name)["options"] and key == "options":
            continue
        for ask in (library().replay, library().recheck):
            with pytest.raises(odr.ReceiptMismatch, match="question") as caught:
                ask(changed, **source(name))
            assert "question" in caught.value.english
            assert caught.value.nearest == ("question",)


def test_the_refusal_names_the_key_in_both_languages() -> None:
    changed = receipt("schedule")
    changed["options"]["actual"] = 5
    with pytest.raises(odr.ReceiptMismatch, match=r"options\.actual") as caught:
        library().replay(changed)
    assert "options.actual" in caught.value.english
    assert caught.value.nearest == ("options.actual",)


def test_every_kind_is_tried() -> None:
    assert list(answers()) == KINDS
    assert {answer.receipt["kind"] for answer in answers().values()} >= {
        one["properties"]["kind"]["const"] for one in schemas.schema("receipt")["anyOf"]
    }
