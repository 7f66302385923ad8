"""Facts as people write them: in YAML or JSON files, on the command line, in cases.

Values are words here (是, 否, 未知, a Chinese term, a date); the library itself takes Python values only.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..diagnostics.characters import INVISIBLE
from ..diagnostics.diagnostic import Diagnostic, broken
from ..diagnostics.rendering import render
from ..diagnostics.wording import listed, nearest, shown
from ..errors import BadFact, UnknownFact
from ..quoting import quoted
from ..vocabulary.facts import Fact, FactType, FactValue, Vocabulary
from .document import SIZE_LIMIT, Document, Location, read_bytes, refusal

_WORDS: dict[str, bool] = {"是": True, "否": False, "true": True, "false": False}
#: Words for "not known"; an empty value is one too.
UNKNOWN_WORDS = ("", "未知", "不知道", "不清楚", "null")
#: Encodings in which consoles of Windows write the template of a facts file, by the diagnostic that names them.
_CONSOLES = {"gbk_encoding": "gb18030", "utf16_encoding": "utf-16"}
#: Problems of one file that are told.
_ENOUGH = 100
#: Places of them in the English text.
_FEW = 8
#: Longest path shown.
_PATH = 400
#: Digits of the longest number that is read as one.
_DIGITS = 15


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
    if fact.type is FactType.INT and word.isascii() and word.isdecimal() and len(word) <= _DIGITS:
        return int(word)
    if fact.type is FactType.LIST:
        if word.startswith("[") and word.endswith("]"):
            word = word[1:-1]
        return [part.strip() for part in word.replace("，", ",").replace("；", ",").split(",") if part.strip()]
    return word


def stated(facts: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, object]:
    """Facts written in words as Python values, ``None`` for unknown; the law checks them.

    Raises:
        UnknownFact: a name is not in the vocabulary.
    """
    return {name: value_from_text(vocabulary.fact(name), value) for name, value in facts.items()}


def from_option(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Split ``名称=值`` (a full-width ＝ is taken too) and check both.

    Raises:
        BadFact: there is no equals sign, or the fact has no such value.
        UnknownFact: the name is not in the vocabulary.
    """
    name, *rest = (part.strip() for part in re.split("[=＝]", text, maxsplit=1))
    if not name or not rest:
        raise BadFact(
            f"--fact 的写法是 名称=值，例如 涉及个人隐私=是；得到的是“{quoted(text)}”。",
            english=f"--fact is written name=value, not {quoted(text)}.",
            argument="--fact",
        )
    [value] = rest
    fact = vocabulary.fact(name)
    problems = problems_of({name: value}, Document("--fact", {}, ()), vocabulary)
    if problems:
        told = f"{quoted(name)}={quoted(value)}"
        words = [word for pair in fact.values for word in pair] or list(_WORDS)
        raise BadFact(
            f"--fact {told}：{problems[0].message}。{problems[0].help}",
            nearest=nearest(value, words),
            english=f"--fact {told}: the value does not fit {fact.id}, which is of the type {fact.type}.",
            fact=fact.id,
            argument="--fact",
        )
    return name, value


