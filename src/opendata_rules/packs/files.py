"""Reading packs: from YAML files to :mod:`opendata_rules.norms.pack`, with every error of every file.

One folder per instrument under ``rules/``, one file per place under ``jurisdictions/``. Each is read on its own,
so that a broken one takes no other down. Reading never raises for what is in a file: problems are diagnostics.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from ..diagnostics.diagnostic import Diagnostic, broken, diagnostic
from ..norms.instruments import Instrument, Jurisdiction
from ..norms.pack import Pack
from ..quoting import quoted
from ..reading.document import Document, Location, read
from ..reading.folders import PLACES, is_id, link_out
from ..reading.validation import validate
from ..values import FrozenDict
from ..vocabulary.english import in_english
from ..vocabulary.keywords import chinese
from ..vocabulary.terms import Collected, Source
from ..vocabulary.words import FACTS, PROCEDURES, Words, words
from . import written
from .builder import ENOUGH, Assembly, Reader
from .conditions import CHANGING
from .conditions import DUTIES as OF_DUTIES
from .duties import DeadlinesReader, DutiesReader
from .inheritance import Find, amended, broken_before, read_documents
from .joining import AMENDS as AMENDS
from .joining import ARTICLES as ARTICLES
from .joining import DEADLINES as DEADLINES
from .joining import DUTIES as DUTIES
from .joining import FILES as FILES
from .joining import INSTRUMENT as INSTRUMENT
from .joining import RULES as RULES
from .joining import Inherited
from .pieces import problems_of_pieces
from .rules import RulesReader
from .written_suspicions import SUSPICIONS

CASES, DUTY_CASES = "cases.yaml", "duty_cases.yaml"
#: Files with rules, and how they are given their meaning.
READERS: tuple[tuple[str, type[Reader[Any]]], ...] = (
    (RULES, RulesReader),
    (DUTIES, DutiesReader),
    (DEADLINES, DeadlinesReader),
)

_COLLECTED = {"已收录": Collected.FULL, "部分收录": Collected.PARTLY, "未收录": Collected.NONE}
_SOURCES = {"正式文本": Source.PRIMARY, "二手资料": Source.SECONDARY, None: None}


def digest(files: Mapping[str, Document]) -> str:
    """SHA-256 over names and the bytes that were read, the same whatever the line endings of the checkout."""
    whole = hashlib.sha256()
    for name in sorted(files):
        content = files[name].content.replace(b"\r\n", b"\n")
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def read_jurisdiction(path: Path, shown: str) -> tuple[Jurisdiction | None, list[Diagnostic]]:
    """Read one place file.

    Args:
        path: the file; its stem is the id of the place.
        shown: its name in messages.
    """
    document = read(path, shown=shown)
    place, found = validate(document, written.JurisdictionModel)
    problems = list(found)
    if place is not None:
        problems += _names_in(document, place)
    if place is None or broken(problems):
        return None, problems
    return (
        Jurisdiction(
            id=path.stem,
            name=place.name,
            english=in_english(place.english, place.name),
            other_names=place.other_names,
            code=place.code,
            level=place.level,
            parent=place.parent,
            department=place.department,
            department_english=in_english(place.department_english, place.department),
            instruments=place.instruments,
            note=place.note,
            note_english=in_english(place.note_english, place.note) if place.note else None,
        ),
        problems,
    )


def _names_in(document: Document, place: written.JurisdictionModel) -> Iterator[Diagnostic]:
    """What is wrong with the ids that a place names; they become names of files, so they are checked before that."""
    named: list[tuple[str, Location]] = [
        (name, (chinese("instruments"), index)) for index, name in enumerate(place.instruments)
    ]
    if place.parent is not None:
        named.append((place.parent, (chinese("parent"),)))
    seen: set[str] = set()
    for name, at in named:
        if not is_id(name):
            yield document.diagnostic("unsafe_id", at, id=quoted(name))
        elif at[0] == chinese("instruments") and name in seen:
            yield document.diagnostic("duplicate_instrument", at, id=name)
        seen.add(name)


def read_pack(folder: Path, shown: str, find: Find | None = None) -> tuple[Pack | None, list[Diagnostic]]:
    """Read the folder of one instrument (cases apart), with what it inherits.

    Args:
        folder: ``rules/<instrument id>``.
        shown: its name in messages.
        find: finds the folder of an instrument that it amends; those beside its own by default.
    """
    joined = read_documents(folder, shown, find)
    pack, problems = _read(folder.name, shown, joined)
    if amended(joined.documents.get(INSTRUMENT)) is None:
        return pack, problems
    problems = _of_version(folder.name, shown, joined, problems, find)
    return (None if broken(problems) else pack), problems


def _read(name: str, shown: str, joined: Inherited) -> tuple[Pack | None, list[Diagnostic]]:
    """Give the files of a pack their meaning."""
    there, problems = joined.documents, list(joined.problems)
    head = None
    if INSTRUMENT in there:
        head, found = read_head(there[INSTRUMENT])
        problems += found
        if head is not None:
            problems += _collection_problems(there[INSTRUMENT], head, any(file in there for file, _ in READERS))
    else:
        problems.append(diagnostic("missing_file", path=f"{shown}/{INSTRUMENT}", name=INSTRUMENT))
    # The other files are read whatever is wrong with this one, so that all their errors come at once.
    assembly = Assembly(_instrument(name, head) if head else unreadable(name))
    _take_words(assembly, {file: there[file] for file in (FACTS, PROCEDURES) if file in there}, shown)
    for file, reader in READERS:
        if file in there:
            read_rules(assembly, there[file], reader)
    if ARTICLES in there:
        assembly.read_articles(there[ARTICLES])
    elif any(file in there for file, _ in READERS):
        advice = "请补上这个文件，把规则引用的每一条登记在“条文表”中；写法见规则编写指南。"
        problems.append(diagnostic("missing_file", path=f"{shown}/{ARTICLES}", name=ARTICLES, help=advice))
    if SUSPICIONS in there:
        read_suspicions(assembly, there[SUSPICIONS])
    problems += dict.fromkeys(assembly.problems)
    if broken(problems):
        return None, problems
    changes = {"numbers": FrozenDict(joined.numbers), "abolished": joined.abolished, "written": joined.written}
    return assembly.pack(digest(there), changes), problems


def _of_version(
    name: str, shown: str, joined: Inherited, problems: list[Diagnostic], find: Find | None
) -> list[Diagnostic]:
    """What is wrong with a later version: in its own files first, then in what it inherits."""
    head, before = joined.documents[INSTRUMENT], amended(joined.documents[INSTRUMENT])
    own = [one for one in problems if one.path.startswith(f"{shown}/")]
    of_kind = {(one.path, one.line, one.column) for one in own if one.code == "another_kind"}
    own = [one for one in own if one.code != "duplicate_rule_id" or (one.path, one.line, one.column) not in of_kind]
    if before is None or joined.folder is None:
        # Without what it amends, what it does not write is missing everywhere.
        return [one for one in own if one.path == head.path]
    own += _dates_of_versions(head, joined.before[INSTRUMENT], before)
    if broken(own):
        return own
    # Remarks on what is inherited are made where it is written.
    inherited = [one for one in problems if one not in own and broken([one])]
    if not inherited:
        return own
    pack, found = read_pack(joined.folder, f"{shown.rpartition('/')[0]}/{before}".lstrip("/"), find)
    if pack is None:
        return [*own, broken_before(head, before, next(one for one in found if broken([one])))]
    told = ((one, f"{one.path} 第 {one.line} 行") for one in inherited)
    return [
        *own,
        *(head.diagnostic("inherited_broken", (AMENDS,), place=place, first=one.message) for one, place in told),
    ]


def _dates_of_versions(head: Document, older: Document, before: str) -> Iterator[Diagnostic]:
    """Days on which one version cannot follow the other."""
    now, then = (validate(document, written.InstrumentModel)[0] for document in (head, older))
    if now is None or then is None or now.draft:
        return
    starts, started = now.effective, then.effective or then.effective_by
    if starts is None:
        about = "修订以后的版本从哪一天起施行；还没有施行日期的，写“草案: 是”"
        yield head.diagnostic("missing_key", (AMENDS,), word=chinese("effective"), about=about)
        return
    at = (chinese("effective"),)
    if started is not None and not then.draft and starts <= started:
        yield head.diagnostic("version_not_later", at, day=starts, id=before, before=started)
    elif then.expires is not None and then.expires < starts - dt.timedelta(days=1):
        yield head.diagnostic("version_gap", at, id=before, end=then.expires, day=starts)


def read_words(assembly: Assembly, folder: Path, shown: str, only: Iterable[str] = (FACTS, PROCEDURES)) -> None:
    """Read the facts and procedures that a pack brings, before the rules that speak of them."""
    there = {name: read(folder / name, shown=f"{shown}/{name}") for name in only if exists(folder / name)}
    _take_words(assembly, there, shown)


def _take_words(assembly: Assembly, there: Mapping[str, Document], shown: str) -> None:
    if not there:
        return
    # Imported here: most packs bring nothing.
    from .words import WORD_READERS

    for name, reader in WORD_READERS:
        if name in there:
            reader(assembly, there[name]).read()
    if list(there) == [PROCEDURES]:
        # The prefix stands there, once.
        assembly.problems.append(diagnostic("missing_file", path=f"{shown}/{FACTS}", name=FACTS))


def read_suspicions(assembly: Assembly, document: Document) -> None:
    """Read the names that a catalogue is asked about."""
    # Imported here: most packs have no such list.
    from .suspicions import SuspicionsReader

    SuspicionsReader(assembly, document).read()


def words_in(folders: Iterable[Path]) -> Words:
    """The words of everywhere and of some packs, as far as these can be read; their problems are told elsewhere."""
    found = []
    for folder in folders:
        assembly = Assembly(unreadable(folder.name))
        read_words(assembly, folder, folder.name)
        found.append(assembly.brought)
    return words(found)


def exists(path: Path) -> bool:
    """Whether anything goes by that name: what is no file, or may not be read, must not pass for absent."""
    return os.path.lexists(path)


def read_head(document: Document) -> tuple[written.InstrumentModel | None, list[Diagnostic]]:
    """Read an ``instrument.yaml``."""
    head, found = validate(document, written.InstrumentModel)
    problems = list(found)
    if head is None and isinstance(document.data, dict) and AMENDS in document.data:
        # What a later version does not write it has of the one before, whatever is wrong with how that is named.
        problems = [one for one in problems if one.code != "missing_key"]
    if head is not None:
        problems += _date_problems(document, head)
        if set(head.title) & set("《》"):
            about = "标题不带书名号，引用时会加上。"
            problems.append(document.diagnostic("bad_format", (chinese("title"),), value=head.title, about=about))
    return (None if broken(problems) else head), problems


def read_rules(assembly: Assembly, document: Document, reader: type[Reader[Any]]) -> None:
    """Read one file of rules; where its form is wrong, the meaning of its pieces is checked all the same."""
    before = len(assembly.problems)
    reader(assembly, document).read()
    if broken(assembly.problems[before:]):
        pieces = problems_of_pieces(document, CHANGING if reader is RulesReader else OF_DUTIES, assembly.words)
        assembly.problems += islice(pieces, ENOUGH)


def unreadable(instrument_id: str) -> Instrument:
    """Stands in for an instrument whose own file is wrong."""
    return Instrument(
        id=instrument_id,
        title=instrument_id,
        english=instrument_id,
        number=None,
        authority="",
        rank="",
        draft=False,
        issued=None,
        effective=None,
        effective_by=None,
        expires=None,
        doubtful_from=None,
        collected=Collected.NONE,
        source=None,
        note=None,
    )


def _instrument(instrument_id: str, head: written.InstrumentModel) -> Instrument:
    return Instrument(
        id=instrument_id,
        title=head.title,
        english=in_english(head.english, head.title),
        number=head.number,
        authority=head.authority,
        rank=head.rank,
        draft=head.draft,
        issued=head.issued,
        effective=head.effective,
        effective_by=head.effective_by,
        expires=head.expires,
        doubtful_from=head.doubtful_from,
        collected=_COLLECTED[head.collected],
        source=_SOURCES[head.source],
        note=head.note,
        amends=head.amends,
    )


def _collection_problems(document: Document, head: written.InstrumentModel, rules: bool) -> Iterator[Diagnostic]:
    """Rules that are said to be there and are not, or the other way round."""
    if (_COLLECTED[head.collected] is not Collected.NONE) != rules:
        found = "有规则" if rules else "没有规则"
        at = (chinese("collected"),)
        yield document.diagnostic("collection_mismatch", at, collected=head.collected, found=found)


def _date_problems(document: Document, head: written.InstrumentModel) -> Iterator[Diagnostic]:
    order: list[tuple[str, dt.date | None]] = [
        (name, getattr(head, name)) for name in ("issued", "effective", "doubtful_from", "expires")
    ]
    dated = [(name, day) for name, day in order if day is not None]
    for (first, day), (second, later) in pairwise(dated):
        if later < day:
            yield document.diagnostic("date_order", (chinese(second),), first=chinese(first), second=chinese(second))


def place_in(path: Path, top: Path | None) -> Jurisdiction | list[Diagnostic]:
    """The place of a file of a folder of packs, or what is wrong with it.

    Args:
        path: the file.
        top: folder that a link may not lead out of.
    """
    shown = f"{PLACES}/{path.name}"
    if not is_id(path.stem):
        return [diagnostic("bad_name", path=shown, name=quoted(path.stem))]
    if outside := link_out(path, shown, top):
        return [*outside]
    place, problems = read_jurisdiction(path, shown)
    return problems if place is None else place
