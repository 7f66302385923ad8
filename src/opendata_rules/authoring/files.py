"""One file on its own: what it is, and every problem of it that can be seen without the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..diagnostics.diagnostic import Diagnostic, diagnostic
from ..diagnostics.wording import nearest
from ..packs import written
from ..packs.builder import Assembly
from ..packs.files import (
    ARTICLES,
    CASES,
    DUTY_CASES,
    INSTRUMENT,
    READERS,
    exists,
    read_head,
    read_pack,
    read_rules,
    read_suspicions,
    read_words,
    unreadable,
    words_in,
)
from ..packs.inheritance import versions_in
from ..packs.words import WORD_READERS
from ..packs.written_suspicions import SUSPICIONS, SuspicionsModel
from ..reading.document import Document, read, refusal
from ..reading.facts_in_words import problems_of
from ..reading.folders import PROFILES, RULES, bounds_of, entries, links_out
from ..reading.models import Model
from ..reading.validation import validate
from ..vocabulary.words import EVERYWHERE, FACTS, PROCEDURES, Words
from ..working_days.written import ASSUMPTIONS, STATUTORY, AssumptionsModel, NoticeModel, StatutoryModel
from .profiles import problems_of_profile
from .rule_cases.checks import problems_of_cases, without_what_is_to_write
from .rule_cases.written import CasesModel, DutyCasesModel

#: What Windows leaves in folders.
_LITTER = ("thumbs.db", "desktop.ini")
#: What the files of a pack and of the calendar are, by name.
MODELS: dict[str, type[Model]] = {
    INSTRUMENT: written.InstrumentModel,
    **{name: reader.model for name, reader in (*WORD_READERS, *READERS)},
    ARTICLES: written.ArticlesModel,
    SUSPICIONS: SuspicionsModel,
    CASES: CasesModel,
    DUTY_CASES: DutyCasesModel,
    "mutation.yaml": written.StampModel,
    STATUTORY: StatutoryModel,
    ASSUMPTIONS: AssumptionsModel,
}


def words_beside(folder: Path) -> Words:
    """The words that the cases of a pack may use: a case may ask a place that other packs beside this one bind too."""
    beside = folder.resolve().parent
    if beside.name != RULES:
        return words_in([folder])
    bounds = bounds_of(beside.parent)
    return words_in(one for one in entries(beside) or (folder,) if not links_out(one, one.name, bounds))


def problems_of_file(path: Path, shown: str) -> Iterator[Diagnostic]:
    """Every problem of a file of any name on its own; of a pack, in the words of its pack."""
    if path.parent.name == PROFILES:
        yield from problems_of_profile(path, shown)
        return
    document = read(path, shown=shown)
    if not isinstance(document.data, dict):
        yield from document.diagnostics
        return
    in_pack = exists(path.parent / INSTRUMENT)
    model = MODELS.get(path.name)
    if model is None or (path.name == FACTS and not in_pack):
        # What facts are stated in often goes by the name of facts.yaml too.
        model = _likely(document.data)
    if model is NoticeModel:
        from ..working_days.checks import check_file

        yield from check_file(path, shown)
    elif model is None:
        yield from (*document.diagnostics, *problems_of(document.data, document, EVERYWHERE.vocabulary))
    elif in_pack and model not in (CasesModel, DutyCasesModel) and versions_in([path.parent]):
        # What it means hangs on what is inherited.
        found = read_pack(path.parent, path.parent.name)[1]
        yield from (replace(one, path=shown) for one in found if one.path == f"{path.parent.name}/{path.name}")
    elif in_pack:
        yield from check(document, model, path.parent, words_beside(path.parent))
    else:
        yield from check(document, model)


def _likely(data: dict[str, Any]) -> type[Model] | None:
    """What a file of any name is, by its keys; ``None`` if they are facts."""

    def known(model: type[Model]) -> int:
        return len(data.keys() & {field.alias for field in model.model_fields.values()})

    every: list[type[Model]] = [*MODELS.values(), written.JurisdictionModel, NoticeModel]
    best = max(every, key=known)
    facts = {name for fact in EVERYWHERE.vocabulary.facts.values() for name in (fact.id, fact.label)}
    return None if len(data.keys() & facts) > known(best) else best


def check(
    document: Document, model: type[Model], folder: Path | None = None, words: Words = EVERYWHERE
) -> list[Diagnostic]:
    """Every problem of one file on its own.

    Args:
        document: the file.
        model: what it is.
        folder: the pack it belongs to, whose own words it may use.
        words: the facts and procedures of which cases may speak.
    """
    if model is written.InstrumentModel:
        return read_head(document)[1]
    assembly = Assembly(unreadable("本文件"))
    for name, words_reader in WORD_READERS:
        if model is words_reader.model:
            if folder is not None and name != FACTS:
                _take_words(assembly, folder, document, only=(FACTS,))
            words_reader(assembly, document).read()
            return assembly.problems
    if folder is not None:
        _take_words(assembly, folder, document)
    for _, reader in READERS:
        if model is reader.model:
            read_rules(assembly, document, reader)
            return assembly.problems
    if model is SuspicionsModel:
        read_suspicions(assembly, document)
        return assembly.problems
    if model is written.ArticlesModel:
        assembly.read_articles(document)
        return assembly.problems
    problems = [*assembly.problems, *validate(document, model)[1]]
    if model in (CasesModel, DutyCasesModel):
        problems = without_what_is_to_write([*problems, *problems_of_cases(document, words)])
    return problems


def _take_words(
    assembly: Assembly, folder: Path, document: Document, only: tuple[str, ...] = (FACTS, PROCEDURES)
) -> None:
    """Make the words of its pack known to a file; where they are broken it cannot be used, and that is told."""
    read_words(assembly, folder, document.path.rpartition("/")[0] or folder.name, only)
    if not assembly.words.failed:
        assembly.problems.clear()


def listing(folder: Path, shown: str) -> tuple[list[Path], list[Diagnostic]]:
    """What is in a folder, without what is hidden; a folder that cannot be read is a problem, not an exception."""
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        return [], [diagnostic("cannot_read", path=shown, reason=refusal(error))]
    return [entry for entry in found if entry.name[:1] != "." and entry.name.casefold() not in _LITTER], []


def advice_on_name(name: str, known: Iterable[str]) -> str | None:
    """What to do with a file of a name that nothing reads: rename it, where it can be told what was meant.

    Args:
        name: its name.
        known: the names that are read.
    """
    bare = name.lower()
    for ending in (".yaml.txt", ".yml.txt", ".yaml", ".yml", ".txt"):
        if bare.endswith(ending):
            bare = bare[: -len(ending)]
            break
    meant = f"{bare}.yaml"
    names = list(known)
    near = (meant,) if meant in names else nearest(meant, names, cutoff=0.8)
    return f"请把文件名改为 {near[0]}；opendata-rules fix 可以改扩展名。" if near and near[0] != name else None
