"""Bad files, one at least for each kind of diagnostic, and what is printed about each.

Beside ``bad/<code>.yaml``, or the folder ``bad/<code>``, stands ``bad/<code>.txt``: exactly what is printed. Further
files on one code are called ``<code>.<what>``. Files that cannot be stored well (bytes that are no text, invisible
characters, very large ones) are made here.

    python -m tests.reader.fixtures

writes every expected text anew, and the generated pages of the documentation; read the difference before you keep it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import opendata_rules as odr
from opendata_rules.diagnostics.diagnostic import Diagnostic, errors_page, render
from opendata_rules.vocabulary.keywords import keywords_page

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BAD = HERE / "bad"
#: Pages of the documentation that are made from tables in the code.
PAGES = {"errors.md": errors_page, "keywords.md": keywords_page}

PLACE = '名称: 测试市\n代码: "379900"\n级别: 市级\n主管部门: 测试市大数据局\n'

#: Content by name, for files that are not stored; ``None`` for a file that is not there.
MADE: dict[str, bytes | None] = {
    "cannot_read": None,
    "too_large": PLACE.encode() + b"#" * 100_000_000,
    "gbk_encoding": PLACE.encode("gbk"),
    "utf16_encoding": PLACE.encode("utf-16"),
    "utf16_encoding.no_mark": PLACE.encode("utf-16-le"),
    "not_utf8": b"\x89PNG\r\n\x1a\n\xff\x00\x80\x81" + bytes(range(256)),
    "not_utf8.damaged": PLACE.encode().replace("局".encode(), "局".encode()[:2]),
    "byte_order_mark": b"\xef\xbb\xbf" + PLACE.encode(),
    "control_character": PLACE.replace("名称", "名\u200b称").replace("局", "局\x1b[31m").encode(),
    "control_character.direction": PLACE.replace("市级", "\u202e级市\u202c").encode(),
    "control_character.line_separator": PLACE.replace("\n", "\u2028", 1).encode(),
    "control_character.escaped": PLACE.replace("测试市大数据局", '"测试市\\e[2J大数据局"').encode(),
    "too_deep": "条件:\n".encode() + b"".join(b" " * depth + "全部满足:\n".encode() for depth in range(1, 60)),
    "too_deep.brackets": "条件: ".encode() + b"[" * 200_000,
    "too_deep.hidden_brackets": "条件: ".encode() + b'["]", ' * 100_000,
    "too_many_nodes": "文件: [".encode() + b"a, " * 100_000 + b"a]\n",
    "too_many_nodes.lines": b"- a\n" * 100_000,
}


def names() -> list[str]:
    """Every fixture, stored or made."""
    stored = {path.name.removesuffix(".yaml") for path in BAD.iterdir() if path.suffix != ".txt"}
    return sorted(stored | MADE.keys())


def code_of(name: str) -> str:
    """The diagnostic that a fixture is about."""
    return name.partition(".")[0]


def problems(name: str) -> tuple[Diagnostic, ...]:
    """What is found in a fixture, with paths as one would see them beside it."""
    if name in MADE:
        with tempfile.TemporaryDirectory() as folder, working_in(Path(folder)):
            content = MADE[name]
            if content is not None:
                Path(f"{name}.yaml").write_bytes(content)
            return odr.lint(f"{name}.yaml")
    with working_in(BAD):
        if not Path(name).is_dir():
            return odr.lint(f"{name}.yaml")
        texts = Path(name) / "texts"
        return odr.lint(name, texts=texts if texts.is_dir() else None)


def expected(name: str) -> Path:
    """The file with what is printed about a fixture."""
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
    for fixture in names():
        expected(fixture).write_text(render(problems(fixture)) + "\n", encoding="utf-8")
    for page, make in PAGES.items():
        (ROOT / "docs" / page).write_text(make(), encoding="utf-8")
