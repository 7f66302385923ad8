"""The rules of one pack as they are written, and the packs that come of changing one of them.

A changed rule is read by itself, as any rule is, and put in the place of the old one: no file is written, nothing else
is read again. What lint would refuse is no mutant, since nobody could work with such a pack.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ... import digests
from ...diagnostics.diagnostic import broken
from ...norms.pack import Classification, Pack
from ...packs.builder import Assembly, Reader
from ...packs.duties import DeadlinesReader, DutiesReader
from ...packs.inheritance import read_documents
from ...packs.joining import ARTICLES, DEADLINES, DUTIES, RULES
from ...packs.rules import RulesReader
from ...packs.shelf import Shelf
from ...reading.document import Document, Location
from ...reading.folders import RULES as FOLDER
from ...vocabulary.citations import Ref
from ...vocabulary.keywords import chinese
from ...vocabulary.terms import Scheme
from ...vocabulary.words import words
from .conditions import Edit, bool_facts
from .rules import Surroundings, edits
from .trees import GONE, changed

_ID, _REF, _ACTOR, _ROWS = (chinese(name) for name in ("id", "ref", "actor", "articles"))
_COUNTING, _GROUNDS, _PRECEDENCE = (chinese(name) for name in ("counting", "grounds", "precedence"))
_SCHEMES = {chinese(str(scheme)): scheme for scheme in Scheme}
_READERS: Mapping[str, type[Reader[Any]]] = {RULES: RulesReader, DUTIES: DutiesReader, DEADLINES: DeadlinesReader}
#: Lists of rules by their Chinese keyword, and the fields of a pack.
_OF_PACK = {chinese(name): name for name in ("changes", "actions", "referrals", "duties", "terms", "recurring")}
_OF_PACK[_COUNTING] = "counting"
_OF_SCHEME = {chinese(name): name for name in ("precedence", "grounds", "holds", "reviews", "residual")}


@dataclass(frozen=True)
class Rule:
    """A rule as it is written.

    Attributes:
        id: its id.
        kind: the list it stands in, by its Chinese keyword.
        file: the file.
        at: where it stands there.
        written: what is written.
    """

    id: str
    kind: str
    file: str
    at: Location
    written: Mapping[str, Any]

    @property
    def scheme(self) -> str | None:
        """The scheme that it belongs to, by its Chinese keyword."""
        return str(self.at[0]) if self.at[0] in _SCHEMES else None


@dataclass(frozen=True)
class Mutant:
    """A rule changed a little.

    Attributes:
        number: which of all mutants of the pack it is, from 0.
        instrument: id of the instrument.
        rule: the rule.
        said: what was changed, in Chinese.
        written: the changed rule; ``None`` where it is dropped.
        file: the file in which the change is, as shown to the user.
        line: where in the file.
        column: where in the line.
    """

    number: int
    instrument: str
    rule: Rule
    said: str
    written: Mapping[str, Any] | None
    file: str
    line: int
    column: int

    @property
    def place(self) -> str:
        """File, line and column."""
        return f"{self.file}:{self.line}:{self.column}"


class Workshop:
    """The rules of one pack, and what comes of changing one.

    Args:
        shelf: the packs.
        instrument: id of the instrument.

    Raises:
        BadPack: the pack has errors.
    """

    def __init__(self, shelf: Shelf, instrument: str) -> None:
        self.pack: Pack = shelf.pack(instrument)
        self.instrument = instrument
        self._shown = f"{FOLDER}/{instrument}"
        self.documents = read_documents(shelf.folder(instrument), self._shown).documents
        brought = () if self.pack.brought is None else (self.pack.brought,)
        self.words = words(brought)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Its rules in the order written. Of a later version those that it writes itself: others are proved before."""
        own = self.pack.written if self.pack.instrument.amends is not None else None
        return tuple(rule for rule in self._rules() if own is None or rule.id in own)

    def _rules(self) -> Iterator[Rule]:
        for file in (RULES, DUTIES, DEADLINES):
            document = self.documents.get(file)
            for key, value in (document.data if document is not None else {}).items():
                if key in _SCHEMES:
                    for kind, rules in value.items():
                        if kind in _OF_SCHEME:
                            yield from _each(file, kind, rules, (key, kind))
                else:
                    yield from _each(file, key, value, (key,))

    @cached_property
    def mutants(self) -> tuple[Mutant, ...]:
        """Every mutant that can be read as a pack, in the order of the files."""
        found: list[Mutant] = []
        for rule in self.rules:
            document = self.documents[rule.file]
            seen = {digests.canonical(rule.written)}
            for edit in edits(rule.kind, rule.written, self._around_of(rule), tuple(bool_facts(rule.written))):
                written = None if edit.value is GONE and not edit.at else changed(rule.written, edit.at, edit.value)
                told = digests.canonical(written)
                mutant = self._mutant(len(found), rule, edit, written, document)
                if told not in seen and self.rebuilt(mutant) is not None:
                    seen.add(told)
                    found.append(mutant)
        return tuple(found)

    def _mutant(self, number: int, rule: Rule, edit: Edit, written: Any, document: Document) -> Mutant:
        shown = edit.at if edit.shown is None else edit.shown
        line, column = document.mark((*rule.at, *shown), key=bool(shown) and isinstance(shown[-1], str))
        return Mutant(number, self.instrument, rule, edit.said, written, f"{self._shown}/{rule.file}", line, column)

    @cached_property
    def _around(self) -> Surroundings:
        table = self.documents.get(ARTICLES)
        rows = table.data.get(_ROWS) or () if table is not None else ()
        every = tuple(self._rules())
        actors = Counter(rule.written[_ACTOR] for rule in every if _ACTOR in rule.written)
        return Surroundings(
            vocabulary=self.words.vocabulary,
            articles=tuple(row[_REF] for row in rows),
            refs=frozenset(citation.ref for _, citation in self.pack.citations()),
            actors=tuple(name for name, _ in actors.most_common()),
            acts=tuple(act.label for act in self.words.procedures.acts.values()),
            facts=(),
        )

    def _around_of(self, rule: Rule) -> Surroundings:
        """What changes of a rule are taken from: facts of the rules behind it in its file first."""
        every = [one for one in self._rules() if one.file == rule.file and one.scheme == rule.scheme]
        here = next(number for number, one in enumerate(every) if one.at == rule.at)
        facts = dict.fromkeys(name for one in (*every[here:], *every[:here]) for name in self._asked(one))
        return replace(self._around, facts=tuple(facts))

    def _asked(self, rule: Rule) -> tuple[str, ...]:
        found: tuple[str, ...] = self._bools.setdefault(rule.at, ())
        if not found:
            known = self.words.vocabulary
            labels = {fact.label for fact in known.facts.values()}
            found = self._bools[rule.at] = tuple(name for name in bool_facts(rule.written) if name in labels)
        return found

    @cached_property
    def _bools(self) -> dict[Location, tuple[str, ...]]:
        return {}

    # -- packs of changed rules ---------------------------------------------------------------------------------------

    def rebuilt(self, mutant: Mutant) -> Pack | None:
        """The pack with a changed rule; ``None`` where it cannot be read."""
        rule = mutant.rule
        new = None
        if mutant.written is not None:
            assembly = self._read(rule, mutant.written)
            if assembly is None:
                return None
            new = _built(assembly, rule)
            if new is None:
                return None
        elif rule.kind == _COUNTING and any(term.unit is self._of(rule).unit for term in self.pack.terms):
            return None
        return self._with(rule, new, f"{self.pack.digest}+{mutant.number}")

    def _of(self, rule: Rule) -> Any:
        return next(one for one in self.pack.provisions() if one.id == rule.id)

    def _read(self, rule: Rule, written: Mapping[str, Any]) -> Assembly | None:
        """One rule given its meaning by itself."""
        if rule.scheme is not None:
            of_scheme: dict[str, Any] = {_GROUNDS: [], rule.kind: [written] if rule.kind in _LISTS else written}
            if rule.kind == _PRECEDENCE:
                # By itself it classes nothing, and would not be read.
                of_scheme = {**self.documents[rule.file].data[rule.scheme], rule.kind: written}
            tree: dict[str, Any] = {rule.scheme: of_scheme}
        else:
            tree = {rule.kind: [written]}
        if rule.file == DEADLINES and rule.kind != _COUNTING:
            tree[_COUNTING] = self.documents[DEADLINES].data.get(_COUNTING, [])
        assembly = Assembly(self.pack.instrument)
        assembly.words = self.words
        _READERS[rule.file](assembly, Document(rule.file, tree, ())).read()
        articles = {row.ref for row in self.pack.articles} | {""}
        if broken(assembly.problems) or any(Ref.parse(r).article_key not in articles for _, _, r in assembly.cited):
            return None
        return assembly

    def _with(self, rule: Rule, new: Any, digest: str) -> Pack:
        if rule.scheme is None:
            field = _OF_PACK[rule.kind]
            changes: dict[str, Any] = {field: _put(getattr(self.pack, field), rule.id, new)}
            return replace(self.pack, digest=digest, **changes)
        scheme, field = _SCHEMES[rule.scheme], _OF_SCHEME[rule.kind]
        rules = self.pack.classifications[scheme]
        value = _put(getattr(rules, field), rule.id, new) if rule.kind in _LISTS else new
        of_scheme: dict[str, Any] = {field: value}
        left = replace(rules, **of_scheme)
        classifications = {**self.pack.classifications, scheme: left}
        if not (left.grounds or left.holds or left.reviews or left.residual):
            del classifications[scheme]
        return replace(self.pack, digest=digest, classifications=classifications)


_LISTS = frozenset(chinese(name) for name in ("grounds", "holds", "reviews"))


def _each(file: str, kind: str, rules: Any, at: Location) -> Iterator[Rule]:
    if isinstance(rules, list):
        for index, rule in enumerate(rules):
            yield Rule(rule[_ID], kind, file, (*at, index), rule)
    elif isinstance(rules, dict):
        yield Rule(rules[_ID], kind, file, at, rules)


def _built(assembly: Assembly, rule: Rule) -> Any:
    """The one rule that was read; ``None`` where its meaning is wrong."""
    if rule.scheme is None:
        built = getattr(assembly, _OF_PACK[rule.kind])
        return built[0] if built else None
    read: Classification = assembly.classifications[_SCHEMES[rule.scheme]]
    found = getattr(read, _OF_SCHEME[rule.kind])
    if rule.kind in _LISTS:
        return found[0] if found else None
    return found


def _put(rules: Iterable[Any], name: str, new: Any) -> tuple[Any, ...]:
    """Rules with another in the place of the one of an id, or none."""
    return tuple(one for rule in rules for one in ((new,) if rule.id == name else (rule,)) if one is not None)
