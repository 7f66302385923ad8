"""Settings read from their file, as data officers write them; whatever is not understood is refused at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..catalogue.results import VERDICTS
from ..diagnostics.diagnostic import Diagnostic, broken
from ..diagnostics.rendering import render
from ..diagnostics.wording import nearest, shown
from ..errors import BadFact, UnknownFact
from ..reading.document import Document, Location
from ..reading.facts_in_words import stated
from ..vocabulary.facts import FactValue, Vocabulary
from ..vocabulary.terms import ATTRIBUTE_TERMS, Scheme
from .errors import BadSettings
from .settings import ID, AccessRight, Condition, Settings, is_address

#: The place of an id in a template, as the file has it.
_ID = "{编号}"
_WORDS = {term: verdict for verdict, (term, _) in VERDICTS.items()}
_ATTRIBUTES = {term: str(attribute) for attribute, term in ATTRIBUTE_TERMS[Scheme.OPENING].items()}
_YES_NO = {"是": True, "否": False}
_RIGHTS: Mapping[str, AccessRight | None] = {**{str(right): right for right in AccessRight}, "不写": None}
#: What access rights may be said of: attributes where they stand, verdicts where they do not.
_RIGHTS_OF = {
    **_ATTRIBUTES,
    **{term: verdict for term, verdict in _WORDS.items() if verdict != "valid"},
}


def settings_of(document: Document, vocabulary: Vocabulary) -> Settings:
    """The settings of a file as read.

    Args:
        document: the file.
        vocabulary: the facts that conditions may name.

    Raises:
        BadSettings: it cannot be read, or something in it is not understood.
    """
    reader = _Reader(document, vocabulary)
    if not broken(reader.problems):
        found = reader.settings()
        if found is not None:
            return found
    raise BadSettings(
        f"发布说明有错误：\n{render(reader.problems)}",
        english=f"The settings have errors ({len(reader.problems)}).",
        diagnostics=reader.problems,
    )


class _Reader:
    """Reads one file."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.problems: list[Diagnostic] = list(document.diagnostics)

    def settings(self) -> Settings | None:
        """The settings; ``None`` where something is wrong, which is noted."""
        data: Any = {} if self.document.data is None else self.document.data
        if not isinstance(data, dict):
            self._wrong((), data, "“键: 值”", f"可以写：{'、'.join(_KEYS)}。")
            return None
        told: dict[str, Any] = {}
        for key, value in data.items():
            if key not in _KEYS:
                self._unknown((key,), key, _KEYS)
                continue
            name, read = _KEYS[key]
            told[name] = read(self, (key,), value)
        if broken(self.problems):
            return None
        if "access_rights" in told:
            told["access_rights"] = {**Settings().access_rights, **told["access_rights"]}
        return Settings(**told)

    # -- values -----------------------------------------------------------------------------------------------------

    def text(self, at: Location, value: object) -> str:
        """A text."""
        if not isinstance(value, str):
            self._wrong(at, value, "一段文字", "请在冒号后面直接写文字。")
            return ""
        if not value.strip():
            self._problem("empty_text", at)
        return value.strip()

    def address(self, at: Location, value: object) -> str:
        """An address."""
        found = self.text(at, value)
        if found and not is_address(found):
            self._problem(
                "bad_format", at, value=found, about="写完整的网址，没有空格，例如 https://data.example.cn/。"
            )
        return found

    def template(self, at: Location, value: object) -> str:
        """An address with the place of an id."""
        found = self.text(at, value).replace(_ID, ID)
        if found and not (ID in found and is_address(found.replace(ID, "1"))):
            example = f"https://data.example.cn/{_ID}"
            self._problem(
                "bad_format", at, value=found, about=f"写完整的网址，其中 {_ID} 代表数据集的编号，例如 {example}。"
            )
        return found

    def addresses(self, at: Location, value: object) -> dict[str, str]:
        """Addresses by names."""
        return {name: self.address((*at, name), one) for name, one in self._mapping(at, value).items()}

    def rights(self, at: Location, value: object) -> dict[str, AccessRight | None]:
        """Access rights by what they are said of."""
        found: dict[str, AccessRight | None] = {}
        for word, right in self._mapping(at, value).items():
            if word not in _RIGHTS_OF:
                self._unknown((*at, word), word, _RIGHTS_OF)
            else:
                found[_RIGHTS_OF[word]] = self._right((*at, word), right)
        return found

    def verdicts(self, at: Location, value: object) -> frozenset[str]:
        """Verdicts by their Chinese names."""
        return self._words(at, value, _WORDS)

    def attributes(self, at: Location, value: object) -> frozenset[str]:
        """Attributes by their Chinese names."""
        return self._words(at, value, _ATTRIBUTES)

    def yes_no(self, at: Location, value: object) -> bool:
        """Yes or no."""
        if value in _YES_NO and isinstance(value, str):
            return _YES_NO[value]
        self._problem("bad_format", at, value=shown(value), about=f"可以写：{'、'.join(_YES_NO)}。")
        return True

    def conditions(self, at: Location, value: object) -> tuple[Condition, ...]:
        """Conditions, each with the facts that have to be stated."""
        if not isinstance(value, list):
            self._wrong(at, value, "一个列表", "每个条件一项，以“- ”开头。")
            return ()
        found = (self._condition((*at, number), one) for number, one in enumerate(value))
        return tuple(one for one in found if one is not None)

    # -- parts ------------------------------------------------------------------------------------------------------

    def _words(self, at: Location, value: object, known: Mapping[str, str]) -> frozenset[str]:
        words = value if isinstance(value, list) else [value]
        found: set[str] = set()
        for number, word in enumerate(words):
            where = (*at, number) if isinstance(value, list) else at
            if isinstance(word, str) and word in known:
                found.add(known[word])
            else:
                self._problem("bad_format", where, value=shown(word), about=f"可以写：{'、'.join(known)}。")
        return frozenset(found)

    def _condition(self, at: Location, value: object) -> Condition | None:
        told = self._mapping(at, value)
        for key in told:
            if key not in _OF_CONDITION:
                self._unknown((*at, key), key, _OF_CONDITION)
        for key in _OF_CONDITION:
            if key not in told:
                self._problem("missing_key", at, word=key, about=_OF_CONDITION[key])
                return None
        right = self._right((*at, "访问权限"), told["访问权限"])
        if right is AccessRight.NON_PUBLIC:
            about = "条件只决定 PUBLIC 还是 RESTRICTED。"
            self._problem("bad_format", (*at, "访问权限"), value=str(right), about=about)
            return None
        facts = self._facts((*at, "事实"), told["事实"])
        return Condition(facts, right) if facts else None

    def _facts(self, at: Location, value: object) -> dict[str, FactValue]:
        found: dict[str, FactValue] = {}
        for name, written in self._mapping(at, value).items():
            try:
                fact = self.vocabulary.fact(name)
            except UnknownFact as error:
                about = f"要写判定所用的事实，中文名或者编号：{error}"
                self.problems.append(
                    self.document.diagnostic("bad_format", (*at, name), key=True, value=name, about=about)
                )
                continue
            try:
                checked = fact.check(stated({name: written}, self.vocabulary)[name])
            except BadFact as error:
                self._problem("bad_format", (*at, name), value=shown(written), about=f"{error}")
                continue
            if checked is None:
                self._problem("empty_text", (*at, name))
            else:
                found[fact.id] = checked
        return found

    def _right(self, at: Location, value: object) -> AccessRight | None:
        if isinstance(value, str) and value in _RIGHTS:
            return _RIGHTS[value]
        self._problem("bad_format", at, value=shown(value), about=f"可以写：{'、'.join(_RIGHTS)}。")
        return None

    def _mapping(self, at: Location, value: object) -> dict[str, Any]:
        if isinstance(value, dict) and value and all(isinstance(key, str) for key in value):
            return value
        self._wrong(at, value, "“键: 值”", "一行一个。")
        return {}

    # -- problems ---------------------------------------------------------------------------------------------------

    def _unknown(self, at: Location, key: object, known: Mapping[str, object]) -> None:
        near = nearest(str(key), known)
        advice = f"是不是：{'、'.join(near)}？" if near else None
        self.problems.append(
            self.document.diagnostic("unknown_key", at, key=True, help=advice, word=key, allowed="、".join(known))
        )

    def _wrong(self, at: Location, value: object, expected: str, example: str) -> None:
        self._problem("wrong_type", at, expected=expected, found=shown(value), example=example)

    def _problem(self, code: str, at: Location, **fields: str) -> None:
        self.problems.append(self.document.diagnostic(code, at, key=False, help=None, **fields))


