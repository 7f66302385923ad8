"""From a plain tree to a checked model, with every error of pydantic told in Chinese at its place in the file."""

from __future__ import annotations

import re
import threading
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ..diagnostics.diagnostic import Diagnostic
from ..diagnostics.wording import nearest
from ..vocabulary.keywords import KEYWORDS, meaning
from ..vocabulary.traditional import simplified
from . import models
from .document import Document, Location

Model = TypeVar("Model", bound=BaseModel)

#: Models build their checks when first used; pydantic does not say that two threads may do so at once.
_BUILDING = threading.Lock()
#: Errors of one file that are told; a file with more is not a rule file gone slightly wrong.
_ENOUGH = 200

_ABOUT = dict(KEYWORDS.values())
_CHINESE = {name: word for name, (word, _) in KEYWORDS.items()}
_LIST = ("一个列表", "写成 [甲, 乙]，或者每行一项，以“- ”开头。")
_MAPPING = ("“键: 值”", "请另起一行，缩进后写“键: 值”。")
_SHAPES = {
    "string_type": ("一段文字", "请在冒号后面直接写文字。"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
}
#: How the ids of rules, and of words, are written.
RULE_ID = "编号用英文小写字母、数字和短横线，例如 taian-12-4。"
WORD_ID = "编号用英文小写字母、数字和下划线，以字母开头，例如 donghai__reviewed。"
_PATTERNS = {"^[a-z][a-z0-9_]*$": WORD_ID}
#: By keyword, how its value is written.
FORMATS = {
    "前缀": "前缀用英文小写字母和数字，以字母开头，例如 donghai。",
    "编号": RULE_ID,
    "因": RULE_ID,
    "代码": '行政区划代码是六位数字，加引号，例如 "370900"。',
    "指纹": "指纹是 64 位小写十六进制数。",
    "固定日期": "写成月和日，例如 05-31。",
    "每年": "写成月和日，例如 05-31。",
    "长度": "写正整数，例如 10。",
    "至": "写正整数，例如 10。",
    "条数": "写整数，例如 34。",
}


def validate(document: Document, model: type[Model]) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """Check a document against a model.

    Returns:
        The model, or ``None`` where there are errors; and all diagnostics, those of reading included.
    """
    if document.data is None:
        return None, document.diagnostics
    with _BUILDING:
        model.model_rebuild()
    try:
        return model.model_validate(document.data), document.diagnostics
    except ValidationError as error:
        details: list[Any] = list(error.errors(include_url=False, include_context=True))
    translator = _Translator(document, model)
    return None, (*document.diagnostics, *dict.fromkeys(translator.told(details)))


class _Translator:
    """Tells pydantic's errors on one document."""

    def __init__(self, document: Document, model: type[BaseModel]) -> None:
        self.document = document
        self.model = model
        #: Keys whose absence needs no word of its own, since a misspelt one stands there.
        self.meant: set[Location] = set()

    def told(self, details: Iterable[Mapping[str, Any]]) -> Iterator[Diagnostic]:
        """Every error at its place, those on unknown keys first."""
        ordered = sorted(details, key=lambda detail: detail["type"] != "extra_forbidden")
        for detail in ordered[:_ENOUGH]:
            location = detail["loc"]
            if detail["type"] == "extra_forbidden":
                yield self._unknown_key(location)
            elif detail["type"] == "missing":
                if location not in self.meant:
                    yield self._missing(location)
            elif detail["type"] == "too_short" and self._long_enough(detail, location):
                # Only what is right in it is too little, and what is wrong is told by itself.
                continue
            elif location[-1:] == ("[key]",):
                name = str(location[-2])
                about = _PATTERNS.get((detail.get("ctx") or {}).get("pattern", ""), RULE_ID)
                yield self.document.diagnostic("bad_format", location[:-1], key=True, value=name, about=about)
            else:
                yield self._wrong_value(detail, location)

    def _long_enough(self, detail: Mapping[str, Any], location: Location) -> bool:
        given = _written(self.document.data, location)
        items = [given] if isinstance(given, str) and given else given
        return isinstance(items, list) and len(items) >= detail["ctx"]["min_length"]

    def _unknown_key(self, location: Location) -> Diagnostic:
        word = str(location[-1])
        allowed = _keys_at(self.model, location[:-1])
        usual = simplified(word)
        near = [_CHINESE[word]] if _CHINESE.get(word) in allowed else list(nearest(usual, allowed))
        near = [usual] if usual in allowed else near
        if word in _ABOUT:
            # A right word in the wrong place; what looks like it here is another thing.
            advice = f"“{word}”要写在别处。这里可以写：{'、'.join(allowed)}。"
        elif near:
            self.meant |= {(*location[:-1], right) for right in near[:1]}
            advice = f"是不是：{'、'.join(near)}？"
        else:
            advice = f"这里可以写：{'、'.join(allowed)}。"
        return self.document.diagnostic("unknown_key", location, key=True, help=advice, word=word)

    def _missing(self, location: Location) -> Diagnostic:
        word = str(location[-1])
        about = _about(self.model, location) or _ABOUT.get(word, word)
        return self.document.diagnostic("missing_key", location[:-1], word=word, about=about)

    def _wrong_value(self, detail: Mapping[str, Any], location: Location) -> Diagnostic:
        kind: str = detail["type"]
        context: Mapping[str, Any] = detail.get("ctx") or {}
        # What pydantic was given may already be something else than what stands in the file.
        given = _written(self.document.data, location)
        value = given if isinstance(given, str) else _shape(given)
        if kind in _SHAPES:
            expected, example = _SHAPES[kind]
            if given == "" and kind == "string_type":
                return self.document.diagnostic("empty_text", location)
            return self.document.diagnostic(
                "wrong_type", location, expected=expected, found=_shape(given), example=example
            )
        if kind == "literal_error":
            allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            choices = f"可以写：{'、'.join(allowed)}。"
            if given == "":
                return self.document.diagnostic("empty_text", location, help=choices)
            if not isinstance(given, str):
                one = given[0] if isinstance(given, list) and len(given) == 1 else None
                example = f"只写一个词，不加括号，例如 {one if one in allowed else allowed[0]}。" + choices
                return self.document.diagnostic(
                    "wrong_type", location, expected="一个词", found=_shape(given), example=example
                )
            usual = simplified(value)
            near = (usual,) if usual in allowed else nearest(usual, allowed)
            advice = (f"是不是：{'、'.join(near)}？" if 0 < len(near) < len(allowed) else "") + choices
            return self.document.diagnostic("bad_choice", location, help=advice, value=value)
        if kind == "string_too_short" or given == "":
            return self.document.diagnostic("empty_text", location)
        if kind.startswith("date"):
            real = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
            no_such_day = "日历上没有这一天。" if real else None
            return self.document.diagnostic("bad_date", location, value=value, help=no_such_day)
        if kind.startswith("bool"):
            return self.document.diagnostic("bad_boolean", location, value=value)
        if kind == "string_pattern_mismatch":
            name = next((part for part in reversed(location) if isinstance(part, str)), "")
            about = _PATTERNS.get(context.get("pattern", "")) or FORMATS.get(name, "请对照规则编写指南检查写法。")
            return self.document.diagnostic("bad_format", location, value=value, about=about)
        if kind == "too_short":
            return self.document.diagnostic("empty_list", location, least=context.get("min_length", 1))
        bound = context.get("ge", context.get("le"))
        bounds = {"greater_than_equal": f"不能小于 {bound}。", "less_than_equal": f"不能大于 {bound}。"}
        number = "请写整数。" if kind.startswith("int") else None
        return self.document.diagnostic("bad_value", location, value=value, help=bounds.get(kind, number))


def _written(data: Any, location: Location) -> Any:
    """What stands in the file at a location."""
    for part in location:
        if isinstance(data, str):
            # One word stands where a list may.
            return data
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return data
    return data


def _shape(given: object) -> str:
    if isinstance(given, dict):
        return "“键: 值”"
    if isinstance(given, list):
        return "一个列表"
    return "一段文字" if given else "空的"


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that may be written at a location."""
    found = _model_at(model, location)
    return [] if found is None else [field.alias or name for name, field in found.model_fields.items()]


def _about(model: type[BaseModel], location: Location) -> str | None:
    """What is to be known about a key where it stands: elsewhere the same word may mean something else."""
    found = _model_at(model, location[:-1])
    if found is None or not issubclass(found, models.Model):
        return None
    return next((meaning(name, found.parts) for name, f in found.model_fields.items() if f.alias == location[-1]), None)


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    current, names = model, False
    for part in location:
        if isinstance(part, int) or names:
            # A place in a list, or a name that whoever writes the file chose.
            names = False
            continue
        field = next((f for f in current.model_fields.values() if f.alias == part), None)
        inner = _model_in(field.annotation) if field is not None else None
        if field is None or inner is None:
            return None
        current, names = inner, _by_name(field.annotation)
    return current


def _by_name(annotation: Any) -> bool:
    """Whether models stand under names there."""
    return get_origin(annotation) is dict or any(_by_name(one) for one in get_args(annotation))


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType) or get_args(annotation):
        for argument in get_args(annotation):
            found = _model_in(argument)
            if found is not None:
                return found
    return None
