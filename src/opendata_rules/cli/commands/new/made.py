"""What the commands that begin files have in common: where these go, and what is said of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ....authoring.scaffold import Made
from ....packs.shelf import Shelf
from ...options import native, shown
from ...output import say

Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="文件夹", parser=native, help="放 rules 和 jurisdictions 的文件夹；不写为当前文件夹。"
    ),
]
Text = Annotated[
    Path | None,
    typer.Option("--text", metavar="文件", parser=native, help="正文（纯文本、UTF-8），由它写出条文表。"),
]


def shelf_of(rules: Path | None) -> Shelf:
    """The packs beside which the files are made: never those that come with the program."""
    return Shelf(Path() if rules is None else rules)


def tell_made(made: Made, shelf: Shelf) -> None:
    """Say which files were written, and what to do next; what editors need is put beside them."""
    from ....schemas.editors import set_up_beside

    for path in made.paths:
        say(f"写好了 {shown(path)}")
    for line in (*set_up_beside(shelf), *made.notes):
        say(line)
