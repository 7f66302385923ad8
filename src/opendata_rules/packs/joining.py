"""Two versions of an instrument joined, as they are written: file by file, entry by entry.

An entry is inherited unless the later version abolishes it (废止) or writes it anew under its id. It is replaced whole:
an entry put together from two folders could be read in neither of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..diagnostics.diagnostic import Diagnostic
from ..diagnostics.wording import nearest
from ..quoting import quoted
from ..reading.document import Document, Location
from ..reading.grafted import Grafted
from ..vocabulary.citations import Ref, nearest_ref
from ..vocabulary.keywords import chinese
from ..vocabulary.words import FACTS, PROCEDURES
from .renumbering import articles_of, no_article, numbers_in, with_numbers
from .written_suspicions import SUSPICIONS

INSTRUMENT, RULES, DUTIES = "instrument.yaml", "rules.yaml", "duties.yaml"
DEADLINES, ARTICLES = "deadlines.yaml", "articles.yaml"
#: Files that make up a pack.
FILES = (INSTRUMENT, FACTS, PROCEDURES, RULES, DUTIES, DEADLINES, ARTICLES, SUSPICIONS)

AMENDS, ABOLISHED = chinese("amends"), chinese("abolished")
_ID, _REF, _ROWS = chinese("id"), chinese("ref"), chinese("articles")
#: How many articles there are, each version says of itself: an amendment adds some and abolishes others.
_COUNT = chinese("article_count")
_PREFIX, _ADDED = chinese("prefix"), chinese("added_values")
_SCHEMES = (chinese("opening"), chinese("sharing"))
#: What a later version has of the one before where it does not say otherwise.
_OF_HEAD = tuple(
    chinese(name)
    for name in ("title", "english", "authority", "rank", "collected", "source", "expires", "doubtful_from")
)
_TITLE, _ENGLISH, _EFFECTIVE = chinese("title"), chinese("english"), chinese("effective")
_ENDING = (chinese("expires"), chinese("doubtful_from"))


@dataclass(frozen=True)
class Inherited:
    """The files of a pack with what it inherits.

    Attributes:
        documents: by name; those of a first version are its own.
        problems: what is wrong with 修订自, 废止 and 条文改号.
        before: of a later version, the files of the one that it amends, as far as these can be used.
        folder: of a later version, the folder of the one that it amends.
        numbers: new numbers of articles by the old ones.
        abolished: ids of rules and numbers of articles that the later version no longer has.
        written: ids of the rules that the later version writes itself.
        circle: where versions amend each other, those that do.
    """

    documents: Mapping[str, Document]
    problems: list[Diagnostic] = field(default_factory=list)
    before: Mapping[str, Document] = field(default_factory=dict)
    folder: Path | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    abolished: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    circle: tuple[str, ...] = ()


class Joining:
    """A later version joined with the one before it."""

    def __init__(self, own: Mapping[str, Document], base: Mapping[str, Document], before: str, shown: str) -> None:
        self.own, self.base = own, base
        self.before, self.shown = before, shown
        self.head = own[INSTRUMENT]
        self.problems: list[Diagnostic] = []
        rows = _items(base.get(ARTICLES), _ROWS)
        self.articles = {row[_REF] for row in rows if isinstance(row, dict) and isinstance(row.get(_REF), str)}
        #: kinds of the rules of the version before, by their ids
        self.kinds = {
            name: kind
            for file in (SUSPICIONS, RULES, DUTIES, DEADLINES)
            if file in base
            for name, kind in _kinds(base[file].data)
        }
        self.abolished = dict(self._abolished())
        self.numbers, found = numbers_in(self.head, self.articles, self.abolished.keys())
        self.problems += found
        #: by abolished article, the inherited rules that cite it
        self.citing: dict[str, list[str]] = {}

    def _abolished(self) -> Iterator[tuple[str, int]]:
        written = self.head.data.get(ABOLISHED)
        for index, name in enumerate(written if isinstance(written, list) else ()):
            if not isinstance(name, str) or not name:
                continue
            if name in written[:index]:
                self.problems.append(self.head.diagnostic("abolished_twice", (ABOLISHED, index), name=quoted(name)))
                continue
            if name in self.kinds or name in self.articles:
                yield name, index
                continue
            meant = nearest_ref(name)
            if meant is not None and (meant != name or Ref.parse(meant).article_key != name):
                self.problems.append(no_article(self.head, (ABOLISHED, index), name))
                continue
            near = nearest(name, [*self.kinds, *self.articles])
            told = f"是不是：{'、'.join(near)}？" if near else None
            self.problems.append(
                self.head.diagnostic(
                    "abolished_unknown", (ABOLISHED, index), name=quoted(name), id=self.before, help=told
                )
            )

    def inherited(self, folder: Path) -> Inherited:
        """The files joined, and what was found on the way."""
        documents = {INSTRUMENT: self._head()}
        for name in FILES[1:]:
            if name in self.own or name in self.base:
                documents[name] = self._file(name)
        for article, rules in self.citing.items():
            at, named = (ABOLISHED, self.abolished[article]), "、".join(dict.fromkeys(rules))
            self.problems.append(self.head.diagnostic("abolished_still_cited", at, ref=article, rules=named))
        numbers, abolished = self.numbers, frozenset(self.abolished)
        written = (_kinds(self.own[file].data) for file in (RULES, DUTIES, DEADLINES) if file in self.own)
        ids = frozenset(name for kinds in written for name, _ in kinds)
        return Inherited(documents, self.problems, self.base, folder, numbers, abolished, ids)

    def _head(self) -> Document:
        own, base = self.head, self.base[INSTRUMENT]
        tree = dict(own.data)
        origins: dict[Location, tuple[Document, Location]] = {}
        starts = own.data.get(_EFFECTIVE)
        for key in _OF_HEAD:
            written = base.data.get(key)
            if written is None or key in tree or (key == _ENGLISH and _TITLE in own.data):
                continue
            # What has run out by then is no end of the later version.
            if key in _ENDING and isinstance(starts, str) and isinstance(written, str) and written < starts:
                continue
            tree[key] = written
            origins[(key,)] = (base, (key,))
        return self._grafted(own, base, tree, origins)

    def _file(self, name: str) -> Document:
        own, base = self.own.get(name), self.base.get(name)
        if base is None or (own is not None and not isinstance(own.data, dict)):
            assert own is not None
            if isinstance(own.data, dict) and name in (RULES, DUTIES, DEADLINES):
                # Only that it takes no id of another kind, or an abolished one.
                _Branches(self, own, own, name).joined(own.data, {})
            return own
        if own is None:
            own = Document(f"{self.shown}/{name}", {}, ())
            trunk = base
        else:
            trunk = own
        branches = _Branches(self, own, base, name)
        tree = branches.joined(own.data, base.data)
        return self._grafted(trunk, base, tree, branches.origins)

    def _grafted(
        self, trunk: Document, base: Document, tree: Any, origins: dict[Location, tuple[Document, Location]]
    ) -> Grafted:
        # What is digested is all that was read.
        content = trunk.content if trunk is base else trunk.content + b"\0" + base.content
        found = trunk.diagnostics if trunk is not base else ()
        return Grafted(trunk.path, tree, found, trunk.lines, content, trunk=trunk, origins=origins)


class _Branches:
    """The entries of one file of both versions, joined one by one."""

    def __init__(self, joining: Joining, own: Document, base: Document, name: str) -> None:
        self._joining, self._own, self._base, self._name = joining, own, base, name
        self.origins: dict[Location, tuple[Document, Location]] = {}

    def joined(self, own: dict[str, Any], base: dict[str, Any], at: Location = ()) -> dict[str, Any]:
        """A mapping of both: what only one has, and what both have joined by its kind."""
        tree: dict[str, Any] = {}
        for key in dict.fromkeys((*base, *own)):
            where = (*at, key)
            mine, theirs = own.get(key), base.get(key)
            given = [one[key] for one in (own, base) if key in one]
            if all(isinstance(one, list) for one in given):
                tree[key] = self._list(key, mine or [], theirs or [], where)
            elif key in (*_SCHEMES, _ADDED) and all(isinstance(one, dict) for one in given):
                tree[key] = (self._values if key == _ADDED else self.joined)(mine or {}, theirs or {}, where)
            elif key in own and key in base:
                tree[key] = self._one(key, mine, theirs, where)
            elif key in own:
                tree[key] = self._from_own(mine, where, where)
                self._checked(mine, where, where)
            elif not self._gone(theirs) and key != _COUNT:
                tree[key] = self._from_base(theirs, where, where)
        return tree

    def _from_own(self, item: Any, at: Location, where: Location) -> Any:
        self.origins[where] = (self._own, at)
        return item

    def _from_base(self, item: Any, at: Location, where: Location) -> Any:
        self.origins[where] = (self._base, at)
        joining = self._joining
        if self._name != ARTICLES:
            for article in articles_of(item):
                if article in joining.abolished:
                    joining.citing.setdefault(article, []).append(str(_id_of(item) or where[-1]))
        return with_numbers(item, joining.numbers)

    def _gone(self, item: Any) -> bool:
        return _id_of(item) in self._joining.abolished

    def _one(self, key: str, mine: Any, theirs: Any, where: Location) -> Any:
        """What stands once in a file: a rule by its id, a prefix that stays, a remark."""
        before, now = _id_of(theirs), _id_of(mine)
        if before is not None and now is not None and before != now and not self._gone(theirs):
            told = self._own.diagnostic("place_taken", (*where, _ID), word=key, other=before)
            self._joining.problems.append(told)
        if key == _PREFIX and mine != theirs:
            told = self._own.diagnostic("prefix_changed", where, prefix=mine, before=theirs)
            self._joining.problems.append(told)
        self._checked(mine, where, where)
        return self._from_own(mine, where, where)

    def _values(self, mine: dict[str, Any], theirs: dict[str, Any], where: Location) -> dict[str, Any]:
        """Values that come to facts: those of both."""
        tree: dict[str, Any] = {}
        for fact in dict.fromkeys((*theirs, *mine)):
            added, held = mine.get(fact), theirs.get(fact)
            at = (*where, fact)
            if not isinstance(added or {}, dict) or held is None:
                tree[fact] = self._from_own(added, at, at)
                continue
            self.origins[at] = (self._base, at)
            for value in added or {}:
                self.origins[(*at, value)] = (self._own, (*at, value))
                if value in held:
                    what, other = "编号", f" {self._joining.before} 中的取值"
                    at_value = (*at, value)
                    told = self._own.diagnostic("name_taken", at_value, key=True, name=value, other=other, what=what)
                    self._joining.problems.append(told)
            tree[fact] = {**held, **(added or {})}
        return tree

    def _list(self, key: str, mine: list[Any], theirs: list[Any], where: Location) -> list[Any]:
        """Entries of both: those of the later version in the place of what they replace, new ones where they stand."""
        if self._name in (FACTS, PROCEDURES):
            held = [(item, (self._base, index)) for index, item in enumerate(theirs)]
            held += [(item, (self._own, index)) for index, item in enumerate(mine)]
        elif key == _ROWS:
            held = self._rows(mine, theirs)
        else:
            held = self._rules(mine, theirs, where)
        tree = []
        for place, (item, (document, index)) in enumerate(held):
            take = self._from_own if document is self._own else self._from_base
            tree.append(take(item, (*where, index), (*where, place)))
        return tree

    def _rules(self, mine: list[Any], theirs: list[Any], where: Location) -> list[tuple[Any, tuple[Document, int]]]:
        held = [(item, (self._base, index)) for index, item in enumerate(theirs) if not self._gone(item)]
        waiting: list[tuple[Any, tuple[Document, int]]] = []
        for index, item in enumerate(mine):
            self._checked(item, (*where, index), where)
            name = _id_of(item)
            inherited = (n for n, (one, of) in enumerate(held) if of[0] is self._base and _id_of(one) == name)
            place = next(inherited, None)
            if self._own is self._base or name is None or place is None:
                waiting.append((item, (self._own, index)))
                continue
            # A new entry written before one that replaces another goes before it.
            held[place : place + 1] = [*waiting, (item, (self._own, index))]
            waiting = []
        return [*held, *waiting]

    def _rows(self, mine: list[Any], theirs: list[Any]) -> list[tuple[Any, tuple[Document, int]]]:
        joining = self._joining
        written = {row.get(_REF) for row in mine if isinstance(row, dict)}
        held = [
            (row, (self._base, index))
            for index, row in enumerate(theirs)
            if row.get(_REF) not in joining.abolished
            and joining.numbers.get(row.get(_REF), row.get(_REF)) not in written
        ]
        held += [(row, (self._own, index)) for index, row in enumerate(mine)]

        def place(one: tuple[Any, tuple[Document, int]]) -> Ref:
            row, (document, _) = one
            ref = row[_REF]
            return Ref.parse(joining.numbers.get(ref, ref) if document is self._base else ref)

        try:
            return sorted(held, key=place)
        except (KeyError, TypeError, ValueError, AttributeError):
            # What is wrong with a row is told of it.
            return held

    def _checked(self, item: Any, at: Location, where: Location) -> None:
        """Tell of a rule of the later version whose id is abolished, or was one of another kind."""
        name, joining = _id_of(item), self._joining
        if name is None or name not in joining.kinds:
            return
        kind = _kind(where)
        if name in joining.abolished:
            told = self._own.diagnostic("abolished_and_written", (*at, _ID), name=name)
        elif joining.kinds[name] != kind:
            told = self._own.diagnostic("another_kind", (*at, _ID), name=name, before=joining.kinds[name], now=kind)
        else:
            return
        joining.problems.append(told)


def _id_of(item: Any) -> str | None:
    name = item.get(_ID) if isinstance(item, dict) else None
    return name if isinstance(name, str) and name else None


def _items(document: Document | None, key: str) -> list[Any]:
    found = document.data.get(key) if document is not None and isinstance(document.data, dict) else None
    return found if isinstance(found, list) else []


def _kind(at: Location) -> str:
    return "的".join(str(part) for part in at if isinstance(part, str))


def _kinds(node: Any, at: Location = ()) -> Iterator[tuple[str, str]]:
    """The ids of the entries of a file of rules, each with what kind it is."""
    for key, value in node.items() if isinstance(node, dict) else ():
        where = (*at, key)
        if key in _SCHEMES:
            yield from _kinds(value, where)
        elif isinstance(value, list):
            yield from ((name, _kind(where)) for item in value if (name := _id_of(item)) is not None)
        elif (name := _id_of(value)) is not None:
            yield name, _kind(where)
