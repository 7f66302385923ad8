"""Where the packs are that come with the package."""

from __future__ import annotations

from pathlib import Path

RULES, PLACES, CALENDAR = "rules", "jurisdictions", "calendar"


def shipped() -> Path:
    """The folder of the packs that come with the package: inside the wheel, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent.parent
