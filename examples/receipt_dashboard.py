"""One page for all receipts: what was answered, what would be answered now, and which rules changed in between.

    python examples/receipt_dashboard.py receipts.jsonl -o receipts.html

Reads JSON lines, each a receipt, an answer (``to_dict()``), or what ``publication_gate.py`` keeps. Writes one file of
HTML in Chinese without a script, for the screen of an office, a phone and paper. A line that is damaged or holds
something else is shown as such, and stops none of the others. Receipts of catalogues need the file that was checked:
name the folder where such files are kept with ``--sources``.

Exit status: 2 a line is no receipt, or a file cannot be read or written; 1 an answer would be another now, 4 one cannot
be told, 0 all stand.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import opendata_rules as odr
from opendata_rules.quoting import quoted, visible

SAME, OTHER, UNTOLD, DAMAGED = "结果相同", "结果不同", "不能比较", "不是凭据"
CLASSES = {OTHER: "other", DAMAGED: "damaged", UNTOLD: "untold", SAME: "same"}
STATUSES = {DAMAGED: 2, OTHER: 1, UNTOLD: 4}

#: Gists hold ids; these are the words for the commonest, but for the attributes.
WORDS: dict[object, str] = {
    "decided": "已定", "undetermined": "未定", "human_review": "须人工判断", "no_rule_in_force": "无有效规则",
    "allowed": "允许", "forbidden": "禁止", "not_regulated": "未作规定", "compliant": "符合", "noncompliant": "不符合",
    "not_applicable": "不适用", "classify": "属性判定", "change": "属性变更", "check": "职责", "deadline": "期限",
    "schedule": "程序", "catalogue": "目录检查", "final": "确定", "provisional": "暂定",
}  # fmt: skip

STYLE = """
:root { font: 16px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; color: #1b1b1b; background: #fff }
h1 { font-size: 1.5rem; margin: .5rem 0 } h2 { font-size: 1.05rem; margin: 0; overflow-wrap: anywhere }
.totals { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none }
.totals li, .mark { border: 1px solid; border-radius: .3rem; padding: 0 .6rem; white-space: nowrap }
article { border: 1px solid #ccc; border-left: .4rem solid; border-radius: .3rem; padding: .7rem 1rem; margin: 1rem 0 }
header { display: flex; flex-wrap: wrap; gap: .3rem 1rem; justify-content: space-between }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0 }
dt { color: #595959 } dd { margin: 0; overflow-wrap: anywhere; min-width: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: .8rem/1.5 "Noto Sans Mono CJK SC", monospace, sans-serif }
.same { color: #1c6b33 } .other { color: #a61b1b } .untold { color: #7a5200 } .damaged { color: #5b5b5b }
article > :not(header) { color: #1b1b1b }
@media (max-width: 30rem) { dl { grid-template-columns: 5rem 1fr; gap: .3rem .6rem } }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt } header, dl { break-inside: avoid }
  summary { display: none } details::details-content { content-visibility: visible }
}
"""


@dataclass(frozen=True)
class Entry:
    """What is shown of a line: its rows are pairs of a name and what stands beside it, line by line."""

    result: str
    title: str
    rows: list[tuple[str, list[str]]]
    why: str


def word(one: object, scheme: odr.SchemeName) -> str:
    """What an id of a gist is called in Chinese."""
    attributes = {str(attribute): attribute for attribute in odr.Attribute}
    return attributes[one].term(scheme) if isinstance(one, str) and one in attributes else WORDS.get(one, str(one))


def outcome(gist: Mapping[str, odr.Json], scheme: odr.SchemeName) -> str:
    """The gist of an outcome in a few Chinese words."""
    if not gist:
        return "没有记下"
    head = gist.get("verdict", gist.get("status"))
    if not isinstance(head, str):
        return "，".join(f"{key} {json.dumps(one, ensure_ascii=False, default=list)}" for key, one in gist.items())
    told = [word(head, scheme)]
    told += [word(one, scheme) for one in (gist.get("attribute"), gist.get("due")) if isinstance(one, str)]
    possible, valid = gist.get("possible"), gist.get("declared_valid")
    if isinstance(possible, Sequence) and len(possible) > 1:
        told.append("还可能是" + "、".join(word(one, scheme) for one in possible))
    if isinstance(valid, bool):
        told.append("申报的属性" + ("成立" if valid else "不成立"))
    return "，".join(told)


def object_of(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ValueError("不是 JSON 对象，或者没有写完")
    return value


def entry_of(number: int, line: str, library: odr.Library, sources: Path) -> Entry:
    """What a line holds, held against the law of today."""
    try:
        value = object_of(line)
        receipt = value["receipt"] if isinstance(value.get("receipt"), dict) else value
        options = receipt["options"] if isinstance(receipt.get("options"), dict) else {}
        file, scheme = options.get("file"), options.get("scheme", "opening")
        # Only a name is taken from the receipt, never a path; to give a file to a receipt that needs none is an error.
        source = sources / Path(file).name if isinstance(file, str) else None
        found = library.recheck(receipt, source=source)
    except ValueError as error:  # odr.ReceiptMismatch is one too
        problem = [("问题", [quoted(str(error), 300)]), ("内容", [quoted(line.strip(), 200)])]
        return Entry(DAMAGED, f"第 {number} 行", problem, "")
    result = {True: SAME, False: OTHER, None: UNTOLD}[found.agrees]
    place = library.jurisdictions.get(found.place)
    drifts = [drift.line() for drift in found.differences if drift.what != "outcome"]
    rows = [
        ("事项", [WORDS.get(found.kind, found.kind)]),
        ("地方和日期", [f"{place.name if place else quoted(found.place)}，{found.on.isoformat()}"]),
        ("当时", [outcome(found.then, scheme)]),
        ("现在", [outcome(found.gist, scheme) if found.now is not None else found.refusal]),
        ("当时的版本", [quoted(found.engine)]),
        ("有变化的规则等", drifts or ["没有"]),
    ]
    title = quoted(value["dataset"], 120) if value.get("dataset") else f"第 {number} 行（没有写数据集）"
    # Where there is no answer of today, what rechecking said is all there is to tell.
    explained = found if found.now is None else found.now
    return Entry(result, title, rows, explained.explain())


def page(entries: list[Entry]) -> Iterator[str]:
    """The page, piece by piece; whatever is put in goes through ``html.escape``."""
    escape = html.escape
    yield '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>凭据一览</title>\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>{STYLE}</style></head><body><main>\n<h1>凭据一览</h1>\n"
    yield f"<p>共 {len(entries)} 份，按现在的规则（版本 {escape(odr.__version__)}）重新核对。</p>\n<ul class=totals>"
    counts = Counter(entry.result for entry in entries)
    yield "".join(f'<li class="{CLASSES[result]}">{result} {counts[result]}</li>' for result in CLASSES)
    yield "</ul>\n"
    for entry in sorted(entries, key=lambda one: list(CLASSES).index(one.result)):  # what needs a look comes first
        kind = CLASSES[entry.result]
        yield f'<article class="{kind}"><header><h2>{escape(entry.title)}</h2>'
        yield f'<span class="mark">{entry.result}</span></header><dl>'
        for name, lines in entry.rows:
            yield f"<dt>{name}</dt><dd>{'<br>'.join(map(escape, lines))}</dd>"
        yield "</dl>"
        if entry.why:
            yield f"<details><summary>现在的理由</summary><pre>{escape(visible(entry.why))}</pre></details>"
        yield "</article>\n"
    yield "</main></body></html>\n"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipts", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("receipts.html"))
    parser.add_argument("--sources", type=Path, default=Path(), help="the folder of catalogues that were checked")
    parser.add_argument("--rules", type=Path, help="a folder with rules/ and jurisdictions/, not the shipped ones")
    given = parser.parse_args(arguments)
    try:
        library = odr.load(given.rules)
        with given.receipts.open(encoding="utf-8", errors="backslashreplace") as file:
            lines = [(number, line) for number, line in enumerate(file, 1) if line.strip()]
        entries = [entry_of(number, line, library, given.sources) for number, line in lines]
        given.output.write_text("".join(page(entries)), encoding="utf-8")
    except (odr.Error, OSError) as error:
        print(error.english if isinstance(error, odr.Error) else error, file=sys.stderr)
        return 2
    results = {entry.result for entry in entries}
    return next((status for result, status in STATUSES.items() if result in results), 0)


if __name__ == "__main__":
    sys.exit(main())
