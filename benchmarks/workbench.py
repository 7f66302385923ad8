"""The workbench as a person meets it, in Chromium: a file dropped, a question answered, a large table scrolled.

    python benchmarks/workbench.py [--rows 100000]

Seconds from dropping a catalogue of 7,000 datasets until rows of it are on the page, as CSV and as a workbook;
milliseconds of the page of a question; then a catalogue of so many rows as ``--rows`` says: eight seconds of the wheel
(the frames of the browser, and tasks that held it up), and jumps of the scrollbar until rows are there. Needs Chromium,
playwright and the extras catalogue and service.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import openpyxl
from large_catalogue import write

sys.path.append(str(Path(__file__).parent.parent / "tools"))
from serving import read, served

ON = "place=taian&on=2026-03-10"
_FRAMES = """() => {
  window.seen = { frames: [], tasks: [] };
  new PerformanceObserver((list) => list.getEntries().forEach((one) => seen.tasks.push(one.duration)))
    .observe({ type: "longtask" });
  let last = performance.now();
  const frame = (now) => { seen.frames.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}"""
_THERE = """() => {
  const { x, y } = document.querySelector("[data-pages]").getBoundingClientRect();
  const row = document.elementFromPoint(x + 300, y + 300)?.closest("tr");
  return Boolean(row) && !row.classList.contains("coming");
}"""


def workbook(source: Path) -> Path:
    """A catalogue in CSV as a workbook."""
    target, book = source.with_suffix(".xlsx"), openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    book.save(target)
    return target


def dropped(page: Any, file: Path) -> float:
    """Seconds until rows of a catalogue are there."""
    page.goto(f"/catalogues?{ON}")
    begun = time.perf_counter()
    page.set_input_files("#file", file)
    page.wait_for_selector("table.sets tbody tr", timeout=600_000)
    return time.perf_counter() - begun


def asked(address: str) -> list[float]:
    """Milliseconds of the page of a question, each time after another answer."""
    found = []
    for number in range(40):
        told = "true" if number % 2 else "false"
        begun = time.perf_counter()
        read(f"{address}/judge?{ON}&f.state_secret=false&f.personal_privacy={told}")
        found.append(1000 * (time.perf_counter() - begun))
    return sorted(found)


def scrolled(page: Any) -> dict[str, Any]:
    """What the browser says of eight seconds of the wheel; and seconds of jumps."""
    page.reload()
    page.locator("[data-pages]").scroll_into_view_if_needed()
    box = page.locator("[data-pages]").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.evaluate(_FRAMES)
    until = time.monotonic() + 8
    while time.monotonic() < until:
        page.mouse.wheel(0, 120)
        time.sleep(0.03)
    seen = page.evaluate("() => ({ ...seen, elements: document.querySelectorAll('*').length })")
    jumps = []
    for share in (0.5, 0.9, 0.2, 0.7):
        begun = time.perf_counter()
        page.evaluate(
            """(share) => {
              const area = document.querySelector("[data-pages]");
              area.scrollIntoView();
              area.scrollTop = area.scrollHeight * share;
            }""",
            share,
        )
        while not page.evaluate(_THERE):
            time.sleep(0.005)
        jumps.append(time.perf_counter() - begun)
    return {**seen, "jumps": jumps}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    told = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, served() as address, sync_playwright() as started:
        small, large = Path(name) / "目录.csv", Path(name) / "大目录.csv"
        write(small, 7_000)
        write(large, told.rows)
        options = ["--no-sandbox", "--disable-gpu"]
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 900}, base_url=address)
        for file in (small, workbook(small)):
            print(f"7,000 datasets, {file.suffix}: {dropped(page, file):.1f} s from the drop to rows (limit 5)")
        times = asked(address)
        print(f"a question: {statistics.median(times):.1f} ms, at most {times[-1]:.1f} (limit 100)")
        print(f"{told.rows:,} datasets: {dropped(page, large):.1f} s from the drop to rows")
        seen = scrolled(page)
        frames = sorted(seen["frames"])
        print(
            f"  eight seconds of the wheel: {len(frames)} frames, the median {statistics.median(frames):.1f} ms, the "
            f"longest {frames[-1]:.1f} ms; {len(seen['tasks'])} tasks of 50 ms or more; {seen['elements']} elements"
        )
        print(f"  jumps to rows: {', '.join(f'{one:.2f}' for one in seen['jumps'])} s")
        browser.close()


if __name__ == "__main__":
    main()
