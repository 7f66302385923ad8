"""Files of many datasets: every form, cut off anywhere, broken in every way."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import opendata_rules as odr
from opendata_rules.bulk import jobs, sources
from opendata_rules.bulk.jobs import classify_file
from opendata_rules.errors import BadOutput
from tests import laws
from tests.bulk.test_frames import ADDED, arrow_of, domains_of
from tests.bulk.test_graph import random_facts

pytestmark = pytest.mark.one_interpreter

LAW = laws.law("taian")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PART", 100)
    monkeypatch.setattr(sources, "BATCH", 30)


@pytest.fixture(scope="module")
def table() -> pa.Table:
    domains = domains_of(LAW, "opening")
    rng = random.Random("jobs")
    rows = [random_facts(rng, domains) for _ in range(731)]
    found = arrow_of(rows, domains)
    names = [rng.choice(["甲局", "乙局", None, 'a "b",\nc']) for _ in rows]
    return found.append_column("部门", pa.array(names))


def written(table: pa.Table, path: Path) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=77)
    elif path.suffix == ".csv":
        pa.csv.write_csv(table, path)
    else:
        lines = [json.dumps({k: v for k, v in row.items() if v is not None}) + "\n" for row in table.to_pylist()]
        path.write_text("".join(lines), encoding="utf-8")
    return path


def read(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return pq.read_table(path)
    text = dict.fromkeys(("odr_attribute", "odr_status"), pa.string())
    convert = pa.csv.ConvertOptions(column_types=text, strings_can_be_null=True)
    return pa.csv.read_csv(path, pa.csv.ReadOptions(), pa.csv.ParseOptions(newlines_in_values=True), convert)


def told(table: pa.Table) -> list[tuple[Any, ...]]:
    """Id and answers of each row."""
    return [(int(row["id"]), *(row[name] for name in ADDED)) for row in table.to_pylist()]


@pytest.mark.parametrize("output", ["out.parquet", "out.csv"])
@pytest.mark.parametrize("source", ["in.parquet", "in.csv", "in.jsonl"])
def test_every_form_of_file_is_answered_row_by_row(source: str, output: str, table: pa.Table, tmp_path: Path) -> None:
    done = classify_file(LAW, written(table, tmp_path / source), tmp_path / output, identifier="id")
    expected = LAW.classify_frame(table)
    assert told(read(tmp_path / output)) == told(expected)
    assert (done.rows, done.resumed) == (731, 0)
    departments = [name or "" for name in table.column("部门").to_pylist()]
    outcomes = zip(*(expected.column(name).to_pylist() for name in ADDED[:2]), strict=True)
    wanted: dict[tuple[str, str], int] = {}
    for department, (attribute, status) in zip(departments, outcomes, strict=True):
        key = department, attribute or status
        wanted[key] = wanted.get(key, 0) + 1
    assert dict(done.counts) == wanted
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([source, output])
    if source.endswith(".parquet") and output.endswith(".parquet"):
        assert pq.read_table(tmp_path / output).select(table.column_names).equals(table)


def test_text_is_passed_through_as_it_stood(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text('id,国家秘密,note\n007,是,"a, b"\n008,,1e3\n', encoding="gb18030")
    classify_file(LAW, tmp_path / "in.csv", tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert [line.replace('"', "").split(",odr")[0] for line in lines[:1]] == ["id,国家秘密,note"]
    assert lines[1].startswith('"007","是","a, b","closed","decided"')
    assert lines[2].startswith('"008","","1e3",,"undetermined"')


class Stop(BaseException):
    """Somebody stopped the program."""


@pytest.mark.parametrize("output", ["out.parquet", "out.csv"])
@pytest.mark.parametrize("source", ["in.parquet", "in.csv", "in.jsonl"])
def test_what_was_cut_off_goes_on_without_losing_or_doubling_a_row(
    source: str, output: str, table: pa.Table, tmp_path: Path
) -> None:
    path, out = written(table, tmp_path / source), tmp_path / output
    whole = classify_file(LAW, path, tmp_path / f"whole-{output}")
    for stop in (1, 90, 170, 350, 365, 700, 731):

        def step(rows: int, total: int | None, stop: int = stop) -> None:
            if rows >= stop:
                raise Stop

        with pytest.raises(Stop):
            classify_file(LAW, path, out, progress=step)
        assert not out.exists()
    done = classify_file(LAW, path, out)
    assert done.resumed == 700
    assert (done.rows, done.counts) == (731, whole.counts)
    assert read(out).to_pylist() == read(tmp_path / f"whole-{output}").to_pylist()
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([source, output, f"whole-{output}"])


KILLED = """
import sys, time, datetime as dt
import opendata_rules as odr
from pathlib import Path
from opendata_rules.bulk import jobs, sources
jobs.PART, sources.BATCH = 100, 30
law = odr.load().law("taian", on=dt.date(2026, 3, 10))
slow = lambda rows, total: (print(rows, flush=True), time.sleep(0.02))
jobs.classify_file(law, Path(sys.argv[1]), Path(sys.argv[2]), progress=slow)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_process_that_is_killed_is_taken_up_by_the_next(table: pa.Table, tmp_path: Path) -> None:
    path, out = written(table, tmp_path / "in.parquet"), tmp_path / "out.parquet"
    for stop in (130, 420):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), str(out)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert any(int(line) >= stop for line in process.stdout)
            process.kill()
        assert not out.exists()
    done = classify_file(LAW, path, out)
    assert done.resumed >= 400
    assert told(read(out)) == told(LAW.classify_frame(table))


