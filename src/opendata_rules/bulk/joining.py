"""Parts of a file put together, and small files that are there whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from .extra import needed


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


def write_parquet(parts: Iterable[Path], whole: Path) -> None:
    """Write streams of Arrow of one schema as one file of Parquet, some rows at a time."""
    arrow, ipc, parquet = needed("pyarrow"), needed("pyarrow.ipc"), needed("pyarrow.parquet")
    with whole.open("wb") as file:
        writer = None
        for path in parts:
            with path.open("rb") as part, ipc.open_stream(part) as batches:
                if writer is None:
                    writer = parquet.ParquetWriter(file, batches.schema, use_dictionary=_repeated(batches.schema))
                for batch in batches:
                    writer.write_table(arrow.Table.from_batches([batch]))
        if writer is not None:
            writer.close()
        _keep(file)


def _repeated(schema: Any) -> list[str]:
    """The columns whose values repeat: a dictionary of ids or of numbers would be made and thrown away."""
    types = needed("pyarrow").types

    def repeats(kind: Any) -> bool:
        return bool(types.is_dictionary(kind) or types.is_string(kind) or types.is_large_string(kind))

    return [field.name for field in schema if repeats(field.type)]


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
