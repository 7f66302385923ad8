"""What checking the packs costs whoever edits them: ``lint`` and ``test``, cold, warm, and after an edit.

    python benchmarks/authoring.py [runs]

Each figure is the processor time of a whole process, the best of several runs, and how many times that is of a floor:
an interpreter that imports typer, and nothing more. Beside them stands what PyYAML alone needs to read the same files
(``yaml.CSafeLoader``). Limits, after start: 1.5 s for ``lint`` of all packs, 0.3 s for one, 2 s for ``test``, all warm.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import opendata_rules as odr

ONE = "taian-open-data-measures-2025"
ABOVE = "shandong-measures-344"
_YAML = (
    "import pathlib, sys, yaml\n"
    "for path in pathlib.Path(sys.argv[1]).rglob('*.yaml'): yaml.load(path.read_bytes(), yaml.CSafeLoader)"
)


def spent(arguments: list[str], folder: Path, cache: Path) -> float:
    """Seconds of processor time of one process, with the system's part."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "OPENDATA_RULES_CACHE": str(cache)}
    subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def best(runs: int, arguments: list[str], folder: Path, cache: Path, first: Callable[[], object]) -> float:
    """The best of several runs, before each of which something is done."""
    found = []
    for _ in range(runs):
        first()
        found.append(spent(arguments, folder, cache))
    return min(found)


def main() -> None:
    """All figures."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    shipped = odr.load().root
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "packs", Path(name) / "cache"
        for kind in ("rules", "jurisdictions"):
            shutil.copytree(shipped / kind, folder / kind)

        def forget() -> None:
            shutil.rmtree(cache, ignore_errors=True)

        def edited(instrument: str) -> Callable[[], object]:
            def edit() -> None:
                with (folder / "rules" / instrument / "rules.yaml").open("a", encoding="utf-8") as file:
                    file.write("# edited\n")

            return edit

        def nothing() -> None:
            pass

        floor = best(runs, ["-c", "import typer"], folder, cache, nothing)
        print(f"{'import typer':44} {floor:6.2f} s")
        reading = best(runs, ["-c", _YAML, str(folder)], folder, cache, nothing)
        print(f"{'PyYAML (C) reads the same files':44} {reading:6.2f} s")
        program = ["-m", "opendata_rules"]
        measured: list[tuple[str, list[str], Callable[[], object]]] = [
            ("lint, cold", ["lint", "."], forget),
            ("lint, warm", ["lint", "."], nothing),
            ("lint after an edit of a city's rules", ["lint", "."], edited(ONE)),
            ("lint after an edit of the province's rules", ["lint", "."], edited(ABOVE)),
            ("lint of one pack, cold", ["lint", f"rules/{ONE}"], forget),
            ("lint of one pack, warm", ["lint", f"rules/{ONE}"], nothing),
            ("test, cold", ["test"], forget),
            ("test, warm", ["test"], nothing),
            ("test after an edit of a city's rules", ["test"], edited(ONE)),
            ("test of one pack, warm", ["test", ONE], nothing),
        ]
        for what, arguments, first in measured:
            taken = best(runs, [*program, *arguments], folder, cache, first)
            print(f"{what:44} {taken:6.2f} s  {taken / floor:6.1f} times")


if __name__ == "__main__":
    main()
