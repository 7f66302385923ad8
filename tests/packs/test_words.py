"""Whatever stands in ``facts.yaml`` and ``procedures.yaml`` is read, or told with its line; nothing raises."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata_rules.packs.files import read_pack
from opendata_rules.vocabulary.words import EVERYWHERE, Brought, common, words

PACK = Path(__file__).parent.parent / "places" / "donghai" / "rules" / "donghai-data-measures-2026"
DELETED = object()
VALUES: list[Any] = [
    DELETED,
    "",
    "x",
    "国家秘密",
    "donghai__grade",
    "received",
    "是",
    [],
    {},
    ["国家秘密"],
    [["x"]],
    {"国家秘密": "是"},
    {"a": {"b": "c"}},
]


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands."""
    if at:
        yield at
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inside:
        yield from places(value, (*at, key))


@pytest.mark.parametrize("name", ["facts.yaml", "procedures.yaml"])
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_written_is_read_or_told_at_its_line(tmp_path: Path, name: str, data: st.DataObject) -> None:
    folder = tmp_path / PACK.name
    shutil.copytree(PACK, folder, dirs_exist_ok=True)
    whole = yaml.load((PACK / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    at = data.draw(st.sampled_from(list(places(whole))))
    value = data.draw(st.sampled_from(VALUES))
    changed = inner = copy.deepcopy(whole)
    for part in at[:-1]:
        inner = inner[part]
    if value is DELETED:
        del inner[at[-1]]
    else:
        inner[at[-1]] = value
    (folder / name).write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    pack, problems = read_pack(folder, folder.name)
    if pack is None:
        assert problems
    assert all(problem.line >= 1 and problem.message and problem.help for problem in problems)


def test_a_pack_that_brings_nothing_changes_no_words() -> None:
    assert words([None, None]) is EVERYWHERE
    assert common(EVERYWHERE, EVERYWHERE) is EVERYWHERE


def test_the_same_words_brought_twice_count_once() -> None:
    brought = Brought("donghai", values=(("approving_authority", "donghai__officers", "首席数据官联席会议"),))
    assert words([brought, None, brought]).brought == (brought,)
    one, other = words([brought]), words([Brought("xiwan")])
    assert common(one, other).vocabulary.facts["approving_authority"].check("donghai__officers") == "donghai__officers"
    assert EVERYWHERE.vocabulary.facts["approving_authority"].values[-1][0] == "other"
