"""Bodies of requests: never larger than allowed, never waited for for ever, JSON that can be read in one way only.

JSON is taken as RFC 7493 (I-JSON) has it: a name stands once in an object, numbers are finite, texts are Unicode. What
two readers may read differently is refused, since a gate and what stands behind it must not differ.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from starlette.requests import Request

from ..quoting import quoted
from .errors import BadJson, BadMedia, TooLarge, TooSlow

#: How deep objects and lists may stand in each other. The receipts of answers are six deep.
DEPTH = 32
#: Most digits of a number: no fact has more than fifteen.
_DIGITS = 40
JSON, LINES = "application/json", "application/jsonl"
#: Names of JSON lines that clients use; none is registered.
_LINES = (LINES, "application/x-ndjson", "application/ndjson", "application/json-lines")


async def body_of(request: Request, most: int, seconds: float) -> bytes:
    """The whole body.

    Args:
        request: the request.
        most: most bytes taken.
        seconds: how long it may take to come.

    Raises:
        TooLarge: there is more of it.
        TooSlow: it did not come in time.
    """
    told = request.headers.get("content-length")
    if told is not None and told.isdecimal() and int(told) > most:
        raise _too_large(most)
    try:
        async with asyncio.timeout(seconds):
            first = True
            found = b""
            parts: list[bytes] = []
            size = 0
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise _too_large(most)
                if first and part:
                    found, first = part, False
                elif part:
                    parts.append(part)
            return b"".join([found, *parts]) if parts else found
    except TimeoutError:
        raise slow_body(seconds) from None


async def received(request: Request, file: Path, most: int, seconds: float) -> tuple[int, str]:
    """Write a body to a new file; its size and its SHA-256.

    Args:
        request: the request.
        file: where it goes.
        most: most bytes taken.
        seconds: how long nothing of it may come.

    Raises:
        TooLarge: there is more than may be sent.
        TooSlow: it stops coming.
    """
    size, digest = 0, hashlib.sha256()
    stream = aiter(request.stream())
    with file.open("xb") as out:
        while True:
            try:
                async with asyncio.timeout(seconds):
                    part = await anext(stream, None)
            except TimeoutError:
                raise slow_body(seconds) from None
            if part is None:
                break
            size += len(part)
            if size > most:
                raise TooLarge(f"目录文件超过 {most} 字节。", english=f"The catalogue is larger than {most} bytes.")
            digest.update(part)
            out.write(part)
    return size, digest.hexdigest()


def slow_body(seconds: float) -> TooSlow:
    """The error on a body that did not come in time."""
    return TooSlow(
        f"请求的内容在 {seconds:g} 秒内没有传完。", english=f"The body did not arrive within {seconds:g} seconds."
    )


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"请求的内容超过 {most} 字节。", english=f"The body is larger than {most} bytes.")


def media_of(request: Request, *taken: str) -> str:
    """The media type of a request.

    Raises:
        BadMedia: it is none of those taken. A page of another site can send a body of the types of forms, or of none,
            without asking, so this is also what keeps such pages out: every browser names them in ``Origin``.
    """
    told = request.headers.get("content-type")
    if told is None and len(taken) == 1 and not {"origin", "sec-fetch-site"} & set(request.headers):
        return taken[0]
    given = (told or "").partition(";")[0].strip().lower()
    if given in taken or (LINES in taken and given in _LINES):
        return given
    listed = "、".join(taken)
    raise BadMedia(
        f"Content-Type 应当是 {listed}，得到的是“{quoted(given)}”。",
        english=f"Content-Type must be {' or '.join(taken)}, not {quoted(given)}.",
        argument="Content-Type",
        nearest=taken,
    )


def parsed(data: bytes) -> Any:
    """JSON that can be read in one way only.

    Raises:
        BadJson: it is none.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadJson("请求的内容不是 UTF-8 编码的 JSON。", english="The body is not JSON in UTF-8.") from None
    # Counted at once; looked at only where there are many.
    if data.count(b"[") + data.count(b"{") > DEPTH:
        _check_depth(text)
    try:
        found = _DECODER.decode(text)
    except _Refused as error:
        raise BadJson(error.chinese, english=error.english) from None
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError as error:
        raise BadJson(
            f"请求的内容不是完整的 JSON：第 {error.lineno} 行第 {error.colno} 个字符处有误。",
            english=f"The body is not JSON: line {error.lineno}, column {error.colno}.",
        ) from None
    if "\\" in text and ("\\ud" in text or "\\uD" in text):
        _check_texts(found)
    return found


class _Refused(Exception):
    """JSON that is not taken, in Chinese and English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.chinese, self.english = chinese, english


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    name = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    raise _Refused(f"“{quoted(name)}”在一个对象里写了两次。", f"{quoted(name)} stands twice in one object.")


def _no_number(text: str) -> NoReturn:
    raise _Refused(f"JSON 里没有 {text}。", f"{text} is no JSON.")


def _integer(text: str) -> int:
    if len(text) > _DIGITS:
        raise _Refused(f"数字最多 {_DIGITS} 位。", f"A number has at most {_DIGITS} digits.")
    return int(text)


def _real(text: str) -> float:
    found = float(text)
    if len(text) > _DIGITS or found in (float("inf"), float("-inf")):
        raise _Refused("数字太大或者太长。", "A number is too large or too long.")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_int=_integer, parse_float=_real)


def _check_depth(text: str) -> None:
    """That objects and lists are not too deep in each other; what stands in texts does not count."""
    depth, inside, escaped = 0, False, False
    for char in text:
        if inside:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                inside = False
        elif char == '"':
            inside = True
        elif char in "[{":
            depth += 1
            if depth > DEPTH:
                raise _too_deep()
        elif char in "]}":
            depth -= 1


def _too_deep() -> BadJson:
    return BadJson(f"JSON 的括号最多套 {DEPTH} 层。", english=f"JSON may be at most {DEPTH} deep.")


def _check_texts(found: object) -> None:
    """That all texts are Unicode: half a character is none."""
    try:
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise BadJson(
            "JSON 里有半个字符（单独的代理项）。",
            english="A text of the JSON holds half a character (a lone surrogate).",
        ) from None
