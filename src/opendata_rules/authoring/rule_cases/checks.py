"""What can be wrong in a file of cases although its form is right: names, and near misses that say nothing new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ...diagnostics.diagnostic import Diagnostic
from ...reading.document import Document, Location
from ...reading.facts_in_words import UNKNOWN_WORDS, problems_of
from ...vocabulary.facts import Vocabulary
from ...vocabulary.keywords import chinese, meaning
from ...vocabulary.words import Words
from .expansion import fact_id, merged_facts
from .names import by_id, problems_of_names
from .written import ASKED, EXPECTED, NEAR_MISSES

#: Problems of one file that are told.
_ENOUGH = 200
_FACTS, _CHANGED, _NEAR_MISSES = chinese("facts"), chinese("changed"), chinese("near_misses")
_SITUATION = chinese("situation")
_OUTCOME, _BECAUSE, _LACKED = chinese("outcome"), chinese("because"), chinese("lacked")
_PROCEDURE = chinese("procedure")
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
    data = document.data if isinstance(document.data, dict) else {}
    if data.keys().isdisjoint(_LISTS) and isinstance(document.data, dict):
        yield document.diagnostic("missing_key", (), word=chinese("cases"), about=meaning("cases"))
    for word, cases in data.items():
        if word == _DIFFERENCES:
            yield from _of_differences(document, cases, words)
            continue
        for index, case in enumerate(cases if isinstance(cases, list) else ()):
            if isinstance(case, dict):
                yield from _of_case(document, case, (word, index), words)
                expected = EXPECTED.get(word, ())
                if expected and case.keys().isdisjoint(expected):
                    allowed = "、".join(expected)
                    yield document.diagnostic("nothing_expected", (word, index, _SITUATION), allowed=allowed)


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
    yield from problems_of_names(document, kind, case, at, words, case)
    yield from problems_of(_mapping(case, _FACTS), document, vocabulary, (*at, _FACTS), words.failed)
    yield from _of_reasons(document, case, at, outcome=_OUTCOME in case)
    near_misses = case.get(_NEAR_MISSES)
    for index, near_miss in enumerate(near_misses if isinstance(near_misses, list) else ()):
        if not isinstance(near_miss, dict):
            continue
        where = (*at, _NEAR_MISSES, index)
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
        if _LACKED in case:
            yield document.diagnostic("missing_key", (*at, _LACKED), key=True, word=_BECAUSE, about="缺这些的是哪一条")
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
