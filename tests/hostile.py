"""Packs that are written correctly and would take for ever: what each kind of work must be bounded against."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import opendata_rules as odr
from tests import samples

Yaml = dict[str, Any]

INSTRUMENT = "hostile"
PREFIX = "hostile"


def fact(number: int) -> str:
    """The label of one of the pack's own facts."""
    return f"事实{number}号"


def bools(count: int) -> list[Yaml]:
    """So many facts of its own that are true or false, written as ``facts.yaml`` has them."""
    return [
        {
            "编号": f"{PREFIX}__f{number}",
            "标签": fact(number),
            "类型": "是非",
            "事项": "开放属性判定",
            "问句": f"事实{number}号是否成立？",
            "含义": f"第{number}个事实",
        }
        for number in range(count)
    ]


def enums(count: int, values: int) -> list[Yaml]:
    """So many facts of its own with so many values each."""
    return [
        {
            **{key: value for key, value in written.items() if key != "类型"},
            "类型": "选项",
            "取值": {f"v{number}": f"取值{number}" for number in range(values)},
            "问句": written["问句"].replace("是否成立", "是哪一种"),
        }
        for written in bools(count)
    ]


def yes(number: int) -> Yaml:
    """The fact is true."""
    return {fact(number): "是"}


def every(*parts: Yaml) -> Yaml:
    """All hold."""
    return {"全部满足": list(parts)}


def some(*parts: Yaml) -> Yaml:
    """At least one holds."""
    return {"任一满足": list(parts)}


def none(*parts: Yaml) -> Yaml:
    """None holds."""
    return {"都不满足": list(parts)}


def groups(size: int) -> Iterator[list[Yaml]]:
    """Facts never used before, so many at a time."""
    first = 0
    while True:
        yield [yes(number) for number in range(first, first + size)]
        first += size


def ground(number: int, condition: Yaml, outcome: str = "不予开放", **more: Any) -> Yaml:
    """A ground."""
    return {
        "编号": f"{INSTRUMENT}-{number}",
        "条文": "1",
        "要旨": f"第{number}种情形",
        "英文": f"situation {number}",
        "效力": "应当",
        "结论": outcome,
        "条件": condition,
        **more,
    }


def other(number: int, condition: Yaml, kind: str) -> Yaml:
    """A hold or a review."""
    written = ground(number, condition)
    del written["结论"], written["效力"]
    if kind == "暂缓":
        written["要求"] = f"处理第{number}种情形"
    return written


RESIDUAL = {
    "编号": f"{INSTRUMENT}-rest",
    "条文": "1",
    "要旨": "其余的",
    "英文": "the rest",
    "效力": "应当",
    "结论": "无条件开放",
}


def opening(grounds: Iterable[Yaml], **more: Any) -> Yaml:
    """A classification for opening with a residual."""
    return {"开放属性": {"依据": list(grounds), "兜底": RESIDUAL, **more}}


def change(number: int, conditions: Iterable[Yaml]) -> Yaml:
    """A provision on opening closed data, with a requirement for each condition."""
    return {
        "编号": f"{INSTRUMENT}-change-{number}",
        "条文": "2",
        "要旨": "可以开放",
        "英文": "may be opened",
        "变更": [{"由": "不予开放", "到": "无条件开放"}],
        "要件": [
            {"编号": f"need-{place}", "要旨": f"要件{place}", "英文": f"need {place}", "条件": condition}
            for place, condition in enumerate(conditions)
        ],
    }


def _grounds(count: int, parts: int, facts: int) -> tuple[Yaml, list[Yaml]]:
    """Grounds of 全部满足 of so many 任一满足 of so many facts, none of which two share."""
    fresh = groups(facts)
    written = [ground(number, every(*(some(*next(fresh)) for _ in range(parts)))) for number in range(count)]
    return opening(written), bools(count * parts * facts)


def _changing(needs: int, alternatives: int) -> tuple[Yaml, list[Yaml]]:
    fresh = groups(alternatives)
    total = needs * alternatives
    rules = opening([ground(0, yes(total))])
    rules["属性变更"] = [change(0, [some(*next(fresh)) for _ in range(needs)])]
    return rules, [*({**one, "可以办到": ["是"]} for one in bools(total)), *bools(total + 1)[total:]]


