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
_PATH: Schema = {"$ref": "#/$defs/ProfilePath"}
_PATHS: Schema = {"anyOf": [_PATH, {"type": "array", "items": _PATH}]}
_MEANING: Schema = {"$ref": "#/$defs/ProfileMeaning"}


def profile_schema(words: Words) -> Schema:
    """The schema of a profile.

    Args:
        words: the facts whose Chinese names may be meanings of columns.
    """
    facts = words.vocabulary.facts.values()
    meanings = [*labels(), *(fact.label for fact in facts), *(fact.id for fact in facts)]
    parts = {key: {**value, "title": key, "description": about} for key, (value, about) in _parts().items()}
    assert set(parts) == set(KEYS)
    return {
        "title": "平台说明",
        **_closed(parts),
        "dependentRequired": {"编号": [key for key in OF_THE_REGISTER if key != "编号"]},
        "$defs": {
            "ProfileMeaning": {"title": "列的意思", "enum": meanings},
            "ProfilePath": {"title": "路径", "type": "string", "pattern": f"^(?:{PATH.pattern})$"},
        },
    }


def _parts() -> dict[str, tuple[Schema, str]]:
    """What each key takes, and what it is about."""
    abouts = ("JSON 最外层的键", "键的内容以什么开头", "每个数据集都有的路径", "表格的列名", "RDF 里数据集的类")
    takes = (_NAMES, _pairs(_TEXT), _PATHS, _NAMES, _TEXT)
    keys = zip(SHAPE, takes, abouts, strict=True)
    shape = _closed({key: {**one, "title": key, "description": about} for key, one, about in keys})
    opening, sharing = ({"enum": list(ATTRIBUTE_TERMS[one].values())} for one in (Scheme.OPENING, Scheme.SHARING))
    return {
        "列": (_pairs(_MEANING), "列名: 意思"),
        "路径": (_pairs(_MEANING) | {"propertyNames": _PATH}, "JSON、RDF 里的路径: 意思"),
        "次选": (_NAMES, "别的列空着才用的列"),
        "开放属性": (_pairs(opening), "编码: 开放属性"),
        "共享属性": (_pairs(sharing), "编码: 共享属性"),
        "更新频率": (_pairs(_TEXT), "编码: 更新频率"),
        "是否": (_pairs({"enum": ["是", "否", "未知"]}), "编码: 是、否或者未知"),
        "日期写法": ({"enum": [str(one) for one in DayOrder]}, "年在后面的日期怎样写"),
        "工作表": (_NAMES, "只读这几张工作表"),
        "数据集": (_PATHS, "数据集在 JSON 的哪里，取最先有的一处"),
        "总数": (_PATHS, "平台上一共有多少个数据集，写在哪里"),
        "键值": (_PATHS, "由名称和内容组成的路径，每一项是一列"),
        "说明": (_pairs(_TEXT), "有这一列时报告里照写的话"),
        "基于": (_TEXT, "接着哪一个登记的平台说明写"),
        "编号": ({"type": "string", "pattern": f"^(?:{ID.pattern})$"}, "登记的编号"),
        "名称": (_TEXT, "叫什么，--profile 用它点名"),
        "别名": (_NAMES, "还叫什么"),
        "来源": (_TEXT, "格式在哪里规定，什么版本或者日期"),
        "识别": ({"anyOf": [shape, {"type": "array", "items": shape}]}, "文件是什么样子就是这种格式"),
    }


def _pairs(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": properties}
