"""``bulk --sql``: the statement on standard output as ``law.to_sql`` gives it, and nothing else asked for with it."""

from __future__ import annotations

import datetime as dt

import pytest

import opendata_rules as odr

from .conftest import ON, Run

pytestmark = pytest.mark.one_interpreter

COMMON = ("bulk", "--on", ON, "-j")


def test_the_statement_is_that_of_the_library(run: Run) -> None:
    on = dt.date.fromisoformat(ON)
    jining, qingdao = (odr.load().law(place, on=on) for place in ("jining", "qingdao"))
    found = run(*COMMON, "济宁", "--sql", "spark", "--columns", "labels", "--table", "库.目录", "--unlisted", "false")
    assert (found.status, found.err) == (0, "")
    wanted = jining.to_sql("spark", columns="labels", table="库.目录", unlisted="false")
    assert found.out.rstrip() == wanted.rstrip()
    found = run(*COMMON, "qingdao", "--sql", "PostgreSQL", "--scheme", "共享")
    assert found.out.rstrip() == qingdao.to_sql("postgres", scheme="sharing").rstrip()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--sql", "oracle"), "没有名为“oracle”的 SQL 方言"),
        (("--sql", "spark", "--columns", "names"), "ids 或者 labels"),
        (("--sql", "spark", "--table", "a..b"), "表名"),
        (("--sql", "spark", "catalogue.csv"), "请去掉“catalogue.csv”"),
        (("--sql", "spark", "-o", "out.csv"), "请去掉“out.csv”"),
        (("--sql", "spark", "--json"), "请去掉“--json”"),
        (("--sql", "spark", "--id", "编号", "--overwrite"), "请去掉“--id、--overwrite”"),
        (("--sql", "spark", "--scheme", "closing"), "closing"),
        ((), "--sql 方言"),
    ],
)
def test_what_does_not_go_with_a_statement_is_told(run: Run, arguments: tuple[str, ...], told: str) -> None:
    found = run(*COMMON, "taian", *arguments)
    assert found.status == 2
    assert told in found.err
    assert not found.out
