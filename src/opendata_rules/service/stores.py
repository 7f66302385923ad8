"""Where a service keeps what: the folder or the database of its stores, and the folder of this machine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ..quoting import quoted
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
    return _made(Path(settings.store), "store")


def ledger_of(settings: Settings) -> str | Path | None:
    """The store of the ledger; ``None`` where none is kept.

    Raises:
        BadSettings: its folder cannot be made.
    """
    if settings.database is not None:
        return settings.database
    folder = store_of(settings)
    return None if folder is None else folder / LEDGER


def state_of(settings: Settings) -> tuple[Path, bool]:
    """The folder of what concerns this machine, and whether it goes with the service.

    Raises:
        BadSettings: it cannot be made.
    """
    if settings.state is not None:
        return _made(settings.state, "state"), False
    store = store_of(settings)
    if store is None:
        return Path(tempfile.mkdtemp(prefix="opendata-rules-")), True
    return _made(store / "state", "store"), False


def _made(folder: Path, argument: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, ValueError) as error:
        match error:
            case PermissionError():
                why = "没有权限"
            case FileExistsError() | NotADirectoryError():
                why = "那里有同名的文件，不是文件夹"
            case _:
                why = "系统拒绝"
        raise BadSettings(
            f"{argument} 的文件夹 {quoted(str(folder))} 用不了：{why}。",
            english=f"The folder {quoted(str(folder))} cannot be used: {type(error).__name__}.",
            argument=argument,
        ) from None
    return folder