def _overlapping(facts: int, shift: int) -> tuple[Yaml, list[Yaml]]:
    """Grounds of three classes over the same facts, each a conjunction of overlapping alternatives."""
    outcomes = ("不予开放", "有条件开放", "无条件开放")
    written = [
        ground(
            number, every(*(some(yes(one), yes((one + shift + number) % facts)) for one in range(0, facts, 3))), word
        )
        for number, word in enumerate(outcomes)
    ]
    return opening(written), bools(facts)


def _wide(count: int, width: int) -> tuple[Yaml, list[Yaml]]:
    """Grounds in turn of two classes, each of facts of which it shares all but some with the next."""
    words = ("不予开放", "有条件开放")
    written = [
        ground(number, some(*(yes(number * 2 + one) for one in range(width))), words[number % 2])
        for number in range(count)
    ]
    return opening(written), bools(count * 2 + width)


def _reviewed(count: int) -> tuple[Yaml, list[Yaml]]:
    """Grounds, holds and reviews, none of which fails in few ways."""
    fresh = groups(3)
    rules = opening([ground(number, every(*next(fresh))) for number in range(count)])
    rules["开放属性"]["暂缓"] = [other(count + n, every(*next(fresh)), "暂缓") for n in range(count)]
    rules["开放属性"]["人工判断"] = [other(2 * count + n, every(*next(fresh)), "人工判断") for n in range(count)]
    return rules, bools(9 * count)


def _choices(count: int) -> tuple[Yaml, list[Yaml]]:
    """Grounds that leave a choice, so that what is permitted and what is not must be worked out too."""
    fresh = groups(2)
    words = ["不予开放", "有条件开放", "无条件开放"]
    written = [ground(n, every(*next(fresh)), 效力="可以", 可选=words) for n in range(count)]
    return opening(written), bools(2 * count)


