"""Facts as people write them: in YAML or JSON files, on the command line, in cases.

Values are words here (是, 否, 未知, a Chinese term, a date); the library itself takes Python values only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .diagnostics import render
from .errors import BadFact
from .packs import broken
from .reader import read_bytes
from .vocabulary import Fact, FactType, vocabulary

_WORDS: dict[str, bool] = {"是": True, "否": False, "true": True, "false": False}
#: Words for "not known"; an empty value is one too.
UNKNOWN_WORDS = ("", "未知", "不清楚", "null")


def value_from_text(fact: Fact, text: object) -> object:
    """The Python value of a word, left as it is where it is none; checking it is the vocabulary's business.

    ``none`` is not a word for unknown: some facts have it as a value.
    """
    if not isinstance(text, str):
        return text
    word = text.strip()
    if word in UNKNOWN_WORDS:
        return None
    if fact.type is FactType.BOOL:
        return _WORDS.get(word, word)
    if fact.type is FactType.INT and word.isascii() and word.isdecimal():
        return int(word)
    if fact.type is FactType.LIST:
        return [part for part in word.replace("，", ",").replace("；", ",").split(",") if part]
    return word


def stated(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts written in words as Python values, ``None`` for unknown; the law checks them.

    Raises:
        UnknownFact: a name is not in the vocabulary.
    """
    book = vocabulary()
    return {name: value_from_text(book.fact(name), value) for name, value in facts.items()}


def from_option(text: str) -> tuple[str, str]:
    """Split ``名称=值`` (a full-width ＝ is taken too).

    Raises:
        BadFact: there is no equals sign.
    """
    for sign in "=＝":
        name, found, value = text.partition(sign)
        if found:
            return name.strip(), value.strip()
    raise BadFact(f"--fact 的写法是 名称=值，例如 涉及个人隐私=是；得到的是“{text}”。")


def from_file(path: Path) -> dict[str, Any]:
    """Facts from a YAML or JSON file.

    Raises:
        BadFact: the file cannot be read or is no mapping of facts; the message shows every problem.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadFact(f"读不了事实文件 {path}：{error.strerror or error}。") from error
    return from_bytes(data, str(path))


def from_bytes(data: bytes, shown: str) -> dict[str, Any]:
    """Facts from the content of a YAML or JSON file. See :func:`from_file`."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and data.rstrip().endswith(b"}"):
        try:
            loaded = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique)
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            loaded = None  # not JSON after all; YAML has the better messages
        if isinstance(loaded, dict):
            return loaded
    document = read_bytes(data, shown)
    if document.data is None or broken(document.diagnostics):
        raise BadFact(f"事实文件有错误：\n{render(document.diagnostics)}")
    return dict(document.data)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise BadFact(f"事实“{name}”写了两次。")
    return dict(pairs)


def template(facts: tuple[Fact, ...], heading: str) -> str:
    """An empty YAML file to fill in, with every question as a comment."""
    lines = [f"# {heading}", "# 在冒号后面填写（冒号后留一个空格）；不知道的留空。", ""]
    for fact in facts:
        lines.append(f"# {fact.question}")
        if fact.type is FactType.BOOL:
            lines.append("# 可以填：是、否")
        elif fact.type is FactType.LIST:
            lines.append(f"# 可以填多个，写成 [甲, 乙]：{'、'.join(term for _, term in fact.values)}")
        elif fact.type is FactType.ENUM:
            lines.append(f"# 可以填：{'、'.join(term for _, term in fact.values)}")
        elif fact.type is FactType.DATE:
            lines.append("# 填日期，例如 2026-03-10")
        lines += [f"{fact.label}:", ""]
    return "\n".join(lines)
