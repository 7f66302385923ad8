"""Parts of a file put together, and small files that are there whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from .extra import needed
from .sources import BATCH


def write_whole(path: Path, content: object) -> None:
    """Write JSON into a file that is there whole or not at all, also when the machine stops."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        _keep(file)
    os.replace(new, path)


def join_csv(parts: Iterable[Path], whole: Path) -> None:
    """Put CSV files of one header together."""
    with whole.open("wb") as file:
        for number, path in enumerate(parts):
            with path.open("rb") as part:
                if number:
                    _past_header(part)
                shutil.copyfileobj(part, file, 1 << 20)
        _keep(file)


def join_parquet(parts: Iterable[Path], whole: Path) -> None:
    """Put Parquet files of one schema together, some rows at a time."""
    arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    paths = list(parts)
    with whole.open("wb") as file:
        with parquet.ParquetWriter(file, parquet.read_schema(paths[0])) as writer:
            for path in paths:
                with parquet.ParquetFile(path, pre_buffer=False) as part:
                    for batch in part.iter_batches(BATCH):
                        writer.write_table(arrow.Table.from_batches([batch]))
        _keep(file)


def _keep(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())


def _past_header(file: BinaryIO) -> None:
    """Read over the header of a CSV file, whose names may hold line ends."""
    quotes = 0
    for line in file:
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            return
