"""Waivers read from their file: findings that somebody who may do so lets pass, until a day.

Nothing is waived by a slip: each waiver names one dataset and one finding, and whatever is missing or not understood
is refused at its place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostics.diagnostic import Diagnostic, broken
from ..diagnostics.rendering import render
from ..diagnostics.wording import nearest, shown
from ..reading.document import Document, Location
from .errors import BadWaivers
from .judged import KINDS, Waiver
from .results import VERDICTS
from .text import line

#: Keys of a waiver: Chinese, English, whether it must be written, what it says.
_KEYS: Mapping[str, tuple[str, bool, str]] = {
    "数据集": ("dataset", True, "数据集的编号，或者名称（写名称的，再写提供单位）"),
    "提供单位": ("department", False, "提供单位"),
    "问题": ("finding", True, "问题编号，或者种类和依据，例如 更新逾期 taian-18-2"),
    "理由": ("reason", True, "为什么可以不改"),
    "批准人": ("approver", True, "谁批准的"),
    "到期": ("expiry", True, "豁免的最后一天，例如 2026-12-31"),
}
_CHINESE = {english: chinese for chinese, (english, _, _) in _KEYS.items()} | {chinese: chinese for chinese in _KEYS}
#: The key above the list, where there is one.
_LISTS = ("豁免", "waivers")
_ID = re.compile(r"[A-Za-z0-9~][A-Za-z0-9._-]*:[a-z_]+:[A-Za-z0-9._-]+(?::[0-9]+)?")
_PAIR = re.compile(r"(?P<kind>[^\s:：]+)(?:[\s:：]+(?P<provision>[A-Za-z0-9._-]+))?")
_KINDS = {kind: kind for kind in KINDS} | {term: kind for kind, (term, _, _) in KINDS.items()}
# 不成立, as reports call the verdict.
_KINDS |= {term: kind for kind, (term, _) in VERDICTS.items() if kind in KINDS}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def waivers_of(document: Document) -> tuple[Waiver, ...]:
    """The waivers of a file as read, in its order.

    Raises:
        BadWaivers: it cannot be read, or something in it is missing or not understood.
    """
    found: list[Waiver] = []
    problems = list(document.diagnostics)
    if not broken(problems):
        for item, location in _items(document, problems):
            waiver = _Reader(document, location, problems).waiver(item)
            found += [waiver] if waiver is not None else []
    if broken(problems):
        raise BadWaivers(
            f"豁免有错误：\n{render(problems)}",
            english=f"The waivers have errors ({len(problems)}).",
            diagnostics=problems,
        )
    return tuple(found)


def kind_and_provision(finding: str) -> tuple[str, str] | None:
    """What a waiver names a finding by, where that is not its id: kind and provision; ``None`` where it is neither."""
    match = _PAIR.fullmatch(finding)
    if match is None or match["kind"] not in _KINDS:
        return None
    provision = match["provision"] or ""
    return _KINDS[match["kind"]], "" if provision == "-" else provision


def _items(document: Document, problems: list[Diagnostic]) -> Iterator[tuple[Any, Location]]:
    data: Any = document.data
    location: Location = ()
    if isinstance(data, dict):
        for key in data:
            if key not in _LISTS:
                problems.append(
                    document.diagnostic("unknown_key", (key,), key=True, word=key, allowed="、".join(_LISTS))
                )
        named = [key for key in data if key in _LISTS]
        if not named:
            missing = document.diagnostic("missing_key", (), word=_LISTS[0], about="豁免的列表，每个豁免一项")
            problems += [] if data else [missing]
            return
        location, data = (named[0],), data[named[0]]
    if not isinstance(data, list):
        problems.append(
            document.diagnostic(
                "wrong_type", location, expected="一个列表", found=shown(data), example="每个豁免一项，以“- ”开头。"
            )
        )
        return
    for number, item in enumerate(data):
        yield item, (*location, number)


class _Reader:
    """Reads one waiver."""

    def __init__(self, document: Document, location: Location, problems: list[Diagnostic]) -> None:
        self.document = document
        self.location = location
        self.problems = problems

    def waiver(self, item: object) -> Waiver | None:
        """The waiver; ``None`` where something is wrong with it, which is noted."""
        before = len(self.problems)
        if not isinstance(item, dict):
            self._problem("wrong_type", expected="“键: 值”", found=shown(item), example=f"请写：{'、'.join(_KEYS)}。")
            return None
        told = self._texts(item)
        for key, (_, needed, about) in _KEYS.items():
            if needed and key not in told:
                self._problem("missing_key", word=key, about=about)
        written = {key: text for key, (_, text) in told.items()}
        expires = self._day(*told["到期"]) if "到期" in told else None
        if "问题" in told:
            self._finding(*told["问题"])
        if len(self.problems) > before or expires is None:
            return None
        return Waiver(
            dataset=written["数据集"],
            department=written.get("提供单位", ""),
            finding=written["问题"],
            reason=line(written["理由"]),
            approver=line(written["批准人"]),
            expires=expires,
            line=self.document.mark(self.location)[0],
        )

    def _texts(self, item: Mapping[Any, Any]) -> dict[str, tuple[str, str]]:
        """By Chinese key, the key as written and its text; what is no text, or twice there, is noted."""
        found: dict[str, tuple[str, str]] = {}
        for key, value in item.items():
            name = _CHINESE.get(key)
            if name is None:
                near = nearest(key, _CHINESE)
                advice = f"是不是：{'、'.join(near)}？" if near else None
                self._problem("unknown_key", key, key=True, help=advice, word=key, allowed="、".join(_KEYS))
            elif name in found:
                first, _ = self.document.mark((*self.location, found[name][0]), key=True)
                self._problem("duplicate_key", key, key=True, name=name, first=first)
            elif not isinstance(value, str):
                self._problem(
                    "wrong_type", key, expected="一段文字", found=shown(value), example="请在冒号后面直接写文字。"
                )
                found[name] = (key, "")
            else:
                if not value.strip():
                    self._problem("empty_text", key)
                found[name] = (key, value.strip())
        return found

    def _day(self, key: str, text: str) -> dt.date | None:
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return dt.date.fromisoformat(text)
            advice = None
        except ValueError:
            advice = "日历上没有这一天。"
        self._problem("bad_date", key, help=advice, value=text)
        return None

    def _finding(self, key: str, text: str) -> None:
        if text and not _ID.fullmatch(text) and kind_and_provision(text) is None:
            terms = "、".join(term for term, _, _ in KINDS.values())
            about = f"照报告里的问题编号写；或者写种类和依据，中间空一格。种类有：{terms}。"
            self._problem("bad_format", key, value=text, about=about)

    def _problem(self, code: str, *at: str, key: bool = False, help: str | None = None, **fields: object) -> None:
        self.problems.append(self.document.diagnostic(code, (*self.location, *at), key=key, help=help, **fields))
