"""The generated reader of facts says what the plain evaluator says, however the facts are told, and errors too."""

from __future__ import annotations

import collections
import datetime as dt
import enum
import functools
import inspect
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.answers.classification.computation import Classifier, classifier_of
from opendata_rules.vocabulary.facts import Fact, vocabulary
from tests import laws

each_place = pytest.mark.parametrize("place", ["taian", "tengzhou", "qingdao", "shandong"])


class Answer(enum.StrEnum):
    """A text that is not a plain ``str``."""

    REFUSED = "refused"
    NO = "不同意"


#: What does not fit every fact: wrong types, wrong words, and things that only equal what would fit.
ODD = [1, 0, 1.0, -1, 7, "", "是", "True", "2026-02-30", b"x", dt.datetime(2026, 3, 1), [], [True], {}, object, *Answer]


def opening(place: str) -> Classifier:
    return classifier_of(laws.law(place), odr.Scheme.OPENING)


@functools.cache
def reader_of(place: str) -> Callable[[object, object], Any]:
    read = opening(place).reader()
    assert read is not None
    return read


def readers(place: str) -> Iterator[Callable[[object, object], Any]]:
    """The reader as it is while records come by id, and as it is after one that had a label."""
    read = reader_of(place)
    read({"国家秘密": None}, None)
    for records_by_both in (0, 64):
        read.__globals__["records_by_both"] = records_by_both
        yield read


def fitting(fact: Fact) -> st.SearchStrategy[Any]:
    """Values that a fact takes, in every form."""
    words = [word for pair in fact.values for word in pair]
    return {
        "bool": st.booleans(),
        "enum": st.sampled_from(words or [""]),
        "date": st.sampled_from([dt.date(2026, 3, 1), "2026-03-01"]),
        "int": st.integers(0, 5),
        "text": st.sampled_from(["", "不便"]),
        "list": st.lists(st.sampled_from(words or [""]), max_size=3).flatmap(
            lambda chosen: st.sampled_from([chosen, tuple(chosen), frozenset(chosen)])
        ),
    }[fact.type]


@st.composite
def told(draw: st.DrawFn, place: str, *, odd: bool) -> dict[Any, Any]:
    """Facts of a law and others, each by id or label, in any order; ``odd``: some twice or not fitting."""
    classifier = opening(place)
    everything = vocabulary().facts
    left_out = draw(st.sampled_from([0, 1, len(classifier.listed)]))
    missing = draw(st.sets(st.sampled_from(classifier.listed), max_size=left_out))
    names = [name for name in classifier.listed if name not in missing]
    names += draw(st.lists(st.sampled_from(list(everything)), max_size=draw(st.sampled_from([0, 1, 4]))))
    by_label = draw(st.sampled_from([st.just(False), st.just(True), st.booleans()]))
    entries: dict[Any, Any] = {}
    for name in dict.fromkeys(draw(st.permutations(names)) if draw(st.booleans()) else names):
        fact = everything[name]
        spelling, other = (fact.label, fact.id) if draw(by_label) else (fact.id, fact.label)
        entries[spelling] = draw(st.none() | fitting(fact))
        if odd and draw(st.integers(0, 9)) == 0:
            entries[other] = draw(st.just(entries[spelling]) | st.none() | fitting(fact))
    if odd and entries and draw(st.booleans()):
        entries[draw(st.sampled_from(list(entries)))] = draw(st.sampled_from(ODD))
    if odd and draw(st.integers(0, 9)) == 0:
        entries[draw(st.sampled_from(["personal_privcy", "国家机密", "", 5, None, True]))] = draw(st.booleans())
    return entries


def outcome(ask: Callable[[], odr.Decision]) -> tuple[Any, ...]:
    """What came of it: the decision and the facts it keeps, or the error."""
    try:
        decision = ask()
    except odr.Error as error:
        return type(error), str(error), getattr(error, "nearest", None)
    return decision, decision.facts, decision._key, decision._bound


@each_place
@given(data=st.data())
@settings(max_examples=120, deadline=None, derandomize=True)
def test_the_reader_and_the_plain_evaluator_agree_on_whatever_is_told(place: str, data: st.DataObject) -> None:
    law, classifier = laws.law(place), opening(place)
    facts = data.draw(told(place, odd=True))
    declared: Any = data.draw(st.sampled_from([None, None, "closed", "有条件开放", odr.Attribute.OPEN, "Open", 3]))
    plain = outcome(lambda: classifier.decide(facts, declared))
    assert outcome(lambda: law.classify(facts, declared=declared)) == plain
    for read in readers(place):
        found = read(facts, declared)
        if found is not None:
            assert (found, found.facts, found._key, found._bound) == plain


@each_place
@given(data=st.data())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_what_is_told_once_and_fits_is_never_left_to_the_plain_evaluator(place: str, data: st.DataObject) -> None:
    classifier = opening(place)
    facts = data.draw(told(place, odd=False))
    for declared in (None, "closed"):
        for read in readers(place):
            assert read(facts, declared) == classifier.decide(facts, declared)


