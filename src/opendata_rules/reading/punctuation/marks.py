"""Characters and shapes of lines: which marks stand for which, which blanks are wide, where comments begin."""

from __future__ import annotations

import re

HALF = {
    "：": ":",
    "︰": ":",
    "﹕": ":",
    "，": ",",
    "﹐": ",",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "「": "{",
    "」": "}",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＂": '"',
    "＇": "'",
    "－": "-",
    "﹣": "-",
    "−": "-",
    "–": "-",
    "—": "-",
    "＃": "#",
    "｜": "|",
    "＞": ">",
}
COLONS = "：︰﹕"
COMMAS = "，﹐"
DASHES = "－﹣−–—"
QUOTES = "“”‘’＂＇"
OPENING, CLOSING = "［｛【「", "］｝】」"
CLOSE = {"[": "]", "{": "}"}
_WIDE = "\u3000\u00a0\u1680\u2000-\u200a\u202f\u205f"
WIDE_SPACES = frozenset("\u3000\u00a0\u1680\u202f\u205f") | {chr(code) for code in range(0x2000, 0x200B)}
BLANKS = " \t" + "".join(sorted(WIDE_SPACES))

COLON = re.compile(rf":(?=[ \t{_WIDE}]|$)")
ANY_COLON = re.compile(f"[:{COLONS}]")
COMMENT = re.compile(r"[ \t]#")
HIDDEN_COMMENT = re.compile(rf"[{_WIDE}]#")
WIDE_COMMENT = re.compile(rf"[ \t{_WIDE}]＃")
BLOCK_HEADER = re.compile(r"[|>](?:[-+]?([1-9])?|([1-9])[-+])[ \t]*(?:[ \t]#.*)?$")
WIDE_BLOCK_HEADER = re.compile(r"[｜＞][-+1-9]*[ \t]*$")
#: What may follow a quotation that ends where it should.
AFTER_QUOTE = re.compile(rf"[{BLANKS}]*(?:$|[#＃:,\]}}{COLONS}{COMMAS}{CLOSING}])")
#: What stands before a quotation that begins where it may.
BEFORE_QUOTE = BLANKS + "[{,:-"
NUMBER = re.compile(r"-[0-9.]+[ \t]*(?:#.*)?$")
DOCUMENT_MARK = re.compile(r"(?:---|\.\.\.)(?=[ \t]|$)")
#: One plain scalar of a flow collection; brackets of the prose kind may stand in pairs inside it.
TOKEN = re.compile(
    rf"(?:[^,\[\]{{}}:#{COLONS}{COMMAS}{OPENING}{CLOSING}]"
    r"|:(?![ \t,\[\]{}]|$)|(?<![ \t])#|【[^】,\[\]{}]*】|「[^」,\[\]{}]*」)+"
)
#: Characters that ask for a closer look.
_SPECIAL = "".join(HALF) + _WIDE + r"\t\[\]{}\"'#|>&*!%@`?:\\"
#: A line on which nothing can be wrong: a key, and prose behind it that does not begin with a mark.
SIMPLE = re.compile(rf"( *)((?:- )*)[^{_SPECIAL} -][^{_SPECIAL}]*:(?: +([^{_SPECIAL} ][^:#＃{_WIDE}\t]*))?$")
#: Marks that are not for brackets, keys and half-width quotations in plain words.
ODD = re.compile(f"[{''.join(HALF)}{_WIDE}\\t'#|>&*!%@`?\\\\]")
_WORD = r"[^][{}\",: -][^][{}\",:]*"
_ITEM = rf"""(?:{_WORD}|"[^][{{}}":]*")"""
_LIST = rf"\[{_ITEM}(?:, {_ITEM})*\]"
_PAIR = rf"{_WORD}: (?:{_ITEM}|{_LIST})"
#: A line of list items or a key, and behind them a list, pairs or a quotation; nothing is wrong if nothing is odd.
BRACKETS = re.compile(
    rf"""( *)((?:- )*)(?:({_WORD}): +|(?<=- ))(?:{_LIST}|\{{{_PAIR}(?:, {_PAIR})*\}}|"[^][{{}}":]*")$"""
)


def comment_at(line: str, start: int) -> int:
    """Where a comment begins, or the end of the line."""
    match = COMMENT.search(line, start)
    return match.start() if match else len(line)
