"""A profile read from its file; whatever is not understood in it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..diagnostics.rendering import render
from ..diagnostics.wording import nearest
from ..reading.document import Document, read
from ..reading.punctuation.marks import ANY_COLON
from ..vocabulary.facts import Fact
from ..vocabulary.terms import ATTRIBUTE_TERMS, SCHEME_TERMS, Attribute, Scheme
from .columns import Meaning, labels, meaning_of
from .errors import BadProfile
from .identity import without_identity_numbers
from .profile import DayOrder, Profile, Shape
from .text import quoted, shortened
from .values import attribute_words, cadence_facts, clean

_WORDS: dict[str, bool | None] = {"是": True, "否": False, "未知": None}
#: What a profile may say, in the order in which messages list it.
KEYS = (
    "列", "路径", "次选", "开放属性", "共享属性", "更新频率", "是否", "日期写法", "工作表", "数据集", "总数", "键值",
    "说明", "基于", "编号", "名称", "别名", "来源", "识别",
)  # fmt: skip
#: What an entry of the register has to say.
OF_THE_REGISTER = ("编号", "名称", "来源")
SHAPE = ("顶层", "值", "各项", "列", "类")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: One step of a path: a key, perhaps with [] or a condition on the entries of a list.
_STEP = r"[^.\[\]\s][^.\[\]]*(?:\[(?:[^.\[\]=]+=[^.\[\]]*)?\])?"
PATH = re.compile(rf"\.|{_STEP}(?:\.{_STEP})*")


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
        if key not in KEYS:
            raise BadProfile(
                f"平台说明中没有“{quoted(key)}”这一项，可以写：{'、'.join(KEYS)}。",
                nearest=nearest(str(key), KEYS),
                english=f"The profile has no key {quoted(key)}.",
            )
    data = document.data
    return Profile(
        columns={column: _meaning(column, word, local) for column, word in _pairs(data, "列").items()},
        paths={_path("路径", path): _meaning(path, word, local) for path, word in _pairs(data, "路径").items()},
        last=_names(data, "次选"),
        declared=_attributes(data, Scheme.OPENING),
        sharing=_attributes(data, Scheme.SHARING),
        cadence={code: _cadence(code, word) for code, word in _pairs(data, "更新频率").items()},
        yes_no={code: _yes_no(code, word) for code, word in _pairs(data, "是否").items()},
        day_order=_day_order(data.get("日期写法")),
        sheets=_names(data, "工作表"),
        datasets=tuple(_path("数据集", path) for path in _names(data, "数据集")),
        totals=tuple(_path("总数", path) for path in _names(data, "总数")),
        pairs=tuple(_path("键值", path) for path in _names(data, "键值")),
        remarks=_pairs(data, "说明"),
        shapes=tuple(_shapes(data)),
        id=_id(data),
        label=_word(data, "名称"),
        names=_names(data, "别名"),
        source=_word(data, "来源"),
        base=_word(data, "基于"),
        text=document.content.decode("utf-8", "replace"),
    )


def entry_of(document: Document) -> Profile:
    """An entry of the register from its file as read.

    Raises:
        BadProfile: it is no profile, or does not say what it is called and where the format is specified.
    """
    found = profile_of(document)
    for key in OF_THE_REGISTER:
        if not _word(document.data, key):
            raise BadProfile(
                f"登记的平台说明要写明“{key}”；{'、'.join(OF_THE_REGISTER)}都要写。",
                english=f"An entry of the register must have {key}.",
            )
    return found


def _pairs(data: Mapping[str, Any], key: str) -> dict[str, str]:
    found = data.get(key) or {}
    if not isinstance(found, dict) or not all(isinstance(word, str) for word in found.values()):
        # One line alone may be prose, so that its colon is known to be wrong only here.
        glued = isinstance(found, str) and ANY_COLON.search(found)
        told = f"，这里写的是“{quoted(shortened(str(found)))}”：冒号用半角的，后面留一个空格" if glued else "，一行一个"
        raise BadProfile(
            f"平台说明的“{key}”应当是“键: 值”{told}。", english=f"{key} in the profile must be a mapping of words."
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
    if clean(code) in ATTRIBUTE_TERMS[scheme].values() and clean(code) != ATTRIBUTE_TERMS[scheme][attribute]:
        raise _turned(SCHEME_TERMS[scheme], code, word)
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
    if _WORDS[word] is not None and _WORDS.get(clean(code), _WORDS[word]) != _WORDS[word]:
        raise _turned("是否", code, word)
    return _WORDS[word]


def _turned(what: str, code: str, word: str) -> BadProfile:
    """The refusal of a profile by which a plain word of the law means another one: it explains codes only."""
    return BadProfile(
        f"平台说明的{what}把“{quoted(code)}”说成“{quoted(word)}”；平台说明只解释编码和本平台的写法，不能改变这个词的意思。",
        english=f"The profile turns {quoted(code)} into {quoted(word)}; it explains codes, not plain words.",
    )


def _day_order(word: object) -> DayOrder | None:
    if word is None:
        return None
    if word not in tuple(DayOrder):
        raise BadProfile(
            f"平台说明的日期写法没有“{quoted(word)}”，可以写：日/月/年、月/日/年。年在前的不用说明。",
            english=f"The profile has an unknown way of writing dates: {quoted(word)}.",
        )
    return DayOrder(str(word))


def _word(data: Mapping[str, Any], key: str) -> str:
    found = data.get(key, "")
    if not isinstance(found, str):
        raise BadProfile(f"平台说明的“{key}”应当是一段文字。", english=f"{key} in the profile must be a text.")
    return found.strip()


def _id(data: Mapping[str, Any]) -> str:
    found = _word(data, "编号")
    if found and ID.fullmatch(found) is None:
        raise BadProfile(
            f"平台说明的编号“{quoted(found)}”应当由小写字母、数字和连字符组成，例如 shandong。",
            english=f"The id of a profile consists of small letters, digits and hyphens, not {quoted(found)}.",
        )
    return found


def _names(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = data.get(key) or []
    names = [found] if isinstance(found, str) else found
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadProfile(
            f"平台说明的{key}应当是名称，或者名称的列表，例如 [一月, 二月]。",
            english=f"{key} in the profile must be a name or a list of names.",
        )
    return tuple(names)


def _path(key: str, path: str) -> str:
    if PATH.fullmatch(path) is None:
        raise BadProfile(
            f"平台说明的{key}“{quoted(path)}”不是路径；路径由点隔开的键组成，例如 organization.title、tags[].name、"
            "contributors[role=publisher].title。",
            english=f"{quoted(path)} is no path of keys with dots between them.",
        )
    return path


def _shapes(data: Mapping[str, Any]) -> Iterator[Shape]:
    found = data.get("识别") or []
    for one in [found] if isinstance(found, dict) else found:
        if not isinstance(one, dict) or not one or any(key not in SHAPE for key in one):
            raise BadProfile(
                f"平台说明的“识别”由这些项组成：{'、'.join(SHAPE)}；几种样子写成列表。",
                english=f"A shape in the profile is a mapping of some of: {', '.join(SHAPE)}.",
            )
        each = tuple(_path("识别", path) for path in _names(one, "各项"))
        yield Shape(_names(one, "顶层"), _pairs(one, "值"), each, _names(one, "列"), _word(one, "类"))
