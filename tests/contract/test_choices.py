"""What is one of a closed set is taken by its id, as a member, and by its Chinese term; nothing else is."""

from __future__ import annotations

import datetime as dt
import typing
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest

import opendata_rules as odr
from opendata_rules.vocabulary.terms import ATTRIBUTE_TERMS, NAMES, Choice

from ..laws import law

DAY = dt.date(2026, 3, 14)

ALIASES = {
    odr.SchemeName: odr.Scheme,
    odr.UnlistedName: odr.Unlisted,
    odr.ReceiptPolicyName: odr.ReceiptPolicy,
    odr.ComparisonTopicName: odr.ComparisonTopic,
    odr.AttributeName: odr.Attribute,
}


def words(alias: Any) -> set[str]:
    """The words of an alias, other than members."""
    literals = [part for part in typing.get_args(alias) if typing.get_origin(part) is Literal]
    return {word for part in literals for word in typing.get_args(part)}


@pytest.mark.parametrize(("alias", "kind"), ALIASES.items(), ids=lambda found: getattr(found, "__name__", ""))
def test_the_types_hold_the_words_that_are_taken(alias: Any, kind: type[Choice]) -> None:
    assert kind in typing.get_args(alias)
    assert words(alias) == set(NAMES[kind])
    assert {str(member) for member in kind} < words(alias)


def test_the_attributes_of_each_scheme_have_a_type() -> None:
    for alias, scheme in ((odr.OpeningAttributeName, "opening"), (odr.SharingAttributeName, "sharing")):
        assert words(alias) == {word for pair in ATTRIBUTE_TERMS[scheme].items() for word in pair}


@pytest.mark.parametrize("kind", NAMES)
def test_a_member_is_made_of_any_of_its_names(kind: type[Choice]) -> None:
    for name, member in NAMES[kind].items():
        assert kind(name) is member
    for other in ("", "Open", "别的", None, 5, ["open"]):
        with pytest.raises(ValueError, match=kind.__name__):
            kind(other)  # type: ignore[arg-type]
    assert issubclass(kind, StrEnum)


def test_schemes_and_what_is_not_listed() -> None:
    asked = law("tengzhou")
    facts = {"state_secret": False}
    for name, scheme in NAMES[odr.Scheme].items():
        expected = asked.classify(facts, scheme=str(scheme))  # type: ignore[arg-type]
        assert expected.scheme is scheme
        for given in (name, scheme):
            found = asked.classify(facts, scheme=given)  # type: ignore[arg-type]
            assert found == expected
            assert found.receipt == expected.receipt
            assert odr.Interview(asked, given).decision.scheme is scheme  # type: ignore[arg-type]
    for name, read in NAMES[odr.Unlisted].items():
        expected = asked.classify(facts, unlisted=str(read))  # type: ignore[arg-type]
        for given in (name, read):
            found = asked.classify(facts, unlisted=given)  # type: ignore[arg-type]
            assert (found, found.receipt) == (expected, expected.receipt)
            assert type(found.receipt["options"]["unlisted"]) is str  # type: ignore[index, call-overload]


def test_a_chinese_name_of_a_scheme_is_as_quick_as_its_id() -> None:
    asked = law("qingdao")
    asked.classify({}, scheme="共享")
    asked.classify({}, scheme="sharing")
    # One generated reader answers both.
    assert asked._made["共享"] is asked._made["sharing"]


def test_attributes() -> None:
    for scheme, terms in ATTRIBUTE_TERMS.items():
        for attribute, term in terms.items():
            for given in (term, str(attribute), attribute):
                found = law("tengzhou").classify({}, scheme=scheme, declared=given)  # type: ignore[arg-type]
                assert found.declared is attribute
                assert isinstance(found.paths_to(given), tuple)  # type: ignore[arg-type]
    for attribute, term in ATTRIBUTE_TERMS["opening"].items():
        expected = law("taian").check_change(attribute, "open", {})
        assert law("taian").check_change(term, "无条件开放", {}) == expected  # type: ignore[arg-type]


def test_receipts_on_rest_days() -> None:
    asked = law("jining")
    for name, policy in NAMES[odr.ReceiptPolicy].items():
        for given in (name, policy):
            term = asked.deadline("objection.feedback", trigger=DAY, receipt=given)  # type: ignore[arg-type]
            assert term.receipt_policy is policy
            assert type(term.to_dict()["receipt_policy"]) is str
            case = asked.schedule("objection", trigger=DAY, receipt=given)  # type: ignore[arg-type]
            assert case.policy is policy


def test_topics_of_comparison() -> None:
    for name, topic in NAMES[odr.ComparisonTopic].items():
        found = odr.compare(law("taian"), law("taian"), topic=name)  # type: ignore[arg-type]
        assert found.topic is topic
        assert type(found.to_dict()["topic"]) is str


def test_a_catalogue_reads_what_is_not_listed_by_any_name(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    # No column asks any fact: what has one and is not filled in stays unknown.
    path = tmp_path / "catalogue.csv"
    path.write_text("数据集编号,数据集名称,开放属性\n1,公园名录,无条件开放\n", encoding="utf-8")
    given: tuple[odr.UnlistedName, ...] = ("false", "否", odr.Unlisted.FALSE)
    found = [law("taian").check_catalogue(path, unlisted=read).counts for read in given]
    assert found[0] == found[1] == found[2] != law("taian").check_catalogue(path).counts


@pytest.mark.parametrize("wrong", ["", "Opening", "both", "不开放"])
def test_no_other_word_is_taken(wrong: Any) -> None:
    asked = law("taian")
    with pytest.raises(odr.UnknownTopic):
        asked.classify({}, scheme=wrong)
    with pytest.raises(odr.UnknownTopic):
        odr.compare(asked, asked, topic=wrong)
    for call in (
        lambda: asked.classify({}, declared=wrong),
        lambda: asked.classify({}, declared="不予共享"),
        lambda: asked.classify({}, unlisted=wrong),
        lambda: asked.check_change(wrong, "open", {}),
        lambda: asked.check_change("open", "不予共享", {}),  # type: ignore[arg-type]
        lambda: asked.deadline("objection.feedback", trigger=DAY, receipt=wrong),
    ):
        with pytest.raises(odr.BadFact):
            call()
