"""Schedule cases beside the rules: due days are compared, and a wrong one fails."""

from __future__ import annotations

import datetime as dt

import pytest

from opendata_rules.authoring.rule_cases import written
from opendata_rules.authoring.rule_cases.duties import run_schedule_case
from tests import laws


def _case(**expected: object) -> written.ScheduleCaseModel:
    return written.ScheduleCaseModel.model_validate(
        {
            "情形": "有条件开放数据的申请",
            "地方": "tengzhou",
            "程序": "conditional_access",
            "起算日": "2026-03-10",
            "截至": "2026-03-11",
            **expected,
        }
    )


@pytest.mark.parametrize(
    ("dues", "passes"),
    [
        ({"form_review": dt.date(2026, 3, 17)}, True),
        ({"form_review": dt.date(2026, 3, 18)}, False),
        # its trigger has not happened: it has no due day
        ({"substantive_review": dt.date(2026, 3, 31)}, False),
    ],
)
def test_due_days_of_a_schedule_are_compared(dues: dict[str, dt.date], passes: bool) -> None:
    failures = run_schedule_case(laws.library(), _case(各到期日=dues)).failures
    assert (failures == ()) is passes
