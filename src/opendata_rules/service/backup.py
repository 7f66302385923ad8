"""``python -m opendata_rules.service.backup STORE FOLDER``: a copy of every store of a service, while it runs.

Each file is copied by SQLite as it was at one moment, whole. To restore, stop the service and put the copies in the
place of the files. PostgreSQL is backed up by its own means.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..errors import BadOutput
from ..quoting import quoted
from ..storage.sqlite import copy


def backup(store: Path, folder: Path) -> list[Path]:
    """Copy the stores.

    Args:
        store: folder of the stores.
        folder: a new one, where the copies go.

    Returns:
        The copies.

    Raises:
        BadOutput: there is no store, or something in the folder already.
    """
    found = list(_stores(store))
    if not found or (folder.exists() and any(folder.iterdir())):
        what = "没有存储" if not found else "里面已经有东西"
        shown = quoted(str(store if not found else folder))
        english = f"{shown} holds no store" if not found else f"{shown} is not empty"
        raise BadOutput(f"{shown} {what}。", english=f"{english}.", argument="folder")
    made = []
    for path in found:
        target = folder / path.relative_to(store)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy(path, target)
        target.chmod(0o600)
        made.append(target)
    return made


def _stores(store: Path) -> Iterator[Path]:
    yield from sorted(store.glob("*.sqlite"))
    yield from sorted((store / "state").glob("*.sqlite"))


if __name__ == "__main__":
    for one in backup(Path(sys.argv[1]), Path(sys.argv[2])):
        print(one)
