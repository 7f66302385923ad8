"""What the values of an answer are called in Chinese, so that a claim may say them as a question may.

Every key of an answer has its own words: 未定 is a status, and 不予共享 is not 不予开放, though both are ``closed``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from ..errors import Error
from ..law import Law
from ..library import Library
from ..norms.provisions import UNIT_TERMS
from ..values import Json, Term
from ..vocabulary.marks import Role
from ..vocabulary.terms import (
    ATTRIBUTE_TERMS,
    COMPLIANCE_TERMS,
    DEADLINE_TERMS,
    DUTY_FORCE_TERMS,
    INSTRUMENT_TERMS,
    RECEIPT_TERMS,
    REQUIREMENT_TERMS,
    SCHEME_TERMS,
    STATUS_TERMS,
    STEP_TERMS,
    VERDICT_TERMS,
    Scheme,
)

#: Gives the id that a name stands for under a key, or the name itself.
Meaning = Callable[[str, str], str]

#: Words with their Chinese terms.
Words = Mapping[Term, str]

_UNITS = {unit: chinese for unit, (chinese, _) in UNIT_TERMS.items()}
_TERM = {"status": DEADLINE_TERMS, "force": DUTY_FORCE_TERMS, "receipt_policy": RECEIPT_TERMS, "unit": _UNITS}
_DUTY = {"verdict": COMPLIANCE_TERMS, "possible": COMPLIANCE_TERMS, "force": DUTY_FORCE_TERMS}
#: By the question, or the list of parts, and the key: the words and their Chinese terms.
_WORDS = cast(
    Mapping[str, Mapping[str, Words]],
    {
        "classify": {"status": STATUS_TERMS, "scheme": SCHEME_TERMS},
        "change": {"verdict": VERDICT_TERMS, "possible": VERDICT_TERMS},
        "check": _DUTY,
        "deadline": _TERM,
        "findings": _DUTY,
        "requirements": {"state": REQUIREMENT_TERMS},
        "steps": {**_TERM, "state": STEP_TERMS},
    },
)
#: The keys whose values are attributes.
_ATTRIBUTES = frozenset({"attribute", "possible", "permitted", "declared", "before", "after"})
#: The keys whose values are ids of facts.
_FACTS = frozenset({"facts", "missing"})


def of_answer(library: Library, law: Law, about: str, scheme: Json = None) -> Meaning:
    """What names mean in an answer.

    Args:
        library: knows the places.
        law: knows the words of the place.
        about: the question, or the list of parts in which they stand.
        scheme: that of a classification; whatever else speaks of attributes speaks of opening.
    """
    attributes = cast(Words, ATTRIBUTE_TERMS[str(scheme or Scheme.OPENING)])
    words = _WORDS.get(about, {})

    def meaning(key: str, name: str) -> str:
        terms = words.get(key) or (attributes if key in _ATTRIBUTES else {})
        found = next((str(word) for word, term in terms.items() if term == name), None)
        return _named(library, law, key, name) if found is None else found

    return meaning


def _named(library: Library, law: Law, key: str, name: str) -> str:
    """The id of a place, topic, procedure, step, authority or fact of a name."""
    vocabulary = law.vocabulary
    try:
        match key:
            case "place":
                return library.jurisdiction(name).id
            case "topic":
                return vocabulary.topic(name).id
            case "procedure":
                return law.procedures.procedure(name).id
            case "step":
                return law.procedures.step(name).name
            case "approver":
                terms = vocabulary.role(Role.APPROVER).values
                return next((value for value, term in terms if term == name), name)
            case _ if key in _FACTS:
                return next((fact.id for fact in vocabulary.facts.values() if fact.label == name), name)
            case _:
                return name
    except Error:
        return name


def of_instruments(key: str, name: str) -> str:
    """What names mean where the state of instruments is told."""
    return next((str(state) for state, term in INSTRUMENT_TERMS.items() if term == name), name)
