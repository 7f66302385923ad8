"""No page keeps anybody out: axe finds nothing, on a desk and on a phone; all of it is reached by keyboard."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from .conftest import Seen

pytestmark = pytest.mark.one_interpreter

KINDS = ("catalogue", "changes", "comparison", "edit", "monitor")
#: What a client to copy makes: its page is too short for a skip link.
EXAMPLE = "example"
WIDTHS = ("1280", "390")


def told(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['impact']} {one['rule']}: {one['places'][0]}" for one in found]


def test_every_kind_of_page_is_looked_at(seen: Seen) -> None:
    assert {name.partition("_")[0] for name in seen} == {*KINDS, EXAMPLE}


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(seen: Seen, width: str) -> None:
    found = [f"{name}: {one}" for name, page in seen.items() for one in told(page["widths"][width]["axe"])]
    assert found == []


@pytest.mark.parametrize("colours", ["dark", "forced"])
def test_letters_are_seen_in_other_colours_too(seen: Seen, colours: str) -> None:
    looked_at = {name: page[colours] for name, page in seen.items() if colours in page}
    assert {name.partition("_")[0] for name in looked_at} >= set(KINDS)
    assert [f"{name}: {one}" for name, found in looked_at.items() for one in told(found)] == []


def test_a_page_loads_nothing(seen: Seen) -> None:
    assert [request for page in seen.values() for request in page["requests"]] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_reaches_everything_and_is_seen_where_it_is(seen: Seen, width: str) -> None:
    for name, page in seen.items():
        keys = page["widths"][width]["keyboard"]
        assert name.startswith(EXAMPLE) or keys["steps"][0]["href"] == "#main", name
        assert len(keys["steps"]) == keys["wanted"], name
        assert [step for step in keys["steps"] if not step["seen"]] == [], name
        assert name.startswith(EXAMPLE) or all(step["outlined"] for step in keys["steps"]), name
        assert keys["opened"] in (True, None), name


def test_a_fold_is_opened_by_keyboard_on_every_kind_of_page(seen: Seen) -> None:
    for kind in KINDS:
        # Nothing of a list of changes is folded.
        assert seen[kind]["widths"]["1280"]["keyboard"]["opened"] is (None if kind == "changes" else True)


def test_a_page_says_its_language_and_its_parts(seen: Seen) -> None:
    for name, page in seen.items():
        found = page["widths"]["1280"]["unfolded"]
        assert found["lang"] == "zh-CN", name
        assert found["title"], name
        assert found["landmarks"].count("main") == 1, name
        assert found["nameless"] == 0, name
        levels = [level for level, _ in found["headings"]]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), name
        assert all(text for _, text in found["headings"]), name


def test_every_table_has_a_name_and_heads_with_their_scope(seen: Seen) -> None:
    for name, page in seen.items():
        for table in page["widths"]["1280"]["unfolded"]["tables"]:
            assert table["name"], name
            assert (table["empty"], table["scopeless"]) == (0, 0), (name, table["name"])
