"""A hundred cities of Tai'an's size under one province, each loaded and asked once.

Prints the time of each (the median and the worst) and the memory of the process at its peak. Limits: 45 ms, 100 MB.
"""

from __future__ import annotations

import datetime as dt
import resource
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import opendata_rules as odr

ROOT = Path(__file__).parent.parent
ON = dt.date(2026, 3, 10)
CITIES = 100
PACK, PLACE = "taian-open-data-measures-2025", "taian"
#: What a pack says of its law; the examples beside the rules are not read by those who ask.
MEANING = ("instrument.yaml", "rules.yaml", "duties.yaml", "deadlines.yaml", "articles.yaml")


def folder(root: Path) -> None:
    """The shipped packs and a hundred copies of one city, each with ids and names of its own."""
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("cases.yaml", "duty_cases.yaml"))
    place = (ROOT / "jurisdictions" / f"{PLACE}.yaml").read_text(encoding="utf-8")
    for number in range(CITIES):
        city, pack = f"city{number}", f"city{number}-measures"
        text = place.replace(PACK, pack).replace("泰安", f"甲{number}").replace("370900", f"{600000 + number}")
        (root / "jurisdictions" / f"{city}.yaml").write_text(text, encoding="utf-8")
        (root / "rules" / pack).mkdir()
        for name in MEANING:
            written = (ROOT / "rules" / PACK / name).read_text(encoding="utf-8")
            (root / "rules" / pack / name).write_text(written.replace("taian-", f"city{number}-"), encoding="utf-8")


def main() -> None:
    """Load and ask every city."""
    root = Path(tempfile.mkdtemp())
    try:
        folder(root)
        library = odr.load(root)
        library.law("shandong", on=ON).classify({})
        times = []
        for number in range(CITIES):
            began = time.perf_counter()
            library.law(f"city{number}", on=ON).classify({"personal_privacy": True})
            times.append(time.perf_counter() - began)
    finally:
        shutil.rmtree(root)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"each city: {statistics.median(times) * 1000:.0f} ms, the worst {max(times) * 1000:.0f} ms (limit 45 ms)")
    print(f"memory at the peak: {peak:.0f} MB (limit 100 MB)")


if __name__ == "__main__":
    main()
