"""What is appended is found again, in every store, by every thread and process; what cannot be is refused whole."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.ledgers import appending
from opendata_rules.ledgers.entries import Record
from opendata_rules.vocabulary.citations import Ref

from ..laws import ROOT, law, library
from ..replaying.receipts import answers
from .conftest import FACTS, filled

NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_every_kind_of_answer_is_kept_with_its_receipt() -> None:
    kept = odr.ledger()
    for name, answer in answers().items():
        entry = kept.append(answer, dataset=name)
        assert kept.receipt(entry.number) == json.loads(json.dumps(answer.receipt)), name
        assert entry == kept.entry(entry.number)
        assert pickle.loads(pickle.dumps(entry)) == entry
        json.dumps(entry.to_dict())
    assert kept.verify().size == len(kept) == len(answers())
    assert kept.recheck(library()).counts["changed"] == 0


def test_an_entry_is_replayed() -> None:
    kept = odr.ledger()
    decision = law("taian").classify(FACTS, declared="open")
    entry = kept.append(decision, receipt=decision.receipt)
    assert library().replay(kept.receipt(entry.number)) == decision
    assert entry.verdict == str(decision.attribute or decision.status)
    assert {one.rule for one in entry.provisions} == {ground.rule for ground in decision.grounds}


@pytest.mark.one_interpreter
def test_found_by_everything_in_any_store(place: Callable[[], str]) -> None:
    taian = law("taian")
    with odr.ledger(place()) as kept:
        told = [
            kept.append(
                taian.classify({"state_secret": secret}),
                asker="王敏",
                dataset=dataset,
                department=department,
                request=f"r{number}",
                time=NOON + dt.timedelta(days=number),
            )
            for number, (secret, dataset, department) in enumerate(
                [(True, "甲", "公安局"), (False, "甲", "教育局"), (True, "乙", "公安局")]
            )
        ]
        assert list(kept) == told

        def numbers(**wanted: Any) -> list[int]:
            return [one.number for one in kept.find(**wanted)]

        assert numbers(dataset="甲") == [1, 2]
        assert numbers(department="公安局") == [1, 3]
        assert numbers(department="公安局", dataset="甲") == [1]
        assert numbers(verdict="closed") == numbers(verdict="不予开放") == [1, 3]
        assert numbers(verdict="符合") == numbers(verdict="") == []
        for wrong, near in (
            ({"verdict": "不予公开"}, "不予开放"),
            ({"provision": "12(二)"}, "taian-open-data-measures-2025 12(二)"),
            (
                {"provision": "《泰安市公共数据开放办法（试行）》第十二条第（二）项"},
                "taian-open-data-measures-2025 12(二)",
            ),
            ({"provision": "taian-open-data-measures-2025 12（二）"}, "taian-open-data-measures-2025 12(二)"),
            ({"provision": "taian-open-data-measures-2025"}, "taian-open-data-measures-2025 12(二)"),
        ):
            with pytest.raises(odr.BadArgument) as caught:
                numbers(**wrong)
            assert near in caught.value.nearest, wrong
        assert numbers(provision="taian-12-2") == numbers(provision="taian-open-data-measures-2025 12(二)") == [1, 3]
        assert numbers(since=dt.date(2026, 3, 11)) == [2, 3]
        assert numbers(until=dt.date(2026, 3, 11)) == [1, 2]
        assert numbers(since=NOON, until=NOON + dt.timedelta(days=1)) == [1]
        assert numbers(after=2) == [3]
        assert numbers(dataset="没有") == numbers(provision="taian-12") == []
        assert numbers(until=dt.date.max) == [1, 2, 3]
        night = kept.append(taian.classify({}), time=dt.datetime(2026, 4, 30, 16, tzinfo=dt.UTC)).number
        assert numbers(since=dt.date(2026, 5, 1)) == [night], "midnight in Beijing, four in the afternoon in UTC"
        assert numbers(since=dt.date(2026, 4, 1), until=dt.date(2026, 4, 30)) == []
        assert told[0].time == "2026-03-10T04:00:00.000000Z"
        assert kept.verify().clock_went_back == 0
        kept.append(taian.classify({}), time=NOON)
        assert kept.verify().clock_went_back == 1


@pytest.mark.one_interpreter
def test_the_term_of_one_scheme_finds_nothing_of_the_other(place: Callable[[], str]) -> None:
    tengzhou, secret = law("tengzhou"), {"state_secret": True}
    with odr.ledger(place()) as kept:
        kept.append(tengzhou.classify(secret))
        kept.append(tengzhou.classify({"shareable_scope": "none"}, scheme="sharing"))
        # What somebody is called is no scheme.
        kept.append(tengzhou.classify(secret), asker='"scheme":"sharing"')
        assert [one.verdict for one in kept] == ["closed"] * 3

        def numbers(verdict: str) -> list[int]:
            return [one.number for one in kept.find(verdict=verdict)]

        assert (numbers("不予开放"), numbers("不予共享"), numbers("closed")) == ([1, 3], [2], [1, 2, 3])


def test_what_is_refused_leaves_no_trace() -> None:
    kept = odr.ledger()
    decision = law("taian").classify(FACTS)
    for name in ("asker", "dataset", "department", "request"):
        for bad in ("x" * 201, "\0", "\ud800", " x", "a\nb", "‮"):
            with pytest.raises(odr.BadArgument) as caught:
                kept.append(decision, **{name: bad})  # type: ignore[arg-type]
            assert caught.value.argument == name
        with pytest.raises(TypeError):
            kept.append(decision, **{name: 5})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        kept.append(decision.to_dict())
    with pytest.raises(TypeError):
        kept.append(decision, time=dt.datetime(2026, 3, 10))
    with pytest.raises(odr.UnknownFact):
        kept.append(decision, withhold=["consent"])
    with pytest.raises(odr.BadArgument, match="字节"):
        kept.append(decision, receipt={**decision.receipt, "options": {"x": "y" * 1_000_001}})
    with pytest.raises(odr.BadArgument, match="字节"):
        kept.append(decision, receipt={**decision.receipt, "facts": {"x": "y" * 1_000_001}})
    with pytest.raises(odr.BadArgument, match="半个字符"):
        kept.append(decision, receipt={**decision.receipt, "facts": {"x": "\ud800"}})
    assert len(kept) == 0
    for number in (0, 1, -1, 2**70):
        with pytest.raises(odr.Error):
            kept.entry(number)
    for bad in ("\0", "\ud800"):
        with pytest.raises(odr.BadArgument):
            kept.find(dataset=bad)
    with pytest.raises(TypeError):
        kept.find(since="2026-03-10")  # type: ignore[arg-type]


def test_one_that_is_too_large_does_not_harm_those_written_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = odr.ledger()
    decision = law("taian").classify(FACTS)
    good, bad = (appending._Waiting([odr.Record(decision).draft()]) for _ in range(2))
    bad.drafts = [odr.Record(decision, receipt={**decision.receipt, "engine": "9" * 1_000_001}).draft()]
    kept._appender._write_all([good, bad])
    assert good.written is not None
    assert isinstance(bad.error, odr.BadArgument)
    assert kept.verify().size == 1


@pytest.mark.one_interpreter
def test_threads_share_a_ledger(place: Callable[[], str]) -> None:
    decision = law("taian").classify(FACTS)
    with odr.ledger(place()) as kept:

        def work(number: int) -> list[int]:
            return [kept.append(decision, dataset=f"{number}").number for _ in range(20)]

        with ThreadPoolExecutor(8) as pool:
            numbers = [one for some in pool.map(work, range(8)) for one in some]
        assert sorted(numbers) == list(range(1, 161))
        assert kept.verify().size == 160


@pytest.mark.one_interpreter
def test_two_processes_make_one_chain(place: Callable[[], str]) -> None:
    """Each appends by itself and in batches, while the other does; the chain is one, and nothing is lost."""
    program = """
