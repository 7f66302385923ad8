"""The vocabulary keeps what the contract fixes: it adds marks and facts, and changes nothing."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import yaml


def loaded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_every_fact_and_constraint_of_the_contract_stands_as_it_is(shared: Path) -> None:
    fixed = loaded((shared / "vocabulary.yaml").read_text(encoding="utf-8"))
    own = loaded(resources.files("opendata_rules.vocabulary").joinpath("facts.yaml").read_text(encoding="utf-8"))
    assert [c for c in own["constraints"] if c in fixed["constraints"]] == fixed["constraints"]
    for name, topic in fixed["topics"].items():
        mine = own["topics"][name]
        facts = {fact["id"]: fact for fact in mine["facts"]}
        for fact in topic["facts"]:
            assert {key: facts[fact["id"]].get(key) for key in fact} == fact
            # The order of values is that in which lists are told.
            assert list(facts[fact["id"]].get("values", {})) == list(fact.get("values", {}))
        # What a topic may ask for grows where an article's premise is at home elsewhere.
        fixed_uses = topic.get("also_uses", [])
        assert mine.get("also_uses", [])[: len(fixed_uses)] == fixed_uses
        apart = {"facts", "also_uses"}
        assert {key: mine[key] for key in topic if key not in apart} == {
            key: value for key, value in topic.items() if key not in apart
        }
