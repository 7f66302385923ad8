"""What is lacking is told by the words of the list that lacks it, also where a fact has the same id."""

from __future__ import annotations

import pytest

from opendata_rules.authoring.rule_cases import written
from opendata_rules.authoring.rule_cases.duties import run_duty_case
from tests import laws

TAIAN = [
    ("list", {"list_fields": ["attribute", "conditions", "mode"]}, "taian-18-list-fields", "更新频率"),
    (
        "catalogue",
        {"catalogue_fields": ["opening_attribute", "use_conditions"]},
        "taian-18-catalogue-fields",
        "更新频率（更新周期）",
    ),
    (
        "conditions",
        {"opening_attribute": "open", "opening_conditions": ["applicant_type"], "refusal_reason": "none"},
        "taian-21-no-discrimination",
        "申请主体类型限制",
    ),
]


@pytest.mark.parametrize(("topic", "facts", "rule", "lacking"), TAIAN, ids=[topic for topic, *_ in TAIAN])
def test_the_explanation_names_the_value_of_the_list(
    topic: str, facts: dict[str, object], rule: str, lacking: str
) -> None:
    told = laws.law("taian").check(topic, facts).explain()
    assert f"缺少：{lacking}\n" in told


@pytest.mark.parametrize(("topic", "facts", "rule", "lacking"), TAIAN, ids=[topic for topic, *_ in TAIAN])
def test_a_case_names_the_value_of_the_list(topic: str, facts: dict[str, object], rule: str, lacking: str) -> None:
    def failures(name: str) -> tuple[str, ...]:
        case = written.DutyCaseModel.model_validate(
            {
                "情形": "缺少的要素",
                "地方": "taian",
                "日期": "2026-03-10",
                "事项": topic,
                "基准": facts,
                "各条缺少": {rule: [name]},
            }
        )
        return run_duty_case(laws.library(), case).failures

    assert failures(lacking) == ()
    assert failures("开放属性") != ()
