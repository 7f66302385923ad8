"""The guide and the examples say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.columns import labels
from opendata_rules.catalogue.profile_file import read_profile
from opendata_rules.catalogue.reports.page import OPEN_LIMIT
from opendata_rules.catalogue.results import UPDATES, VERDICTS

from ..laws import ROOT
from .helpers import taian, write

GUIDE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples"


def test_the_profile_of_the_guide_can_be_read(tmp_path: Path) -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    profile = read_profile(write(tmp_path, text, "平台.yaml"))
    assert profile.sheets == ("目录", "补充目录")
    assert len(profile.columns) == 6


def test_the_guide_names_every_verdict_and_every_meaning() -> None:
    for name, _ in (*VERDICTS.values(), *UPDATES.values()):
        assert f"| {name} |" in GUIDE
    for label in labels():
        assert label in GUIDE
    assert f"超过 {OPEN_LIMIT} 个" in GUIDE


def test_the_example_with_a_profile_works() -> None:
    report = check(taian(), EXAMPLES / "platform_catalogue.csv", profile=EXAMPLES / "platform_profile.yaml")
    assert [row.declared for row in report.rows] == ["open", "open", "conditional", None]
    assert [row.update for row in report.rows] == ["current", "current", "current", "human_review"]
    assert report.unused == ()


def test_the_example_shows_every_result_that_matters() -> None:
    report = check(taian(), EXAMPLES / "taian_catalogue.csv")
    assert report.counts["invalid"] == 4
    for name in ("not_recognised", "undetermined", "valid"):
        assert report.counts[name] > 0
    assert report.overdue == 2
    assert report.suspected == 1
