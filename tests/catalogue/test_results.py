"""What was found, as values."""

from __future__ import annotations

from opendata_rules.catalogue.results import UPDATES, VERDICTS


def test_every_verdict_has_a_name_and_a_meaning() -> None:
    assert all(name and about for name, about in VERDICTS.values())


def test_every_state_of_an_update_has_a_name_and_a_meaning() -> None:
    assert all(name and about for name, about in UPDATES.values())
