"""A sample of ``tools/agreement.py``, which holds every way of asking about many datasets against the scalar answer."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.one_interpreter


@pytest.fixture(scope="module")
def agreement() -> Any:
    spec = importlib.util.spec_from_file_location("agreement", Path(__file__).parents[2] / "tools" / "agreement.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_random_partial_rows_are_answered_the_same_in_every_way(agreement: Any) -> None:
    assert list(agreement.differences("tengzhou", "opening", 1500)) == []
    assert list(agreement.differences("qingdao", "sharing", 500)) == []


def test_a_row_that_is_answered_otherwise_is_told(agreement: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    scalar = agreement.one_by_one

    def wrong(law: Any, scheme: Any, table: Any) -> Any:
        return [*scalar(law, scheme, table)[:-1], (None, "undetermined", 7, 7, 0)]

    monkeypatch.setattr(agreement, "one_by_one", wrong)
    found = list(agreement.differences("taian", "opening", 20))
    assert len(found) == 5
    assert "'number': 19" in found[0]
