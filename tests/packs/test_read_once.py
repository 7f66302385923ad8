"""Every file of a pack is read once: what is digested is what was parsed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.packs.files import FILES, read_pack

from ..laws import ROOT

PACK = "taian-open-data-measures-2025"
DAY = dt.date(2026, 3, 10)


def test_each_file_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Counter[str] = Counter()
    ways = {name: getattr(Path, name) for name in ("open", "read_bytes", "read_text")}

    def counting(name: str) -> Any:
        def call(self: Path, *given: Any, **named: Any) -> Any:
            # What reads whole files opens them by `open`, which counts.
            opened[str(self)] += name == "open"
            return ways[name](self, *given, **named)

        return call

    for name in ways:
        monkeypatch.setattr(Path, name, counting(name))
    library = odr.load(ROOT)
    law = library.law("taian", on=DAY)
    assert law.classify({}).receipt["packs"]
    assert law.deadline("conditional_access.form_review", trigger=DAY).receipt["calendar"]
    files = {
        path: count for path, count in opened.items() if f"{os.sep}rules{os.sep}" in path or "jurisdictions" in path
    }
    assert len(files) > 10
    assert {count for path, count in files.items() if "statutory" not in path} == {1}, files


def test_a_pack_that_is_rewritten_meanwhile_is_read_as_one_of_its_versions(tmp_path: Path) -> None:
    """The digest covers the bytes that were parsed, and a file that is being replaced raises nothing."""
    folder = tmp_path / PACK
    shutil.copytree(ROOT / "rules" / PACK, folder)
    path = folder / "instrument.yaml"
    versions = [path.read_bytes(), path.read_bytes() + "备注: 另一版\n".encode()]
    others = {name: (folder / name).read_bytes() for name in FILES if name != path.name and (folder / name).exists()}

    def expected(content: bytes) -> str:
        whole = hashlib.sha256()
        for name, data in sorted({**others, path.name: content}.items()):
            plain = data.replace(b"\r\n", b"\n")
            whole.update(f"{name}\0{len(plain)}\0".encode() + plain)
        return whole.hexdigest()

    stop = threading.Event()

    def rewrite() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            written = tmp_path / "written"
            written.write_bytes(versions[number % 2])
            written.replace(path)
            if number % 3 == 0:
                path.unlink()
                path.write_bytes(versions[number % 2])

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        for _ in range(15):
            pack, _ = read_pack(folder, PACK)
            if pack is not None and pack.instrument.title != PACK:
                # Read between two writes it is short, and no pack; else it is one of the two.
                note = None if pack.instrument.note is None else "另一版"
                assert pack.digest == expected(versions[0 if note is None else 1])
    finally:
        stop.set()
        writer.join()
