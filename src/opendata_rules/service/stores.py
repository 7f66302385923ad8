"""Where a service keeps what: the folder or the database of its stores, and the folder of this machine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .errors import BadSettings
from .settings import Settings

#: The file of the ledger in the folder of the stores.
LEDGER = "ledger.sqlite"


def store_of(settings: Settings) -> Path | None:
    """The folder of the stores; ``None`` where nothing is kept in files.

    Raises:
        BadSettings: it cannot be made.
    """
    if settings.store is None or settings.database is not None:
        return None
    folder = Path(settings.store)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSettings(
            f"存储文件夹用不了：{type(error).__name__}。",
            english=f"The folder of the store cannot be used: {type(error).__name__}.",
            argument="store",
        ) from None
    return folder


def ledger_of(settings: Settings) -> str | Path | None:
    """The store of the ledger; ``None`` where none is kept."""
    if settings.database is not None:
        return settings.database
    folder = store_of(settings)
    return None if folder is None else folder / LEDGER


def state_of(settings: Settings) -> tuple[Path, bool]:
    """The folder of what concerns this machine, and whether it goes with the service."""
    if settings.state is not None:
        folder = settings.state
    else:
        store = store_of(settings)
        if store is None:
            return Path(tempfile.mkdtemp(prefix="opendata-rules-")), True
        folder = store / "state"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder, False
