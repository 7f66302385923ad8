"""What an editor says of a value that is not as it must be, instead of the pattern or of all that could stand there.

``patternErrorMessage`` and ``errorMessage`` are read by the language servers of the common YAML and JSON extensions;
other readers of schemas pass over them. The words are those of the diagnostics.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from ...diagnostics.kinds import KINDS
from ...reading.validation import FORMATS, RULE_ID, WORD_ID
from .conditions import ARTICLE, REF

#: Longest message with all words that may be written; more are offered by completion.
_LONGEST = 90

_TEXT = "这里应当是一段文字，不能空着。"
_OF_TYPES = {"string": _TEXT, "array": "这里应当是一个列表：写成 [甲, 乙]，或者每行一项，以“- ”开头。"}
_NUMBER = "写整数，例如 10。"
_ID = "没有这个名称。按 Ctrl+空格 列出可以写的；本地的写编号，例如 donghai__reviewed。"
#: By pattern. Patterns that stand for several things say what is common to them.
_OF_PATTERNS: dict[str, str] = {
    r"\S": f"{KINDS['empty_text'].template}。",
    "^[a-z][a-z0-9]{1,31}$": FORMATS["前缀"],
    "^[a-z][a-z0-9_]*$": WORD_ID,
    "^[a-z][a-z0-9]*__[a-z0-9_]+$": _ID,
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9]*__[a-z0-9_]+$": f"没有这个步骤。{KINDS['unknown_step'].help}",
    "^[0-9]+$": _NUMBER,
    "^0*[1-9][0-9]*$": FORMATS["长度"],
    "^[1-9][0-9]{0,3}$": FORMATS["长度"],
    "^[a-z0-9]+(-[a-z0-9]+)*$": RULE_ID,
    "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$": FORMATS["固定日期"],
    "^[0-9a-f]{64}$": FORMATS["指纹"],
    "^[0-9]{6}$": FORMATS["代码"],
    ARTICLE["pattern"]: "条文表逐条登记：写成 12、13之一、25bis、annex3；条号不知道的写两个引号。",
    REF["pattern"]: f"{KINDS['bad_citation'].help}条号不知道的写两个引号。",
}
#: By the first words of a pattern that is long.
_OF_BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("^[0-9]{4}-", KINDS["bad_date"].help),
    ("^([1-9][0-9]?月", "写成 1月1日、农历除夕、正月初一、清明当日、端午当日或者中秋当日。"),
    ("^(?:[a-z0-9]+", "编号用英文小写字母、数字和短横线，例如 my-platform。"),
    (r"^(?:\.", "路径由各层的名称组成，中间用点，例如 result.results[]。"),
)


def with_messages(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that says of every pattern and every closed list what is to be written there."""
    # Parts of it stand in other schemas too.
    schema = copy.deepcopy(schema)
    for node in nodes(schema):
        pattern, words = node.get("pattern"), node.get("enum", [node["const"]] if "const" in node else None)
        if isinstance(words, list):
            node["errorMessage"] = _of_words(words)
        elif isinstance(pattern, str):
            node["patternErrorMessage"] = _of_pattern(pattern)
            # An unquoted code is a number, to an editor.
            node["errorMessage"] = _TEXT if pattern == r"\S" else node["patternErrorMessage"]
        elif isinstance(kind := node.get("type"), str) and kind in _OF_TYPES:
            node["errorMessage"] = _OF_TYPES[kind]
    return schema


def _of_pattern(pattern: str) -> str:
    found = _OF_PATTERNS.get(pattern)
    return found or next(told for beginning, told in _OF_BEGINNINGS if pattern.startswith(beginning))


def _of_words(words: list[str]) -> str:
    told = f"可以写：{'、'.join(words)}。"
    return told if len(told) <= _LONGEST else "没有这个名称。按 Ctrl+空格 列出可以写的。"


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """A schema and all parts of it that are mappings."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)
