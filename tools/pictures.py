"""Make the pictures of the documentation: what readers will see, in Chromium, from the examples of the checkout.

python tools/pictures.py [FOLDER]

Those of the workbench come from a service that is started for it; its parts from ``parts.html.j2`` beside this file.
They are kept in the repository, since not everybody who makes the site has a browser with Chinese letters.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import markupsafe
from serving import read, send, served

from opendata_rules.cli import run
from opendata_rules.errors import UnknownJurisdiction
from opendata_rules.library import load
from opendata_rules.service.workbench import assets
from opendata_rules.service.workbench.showing import templates

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Picture:
    """A picture of a page that commands make.

    Attributes:
        commands: what is typed in the checkout; ``PAGE`` stands for the page, ``STORE`` for a store of cases.
        size: width and height in CSS pixels.
    """

    commands: tuple[str, ...]
    size: tuple[int, int]


PAGES = {
    "catalogue-report": Picture(
        ("catalogue examples/taian_catalogue.csv -j 泰安 --on 2026-03-10 -o PAGE",),
        (1100, 860),
    ),
    "comparison": Picture(("compare 泰安@2026-03-10 济宁@2026-03-10 滕州@2026-03-10 -o PAGE",), (1100, 860)),
    "cases": Picture(
        (
            "monitor ingest examples/jining_events.jsonl -j 济宁 --store STORE",
            "monitor export -j 济宁 --on 2026-03-10 --store STORE -o PAGE",
        ),
        (1100, 860),
    ),
}


#: Pages of the workbench, with their sizes; ``EXAMPLE`` stands for the catalogue that is its own example.
SCREENS = {
    "workbench": ("/", (1100, 640)),
    "workbench-judge": ("/judge?place=taian&on=2026-03-10&f.state_secret=false&f.personal_privacy=true", (1100, 1240)),
    "workbench-catalogue": ("EXAMPLE", (1280, 1240)),
    "workbench-cases": ("/cases?place=jining&on=2026-03-10", (1100, 1180)),
    "workbench-audit": ("/audit", (1100, 1000)),
    "workbench-compare": ("/compare?of=taian@2026-03-10&of=tengzhou@2026-03-10", (1100, 1180)),
    "workbench-matrix": ("/compare?on=2026-03-10", (1280, 1240)),
}
#: What is asked before the room of audits is looked at.
QUESTIONS = (
    {"facts": {"涉及个人隐私": True, "第三方意见": "不同意"}, "declared": "open", "department": "市民政局"},
    {"facts": {"涉及个人隐私": False, "国家秘密": False}, "declared": "open", "department": "市交通运输局"},
    {"facts": {"国家秘密": True}, "department": "市水利局"},
    {"facts": {"涉及商业秘密": True, "第三方意见": "同意"}, "declared": "conditional", "department": "市市场监管局"},
)
_SCHEMES = ("light", "dark")
#: Colours of the workbench, with what they mean.
COLOURS = {
    "ink": "文字",
    "soft": "次要的文字",
    "accent": "链接、按钮",
    "note": "提示的底色",
    "closed": "不予开放、违规",
    "conditional": "有条件开放、须人工判断",
    "open": "无条件开放、合规",
    "undetermined": "未定",
    "no-rule": "没有规则、不适用",
    "line": "线",
}


class _Visit:
    """What the parts ask of a visit, where there is none."""

    query: ClassVar[dict[str, str]] = {"place": "taian"}
    english = False

    def flag(self, name: str) -> bool:
        return False


def parts_page(scheme: str) -> str:
    """A page that shows the parts of the workbench."""
    source = (Path(__file__).parent / "parts.html.j2").read_text(encoding="utf-8")
    error = UnknownJurisdiction(
        "没有“太安”这个地方。", english="There is no such place.", nearest=("泰安",), argument="place"
    )
    shown: str = (
        templates()
        .from_string(source)
        .render(
            css=markupsafe.Markup(assets.content("workbench.css").decode()),
            scheme=scheme,
            colours=COLOURS,
            error=error,
            places=load(None).jurisdictions.values(),
            visit=_Visit(),
            t=lambda chinese, english: chinese,
            today="2026-03-10",
        )
    )
    return shown


def make(name: str, picture: Picture, folder: Path) -> Path:
    """Make a picture of a page that commands make.

    Args:
        name: its name.
        picture: what it shows.
        folder: where it goes.

    Raises:
        RuntimeError: there is no browser, or the page is not there.
    """
    target = folder / f"{name}.png"
    with tempfile.TemporaryDirectory() as temporary:
        page, store = Path(temporary) / "page.html", Path(temporary) / "cases.sqlite"
        for command in picture.commands:
            words = command.replace("PAGE", str(page)).replace("STORE", str(store)).split()
            if run(words) == 2:
                raise RuntimeError(command)
        photograph(page.as_uri(), picture.size, target)
    return target


def photograph(address: str, size: tuple[int, int], target: Path) -> None:
    """Take a picture of a page, once all that it loads is there.

    Args:
        address: of the page.
        size: width and height in CSS pixels.
        target: the file.

    Raises:
        RuntimeError: there is no browser.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise RuntimeError("Chromium is needed. On Debian: apt install chromium fonts-noto-cjk")
    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"]
        options += [f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", "--lang=zh-CN"]
        options += ["--virtual-time-budget=20000"] if address.startswith("http") else []
        command = [browser, *options, f"--screenshot={target}", address]
        subprocess.run(command, check=True, capture_output=True, timeout=180)


def make_parts(folder: Path) -> None:
    """Make the pictures of the parts of the workbench, light and dark."""
    for scheme in _SCHEMES:
        with tempfile.TemporaryDirectory() as temporary:
            page = Path(temporary) / "parts.html"
            page.write_text(parts_page(scheme), encoding="utf-8")
            photograph(page.as_uri(), (1100, 1120), folder / f"workbench-parts-{scheme}.png")


def used(address: str) -> str:
    """Have a service answer and keep something of each kind, so that its rooms are not empty; where its example is."""
    events = (ROOT / "examples" / "jining_events.jsonl").read_bytes()
    send(f"{address}/v1/places/jining/monitor/events?on=2026-03-10", events, "application/x-ndjson")
    for number, question in enumerate(QUESTIONS, 1):
        told = {**question, "on": "2026-03-10", "dataset": f"3709-{number:03}"}
        send(f"{address}/v1/places/taian/classify", json.dumps(told).encode(), "application/json")
    return send(f"{address}/catalogues/example", b"", "application/x-www-form-urlencoded").removeprefix(address)


def make_screens(folder: Path) -> None:
    """Make the pictures of the pages of the workbench."""
    with served() as address:
        example = used(address)
        for name, (written, size) in SCREENS.items():
            path = written.replace("EXAMPLE", example)
            for _ in range(12):
                if 'data-hx-trigger="load"' not in read(f"{address}{path}"):
                    break
            photograph(f"{address}{path}", size, folder / f"{name}.png")


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    where.mkdir(parents=True, exist_ok=True)
    for one, shown in PAGES.items():
        print(make(one, shown, where), file=sys.stderr)
    make_parts(where)
    make_screens(where)
