"""What can be wrong in a file of cases although its form is right: names, and near misses that say nothing new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ...diagnostics.diagnostic import Diagnostic, diagnostic
from ...quoting import quoted
from ...reading.document import Document, Location
from ...reading.facts_in_words import UNKNOWN_WORDS, problems_of
from ...vocabulary.facts import Vocabulary
from ...vocabulary.keywords import chinese, meaning
from ...vocabulary.words import Words
from .expansion import fact_id, merged_facts
from .expected import OF_BECAUSE
from .names import by_id, problems_of_names
from .written import ASKED, EXPECTED, NEAR_MISSES

#: Problems of one file that are told.
_ENOUGH = 200
_FACTS, _CHANGED, _NEAR_MISSES = chinese("facts"), chinese("changed"), chinese("near_misses")
_SITUATION = chinese("situation")
_OUTCOME, _BECAUSE, _LACKED = chinese("outcome"), chinese("because"), chinese("lacked")
_PROCEDURE, _DUTY_CASES = chinese("procedure"), chinese("duty_cases")
#: What is said of the rules of 因.
_OF_BECAUSE = {_LACKED: "缺这些的是哪一条", **{chinese(name): "说的是哪一条" for name in OF_BECAUSE}}
_FINDINGS, _LACKING = chinese("findings"), chinese("lacking")
_DIFFERENCES = chinese("differences")
#: The lists that a file of cases may hold.
_LISTS = (
    *(chinese(name) for name in ("cases", "duty_cases", "deadline_cases", "schedule_cases", "recurring_cases")),
    _DIFFERENCES,
)
#: What a near miss of some kind may write.
_WORDS = frozenset(str(field.alias) for model in NEAR_MISSES for field in model.model_fields.values())
_INPUTS = tuple(sorted(chinese(name) for name in ASKED))
_ABSENT = chinese("absent")
#: Words under which it stands what a case must come to.
_EXPECTED = frozenset(word for words in EXPECTED.values() for word in words)
#: Stands where the expectation of a case is still to be written.
TO_WRITE = "待写"
#: Begins the comment before a case whose outcome a program wrote, until somebody has held it against the law.
TO_CONFIRM = "待核对"
_TO_CONFIRM = re.compile(rf"\s*(# *{TO_CONFIRM})")
#: What a base has that does not write it.
_DEFAULTS = {chinese("drafts"): "否", chinese("unlisted_false"): "否", chinese("scheme"): "开放属性"}
_DEFAULTS[chinese("receipt")] = "当日"


def problems_of_cases(document: Document, words: Words) -> list[Diagnostic]:
    """Problems of a file of cases beyond its form, of what has the right form in it.

    Args:
        document: the file.
        words: the facts and procedures of which its cases may speak.
    """
    return list(islice(_problems(document, words), _ENOUGH))


def _problems(document: Document, words: Words) -> Iterator[Diagnostic]:
    for number, line in enumerate(document.lines, 1):
        if match := _TO_CONFIRM.match(line):
            column, length = match.start(1) + 1, len(match[1])
            yield diagnostic(
                "case_to_confirm", path=document.path, line=number, column=column, source=line, length=length
            )
    data = document.data if isinstance(document.data, dict) else {}
    if data.keys().isdisjoint(_LISTS) and isinstance(document.data, dict):
        yield document.diagnostic("missing_key", (), word=chinese("cases"), about=meaning("cases"))
    bases: dict[Location, tuple[str, str]] = {}
    for word, cases in data.items():
        if word == _DIFFERENCES:
            yield from _of_differences(document, cases, words)
            continue
        for index, case in enumerate(cases if isinstance(cases, list) else ()):
            if isinstance(case, dict):
                yield from _of_case(document, case, (word, index), words)
                expected = EXPECTED.get(word, ())
                if expected and not any(one in case and _says(one, case[one]) for one in expected):
                    allowed = "、".join(expected)
                    yield document.diagnostic("nothing_expected", (word, index, _SITUATION), allowed=allowed)
                if isinstance(name := case.get(_SITUATION), str) and name.strip():
                    bases[word, index] = name.strip(), name.strip()
                yield from _of_names(document, _near_misses_of(case, (word, index)))
    yield from _of_names(document, bases)


def _says(word: str, expected: Any) -> bool:
    """Whether an expectation expects anything: nothing is said of no rule, and nothing is excluded by an empty list."""
    return bool(expected) or (expected == [] and word != _ABSENT)


def _of_names(document: Document, named: Mapping[Location, tuple[str, str]]) -> Iterator[Diagnostic]:
    """Cases of one name.

    Args:
        document: the file.
        named: by where a case stands, what tells it from others, and its name in the message.
    """
    before: dict[str, Location] = {}
    for at, (told, name) in named.items():
        first = before.setdefault(told, at)
        if first is not at:
            where, line = (*at, _SITUATION), document.mark((*first, _SITUATION))[0]
            yield document.diagnostic("duplicate_case", where, name=quoted(name), first=line)


def _near_misses_of(case: Mapping[str, Any], at: Location) -> dict[Location, tuple[str, str]]:
    """Where each near miss stands, and what tells it from the others of its base: its words, and what it changes."""
    named: dict[Location, tuple[str, str]] = {}
    near_misses = case.get(_NEAR_MISSES)
    for index, near_miss in enumerate(near_misses if isinstance(near_misses, list) else ()):
        if isinstance(near_miss, dict):
            asked = {word: near_miss[word] for word in (_SITUATION, *_INPUTS) if word in near_miss}
            changed = sorted(_mapping(near_miss, _CHANGED).items(), key=str)
            name = str(asked.get(_SITUATION) or "，".join(f"{word}改为{value}" for word, value in changed))
            named[*at, _NEAR_MISSES, index] = repr((asked, changed)), name
    return named


def _to_write(document: Document, expected: Any, at: Location) -> Iterator[Diagnostic]:
    """Expectations that are still to be written, in what is expected."""
    if expected == TO_WRITE:
        yield document.diagnostic("expectation_to_write", at)
    elif isinstance(expected, dict | list):
        for part, inner in expected.items() if isinstance(expected, dict) else enumerate(expected):
            yield from _to_write(document, inner, (*at, part))


def without_what_is_to_write(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Problems of a file without those that come of expectations that are still to be written."""
    problems = list(problems)
    places = {(one.line, one.column) for one in problems if one.code == "expectation_to_write"}
    return [one for one in problems if one.code == "expectation_to_write" or (one.line, one.column) not in places]


