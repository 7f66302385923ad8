"""What the cells mean: opening attributes, update cadences, dates. Unreviewed spellings mean nothing here."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from ..diagnostics import render
from ..errors import Error
from ..reader import read
from ..terms import Attribute
from .columns import table

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_QUOTES = "“”‘’\"'「」《》"
_DATE_FORMS = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s.*)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_EPOCH = re.compile(r"\d{10}|\d{13}")
_UNITS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}


class BadProfile(Error):
    """A profile has errors; the message shows them."""

    code = "bad_profile"


def clean(text: str) -> str:
    """A cell without spaces and enclosing quotation marks."""
    return "".join(text.split()).strip(_QUOTES)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the codes and columns of one platform mean: 列, 开放属性, 更新频率.

    Attributes:
        columns: canonical meaning by column name.
        declared: attribute by code.
        cadence: spelling of the reviewed table by code.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    declared: Mapping[str, Attribute] = field(default_factory=dict)
    cadence: Mapping[str, str] = field(default_factory=dict)


def read_profile(path: Path) -> Profile:
    """Read a profile file.

    Raises:
        BadProfile: it cannot be read, or says something that is not understood.
    """
    document = read(path)
    if document.data is None:
        raise BadProfile(f"平台说明有错误：\n{render(document.diagnostics)}")
    known = {"列", "开放属性", "更新频率"}
    for key, value in document.data.items():
        if key not in known:
            raise BadProfile(f"平台说明中没有“{key}”这一项，可以写：{'、'.join(sorted(known))}。")
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise BadProfile(f"平台说明的“{key}”应当是“键: 值”。")
    labels = {entry["label"]: name for name, entry in table("columns").items()}
    columns: dict[str, str] = {}
    for column, meaning in document.data.get("列", {}).items():
        if meaning not in labels:
            raise BadProfile(f"平台说明的列“{column}”：没有“{meaning}”，可以写：{'、'.join(labels)}。")
        columns[column] = labels[meaning]
    declared = {}
    for code, term in document.data.get("开放属性", {}).items():
        attribute = _attributes().get(clean(term))
        if attribute is None:
            raise BadProfile(f"平台说明的开放属性“{code}”：没有“{term}”，可以写：不予开放、有条件开放、无条件开放。")
        declared[code] = attribute
    cadence = {}
    for code, term in document.data.get("更新频率", {}).items():
        if term not in table("values")["cadence"] and term not in table("values")["no_period"]:
            raise BadProfile(f"平台说明的更新频率“{code}”：不认识“{term}”。")
        cadence[code] = term
    return Profile(columns, declared, cadence)


@functools.cache
def _attributes() -> dict[str, Attribute]:
    return {word: Attribute(name) for name, words in table("values")["declared"].items() for word in words}


@functools.cache
def _sharing_words() -> frozenset[str]:
    return frozenset(table("values")["sharing_words"])


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared attribute as far as it was understood.

    Attributes:
        attribute: the attribute, ``None`` where it was not recognised.
        note: why not, in Chinese; empty where it was.
        sharing: whether the cell speaks of sharing.
        code: whether the cell is a number whose meaning depends on the platform.
    """

    attribute: Attribute | None
    note: str = ""
    sharing: bool = False
    code: bool = False


def declared(text: str, profile: Profile) -> Declared:
    """Understand a cell that should state the opening attribute."""
    if text.strip() in profile.declared:
        return Declared(profile.declared[text.strip()])
    word = clean(text)
    if word in _attributes():
        return Declared(_attributes()[word])
    if not word:
        return Declared(None, "没有填开放属性")
    if word in _sharing_words():
        return Declared(None, f"“{word}”说的是共享，不是开放", sharing=True)
    if word.isascii() and word.isdecimal():
        return Declared(None, f"编码 {word} 的含义因平台而异，请用 --profile 说明", code=True)
    return Declared(None, f"“{word[:30]}”不是开放属性")


@dataclass(frozen=True, slots=True)
class Cadence:
    """An update cadence as far as it was understood.

    Attributes:
        period: time between updates, ``None`` where there is none.
        note: why not, in Chinese; empty where there is one.
    """

    period: relativedelta | None
    note: str = ""


def cadence(text: str, profile: Profile) -> Cadence:
    """Understand a cell that should state how often a dataset is updated."""
    word = clean(profile.cadence.get(text.strip(), text))
    found = table("values")["cadence"].get(word)
    if found is not None:
        number, unit = found
        return Cadence(_period(number, unit))
    if not word:
        return Cadence(None, "没有填更新频率")
    if word in table("values")["no_period"]:
        return Cadence(None, f"更新频率是“{word}”，没有固定期限")
    return Cadence(None, f"不认识更新频率“{word[:30]}”")


@functools.cache
def _period(number: int, unit: str) -> relativedelta:
    amounts: Any = {_UNITS[unit]: number}
    return relativedelta(**amounts)


def date(value: str | dt.date) -> dt.date | None:
    """A date in one of the forms portals print, ``None`` where it is none or could be read in two ways.

    Year first only: ``06/07/2023`` could be June or July. Ten and thirteen digits are seconds and milliseconds since
    1970, a day in Shanghai.
    """
    if isinstance(value, dt.date):
        return value
    text = value.strip()
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match is not None:
            try:
                return dt.date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    if _EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return dt.datetime.fromtimestamp(seconds, _SHANGHAI).date()
    return None
