"""Numbers that a rule says twice: in its gist or in the words quoted from the law, and in its length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...diagnostics.diagnostic import Diagnostic
from ...logic.conditions import Alike, All, AnyOf, AtLeast, Condition, InTerm, NoneOf
from ...norms.pack import Pack
from ...norms.provisions import UNIT_TERMS, DutyRule, Provision, RecurringRule, TermRule, Unit
from ...reading.document import Location
from ...vocabulary.citations import number_of
from ...vocabulary.keywords import chinese
from ..in_files import InFiles

#: A number and its unit.
Length = tuple[int, Unit]

_UNITS = {
    "个工作日": Unit.WORKING_DAY,
    "工作日": Unit.WORKING_DAY,
    "个自然日": Unit.DAY,
    "日": Unit.DAY,
    "天": Unit.DAY,
    "个月": Unit.MONTH,
    "年": Unit.YEAR,
}
_ENGLISH_UNITS = {"working day": Unit.WORKING_DAY, "day": Unit.DAY, "month": Unit.MONTH, "year": Unit.YEAR}
_NUMERAL = r"[0-9]{1,3}|[零一二三四五六七八九十百]{1,5}"
#: Not the day of a date, nor an ordinal (第十八日, 每年三月一日).
_LENGTH = re.compile(
    rf"(?<![0-9零一二三四五六七八九十百月第])({_NUMERAL})\s*({'|'.join(_UNITS)})(?!度|均|[0-9一二三四五六七八九十])"
)
_ENGLISH_LENGTH = re.compile(r"(?<![0-9A-Za-z])([0-9]{1,3}|[a-z]+) (working day|day|month|year)s?(?![a-z])")
_SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH_NUMBERS = {word: number for number, word in enumerate(_SPELT, 1)}
_ENGLISH_NUMBERS |= {"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30}
_MONTH_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})月(?:(底|末)|([0-9]{1,2})日)")


def problems_of_numbers(pack: Pack, files: InFiles) -> Iterator[Diagnostic]:
    """Words of a rule whose numbers are not those of the rule."""
    for term in pack.terms:
        yield from _of_term(term, files)
    for duty in pack.duties:
        yield from _of_duty(duty, files)
    for rule in pack.recurring:
        yield from _of_day(rule, rule.every_year, files)


def _of_term(term: TermRule, files: InFiles) -> Iterator[Diagnostic]:
    if term.fixed is not None:
        yield from _of_day(term, term.fixed, files)
    if term.length is None or term.unit not in UNIT_TERMS:
        return
    assert term.unit is not None
    own = {(term.length, term.unit)}
    extension = term.extension
    if extension is not None and extension.total is not None:
        longer = {(extension.total, term.unit), (extension.total - term.length, term.unit)}
        at = (chinese("extension"), chinese("gist"))
        yield from _told(extension.gist, longer, term, at, files)
    yield from _told(term.gist, own, term, (chinese("gist"),), files)
    yield from _told_in_english(term, own, files)
    anchors = {length for anchor in term.anchors for length in _lengths(anchor)}
    if anchors and not anchors & own:
        index = next(number for number, anchor in enumerate(term.anchors) if any(_lengths(anchor)))
        yield _differs(term, (chinese("anchors"), index), anchors, own, files)


def _told(text: str, must: set[Length], rule: Provision, at: Location, files: InFiles) -> Iterator[Diagnostic]:
    """A text that names lengths, none of which is one that it has to name."""
    named = set(_lengths(text))
    if named and not named & must:
        yield _differs(rule, at, named, must, files)


def _told_in_english(term: TermRule, own: set[Length], files: InFiles) -> Iterator[Diagnostic]:
    named = set()
    for number, unit in _ENGLISH_LENGTH.findall(term.english):
        value = int(number) if number.isdecimal() else _ENGLISH_NUMBERS.get(number, 0)
        if value:
            named.add((value, _ENGLISH_UNITS[unit]))
    if named and not named & own:
        yield _differs(term, (chinese("english"),), named, own, files)


def _of_duty(duty: DutyRule, files: InFiles) -> Iterator[Diagnostic]:
    """A duty that asks for at least so much, where its gist names no such number."""
    own = set(_numbers(duty.must)) | set(_numbers(duty.premise)) | set(_numbers(duty.doubt))
    for key, texts in (("gist", (duty.gist,)), ("anchors", duty.anchors)):
        named = {length for text in texts for length in _lengths(text)}
        if own and named and {number for number, _ in named}.isdisjoint(own):
            at: Location = (chinese(key),)
            if key == "anchors":
                at = (*at, next(number for number, text in enumerate(texts) if any(_lengths(text))))
            shown, asked = _shown(named), "、".join(map(str, sorted(own)))
            yield files.of_rule("number_differs", duty, at, id=duty.id, named=shown, written=asked)


def _numbers(condition: Condition | None) -> Iterator[int]:
    match condition:
        case AtLeast(number=number):
            yield number
            # “more than” is written as at least one more.
            yield number - 1
        case InTerm(term=(number, _)):
            yield number
        case All(parts=parts) | AnyOf(parts=parts) | NoneOf(parts=parts) | Alike(parts=parts):
            for part in parts:
                yield from _numbers(part)


def _of_day(rule: RecurringRule | TermRule, day: tuple[int, int], files: InFiles) -> Iterator[Diagnostic]:
    """A day of the year that the gist or the quoted words name otherwise."""
    texts: list[tuple[str, Location]] = [(rule.gist, (chinese("gist"),))]
    texts += [(anchor, (chinese("anchors"), index)) for index, anchor in enumerate(rule.anchors)]
    month, of_month = day
    for text, at in texts:
        found = [(int(m), 31 if end else int(d)) for m, end, d in _MONTH_DAY.findall(text)]
        if found and not any(m == month and (d == of_month or (d == 31 and of_month >= 28)) for m, d in found):
            named = "、".join(f"{m}月{d}日" for m, d in found)
            yield files.of_rule(
                "number_differs", rule, at, id=rule.id, named=named, written=f"{month:02}-{of_month:02}"
            )


def _differs(rule: Provision, at: Location, named: Iterable[Length], own: set[Length], files: InFiles) -> Diagnostic:
    return files.of_rule("number_differs", rule, at, id=rule.id, named=_shown(named), written=_shown(own))


def _shown(lengths: Iterable[Length]) -> str:
    return "、".join(f"{number}{UNIT_TERMS[unit][0]}" for number, unit in sorted(lengths))


def _lengths(text: str) -> Iterator[Length]:
    for number, unit in _LENGTH.findall(text):
        try:
            value = int(number) if number.isdecimal() else number_of(number)
        except ValueError:
            continue
        # A year of the calendar is no length.
        if value and (unit != "年" or value < 100):
            yield value, _UNITS[unit]
