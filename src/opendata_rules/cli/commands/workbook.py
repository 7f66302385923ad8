"""``workbook``: an instrument as a workbook to be reviewed, and an edited copy back into its files."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from ...authoring.workbook.returned import Returned
from ...formats.files import replace_file, write_file
from ...packs.files import INSTRUMENT
from ...reading.folders import RULES
from .. import exit_status
from ..laws import library_of
from ..options import Json, Rules, native, shown
from ..output import complain, say, say_json


def command(
    instrument: Annotated[str, typer.Argument(metavar="文件", help="法律文件的编号，或者它的文件夹。")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="审阅.xlsx", parser=native, help="写出工作簿。")
    ] = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="审阅.xlsx", parser=native, help="读回改过的工作簿，列出改动。")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="把改动写入规则文件；不写时只列出。")] = False,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """把一个文件的规则写成工作簿，给人审阅；改过的再读回来。

    判定规则是一张决策表，职责、期限、条文表各一张；能选的有下拉。读回来只改动过的地方，别的一个字不动；写不回去的，
    指出是哪一格，什么都不写。

    例：
      opendata-rules workbook taian-open-data-measures-2025 -o 审阅.xlsx
      opendata-rules workbook taian-open-data-measures-2025 --from 审阅.xlsx
      opendata-rules workbook taian-open-data-measures-2025 --from 审阅.xlsx --write

    退出码：1 有改动（已经写入的不算）；2 用法或者输入有误，或者写不回去；0 其他。
    """
    if (output is None) == (source is None):
        raise typer.BadParameter("写出用 -o，读回用 --from，二者写一个。")
    folder = _folder(instrument, rules)
    from ...authoring.workbook.book import book_of
    from ...authoring.workbook.edited import Edited
    from ...authoring.workbook.returned import returned
    from ...authoring.workbook.sheets import review_of
    from ...packs.files import words_in

    words = words_in([folder])
    if output is not None:
        if output.suffix.lower() != ".xlsx":
            raise typer.BadParameter(f"工作簿的名称要以 .xlsx 结尾，得到的是“{shown(output)}”。")
        write_file(output, book_of(review_of(folder, words)))
        say(f"工作簿已写入 {shown(output)}")
        return exit_status.OK
    assert source is not None
    return _told(folder, returned(folder, words, Edited(source, folder.name)), write, as_json)


def _folder(instrument: str, rules: Path | None) -> Path:
    folder = native(instrument)
    if rules is None and (folder / INSTRUMENT).is_file():
        return folder.resolve()
    library = library_of(rules)
    library.pack(instrument)
    return library.root / RULES / instrument


def _told(folder: Path, found: Returned, write: bool, as_json: bool) -> int:
    written = write and bool(found.files)
    if written:
        for name, text in found.files.items():
            replace_file(folder / name, text.encode())
    if as_json:
        say_json(
            {
                "changed": found.changed,
                "problems": [{"cell": one.cell, "text": one.text} for one in found.problems],
                "remarks": [{"id": one.key, "text": one.text} for one in found.remarks],
                "files": dict(found.files),
                "written": written,
            }
        )
    else:
        _say(folder, found, written)
    if found.problems:
        return exit_status.MISUSE
    return exit_status.FOUND if found.files and not written else exit_status.OK


def _say(folder: Path, found: Returned, written: bool) -> None:
    for name, new in found.files.items():
        path, old = f"{folder.name}/{name}", found.old[name].splitlines()
        lines = difflib.unified_diff(old, new.splitlines(), f"{path}（现在）", f"{path}（改后）", lineterm="", n=2)
        say("\n".join(lines))
    for remark in found.remarks:
        say(f"意见 {remark.key}：{remark.text}")
    for problem in found.problems:
        complain(f"{problem.cell}：{problem.text}")
    if found.problems:
        complain(f"共 {len(found.problems)} 处写不回去，规则文件没有改动。")
    elif written:
        say(f"共改 {found.changed} 格，已写入。请运行 opendata-rules lint 和 test。")
    elif found.files:
        say(f"共改 {found.changed} 格。加 --write 写入规则文件。")
    else:
        say("没有改动。")
