"""Which facts the residual of a classification takes no notice of, each with a recorded reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import laws
from tests.agreement import reference

_TEXT = (Path(__file__).parent / "ignored_facts.yaml").read_text(encoding="utf-8")
RECORDED: dict[str, Any] = yaml.safe_load(_TEXT)
TOPICS = {"opening": "classification", "sharing": "sharing_classification"}
SCHEMES = sorted({(instrument, scheme) for _, scheme, instrument in laws.LAWS})


def _asked(instrument: str, scheme: str) -> set[str]:
    """Ids of the facts that some provision of a scheme asks about."""
    rules = reference.scheme_of(instrument, scheme)
    conditions = [
        condition
        for kind in ("依据", "人工判断", "暂缓")
        for rule in rules.get(kind, [])
        for condition in (rule["条件"], rule.get("除非"))
        if condition
    ]
    return {reference.facts()[label]["id"] for condition in conditions for label in reference.labels(condition)}


def _topic(scheme: str) -> set[str]:
    topic = reference.vocabulary()["topics"][TOPICS[scheme]]
    return {fact["id"] for fact in topic["facts"]} | set(topic.get("also_uses", []))


@pytest.mark.parametrize(("instrument", "scheme"), SCHEMES)
def test_every_fact_that_is_ignored_has_a_reason_and_every_reason_is_needed(instrument: str, scheme: str) -> None:
    own = set(RECORDED.get(instrument, {}).get(scheme, {}))
    everywhere = set(RECORDED["everywhere"]) if scheme == "opening" else set()
    ignored = _topic(scheme) - _asked(instrument, scheme)
    assert ignored - own - everywhere == set(), "ignored without a reason"
    assert own - ignored == set(), "recorded, and asked about"
    assert own & everywhere == set()


def test_reasons_are_recorded_for_schemes_that_there_are() -> None:
    recorded = {(name, scheme) for name, schemes in RECORDED.items() if name != "everywhere" for scheme in schemes}
    assert recorded <= set(SCHEMES)
    assert set(RECORDED["everywhere"]) <= _topic("opening")
