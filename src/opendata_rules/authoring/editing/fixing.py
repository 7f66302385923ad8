"""Slips of the hand that can only be meant in one way, put right: input-method marks, blanks, endings, encodings.

What the law says is never touched: nothing changes within the values of 要旨, 锚词, 标题 and their like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...diagnostics.characters import INVISIBLE
from ...quoting import quoted
from ...reading.document import SIZE_LIMIT, Document, read_bytes
from ...reading.punctuation.findings import Finding
from ...reading.punctuation.scanner import scan
from ...vocabulary.keywords import chinese
from ...vocabulary.traditional import simplified, words
from .change import Change
from .files import files_below

#: Endings that files get in other programs, in lower case.
_ENDINGS = (".yaml", ".yml", ".yaml.txt", ".yml.txt")
#: Keys whose values are the law's, or about it.
_OF_THE_LAW = tuple(map(chinese, ("gist", "anchors", "title", "number", "english", "readings", "general", "note")))
_KEY = re.compile(r"(?:^|[{,，\s\-－—])([\u4e00-\u9fff（）A-Za-z0-9_.-]{1,40})\s*[:：︰﹕]")
#: Rounds after which a file is given up: each mark that is put right may show the next.
_ROUNDS = 60
_BLANKS = " \t\u3000\u00a0"
_WIDE = "全角标点换成半角"


def fixes(path: Path) -> Iterator[Change]:
    """What can be put right in a file, or in the files below a folder; nothing is written.

    Args:
        path: a file, or a folder.
    """
    for file, shown in files_below(path, _ENDINGS):
        change = _of_file(file, shown)
        if change is not None:
            yield change


def _of_file(path: Path, shown: str) -> Change | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if len(content) > SIZE_LIMIT:
        return None
    before, reasons = _decoded(content)
    if before is None:
        return None
    text, more = _put_right(before, shown)
    reasons += more
    target = shown
    name = path.name.lower()
    ending = next((one for one in sorted(_ENDINGS, key=len, reverse=True) if name.endswith(one)), "")
    if ending and path.name[-len(ending) :] != ".yaml":
        target = f"{shown[: -len(ending)]}.yaml"
        reasons.append("扩展名改为 .yaml")
    if not reasons:
        return None
    return Change(path, shown, target, before, text, tuple(dict.fromkeys(reasons)))


def _decoded(content: bytes) -> tuple[str | None, list[str]]:
    """The text of a file, and what its encoding needs; ``None`` for what is no text, or may be text that is damaged."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    # What the file is, the reader says: damaged UTF-8 can be read as GBK too, and would be lost as that.
    codes = {problem.code for problem in read_bytes(content, "").diagnostics}
    if "gbk_encoding" in codes:
        return content.decode("gb18030"), ["GBK 改为 UTF-8"]
    if "utf16_encoding" in codes:
        return _utf16(content), ["UTF-16 改为 UTF-8"]
    if text is not None and text.startswith("\ufeff"):
        return text[1:], ["去掉 BOM"]
    return text, []


def _utf16(content: bytes) -> str | None:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not INVISIBLE.search(text):
            return text
    return None


def _put_right(text: str, shown: str) -> tuple[str, list[str]]:
    reasons: list[str] = []
    for _ in range(_ROUNDS):
        lines = re.split("\r\n|[\n\r]", text)
        done = _marks(lines)
        if not done:
            break
        reasons += done
        text = "\n".join(lines)
    document = read_bytes(text.encode("utf-8", "replace"), shown)
    if document.data is not None:
        lines = list(document.lines)
        done = list(_keywords(document, lines))
        if done:
            reasons += done
            text = "\n".join(lines)
    return text, reasons


def _marks(lines: list[str]) -> list[str]:
    """Put right what the scanner finds, from the last to the first; lines are changed."""
    reasons = []
    law = _lines_of_the_law(lines)
    for finding in reversed(scan(tuple(lines))):
        number, at = finding.line - 1, finding.column - 1
        line = lines[number]
        if number in law or _in_law(line, at):
            continue
        done = _edited(line, at, finding)
        if done is not None:
            lines[number], reason = done
            reasons.append(reason)
    return reasons[::-1]


def _edited(line: str, at: int, finding: Finding) -> tuple[str, str] | None:
    """A line with one mark put right, and what that was; ``None`` for what only a person can put right."""
    end = at + finding.length
    if finding.code == "full_width_punctuation":
        right = str(finding.fields["wanted"])
        # Before a key or a value that is glued to it, a blank is needed too.
        gap = " " if right in ":,-" and end < len(line) and line[end] not in _BLANKS else ""
        return line[:at] + right + gap + line[end:], _WIDE
    if finding.code == "ideographic_space":
        blank = (
            "" if not line[end:].strip(_BLANKS) else " " * (2 * finding.length if not line[:at].strip(_BLANKS) else 1)
        )
        return line[:at] + blank + line[end:], "全角空格换成半角空格"
    if finding.code == "tab_indentation":
        return line[:at] + "  " * finding.length + line[end:], "Tab 换成空格"
    if finding.code == "missing_space":
        return line[:end] + " " + line[end:], "补上空格"
    return None


def _in_law(line: str, at: int) -> bool:
    """Whether a place of a line lies in the value of a key of the law."""
    before = [match for match in _KEY.finditer(line) if match.end() <= at]
    return bool(before) and before[-1][1] in _OF_THE_LAW


def _lines_of_the_law(lines: list[str]) -> frozenset[int]:
    """Numbers, from 0, of lines that go on with the value of a key of the law."""
    found: set[int] = set()
    depth: int | None = None
    for number, line in enumerate(lines):
        bare = line.lstrip(_BLANKS)
        indent = len(line) - len(bare)
        if depth is not None and (not bare or indent > depth or (indent == depth and bare.startswith("- "))):
            found.add(number)
            continue
        depth = None
        match = _KEY.match(bare.removeprefix("- "))
        if match and match[1] in _OF_THE_LAW and not bare.removeprefix("- ")[match.end() :].strip(_BLANKS):
            depth = indent + (2 if bare.startswith("- ") else 0)
    return frozenset(found)


def _keywords(document: Document, lines: list[str]) -> Iterator[str]:
    """Keywords, names of facts and the like in traditional characters; lines are changed."""
    known = words()
    for written, line, column in sorted(_scalars(document), key=lambda one: (-one[1], -one[2])):
        usual = simplified(written)
        if usual != written and written not in known and usual in known:
            at, text = column - 1, lines[line - 1]
            at += text[at : at + 1] in ("'", '"')
            if text[at : at + len(written)] == written and not _in_law(text, at):
                lines[line - 1] = text[:at] + usual + text[at + len(written) :]
                yield f"繁体“{quoted(written)}”改为“{usual}”"


def _scalars(document: Document) -> Iterator[tuple[str, int, int]]:
    """Keys and short values, each with line and column."""
    pending = [((), document.data)]
    while pending:
        at, node = pending.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                yield (key, *document.mark((*at, key), key=True))
                if key not in _OF_THE_LAW and simplified(key) not in _OF_THE_LAW:
                    pending.append(((*at, key), value))  # type: ignore[arg-type]
        elif isinstance(node, list):
            pending += [((*at, index), item) for index, item in enumerate(node)]  # type: ignore[misc]
        elif isinstance(node, str) and node:
            yield (node, *document.mark(at))
