"""Tokens: what a caller shows to be known by. Only their hashes are kept.

A token is 32 random bytes, so one SHA-256 is as hard to turn back as any slow hash, and costs a microsecond. The list
is read again when its file changes, so a token that was taken back opens nothing a second later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ...errors import BadArgument
from ...quoting import quoted
from ...reading.document import refusal
from ..errors import BadSettings

#: What a token begins with, so that programs that look for secrets find it.
MARK = "odr_"
_TOKEN = re.compile(r"odr_([a-z0-9]{8})_([A-Za-z0-9_-]{43})")
NAME = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff._-]{0,63}")
#: Seconds between two looks at the file.
_LOOK = 1.0


class Scope(StrEnum):
    """What a token may be used for; none includes another."""

    ASK = "ask"
    MONITOR = "monitor"
    AUDIT = "audit"
    EDIT = "edit"


#: What each scope opens, in Chinese.
SCOPES: Mapping[Scope, str] = {
    Scope.ASK: "提问：判定、变更、职责、期限、比较、目录检查，看自己的任务",
    Scope.MONITOR: "收进案件的事件，看案件",
    Scope.AUDIT: "查台账、核对、导出，看自己的任务和运行指标",
    Scope.EDIT: "规则的编写",
}


class Entry(BaseModel):
    """One token in the list.

    Attributes:
        name: whose it is; the asker in the ledger.
        id: its public part.
        sha256: hash of its secret part.
        scopes: what it may be used for.
        until: the last day of its use, in Beijing; ``None`` for ever.
        rate: requests a minute; ``None`` for the rate of the service; and so for the others.
        body: bytes of a request.
        batch: lines of a batch.
        seconds: seconds of an answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: Annotated[str, Field(pattern=f"^{NAME.pattern}$")]
    id: Annotated[str, Field(pattern="^[a-z0-9]{8}$")]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    until: dt.date | None = None
    rate: Annotated[int, Field(ge=1)] | None = None
    body: Annotated[int, Field(ge=1)] | None = None
    batch: Annotated[int, Field(ge=1)] | None = None
    seconds: Annotated[float, Field(gt=0)] | None = None


_LIST = TypeAdapter(tuple[Entry, ...])


def made(
    name: str, scopes: Iterable[str], *, until: dt.date | None = None, rate: int | None = None
) -> tuple[str, Entry]:
    """A new token and its entry in the list.

    Args:
        name: whose it is.
        scopes: what it may be used for.
        until: the last day of its use.
        rate: requests a minute.

    Raises:
        BadArgument: the name is none, or there is no such scope.
    """
    if not NAME.fullmatch(name):
        raise BadArgument(
            f"名称由中文、字母、数字和 . _ - 组成，最多 64 个字符，得到的是“{quoted(name)}”。",
            english=f"A name is made of letters, digits, . _ and -, at most 64 of them, not {quoted(name)}.",
            argument="name",
        )
    known = [str(scope) for scope in Scope]
    wanted = list(dict.fromkeys(scopes))
    for scope in wanted:
        if scope not in known:
            raise BadArgument(
                f"没有“{quoted(scope)}”这个权限。可选：{'、'.join(known)}。",
                english=f"There is no scope {quoted(scope)}; possible are: {', '.join(known)}.",
                argument="scope",
            )
    public = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(8))
    secret = secrets.token_urlsafe(32)
    entry = Entry(
        name=name,
        id=public,
        sha256=_hash(secret),
        scopes=tuple(Scope(scope) for scope in wanted),
        until=until,
        rate=rate,
    )
    return f"{MARK}{public}_{secret}", entry


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def listed(text: str, shown: str) -> tuple[Entry, ...]:
    """The entries of a list.

    Raises:
        BadSettings: it is none.
    """
    try:
        found = _LIST.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        english = ".".join(map(str, first["loc"]))
        raise BadSettings(
            f"{shown} 不是令牌清单：{_unfit(first['type'], *first['loc'][:2])}。",
            english=f"{shown} is no list of tokens: {english} {first['msg']}",
            argument="tokens",
        ) from None
    twice = {one.id for one in found if sum(other.id == one.id for other in found) > 1}
    if twice:
        raise BadSettings(
            f"{shown} 里有两个编号相同的令牌。", english=f"{shown} has two tokens of one id.", argument="tokens"
        )
    return found