@each_place
@pytest.mark.parametrize("known", ["all", "all but one", "one"])
def test_a_fact_told_twice_counts_once(place: str, known: str) -> None:
    classifier = opening(place)
    listed = classifier.listed[: {"all": None, "all but one": -1, "one": 1}[known]]
    for name, field in classifier.layout.fields.items():
        label = vocabulary().facts[name].label
        for value in (*field.values, None):
            others = {one: classifier.layout.fields[one].values[0] for one in listed if one != name}
            for facts in ({**others, name: value, label: value}, {label: value, name: value, **others}):
                decision = laws.law(place).classify(facts)
                assert decision._key == classifier.decide({**others, name: value})._key
            for wrong in (*field.values, None):
                if wrong != value:
                    with pytest.raises(odr.BadFact, match="两个不同的值"):
                        laws.law(place).classify({**others, name: value, label: wrong})


@each_place
def test_any_fact_told_twice_with_two_values_is_refused(place: str) -> None:
    law, classifier = laws.law(place), opening(place)
    complete = {name: classifier.layout.fields[name].values[0] for name in classifier.listed}
    for fact in vocabulary().facts.values():
        if fact.type == "bool":
            for others in ({}, complete, {vocabulary().facts[name].label: v for name, v in complete.items()}):
                for values in ((True, False), (None, True), (False, None)):
                    facts = {**others, fact.id: values[0], fact.label: values[1]}
                    with pytest.raises(odr.BadFact, match="两个不同的值"):
                        law.classify(facts)


@pytest.mark.parametrize(
    "mapping", [MappingProxyType, collections.OrderedDict, collections.UserDict, collections.ChainMap]
)
def test_other_mappings_are_read_as_they_are(mapping: Callable[[dict[str, Any]], Any]) -> None:
    law = laws.law("taian")
    facts = {"state_secret": True, "涉及个人隐私": None}
    assert law.classify(mapping(facts)) == law.classify(facts)


def test_a_mapping_that_finds_more_than_it_holds_is_read_by_its_items() -> None:
    law = laws.law("taian")
    generous = collections.defaultdict(lambda: False, {"state_secret": True})
    assert law.classify(generous) == law.classify({"state_secret": True})
    assert len(generous) == 1


class Lookalike:
    """Equal to a text, with the same hash, and none."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return self.text == other

    def __hash__(self) -> int:
        return hash(self.text)


@each_place
@pytest.mark.parametrize("spelling", ["third_party_response", "第三方意见"])
def test_what_only_equals_a_text_is_none(place: str, spelling: str) -> None:
    law = laws.law(place)
    complete = {name: opening(place).layout.fields[name].values[0] for name in opening(place).listed}
    complete.pop("third_party_response", None)
    for facts in ({}, complete):
        for value in (Lookalike("refused"), Lookalike("不同意")):
            with pytest.raises(odr.BadFact):
                law.classify({**facts, spelling: value})
            told = {**facts, spelling: "refused"}
            with pytest.raises(odr.BadFact):
                law.classify(told, declared=Lookalike("open"))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", list(Answer))
def test_a_text_of_another_class_is_read_like_its_text(value: Answer) -> None:
    law = laws.law("taian")
    expected = law.classify({"personal_privacy": True, "third_party_response": "refused"})
    assert law.classify({"personal_privacy": True, "third_party_response": value}) == expected


class TestTheMethod:
    """``law.classify`` is a method like any other; what makes it fast stays behind it."""

    def test_a_wrapper_on_the_class_sees_every_call(self, monkeypatch: pytest.MonkeyPatch) -> None:
        law = odr.load(laws.ROOT).law("taian", on=laws.ON)
        law.classify({})
        seen: list[Any] = []
        plain = odr.Law.classify

        def watched(self: odr.Law, facts: Any, **options: Any) -> odr.Decision:
            seen.append((facts, options))
            return plain(self, facts, **options)

        monkeypatch.setattr(odr.Law, "classify", watched)
        for _ in range(3):
            law.classify({"state_secret": True}, declared="closed")
        assert seen == [({"state_secret": True}, {"declared": "closed"})] * 3

    def test_its_signature_and_docstring_are_there_after_a_call(self) -> None:
        law = odr.load(laws.ROOT).law("taian", on=laws.ON)
        law.classify({"国家秘密": True})
        assert not hasattr(law, "__dict__")
        assert inspect.ismethod(law.classify)
        assert law.classify.__func__ is odr.Law.classify
        assert law.classify.__doc__ == odr.Law.classify.__doc__
        assert "UnknownFact" in (law.classify.__doc__ or "")
        assert str(inspect.signature(law.classify)) == (
            "(facts: 'Mapping[str, object]', *, unlisted: 'UnlistedName' = 'unknown', "
            "declared: 'AttributeName | None' = None, scheme: 'SchemeName' = 'opening') -> 'Decision'"
        )

    @pytest.mark.parametrize("scheme", [[], None, 5, "selling", "Opening"])
    def test_a_scheme_that_is_none_is_refused_before_and_after_a_call(self, scheme: Any) -> None:
        law = odr.load(laws.ROOT).law("taian", on=laws.ON)
        for _ in range(2):
            with pytest.raises(odr.UnknownTopic if isinstance(scheme, str) else TypeError, match="scheme"):
                law.classify({}, scheme=scheme)
            law.classify({})

    def test_a_scheme_may_be_given_as_a_member(self) -> None:
        law = laws.law("taian")
        assert law.classify({"国家秘密": True}, scheme=odr.Scheme.OPENING) == law.classify({"state_secret": True})
