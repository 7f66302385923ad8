"""A profile read from its file; whatever is not understood in it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..diagnostics.rendering import render
from ..diagnostics.wording import nearest
from ..reading.document import Document, read
from ..vocabulary.facts import Fact
from ..vocabulary.terms import ATTRIBUTE_TERMS, SCHEME_TERMS, Attribute, Scheme
from .columns import Meaning, labels, meaning_of
from .errors import BadProfile
from .identity import without_identity_numbers
from .profile import DayOrder, Profile
from .text import quoted
from .values import attribute_words, cadence_facts, clean

_WORDS: dict[str, bool | None] = {"是": True, "否": False, "未知": None}
_KEYS = ("列", "开放属性", "共享属性", "更新频率", "是否", "日期写法", "工作表")


def read_profile(path: Path, local: Mapping[str, Fact] | None = None) -> Profile:
    """Read a profile file.

    Args:
        path: the file.
        local: facts of the place that it may name besides those of all places, by name.

    Raises:
        BadProfile: it cannot be read, or says something that is not understood.
    """
    return profile_of(read(path), local)


def profile_of(document: Document, local: Mapping[str, Fact] | None = None) -> Profile:
    """A profile from its file as read. See :func:`read_profile`."""
    if not isinstance(document.data, dict):
        shown = without_identity_numbers(render(document.diagnostics)) or "它应当由“键: 值”组成，例如“列:”。"
        raise BadProfile(f"平台说明有错误：\n{shown}", english=f"The profile has errors ({len(document.diagnostics)}).")
    for key in document.data:
        if key not in _KEYS:
            raise BadProfile(
                f"平台说明中没有“{quoted(key)}”这一项，可以写：{'、'.join(_KEYS)}。",
                nearest=nearest(str(key), _KEYS),
                english=f"The profile has no key {quoted(key)}.",
            )
    data = document.data
    return Profile(
        columns={column: _meaning(column, word, local) for column, word in _pairs(data, "列").items()},
        declared=_attributes(data, Scheme.OPENING),
        sharing=_attributes(data, Scheme.SHARING),
        cadence={code: _cadence(code, word) for code, word in _pairs(data, "更新频率").items()},
        yes_no={code: _yes_no(code, word) for code, word in _pairs(data, "是否").items()},
        day_order=_day_order(data.get("日期写法")),
        sheets=_sheets(data.get("工作表")),
    )


def _pairs(data: Mapping[str, Any], key: str) -> dict[str, str]:
    found = data.get(key) or {}
    if not isinstance(found, dict) or not all(isinstance(word, str) for word in found.values()):
        raise BadProfile(
            f"平台说明的“{key}”应当是“键: 值”，一行一个。", english=f"{key} in the profile must be a mapping of words."
        )
    return found


def _meaning(column: str, word: str, local: Mapping[str, Fact] | None) -> Meaning:
    meaning = meaning_of(word, local)
    if meaning is None:
        raise BadProfile(
            f"平台说明的列“{quoted(column)}”：没有“{quoted(word)}”，可以写：{'、'.join(labels())}，"
            "或者一个事实的名称（例如 涉及个人隐私）。",
            nearest=nearest(word, labels()),
            english=f"The profile gives column {quoted(column)} an unknown meaning: {quoted(word)}.",
        )
    return meaning


def _attributes(data: Mapping[str, Any], scheme: Scheme) -> dict[str, Attribute]:
    return {code: _attribute(code, word, scheme) for code, word in _pairs(data, SCHEME_TERMS[scheme]).items()}


def _attribute(code: str, word: str, scheme: Scheme) -> Attribute:
    attribute = attribute_words(scheme).get(clean(word))
    if attribute is None:
        terms = "、".join(ATTRIBUTE_TERMS[scheme].values())
        raise BadProfile(
            f"平台说明的{SCHEME_TERMS[scheme]}“{quoted(code)}”：没有“{quoted(word)}”，可以写：{terms}。",
            english=f"The profile gives the attribute code {quoted(code)} an unknown meaning: {quoted(word)}.",
        )
    return attribute


def _cadence(code: str, word: str) -> str:
    if cadence_facts(clean(word)) is None:
        raise BadProfile(
            f"平台说明的更新频率“{quoted(code)}”：不认识“{quoted(word)}”，可以写：实时、每天、每周、每月、每季度、每半年、每年、不定期。",
            english=f"The profile gives the frequency code {quoted(code)} an unknown meaning: {quoted(word)}.",
        )
    return word


def _yes_no(code: str, word: str) -> bool | None:
    if word not in _WORDS:
        raise BadProfile(
            f"平台说明的是否“{quoted(code)}”：没有“{quoted(word)}”，可以写：是、否、未知。",
            english=f"The profile gives the yes/no code {quoted(code)} an unknown meaning: {quoted(word)}.",
        )
    return _WORDS[word]


def _day_order(word: object) -> DayOrder | None:
    if word is None:
        return None
    if word not in tuple(DayOrder):
        raise BadProfile(
            f"平台说明的日期写法没有“{quoted(word)}”，可以写：日/月/年、月/日/年。年在前的不用说明。",
            english=f"The profile has an unknown way of writing dates: {quoted(word)}.",
        )
    return DayOrder(str(word))


def _sheets(found: object) -> tuple[str, ...]:
    names = [found] if isinstance(found, str) else found or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadProfile(
            "平台说明的工作表应当是名称，或者名称的列表，例如 [一月, 二月]。",
            english="The sheets in the profile must be a name or a list of names.",
        )
    return tuple(names)
