"""Names in files of cases that mean nothing: each is told once, where it is written.

What the words alone decide (topics, steps, events, facts) is told of the file by itself. What the packs decide (places,
instruments, rules) is told when the cases are run; the cases of a base with such a name are not run then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...diagnostics.wording import listed, nearest
from ...errors import UnknownFact, UnknownProcedure
from ...reading.document import Document, Location
from ...vocabulary.facts import FactType, Vocabulary
from ...vocabulary.keywords import chinese
from ...vocabulary.marks import Role
from ...vocabulary.procedures import Procedure, Procedures
from ...vocabulary.words import Words

_QUESTIONS, _APPROVERS = chinese("questions"), chinese("approvers")
_MATTER, _LACKED, _LACKING = chinese("matter"), chinese("lacked"), chinese("lacking")
_STEP, _PROCEDURE = chinese("step"), chinese("procedure")
_ACTUAL, _OF_STEPS = chinese("actual"), (chinese("states"), chinese("dues"), chinese("step_terms"))
_CONTENTS, _RESTS_ON = chinese("contents"), chinese("rests_on")

_Check = Callable[[Document, Mapping[str, Any], Location, Words, Mapping[str, Any]], Iterator[Diagnostic]]


def problems_of_names(
    document: Document, kind: str, written: Mapping[str, Any], at: Location, words: Words, base: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    """Names in one base or near miss that the words do not know.

    Args:
        document: the file.
        kind: the list that the case stands in, by its word.
        written: the base or near miss as it stands in the file.
        at: where it stands.
        words: the facts and procedures there are.
        base: the base that the near miss belongs to; the base itself for a base.
    """
    check = _CHECKS.get(kind)
    if check is not None:
        yield from check(document, written, at, words, base)
    yield from _of_questions(document, written, at, words)
    contents = written.get(_CONTENTS)
    for rule, told in contents.items() if isinstance(contents, dict) else ():
        if isinstance(told, dict):
            yield from _of_questions(document, told, (*at, _CONTENTS, rule), words)


def advice(name: str, known: Iterable[str], allowed: Iterable[str] | None = None) -> str | None:
    """The names nearest to a wrong one; where none is near, those allowed, or nothing."""
    near = nearest(name, known)
    if near:
        return f"是不是：{listed(near)}？"
    return None if allowed is None else f"可以写：{listed(allowed)}。"


def by_id(written: Mapping[str, Any], name: str, procedures: Procedures) -> dict[str, Any]:
    """What is written of the steps and events of a procedure, by their ids; what is unknown stays as it is.

    Args:
        written: by id or Chinese name.
        name: the procedure.
        procedures: those there are.
    """
    try:
        procedure = procedures.procedure(name)
    except UnknownProcedure:
        return dict(written)
    return {_happening(procedures, procedure, word) or word: value for word, value in written.items()}


def _happening(procedures: Procedures, procedure: Procedure, name: str) -> str | None:
    name = name.strip()
    try:
        return procedures.happening(procedure, name)
    except UnknownProcedure:
        # What else may happen in a case: acts, and what only tells facts.
        kinds = procedures.kinds(procedure)
        return next((kind for kind in kinds if name in (kind, procedures.event_name(procedure, kind))), None)


# -- what each kind of case names -------------------------------------------------------------------------------------


def _of_questions(document: Document, written: Mapping[str, Any], at: Location, words: Words) -> Iterator[Diagnostic]:
    """Facts that are to be asked for, or that something rests on."""
    vocabulary = words.vocabulary
    for where, name in (*_items(written, _QUESTIONS, at), *_items(written, _RESTS_ON, at)):
        try:
            vocabulary.fact(name)
        except UnknownFact:
            if name not in words.failed:
                yield document.diagnostic("unknown_fact", where, name=name, help=_near_fact(name, vocabulary))


def _of_decisions(
    document: Document, written: Mapping[str, Any], at: Location, words: Words, base: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    vocabulary = words.vocabulary
    approver = vocabulary.role(Role.APPROVER)
    terms = [term for _, term in approver.values]
    for where, name in _items(written, _APPROVERS, at):
        if name not in words.failed.union(terms):
            told = advice(name, terms, terms)
            yield document.diagnostic("unknown_value", where, value=name, fact=approver.label, help=told)


def _of_duties(
    document: Document, written: Mapping[str, Any], at: Location, words: Words, base: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    vocabulary = words.vocabulary
    topics = [topic for topic in vocabulary.topics.values() if topic.has_duties]
    name = _text(written, _MATTER)
    if name and not any(name in (topic.id, topic.label) for topic in topics):
        labels = [topic.label for topic in topics]
        told = advice(name, [*labels, *(topic.id for topic in topics)], labels)
        yield document.diagnostic("unknown_topic", (*at, _MATTER), name=name, allowed="", help=told)
    lacks = list(_items(written, _LACKED, at))
    by_rule = written.get(_LACKING)
    if isinstance(by_rule, dict):
        lacks += [found for rule in by_rule for found in _items(by_rule, rule, (*at, _LACKING))]
    if not lacks:
        return
    # What a duty lacks is a fact, or a value of a list.
    known = {fact.label for fact in vocabulary.facts.values()}
    known |= {term for fact in vocabulary.facts.values() if fact.type is FactType.LIST for _, term in fact.values}
    for where, name in lacks:
        if name not in known | words.failed:
            told = _near_fact(name, vocabulary, sorted(known))
            yield document.diagnostic("unknown_fact", where, name=name, help=told)


def _near_fact(name: str, vocabulary: Vocabulary, known: Iterable[str] | None = None) -> str:
    if name in vocabulary.facts:
        return f"请写中文名：{vocabulary.facts[name].label}。"
    labels = [fact.label for fact in vocabulary.facts.values()]
    return advice(name, labels if known is None else known) or "用 opendata-rules facts --all 查看事实名称。"


def _of_deadlines(
    document: Document, written: Mapping[str, Any], at: Location, words: Words, base: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    name = _text(written, _STEP)
    if not name or {name, *name.split(".")} & words.failed:
        return
    try:
        words.procedures.step(name)
    except UnknownProcedure as error:
        told = f"是不是：{'、'.join(error.nearest)}？" if error.nearest else None
        yield document.diagnostic("unknown_step", (*at, _STEP), step=name, help=told)


def _of_schedules(
    document: Document, written: Mapping[str, Any], at: Location, words: Words, base: Mapping[str, Any]
) -> Iterator[Diagnostic]:
    procedures = words.procedures
    name = _text(written, _PROCEDURE)
    try:
        procedure = procedures.procedure(name or _text(base, _PROCEDURE))
    except UnknownProcedure:
        if name and name not in words.failed:
            labels = [one.label for one in procedures.all.values()]
            told = advice(name, [*labels, *procedures.all], labels)
            yield document.diagnostic("unknown_procedure", (*at, _PROCEDURE), name=name, allowed="", help=told)
        return
    steps = {step.id: step.label for step in procedure.steps}
    events = {kind: procedures.event_name(procedure, kind) for kind in procedures.kinds(procedure)}
    for word in (_ACTUAL, *_OF_STEPS):
        known = events if word == _ACTUAL else steps
        told_before: dict[str, tuple[Any, int]] = {}
        by_name = written.get(word)
        for key, value in by_name.items() if isinstance(by_name, dict) else ():
            where = (*at, word, key)
            kind = _happening(procedures, procedure, key)
            if kind not in known:
                if key.strip() in words.failed:
                    continue
                told = advice(
                    key.strip(), [*known, *known.values()], (f"{label}（{one}）" for one, label in known.items())
                )
                if word == _ACTUAL:
                    yield document.diagnostic("unknown_event", where, key=True, event=key, allowed="", help=told)
                else:
                    yield document.diagnostic("unknown_step", where, key=True, step=key, help=told)
                continue
            line = document.mark(where, key=True)[0]
            earlier, first = told_before.setdefault(kind, (value, line))
            if earlier != value:
                both = f"{known[kind]}（{kind}）"
                yield document.diagnostic("duplicate_key", where, key=True, name=both, first=first)


_CHECKS: dict[str, _Check] = {
    chinese("cases"): _of_decisions,
    chinese("duty_cases"): _of_duties,
    chinese("deadline_cases"): _of_deadlines,
    chinese("schedule_cases"): _of_schedules,
}


def _text(written: Mapping[str, Any], word: str) -> str:
    found = written.get(word)
    return found.strip() if isinstance(found, str) else ""


def _items(written: Mapping[str, Any], word: str, at: Location) -> Iterator[tuple[Location, str]]:
    """The words of a list that is right in its form, and where each stands."""
    found = written.get(word)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, str) and item.strip():
            yield (*at, word, index), item.strip()