import sys, datetime as dt, opendata_rules as odr
decision = odr.load(sys.argv[1]).law("taian", on=dt.date(2026, 3, 10)).classify({"state_secret": True})
with odr.ledger(sys.argv[2]) as kept:
    for number in range(15):
        kept.append(decision, dataset=sys.argv[3])
        kept.append_many(odr.Record(decision, dataset=sys.argv[3]) for _ in range(3))
"""
    where = place()
    odr.ledger(where).close()
    commands = [[sys.executable, "-c", program, str(ROOT), where, name] for name in "ab"]
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [one.wait(120) for one in running] == [0, 0]
    with odr.ledger(where) as kept:
        assert kept.verify().size == 120
        assert len(list(kept.find(dataset="a"))) == len(list(kept.find(dataset="b"))) == 60


def test_a_ledger_and_cases_in_one_store(tmp_path: Path) -> None:
    where = tmp_path / "all.sqlite"
    with odr.monitor(law("jining"), where) as cases, odr.ledger(where) as kept:
        event = {"id": "1", "case": "A", "procedure": "objection", "kind": "received", "date": "2026-03-02"}
        assert cases.ingest([event]).accepted == 1
        filled(kept)
    with odr.ledger(where) as kept, odr.monitor(law("jining"), where) as cases:
        assert list(cases.cases()) == ["A"]
        origin = kept.origin
        assert kept.verify().size == 6
    with odr.ledger(where) as kept:
        assert kept.origin == origin


@pytest.mark.one_interpreter
def test_a_full_disk(tmp_path: Path) -> None:
    with odr.ledger(tmp_path / "ledger") as kept:
        filled(kept)
        connection = kept._database._connection  # type: ignore[attr-defined]
        [(pages,)] = connection.execute("PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages}")
        decision = law("taian").classify(FACTS)
        with pytest.raises(odr.BadStore, match="磁盘满了"):
            kept.append_many(odr.Record(decision) for _ in range(200))
        assert kept.verify().size == 6
        connection.execute("PRAGMA max_page_count = 100000")
        kept.append_many(odr.Record(decision) for _ in range(200))
        assert kept.verify().size == 206


def test_proofs() -> None:
    from opendata_rules.ledgers import tree

    kept = odr.ledger()
    filled(kept, 5)
    old = kept.checkpoint()
    filled(kept, 4)
    new = kept.checkpoint()
    path = [bytes.fromhex(one) for one in kept.consistency_proof(old.size)]
    assert tree.consistent(old.size, old.root, new.size, new.root, path)
    proof = [bytes.fromhex(one) for one in kept.inclusion_proof(3)]
    assert tree.includes(bytes.fromhex(kept.entry(3).digest), 2, new.size, proof, new.root)
    for call in (
        lambda: kept.consistency_proof(99),
        lambda: kept.inclusion_proof(0),
        lambda: kept.inclusion_proof(1, 99),
    ):
        with pytest.raises(odr.BadArgument):
            call()


@pytest.mark.parametrize("table", ["ledger_facts", "ledger_provisions"])
def test_an_end_cut_off_shows_by_what_stood_beside_it(table: str) -> None:
    """Without a checkpoint only a careful hand goes unseen."""
    kept = odr.ledger()
    for _ in range(3):
        kept.append(law("taian").classify({"state_secret": True}))
    kept._database.run("DELETE FROM ledger_entries WHERE number = 3")
    kept._database.run(f"DELETE FROM {table} WHERE number = 3")
    with pytest.raises(odr.LedgerBroken) as told:
        kept.verify()
    assert told.value.number == 3


@pytest.mark.parametrize(
    ("table", "number"),
    [("ledger_facts", 0), ("ledger_facts", -1), ("ledger_provisions", 0), ("ledger_provisions", 2.5)],
)
def test_what_was_slipped_in_beside_no_entry_shows(table: str, number: float) -> None:
    kept = odr.ledger()
    for _ in range(3):
        kept.append(law("taian").classify({"state_secret": True}))
    columns = {"ledger_facts": "(number, content)", "ledger_provisions": "(number, provision)"}
    kept._database.run(f"INSERT INTO {table} {columns[table]} VALUES (?, 'taian-12-2')", (number,))
    with pytest.raises(odr.LedgerBroken):
        kept.verify()


def test_what_has_no_receipt_says_what_to_append_in_its_place() -> None:
    taian, jining = law("taian"), law("jining")
    decision = taian.classify({"personal_privacy": True})
    cases = odr.monitor(jining)
    event = {"case": "A", "procedure": "objection", "kind": "received", "date": "2026-03-02"}
    cases.ingest([{"id": name, **event, "case": name} for name in "AB"])
    kept = odr.ledger()
    for given, told in (
        (decision.paths_to("open"), "判定"),
        (taian.duties(2026), "law.check"),
        (odr.load().recheck(decision.receipt), "now"),
        (cases.due(jining.on), "append_many"),
        (5, "int"),
    ):
        with pytest.raises(TypeError, match=told):
            kept.append(given)
    assert len(kept.append_many(map(odr.Record, cases.due(jining.on)))) > 1
    assert kept.verify().size == len(kept)


def test_what_rests_on_a_provision_is_found_by_its_citation() -> None:
    kept = odr.ledger()
    for facts in ({}, {"state_secret": True}):
        kept.append(law("taian").classify(facts))
    [ground] = law("taian").classify({"state_secret": True}).grounds
    for name in (ground.citation, ground.rule, f"{ground.citation.instrument} {ground.citation.ref}"):
        assert [one.number for one in kept.find(provision=name)] == [2]


def test_entries_are_found_by_who_asked_and_the_last_first(place: Callable[[], str]) -> None:
    """A name is that name and no other, whatever characters a search could take for others."""
    askers = ["王五", "王五/科", "100%", "1000", "A_c", "Abc", "abc", 'x"\\', "!", ""]
    with odr.ledger(place()) as ledger:
        decision = law("taian").classify({})
        ledger.append_many([Record(decision, asker=asker, dataset=f'"asker":"{asker}"') for asker in askers])
        for number, asker in enumerate(askers, 1):
            assert [one.number for one in ledger.find(asker=asker)] == [number], asker
        assert list(ledger.find(asker="王")) == []
        numbers = list(range(1, len(askers) + 1))
        assert [one.number for one in ledger.find(before=2**53)] == numbers[::-1]
        assert [one.number for one in ledger.find(before=4)] == [3, 2, 1]
        assert [one.number for one in ledger.find(before=4, after=1)] == [3, 2]
        assert list(ledger.find(before=1)) == []
        assert [one.number for one in ledger.find(asker="Abc", verdict="undetermined", before=99)] == [6]


def test_a_part_of_a_name_is_enough_where_that_is_asked_for(place: Callable[[], str]) -> None:
    """As it is written, in small letters or capitals; signs that a search could take for others are only themselves."""
    names = ["企业基本信息", "企业年报（2025）", "100%入库", "1000入库", "A_c", "Abc", "É一", ""]
    with odr.ledger(place()) as ledger:
        decision = law("taian").classify({})
        ledger.append_many([Record(decision, asker=str(n), dataset=name) for n, name in enumerate(names, 1)])
        ledger.append(law("taian").classify({"state_secret": True}), dataset="企业", department="市大数据局")
        wanted = {"企业": [1, 2, 9], "基本": [1], "%": [3], "0%入": [3], "A_": [5], "a": [5, 6], "C": [5, 6], "é": []}
        for part, numbers in wanted.items():
            assert [one.number for one in ledger.find(dataset=part, parts=True)] == numbers, part
        assert [one.number for one in ledger.find(dataset="企业")] == [9], (
            "the whole of it, where parts are not asked for"
        )
        assert [one.number for one in ledger.find(department="大数据", dataset="企业", parts=True)] == [9]
        assert [one.number for one in ledger.find(dataset="企业", asker="2", parts=True)] == [2]


def test_entries_are_found_by_an_instrument_or_by_what_stands_in_an_article() -> None:
    """Of an article with its items, and of no other that begins with the same digits."""
    kept = odr.ledger()
    decision = law("taian").classify({"state_secret": True})
    kept.append(law("taian").classify({}))
    kept.append(decision)
    [ground] = decision.grounds
    instrument, ref = ground.citation.instrument, Ref.parse(ground.citation.ref)
    assert ref.item is not None

    def found(within: str) -> list[int]:
        return [one.number for one in kept.find(within=within)]

    assert found(instrument) == found(f"{instrument} {ref.article}") == found(f"{instrument} {ref}") == [2]
    assert found(f"{instrument} {str(ref.article)[:1]}") == found(f"{instrument} {ref.article}9") == found("%") == []
    with pytest.raises(TypeError):
        kept.find(within=12)  # type: ignore[arg-type]
