"""A duty is not broken on the first day of what takes longer: each has a term, or 及时, or a reason to need neither.

The reasons are data (``undated.yaml``), so that whoever writes a duty without a word on time has to give one.
"""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest
import yaml

from opendata_rules.logic.conditions import Condition, Holds, InTerm, Is
from opendata_rules.norms.provisions import DutyRule
from tests.laws.test_duties import DUTIES, SCOPE, can_fail, leaves

REVIEWED: dict[str, dict[str, object]] = yaml.safe_load(
    Path(__file__).with_name("undated.yaml").read_text(encoding="utf-8")
)["reasons"]


def listed(reason: str) -> list[str]:
    """Ids of the duties reviewed under a reason."""
    rows = REVIEWED[reason]["duties"]
    assert isinstance(rows, list)
    return list(itertools.chain.from_iterable(rows))


LISTED = [rule for reason in REVIEWED for rule in listed(reason)]


def conditions_of(rule: DutyRule) -> list[Condition]:
    return [part for part in (rule.premise, rule.must, rule.doubt) if part is not None]


def speaks_of_time(rule: DutyRule) -> bool:
    """Whether a term, or 及时, says when it has to be done."""
    return rule.prompt or any(isinstance(leaf, InTerm) for part in conditions_of(rule) for leaf in leaves(part))


def asks_for_nothing_to_be_done(rule: DutyRule) -> bool:
    """Whether it only says what must not be: such a duty is broken by an act, never by waiting."""
    return all(
        (isinstance(leaf, Is) and leaf.values == (False,)) or (isinstance(leaf, Holds) and leaf.absent)
        for leaf in leaves(rule.must)
    )


def undated(rule: DutyRule) -> bool:
    """Whether waiting alone breaks it for certain, and nothing in it says since when."""
    return rule.topic != SCOPE and not speaks_of_time(rule) and not asks_for_nothing_to_be_done(rule) and can_fail(rule)


@pytest.mark.parametrize("rule", DUTIES, ids=[rule.id for rule in DUTIES])
def test_a_duty_without_a_word_on_time_was_reviewed(rule: DutyRule) -> None:
    assert not undated(rule) or rule.id in LISTED


def test_what_was_reviewed_is_there_once_and_for_a_reason() -> None:
    assert [name for name, times in Counter(LISTED).items() if times > 1] == []
    assert set(LISTED) <= {rule.id for rule in DUTIES}
    assert all(REVIEWED[reason]["because"] for reason in REVIEWED)
