"""The closed sets of words: what each is called in Chinese."""

from __future__ import annotations

from typing import Any

import pytest

import opendata_rules as odr


@pytest.mark.parametrize(
    ("name", "opening", "sharing"),
    [
        ("closed", "不予开放", "不予共享"),
        ("conditional", "有条件开放", "有条件共享"),
        ("open", "无条件开放", "无条件共享"),
    ],
)
def test_an_attribute_has_a_term_in_each_scheme(name: str, opening: str, sharing: str) -> None:
    attribute = odr.Attribute(name)
    assert attribute.term() == attribute.term("opening") == attribute.term("开放属性") == opening
    assert attribute.term(odr.Scheme.SHARING) == attribute.term("sharing") == attribute.term("共享") == sharing
    assert odr.Attribute(opening) is odr.Attribute(sharing) is attribute


def test_there_are_two_schemes() -> None:
    with pytest.raises(odr.UnknownTopic, match="openning") as caught:
        odr.Attribute.OPEN.term("openning")  # type: ignore[arg-type]
    assert caught.value.argument == "scheme"
    assert caught.value.nearest[0] == "opening"


@pytest.mark.parametrize("wrong", [None, 5, []])
def test_a_scheme_is_text(wrong: Any) -> None:
    with pytest.raises(TypeError, match="scheme"):
        odr.Attribute.OPEN.term(wrong)
