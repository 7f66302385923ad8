"""The list of names on the labelled sets and on the real catalogues: exact counts, which the guide gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from opendata_rules.catalogue.check import check

from ..helpers import taian
from .measured import HERE, SETS, counts, judged, table

GUIDE = Path(__file__).parents[3] / "docs" / "catalogue.md"
#: Datasets, and those that are asked about.
CATALOGUES = {
    "sichuan_neijiang.json": ("内江", 6322, 489),
    "ningxia_ningxia.json": ("宁夏", 1987, 44),
    "sichuan_deyang.json": ("德阳", 1946, 42),
    "anhui_chuzhou.json": ("滁州", 850, 13),
    "anhui_wuhu.json": ("芜湖", 531, 2),
    "anhui_huaibei.json": ("淮北", 375, 2),
    "anhui_hefei.json": ("合肥", 321, 15),
    "shandong_sample.csv": ("山东（样本）", 56, 0),
}
#: Right, false alarms, missed.
REACHED = {
    "labelled": {"名称": (286, 0, 0), "数据项": (24, 0, 0), "号码": (21, 0, 0)},
    "held_out": {"名称": (112, 0, 4), "数据项": (33, 0, 0), "号码": (23, 0, 0)},
}


@pytest.mark.parametrize("name", SETS)
def test_what_is_reached_is_held(name: str) -> None:
    found = {part: (count["right"], count["false_alarm"], count["missed"]) for part, count in counts(name).items()}
    assert found == REACHED[name], [one for one in judged(name) if one.kind in ("false_alarm", "missed")]


def test_the_sets_are_large_and_share_nothing() -> None:
    texts = {name: [one.text for one in judged(name)] for name in SETS}
    assert sum(map(len, texts.values())) >= 600
    for found in texts.values():
        assert len(found) == len(set(found))
    assert not set(texts["labelled"]) & set(texts["held_out"])


def test_none_is_copied_from_a_real_catalogue_without_need(shared: Path) -> None:
    """Names in the style of catalogues, not theirs; those that stand in the findings and in older tests are theirs."""
    real = "".join(path.read_text(encoding="utf-8") for path in (shared / "catalogs").glob("*.json"))
    for name in SETS:
        entries = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
        long = [title for group in entries["names"] for title in group["names"] if len(title) > 12]
        copied = [title for title in long if f'"{title}"' in real]
        assert len(copied) <= 12, copied


@pytest.mark.one_interpreter
@pytest.mark.parametrize("name", CATALOGUES)
def test_the_counts_on_real_catalogues_are_held(shared: Path, name: str) -> None:
    _, total, suspected = CATALOGUES[name]
    report = check(taian(), shared / "catalogs" / name)
    assert (report.total, report.suspected) == (total, suspected)


def test_the_guide_has_the_figures() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert table() in guide
    for place, total, suspected in CATALOGUES.values():
        assert f"| {place} | {total} | {suspected} |" in guide