def from_file(path: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    """Facts from a YAML or JSON file.

    Raises:
        BadFact: the file cannot be read or is no mapping of facts; the message shows every problem.
    """
    try:
        # A pipe is welcome here, but no more is taken from it than a file may hold.
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        shown_path = quoted(str(path), _PATH)
        raise BadFact(
            f"读不了事实文件 {shown_path}：{refusal(error)}。",
            english=f"Cannot read the file of facts {shown_path}: {type(error).__name__}.",
            argument="--facts",
        ) from error
    return from_bytes(data, str(path), vocabulary)


def from_bytes(data: bytes, path: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Facts from the content of a YAML or JSON file. See :func:`from_file`."""
    document = read_bytes(data, path)
    codec = next((_CONSOLES[problem.code] for problem in document.diagnostics if problem.code in _CONSOLES), None)
    if codec is not None:
        with contextlib.suppress(UnicodeError):
            data = data.decode(codec).encode("utf-8")
            document = read_bytes(data, path)
    facts = _from_json(data)
    if facts is not None:
        # What JSON allows and YAML does not is right here; the document then only serves to show places.
        document = document if isinstance(document.data, dict) else Document(path, {}, ())
    elif document.data is None or broken(document.diagnostics):
        raise _bad_file(document.diagnostics)
    else:
        facts = dict(document.data)
    problems = problems_of(facts, document, vocabulary)
    if problems:
        raise _bad_file([*document.diagnostics, *problems])
    return facts


def _bad_file(problems: Sequence[Diagnostic]) -> BadFact:
    """The error on a file of facts; it tells every problem."""
    places = "; ".join(f"line {problem.line}: {problem.code}" for problem in problems[:_FEW])
    return BadFact(
        f"事实文件有错误：\n{render(problems)}",
        english=f"The file of facts has {len(problems)} problems ({places}).",
        argument="--facts",
    )


def problems_of(
    facts: Mapping[str, object],
    document: Document,
    vocabulary: Vocabulary,
    location: Location = (),
    failed: frozenset[str] = frozenset(),
) -> list[Diagnostic]:
    """What is wrong with facts written in a file: names and values that the vocabulary does not know.

    Args:
        facts: what is written, by name.
        document: the file, for positions in messages.
        vocabulary: the facts there are.
        location: where the facts stand in it.
        failed: names and terms whose own definition is wrong and told there.
    """
    found: list[Diagnostic] = []
    values: dict[str, tuple[FactValue | None, int]] = {}
    for name, value in facts.items():
        if len(found) >= _ENOUGH:
            break
        where = (*location, name)
        if name in failed:
            continue
        try:
            fact = vocabulary.fact(name)
        except UnknownFact as error:
            near = "、".join(error.nearest)
            advice = f"是不是：{near}？" if near else "用 opendata-rules facts --all 查看事实名称。"
            found.append(document.diagnostic("unknown_fact", where, key=True, name=name, help=advice))
            continue
        if isinstance(value, str) and (hidden := INVISIBLE.search(value)):
            code = f"U+{ord(hidden.group()):04X}"
            found.append(document.diagnostic("control_character", where, name=code))
            continue
        try:
            known = fact.check(value_from_text(fact, value))
        except BadFact:
            found += _bad_value(fact, value, document, where, failed)
            continue
        line = document.mark(where, key=True)[0]
        earlier, first = values.setdefault(fact.id, (known, line))
        if earlier != known:
            both = fact.label if name == fact.label else f"{fact.label}（{name}）"
            found.append(document.diagnostic("duplicate_key", where, key=True, name=both, first=first))
    return found


def _bad_value(
    fact: Fact, value: object, document: Document, where: Location, failed: frozenset[str]
) -> list[Diagnostic]:
    """Why a value does not fit a fact, and what would."""
    what = shown(value)
    if isinstance(value, dict) or (isinstance(value, list) and fact.type is not FactType.LIST):
        return [document.diagnostic("wrong_type", where, expected="一个词", found=what, example="冒号后面写一个词。")]
    if fact.type is FactType.DATE:
        return [document.diagnostic("bad_date", where, value=what)]
    if fact.type is FactType.INT:
        return [document.diagnostic("bad_value", where, value=what, help="请写不小于零的整数，例如 10。")]
    if fact.type is FactType.TEXT:
        return [document.diagnostic("bad_value", where, value=what, help="请写文字。")]
    terms = [term for _, term in fact.values] if fact.values else ["是", "否"]
    items = [(where, value)]
    if isinstance(value, list):
        items = [((*where, index), item) for index, item in enumerate(value)]
    elif fact.type is FactType.LIST and isinstance(parts := value_from_text(fact, value), list):
        items = [(where, part) for part in parts]
    known = failed.union(*fact.values)
    found = []
    for at, item in items[:_ENOUGH]:
        if not isinstance(item, str) or item not in known:
            near = nearest(shown(item), terms)
            advice = (f"是不是：{listed(near)}？" if near else "") + f"可以写：{listed([*terms, '未知'])}。"
            found.append(document.diagnostic("unknown_value", at, value=shown(item), fact=fact.label, help=advice))
    return found


def _from_json(data: bytes) -> dict[str, Any] | None:
    """The content of a JSON file; ``None`` if it is none, since YAML has the better messages."""
    if len(data) > SIZE_LIMIT or not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        loaded = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) else None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        raise ValueError("a name occurs twice")
    return unique


def template(facts: tuple[Fact, ...], heading: str) -> str:
    """An empty YAML file to fill in, with every question as a comment."""
    lines = [f"# {heading}", "# 在冒号后面填写（冒号后留一个空格）；不知道的留空。", ""]
    for fact in facts:
        lines.append(f"# {fact.question}")
        if fact.type is FactType.BOOL:
            lines.append("# 可以填：是、否")
        elif fact.type is FactType.LIST:
            lines.append(f"# 可以填多个，写成 [甲, 乙]：{listed(term for _, term in fact.values)}")
        elif fact.type is FactType.ENUM:
            lines.append(f"# 可以填：{listed(term for _, term in fact.values)}")
        elif fact.type is FactType.DATE:
            lines.append("# 填日期，例如 2026-03-10")
        elif fact.type is FactType.INT:
            lines.append("# 填整数，例如 10")
        lines += [f"{fact.label}:", ""]
    return "\n".join(lines)
