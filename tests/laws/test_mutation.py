"""The cases of the shipped packs notice every change of their rules: stamps say so, and one pack is proved again."""

from __future__ import annotations

import pytest

import opendata_rules as odr
from opendata_rules.authoring.mutation.proof import prove
from opendata_rules.authoring.mutation.stamp import files_of_cases, problems_of_stamp
from opendata_rules.authoring.mutation.store import Store
from tests import laws

LIBRARY = odr.load(laws.ROOT)


@pytest.mark.parametrize("instrument", LIBRARY.instrument_ids())
def test_proved_as_it_is(instrument: str) -> None:
    folder = LIBRARY.folder(instrument)
    stale = problems_of_stamp(LIBRARY.pack(instrument), folder, instrument, files_of_cases(folder, instrument))
    assert not list(stale), f"run opendata-rules test {instrument} --mutate --rules ."


def test_one_pack_is_proved_again() -> None:
    [proof] = prove(LIBRARY, ["shandong-measures-344"], Store(None), processes=1)
    assert proof.clean, [proof.mutant(fate) for fate in proof.survivors]
    assert proof.mutants > 150
