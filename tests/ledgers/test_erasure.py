"""What is forgotten is gone, and what cannot be told without it is never called unchanged."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opendata_rules as odr
from opendata_rules.ledgers.export.writing import export

from ..laws import law, library
from .conftest import FACTS


def test_erased_and_withheld() -> None:
    kept = odr.ledger()
    decision = law("taian").classify(FACTS)
    kept.append(decision, dataset="甲")
    entry = kept.append(decision, withhold=["personal_privacy"])
    assert entry.withheld == ("personal_privacy",)
    assert "personal_privacy" not in entry.facts
    checkpoint = kept.checkpoint()
    done = kept.erase(1, ["涉及个人隐私", "state_secret"], asker="某人")
    assert (done.number, done.kind, done.asker) == (3, "erasure", "某人")
    assert kept.verify(checkpoint).erased == 4  # and the two digests that they could be found from
    assert dict(kept.entry(1).facts) == {"trade_secret": False}
    assert kept.entry(1).outcome == kept.entry(2).outcome
    for number in (1, 2, 3):
        with pytest.raises(odr.BadArgument):
            kept.receipt(number)
    for name in ("personal_privacy", "@question", "没有的"):
        with pytest.raises(odr.UnknownFact):
            kept.erase(1, [name])
    with pytest.raises(odr.BadArgument):
        kept.erase(1, [])
    with pytest.raises(odr.BadArgument):
        kept.erase(9, ["x"])
    assert len(kept) == 3


@pytest.mark.one_interpreter
def test_nothing_of_it_is_in_the_file(tmp_path: Path) -> None:
    """Nor in the journal beside it, nor in an export: neither value nor salt, nor what tells the value."""
    told = "绝不外传的说明"
    decision = law("taian").classify(FACTS)
    receipt = {**decision.receipt, "facts": {"secret_note": told, "other": 1}}
    with odr.ledger(tmp_path / "l") as kept:
        for _ in range(50):
            kept.append(decision)
        kept.append(decision, receipt=receipt)
        for _ in range(50):
            kept.append(decision)
        [(content,)] = kept._database.run("SELECT content FROM ledger_facts WHERE number = 51")
        salts = [salt for salt, name, _ in json.loads(content) if name != "other"]
        assert len(salts) == 3
        assert all(len(salt) >= 22 for salt in salts)  # 128 bits in base64
        kept.erase(51, ["secret_note"])
        export(kept, tmp_path / "e.jsonl")
        for path in tmp_path.iterdir():
            data = path.read_bytes()
            assert data or "wal" in path.name
            for gone in (told, json.dumps(told)[1:-1], *salts):
                assert gone.encode() not in data, path


def test_no_value_is_in_the_chain() -> None:
    """A body holds digests that are another every time, so that the same facts do not look the same."""
    kept = odr.ledger()
    decision = law("taian").classify(FACTS)
    one, other = kept.append(decision), kept.append(decision)
    bodies = [json.loads(body) for (body,) in kept._database.run("SELECT body FROM ledger_entries ORDER BY number")]
    assert set(bodies[0]["facts"]).isdisjoint(bodies[1]["facts"])
    for body in bodies:
        text = json.dumps(body)
        assert decision.receipt["question"] not in text
        assert decision.receipt["outcome"]["digest"] not in text  # type: ignore[index,call-overload,operator]
        assert not any(name in text for name in FACTS)
        # Their order tells nothing.
        assert body["facts"] == sorted(body["facts"])
    assert one.outcome == other.outcome


BOOLS = [fact.id for fact in law("taian").facts("classification") if str(fact.type) == "bool"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_never_unchanged_where_some_completion_comes_out_otherwise(data: st.DataObject) -> None:
    """Every completion of what was erased is asked, under another law than that of the time."""
    names = data.draw(st.lists(st.sampled_from(BOOLS), min_size=2, max_size=8, unique=True))
    facts: dict[str, Any] = {name: data.draw(st.booleans()) for name in names}
    erased = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    unlisted = data.draw(st.sampled_from(["unknown", "false"]))
    then, now = (
        law("taian"),
        law("taian", on=data.draw(st.sampled_from([law("taian").on, law("jinan").on.replace(year=2024)]))),
    )
    kept = odr.ledger()
    entry = kept.append(then.classify(facts, unlisted=unlisted))
    withheld = data.draw(st.booleans())
    if withheld:
        kept = odr.ledger()
        kept.append(then.classify(facts, unlisted=unlisted), withhold=[name for name in erased if name in entry.facts])
    elif there := [name for name in erased if name in entry.facts]:
        kept.erase(1, there)
    found = kept.recheck(library(), on=now.on)
    left = {name: value for name, value in facts.items() if name not in erased}
    words = set()
    for values in itertools.product([True, False], repeat=len(erased)):
        answer = now.classify({**left, **dict(zip(erased, values, strict=True))}, unlisted=unlisted)
        if all(warning.code != "contradictory_facts" for warning in answer.warnings):
            words.add((str(answer.attribute or answer.status), frozenset(map(str, answer.permitted))))
    concluded = (entry.verdict, frozenset(entry.outcome["permitted"]))  # type: ignore[arg-type]
    if found.counts["unchanged"]:
        assert words <= {concluded}
    if found.counts["changed"] and any(name in entry.facts for name in erased):
        assert concluded not in words


def test_all_on_the_way_of_a_fact_that_decides() -> None:
    kept = odr.ledger()
    taian = law("taian")
    kept.append(taian.classify({"state_secret": True, "trade_secret": True}))
    kept.append(taian.classify({"state_secret": True}))
    kept.append(taian.check("list", {"list_published": True}))
    kept.append(law("jining").deadline("conditional_access.form_review", trigger=taian.on))
    kept.erase(1, ["trade_secret"])
    kept.erase(2, ["state_secret"])
    found = kept.recheck(library())
    # Still closed whatever the other was; not to be told without the secret.
    assert [one.number for one in found.untold] == [2]
    assert found.counts == {"unchanged": 3, "changed": 0, "untold": 1, "no_answer": 0, "skipped": 2}
    assert "不能定" in found.explain()
    assert "cannot be told" in found.explain("en")


def test_a_fact_that_is_gone_without_a_record(place: Callable[[], str]) -> None:
    """Nobody knows which it was; it is not taken for false."""
    with odr.ledger(place()) as kept:
        kept.append(law("taian").classify({"state_secret": True}, unlisted="false"))
        kept._database.run("UPDATE ledger_facts SET content = '[]'")
        with pytest.raises(odr.LedgerBroken, match="抹去"):
            kept.verify()
        assert kept.recheck(library()).counts["untold"] == 1
