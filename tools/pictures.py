"""Make the pictures of the documentation: what readers will see, in Chromium, from the examples of the checkout.

python tools/pictures.py [FOLDER]

They are kept in the repository, since not everybody who makes the site has a browser with Chinese letters.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from opendata_rules.cli import run

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


def make(name: str, picture: Picture, folder: Path) -> Path:
    """Make a picture.

    Args:
        name: its name.
        picture: what it shows.
        folder: where it goes.

    Raises:
        RuntimeError: there is no browser, or the page is not there.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise RuntimeError("Chromium is needed. On Debian: apt install chromium fonts-noto-cjk")
    target = folder / f"{name}.png"
    with tempfile.TemporaryDirectory() as temporary:
        page, store = Path(temporary) / "page.html", Path(temporary) / "cases.sqlite"
        for command in picture.commands:
            words = command.replace("PAGE", str(page)).replace("STORE", str(store)).split()
            if run(words) == 2:
                raise RuntimeError(command)
        width, height = picture.size
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"]
        options += [f"--user-data-dir={temporary}/profile", f"--window-size={width},{height}"]
        subprocess.run(
            [browser, *options, f"--screenshot={target}", page.as_uri()], check=True, capture_output=True, timeout=120
        )
    return target


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    where.mkdir(parents=True, exist_ok=True)
    for one, shown in PAGES.items():
        print(make(one, shown, where), file=sys.stderr)
