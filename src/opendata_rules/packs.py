"""Reading packs: from YAML files to :mod:`opendata_rules.provisions`, with every error of every file.

One folder per instrument under ``rules/``, one file per place under ``jurisdictions/``. Each is read on its own,
so that a broken one takes no other down. Reading never raises for what is in a file: problems are diagnostics.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from . import model as written
from .citations import Citation, Ref
from .condition_parser import CHANGING, CLASSIFYING, parse
from .conditions import All, Condition, NoneOf
from .diagnostics import Diagnostic, Severity, diagnostic
from .keywords import chinese
from .provisions import (
    ActionRule,
    Article,
    Change,
    Classification,
    Ground,
    Hold,
    Instrument,
    Jurisdiction,
    OpenQuestion,
    Pack,
    Provision,
    Referral,
    Requirement,
    Residual,
    Review,
)
from .reader import Document, Location, read
from .terms import ATTRIBUTE_TERMS, Attribute, Collected, Force, Scheme, Source
from .validation import validate
from .vocabulary import FactType, vocabulary

INSTRUMENT, RULES, ARTICLES, CASES = "instrument.yaml", "rules.yaml", "articles.yaml", "cases.yaml"

_COLLECTED = {"已收录": Collected.FULL, "部分收录": Collected.PARTLY, "未收录": Collected.NONE}
_SOURCES = {"正式文本": Source.PRIMARY, "二手资料": Source.SECONDARY, None: None}
_FORCES = {"应当": Force.MUST, "可以": Force.MAY}
_STATUSES = {
    "已编码": "encoded",
    "部分编码": "partly",
    "定义": "definition",
    "组织": "organisation",
    "原则": "principle",
    "人工判断": "human_judgement",
}
_CONDITION_CHANGES = {"收紧": "stricter", "放宽": "looser"}
_TERMS = {term: (scheme, a) for scheme, terms in ATTRIBUTE_TERMS.items() for a, term in terms.items()}


def attribute_named(term: str) -> tuple[Scheme, Attribute]:
    """Scheme and attribute of a Chinese term such as 有条件共享."""
    scheme, attribute = _TERMS[term]
    return Scheme(scheme), attribute


def broken(problems: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents, the same whatever the line endings of the checkout."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def read_jurisdiction(path: Path, shown: str) -> tuple[Jurisdiction | None, list[Diagnostic]]:
    """Read one place file.

    Args:
        path: the file; its stem is the id of the place.
        shown: its name in messages.
    """
    document = read(path, shown=shown)
    place, problems = validate(document, written.JurisdictionModel)
    if place is None or broken(problems):
        return None, list(problems)
    return (
        Jurisdiction(
            id=path.stem,
            name=place.name,
            other_names=place.other_names,
            code=place.code,
            level=place.level,
            parent=place.parent,
            department=place.department,
            instruments=place.instruments,
            note=place.note,
        ),
        list(problems),
    )


def read_pack(folder: Path, shown: str) -> tuple[Pack | None, list[Diagnostic]]:
    """Read the folder of one instrument (cases apart).

    Args:
        folder: ``rules/<instrument id>``.
        shown: its name in messages.
    """
    problems: list[Diagnostic] = []
    if not (folder / INSTRUMENT).is_file():
        return None, [diagnostic("missing_file", path=f"{shown}/{INSTRUMENT}", name=INSTRUMENT)]
    document = read(folder / INSTRUMENT, shown=f"{shown}/{INSTRUMENT}")
    head, found = validate(document, written.InstrumentModel)
    problems += found
    if head is None or broken(found):
        # The other files are still read, so that all their errors come at once.
        for name, kind in ((RULES, written.RulesModel), (ARTICLES, written.ArticlesModel)):
            if (folder / name).is_file():
                problems += validate(read(folder / name, shown=f"{shown}/{name}"), kind)[1]
        return None, problems
    problems += _date_problems(document, head)
    builder = _Builder(_instrument(folder.name, head))
    if (folder / RULES).is_file():
        builder.read_rules(read(folder / RULES, shown=f"{shown}/{RULES}"))
    if (folder / ARTICLES).is_file():
        builder.read_articles(read(folder / ARTICLES, shown=f"{shown}/{ARTICLES}"))
    elif (folder / RULES).is_file():
        problems.append(diagnostic("missing_file", path=f"{shown}/{ARTICLES}", name=ARTICLES))
    problems += builder.problems
    if broken(problems):
        return None, problems
    names = [folder / name for name in (INSTRUMENT, RULES, ARTICLES) if (folder / name).is_file()]
    return builder.pack(digest(names)), problems


def read_cases(path: Path, shown: str) -> tuple[written.CasesModel | None, Document, list[Diagnostic]]:
    """Read a ``cases.yaml``; the document comes along for positions in messages."""
    document = read(path, shown=shown)
    cases, problems = validate(document, written.CasesModel)
    return cases, document, list(problems)


def _instrument(instrument_id: str, head: written.InstrumentModel) -> Instrument:
    return Instrument(
        id=instrument_id,
        title=head.title,
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
    )


def _date_problems(document: Document, head: written.InstrumentModel) -> Iterator[Diagnostic]:
    order: list[tuple[str, dt.date | None]] = [
        (name, getattr(head, name)) for name in ("issued", "effective", "doubtful_from", "expires")
    ]
    dated = [(name, day) for name, day in order if day is not None]
    for (first, day), (second, later) in pairwise(dated):
        if later < day:
            yield document.diagnostic("date_order", (chinese(second),), first=chinese(first), second=chinese(second))


class _Builder:
    """Turns the written models of one folder into provisions, collecting problems."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.problems: list[Diagnostic] = []
        self.classifications: dict[Scheme, Classification] = {}
        self.changes: tuple[Change, ...] = ()
        self.actions: tuple[ActionRule, ...] = ()
        self.referrals: tuple[Referral, ...] = ()
        self.rows: tuple[written.ArticleModel, ...] = ()
        self._document: Document | None = None
        self._ids: dict[str, Location] = {}
        self._cited: list[tuple[Location, str]] = []

    def pack(self, checksum: str) -> Pack:
        bare = Pack(
            instrument=self.instrument,
            digest=checksum,
            classifications=self.classifications,
            changes=self.changes,
            actions=self.actions,
            referrals=self.referrals,
        )
        resting: dict[str, list[str]] = {}
        for rule in bare.provisions():
            for citation in (rule.citation, *rule.see_also):
                resting.setdefault(Ref.parse(citation.ref).article_key, []).append(rule.id)
        articles = tuple(
            Article(
                instrument=self.instrument.id,
                ref=row.ref,
                status=_STATUSES[row.status],
                rules=tuple(dict.fromkeys(resting.get(row.ref, ()))),
                note=row.note,
                fingerprint=row.fingerprint,
            )
            for row in self.rows
        )
        return Pack(
            instrument=bare.instrument,
            digest=checksum,
            classifications=bare.classifications,
            changes=bare.changes,
            actions=bare.actions,
            referrals=bare.referrals,
            articles=articles,
        )

    # -- files ------------------------------------------------------------------------------------------------------

    def read_rules(self, document: Document) -> None:
        rules, found = validate(document, written.RulesModel)
        self.problems += found
        if rules is None or broken(found):
            return
        self._document = document
        for scheme, name, scheme_rules in (
            (Scheme.OPENING, "opening", rules.opening),
            (Scheme.SHARING, "sharing", rules.sharing),
        ):
            if scheme_rules is not None:
                at = (chinese(name),)
                self.classifications[scheme] = self._classification(scheme, scheme_rules, at)
        self.changes = self._each(rules.changes, (chinese("changes"),), self._change)
        self.actions = self._each(rules.actions, (chinese("actions"),), self._action)
        self.referrals = self._each(rules.referrals, (chinese("referrals"),), self._referral)

    def read_articles(self, document: Document) -> None:
        table, found = validate(document, written.ArticlesModel)
        self.problems += found
        if table is None or broken(found):
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
        self.rows = table.articles
        for where, ref in self._cited:
            key = Ref.parse(ref).article_key
            if key and key not in seen and self._document is not None:
                self.problems.append(self._document.diagnostic("unknown_article", where, ref=key))

    # -- pieces -----------------------------------------------------------------------------------------------------

    def _report(self, code: str, at: Location, **fields: Any) -> None:
        assert self._document is not None
        self.problems.append(self._document.diagnostic(code, at, **fields))

    def _each(self, items: Iterable[Any], at: Location, build: Any) -> tuple[Any, ...]:
        built = (build(item, (*at, index)) for index, item in enumerate(items))
        return tuple(item for item in built if item is not None)

    def _classification(self, scheme: Scheme, rules: written.SchemeModel, at: Location) -> Classification:
        def ground(item: written.GroundModel, where: Location) -> Ground | None:
            return self._ground(scheme, item, where)

        precedence = None
        if rules.precedence is not None:
            common = self._common(rules.precedence, (*at, chinese("precedence")))
            precedence = Provision(**common) if common else None
        residual = None
        if rules.residual is not None:
            where = (*at, chinese("residual"))
            common = self._common(rules.residual, where)
            outcome = self._attribute(scheme, rules.residual.outcome, (*where, chinese("outcome")))
            if common and outcome:
                residual = Residual(**common, force=_FORCES[rules.residual.force], outcome=outcome)
        return Classification(
            scheme=scheme,
            grounds=self._each(rules.grounds, (*at, chinese("grounds")), ground),
            holds=self._each(rules.holds, (*at, chinese("holds")), self._hold),
            reviews=self._each(rules.reviews, (*at, chinese("reviews")), self._review),
            residual=residual,
            precedence=precedence,
            note=rules.note,
        )

    def _ground(self, scheme: Scheme, item: written.GroundModel, at: Location) -> Ground | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, item.unless, at)
        outcome = self._attribute(scheme, item.outcome, (*at, chinese("outcome")))
        choices = [
            self._attribute(scheme, term, (*at, chinese("choices"), index)) for index, term in enumerate(item.choices)
        ]
        force = _FORCES[item.force]
        stricter_first = list(Attribute)
        chosen = sorted((choice for choice in choices if choice), key=stricter_first.index)
        if (force is Force.MAY) != bool(choices) or (chosen and outcome and chosen[0] is not outcome):
            # The answer under 可以 is the strictest of what may be chosen, never a laxer one by accident.
            self._report("missing_choices", (*at, chinese("force")))
            return None
        if not (common and condition and outcome):
            return None
        return Ground(
            **common,
            force=force,
            outcome=outcome,
            choices=frozenset(chosen or [outcome]),
            condition=condition,
        )

    def _hold(self, item: written.HoldModel, at: Location) -> Hold | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, item.unless, at)
        return Hold(**common, condition=condition, action=item.action) if common and condition else None

    def _review(self, item: written.ReviewModel, at: Location) -> Review | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, item.unless, at)
        return Review(**common, condition=condition) if common and condition else None

    def _referral(self, item: written.ReferralModel, at: Location) -> Referral | None:
        common = self._common(item, at)
        condition = self._condition(item.condition, None, at)
        return Referral(**common, condition=condition) if common and condition else None

    def _action(self, item: written.ActionModel, at: Location) -> ActionRule | None:
        common = self._common(item, at)
        scheme = attribute_named(item.applies_to[0])[0]
        applies = [
            self._attribute(scheme, term, (*at, chinese("applies_to"), index))
            for index, term in enumerate(item.applies_to)
        ]
        unless = None
        if item.unless is not None:
            unless = self._parsed(item.unless, (*at, chinese("unless")), CLASSIFYING)
        if not common or None in applies or (item.unless is not None and unless is None):
            return None
        return ActionRule(
            **common,
            scheme=scheme,
            matter=item.matter,
            applies_to=frozenset(a for a in applies if a),
            action=item.action,
            unless=unless,
        )

    def _change(self, item: written.ChangeModel, at: Location) -> Change | None:
        common = self._common(item, at)

        def requirement(need: written.RequirementModel, where: Location) -> Requirement | None:
            citation = common["citation"] if common else None
            if need.ref is not None:
                citation = self._citation(need.ref, (*where, chinese("ref")))
            condition = self._parsed(need.condition, (*where, chinese("condition")), CHANGING)
            if citation is None or condition is None:
                return None
            return Requirement(
                id=need.id,
                citation=citation,
                gist=need.gist,
                english=need.english,
                hard=need.hard,
                condition=condition,
                anchors=need.anchors,
            )

        def review(found: written.ReviewModel, where: Location) -> Review | None:
            common = self._common(found, where)
            condition = self._parsed(found.condition, (*where, chinese("condition")), CHANGING)
            unless = None
            if found.unless is not None:
                unless = self._parsed(found.unless, (*where, chinese("unless")), CHANGING)
            if not common or not condition or (found.unless is not None and unless is None):
                return None
            return Review(**common, condition=condition, unless=unless)

        def move(pair: written.MoveModel, where: Location) -> tuple[Attribute, Attribute]:
            return attribute_named(pair.before)[1], attribute_named(pair.after)[1]

        requirements = self._each(item.requirements, (*at, chinese("requirements")), requirement)
        reviews = self._each(item.reviews, (*at, chinese("reviews")), review)
        approvers = [
            self._value("approving_authority", term, (*at, chinese("approvers"), index))
            for index, term in enumerate(item.approvers)
        ]
        sanctions = [
            self._citation(ref, (*at, chinese("consequences"), index)) for index, ref in enumerate(item.consequences)
        ]
        if not common:
            return None
        return Change(
            **common,
            moves=frozenset(self._each(item.moves, (*at, chinese("moves")), move)),
            condition_changes=frozenset(_CONDITION_CHANGES[word] for word in item.condition_changes),
            requirements=requirements,
            reviews=reviews,
            approvers=tuple(value for value in approvers if value),
            consequences=tuple(citation for citation in sanctions if citation),
        )

    def _common(self, item: written.Provision, at: Location) -> dict[str, Any] | None:
        """The fields every provision has; ``None`` if one of them is wrong."""
        if item.id in self._ids:
            self._report("duplicate_rule_id", (*at, chinese("id")), id=item.id, other=self.instrument.id)
        self._ids[item.id] = at
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
            "english": item.english,
            "anchors": item.anchors,
            "question": question,
        }

    def _question(self, item: written.OpenQuestionModel, at: Location) -> OpenQuestion:
        if item.taken not in item.readings:
            self._report("question_not_among_readings", (*at, chinese("taken")), taken=item.taken)
        when = None
        if item.matters_when is not None:
            when = self._parsed(item.matters_when, (*at, chinese("matters_when")), CLASSIFYING)
        return OpenQuestion(item.readings, item.taken, item.reason, when)

    def _citation(self, ref: str, at: Location) -> Citation | None:
        try:
            Ref.parse(ref)
        except ValueError as error:
            self._report("bad_citation", at, ref=ref, help=str(error))
            return None
        self._cited.append((at, ref))
        return Citation(self.instrument.id, self.instrument.title, ref)

    def _attribute(self, scheme: Scheme, term: str, at: Location) -> Attribute | None:
        found, attribute = attribute_named(term)
        if found is not scheme:
            allowed = "、".join(ATTRIBUTE_TERMS[scheme].values())
            self._report("bad_choice_for_scheme", at, value=term, scheme=allowed)
            return None
        return attribute

    def _value(self, fact_id: str, term: str, at: Location) -> str | None:
        fact = vocabulary().facts[fact_id]
        for value, name in fact.values:
            if term == name:
                return value
        self._report("unknown_value", at, value=term, fact=fact.label)
        return None

    def _condition(self, raw: object, unless: object | None, at: Location) -> Condition | None:
        condition = self._parsed(raw, (*at, chinese("condition")), CLASSIFYING)
        if unless is None:
            return condition
        exception = self._parsed(unless, (*at, chinese("unless")), CLASSIFYING)
        if condition is None or exception is None:
            return None
        return All((condition, NoneOf((exception,))))

    def _parsed(self, raw: object, at: Location, types: frozenset[FactType]) -> Condition | None:
        assert self._document is not None
        condition, found = parse(raw, at, self._document, vocabulary(), types=types)
        self.problems += found
        return condition
