"""Bad files, one at least for each kind of diagnostic, and what is printed about each.

They stand as ``bad/<stage>/<code>/<what>.yaml`` (or the folder ``<what>``, for packs), by the stage that finds them;
the simplest of each code is called ``plain``. Beside each stands ``<what>.txt``: exactly what is printed. Files that
cannot be stored well (bytes that are no text, invisible characters, very large ones) are made here. Bad annual notices
need good ones around them and stand with the calendar's tests.

    python -m tests.diagnostics.bad_files

writes every expected text anew; read the difference before you keep it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import opendata_rules as odr
from opendata_rules.diagnostics.diagnostic import Diagnostic
from opendata_rules.diagnostics.rendering import render

HERE = Path(__file__).parent
BAD = HERE / "bad"

PLACE = '名称: 测试市\n代码: "379900"\n级别: 市级\n主管部门: 测试市大数据局\n'

#: Content by name, for files that are not stored; ``None`` for a file that is not there.
MADE: dict[str, bytes | None] = {
    "bytes/cannot_read/plain": None,
    "bytes/too_large/plain": PLACE.encode() + b"#" * 100_000_000,
    "bytes/gbk_encoding/plain": PLACE.encode("gbk"),
    "bytes/utf16_encoding/plain": PLACE.encode("utf-16"),
    "bytes/utf16_encoding/no_mark": PLACE.encode("utf-16-le"),
    "bytes/not_utf8/plain": b"\x89PNG\r\n\x1a\n\xff\x00\x80\x81" + bytes(range(256)),
    "bytes/not_utf8/damaged": PLACE.encode().replace("局".encode(), "局".encode()[:2]),
    "bytes/byte_order_mark/plain": b"\xef\xbb\xbf" + PLACE.encode(),
    "bytes/control_character/plain": PLACE.replace("名称", "名\u200b称").replace("局", "局\x1b[31m").encode(),
    "bytes/control_character/direction": PLACE.replace("市级", "\u202e级市\u202c").encode(),
    "bytes/control_character/line_separator": PLACE.replace("\n", "\u2028", 1).encode(),
    "bytes/control_character/escaped": PLACE.replace("测试市大数据局", '"测试市\\e[2J大数据局"').encode(),
    "bytes/odd_character/plain": PLACE.replace("局", "\ue000").encode(),
    "bytes/odd_character/radical": PLACE.replace("市大", "\u2f2d大").encode(),
    "punctuation/too_deep/plain": "条件:\n".encode()
    + b"".join(b" " * depth + "全部满足:\n".encode() for depth in range(1, 60)),
    "punctuation/too_deep/brackets": "条件: ".encode() + b"[" * 200_000,
    "punctuation/too_deep/hidden_brackets": "条件: ".encode() + b'["]", ' * 100_000,
    "yaml/too_many_nodes/plain": "文件: [".encode() + b"a, " * 100_000 + b"a]\n",
    "yaml/too_many_nodes/lines": b"- a\n" * 100_000,
}


def names() -> list[str]:
    """Every bad file, stored or made: ``<stage>/<code>/<what>``."""
    stored = {path.relative_to(BAD).with_suffix("").as_posix() for path in BAD.glob("*/*/*") if path.suffix != ".txt"}
    return sorted(stored | MADE.keys())


def stage_of(name: str) -> str:
    """The stage that finds what is wrong in a bad file."""
    return name.split("/")[0]


def code_of(name: str) -> str:
    """The diagnostic that a bad file is about."""
    return name.split("/")[1]


def problems(name: str) -> tuple[Diagnostic, ...]:
    """What is found in a bad file, with paths as one would see them beside it."""
    what = name.split("/")[2]
    if name in MADE:
        with tempfile.TemporaryDirectory() as folder, working_in(Path(folder)):
            content = MADE[name]
            if content is not None:
                Path(f"{what}.yaml").write_bytes(content)
            return odr.lint(f"{what}.yaml")
    with working_in((BAD / name).parent):
        if not Path(what).is_dir():
            return odr.lint(f"{what}.yaml")
        texts = Path(what) / "texts"
        return odr.lint(what, texts=texts if texts.is_dir() else None)


def expected(name: str) -> Path:
    """The file with what is printed about a bad file."""
    return BAD / f"{name}.txt"


@contextlib.contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Within, relative paths start at a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


if __name__ == "__main__":
    for bad in names():
        expected(bad).parent.mkdir(parents=True, exist_ok=True)
        expected(bad).write_text(render(problems(bad)) + "\n", encoding="utf-8")