_OF_CONDITION = {"事实": "目录要写明的事实", "访问权限": "PUBLIC、RESTRICTED 或者 不写"}
_Read = Callable[[_Reader, Location, object], Any]
#: Keys of the file, what they set, and how they are read.
_KEYS: Mapping[str, tuple[str, _Read]] = {
    "数据集网址": ("base", _Reader.address),
    "页面": ("page", _Reader.template),
    "下载": ("download_url", _Reader.template),
    "目录网址": ("catalogue", _Reader.address),
    "目录名称": ("title", _Reader.text),
    "目录说明": ("description", _Reader.text),
    "主页": ("homepage", _Reader.address),
    "发布者": ("publisher", _Reader.text),
    "发布者网址": ("publisher_address", _Reader.address),
    "许可": ("license", _Reader.address),
    "语言": ("language", _Reader.text),
    "访问权限": ("access_rights", _Reader.rights),
    "条件": ("conditions", _Reader.conditions),
    "只写": ("verdicts", _Reader.verdicts),
    "不写": ("left_out", _Reader.attributes),
    "写事实": ("facts", _Reader.yes_no),
    "写文件的": ("files", _Reader.verdicts),
    "单位网址": ("departments", _Reader.addresses),
    "规定网址": ("instruments", _Reader.addresses),
}
