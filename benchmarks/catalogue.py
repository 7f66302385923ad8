"""What checking a whole catalogue costs: time and peak memory of the whole process, report included.

    python benchmarks/catalogue.py [--rows 6322] [--repeats 5] [--catalogue FILE]

Without a file, a made-up catalogue of that many datasets is checked, as JSON, CSV and workbook; with one, that file.
Each run is a fresh process of the command line. Limits for 6 000 rows and HTML: a few seconds, 300 MB.

Recorded on two cores of a shared AMD EPYC, Python 3.11, median of 3. The real catalogue of a city of 6 322 datasets
(3.1 MB of JSON), then the made-up one:

    .json to .html: 5.8 s (2.6 s of processor time), 78 MB; the report is 1.9 MB    (load average 8)
    .json to .csv: 4.2 s (2.8 s of processor time), 81 MB; the report is 3.7 MB
    .json to .json: 5.7 s (2.9 s of processor time), 151 MB; the report is 9.8 MB
    .json to .xlsx: 3.9 s (3.3 s of processor time), 105 MB; the report is 0.6 MB

    .json to .html: 2.3 s (2.3 s of processor time), 78 MB; the report is 2.7 MB    (load average 2)
    .json to .csv: 2.0 s (2.0 s of processor time), 81 MB; the report is 4.1 MB
    .json to .json: 2.5 s (2.5 s of processor time), 158 MB; the report is 10.6 MB
    .json to .xlsx: 3.9 s (3.8 s of processor time), 106 MB; the report is 0.8 MB
    .csv to .html: 4.1 s (2.7 s of processor time), 79 MB; the report is 2.7 MB
    .xlsx to .html: 5.9 s (3.9 s of processor time), 97 MB; the report is 2.7 MB
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLUMNS = ("数据集名称", "数据集编号", "提供单位", "摘要", "开放属性", "更新频率", "更新时间", "数据项")
SUBJECTS = (
    "公园",
    "公厕",
    "停车场",
    "低保金发放",
    "企业名录",
    "养老机构",
    "残疾人补贴",
    "空气质量",
    "公交线路",
    "预算",
)


def datasets(rows: int) -> list[dict[str, str]]:
    """A made-up catalogue, the same every time."""
    rng = random.Random(20260310)
    found = []
    for number in range(rows):
        subject = rng.choice(SUBJECTS)
        values = (
            f"{subject}信息{number}",
            f"3709{number:016d}",
            f"市某局{rng.randrange(60)}",
            f"{subject}的名称、地址和有关情况，第 {number} 号",
            rng.choice(("无条件开放", "有条件开放", "不予开放", "无条件共享")),
            rng.choice(("每年", "每月", "每季度", "实时", "其他", "按年更新")),
            f"{rng.randrange(2020, 2026)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
            rng.choice(("名称、地址", "姓名、身份证号、金额", "年份、数量")),
        )
        found.append(dict(zip(COLUMNS, values, strict=True)))
    return found


def written(folder: Path, rows: int) -> list[Path]:
    """The made-up catalogue in each form that can be read."""
    import openpyxl

    found = datasets(rows)
    paths = [folder / f"catalogue.{suffix}" for suffix in ("json", "csv", "xlsx")]
    paths[0].write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    with paths[1].open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(found)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("目录")
    for row in (COLUMNS, *(tuple(dataset.values()) for dataset in found)):
        sheet.append(row)
    book.save(paths[2])
    return paths


def measured(catalogue: Path, output: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of one check in a process of its own."""
    arguments = ["catalogue", str(catalogue), "-j", "taian", "--on", "2026-03-10", "-o", str(output)]
    command = [sys.executable, "-m", "opendata_rules", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 4):
        raise SystemExit(f"the check of {catalogue.name} failed with status {process.returncode}")
    megabytes = usage.ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))
    return seconds, usage.ru_utime + usage.ru_stime, megabytes


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=6322)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--catalogue", type=Path)
    options = parser.parse_args()
    if not hasattr(os, "wait4"):
        raise SystemExit("this benchmark needs a Unix system (os.wait4)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalogues = [options.catalogue] if options.catalogue else written(folder, options.rows)
        for number, catalogue in enumerate(catalogues):
            for suffix in ("html", "csv", "json", "xlsx") if number == 0 else ("html",):
                output = folder / f"report.{suffix}"
                runs = [measured(catalogue, output) for _ in range(options.repeats)]
                wall, processor = (statistics.median(run[i] for run in runs) for i in (0, 1))
                memory, size = max(run[2] for run in runs), output.stat().st_size / 1e6
                print(
                    f"{catalogue.suffix} to .{suffix}: {wall:.1f} s ({processor:.1f} s of processor time), "
                    f"{memory:.0f} MB; the report is {size:.1f} MB"
                )


if __name__ == "__main__":
    main()