def _of_differences(document: Document, written: Any, words: Words) -> Iterator[Diagnostic]:
    """The facts named in what differs of the cases of a version before; the bases they belong to stand elsewhere."""
    for index, difference in enumerate(written if isinstance(written, list) else ()):
        near_misses = difference.get(_NEAR_MISSES) if isinstance(difference, dict) else None
        lines: list[tuple[Location, Any]] = [((_DIFFERENCES, index), difference)]
        for number, line in enumerate(near_misses if isinstance(near_misses, list) else ()):
            lines.append(((_DIFFERENCES, index, _NEAR_MISSES, number), line))
        for at, line in lines:
            if isinstance(line, dict):
                changed = _mapping(line, _CHANGED)
                yield from problems_of(changed, document, words.vocabulary, (*at, _CHANGED), words.failed)


def _of_case(document: Document, case: Mapping[str, Any], at: Location, words: Words) -> Iterator[Diagnostic]:
    vocabulary, kind = words.vocabulary, str(at[0])
    for word, expected in case.items():
        if word in _EXPECTED:
            yield from _to_write(document, expected, (*at, word))
    yield from problems_of_names(document, kind, case, at, words, case)
    yield from problems_of(_mapping(case, _FACTS), document, vocabulary, (*at, _FACTS), words.failed)
    yield from _of_reasons(document, case, at, outcome=_OUTCOME in case)
    near_misses = case.get(_NEAR_MISSES)
    for index, near_miss in enumerate(near_misses if isinstance(near_misses, list) else ()):
        if not isinstance(near_miss, dict):
            continue
        where = (*at, _NEAR_MISSES, index)
        for word, expected in near_miss.items():
            if word in _EXPECTED:
                yield from _to_write(document, expected, (*where, word))
        yield from problems_of_names(document, kind, near_miss, where, words, case)
        found = problems_of(_mapping(near_miss, _CHANGED), document, vocabulary, (*where, _CHANGED), words.failed)
        yield from found
        yield from _of_reasons(document, near_miss, where, outcome=_OUTCOME in case or _OUTCOME in near_miss)
        # What is misspelt may be the very change.
        if not found and near_miss.keys() <= _WORDS and not _differs(case, near_miss, words):
            yield document.diagnostic("nothing_changed", where)


def _of_reasons(document: Document, case: Mapping[str, Any], at: Location, *, outcome: bool) -> Iterator[Diagnostic]:
    """因 needs the 结论 that it explains, 缺 needs the 因 that lacks, and nothing is said of one duty twice."""
    because = case.get(_BECAUSE)
    if because is None:
        for word, about in _OF_BECAUSE.items() if at[0] == _DUTY_CASES else ():
            if word in case:
                yield document.diagnostic("missing_key", (*at, word), key=True, word=_BECAUSE, about=about)
        return
    if not outcome:
        yield document.diagnostic("missing_key", (*at, _BECAUSE), key=True, word=_OUTCOME, about="这一条的结论")
    rules = because if isinstance(because, list) else [because]
    first = document.mark((*at, _BECAUSE), key=True)[0]
    for said in (_FINDINGS, _LACKING) if _LACKED in case else (_FINDINGS,):
        for rule in _mapping(case, said):
            if rule in rules:
                yield document.diagnostic("duplicate_key", (*at, said, rule), key=True, name=rule, first=first)


def _mapping(case: Mapping[str, Any], word: str) -> Mapping[str, Any]:
    found = case.get(word)
    return found if isinstance(found, dict) else {}


def _differs(case: Mapping[str, Any], near_miss: Mapping[str, Any], words: Words) -> bool:
    """Whether a near miss asks anything else than its base."""
    vocabulary = words.vocabulary
    for word in _INPUTS:
        if word in near_miss:
            written, before = near_miss[word], case.get(word, _DEFAULTS.get(word))
            if isinstance(written, dict) and isinstance(before, dict):
                before, written = (
                    by_id(days, str(case.get(_PROCEDURE)), words.procedures) for days in (before, written)
                )
                written = before | written
            if written != before:
                return True
    facts, changed = _mapping(case, _FACTS), _mapping(near_miss, _CHANGED)
    merged = merged_facts(facts, changed, vocabulary)
    filled = case.get(chinese("unlisted_false")) == "是"
    return _known(facts, filled, vocabulary) != _known(merged, filled, vocabulary)


def _known(facts: Mapping[str, Any], filled: bool, vocabulary: Vocabulary) -> dict[str, Any]:
    """Facts by id. What is unknown is as if not written, unless what is not written is taken for 否."""
    return {
        fact_id(name, vocabulary): value
        for name, value in facts.items()
        if filled or not (isinstance(value, str) and value.strip() in UNKNOWN_WORDS)
    }
