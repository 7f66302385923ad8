"""Answers that go into a ledger where that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import native, shown
from .output import tell

Kept = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="存储",
        help="把结果记入这个台账：SQLite 文件（没有就新建），或者 postgresql:// 开头的地址。",
    ),
]
Dataset = Annotated[str, typer.Option("--dataset", metavar="编号", help="记入台账：哪个数据集的。")]
Department = Annotated[str, typer.Option("--department", metavar="部门", help="记入台账：哪个部门的。")]


def ledger_at(store: str | None, dataset: str = "", department: str = "") -> str | Path | None:
    """The store of a ledger that is asked for, before anything is done; ``None`` where none is.

    Raises:
        BadParameter: names are given and no ledger, or there is no folder for it.
    """
    if store is None:
        if dataset or department:
            raise typer.BadParameter("--dataset 和 --department 是记入台账用的，要与 --ledger 一起写。")
        return None
    where = store if store.startswith(("postgresql://", "postgres://")) else native(store)
    if isinstance(where, Path) and not where.parent.is_dir():
        raise typer.BadParameter(f"没有 {shown(where.parent)} 这个文件夹，台账没有地方放。")
    return where


def keep(result: object, store: str | None, dataset: str, department: str) -> None:
    """Append an answer to the ledger of a store, and say where it stands.

    Raises:
        Error: the store cannot be written, or a name is none.
    """
    where = ledger_at(store, dataset, department)
    if where is None:
        return
    # Nothing of a ledger is loaded for those who keep none.
    from ..ledgers.ledger import ledger

    with ledger(where) as kept:
        entry = kept.append(result, dataset=dataset, department=department)
    tell(f"已记入台账，第 {entry.number} 条。")