#: What each field of a token has to be.
_FIELDS = {
    "name": "应当由中文、字母、数字和 . _ - 组成，最多 64 个字符",
    "id": "应当是 8 个小写字母或者数字",
    "sha256": "应当是 64 个十六进制数字（0-9、a-f）",
    "scopes": f"应当是权限的列表，至少一个：{'、'.join(Scope)}",
    "until": "应当是存在的日期，写成 2026-03-10 这样",
    "rate": "应当是大于 0 的整数",
    "body": "应当是大于 0 的整数",
    "batch": "应当是大于 0 的整数",
    "seconds": "应当是大于 0 的数",
}


def _unfit(kind: str, number: int | str | None = None, field: int | str | None = None) -> str:
    """Which part of a list is not taken, and why, in Chinese."""
    if kind == "json_invalid":
        return "不是完整的 JSON"
    if not isinstance(number, int):
        return "应当是令牌的列表"
    whose = f"第 {number + 1} 个令牌"
    if field is None:
        return f"{whose}应当是一个对象"
    reasons = {"missing": "没有写", "extra_forbidden": "不是令牌的项目"}
    return f"{whose}的 {quoted(field)} {reasons.get(kind) or _FIELDS.get(str(field), '写得不对')}"


def read_list(path: Path) -> tuple[Entry, ...]:
    """The entries of a file; none where it is not there.

    Raises:
        BadSettings: it is no list, or cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        shown = quoted(str(path))
        raise BadSettings(
            f"读不了令牌清单 {shown}：{refusal(error) if isinstance(error, OSError) else '不是 UTF-8 编码'}。",
            english=f"The list of tokens {shown} cannot be read: {type(error).__name__}",
            argument="tokens",
        ) from None
    return listed(text, quoted(str(path)))


def write_list(path: Path, entries: Iterable[Entry]) -> None:
    """Write a list in the place of another, readable by its owner alone."""
    told = [entry.model_dump(mode="json", exclude_none=True) for entry in entries]
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(new, path)


@dataclass(slots=True)
class Tokens:
    """The tokens of a service.

    Attributes:
        fixed: those of the environment.
        path: their file, which may change at any time.
    """

    fixed: tuple[Entry, ...] = ()
    path: Path | None = None
    _read: tuple[Entry, ...] = ()
    _stamp: tuple[int, ...] = ()
    _looked: float = field(default=float("-inf"))
    _by_id: Mapping[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._look(time.monotonic())

    @property
    def any(self) -> bool:
        """Whether there is any: without one, only this machine may ask."""
        return bool(self._by_id) or self.path is not None

    def _look(self, now: float) -> None:
        self._looked = now
        if self.path is not None:
            try:
                told = self.path.stat()
                stamp: tuple[int, ...] = (told.st_mtime_ns, told.st_size, told.st_ino)
            except OSError:
                stamp = (0,)
            if stamp != self._stamp:
                # A list that is broken opens nothing.
                self._read = ()
                self._by_id = {one.id: one for one in self.fixed}
                self._read, self._stamp = read_list(self.path), stamp
        self._by_id = {one.id: one for one in (*self.fixed, *self._read)}

    def entry(self, token: str, today: dt.date) -> Entry | None:
        """The entry of a token; ``None`` where it is none that is known and of use today."""
        found = _TOKEN.fullmatch(token)
        entry = self.of_id(found[1], today) if found is not None else None
        if found is None or entry is None or not hmac.compare_digest(entry.sha256, _hash(found[2])):
            return None
        return entry

    def of_id(self, name: str, today: dt.date) -> Entry | None:
        """The entry of the public part of a token; ``None`` where there is none of use today."""
        now = time.monotonic()
        if now - self._looked >= _LOOK:
            try:
                self._look(now)
            except BadSettings:
                return None
        entry = self._by_id.get(name)
        return entry if entry is not None and (entry.until is None or today <= entry.until) else None
