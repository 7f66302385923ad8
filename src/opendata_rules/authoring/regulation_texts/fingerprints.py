"""What of a passage is compared, and its fingerprint: layout is no part of the law, every printed character is."""

from __future__ import annotations

import hashlib
import re

#: Characters that carry layout or nothing at all, for ``str.translate``.
IGNORED = dict.fromkeys(map(ord, "*#\u200b\u200c\u200d\u2060\ufeff"))


def normalised(text: str) -> str:
    """Reduce a text to what fingerprints and anchors compare.

    Args:
        text: any passage.

    Returns:
        The text without white space (the ideographic space too), zero-width characters, Markdown ``*`` and
        ``#``, and list dashes at the start of lines. All other characters are left as printed: full-width and
        half-width punctuation differ.
    """
    lines = (re.sub(r"^\s*[-+]\s+", "", line) for line in text.splitlines())
    return "".join("".join(lines).translate(IGNORED).split())


def fingerprint(printed: str) -> str:
    """SHA-256 of a normalised text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(printed.encode()).hexdigest()
