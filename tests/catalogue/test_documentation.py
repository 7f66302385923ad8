"""The guide and the examples say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from opendata_rules.catalogue.check import check
from opendata_rules.catalogue.columns import labels
from opendata_rules.catalogue.judged import KINDS
from opendata_rules.catalogue.profile_file import read_profile
from opendata_rules.catalogue.reports.page import OPEN_LIMIT
from opendata_rules.catalogue.results import UPDATES, VERDICTS
from opendata_rules.catalogue.waivers import kind_and_provision, waivers_of
from opendata_rules.reading.document import read_bytes

from ..laws import ROOT
from .helpers import taian, write

GUIDE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples"


def test_the_profile_of_the_guide_can_be_read(tmp_path: Path) -> None:
    text, _ = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    profile = read_profile(write(tmp_path, text, "平台.yaml"))
    assert profile.sheets == ("目录", "补充目录")
    assert len(profile.columns) == 6


def test_the_waivers_of_the_guide_are_read_and_what_they_waive_is_there() -> None:
    _, text = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    [waiver] = waivers_of(read_bytes(text.encode(), "豁免.yaml", lists=True))
    report = check(taian(), EXAMPLES / "taian_catalogue.csv")
    found = {finding.id for row in report.rows for finding in row.findings}
    assert kind_and_provision(waiver.finding) == ("overdue", "taian-18-term")
    assert f"{waiver.dataset}:overdue:taian-18-term" in found
    assert f"`{waiver.dataset}:overdue:taian-18-term`" in GUIDE
    for kind, (term, _, error) in KINDS.items():
        assert re.search(rf"\| {term} \| `{kind}` \|.*\| {'错误' if error else '只是提问'} \|", GUIDE)


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
