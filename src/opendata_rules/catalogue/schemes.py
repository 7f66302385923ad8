"""What is asked about a catalogue: the attribute of opening or that of sharing, and the words of each."""

from __future__ import annotations

from ..vocabulary.terms import SCHEME_TERMS, Scheme

#: The meaning of the columns of the attribute (``columns.yaml``), by what is asked about.
ASKED = {Scheme.OPENING: "declared", Scheme.SHARING: "sharing"}
#: The scheme that is not asked about.
OTHER = {Scheme.OPENING: Scheme.SHARING, Scheme.SHARING: Scheme.OPENING}
#: What is done with data, in Chinese, as the attribute is named after it.
VERBS = {Scheme.OPENING: "开放", Scheme.SHARING: "共享"}


def in_words_of(scheme: Scheme, text: str) -> str:
    """A text about the attribute in the words of what is asked about.

    Args:
        scheme: what is asked about.
        text: has ``{attribute}`` (开放属性) and ``{verb}`` (开放) where the word depends on it.
    """
    return text.replace("{attribute}", SCHEME_TERMS[scheme]).replace("{verb}", VERBS[scheme])
