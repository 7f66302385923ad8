"""Names that suggest a secret or a person. They raise a question on a fact and never decide it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import MissingExtra
from .columns import table

_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that suggests a fact.

    Attributes:
        fact: fact id the name raises a question on.
        name: the words found.
        where: Chinese name of the place: 名称, 摘要, 数据项.
    """

    fact: str
    name: str
    where: str


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    found = []
    for fact, entry in table("sensitive").items():
        if fact == "passed_over":
            continue
        fields = re.compile("|".join(sorted(map(re.escape, entry["fields"]), key=len, reverse=True)))
        subjects = re.compile("|".join(f"(?:{part})" for part in entry["subjects"])) if entry["subjects"] else None
        found.append((fact, fields, subjects))
    return tuple(found)


@functools.cache
def _passed_over() -> re.Pattern[str]:
    return re.compile("|".join(table("sensitive")["passed_over"]))


def hits(title: str, summary: str, fields: str) -> tuple[Hit, ...]:
    """Names in a dataset's title, summary and list of data items that suggest a fact."""
    found: dict[tuple[str, str], Hit] = {}
    about_figures = _passed_over().search(title) is not None
    for fact, names, subjects in _patterns():
        # A title about figures or procedures is not about the persons it names; its data items still may be.
        texts = [("数据项", fields), ("摘要", summary)] + ([] if about_figures else [("名称", title)])
        for where, text in texts:
            for match in names.finditer(text):
                found.setdefault((fact, match.group()), Hit(fact, match.group(), where))
        if subjects is not None and not about_figures:
            match_ = subjects.search(title)
            if match_ is not None:
                found.setdefault((fact, match_.group()), Hit(fact, match_.group(), "名称"))
    return tuple(found.values())


def identity_numbers(texts: Iterable[str]) -> tuple[str, ...]:
    """Valid resident identity numbers that stand in the texts themselves, masked.

    Raises:
        MissingExtra: there is something to check, and ``python-stdnum`` is not installed.
    """
    found: dict[str, None] = {}
    for text in texts:
        for match in _LONG_NUMBER.finditer(text):
            try:
                from stdnum.cn import ric
            except ImportError as error:
                raise MissingExtra('检查身份证号需要安装：pip install "opendata-rules[catalogue]"') from error
            number = match.group().upper()
            if ric.is_valid(number):
                found[f"{number[:4]}**********{number[-4:]}"] = None
    return tuple(found)
