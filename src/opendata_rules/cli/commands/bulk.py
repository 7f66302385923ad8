"""``bulk``: a file of any number of datasets, classified into another file; or a statement for a database."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ...bulk.jobs import Done, classify_file
from ...errors import BadArgument
from ...norms.order import LegalOrder
from ...vocabulary.terms import ATTRIBUTE_TERMS, Attribute
from ...vocabulary.terms import Scheme as Schemes
from .. import exit_status
from ..catalogue_summary import progress
from ..options import Drafts, Json, On, Place, Rules, Strict, Unlisted, day_of, native, scheme_of, shown, unlisted_of
from ..orders import order_of
from ..output import say, say_json

_STATUSES = {"undetermined": "未定", "human_review": "人工判断", "no_rule_in_force": "没有规定"}


def command(
    jurisdiction: Place,
    source: Annotated[
        Path | None, typer.Argument(metavar="输入文件", parser=native, help=".parquet、.csv、.jsonl 或者 .ndjson。")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", parser=native, help="结果文件：.parquet 或者 .csv。"),
    ] = None,
    sql: Annotated[
        str | None,
        typer.Option("--sql", metavar="方言", help="不读文件，打印在数据库里判定的 SQL：duckdb、spark、postgres 等。"),
    ] = None,
    table: Annotated[str, typer.Option("--table", metavar="表名", help="SQL 里的表，可以写 库.表。")] = "catalogue",
    columns: Annotated[
        str, typer.Option("--columns", metavar="ids|labels", help="SQL 里的列名用事实的编号，还是中文名（labels）。")
    ] = "ids",
    on: On = None,
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="opening|sharing", help="判定开放属性（不写时如此）还是共享属性。")
    ] = "opening",
    unlisted: Unlisted = "unknown",
    identifier: Annotated[
        str | None, typer.Option("--id", metavar="列名", help="编号的列；没有这一列，或者有一行没有编号，就停下来。")
    ] = None,
    department: Annotated[
        str | None,
        typer.Option("--department", metavar="列名", help="按哪一列分部门汇总；不写时找“部门”一类的列。"),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="结果文件已经有了就替换；没有做完的不要了。")] = False,
    drafts: Drafts = False,
    strict: Strict = False,
    as_json: Json = False,
    rules: Rules = None,
) -> int:
    """成批判定：一行一个数据集，列名是事实的编号或者中文名，结果写成原来的列加 odr_ 开头的五列。

    文件可以比内存大。中断以后用同样的命令接着做，不漏行，也不重复。空格是未知，不会当作“否”。

    例：
      opendata-rules bulk 批量.csv -j 泰安 -o 结果.parquet
      opendata-rules bulk 批量.csv -j 滕州 --id 编号 --department 提供单位 -o 结果.csv
      opendata-rules bulk 批量.jsonl -j 青岛 --scheme sharing -o 共享.parquet
      opendata-rules bulk --sql spark -j 济宁 --columns labels

    退出码：4 有尚不能定的；2 用法或者输入有误；0 其他。
    """
    law = order_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
    if sql is not None:
        options = {"--id": identifier, "--department": department, "--overwrite": overwrite, "--json": as_json}
        besides = [shown(file) for file in (source, output) if file is not None]
        besides += [name for name, value in options.items() if value]
        say(_statement(law, sql, table, columns, scheme, unlisted, besides))
        return 0
    if source is None or output is None:
        raise BadArgument(
            "要写输入文件和 -o 结果文件；只要 SQL 的，写 --sql 方言。",
            english="An input file and -o are needed; for a statement, --sql.",
            argument="source" if source is None else "output",
        )
    with progress(Console(stderr=True), "正在判定") as step:
        done = classify_file(
            law,
            source,
            output,
            scheme=scheme_of(scheme),
            unlisted=unlisted_of(unlisted),
            identifier=identifier,
            department=department,
            overwrite=overwrite,
            progress=lambda rows, total: step(rows, total or 0),
        )
    if as_json:
        say_json(
            {"output": str(output), "rows": done.rows, "already_done": done.resumed, "departments": _departments(done)}
        )
    else:
        _tell(done, output, Schemes.SHARING if scheme in ("sharing", "共享", "共享属性") else Schemes.OPENING)
    return exit_status.of_bulk(done.counts)


def _statement(
    law: LegalOrder, sql: str, table: str, columns: str, scheme: str, unlisted: str, besides: list[str]
) -> str:
    """The statement that is asked for in place of a file.

    Raises:
        BadArgument: something is asked for besides (a file, an option for files), or an argument is none of those it
            may be.
    """
    if besides:
        raise BadArgument(
            f"--sql 只打印 SQL，不读写文件，请去掉“{'、'.join(besides)}”。",
            english="--sql prints a statement; it reads and writes no file.",
            argument="sql",
        )
    from ...bulk.sql.statement import to_sql

    text = to_sql(law, sql, table=table, columns=columns, scheme=scheme_of(scheme), unlisted=unlisted_of(unlisted))
    return text.rstrip()


def _departments(done: Done) -> list[dict[str, object]]:
    """Rows by department, those with the most first."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (department, outcome), count in done.counts.items():
        found[department][outcome] = count
    outcomes = [*map(str, Attribute), *_STATUSES]
    return [
        {"department": name, "rows": sum(counts.values()), **{one: counts.get(one, 0) for one in outcomes}}
        for name, counts in sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    ]


def _tell(done: Done, output: Path, scheme: Schemes) -> None:
    terms = {str(attribute): term for attribute, term in ATTRIBUTE_TERMS[scheme].items()} | _STATUSES
    again = f"，其中接着上次的 {done.resumed} 行" if done.resumed else ""
    say(f"共 {done.rows} 行{again}，已写入 {shown(output)}")
    for one in _departments(done):
        told = "，".join(f"{term} {one[outcome]}" for outcome, term in terms.items() if one[outcome])
        say(f"  {one['department'] or '（没有写部门）'}：{one['rows']} 行；{told}")
