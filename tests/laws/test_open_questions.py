"""存疑 of duties: told where the two readings differ, and only there."""

from __future__ import annotations

import functools

import pytest

from opendata_rules.answers.duties.computation import check, duties_of
from opendata_rules.authoring.rule_cases import written
from opendata_rules.authoring.rule_cases.expansion import expanded
from opendata_rules.authoring.rule_cases.files import read_duty_cases
from opendata_rules.norms import warnings as told
from opendata_rules.norms.provisions import DutyRule
from opendata_rules.packs.files import DUTY_CASES
from opendata_rules.reading.facts_in_words import stated
from opendata_rules.vocabulary.terms import Compliance
from tests import laws

PACKS = {name: laws.library().pack(name) for name in laws.library().instrument_ids()}
DOUBTED = [rule for pack in PACKS.values() for rule in pack.duties if rule.question is not None]

#: Duties whose 存疑 names no 情形, so that it is told wherever the duty applies, and why that is right.
EVERYWHERE: dict[str, str] = {}
#: Duties whose 存疑 no case leaves untold where the duty applies, and why that is right.
ALWAYS_TOLD: dict[str, str] = {}


@functools.cache
def seen(instrument: str) -> frozenset[tuple[str, bool]]:
    """Duty ids with whether their 存疑 was told, in all cases beside an instrument in which they apply."""
    path = laws.ROOT / "rules" / instrument / DUTY_CASES
    if not path.is_file():
        return frozenset()
    cases, _, problems = read_duty_cases(path, instrument)
    assert isinstance(cases, written.DutyCasesModel), problems
    found = set()
    for base in cases.duty_cases:
        for single in expanded(base):
            case = single.case
            assert isinstance(case, written.DutyCaseModel)
            law = laws.library().order(case.place, case.on, case.drafts)
            answer = check(law, case.matter, stated(case.facts, law.vocabulary))
            applying = {one.id for one in answer.findings if one.verdict is not Compliance.NOT_APPLICABLE}
            for rule in duties_of(law, answer.topic):
                if rule.question is not None and rule.id in applying:
                    found.add((rule.id, told.open_question(rule) in answer.warnings))
    return frozenset(found)


@pytest.mark.parametrize("rule", DOUBTED, ids=[rule.id for rule in DOUBTED])
def test_a_doubt_says_where_the_readings_differ(rule: DutyRule) -> None:
    assert rule.question is not None
    assert rule.question.matters_when is not None or rule.id in EVERYWHERE


@pytest.mark.parametrize("rule", DOUBTED, ids=[rule.id for rule in DOUBTED])
def test_a_doubt_is_told_in_some_case_and_not_in_another(rule: DutyRule) -> None:
    instrument = rule.citation.instrument
    assert (rule.id, True) in seen(instrument)
    assert (rule.id, False) in seen(instrument) or rule.id in ALWAYS_TOLD


def test_what_was_reviewed_is_there() -> None:
    assert EVERYWHERE.keys() | ALWAYS_TOLD.keys() <= {rule.id for rule in DOUBTED}
