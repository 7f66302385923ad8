"""A nightly job over a folder of a platform: the catalogue, the running cases, and the answers given until now.

    python examples/nightly_job.py FOLDER 济宁 --on 2026-03-10

Three files are looked for, each by itself; one that is broken stops nothing but its own part:

* ``catalogue.csv`` (or ``.xlsx``, ``.json``) is checked: ``out/catalogue.html`` and ``out/catalogue.json``;
* ``events.jsonl``, one event a line, goes into the cases (``cases.sqlite``): what is owed is in ``out/agenda.html`` and
  ``out/agenda.json``, and as a feed for calendars in ``out/cases.ics``; what was not taken is in ``out/rejects.json``;
* ``receipts.jsonl``, as the gate keeps them, are held against the law of today: ``out/recheck.json`` says which answers
  would come out otherwise now, and because of which rules.

Run it twice and the second run changes nothing. Exit status, the first that applies: 2 a file is broken, 1 something
found, 4 something cannot be told, 0 all is well.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import opendata_rules as odr
from opendata_rules.monitoring.reports.export import export
from opendata_rules.quoting import json_text

BROKEN, FOUND, CANNOT_TELL, WELL = 2, 1, 4, 0

#: What a part says of itself: its exit status, and a line for the summary.
Told = tuple[int, str]


def first_of(statuses: set[int]) -> int:
    """The gravest of some statuses."""
    return next((status for status in (BROKEN, FOUND, CANNOT_TELL) if status in statuses), WELL)


def lines_of(path: Path) -> Iterator[object]:
    """The JSON values of a file, one a line; a line that is none comes as its text."""
    with path.open(encoding="utf-8", errors="backslashreplace") as file:
        for line in file:
            if line.strip():
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError):
                    yield line


def write(path: Path, value: object) -> None:
    path.write_text(json_text(value, indent=2) + "\n", encoding="utf-8")


def catalogue(path: Path, law: odr.Law, out: Path) -> Told:
    """Check the catalogue and write its reports."""
    report = law.check_catalogue(path)
    for name in ("catalogue.html", "catalogue.json"):
        report.write(out / name)
    invalid, valid = report.counts["invalid"], report.counts["valid"]
    said = f"{report.total} datasets: {valid} can stand, {invalid} cannot; {report.overdue} updates overdue"
    if invalid or report.overdue:
        return FOUND, said
    return (WELL if valid == report.total else CANNOT_TELL), said


def cases(path: Path, law: odr.Law, out: Path) -> Told:
    """Take the events, and write what is owed on the day of the law."""
    with contextlib.closing(odr.monitor(law, path.parent / "cases.sqlite")) as monitor:
        counts = monitor.ingest(lines_of(path))
        moved = monitor.replay()  # the packs or the holiday notices may be others than last night
        for name in ("agenda.html", "agenda.json", "cases.ics"):
            export(monitor, out / name, law.on)
        write(out / "rejects.json", [reject.to_dict() for reject in monitor.rejects()])
        due, breaches = monitor.due(law.on), monitor.breaches(law.on)
    said = (
        f"{counts.accepted} events taken, {counts.repeated} known, {counts.rejected} kept aside; "
        f"{len(moved)} last days moved; {len(due)} steps owed, {len(breaches)} breaches ({counts.engine})"
    )
    return (FOUND if breaches or counts.rejected else WELL), said


def receipts(path: Path, library: odr.Library, out: Path) -> Told:
    """Hold every answer given until now against the law of today."""
    counts = {"stand": 0, "would be others now": 0, "cannot be told": 0, "lines are damaged": 0}
    found: list[dict[str, object]] = []
    for number, value in enumerate(lines_of(path), 1):
        line = value if isinstance(value, dict) else {}
        # A line is a receipt, or holds one: an answer, or what the gate keeps.
        receipt = line["receipt"] if isinstance(line.get("receipt"), dict) else line
        entry: dict[str, object] = {"line": number, "dataset": line.get("dataset")}
        try:
            recheck = library.recheck(receipt)
        except odr.ReceiptMismatch as error:
            counts["lines are damaged"] += 1
            found.append(entry | {"problem": error.english})
            continue
        counts[{True: "stand", False: "would be others now", None: "cannot be told"}[recheck.agrees]] += 1
        if not recheck.agrees:
            told = recheck.to_dict()
            entry |= {key: told[key] for key in ("kind", "place", "on", "then", "refusal")} | {
                "now": dict(recheck.gist)
            }
            rules = [drift.to_dict() for drift in recheck.differences if drift.what == "rule"]
            found.append(entry | {"rules": rules})
    write(out / "recheck.json", found)
    statuses = dict(zip(counts, (WELL, FOUND, CANNOT_TELL, BROKEN), strict=True))
    status = first_of({statuses[name] for name, count in counts.items() if count})
    return status, ", ".join(f"{count} {name}" for name, count in counts.items())


def run(folder: Path, place: str, on: dt.date, library: odr.Library) -> tuple[int, dict[str, Told]]:
    """All parts, each by itself.

    Raises:
        odr.Error: there is no such place, or its packs are broken.
    """
    law = library.law(place, on=on)
    out = folder / "out"
    out.mkdir(exist_ok=True)
    kinds = ("catalogue.csv", "catalogue.xlsx", "catalogue.json")
    table = next((folder / name for name in kinds if (folder / name).exists()), folder / kinds[0])
    parts: dict[str, tuple[Path, Callable[[Path], Told]]] = {
        "catalogue": (table, lambda path: catalogue(path, law, out)),
        "cases": (folder / "events.jsonl", lambda path: cases(path, law, out)),
        "receipts": (folder / "receipts.jsonl", lambda path: receipts(path, library, out)),
    }
    told: dict[str, Told] = {}
    for name, (path, part) in parts.items():
        if not path.exists():
            told[name] = WELL, f"no {path.name}"
            continue
        try:
            told[name] = part(path)
        except odr.Error as error:
            told[name] = BROKEN, error.english
        except OSError as error:
            told[name] = BROKEN, str(error)
    return first_of({status for status, _ in told.values()}), told


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("place", help="id, Chinese name or division code")
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    parser.add_argument("--on", type=dt.date.fromisoformat, default=today, help="the day; today in China by default")
    parser.add_argument("--rules", type=Path, help="a folder with rules/ and jurisdictions/, not the shipped ones")
    given = parser.parse_args(arguments)
    try:
        status, told = run(given.folder, given.place, given.on, odr.load(given.rules))
    except (odr.Error, OSError) as error:
        print(error.english if isinstance(error, odr.Error) else error, file=sys.stderr)
        return BROKEN
    for name, (_, said) in told.items():
        print(f"{name}: {said}")
    return status


if __name__ == "__main__":
    sys.exit(main())
