"""From a plain tree to a checked model, with every error of pydantic told in Chinese at its place in the file."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .diagnostics import Diagnostic, nearest
from .keywords import KEYWORDS
from .reader import Document

Model = TypeVar("Model", bound=BaseModel)

_ABOUT = dict(KEYWORDS.values())
_SHAPES = {
    "string_type": ("一段文字", "请在冒号后面直接写文字。"),
    "tuple_type": ("一个列表", "写成 [甲, 乙]，或者每行一项，以“- ”开头。"),
    "list_type": ("一个列表", "写成 [甲, 乙]，或者每行一项，以“- ”开头。"),
    "dict_type": ("“键: 值”", "请另起一行，缩进后写“键: 值”。"),
    "model_type": ("“键: 值”", "请另起一行，缩进后写“键: 值”。"),
}
_FORMATS = {
    "编号": "规则编号用英文小写字母、数字和短横线，例如 taian-12-4。",
    "代码": '行政区划代码是六位数字，加引号，例如 "370900"。',
    "指纹": "指纹是 64 位小写十六进制数。",
}


def validate(document: Document, model: type[Model]) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """Check a document against a model.

    Returns:
        The model, or ``None`` where there are errors; and all diagnostics, those of reading included.
    """
    if document.data is None:
        return None, document.diagnostics
    try:
        return model.model_validate(document.data), document.diagnostics
    except ValidationError as error:
        details: list[Any] = list(error.errors(include_url=False))
    problems = [_translated(document, model, detail) for detail in details]
    return None, (*document.diagnostics, *dict.fromkeys(problems))


def _translated(document: Document, model: type[BaseModel], detail: Mapping[str, Any]) -> Diagnostic:
    """One pydantic error as a diagnostic at its place."""
    kind: str = detail["type"]
    location = tuple(part for part in detail["loc"] if part != "[key]")
    context: Mapping[str, Any] = detail.get("ctx") or {}
    given = detail.get("input")
    value = _shown(given)
    last = str(location[-1]) if location else ""
    if kind == "extra_forbidden":
        allowed = _keys_at(model, location[:-1])
        near = nearest(last, allowed)
        advice = f"是不是：{'、'.join(near)}？" if near else f"可以写：{'、'.join(allowed)}。"
        return document.diagnostic("unknown_key", location, key=True, help=advice, word=last)
    if kind == "missing":
        return document.diagnostic("missing_key", location[:-1], word=last, about=_ABOUT.get(last, last))
    if kind in _SHAPES:
        if given == "" and kind == "string_type":
            return document.diagnostic("empty_text", location)
        expected, example = _SHAPES[kind]
        return document.diagnostic("wrong_type", location, expected=expected, found=_shape(given), example=example)
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        near = nearest(value, allowed)
        advice = (f"是不是：{'、'.join(near)}？" if near else "") + f"可以写：{'、'.join(allowed)}。"
        return document.diagnostic("bad_choice", location, help=advice, value=value)
    if kind.startswith("date"):
        return document.diagnostic("bad_date", location, value=value)
    if kind.startswith("bool"):
        return document.diagnostic("bad_boolean", location, value=value)
    if kind == "string_pattern_mismatch":
        about = _FORMATS.get(last, "请对照规则编写指南检查写法。")
        return document.diagnostic("bad_format", location, value=value, about=about)
    if kind == "string_too_short":
        return document.diagnostic("empty_text", location)
    if kind == "too_short":
        return document.diagnostic("empty_list", location, least=context.get("min_length", 1))
    return document.diagnostic("bad_value", location, value=value)


def _shown(given: object) -> str:
    return given if isinstance(given, str) else _shape(given)


def _shape(given: object) -> str:
    if isinstance(given, dict):
        return "“键: 值”"
    if isinstance(given, list):
        return "一个列表"
    return "一段文字" if given else "空的"


def _keys_at(model: type[BaseModel], location: tuple[Any, ...]) -> list[str]:
    """The keys that may be written at a location."""
    current: Any = model
    for part in location:
        if isinstance(part, int):
            continue
        field = next((f for f in current.model_fields.values() if f.alias == part), None)
        inner = _model_in(field.annotation) if field is not None else None
        if inner is None:
            return []
        current = inner
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType) or get_args(annotation):
        for argument in get_args(annotation):
            found = _model_in(argument)
            if found is not None:
                return found
    return None
