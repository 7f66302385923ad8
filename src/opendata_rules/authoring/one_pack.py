"""One pack: its files, its cases as they are written, and whatever its folder shows without the other packs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..answers.bounded import in_words
from ..answers.workload import too_broad
from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..norms.pack import Pack
from ..packs.files import CASES, DUTY_CASES, FILES, RULES, exists, read_pack
from ..packs.inheritance import read_documents
from ..reading.document import Document, read
from ..reading.folders import PROFILES
from ..vocabulary.keywords import chinese
from ..vocabulary.words import Words
from .files import MODELS, advice_on_name, check, listing
from .in_files import InFiles, place_of
from .mutation.stamp import STAMP
from .pack_checks.article_table import problems_of_table
from .pack_checks.heads import problems_of_head
from .pack_checks.numbers import problems_of_numbers
from .pack_checks.presence import cases_outside_force, rules_missing
from .pack_checks.repeats import problems_of_repeats
from .profiles import problems_of_profiles

KNOWN_FILES = (*FILES, CASES, DUTY_CASES, STAMP)


def read_folder(
    folder: Path, shown: str, documents: dict[Path, Document], words: Words
) -> tuple[Pack | None, list[Diagnostic]]:
    """One pack, with every problem of its folder, cases included; files of cases are put among the documents.

    Args:
        folder: the folder of the pack.
        shown: its name in messages.
        documents: takes the files of cases.
        words: the facts and procedures of which its cases may speak; whether the place of a case knows them is seen
            when it is run.
    """
    pack, problems = read_pack(folder, shown)
    for name in (CASES, DUTY_CASES):
        if exists(folder / name):
            documents[folder / name] = read(folder / name, shown=f"{shown}/{name}")
            problems += check(documents[folder / name], MODELS[name], words=words)
    if pack is not None:
        problems += _of_pack(pack, folder, shown, words)
        problems += rules_missing(pack, folder, documents.get(folder / DUTY_CASES))
        cases = [documents[folder / name] for name in (CASES, DUTY_CASES) if folder / name in documents]
        problems += cases_outside_force(pack, cases, InFiles(folder, shown))
    entries, found = listing(folder, shown)
    problems += found
    for entry in entries:
        if entry.name == PROFILES:
            problems += problems_of_profiles(entry, f"{shown}/{entry.name}", folder)
        elif entry.name not in KNOWN_FILES:
            advice = advice_on_name(entry.name, (name for name in KNOWN_FILES if not exists(folder / name)))
            problems.append(diagnostic("unexpected_file", path=f"{shown}/{entry.name}", name=entry.name, help=advice))
    return pack, problems


def _of_pack(pack: Pack, folder: Path, shown: str, words: Words) -> Iterator[Diagnostic]:
    """What a pack says that cannot all be so, or says twice."""
    files = InFiles(folder, shown)
    yield from _too_broad(pack, folder, shown)
    yield from problems_of_head(pack.instrument, files)
    yield from problems_of_table(pack, files)
    yield from problems_of_numbers(pack, files)
    yield from problems_of_repeats(pack, files, words.vocabulary)


def _too_broad(pack: Pack, folder: Path, shown: str) -> Iterator[Diagnostic]:
    """Rules that with those before them spread into more combinations than can be worked out."""
    for spent in too_broad(pack):
        joined = read_documents(folder, shown).documents
        document = joined.get(RULES) or read(folder / RULES, shown=f"{shown}/{RULES}")
        at = place_of(document.data, spent.rule) or ()
        what, limit = spent.rule or spent.matter, in_words(spent.limit)
        yield document.diagnostic("too_many_combinations", (*at, chinese("id")), what=what, limit=limit)