def _kinds(count: int, values: int) -> tuple[Yaml, list[Yaml]]:
    """Facts with many values, each ground asking two of them for one of half the values."""
    half = [f"取值{number}" for number in range(values // 2)]
    written = [ground(n, every({fact(2 * n): half}, {fact(2 * n + 1): half})) for n in range(count)]
    return opening(written), enums(2 * count, values)


def _unless(count: int) -> tuple[Yaml, list[Yaml]]:
    """Grounds with exceptions inside exceptions."""
    fresh = groups(4)
    written = []
    for number in range(count):
        a, b, c, d = next(fresh)
        written.append(ground(number, some(every(a, b), none(every(c, d))), 除非=some(every(b, c), every(a, d))))
    return opening(written), bools(4 * count)


def odd(first: int, last: int) -> Yaml:
    """An odd number of these facts is true, pair by pair."""
    if last - first == 1:
        return yes(first)
    middle = (first + last) // 2
    left, right = odd(first, middle), odd(middle, last)
    return some(every(left, none(right)), every(none(left), right))


def _parity(facts: int) -> tuple[Yaml, list[Yaml]]:
    return opening([ground(0, odd(0, facts))]), bools(facts)


def _table(facts: int) -> tuple[Yaml, list[Yaml]]:
    """Two groups of facts, each small enough to tabulate, in which every combination counts."""
    written = []
    for part in (0, facts):
        members = [yes(part + one) for one in range(facts)]
        for one in range(facts):
            for two in range(one):
                for three in range(two):
                    written.append(
                        ground(len(written), every(members[one], members[two], none(members[three])), "有条件开放")
                    )
    return opening(written), bools(2 * facts)


def _sharing(count: int) -> tuple[Yaml, list[Yaml]]:
    """The same in the other scheme."""
    fresh = groups(9)
    written = [ground(number, every(some(*next(fresh)), some(*next(fresh))), "不予共享") for number in range(count)]
    return {"共享属性": {"依据": written, "兜底": {**RESIDUAL, "结论": "无条件共享"}}}, bools(18 * count)


def _many(count: int) -> tuple[Yaml, list[Yaml]]:
    """Very many grounds of one fact each, in turn of two classes."""
    words = ("不予开放", "有条件开放")
    return opening(ground(number, yes(number), words[number % 2]) for number in range(count)), bools(count)


#: What each pack is, and the rules and facts of it.
PACKS: dict[str, Callable[[], tuple[Yaml, list[Yaml]]]] = {
    "fail times hold, nine facts": lambda: _grounds(8, 2, 9),
    "fail times hold, four facts": lambda: _grounds(8, 2, 4),
    "fail times hold, sixteen grounds of two": lambda: _grounds(16, 2, 2),
    "three alternatives each": lambda: _grounds(6, 3, 4),
    "many small grounds": lambda: _grounds(40, 3, 1),
    "twelve requirements of four": lambda: _changing(12, 4),
    "five requirements of four": lambda: _changing(5, 4),
    "overlapping grounds on sixty facts": lambda: _overlapping(60, 7),
    "overlapping grounds on thirty facts": lambda: _overlapping(30, 7),
    "overlapping grounds on eighteen facts": lambda: _overlapping(18, 5),
    "wide alternatives of two classes": lambda: _wide(24, 20),
    "holds and reviews": lambda: _reviewed(4),
    "more holds and reviews": lambda: _reviewed(10),
    "grounds that leave a choice": lambda: _choices(9),
    "more grounds that leave a choice": lambda: _choices(20),
    "facts with many values": lambda: _kinds(8, 20),
    "exceptions": lambda: _unless(4),
    "more exceptions": lambda: _unless(20),
    "parity of eight": lambda: _parity(8),
    "parity of thirty-two": lambda: _parity(32),
    "tables": lambda: _table(8),
    "many grounds of one fact": lambda: _many(150),
    "very many grounds of one fact": lambda: _many(600),
    "sharing": lambda: _sharing(8),
}


def _alternatives(parts: int, facts: int) -> Yaml:
    fresh = groups(facts)
    return every(*(some(*next(fresh)) for _ in range(parts)))


#: What a duty asks, and where it applies.
DUTIES: dict[str, tuple[Yaml, Yaml]] = {
    "a duty on the parity of thirty-two": (odd(0, 32), yes(32)),
    "a duty where the parity of thirty-two is odd": (yes(32), odd(0, 32)),
    "a duty with sixteen requirements of nine": (_alternatives(16, 9), yes(150)),
    "a duty where one of each nine holds": (yes(150), _alternatives(16, 9)),
}


def duties(root: Path, name: str) -> odr.Library:
    """A folder with the place ``here``, whose law has three duties of the kind on delisting."""
    must, premise = DUTIES[name]
    written = [samples.duty(f"{INSTRUMENT}-{number}", must, 当=premise) for number in range(3)]
    files = samples.instrument(duties=json.loads(json.dumps(written)))
    return samples.library(root, {INSTRUMENT: {**files, "facts.yaml": {"前缀": PREFIX, "本地事实": bools(151)}}})


def many_terms(root: Path, number: int) -> odr.Library:
    """A folder with the place ``here``, whose law has so many terms for updates, each of so many months.

    Which of them it is hangs on two facts of its own each.
    """
    terms = [
        samples.term(
            f"{INSTRUMENT}-{at}",
            "update.refresh",
            条件=every(yes(2 * at), yes(2 * at + 1)),
            长度=str(1 + at),
            单位="月",
        )
        for at in range(number)
    ]
    keep = {"按期": {"步骤": "update.refresh", "起算": "最近更新日期"}}
    files = samples.instrument(terms=terms, duties=[samples.duty(f"{INSTRUMENT}-keep", keep, matter="数据更新")])
    facts = [{**written, "事项": "数据更新"} for written in bools(2 * number)]
    return samples.library(root, {INSTRUMENT: {**files, "facts.yaml": {"前缀": PREFIX, "本地事实": facts}}})


def library(root: Path, name: str, above: str | None = None) -> odr.Library:
    """A folder with the place ``here``, bound by that pack, and maybe a place above it with another one."""
    return samples.library(
        root,
        {INSTRUMENT: _files(name, INSTRUMENT, "事实")},
        {} if above is None else {"above": _files(above, "above", "上位事实")},
    )


def _files(name: str, prefix: str, label: str) -> dict[str, Yaml]:
    # Written out wherever it stands: YAML would name what is the same object.
    text = json.dumps(PACKS[name](), ensure_ascii=False).replace(PREFIX, prefix).replace("事实", label)
    rules, facts = json.loads(text)
    return {**samples.instrument(rules=rules), "facts.yaml": {"前缀": prefix, "本地事实": facts}}
