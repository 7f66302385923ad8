"""What fuzzing found once stays mended, and the good inputs that it begins with are good."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from .targets import TARGETS

FINDS = Path(__file__).parent / "finds"


@pytest.mark.parametrize("target", TARGETS)
def test_good_inputs_and_some_wrong_ones(target: str) -> None:
    """The promises hold of every seed, and of a few inputs made from each."""
    random = Random(12)
    for seed in TARGETS[target].seeds():
        TARGETS[target].run(seed)
        for _ in range(3):
            TARGETS[target].run(TARGETS[target].mutated(seed, random))


@pytest.mark.parametrize("path", sorted(FINDS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found(path: Path) -> None:
    """An input for which a promise did not hold once."""
    TARGETS[path.parent.name].run(path.read_bytes())
