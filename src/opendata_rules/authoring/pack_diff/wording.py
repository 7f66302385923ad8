"""What a difference of packs comes to in a sentence, and what is written otherwise line by line."""

from __future__ import annotations

from collections.abc import Iterator

from .answer import PackDiff
from .rules import Changed, How, What
from .telling import asked

_HOW = {How.ADDED: "新增", How.REMOVED: "删去", How.CHANGED: "改动"}
_WHAT = {
    What.INSTRUMENT: "文件",
    What.RULE: "规则",
    What.ARTICLE: "条文登记表",
    What.WORDS: "本地事实或者程序",
    What.PLACE: "地方",
    What.CALENDAR: "放假通知",
}


def headline(found: PackDiff) -> str:
    """What the difference comes to."""
    counted = []
    for what in What:
        number = sum(one.what is what for one in found.changed)
        if number:
            counted.append(f"{_WHAT[what]} {number} 处")
    told = f"{found.old} 与 {found.new}：" + (f"改动{'、'.join(counted)}" if counted else "文件没有改动")
    if found.problems:
        told += f"；有 {len(found.problems)} 处错误，有的地方不能比较"
    answered = {place.place for place in found.places if place.answers}
    if answered:
        questions = sum(len(asked(place.answers)) for place in found.places)
        told += f"；{len(answered)} 个地方的 {questions} 个问题答复有变化"
    else:
        told += "；没有一个问题的答复有变化"
    return told + "。"


def changed_lines(found: PackDiff) -> Iterator[str]:
    """What is written otherwise, one line for each thing."""
    return map(changed_line, found.changed)


def changed_line(one: Changed) -> str:
    """One thing that is written otherwise."""
    where = f"{one.instrument}：" if one.instrument and one.instrument != one.name else ""
    parts = f"（{'、'.join(one.parts)}）" if one.parts else ""
    return f"{_HOW[one.how]}{_WHAT[one.what]} {where}{one.name} {one.title}{parts}".rstrip()
