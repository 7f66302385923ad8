"""What the list of names and the looking for numbers say on the labelled sets: right, wrong, missed.

    python -m tests.catalogue.sensitive.measured

prints every entry that was judged otherwise than labelled, and the table for the guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from stdnum import luhn
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from opendata_rules.catalogue.columns import folded, recognise
from opendata_rules.catalogue.identity import numbers
from opendata_rules.catalogue.sensitive import identity_numbers, watched

HERE = Path(__file__).parent
SETS = {"labelled": "调优用的", "held_out": "留出的"}
_CHECKS = {"id": mod_11_2.calc_check_digit, "luhn": luhn.calc_check_digit, "uscc": uscc.calc_check_digit}


@dataclass(frozen=True)
class Judged:
    """One entry with its label and with what was found."""

    part: str
    text: str
    label: str
    found: frozenset[str]

    @property
    def kind(self) -> str:
        """``right``, ``false_alarm``, ``missed`` or ``quiet`` (rightly not asked)."""
        if self.label == "none":
            return "false_alarm" if self.found else "quiet"
        return "right" if self.label in self.found else "missed"


def whole(text: str) -> str:
    """A value with the check digits that it leaves open."""
    return re.sub(r"<(\w+):(\w+)>", lambda match: match[2] + _CHECKS[match[1]](match[2]), text)


def judged(name: str) -> Iterator[Judged]:
    """Every entry of a set, judged."""
    entries = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    watching = watched()
    for group in entries["names"]:
        for title in group["names"]:
            yield Judged("名称", title, group["fact"], frozenset(hit.fact for hit in watching.hits(title, "", "")))
    for group in entries["items"]:
        for items in group["items"]:
            yield Judged(
                "数据项", items, group["fact"], frozenset(hit.fact for hit in watching.hits("某信息", "", items))
            )
    for group in entries["values"]:
        for value in map(whole, group["values"]):
            column = group["column"]
            is_id = "id" in recognise([column]).meaning
            hits = identity_numbers([(column, value)], frozenset([column] if is_id else []))
            kinds = {number.kind for number in numbers(value, short=not is_id)} if hits else set()
            found = frozenset(kinds or ({group["kind"]} if hits else ()))
            yield Judged("号码", f"{folded(column)}：{value}", group["kind"], found)


def counts(name: str) -> dict[str, dict[str, int]]:
    """How many entries of each part of a set were judged how."""
    found: dict[str, dict[str, int]] = {}
    for one in judged(name):
        part = found.setdefault(one.part, {"right": 0, "false_alarm": 0, "missed": 0, "quiet": 0})
        part[one.kind] += 1
    return found


def table() -> str:
    """The figures as a table of the guide."""
    lines = ["| 样本 | 看什么 | 应当问的 | 问到的 | 漏掉的 | 不该问的 | 错问的 | 查准率 | 查全率 |", "| --- " * 9 + "|"]
    for name, label in SETS.items():
        for part, found in counts(name).items():
            right, wrong, missed = found["right"], found["false_alarm"], found["missed"]
            precision, recall = (f"{100 * right / total:.1f}%" for total in (right + wrong, right + missed))
            asked, quiet = right + missed, wrong + found["quiet"]
            lines.append(
                f"| {label} | {part} | {asked} | {right} | {missed} | {quiet} | {wrong} | {precision} | {recall} |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    for name in SETS:
        for one in judged(name):
            if one.kind in ("false_alarm", "missed"):
                print(name, one.kind, one.part, one.text, one.label, sorted(one.found))
    print(table())
