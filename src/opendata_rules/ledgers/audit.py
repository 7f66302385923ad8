"""Whether a ledger is what was written to it: entry by entry, in one pass, from a store or from an export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..errors import Error, LedgerBroken
from ..values import Json, Value
from ..vocabulary.arguments import Lang
from .canonical import canonical, sha256
from .checkpoints import Checkpoint
from .disclosures import digest_of
from .entries import ERASURE
from .tables import Row, Unreadable, searched
from .tree import EMPTY, Growing, leaf

#: What may be wrong with an entry, in Chinese and English; the second verifier uses the same words.
REASONS = {
    "form": ("内容不是台账条目的写法", "it is not written as an entry"),
    "number": ("这一条缺了，或者次序不对", "it is missing, or out of order"),
    "digest": ("内容与摘要不符，被改动过", "its content is not what its digest was made of"),
    "previous": ("与前一条连不上，前一条或者这一条被换过", "it does not name the entry before it"),
    "fact": ("旁边存的事实不是当时的事实", "a fact beside it is not the one of its time"),
    "missing": ("有事实不见了，而台账里没有抹去它的记录", "a fact is gone that no entry says was erased"),
    "basis": ("所依据规则的摘要不见了，或者被改动过", "what it rests on is gone or was changed"),
    "index": ("查找用的列与内容不符", "the columns it is found by are not what it says"),
    "cut": ("检查点之前的条目缺了，尾部被截去", "entries before the checkpoint are missing: the end was cut off"),
    "checkpoint": (
        "到检查点为止的条目与检查点不符，被整个重写过",
        "the entries are not those of the checkpoint: rewritten",
    ),
    "origin": ("检查点是另一本台账的", "the checkpoint is of another ledger"),
}


def broken(reason: str, number: int | None) -> LedgerBroken:
    """The error that says which entry is wrong, and how."""
    chinese, english = REASONS[reason]
    where = "台账" if number is None else f"台账第 {number} 条"
    return LedgerBroken(
        f"{where}对不上：{chinese}。",
        english=f"{'the ledger' if number is None else f'entry {number}'} is broken: {english}.",
        number=number,
        reason=reason,
    )


@dataclass(frozen=True, slots=True)
class Verification(Value):
    """What verifying a ledger found in order.

    Attributes:
        origin: name of the ledger.
        size: how many entries there are.
        root: the root of all of them, in hexadecimal digits.
        checkpoint: the size of the checkpoint that it was held against; ``None`` where there was none.
        signed_by: the name of the key that signed the checkpoint, where the signature was checked; else empty.
        erased: how many facts were erased since they were written.
        clock_went_back: how many entries bear an earlier time than the entry before them.
    """

    origin: str
    size: int
    root: str
    checkpoint: int | None
    signed_by: str
    erased: int
    clock_went_back: int

    def explain(self, lang: Lang = "zh") -> str:
        """What this vouches for and what not, in Chinese (``zh``) or English (``en``).

        Raises:
            BadArgument: ``lang`` is neither.
        """
        from .explain import explain_verification

        return explain_verification(self, lang)

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return self._tag() | {name: getattr(self, name) for name in self.__slots__}


def audited(
    origin: str,
    entries: Iterable[Row],
    basis_of: Callable[[str], bytes | None],
    checkpoint: Checkpoint | None = None,
    *,
    signed_by: str = "",
    provisions_fit: Callable[[Row], bool] = lambda row: True,
) -> Verification:
    """Go through all entries.

    Args:
        origin: name of the ledger.
        entries: all of them.
        basis_of: the content of a basis, by its digest.
        checkpoint: what they are held against.
        signed_by: whose signature on the checkpoint was found good.
        provisions_fit: whether an entry is found by the provisions that it names.

    Raises:
        LedgerBroken: something was altered or is missing.
    """
    if checkpoint is not None and checkpoint.origin != origin:
        raise broken("origin", None)
    tree, previous, last, back, erased = Growing(), "", "", 0, 0
    gone: dict[str, int] = {}
    bases: set[str] = set()
    at_checkpoint = EMPTY if checkpoint is not None and checkpoint.size == 0 else None
    try:
        for row in entries:
            number = tree.size + 1
            _check(row, number, previous)
            if row.columns is not None and (row.columns != searched(row.told) or not provisions_fit(row)):
                raise broken("index", number)
            if row.told["kind"] == ERASURE:
                for digest in row.told["erased"]:
                    erased += gone.pop(digest, None) is not None
            else:
                _check_facts(row, gone)
                basis = row.told["basis"]
                if basis not in bases:
                    content = basis_of(basis)
                    if content is None or sha256(content) != basis:
                        raise broken("basis", number)
                    bases.add(basis)
            previous = row.digest
            back += row.told["time"] < last
            last = row.told["time"]
            tree.add(bytes.fromhex(row.digest))
            if checkpoint is not None and tree.size == checkpoint.size:
                at_checkpoint = tree.root
    except Unreadable as error:
        raise broken("form", tree.size + 1) from error
    if checkpoint is not None and at_checkpoint is None:
        raise broken("cut", tree.size + 1)
    if checkpoint is not None and at_checkpoint != checkpoint.root:
        raise broken("checkpoint", None)
    if gone:
        raise broken("missing", min(gone.values()))
    size = None if checkpoint is None else checkpoint.size
    return Verification(origin, tree.size, tree.root.hex(), size, signed_by, erased, back)


def _check(row: Row, number: int, previous: str) -> None:
    if row.number != number:
        raise broken("number", number)
    if leaf(row.body).hex() != row.digest or row.told["number"] != number:
        raise broken("digest", number)
    if row.told["previous"] != previous:
        raise broken("previous", number)
    if row.columns is not None:
        # Its bytes were kept: they must be those that anybody makes of what they say.
        try:
            fits = canonical(row.told) == row.body
        except Error:
            fits = False
        if not fits:
            raise broken("form", number)


def _check_facts(row: Row, gone: dict[str, int]) -> None:
    kept = set(row.told["facts"])
    for one in row.disclosures:
        try:
            digest = digest_of(one)
        except Error:
            digest = ""
        if digest not in kept:
            raise broken("fact", row.number)
        kept.discard(digest)
    gone.update(dict.fromkeys(kept, row.number))


def counted(entries: Iterable[Row], progress: Callable[[int], None] | None, each: int) -> Iterator[Row]:
    """Entries as they come; of every so many the number is told."""
    for row in entries:
        yield row
        if progress is not None and row.number % each == 0:
            progress(row.number)
