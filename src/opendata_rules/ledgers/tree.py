"""The Merkle tree of RFC 9162 (section 2.1) over the entries of a ledger: its root, and proofs about it.

A root stands for every entry up to a size. An *inclusion proof* shows that an entry is among them, a *consistency
proof* that what an older root stood for is still there, unchanged; both without the other entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

#: The root of no entries.
EMPTY = hashlib.sha256().digest()


def leaf(data: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\0" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Growing:
    """The root of leaves that come one after the other, in memory that grows with the logarithm of their number."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._peaks: list[bytes] = []
        for one in leaves:
            self.add(one)

    def add(self, one: bytes) -> None:
        """Add the hash of an entry."""
        ends = self.size
        while ends & 1:
            one = _node(self._peaks.pop(), one)
            ends >>= 1
        self._peaks.append(one)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of all that was added."""
        if not self._peaks:
            return EMPTY
        found = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            found = _node(peak, found)
        return found


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of leaves."""
    return Growing(leaves).root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """That a leaf is in the tree (2.1.3.1).

    Args:
        leaves: all leaves.
        index: which, from 0.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root_of(leaves[:half])]


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """That the tree of the first leaves is a beginning of the tree of all (2.1.4.1).

    Args:
        leaves: all leaves.
        size: how many there were, at least one.
    """
    if not 0 < size <= len(leaves):
        raise IndexError(size)
    return _consistent(leaves, size, known=True)


def _consistent(leaves: Sequence[bytes], size: int, *, known: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if known else [root_of(leaves)]
    half = _half(len(leaves))
    if size <= half:
        return [*_consistent(leaves[:half], size, known=known), root_of(leaves[half:])]
    return [*_consistent(leaves[half:], size - half, known=False), root_of(leaves[:half])]


def _half(size: int) -> int:
    """The greatest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def includes(one: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that a leaf is in the tree of a root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, one
    for other in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = _node(other, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, other)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistent(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of a root is a beginning of that of another (2.1.4.2).

    Every tree begins with that of no entries, and equals itself, without a proof.
    """
    if first == 0 or first == second:
        return not proof and first <= second and (first_root == second_root if first else first_root == EMPTY)
    if not 0 < first < second or not proof:
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = _node(other, old), _node(other, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _node(new, other)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
