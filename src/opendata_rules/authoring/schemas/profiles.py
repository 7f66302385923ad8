"""Schema of profiles of platforms, registered or not."""

from __future__ import annotations

from typing import Any

from ...catalogue.columns import labels
from ...catalogue.profile import DayOrder
from ...catalogue.profile_file import ID, KEYS, OF_THE_REGISTER, PATH, SHAPE
from ...vocabulary.terms import ATTRIBUTE_TERMS, Scheme
from ...vocabulary.words import Words

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NAMES: Schema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


def profile_schema(words: Words) -> Schema:
    """The schema of a profile.

    Args:
        words: the facts whose Chinese names may be meanings of columns.
    """
    path = {"type": "string", "pattern": f"^(?:{PATH.pattern})$"}
    paths = {"anyOf": [path, {"type": "array", "items": path}]}
    facts = words.vocabulary.facts.values()
    meaning = {"enum": [*labels(), *(fact.label for fact in facts), *(fact.id for fact in facts)]}
    shape = _closed(dict.fromkeys(SHAPE, _NAMES) | {"值": _pairs(_TEXT), "各项": paths, "类": _TEXT})
    parts: dict[str, Schema] = {
        "列": _pairs(meaning),
        "路径": _pairs(meaning) | {"propertyNames": path},
        "次选": _NAMES,
        "开放属性": _pairs({"enum": list(ATTRIBUTE_TERMS[Scheme.OPENING].values())}),
        "更新频率": _pairs(_TEXT),
        "是否": _pairs({"enum": ["是", "否", "未知"]}),
        "日期写法": {"enum": [str(one) for one in DayOrder]},
        "工作表": _NAMES,
        "数据集": paths,
        "总数": paths,
        "键值": paths,
        "说明": _pairs(_TEXT),
        "基于": _TEXT,
        "编号": {"type": "string", "pattern": f"^(?:{ID.pattern})$"},
        "名称": _TEXT,
        "别名": _NAMES,
        "来源": _TEXT,
        "识别": {"anyOf": [shape, {"type": "array", "items": shape}]},
    }
    assert set(parts) == set(KEYS)
    whole = {"dependentRequired": {"编号": [key for key in OF_THE_REGISTER if key != "编号"]}}
    return {"title": "平台说明", **_closed(parts), **whole}


def _pairs(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": properties}
