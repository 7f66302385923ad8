"""Inputs made from good ones: the same bytes with a few things put wrong, as people and programs put them wrong."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

#: What people's keyboards, editors and attackers put into text.
PIECES: tuple[str, ...] = (
    "：",
    "，",
    "（",
    "）",
    "“",
    "”",
    "\u3000",
    "＃",
    "\t",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\x00",
    "\x1b]0;x\x07",
    "\r",
    "\u2028",
    "\ud800",
    "\U0001f600",
    "é",
    "|",
    ">",
    "&a ",
    "*a",
    "!!python/object:os.system ",
    "---\n",
    "...\n",
    "<<: ",
    "? ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    ",",
    ": ",
    "#",
    "%YAML 1.2\n",
    "~",
    "null",
    "010",
    "1e400",
    "-1",
    "2022-02-30",
    "../",
    "/etc/passwd",
    "=1+1",
    '=HYPERLINK("x")',
    "<script>",
    "%s",
    "{0}",
    "\\",
    "9" * 400,
    "a" * 3000,
)

#: Values of every JSON type, and of Python types that JSON has not (see :func:`revived`).
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    3,
    10**18,
    10**5000,
    0.5,
    float("nan"),
    float("inf"),
    "",
    "x",
    "是",
    "否",
    "open",
    "不予开放",
    "2026-03-10",
    "20260310",
    "2026-02-30",
    "\ud800",
    "\x1b[2J",
    "a" * 5000,
    [],
    {},
    ["x"],
    [None],
    {"a": 1},
    [[]],
    {"$date": 1},
    {"$datetime": 1},
    {"$bytes": "x"},
    {"$set": ["x"]},
    {"$tuple": []},
    {"$object": 1},
    {"$complex": 1},
)


def mutate_text(data: bytes, random: Random, words: Sequence[str]) -> bytes:
    """A text with some lines and pieces of lines moved, lost, doubled or replaced."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        at = random.randrange(len(lines))
        line = lines[at]
        cut = random.randrange(len(line) + 1)
        match random.randrange(10):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[random.randrange(len(lines))])
            case 2:
                lines[at] = " " * random.randrange(6) + line.lstrip()
            case 3:
                lines[at] = line[:cut] + random.choice(PIECES) + line[cut:]
            case 4:
                lines[at] = line[:cut]
            case 5:
                lines[at] = line[:cut] + random.choice(words) + line[cut:]
            case 6 if ":" in line:
                lines[at] = line.split(":")[0] + ": " + random.choice((random.choice(words), random.choice(PIECES)))
            case 7 if ":" in line:
                lines[at] = random.choice(words) + ":" + line.partition(":")[2]
            case 8:
                end = random.randrange(cut, len(line) + 1)
                lines[at] = line[:cut] + line[end:]
            case _:
                other = random.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def mutate_bytes(data: bytes, random: Random) -> bytes:
    """Bytes with some of them changed, lost or added."""
    found = bytearray(data or b"\0")
    for _ in range(random.choice((1, 2, 4, 16))):
        at = random.randrange(len(found))
        match random.randrange(4):
            case 0:
                found[at] = random.randrange(256)
            case 1:
                del found[at : at + random.choice((1, 2, 10))]
            case 2:
                found[at:at] = bytes(random.randrange(256) for _ in range(random.choice((1, 2, 10))))
            case _:
                found[at] ^= 1 << random.randrange(8)
        found = found or bytearray(b"\0")
    return bytes(found)


def mutate_json(data: bytes, random: Random, words: Sequence[str]) -> bytes:
    """JSON with some of its values, keys and shapes changed; what is no JSON is changed as text."""
    try:
        value = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return mutate_text(data, random, words)
    if random.random() < 0.05:
        return mutate_text(data, random, words)
    box = [value]
    for _ in range(random.choice((1, 1, 2, 3))):
        _disturb(box, random, words)
    # Lone surrogates stay as escapes, which JSON may hold.
    return _written(box[0]).encode()


def _written(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**18:
        return "1" + "0" * 5000
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {_written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(value)


def _disturb(box: list[Any], random: Random, words: Sequence[str]) -> None:
    """Change one thing somewhere in a tree of JSON."""
    places: list[tuple[Any, Any]] = []

    def walk(holder: Any, keys: Sequence[Any], depth: int) -> None:
        for key in keys:
            places.append((holder, key))
            inner = holder[key]
            if depth < 12 and isinstance(inner, dict):
                walk(inner, list(inner), depth + 1)
            elif depth < 12 and isinstance(inner, list):
                walk(inner, range(len(inner)), depth + 1)

    walk(box, [0], 0)
    holder, key = random.choice(places)
    value = holder[key]
    match random.randrange(8):
        case 0 if holder is not box:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[random.choice(words)] = holder.pop(key)
        case 2 if isinstance(value, dict):
            value[random.choice(words)] = deepcopy(random.choice(VALUES))
        case 3:
            holder[key] = random.choice(words)
        case 4:
            other, at = random.choice(places)
            holder[key] = deepcopy(other[at])
        case 5 if isinstance(value, str):
            cut = random.randrange(len(value) + 1)
            holder[key] = value[:cut] + random.choice(PIECES) + value[cut:]
        case 6:
            holder[key] = [value]
        case _:
            holder[key] = deepcopy(random.choice(VALUES))


def mutate_workbook(data: bytes, random: Random) -> bytes:
    """A workbook with something wrong inside one of its parts, or outside all of them."""
    if random.random() < 0.2:
        return mutate_bytes(data, random)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except Exception:  # it was broken before
        return mutate_bytes(data, random)
    name = random.choice(sorted(parts)) if parts else "x"
    change: Callable[[bytes], bytes] = random.choice(
        (
            lambda part: mutate_text(part.replace(b"><", b">\n<"), random, XML).replace(b">\n<", b"><"),
            lambda part: mutate_bytes(part, random),
            lambda part: b"",
        )
    )
    parts[name] = change(parts.get(name, b""))
    if random.random() < 0.1:
        del parts[name]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return out.getvalue()


XML = (
    'r="A1"',
    'r="XFD1048576"',
    'r="A99999999"',
    't="s"',
    't="inlineStr"',
    't="e"',
    't="d"',
    "<v>1e999</v>",
    "<v>-1</v>",
    "<v>99999</v>",
    "<f>1/0</f>",
    '<mergeCell ref="A1:XFD1048576"/>',
    '<mergeCell ref="B2:A1"/>',
    '<!DOCTYPE x [<!ENTITY a "aa">]>',
    "&a;",
    "<c>",
    "</c>",
    "<row>",
    "</row>",
    "<is><t>x</t></is>",
    "<sheet/>",
    'state="hidden"',
    "_x0000_",
    "&#x1b;",
    "&#0;",
)
