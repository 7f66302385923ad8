"""What comes from outside, made fit to be shown: one way for messages, terminal, log, page, workbook and feed.

A name or a value that a caller, a file or a store brought may hold anything: half a character, a line end that forges
a line of a log, what a terminal acts on, marks that turn the direction of writing, a megabyte. So it is shown escaped,
and cut.
"""

from __future__ import annotations

#: Most characters shown of one thing.
MOST = 80


def visible(text: str) -> str:
    """The text with every character that nobody sees, or that something acts on, escaped (``\\x1b``)."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode() for c in text)


def quoted(value: object, most: int = MOST) -> str:
    """A name or value from outside as one visible line of at most ``most`` characters, for a message.

    Args:
        value: text is shown as it is; of anything else, how Python writes it, or its type where that fails.
        most: characters kept; what is longer ends in ``…`` and its length.
    """
    if isinstance(value, str):
        text, length = str(value[: most + 1]), len(value)
    else:
        try:
            text = repr(value)
        except Exception:  # whatever somebody else's object raises
            text = f"<{type(value).__name__}>"
        length = len(text)
    shown = visible(text[:most])
    return shown if length <= most and len(shown) <= most else f"{shown[:most]}…（共 {length} 个字符）"
