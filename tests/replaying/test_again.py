"""Receipts are replayed where all that the answer rests on means the same, and refused by name where it does not."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules import digests
from opendata_rules.norms import resting
from opendata_rules.replaying.results import Drift
from opendata_rules.vocabulary.words import EVERYWHERE

from ..laws import ON, ROOT, law, library
from .receipts import CATALOGUE, DAY, KINDS, answers, copied, edit, receipt, source

TAIAN = "rules/taian-open-data-measures-2025"
JINING = "rules/jining-open-data-rules-2025"


@pytest.mark.parametrize("name", KINDS)
def test_a_receipt_gives_the_same_answer(name: str, tmp_path: Path) -> None:
    found = library().replay(receipt(name), **source(name))
    assert found == answers()[name]
    assert found.to_dict() == answers()[name].to_dict()
    assert odr.load(copied(tmp_path)).replay(receipt(name), **source(name)).to_dict() == found.to_dict()


def test_a_fact_stated_to_be_unknown_stays_so_where_what_is_not_listed_is_false() -> None:
    """A key that is missing would be read as false; one whose value is ``None`` is not."""
    asked: dict[str, Any] = {"may_endanger_security": None, "state_secret": False}
    then = law("taian").classify(asked, unlisted="false")
    assert then.receipt["facts"] == asked
    assert dict(then.facts) == {"state_secret": False}
    again = library().replay(json.loads(json.dumps(then.receipt)))
    assert isinstance(again, odr.Decision)
    assert again.to_dict() == then.to_dict()
    assert set(again.possible) == {"closed", "open"}
    assert library().recheck(then.receipt).agrees
    assert (
        then.receipt["question"] != law("taian").classify({"state_secret": False}, unlisted="false").receipt["question"]
    )
    # What gives way to a constraint is as unknown to whoever asks again.
    for fact in law("taian").facts("classification"):
        for value in [word for word, _ in fact.values] or ([True, False] if str(fact.type) == "bool" else []):
            told = law("taian").classify({fact.id: value}, unlisted="false")
            assert library().replay(told.receipt).to_dict() == told.to_dict(), fact.id


@pytest.mark.parametrize("name", KINDS)
def test_a_result_and_its_json_hold_the_same_receipt(name: str) -> None:
    answer = answers()[name]
    assert answer.to_dict()["receipt"] == answer.receipt == receipt(name)
    # Nobody who has one can change another.
    answer.receipt["packs"].clear()
    answer.receipt["places"].clear()
    assert answer.receipt == receipt(name)


# -- what means the same ----------------------------------------------------------------------------------------------


def test_comments_layout_and_the_order_of_keys_change_nothing(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for path in [*(root / "rules").rglob("*.yaml"), *(root / "jurisdictions").glob("*.yaml")]:
        path.write_bytes(b"# \xe6\xb3\xa8\n\n" + path.read_bytes().replace(b"\n", b"\r\n") + b"\n# end\n")
    head = root / TAIAN / "instrument.yaml"
    title = next(line for line in head.read_text(encoding="utf-8").splitlines() if line.startswith("标题: "))
    edit(head, f"{title}\n", "")
    with head.open("a", encoding="utf-8") as file:
        file.write(f"标题: '{title.removeprefix('标题: ')}'\n")
    other = odr.load(root)
    for name in KINDS:
        found = other.replay(receipt(name), **source(name))
        assert found == answers()[name]
        assert hash(found) == hash(answers()[name])
        assert found.to_dict() == answers()[name].to_dict()


def test_cases_and_the_article_table_are_no_part_of_it(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for name in ("cases.yaml", "duty_cases.yaml"):
        (root / TAIAN / name).unlink()
    assert odr.load(root).replay(receipt("classify")) == answers()["classify"]


# -- what does not ----------------------------------------------------------------------------------------------------


def refused(root: Path, name: str) -> odr.ReceiptMismatch:
    with pytest.raises(odr.ReceiptMismatch) as caught:
        odr.load(root).replay(receipt(name), **source(name))
    assert caught.value.differences
    assert caught.value.english
    return caught.value


def test_a_draft_moved_in_the_list_of_a_place_is_told(tmp_path: Path) -> None:
    """The attack: which instrument is nearest decides, and a forbidden change of a draft turned into an allowed one."""
    root = copied(tmp_path)
    asked = law("shandong", drafts=True)
    before = asked.check_change("closed", "open", {})
    place = root / "jurisdictions" / "shandong.yaml"
    lines = place.read_text(encoding="utf-8").splitlines()
    draft = next(line for line in lines if "shandong-open-data-rules-draft-2024" in line)
    last = max(
        number for number, line in enumerate(lines) if line.startswith(draft[: len(draft) - len(draft.lstrip())] + "- ")
    )
    lines.remove(draft)
    lines.insert(last, draft)
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(odr.ReceiptMismatch, match="shandong") as caught:
        odr.load(root).replay(json.loads(json.dumps(before.receipt)))
    assert Drift("place", "shandong", "changed") in caught.value.differences


EDITS: list[tuple[str, str, str, str, str]] = [
    # file, before, after, what, id
    (f"{TAIAN}/instrument.yaml", "标题: 泰安市", "标题: 新泰安市", "instrument", "taian-open-data-measures-2025"),
    ("jurisdictions/taian.yaml", "上级: shandong", "上级: qingdao", "place", "taian"),
]


@pytest.mark.parametrize(("file", "before", "after", "what", "name"), EDITS)
def test_what_another_title_or_parent_is_called(
    file: str, before: str, after: str, what: str, name: str, tmp_path: Path
) -> None:
    root = copied(tmp_path)
    edit(root / file, before, after)
    told = refused(root, "classify")
    assert (what, name) in {(one.what, one.id) for one in told.differences if isinstance(one, Drift)}
    assert name in told.nearest
    if what == "instrument":
        # Another title is no change of every rule that cites it.
        assert {one.what for one in told.differences if isinstance(one, Drift)} == {"instrument"}


def rule_ids(found: odr.ReceiptMismatch) -> list[str]:
    return [one.id for one in found.differences if isinstance(one, Drift) and one.what == "rule"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("要旨: 国家秘密列为不予开放类", "要旨: 国家秘密不开放"),
        ('条文: "12(二)"', '条文: "12(三)"'),
        ("条件: {法定不予开放: 是}", "条件: {法定不予开放: 否}"),
        ("效力: 应当", "效力: 可以\n      可选: [不予开放, 有条件开放]"),
    ],
    ids=["gist", "citation", "condition", "force"],
)
def test_a_rule_that_is_another_is_named(before: str, after: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    edit(root / TAIAN / "rules.yaml", before, after)
    told = refused(root, "classify")
    assert len(rule_ids(told)) == 1
    assert rule_ids(told)[0].startswith("taian-")
    assert rule_ids(told)[0] in str(told)
    assert rule_ids(told)[0] in told.english


def test_a_rule_taken_away_or_added_is_named(tmp_path: Path) -> None:
    now, then = odr.load(copied(tmp_path)).replay(receipt("deadline")).receipt, receipt("deadline")
    rule, mark = next(iter(then["packs"]["jining-open-data-rules-2025"]["rules"].items()))
    for packs, change in (({"gone": mark}, "removed"), ({}, "added")):
        changed = json.loads(json.dumps(then))
        held = changed["packs"]["jining-open-data-rules-2025"]
        held["digest"] = "0" * 64
        held["rules"] |= packs
        if not packs:
            del held["rules"][rule]
        with pytest.raises(odr.ReceiptMismatch) as caught:
            library().replay(changed)
        [one] = caught.value.differences
        assert isinstance(one, Drift)
        assert (one.what, one.change) == ("rule", change)
        assert (one.citation is None) == (change == "removed")
    assert now == then


def test_a_term_that_is_another_is_named_with_its_article(tmp_path: Path) -> None:
    root = copied(tmp_path)
    edit(root / JINING / "deadlines.yaml", "长度: 5", "长度: 6")
    told = refused(root, "deadline")
    [one] = told.differences
    assert isinstance(one, Drift)
    assert one.what == "rule"
    assert one.instrument == "jining-open-data-rules-2025"
    assert one.citation is not None
    assert str(one.citation) in str(told)


@pytest.mark.parametrize("name", ["check", "deadline", "schedule", "catalogue"])
def test_a_notice_that_is_another_is_named_by_its_year(name: str, tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "rules" / "calendar" / "2026.yaml").unlink()
    told = refused(root, name)
    assert Drift("calendar", "2026", "removed") in told.differences
    assert "日历" in str(told)
    assert odr.load(root).replay(receipt("classify")) == answers()["classify"]


def exchanged(name: str, part: str, entries: dict[str, Any]) -> dict[str, Any]:
    """A receipt issued when some entries of the vocabulary, or of the procedures, were others."""
    told = receipt(name)
    whole: Callable[[dict[str, Any]], dict[str, str]] = resting._whole
    told[part] = whole(entries)
    return told


def test_a_rewritten_vocabulary_is_named_entry_by_entry() -> None:
    entries = resting.vocabulary_entries(EVERYWHERE)
    fact = "state_secret"
    for change, expected in (
        ({fact: {**entries[fact], "question": "?"}}, [("fact", fact, "changed")]),
        ({"new__one": entries[fact]}, [("fact", "1", "removed")]),
    ):
        with pytest.raises(odr.ReceiptMismatch) as caught:
            library().replay(exchanged("classify", "vocabulary", {**entries, **change}))
        assert [
            (one.what, one.id, one.change) for one in caught.value.differences if isinstance(one, Drift)
        ] == expected
    fewer = {name: told for name, told in entries.items() if name != fact}
    with pytest.raises(odr.ReceiptMismatch, match=fact) as caught:
        library().replay(exchanged("classify", "vocabulary", fewer))
    assert caught.value.differences == (Drift("fact", fact, "added"),)


def test_a_rewritten_procedure_is_named() -> None:
    entries = resting.procedure_entries(EVERYWHERE)
    changed = {**entries, "objection": {**entries["objection"], "label": "?"}}
    with pytest.raises(odr.ReceiptMismatch, match="objection"):
        library().replay(exchanged("schedule", "procedures", changed))


def test_the_order_of_rules_is_part_of_it() -> None:
    changed = receipt("classify")
    changed["packs"]["taian-open-data-measures-2025"]["digest"] = "0" * 64
    with pytest.raises(odr.ReceiptMismatch) as caught:
        library().replay(changed)
    assert caught.value.differences == (Drift("pack", "taian-open-data-measures-2025", "changed"),)


def test_a_place_or_a_pack_that_is_gone(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "jurisdictions" / "taian.yaml").unlink()
    with pytest.raises(odr.ReceiptMismatch):
        odr.load(root).replay(receipt("classify"))
    root = copied(tmp_path / "other")
    (root / TAIAN / "rules.yaml").write_text("分类: [", encoding="utf-8")
    with pytest.raises(odr.ReceiptMismatch, match="taian"):
        odr.load(root).replay(receipt("classify"))


# -- engines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_another_engine_alone_is_no_hindrance(name: str) -> None:
    told = receipt(name)
    told["engine"] = "0.0.1"
    told["outcome"]["digest"] = "0" * 64
    found = library().replay(told, **source(name))
    assert found == answers()[name]
    assert found.receipt["engine"] == odr.__version__


def test_another_engine_and_another_outcome() -> None:
    told = receipt("classify")
    told["engine"] = "0.0.1"
    told["outcome"]["possible"] = ["open"]
    with pytest.raises(odr.ReceiptMismatch, match=r"0\.0\.1") as caught:
        library().replay(told)
    assert odr.__version__ in str(caught.value)
    assert caught.value.differences == (Drift("outcome", "outcome.possible", "changed"),)


# -- files ------------------------------------------------------------------------------------------------------------


def test_a_report_needs_its_file(tmp_path: Path) -> None:
    with pytest.raises(odr.ReceiptMismatch, match="source"):
        library().replay(receipt("catalogue"))
    other = tmp_path / "other.csv"
    other.write_bytes(CATALOGUE.read_bytes() + b"\n")
    with pytest.raises(odr.ReceiptMismatch, match="taian_catalogue") as caught:
        library().replay(receipt("catalogue"), source=other)
    assert caught.value.differences == (Drift("source", "taian_catalogue.csv", "changed"),)
    with pytest.raises(odr.ReceiptMismatch):
        library().replay(receipt("catalogue"), source=tmp_path / "none.csv")
    same = tmp_path / "renamed.csv"
    same.write_bytes(CATALOGUE.read_bytes())
    assert library().replay(receipt("catalogue"), source=str(same)) == answers()["catalogue"]
    with pytest.raises(odr.ReceiptMismatch, match="source"):
        library().replay(receipt("classify"), source=same)


def test_the_profile_travels_with_the_receipt(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text("是否:\n  Y: 是\n  N: 否\n", encoding="utf-8")
    found = law("taian").check_catalogue(CATALOGUE, profile=profile)
    told = json.loads(json.dumps(found.receipt))
    profile.unlink()
    assert library().replay(told, source=CATALOGUE) == found
    told["options"]["profile"] = "是否: ["
    with pytest.raises(odr.ReceiptMismatch):
        library().replay(told, source=CATALOGUE)


def test_a_profile_in_a_receipt_holds_no_identity_number(tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    number = "379900199001010019"
    profile.write_text(f"# 联系人 {number}\n列:\n  备注{number}: 不参与检查\n是否:\n  Y: 是\n", encoding="utf-8")
    source = tmp_path / "c.csv"
    source.write_text(f"数据集名称,开放属性,国家秘密,备注{number}\n名录,不予开放,Y,x\n", encoding="utf-8")
    found = law("taian").check_catalogue(source, profile=profile)
    assert found.unused == ()
    assert number not in json.dumps(found.to_dict(), ensure_ascii=False)
    assert library().replay(json.loads(json.dumps(found.receipt)), source=source) == found


# -- form 1 -----------------------------------------------------------------------------------------------------------


def first_form(name: str, root: Path = ROOT) -> dict[str, Any]:
    """The receipt as the first form had it: digests of files, and no outcome."""
    told = receipt(name)
    asked = odr.load(root).law(told["place"], on=ON)
    calendar = None if told["calendar"] is None else asked.calendar.digest
    packs = {link.standing.id: link.pack.digest for link in asked.chain.links}
    kept = {key: told[key] for key in ("kind", "engine", "place", "on", "options", "facts")}
    return {"receipt": 1, **kept, "packs": packs, "calendar": calendar}


OLD = ["classify", "change", "check", "deadline", "schedule"]


@pytest.mark.parametrize("name", OLD)
def test_a_receipt_of_form_1_is_replayed_where_the_files_are_the_same(name: str, tmp_path: Path) -> None:
    assert library().replay(first_form(name)) == answers()[name]
    assert odr.load(copied(tmp_path)).replay(first_form(name)) == answers()[name]


def test_the_digest_of_files_is_that_of_the_first_form() -> None:
    """Receipts issued by 0.1.0 hold these: SHA-256 over names, lengths and bytes with line ends of Unix."""
    whole = hashlib.sha256()
    for name in ("articles.yaml", "deadlines.yaml", "duties.yaml", "instrument.yaml", "rules.yaml"):
        data = (ROOT / TAIAN / name).read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    assert library().pack("taian-open-data-measures-2025").digest == whole.hexdigest()


def test_the_digest_of_a_calendar_is_that_of_the_first_form(tmp_path: Path) -> None:
    """Receipts issued by 0.1.0 hold this, of a folder as it was then: with no English of the sources."""
    path = copied(tmp_path) / "rules/calendar/assumptions.yaml"
    text = path.read_text(encoding="utf-8")
    stripped = re.sub(r"^( *)英文出处:\n(\1  - .*\n)+", "", text, flags=re.MULTILINE)
    assert "英文出处" in text
    assert "英文出处" not in stripped
    path.write_text(stripped, encoding="utf-8")
    then = odr.load(tmp_path).calendar.known_until(2026)
    assert then.digest == "5561d688397116123c3b1acd5e45155bb79485da45df1f0022ac3f4d265d1051"
    assert then != library().calendar.known_until(2026)


def test_a_comment_refuses_a_receipt_of_form_1_in_words_that_say_what_to_do(tmp_path: Path) -> None:
    root = copied(tmp_path)
    old = first_form("classify", root)
    edit(root / TAIAN / "rules.yaml", "\n", "\n# 注释\n")
    with pytest.raises(odr.ReceiptMismatch, match="taian-open-data-measures-2025") as caught:
        odr.load(root).replay(old)
    assert "odr.load" in str(caught.value)
    assert "odr.load" in caught.value.english
    assert odr.load(root).replay(receipt("classify")) == answers()["classify"]
    assert odr.load(root).recheck(old).now == answers()["classify"]


@pytest.mark.parametrize("name", OLD)
def test_tampered_receipts_of_form_1_are_refused(name: str) -> None:
    from .test_form import tampered_with

    for at, wrong, changed in tampered_with(first_form(name)):
        if at == ("receipt",) or at[:1] == ("engine",):
            continue
        try:
            found = library().replay(changed)
        except odr.ReceiptMismatch:
            continue
        # Nothing vouches for the question of an old receipt: another one has another answer, its own.
        assert found.receipt["options"] == changed["options"], (at, wrong)


# -- digests ----------------------------------------------------------------------------------------------------------


def test_digests_are_the_same_in_every_process() -> None:
    program = (
        "import datetime as dt, json, opendata_rules as odr;"
        f"law = odr.load({str(ROOT)!r}).law('taian', on=dt.date(2026, 3, 10));"
        "print(json.dumps(law.classify({'state_secret': True}).receipt))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert library().replay(json.loads(found.pop())).attribute == "closed"  # type: ignore[attr-defined]


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(TypeError):
        digests.meaning(object())
    with pytest.raises(TypeError):
        digests.meaning(1.5)


def test_a_deadline_in_doubt_has_the_receipt_of_the_term_itself() -> None:
    asked = law("jining")
    case = asked.schedule("conditional_access", trigger=DAY, on=ON, actual={})
    for step in case.steps:
        if step.deadline is not None:
            found = library().replay(step.deadline.receipt)
            assert isinstance(found, odr.Deadline)
            assert found.step == step.deadline.step
