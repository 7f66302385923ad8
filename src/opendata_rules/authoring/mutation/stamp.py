"""The stamp of a pack: which meaning of its rules and cases every mutant was noticed under.

It lies in the folder of the pack. A comment, or another order of keys, leaves it good; a rule or a case that says
something else does not. Only a run without survivors writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ... import digests
from ...diagnostics.diagnostic import Diagnostic, diagnostic
from ...formats.files import write_file
from ...norms.pack import Pack
from ...packs.files import CASES, DEADLINES, DUTIES, DUTY_CASES, RULES
from ...reading.document import Document, read
from ...reading.folders import is_file
from ...values import FrozenDict
from ...vocabulary.keywords import chinese

#: The file.
STAMP = "mutation.yaml"
_DIGEST, _SITUATION = chinese("proved"), chinese("situation")


def meaning_of(pack: Pack, files: Mapping[str, Document]) -> str:
    """The digest of what a pack and its cases mean.

    Args:
        pack: the pack.
        files: its files of cases by name, as far as there are any.
    """
    cases = {name: _without_words(files[name].data) for name in (CASES, DUTY_CASES) if name in files}
    return digests.digest([pack.meaning.whole, cases])


def _without_words(tree: Any) -> Any:
    """Cases without what they are called; a situation of an open question stands in no file of cases."""
    if isinstance(tree, dict):
        return {key: _without_words(value) for key, value in tree.items() if key != _SITUATION}
    return [_without_words(item) for item in tree] if isinstance(tree, list) else tree


def files_of_cases(folder: Path, shown: str, known: Mapping[Path, Document] = FrozenDict()) -> dict[str, Document]:
    """The files of cases of a pack.

    Args:
        folder: the folder of the pack.
        shown: its name in messages.
        known: files that have been read already.
    """
    there = (name for name in (CASES, DUTY_CASES) if is_file(folder / name))
    return {name: known.get(folder / name) or read(folder / name, shown=f"{shown}/{name}") for name in there}


def stamped(folder: Path, shown: str) -> str | None:
    """The digest that the stamp of a pack names; ``None`` where there is none that can be read."""
    if not is_file(folder / STAMP):
        return None
    found = read(folder / STAMP, shown=f"{shown}/{STAMP}").data
    digest = found.get(_DIGEST) if isinstance(found, dict) else None
    return digest if isinstance(digest, str) else None


def stamp(folder: Path, digest: str) -> bool:
    """Write the stamp of a pack; whether it was another one before.

    Args:
        folder: the folder of the pack.
        digest: what :func:`meaning_of` gives.

    Raises:
        BadOutput: it cannot be written.
    """
    if stamped(folder, folder.name) == digest:
        return False
    text = f"# 由 opendata-rules test --mutate 写入：逐处改动规则，都有用例不符。不要手工修改。\n{_DIGEST}: {digest}\n"
    write_file(folder / STAMP, text.encode())
    return True


def problems_of_stamp(pack: Pack, folder: Path, shown: str, files: Mapping[str, Document]) -> Iterator[Diagnostic]:
    """That the mutants of a pack with rules were not run since its meaning last changed.

    Args:
        pack: the pack.
        folder: its folder.
        shown: the name of the folder in messages.
        files: its files of cases by name.
    """
    # A version that leaves all rules as they were has none of its own to prove.
    writes = any(is_file(folder / name) for name in (RULES, DUTIES, DEADLINES))
    if writes and pack.provisions() and stamped(folder, shown) != meaning_of(pack, files):
        path = f"{shown}/{STAMP}"
        yield diagnostic("mutation_not_run", path=path, id=pack.instrument.id)
