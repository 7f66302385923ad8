"""The tree is that of RFC 9162, by the vectors of the reference implementation and by the definition itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_rules.ledgers import tree

#: Of the certificate-transparency project: leaves, the root after each, and proofs.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
#: Index of the leaf from 0, size, proof.
INCLUSION = [
    (0, 1, []),
    (0, 8, [_A, _B, _C]),
    (5, 8, [_D, _E, ROOTS[3]]),
    (2, 3, [ROOTS[1]]),
    (1, 5, [ROOTS[0], _B, _D]),
]
#: First and second size, proof.
CONSISTENCY = [(1, 1, []), (1, 8, [_A, _B, _C]), (6, 8, [_F, _E, ROOTS[3]]), (2, 5, [_B, _D])]
HASHES = [tree.leaf(bytes.fromhex(one)) for one in LEAVES]


def test_the_roots() -> None:
    assert tree.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    growing = tree.Growing()
    for one, root in zip(HASHES, ROOTS, strict=True):
        growing.add(one)
        assert growing.root.hex() == root


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_inclusion(index: int, size: int, proof: list[str]) -> None:
    assert [one.hex() for one in tree.inclusion_proof(HASHES[:size], index)] == proof


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_consistency(first: int, second: int, proof: list[str]) -> None:
    assert [one.hex() for one in tree.consistency_proof(HASHES[:second], first)] == proof


def defined(leaves: Sequence[bytes]) -> bytes:
    """The root as section 2.1.1 defines it."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = max(1 << power for power in range(20) if 1 << power < len(leaves))
    return hashlib.sha256(b"\1" + defined(leaves[:half]) + defined(leaves[half:])).digest()


@given(st.lists(st.binary(max_size=3), max_size=40), st.data())
def test_every_proof_holds_and_no_altered_one(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [tree.leaf(one + bytes([place])) for place, one in enumerate(contents)]
    root = tree.root_of(leaves)
    assert root == defined(leaves)
    assert tree.consistent(0, tree.EMPTY, len(leaves), root, [])
    if not leaves:
        return
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = tree.inclusion_proof(leaves, index)
    assert tree.includes(leaves[index], index, len(leaves), proof, root)
    size = data.draw(st.integers(1, len(leaves)))
    old = tree.root_of(leaves[:size])
    path = tree.consistency_proof(leaves, size)
    assert tree.consistent(size, old, len(leaves), root, path)
    # Another leaf, another root, another proof.
    other = tree.leaf(b"other")
    assert not tree.includes(other, index, len(leaves), proof, root)
    assert not tree.consistent(size, other, len(leaves), root, path)
    assert not tree.consistent(size, old, len(leaves), other, path)
    assert not tree.includes(leaves[index], index, len(leaves), [*proof, other], root)
    assert not tree.consistent(size, old, len(leaves), root, [*path, other])
    for one in range(len(proof)):
        assert not tree.includes(leaves[index], index, len(leaves), [*proof[:one], other, *proof[one + 1 :]], root)
    for one in range(len(path)):
        assert not tree.consistent(size, old, len(leaves), root, [*path[:one], other, *path[one + 1 :]])


def test_what_there_is_not() -> None:
    for index in (-1, 3):
        with pytest.raises(IndexError):
            tree.inclusion_proof(HASHES[:3], index)
    for size in (0, 4):
        with pytest.raises(IndexError):
            tree.consistency_proof(HASHES[:3], size)
    assert not tree.includes(HASHES[0], 3, 3, [], HASHES[0])
    assert not tree.consistent(3, HASHES[0], 2, HASHES[0], [HASHES[0]])
