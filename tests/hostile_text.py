"""Texts that act on what shows them, for all tests of what is shown."""

from __future__ import annotations

import re

#: The title of a terminal, the direction of writing, what ends a C string or a line, half a character, and all of them.
HOSTILE = "\x1b]0;pwn\x07\u202e\x00\n\ud800甲"
ACTING = ("\x1b]0;pwn\x07", "甲\u202e", "甲\x00", "甲\n错误：伪造", "甲\ud800", "\x9b31m\x7f\u2028\u200b", HOSTILE)
LONG = "长" * 100_000
#: Rare Chinese characters, which are shown although Python may call them unprintable.
RARE = re.compile("[\u3000\ue000-\uf8ff\U00020000-\U0003ffff]")
