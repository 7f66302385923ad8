"""What every rule of a pack has in common, and the pack that the rules of its files make up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from ..diagnostics.diagnostic import Diagnostic
from ..diagnostics.kind import Severity
from ..logic.conditions import Condition
from ..norms.instruments import Instrument
from ..norms.pack import Article, Classification, Pack
from ..norms.provisions import (
    ActionRule,
    Change,
    CountingRule,
    DutyRule,
    OpenQuestion,
    RecurringRule,
    Referral,
    TermRule,
)
from ..norms.suspicions import Suspicions
from ..reading.document import Document, Location
from ..reading.models import Model
from ..reading.validation import validate
from ..values import FrozenDict
from ..vocabulary.citations import Citation, Ref
from ..vocabulary.english import actor, in_english, is_chinese
from ..vocabulary.facts import Fact, FactType
from ..vocabulary.keywords import chinese
from ..vocabulary.terms import ATTRIBUTE_TERMS, Attribute, Scheme
from ..vocabulary.words import EVERYWHERE, Brought, Words, words
from . import written
from .conditions import CLASSIFYING, parse

_STATUSES = {
    "已编码": "encoded",
    "部分编码": "partly",
    "定义": "definition",
    "组织": "organisation",
    "原则": "principle",
    "人工判断": "human_judgement",
    "待处理": "pending",
}
_TERMS = {term: (scheme, a) for scheme, terms in ATTRIBUTE_TERMS.items() for a, term in terms.items()}

#: Articles that one message names.
_NAMED = 10
#: Problems of one folder after which no more conditions are looked at; looking for the word meant takes time.
ENOUGH = 500

Item = TypeVar("Item")
Built = TypeVar("Built")
Written = TypeVar("Written", bound=Model)


def attribute_named(term: str) -> tuple[Scheme, Attribute]:
    """Scheme and attribute of a Chinese term such as 有条件共享."""
    scheme, attribute = _TERMS[term]
    return Scheme(scheme), attribute


class _HasEnglish(Protocol):
    """What has its English under 英文."""

    @property
    def english(self) -> str | None:
        """The English, if anybody wrote it."""


class Assembly:
    """The rules of one folder as they are read, file by file, with every problem found."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        #: what tells it from the version before in citations
        self.version = instrument.version
        self.problems: list[Diagnostic] = []
        self.classifications: dict[Scheme, Classification] = {}
        self.changes: tuple[Change, ...] = ()
        self.actions: tuple[ActionRule, ...] = ()
        self.referrals: tuple[Referral, ...] = ()
        self.duties: tuple[DutyRule, ...] = ()
        self.terms: tuple[TermRule, ...] = ()
        self.counting: tuple[CountingRule, ...] = ()
        self.recurring: tuple[RecurringRule, ...] = ()
        self.rows: tuple[written.ArticleModel, ...] = ()
        #: facts and procedures of its own
        self.brought: Brought | None = None
        #: names that a catalogue is asked about
        self.suspicions: Suspicions | None = None
        #: all facts and procedures that its rules may speak of
        self.words: Words = EVERYWHERE
        #: rule ids so far
        self.ids: set[str] = set()
        #: passages cited so far, and where
        self.cited: list[tuple[Document, Location, str]] = []

    def bring(self, brought: Brought) -> None:
        """Take up facts and procedures of its own."""
        self.brought, self.words = brought, words((brought,))

    def pack(self, checksum: str, of_version: Mapping[str, Any] = FrozenDict()) -> Pack:
        """What was read, as one value.

        Args:
            checksum: of the bytes that were read.
            of_version: what a later version does to the one before, by the fields of a pack.
        """

        def made(articles: tuple[Article, ...]) -> Pack:
            return Pack(
                instrument=self.instrument,
                digest=checksum,
                classifications=self.classifications,
                changes=self.changes,
                actions=self.actions,
                referrals=self.referrals,
                duties=self.duties,
                terms=self.terms,
                counting=self.counting,
                recurring=self.recurring,
                articles=articles,
                brought=self.brought,
                suspicions=self.suspicions,
                **of_version,
            )

        resting: dict[str, list[str]] = {}
        for rule, citation in made(()).citations():
            resting.setdefault(Ref.parse(citation.ref).article_key, []).append(rule)
        return made(
            tuple(
                Article(
                    instrument=self.instrument.id,
                    ref=row.ref,
                    status=_STATUSES[row.status],
                    rules=tuple(dict.fromkeys(resting.get(row.ref, ()))),
                    note=row.note,
                    note_english=in_english(row.note_english, row.note) if row.note else None,
                    fingerprint=row.fingerprint,
                )
                for row in self.rows
            )
        )

    def read_articles(self, document: Document) -> None:
        """Read ``articles.yaml``, after all files with rules: every article cited must have a row."""
        table, found = validate(document, written.ArticlesModel)
        self.problems += found
        if table is None or any(problem.severity is Severity.ERROR for problem in found):
            return
        seen: set[str] = set()
        for index, row in enumerate(table.articles):
            at = (chinese("articles"), index, chinese("ref"))
            try:
                known = Ref.parse(row.ref).article_key == row.ref
            except ValueError:
                known = False
            if not known:
                self.problems.append(document.diagnostic("bad_citation", at, ref=row.ref))
            elif row.ref in seen:
                self.problems.append(document.diagnostic("duplicate_article", at, ref=row.ref))
            seen.add(row.ref)
        count, registered = table.article_count, len(table.articles)
        if count is not None and int(count) != registered:
            here = (chinese("article_count"),)
            self.problems.append(document.diagnostic("article_count_differs", here, count=count, found=registered))
        pending = [index for index, row in enumerate(table.articles) if row.status == "待处理"]
        if pending:
            at = (chinese("articles"), pending[0], chinese("status"))
            named = "、".join(table.articles[index].ref for index in pending[:_NAMED])
            more = "等" if len(pending) > _NAMED else ""
            self.problems.append(document.diagnostic("article_pending", at, count=len(pending), refs=named + more))
        self.rows = table.articles
        for source, where, ref in self.cited:
            key = Ref.parse(ref).article_key
            if key and key not in seen:
                self.problems.append(source.diagnostic("unknown_article", where, ref=key))


