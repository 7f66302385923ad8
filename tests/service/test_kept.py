"""Keys, jobs and calendars in their store, a file or the database of everything; none is lost or doubled."""

from __future__ import annotations

import asyncio
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import opendata_rules as odr
from opendata_rules.service import jobs, keeping
from opendata_rules.service.cases import Cases
from opendata_rules.service.editions import Edition, Editions, shipped_edition
from opendata_rules.service.errors import Conflict
from opendata_rules.service.keeping import FILE, Answered, Keeping
from opendata_rules.service.observing import Observer

from ..laws import law, library
from ..monitoring.conftest import postgres

if TYPE_CHECKING:
    from ..monitoring.postgres import Server

__all__ = ["postgres"]

pytestmark = pytest.mark.one_interpreter

#: Written by the version before there were numbered steps.
BEFORE = Path(__file__).parents[1] / "storage" / "stores" / "service_unnumbered.sqlite"
DAYS = 2


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """A place for a new store, of each kind."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").fresh()  # type: ignore[no-any-return]
    return tmp_path


def as_it_was(kept: Keeping) -> None:
    """Everything of the file of the version before is there."""
    answered = kept.begin("门户", "answered", b"POST /\nbody", DAYS)
    assert answered == Answered(201, "application/json", '{"甲":1}'.encode())
    with pytest.raises(Conflict, match="还在办理"):
        kept.begin("门户", "begun", b"POST /\nother", DAYS)
    assert [(one.kind, one.state, one.done, one.total) for one in kept.jobs("门户")] == [
        ("catalogue", "done", 1, 1),
        ("recheck", "running", 3, 10),
    ]
    [failed] = kept.jobs("")
    assert failed.problem == {"code": "bad_store", "detail": "磁盘满了"}
    assert kept.moved(f"{2:032x}", "running", 3, 10), "it was to be stopped"
    feed = kept.feed("a-secret-of-a-calendar")
    assert feed is not None
    assert kept.feeds("jining") == [feed]
    assert (feed.kind, feed.made) == ("cases", 4_000_000_000.5)


def test_a_file_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    shutil.copyfile(BEFORE, tmp_path / FILE)
    for _ in range(2):
        kept = Keeping(tmp_path)
        as_it_was(kept)
        kept.close()


def test_a_file_of_the_version_before_moves_into_the_database(postgres: Server, tmp_path: Path) -> None:
    shutil.copyfile(BEFORE, tmp_path / FILE)
    with_report = Keeping(tmp_path)
    job, report = with_report.add_job("统计局", "recheck", "f" * 64), b"{}" * 1_000_000
    with_report.finish_job(job.id, report)
    secret = with_report.add_session("abcdefgh", 3600)
    with_report.close()
    kept = Keeping(postgres.fresh())
    for _ in range(2):
        kept.take_over(tmp_path)
        as_it_was(kept)
        assert not list(tmp_path.iterdir())
        assert kept.report(job.id) == report
        assert kept.session(secret) == "abcdefgh"
    kept.close()


def test_tables_of_the_same_names_are_left_alone(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / FILE) as other:
        for name in ("keys", "jobs", "feeds"):
            other.execute(f"CREATE TABLE {name} (id TEXT)")
    other.close()
    with pytest.raises(odr.BadStore, match="别的程序的表：feeds、jobs、keys"):
        Keeping(tmp_path)


def test_of_two_that_ask_under_one_key_one_is_answered(store: str | Path) -> None:
    kept = [Keeping(store), Keeping(store)]

    def first(number: int) -> list[bool]:
        taken = []
        for key in range(30):
            try:
                taken.append(kept[number % 2].begin("", f"{key}", b"asked", DAYS) is None)
            except Conflict:
                taken.append(False)
        return taken

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(first, range(4)))
    assert [sum(one) for one in zip(*found, strict=True)] == [1] * 30
    kept[0].finish("", "0", None)
    assert kept[1].begin("", "0", b"something else", DAYS) is None
    with pytest.raises(Conflict, match="另一个请求"):
        kept[0].begin("", "0", b"asked", DAYS)
    for one in kept:
        one.close()


def test_a_report_is_there_as_long_as_its_job(store: str | Path) -> None:
    kept, other = Keeping(store), Keeping(store)
    report = bytes(range(256)) * 10_000
    job = kept.add_job("门户", "catalogue", "f" * 64)
    assert not kept.moved(job.id, "running", 1, 2)
    other.stop_job(job.id)
    assert kept.moved(job.id, "running", 2, 2)
    other.finish_job(job.id, report)
    found = kept.job(job.id)
    assert found is not None
    assert (found.state, kept.report(job.id)) == ("done", report)
    assert kept.old_jobs(1) == []
    assert kept.old_jobs(-1) == [job.id]
    assert (other.job(job.id), other.report(job.id)) == (None, None)
    other.finish_job(job.id, report)
    assert other.report(job.id) is None
    for one in (kept, other):
        one.close()


def test_a_job_that_waits_long_for_its_turn_is_not_told_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Keeping(tmp_path)
    monkeypatch.setattr(jobs, "_SIGN", 0.01)

    async def wait() -> None:
        work = jobs.Jobs(tmp_path, tmp_path, kept, Observer(), Editions(1), 7)
        await work._turn.acquire()
        waiting = await work.begin(
            jobs.RecheckTask(None, tmp_path / "ledger.sqlite", None, 0), "门户", shipped_edition()
        )
        died = kept.add_job("门户", "recheck", "f" * 64)
        later = time.time() + 3600
        monkeypatch.setattr(keeping, "time", SimpleNamespace(time=lambda: later))
        async with asyncio.timeout(20):
            while kept.job(waiting.id) != waiting:
                await asyncio.sleep(0.01)
        assert [(one.id, one.state) for one in kept.jobs("门户")] == [(died.id, "failed"), (waiting.id, "waiting")]
        found = kept.job(died.id)
        assert found is not None
        assert found.state == "failed", "its worker gives no sign"
        await work.stop()

    asyncio.run(wait())
    kept.close()


def test_a_database_that_went_away_is_told_and_found_again(postgres: Server) -> None:
    where = postgres.fresh()
    kept = Keeping(where)
    secret, feed = kept.add_feed("jining", "cases", "")
    [(own,)] = kept._run("SELECT pg_backend_pid()")
    postgres.run(f"SELECT pg_terminate_backend({own})")
    with pytest.raises(odr.BadStore):
        kept.feed(secret)
    assert kept.feed(secret) == feed
    kept.close()


def test_whether_a_place_has_cases_is_told_without_making_a_store_for_them(store: str | Path) -> None:
    cases, taian = Cases(store), law("taian")
    edition = Edition("a law", library())
    assert not cases.there("taian")
    assert not cases.there("taian"), "asking makes none"
    with cases.of(edition, taian) as monitor:
        assert list(monitor.cases()) == []
    assert cases.there("taian")
    assert not cases.there("jining")
    cases.close()


def test_rules_that_a_job_reads_stay_until_it_is_done(tmp_path: Path) -> None:
    """Three states may follow one another while a job waits for its turn; a copy is then deleted when it is over."""
    ones = []
    for number in range(3):
        copied = tmp_path / str(number)
        copied.mkdir()
        ones.append(Edition(str(number) * 64, library(), copied=copied))
    editions = Editions(0)
    editions.adopt(ones[0])
    with editions.held(ones[0]):
        with editions.held(ones[0]):
            editions.adopt(ones[1])
        editions.adopt(ones[2])
        assert ones[0].copied is not None
        assert ones[0].copied.is_dir()
        assert editions.current is ones[2]
        assert not (tmp_path / "1").exists(), "nobody reads it"
    assert not (tmp_path / "0").exists()
    with editions.held(ones[2]):
        pass
    assert (tmp_path / "2").is_dir(), "it answers still"
