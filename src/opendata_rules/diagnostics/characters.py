"""Characters that nobody sees, or that a terminal would act on: finding and naming them."""

from __future__ import annotations

import re
import unicodedata

#: Characters that nobody sees but that change what is read, or what a terminal does: controls, line separators that
#: editors do not count as lines, marks of width zero, marks of writing direction, fillers, noncharacters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)

#: Characters that look right and are not, or look like nothing: of private use, the mark of what could not be decoded,
#: radicals and compatibility forms of Chinese characters.
ODD = re.compile("[\ue000-\uf8ff\ufffd\u2e80-\u2fd5\uf900-\ufaff\U000f0000-\U0010fffd\U0002f800-\U0002fa1f]")


def usual_form(char: str) -> str | None:
    """The usual Chinese character that an odd one stands for; ``None`` where none is known."""
    usual = unicodedata.normalize("NFKC", char)
    return usual if usual != char else None


def name_of(char: str) -> str:
    """Code and, where it has one, the Chinese name of a character that cannot be shown."""
    known = {
        "\0": "空字符",
        "\x1b": "终端控制符",
        "\xad": "软连字符",
        "\u200b": "零宽空格",
        "\u200c": "零宽不连字",
        "\u200d": "零宽连字",
        "\u2028": "行分隔符",
        "\u2029": "段分隔符",
        "\ufeff": "BOM",
        "\ufffd": "读不出来的字符",
    }
    about = known.get(char, "文字方向控制符" if "\u200e" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" else "")
    if "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000":
        about = "私用字符"
    return f"U+{ord(char):04X}" + (f"（{about}）" if about else "")