def test_an_output_that_is_there_is_not_overwritten_unasked(table: pa.Table, tmp_path: Path) -> None:
    path, out = written(table, tmp_path / "in.csv"), tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(BadOutput, match="已经存在"):
        classify_file(LAW, path, out)
    assert out.read_text() == "mine"
    assert classify_file(LAW, path, out, overwrite=True).rows == 731
    assert len(read(out)) == 731


def test_an_unfinished_job_of_other_options_is_not_taken_up(table: pa.Table, tmp_path: Path) -> None:
    path, out = written(table, tmp_path / "in.csv"), tmp_path / "out.csv"

    def stop(rows: int, total: int | None) -> None:
        if rows > 300:
            raise Stop

    with pytest.raises(Stop):
        classify_file(LAW, path, out, progress=stop)
    with pytest.raises(BadOutput, match="没有做完"):
        classify_file(LAW, path, out, unlisted="false")
    with pytest.raises(BadOutput, match="没有做完"):
        classify_file(laws.law("tengzhou"), path, out)
    os.utime(path, (1, 1))
    with pytest.raises(BadOutput, match="没有做完"):
        classify_file(LAW, path, out)
    assert classify_file(LAW, path, out, overwrite=True).resumed == 0


def broken(kind: str, table: pa.Table, folder: Path) -> tuple[Path, str, dict[str, Any]]:
    """A file that is wrong, what the message names beside the file, and options."""
    parquet, csv, lines = folder / "in.parquet", folder / "in.csv", folder / "in.jsonl"
    match kind:
        case "truncated":
            written(table, parquet)
            parquet.write_bytes(parquet.read_bytes()[:-100])
            return parquet, "读不出来", {}
        case "damaged in the middle":
            written(table, parquet)
            held = bytearray(parquet.read_bytes())
            group = pq.ParquetFile(parquet).metadata.row_group(5).column(0)
            begin = min(n for n in (group.dictionary_page_offset, group.data_page_offset) if n)
            held[begin : begin + group.total_compressed_size] = b"\xff" * group.total_compressed_size
            parquet.write_bytes(held)
            return parquet, "行之后读不出来", {}
        case "no such file":
            return folder / "none.parquet", "读不出来：没有这个文件", {}
        case "another kind":
            return folder / "in.xlsx", "后缀", {}
        case "no id column":
            return written(table, csv), "id 指的列“编号”表里没有", {"identifier": "编号"}
        case "no department column":
            return written(table, csv), "department", {"department": "科室"}
        case "a row without id":
            csv.write_text("id,国家秘密\n1,是\n,否\n", encoding="utf-8")
            return csv, "第 2 行，列“id”", {"identifier": "id"}
        case "a wrong cell":
            csv.write_text("id,国家秘密\n" + "1,是\n" * 240 + "1,对\n", encoding="utf-8")
            return csv, "第 241 行，列“国家秘密”", {}
        case "numbers":
            pq.write_table(pa.table({"state_secret": [None, 1]}), parquet)
            return parquet, "第 2 行，列“state_secret”", {}
        case "a row of other length":
            csv.write_text("id,国家秘密\n1,是\n2,否,3\n", encoding="utf-8")
            return csv, "第 3 行（表头是第 1 行）有 3 列", {}
        case "an empty file":
            csv.write_bytes(b"")
            return csv, "空文件", {}
        case "no fact":
            csv.write_text("id,name\n1,x\n", encoding="utf-8")
            return csv, "没有一列", {}
        case "no JSON":
            lines.write_text('{"state_secret": true}\n{"state_secret": tru}\n', encoding="utf-8")
            return lines, "第 2 行不是 JSON", {}
        case "a key twice":
            lines.write_text('{"state_secret": true, "state_secret": false}\n', encoding="utf-8")
            return lines, "第 1 行", {}
        case "mixed cells":
            lines.write_text('{"state_secret": true}\n{"state_secret": "否"}\n', encoding="utf-8")
            return lines, "第 2 行，列“state_secret”", {}
        case "half a character":
            lines.write_text('{"id": 1, "state_secret": true}\n{"id": "\\ud83d\\ude00\\uDCff"}\n', encoding="utf-8")
            return lines, "第 2 行不是 JSON（half a character", {}
        case "half a character in a name":
            lines.write_text('{"state_secret": true, "\\ud800": 1}\n', encoding="utf-8")
            return lines, "第 1 行不是 JSON（half a character", {}
        case "bytes that are no text":
            csv.write_bytes("id,国家秘密\n".encode() + "1,是\n".encode() * 240 + b"2,\xff\n")
            return csv, "第 242 行（表头是第 1 行），列“国家秘密”：不是 UTF-8", {}
        case "two encodings":
            csv.write_bytes("id,国家秘密,备注\n1,是,中文\n".encode() + "2,否,中文备注\n".encode("gb18030"))
            return csv, "第 3 行（表头是第 1 行），列“国家秘密”：不是 UTF-8", {}
        case "UTF-16":
            csv.write_bytes("id,国家秘密\n1,是\n".encode("utf-16"))
            return csv, "UTF-16", {}
        case "a header that is no text":
            csv.write_bytes(b"id,\xff\xff,state_secret\n1,2,true\n")
            return csv, "既不是 UTF-8，也不是 GB 18030", {}
        case "a mark of the encoding alone":
            csv.write_bytes(b"\xef\xbb\xbf\n")
            return csv, "空文件", {}
    raise AssertionError(kind)