class Reader(ABC, Generic[Written]):
    """Reads one file of rules into an assembly. A subclass says which model the file has and what it means."""

    model: type[Written]
    #: Fact types that 情形 of an open question may ask about.
    question_types = CLASSIFYING

    def __init__(self, assembly: Assembly, document: Document) -> None:
        self.assembly = assembly
        self.document = document

    def read(self) -> None:
        """Read the file; problems go to the assembly."""
        content, found = validate(self.document, self.model)
        self.assembly.problems += found
        if content is not None and not any(problem.severity is Severity.ERROR for problem in found):
            self.take(content)

    @abstractmethod
    def take(self, content: Written) -> None:
        """Give the content its meaning."""

    def report(self, code: str, at: Location, **fields: Any) -> None:
        """Note a problem at a place in the file."""
        self.assembly.problems.append(self.document.diagnostic(code, at, **fields))

    def _each(
        self, items: Iterable[Item], at: Location, build: Callable[[Item, Location], Built | None]
    ) -> tuple[Built, ...]:
        built = (build(item, (*at, index)) for index, item in enumerate(items))
        return tuple(item for item in built if item is not None)

    def _common(self, item: written.Provision, at: Location) -> dict[str, Any] | None:
        """The fields every provision has; ``None`` if one of them is wrong."""
        if item.id in self.assembly.ids:
            self.report("duplicate_rule_id", (*at, chinese("id")), id=item.id, other=self.assembly.instrument.id)
        self.assembly.ids.add(item.id)
        citation = self._citation(item.ref, (*at, chinese("ref")))
        see_also = [self._citation(ref, (*at, chinese("see_also"), index)) for index, ref in enumerate(item.see_also)]
        question = None
        if item.question is not None:
            question = self._question(item.question, (*at, chinese("question")))
        if citation is None or None in see_also:
            return None
        return {
            "id": item.id,
            "citation": citation,
            "see_also": tuple(also for also in see_also if also),
            "gist": item.gist,
            "english": self._english(item, item.gist, at),
            "anchors": item.anchors,
            "question": question,
        }

    def _question(self, item: written.OpenQuestionModel, at: Location) -> OpenQuestion:
        if item.taken not in item.readings:
            self.report("question_not_among_readings", (*at, chinese("taken")), taken=item.taken)
        when = None
        if item.situation is not None:
            when = self._parsed(item.situation, (*at, chinese("situation")), self.question_types)
        readings = self._in_english_each(item.readings_english, item.readings, (*at, chinese("readings_english")))
        reason = self._in_english(item.reason_english, item.reason, (*at, chinese("reason_english")))
        return OpenQuestion(item.readings, item.taken, item.reason, readings, reason, when)

    def _in_english(self, english: str | None, chinese_text: str, at: Location) -> str:
        """The English of a text; where the pack brings none, the Chinese one marked as such."""
        if english is not None and is_chinese(english):
            self.report("not_english", at, text=english)
        return in_english(english, chinese_text)

    def _english(self, item: _HasEnglish, chinese_text: str, at: Location) -> str:
        """The English under 英文 of what is written at a place."""
        return self._in_english(item.english, chinese_text, (*at, chinese("english")))

    def _in_english_each(self, english: tuple[str, ...], texts: tuple[str, ...], at: Location) -> tuple[str, ...]:
        """The English of several texts, one by one."""
        if english and len(english) != len(texts):
            self.report("english_not_one_by_one", at, word=at[-1], found=len(english), wanted=len(texts))
            english = ()
        paired = zip(english or (None,) * len(texts), texts, strict=True)
        return tuple(self._in_english(one, text, (*at, index)) for index, (one, text) in enumerate(paired))

    def _actor(self, item: written.DutyModel | written.TermModel | written.RecurringModel, at: Location) -> str:
        """Who acts, in English."""
        if item.actor_english is not None and is_chinese(item.actor_english):
            self.report("not_english", (*at, chinese("actor_english")), text=item.actor_english)
        return actor(item.actor, item.actor_english)

    def _citation(self, ref: str, at: Location) -> Citation | None:
        try:
            Ref.parse(ref)
        except ValueError as error:
            self.report("bad_citation", at, ref=ref, help=str(error))
            return None
        self.assembly.cited.append((self.document, at, ref))
        one = self.assembly.instrument
        return Citation(one.id, one.title, ref, version=self.assembly.version)

    def _value(self, fact: Fact, term: str, at: Location) -> str | None:
        for value, name in fact.values:
            # A value that a place adds may be named by its id, which an editor knows without knowing the place.
            if term == name or (term == value and "__" in value):
                return value
        if term not in self.assembly.words.failed:
            self.report("unknown_value", at, value=term, fact=fact.label)
        return None

    def _parsed(self, raw: object, at: Location, types: frozenset[FactType]) -> Condition | None:
        if len(self.assembly.problems) >= ENOUGH:
            return None
        condition, found = parse(raw, at, self.document, self.assembly.words, types=types)
        self.assembly.problems += found
        return condition

    def _optional(self, raw: object | None, at: Location, types: frozenset[FactType]) -> tuple[Condition | None, bool]:
        """A condition that may be left out, and whether all is well with it."""
        if raw is None:
            return None, True
        condition = self._parsed(raw, at, types)
        return condition, condition is not None

    def _citations(self, refs: Iterable[str], at: Location) -> tuple[Citation, ...]:
        found = [self._citation(ref, (*at, index)) for index, ref in enumerate(refs)]
        return tuple(citation for citation in found if citation)
