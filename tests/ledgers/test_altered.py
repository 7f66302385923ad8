"""A ledger that somebody altered: both verifiers find the same first entry, and say in the same way what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

import opendata_rules as odr
from opendata_rules.ledgers.canonical import canonical
from opendata_rules.ledgers.checkpoints import check_signature, checkpoint_of, key_of, new_key
from opendata_rules.ledgers.export.lines import verify_lines
from opendata_rules.ledgers.export.writing import export
from opendata_rules.ledgers.tree import leaf

from ..fuzzing.mutations import mutate_bytes
from ..laws import law
from .conftest import filled

pytestmark = pytest.mark.one_interpreter
Second = Callable[..., tuple[int, Any]]
Lines = list[Any]


@pytest.fixture(scope="module")
def kept() -> odr.Ledger:
    return filled(odr.ledger())


@pytest.fixture
def exported(kept: odr.Ledger, tmp_path: Path) -> Path:
    path = tmp_path / "台账.jsonl"
    export(kept, path)
    return path


def entries(lines: Lines) -> Lines:
    return [line for line in lines if "entry" in line]


def alter(lines: Lines, number: int, /, **parts: Any) -> None:
    entries(lines)[number - 1]["entry"].update(parts)


def rewrite(lines: Lines, start: int = 1) -> None:
    """Make the chain sound again from an entry on, as somebody would who holds the store."""
    previous = entries(lines)[start - 2]["digest"] if start > 1 else ""
    for line in entries(lines)[start - 1 :]:
        line["entry"]["previous"] = previous
        previous = line["digest"] = leaf(canonical(line["entry"])).hex()


def drop(lines: Lines, number: int) -> None:
    lines.remove(entries(lines)[number - 1])


def swap(lines: Lines) -> None:
    one, other = (lines.index(entries(lines)[place]) for place in (1, 2))
    lines[one], lines[other] = lines[other], lines[one]


def renumbered(lines: Lines) -> None:
    """An entry taken out, and all behind it numbered and chained anew."""
    drop(lines, 3)
    for number, line in enumerate(entries(lines), 1):
        line["entry"]["number"] = number
        if line["entry"]["kind"] == "erasure":
            line["entry"]["of"] = 1
    rewrite(lines)


def disclosure(lines: Lines, number: int, place: int, value: Any) -> None:
    entries(lines)[number - 1]["facts"][0][place] = value


#: What is done to the lines, and what is found: the entry, the reason, and whether only a checkpoint shows it.
ALTERED: dict[str, tuple[Callable[[Lines], Any], int | None, str, bool]] = {
    "another verdict": (lambda lines: alter(lines, 2, verdict="open"), 2, "digest", False),
    "another verdict with its digest": (
        lambda lines: (
            alter(lines, 2, verdict="open"),
            entries(lines)[1].update(digest=leaf(canonical(entries(lines)[1]["entry"])).hex()),
        ),
        3,
        "previous",
        False,
    ),
    "one is gone": (lambda lines: drop(lines, 3), 3, "number", False),
    "the first is gone": (lambda lines: drop(lines, 1), 1, "number", False),
    "two are exchanged": (swap, 2, "number", False),
    "another digest": (lambda lines: entries(lines)[3].update(digest="0" * 64), 4, "digest", False),
    "no digest": (lambda lines: entries(lines)[3].update(digest=5), 4, "form", False),
    "another fact": (lambda lines: disclosure(lines, 2, 2, "other"), 2, "fact", False),
    "another salt": (lambda lines: disclosure(lines, 3, 0, "x" * 22), 3, "fact", False),
    "a fact of another entry": (
        lambda lines: entries(lines)[1]["facts"].append(entries(lines)[2]["facts"][0]),
        2,
        "fact",
        False,
    ),
    "a fact twice": (lambda lines: entries(lines)[1]["facts"].append(entries(lines)[1]["facts"][0]), 2, "fact", False),
    "a fact is gone": (lambda lines: entries(lines)[3]["facts"].pop(), 4, "missing", False),
    "what it rests on": (lambda lines: lines[1]["content"].update(places={}), 1, "basis", False),
    "what it rests on is gone": (lambda lines: lines.pop(1), 1, "basis", False),
    "half a character": (lambda lines: alter(lines, 4, dataset="\ud800"), 4, "digest", False),
    "half a character in a fact": (lambda lines: disclosure(lines, 4, 2, "\ud800"), 4, "fact", False),
    "a fraction": (lambda lines: alter(lines, 4, more=1.5), 4, "digest", False),
    "a number too great": (lambda lines: alter(lines, 4, more=2**53 + 1), 4, "digest", False),
    "a Chinese name": (lambda lines: alter(lines, 4, 名称=1), 4, "digest", False),
    "another form": (lambda lines: alter(lines, 4, form=True), 4, "form", False),
    "no number": (lambda lines: alter(lines, 4, number="4"), 4, "form", False),
    "no kind": (lambda lines: entries(lines)[3]["entry"].pop("kind"), 4, "form", False),
    "no entry": (lambda lines: entries(lines)[3].update(entry=[]), 4, "form", False),
    "no provisions": (lambda lines: alter(lines, 4, provisions=[["a"]]), 4, "form", False),
    "another line": (lambda lines: lines.insert(4, [1]), 3, "form", False),
    "the end is cut off unseen": (
        lambda lines: (lines.pop(), drop(lines, 5), rewrite_without_erasure(lines)),
        5,
        "cut",
        True,
    ),
    "written anew": (lambda lines: (alter(lines, 2, verdict="open"), rewrite(lines)), None, "checkpoint", True),
    "one taken out and written anew": (renumbered, 6, "cut", True),
    "another ledger": (lambda lines: lines[0].update(ledger="other"), None, "origin", True),
}


def rewrite_without_erasure(lines: Lines) -> None:
    """As if the first entry had never had what was erased."""
    first = entries(lines)[0]
    from opendata_rules.ledgers.disclosures import digest_of

    first["entry"]["facts"] = sorted(digest_of(tuple(one)) for one in first["facts"])
    rewrite(lines)


def write(path: Path, lines: Lines) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def first_wrong(path: Path, checkpoint: str | None) -> dict[str, Any] | None:
    """What our own verifier finds wrong with an export."""
    try:
        verify_lines(path, checkpoint)
    except odr.LedgerBroken as error:
        told = error.to_dict()
        return {"sound": not error.english, "number": told["number"], "reason": told["reason"]}
    return None


@pytest.mark.parametrize("how", ALTERED)
def test_both_find_the_same(kept: odr.Ledger, exported: Path, tmp_path: Path, second: Second, how: str) -> None:
    work, number, reason, only = ALTERED[how]
    lines = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    work(lines)
    write(exported, lines)
    note = tmp_path / "检查点.txt"
    note.write_text(kept.checkpoint().text, encoding="utf-8")
    expected = {"sound": False, "number": number, "reason": reason}
    assert first_wrong(exported, kept.checkpoint().text) == expected
    assert second(exported, note) == (1, expected)
    alone = first_wrong(exported, None)
    if only:
        assert alone is None
        assert second(exported)[0] == 0
    else:
        assert alone == expected
        assert second(exported) == (1, expected)


def test_a_tail_cut_off(kept: odr.Ledger, exported: Path, tmp_path: Path, second: Second) -> None:
    """Here the tail said that facts were erased; without it and without a checkpoint, these are what is missing."""
    exported.write_text("".join(exported.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    note = tmp_path / "note"
    note.write_text(kept.checkpoint().text, encoding="utf-8")
    cut = {"sound": False, "number": 6, "reason": "cut"}
    missing = {"sound": False, "number": 1, "reason": "missing"}
    assert (first_wrong(exported, kept.checkpoint().text), first_wrong(exported, None)) == (cut, missing)
    assert (second(exported, note), second(exported)) == ((1, cut), (1, missing))


def test_a_sound_one(kept: odr.Ledger, exported: Path, tmp_path: Path, second: Second) -> None:
    key = new_key("市大数据局")
    signed = kept.checkpoint(key)
    note = tmp_path / "note"
    note.write_text(signed.text, encoding="utf-8")
    found = kept.verify(signed, public_key=key.public)
    assert found == verify_lines(exported, signed.text, public_key=key.public)
    assert (found.size, found.checkpoint, found.signed_by, found.erased) == (6, 6, "市大数据局", 3)
    told = {"sound": True, "origin": kept.origin, "size": 6, "root": found.root, "checkpoint": 6}
    assert second(exported, note, key.public) == (0, told)
    assert second(exported) == (0, {**told, "checkpoint": None})
    # Numbers may be written in another way, and what ends a line.
    text = exported.read_text(encoding="utf-8").replace('"number":2,', '"number":2.0,')
    exported.write_bytes(text.encode().replace(b"\n", b"\r\n"))
    assert verify_lines(exported).root == found.root
    assert second(exported)[1]["root"] == found.root


@pytest.mark.parametrize(
    "text", ["", "{}\n", "[]\n", "x\n", '{"ledger": 5, "form": 1}\n', '{"ledger": "a", "form": 2}\n', "\xff"]
)
def test_what_is_no_export(tmp_path: Path, second: Second, text: str) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(odr.BadArgument):
        verify_lines(path)
    assert second(path)[0] in (1, 2)


@pytest.mark.parametrize("cut", range(1, 3000, 97))
def test_an_export_cut_off_anywhere(exported: Path, second: Second, cut: int) -> None:
    whole = exported.read_bytes()
    exported.write_bytes(whole[: len(whole) - 1 - cut])
    found = first_wrong(exported, None)
    assert found is not None
    if cut % 5 == 0:
        assert second(exported) == (1, found)


class TestCheckpoints:
    """Checkpoints and keys, read and refused."""

    def test_a_checkpoint_of_an_earlier_time(self) -> None:
        kept = odr.ledger()
        empty = kept.checkpoint()
        filled(kept, 5)
        early = kept.checkpoint()
        filled(kept, 5)
        assert kept.verify(empty).checkpoint == 0
        assert kept.verify(early.text).checkpoint == 5
        assert kept.verify(early.text.replace("\n", "\r\n")).checkpoint == 5

    def test_signatures(self) -> None:
        kept = filled(odr.ledger(), 4)
        key, other = new_key("a"), new_key("a")
        signed = other.sign(kept.checkpoint(key))
        assert checkpoint_of(signed.text) == signed
        assert key_of(key.pem()).public == key.public
        for one in (key, other):
            assert check_signature(signed, one.public) == "a"
        with pytest.raises(odr.BadArgument, match="没有"):
            check_signature(kept.checkpoint(other), key.public)
        forged = signed.text.replace(f"\n{signed.size}\n", f"\n{signed.size - 1}\n")
        with pytest.raises(odr.BadArgument):
            kept.verify(forged, public_key=key.public)
        with pytest.raises(odr.BadArgument):
            kept.verify(public_key=key.public)
        for bad in ("", "a+b", "a+00000000+AAAA", key.public[:-4], key.public.replace("a+", "b+", 1)):
            with pytest.raises(odr.BadArgument):
                check_signature(signed, bad)

    @pytest.mark.parametrize(
        "text", ["", "a\n1\n", "a\n-1\nAAAA\n\n", "a\n01\nAAAA\n\n", "a\n1\n!\n\n", "x" * 20_000, "a\n1\n\ud800\n\n"]
    )
    def test_what_is_none(self, text: str) -> None:
        with pytest.raises(odr.BadArgument):
            checkpoint_of(text)

    def test_a_signature_line_that_is_none(self) -> None:
        text = odr.ledger().checkpoint().text
        for line in ("— a\n", "- a AAAA\n", "— a+b AAAA\n", "— a !!\n"):
            with pytest.raises(odr.BadArgument):
                checkpoint_of(text + line)
        with pytest.raises(TypeError):
            checkpoint_of(5)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "pem", [b"", b"name\n", b"name\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", b"\xff"]
    )
    def test_a_key_that_is_none(self, pem: bytes) -> None:
        with pytest.raises(odr.BadArgument):
            key_of(pem)

    def test_names_of_keys(self) -> None:
        for name in ("", "a b", "a+b", "x" * 201, "a\n"):
            with pytest.raises(odr.BadArgument):
                new_key(name)


def test_every_column_of_a_store(place: Callable[[], str]) -> None:
    """Whatever row or column of a store is altered by hand, it is told, with the entry where it begins."""
    with odr.ledger(place()) as kept:
        filled(kept)
        run, note = kept._database.run, kept.checkpoint().text

        def wrong() -> tuple[int | None, str]:
            with pytest.raises(odr.LedgerBroken) as caught:
                kept.verify(note)
            return caught.value.number, caught.value.reason

        def undone(what: str, table: str, key: str, column: str, value: object) -> tuple[int | None, str]:
            [(before,)] = run(f"SELECT {column} FROM {table} WHERE {key} = ?", [what])
            run(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", [value, what])
            found = wrong()
            run(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", [before, value])
            kept.verify(note)
            return found

        for column in ("time", "kind", "place", "dataset", "department", "verdict"):
            assert undone(3, "ledger_entries", "number", column, "其他") == (3, "index")  # type: ignore[arg-type]
        for value in ("", "{}", "[]", "null", "{", "[" * 50_000, '{"form": 1}', '{"a": 1e999}', "NaN"):
            assert undone(3, "ledger_entries", "number", "body", value)[0] == 3  # type: ignore[arg-type]
        [(body,)] = run("SELECT body FROM ledger_entries WHERE number = 3")
        assert undone(3, "ledger_entries", "number", "body", body.replace('"form":1', '"form": 1')) == (3, "digest")  # type: ignore[arg-type]
        assert undone(3, "ledger_entries", "number", "digest", "x") == (3, "digest")  # type: ignore[arg-type]
        for value in ("", "{}", "[[]]", "[1]", '[["a", "b", "c"]]', "x"):
            assert undone(3, "ledger_facts", "number", "content", value) in ((3, "form"), (3, "fact"))  # type: ignore[arg-type]
        assert undone("taian-17-priority", "ledger_provisions", "provision", "provision", "x")[1] == "index"
        [(basis,)] = run("SELECT digest FROM ledger_bases LIMIT 1")
        assert undone(basis, "ledger_bases", "digest", "content", "{}")[1] == "basis"
        run("DELETE FROM ledger_entries WHERE number > 4")
        assert wrong() == (5, "cut")


def test_damage_is_told_wherever_it_is_met(place: Callable[[], str]) -> None:
    with odr.ledger(place()) as kept:
        filled(kept)
        kept._database.run("UPDATE ledger_entries SET body = '{}' WHERE number = 2")
        library = odr.load()
        for call in (lambda: list(kept), lambda: kept.entry(2), lambda: kept.receipt(2), lambda: kept.recheck(library)):
            with pytest.raises(odr.LedgerBroken) as caught:
                call()
            assert caught.value.number == 2
        kept._database.run("UPDATE ledger_entries SET digest = 'x' WHERE number = 3")
        with pytest.raises(odr.LedgerBroken):
            kept.checkpoint()


def test_bytes_put_wrong_anywhere(kept: odr.Ledger, exported: Path, second: Second) -> None:
    """An answer or an error of ours; where it is sound, it is the ledger it was; both verifiers agree."""
    whole, chance = exported.read_bytes(), Random(20260310)
    root, broken = kept.verify().root, 0
    for number in range(400):
        exported.write_bytes(mutate_bytes(whole, chance))
        found: Any = None
        try:
            found = {"sound": True, "root": verify_lines(exported).root}
        except odr.LedgerBroken as error:
            found, broken = {"sound": False, "number": error.number, "reason": error.reason}, broken + 1
        except odr.BadArgument:
            continue  # the first line is none
        assert not found["sound"] or found["root"] == root
        if number % 20 == 0:
            assert second(exported)[1].items() >= found.items()
    assert broken > 200


def test_texts_that_some_readers_take_for_the_end_of_a_line(tmp_path: Path, second: Second) -> None:
    kept, decision = odr.ledger(), law("taian").classify({})
    kept.append(decision, receipt={**decision.receipt, "facts": {"note": "a\u2028b\u2029c\x85d\re\u0000"}})
    path = tmp_path / "e.jsonl"
    export(kept, path)
    assert second(path) == (0, {**second(path)[1], "root": verify_lines(path).root, "size": 1})
