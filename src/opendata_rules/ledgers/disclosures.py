"""Facts that can be forgotten: the ledger's chain holds only a salted digest of each (the idea of RFC 9901).

A disclosure is ``[salt, name, value]``, kept beside the entry. Whoever has it can show that it is the one of the
entry; without it, the digest tells neither name nor value, not even to somebody who tries every value, since 128
random bits went into it. Erasing a fact is destroying its disclosure.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from .canonical import canonical, sha256

#: Random bytes of a salt: 128 bits.
_SALT = 16
#: The digest of the question, and that of the whole answer: whoever has them could find facts by trying all values.
QUESTION, OUTCOME = "@question", "@outcome"
#: The options of a question on cases: events, with their facts.
OPTIONS = "@options"

#: Salt, name and value.
Disclosure = tuple[str, str, Any]


def disclosed(values: Mapping[str, Any]) -> list[Disclosure]:
    """New disclosures of values by name."""
    return [(secrets.token_urlsafe(_SALT), name, value) for name, value in values.items()]


def digest_of(one: Disclosure) -> str:
    """The digest that stands for a disclosure in the chain."""
    return sha256(canonical(list(one)))