@pytest.mark.parametrize(
    "kind",
    [
        "truncated", "damaged in the middle", "no such file", "another kind", "no id column", "no department column",
        "a row without id", "a wrong cell", "numbers", "a row of other length", "an empty file", "no fact", "no JSON",
        "a key twice", "mixed cells", "half a character", "half a character in a name", "bytes that are no text",
        "two encodings", "UTF-16", "a header that is no text", "a mark of the encoding alone",
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told_with_file_row_and_column(kind: str, table: pa.Table, tmp_path: Path) -> None:
    path, message, options = broken(kind, table, tmp_path)
    with pytest.raises((odr.BadArgument, odr.BadFact, odr.UnknownFact)) as error:
        classify_file(LAW, path, tmp_path / "out.csv", **options)
    assert message in str(error.value), error.value
    assert path.name in str(error.value)
    assert path.name in error.value.english
    assert not (tmp_path / "out.csv").exists()


LIMITED = """
import resource, signal, sys, datetime as dt
import opendata_rules as odr
from opendata_rules.errors import BadOutput
from pathlib import Path
from opendata_rules.bulk import jobs, sources
jobs.PART, sources.BATCH = 100, 30
law = odr.load().law("taian", on=dt.date(2026, 3, 10))
law.classify({})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
made = []
def step(rows, total):
    if rows >= 250:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
try:
    jobs.classify_file(law, Path(sys.argv[1]), Path(sys.argv[2]), progress=step)
except BadOutput as error:
    sys.stderr.write(str(error))
    sys.exit(7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of files here")
@pytest.mark.parametrize("output", ["out.csv", "out.parquet"])
def test_a_file_that_cannot_grow_keeps_the_whole_parts(output: str, table: pa.Table, tmp_path: Path) -> None:
    path, out = written(table, tmp_path / "in.csv"), tmp_path / output
    found = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(out)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 7, found.stderr
    assert output in found.stderr
    assert "200 行留着" in found.stderr
    assert classify_file(LAW, path, out).resumed == 200
    assert told(read(out)) == told(LAW.classify_frame(table))


@pytest.mark.parametrize("rows", [0, 50])
def test_the_encoding_is_told_wherever_the_first_character_that_tells_it_stands(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_LOOKED_AT", 32)
    for encoding in ("utf-8", "gb18030"):
        path, out = tmp_path / f"{encoding}.csv", tmp_path / f"{encoding}.parquet"
        path.write_bytes(("id,state_secret\n" + "1,true\n" * rows + "2,是").encode(encoding))
        assert classify_file(LAW, path, out).rows == rows + 1
        assert read(out)["state_secret"].to_pylist()[-1] == "是"


def test_a_file_without_rows_gives_one_without_rows(table: pa.Table, tmp_path: Path) -> None:
    for name in ("in.parquet", "in.csv"):
        path = written(table.slice(0, 0), tmp_path / name)
        assert classify_file(LAW, path, tmp_path / f"out-{name}").rows == 0
        assert read(tmp_path / f"out-{name}").column_names == [*table.column_names, *ADDED]
