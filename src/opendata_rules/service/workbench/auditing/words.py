"""What entries of the ledger say, in words: questions, verdicts, times, facts, provisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....answers.result import plain
from ....asking.questions import told
from ....errors import Error
from ....ledgers.entries import ERASURE, LedgerEntry, Provision
from ....ledgers.rechecked import CAUSES, Cause
from ....replaying.explain import KEYS, QUESTIONS, TERMS
from ....vocabulary.arguments import Lang
from ....vocabulary.citations import Citation
from ....vocabulary.english import term_in_english
from ....vocabulary.facts import FactType
from ....vocabulary.terms import ATTRIBUTE_TERMS, RECEIPT_TERMS, SCHEME_TERMS, UNLISTED_TERMS
from ...editions import Edition
from ..clock import moment
from ..visit import Visit

#: Colours of verdicts that are no kinds of their own.
_COLOURS = {
    "allowed": "compliant",
    "forbidden": "violation",
    "noncompliant": "violation",
    "overdue": "violation",
    "late": "conditional",
    "met": "compliant",
    "final": "compliant",
    "no_rule_in_force": "no_rule",
    "not_regulated": "no_rule",
    "pending": "undetermined",
    "provisional": "undetermined",
    "prohibited": "violation",
}

#: What questions are asked with, by its id.
_OPTIONS = {str(one): term for terms in (SCHEME_TERMS, UNLISTED_TERMS, RECEIPT_TERMS) for one, term in terms.items()}


def lang_of(visit: Visit) -> Lang:
    """The language of a page, as answers take it."""
    return "en" if visit.english else "zh"


class Words:
    """What things are called in the language of a page; templates call it ``say``."""

    def __init__(self, visit: Visit, edition: Edition) -> None:
        self.lang = lang_of(visit)
        self._visit = visit
        self._library = edition.library
        self._facts = edition.library.words.vocabulary.facts
        self.moment = moment

    def question(self, kind: str) -> str:
        """Which question was asked."""
        if kind == ERASURE:
            return self._visit.t("抹去事实的记录", "record of an erasure")
        return self._visit.t(*QUESTIONS[kind]) if kind in QUESTIONS else kind

    def verdict(self, kind: str, word: str, options: Any = None) -> str:
        """What an answer came to."""
        if self.lang == "en" or not word:
            return word.replace("_", " ")
        scheme = str((options or {}).get("scheme", "opening"))
        attributes = {str(one): term for one, term in ATTRIBUTE_TERMS.get(scheme, {}).items()}
        return attributes.get(word) or TERMS.get(word, word)

    def of(self, entry: LedgerEntry) -> str:
        """What an entry came to, in a few words."""
        if entry.kind == ERASURE:
            told: Any = entry.outcome
            names = "、".join(self.fact(name) for name in told["names"])
            return self._visit.t(f"第 {told['of']} 条的{names}", f"{names} of entry {told['of']}")
        return self.verdict(entry.kind, entry.verdict, entry.options)

    @staticmethod
    def colour(word: str) -> str:
        """The colour of a verdict."""
        return _COLOURS.get(word, word)

    def place(self, name: str) -> str:
        """A place."""
        known = self._library.jurisdictions.get(name)
        return name if known is None else self._visit.t(known.name, known.english or name)

    def fact(self, name: str) -> str:
        """A fact, by its id."""
        known = self._facts.get(name)
        if known is None or self.lang == "en":
            return name.replace("_", " ")
        return known.label

    def value(self, name: str, value: Any) -> str:
        """The value of a fact, as the ledger keeps it."""
        known = self._facts.get(name)
        if value is None:
            return self._visit.t("未知", "unknown")
        if known is None:
            return str(plain(value))
        try:
            checked = known.check(plain(value))
        except Error:
            return str(plain(value))
        if checked is None or known.type is FactType.TEXT:
            return str(value)
        return self._visit.t(known.term(checked), term_in_english(known, checked).replace("_", " "))

    def key(self, name: str) -> str:
        """What a question was asked with, by its id."""
        return self._visit.t(*KEYS[name]) if name in KEYS else name.replace("_", " ")

    def told(self, value: Any, options: Any) -> str:
        """What stands there in a question."""
        if isinstance(value, bool):
            return self._visit.t("是" if value else "否", "yes" if value else "no")
        if isinstance(value, str):
            return (self.lang == "zh" and _OPTIONS.get(value)) or self.verdict("", value, options)
        return told(value).decode() if isinstance(value, Mapping | Sequence) else str(plain(value))

    def provision(self, one: Provision) -> str:
        """A provision with the title of its instrument, as far as that is known here."""
        try:
            title = self._library.pack(one.instrument).instrument.title
            found = Citation(one.instrument, title, one.ref)
        except (Error, ValueError):
            return f"{one.instrument} {one.ref}".strip()
        return self._visit.t(found.text, found.english)

    def cause(self, told: Any) -> str:
        """What makes a difference; ``told`` as a report has it."""
        cause = Cause(**told)
        if cause.what == "rule" and cause.instrument:
            return f"{self.provision(Provision(cause.id, cause.instrument, cause.ref))} {cause.id}"
        what = self._visit.t(*CAUSES[cause.what]) if cause.what in CAUSES else cause.what
        return f"{what} {cause.id}".strip()
