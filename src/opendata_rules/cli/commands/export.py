"""``export``: a catalogue, checked, written as others read it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ...catalogue.check import opened
from ...exchange.described import omitted
from ...exchange.forms import suffix_of
from ...exchange.settings import Settings
from ...exchange.settings_file import settings_of
from ...exchange.writing import FORMS, export, form_of
from ...formats.lines import fill
from ...norms.order import LegalOrder
from ...reading.document import read
from .. import exit_status
from ..catalogue_summary import progress
from ..laws import law_of
from ..options import Drafts, On, Place, Rules, Strict, Unlisted, day_of, native, scheme_of, shown, unlisted_of
from ..output import say, text_width

Outputs = Annotated[
    list[Path],
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        parser=native,
        help="写到哪里，可以写多次。dcat、shacl：.ttl、.jsonld、.rdf；frictionless：.json、.jsonl 或者一个新文件夹；"
        "schema.org：.jsonld、.json。",
    ),
]
Form = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="格式",
        help="写成什么：dcat（DCAT-AP 目录，不写时如此）、shacl（检查出的问题）、frictionless（数据包）、"
        "schema.org（给搜索引擎）。",
    ),
]
OfPublishing = Annotated[
    Path | None,
    typer.Option(
        "--settings", metavar="文件", parser=native, help="发布说明：网址、发布者、访问权限怎样写；写法见文档。"
    ),
]
OfThePlatform = Annotated[
    Path | None,
    typer.Option("--profile", metavar="名称或文件", parser=native, help="平台说明，与 catalogue 的相同。"),
]
Waivers = Annotated[
    Path | None, typer.Option("--waivers", metavar="文件", parser=native, help="豁免，与 catalogue 的相同。")
]
Scheme = Annotated[
    str, typer.Option("--scheme", metavar="opening|sharing", help="检查开放属性（不写时如此）还是共享属性。")
]


def command(
    file: Annotated[Path, typer.Argument(metavar="目录文件", parser=native, help="表格、CSV、JSON 或者 RDF。")],
    jurisdiction: Place,
    output: Outputs,
    on: On = None,
    to: Form = "dcat",
    settings: OfPublishing = None,
    profile: OfThePlatform = None,
    waivers: Waivers = None,
    scheme: Scheme = "opening",
    unlisted: Unlisted = "unknown",
    drafts: Drafts = False,
    strict: Strict = False,
    rules: Rules = None,
) -> int:
    """检查整份目录，写成别的平台、收割程序、搜索引擎认得的格式：DCAT-AP、数据包、schema.org；问题写成 SHACL 报告。

    目录里没有的，不编造；没有定的，不写访问权限；不予开放的，不写下载的地方。

    例：
      opendata-rules export 目录.csv -j 泰安 -o 目录.ttl
      opendata-rules export 目录.csv -j 泰安 --settings 发布.yaml -o 目录.rdf
      opendata-rules export 目录.csv -j 泰安 --to shacl -o 问题.ttl
      opendata-rules export 目录.csv -j 泰安 --to frictionless -o 数据包
      opendata-rules export 目录.csv -j 泰安 --to schema.org -o 目录.json

    退出码与 catalogue 相同，这时文件都已写好：1 有申报的属性不成立，或者更新逾期；
    4 有尚不能定的；2 用法或者输入有误；0 其他。
    """
    if to not in FORMS:
        raise typer.BadParameter(f"--to 可以写：{'、'.join(FORMS)}。")
    form_of(to)
    if len({path.absolute() for path in output}) < len(output):
        raise typer.BadParameter("同一个文件写了两次。")
    for path in output:
        suffix_of(to, path)
        _can_be_written(path, file)
    law = law_of(jurisdiction, day_of(on), drafts=drafts, strict=strict, rules=rules)
    wanted = _settings(settings, law)
    terminal = Console(stderr=True)
    with progress(terminal, "正在读取", of_bytes=True) as step:
        catalogue = opened(
            law,
            file,
            profile=profile,
            unlisted=unlisted_of(unlisted),
            scheme=scheme_of(scheme),
            progress=step,
            waivers=waivers,
        )
    with progress(terminal, "正在检查、写出") as step:
        found = export(catalogue, to, output, wanted, step)
    for path in output:
        say(f"已写入 {shown(path)}")
    counts = "，".join(f"{term} {number} 个" for term, number in _counts(found.counts))
    say(fill(f"{found.file} 共 {found.total} 个数据集：{counts}。", text_width()))
    left_out = list(omitted(found, wanted)) if to == "dcat" else []
    if left_out:
        say(fill(f"DCAT-AP 要求而目录和发布说明里没有、因此没有写的：{'、'.join(left_out)}。", text_width()))
    return exit_status.of_report(found)


def _settings(path: Path | None, law: LegalOrder) -> Settings:
    return Settings() if path is None else settings_of(read(path), law.vocabulary)


def _counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    from ...catalogue.results import VERDICTS

    return [(VERDICTS[verdict][0], number) for verdict, number in counts.items() if number]


def _can_be_written(path: Path, source: Path) -> None:
    """Refuse before a long check what would fail after it."""
    if not path.parent.is_dir():
        raise typer.BadParameter(f"没有 {shown(path.parent)} 这个文件夹，没有地方写。")
    if path.exists() and source.exists() and path.samefile(source):
        raise typer.BadParameter("不能写在目录文件上，那样会盖掉目录。")
