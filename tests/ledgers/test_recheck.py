"""All of it answered again: what comes out otherwise, by which provision, and after a break no worse than without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import opendata_rules as odr
from opendata_rules.errors import BadOutput

from ..laws import law
from ..replaying.receipts import copied, edit


class Broken(Exception):
    """What breaks a run off."""


def cases(kept: odr.Ledger) -> None:
    taian, jining = law("taian"), law("jining")
    kept.append(taian.classify({"state_secret": True}), dataset="甲", department="公安局")
    kept.append(taian.classify({"law_prohibits_opening": True}))
    kept.append(jining.deadline("conditional_access.form_review", trigger=jining.on))
    kept.append(jining.check("list", {}))
    kept.append(taian.check_change("closed", "open", {"state_secret": True}))


def test_the_provision_that_makes_the_difference(tmp_path: Path) -> None:
    root = copied(tmp_path)
    edit(root / "rules/jining-open-data-rules-2025" / "deadlines.yaml", "长度: 5", "长度: 6")
    kept = odr.ledger()
    cases(kept)
    same = kept.recheck(odr.load(copied(tmp_path / "same")))
    assert same.counts["unchanged"] == same.last == 5
    found = kept.recheck(odr.load(root))
    assert found.counts == {"unchanged": 4, "changed": 1, "untold": 0, "no_answer": 0, "skipped": 0}
    [group] = found.groups
    assert group.cause.to_dict() == {
        "what": "rule",
        "id": "jining-17-2-form-review",
        "instrument": "jining-open-data-rules-2025",
        "ref": group.cause.ref,
    }
    assert group.cause.ref == "17(二)"
    assert [one.number for one in group.entries] == [3]
    assert "jining-17-2-form-review" in found.explain()
    assert "3" in found.explain("en")
    json.dumps(found.to_dict())


def test_a_term_that_is_another_is_never_called_unchanged(tmp_path: Path) -> None:
    """Not even where a fact is gone that has no part in it: the status is the same, the day is not."""
    root = copied(tmp_path)
    edit(root / "rules/jining-open-data-rules-2025" / "deadlines.yaml", "长度: 5", "长度: 6")
    jining, kept = law("jining"), odr.ledger()
    facts = {"state_secret": False, "form_review_passed": True}
    kept.append(jining.deadline("conditional_access.form_review", trigger=jining.on, facts=facts))
    kept.append(jining.schedule("conditional_access", trigger=jining.on, on=jining.on, facts=facts))
    for number in (1, 2):
        kept.erase(number, ["state_secret"])
    assert kept.recheck(odr.load()).counts["unchanged"] == 2
    found = kept.recheck(odr.load(root))
    assert (found.counts["changed"], found.counts["unchanged"]) == (2, 0)
    assert {group.cause.id for group in found.groups} == {"jining-17-2-form-review"}


def test_a_fact_stated_to_be_unknown_and_erased() -> None:
    """It may have been neither true nor false, so what was undetermined then did not change."""
    kept = odr.ledger()
    kept.append(law("taian").classify({"may_endanger_security": None, "state_secret": False}, unlisted="false"))
    assert kept.recheck(odr.load()).counts["unchanged"] == 1
    kept.erase(1, ["may_endanger_security"])
    assert kept.recheck(odr.load()).counts["untold"] == 1


def test_another_date() -> None:
    kept = odr.ledger()
    cases(kept)
    found = kept.recheck(odr.load(), on=law("taian").on.replace(year=2022))
    assert found.counts["changed"] >= 2
    told = {one.number: one for group in found.groups for one in group.entries}
    assert 1 in told
    assert any(cause.what == "date" for cause in told[1].causes)
    assert kept.recheck(odr.load(), after=5).last == 5


def test_an_answer_that_there_is_not_today(tmp_path: Path) -> None:
    """A place that is gone, facts that nobody knows any more, options of another kind: told, never raised."""
    kept = odr.ledger()
    cases(kept)
    root = copied(tmp_path)
    (root / "jurisdictions" / "taian.yaml").unlink()
    found = kept.recheck(odr.load(root))
    assert found.counts["no_answer"] == 3
    assert all(one.refusal and one.english for group in found.groups for one in group.entries)
    decision = law("taian").classify({"state_secret": True})
    for change in (
        {"facts": {"没有的": 1}},
        {"options": {"x": 1}},
        {"on": "2026-02-30"},
        {"place": "x"},
        {"facts": {"state_secret": 5}},
    ):
        kept.append(decision, receipt={**decision.receipt, **change})
    found = kept.recheck(odr.load(), after=5)
    assert found.counts["no_answer"] == 5


@pytest.mark.parametrize("stop", [1000, 2000])
def test_it_goes_on_where_it_broke_off(tmp_path: Path, stop: int) -> None:
    kept, taian = odr.ledger(), law("taian")
    answers = [taian.classify({"state_secret": secret}) for secret in (True, False)]
    receipts = [one.receipt for one in answers]
    kept.append_many(odr.Record(answers[n % 2], dataset=f"{n}", receipt=receipts[n % 2]) for n in range(2500))
    state, on, library = tmp_path / "state.jsonl", taian.on.replace(year=2022), odr.load()

    def break_off(number: int) -> None:
        if number >= stop:
            raise Broken

    with pytest.raises(Broken):
        kept.recheck(library, on=on, state=state, progress=break_off)
    with state.open("ab") as stream:
        stream.write(b'{"number": 17, "cut off')
    asked: list[int] = []
    found = kept.recheck(library, on=on, state=state, progress=asked.append)
    assert found == kept.recheck(library, on=on)
    assert found == kept.recheck(library, on=on, state=state)
    assert len(asked) <= (2500 - stop) // 1000 + 1
    with pytest.raises(odr.BadArgument):
        kept.recheck(library, state=state)
    with pytest.raises(odr.BadArgument):
        odr.ledger().recheck(library, on=on, state=state)
    root = copied(tmp_path)
    edit(root / "jurisdictions" / "taian.yaml", "泰安市", "泰安州")
    with pytest.raises(odr.BadArgument, match="别的规则"):
        kept.recheck(odr.load(root), on=on, state=state)
    for text in ("{}\n", "[]\n", "x\n", state.read_text(encoding="utf-8").splitlines()[0] + "\n5\n"):
        bad = tmp_path / "bad"
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(odr.BadArgument):
            kept.recheck(library, on=on, state=bad)
    with pytest.raises(BadOutput):
        kept.recheck(library, on=on, state=tmp_path / "no" / "folder")


def test_a_basis_that_was_altered_is_told() -> None:
    kept = odr.ledger()
    cases(kept)
    kept._database.run("UPDATE ledger_bases SET content = '{}'")
    with pytest.raises(odr.LedgerBroken) as caught:
        kept.recheck(odr.load(), on=law("taian").on.replace(year=2022))
    assert caught.value.reason == "basis"
