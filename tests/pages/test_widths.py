"""Nothing lies beyond the edge of a page, however narrow; what scrolls can be reached by keyboard."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Seen

pytestmark = pytest.mark.one_interpreter


def looks(seen: Seen) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{name} {width} {state}", one[state])
        for name, page in seen.items()
        for width, one in page["widths"].items()
        for state in ("folded", "unfolded")
    ]


@pytest.mark.parametrize("what", ["outside", "cut", "pictures"])
def test_nothing_lies_beyond_the_edge(seen: Seen, what: str) -> None:
    assert {place: look[what] for place, look in looks(seen) if look[what] or look["beyond"] > 0} == {}


def test_what_scrolls_takes_the_focus_and_has_a_name(seen: Seen) -> None:
    for place, look in looks(seen):
        for box in look["scrolling"]:
            assert (box["role"], box["tabindex"], bool(box["name"])) == ("region", "0", True), (place, box)


def test_the_line_of_the_day_runs_through_no_label(seen: Seen) -> None:
    assert {place: look["crossing"] for place, look in looks(seen) if look["crossing"]} == {}


def test_no_page_shows_markup_as_text(seen: Seen) -> None:
    for place, look in looks(seen):
        if "hostile" not in place:
            assert "</" not in look["text"], place


def test_a_comparison_begins_with_who_is_stricter_and_is_folded(seen: Seen) -> None:
    desk, phone = (seen["comparison"]["widths"][width]["folded"] for width in ("1280", "390"))
    # It was 60,000 and 260,000 pixels high.
    assert desk["height"] < 6000
    assert phone["height"] < 12000
    text = desk["text"]
    assert text.index("青岛、济宁比滕州严") < text.index("泰安 与 滕州")
    assert text.index("泰安 与 滕州") < text.index("哪些数据不予开放")


def test_a_short_comparison_is_open(seen: Seen) -> None:
    assert "第十二条第（四）项" in seen["comparison_two"]["widths"]["390"]["folded"]["text"]


def test_the_most_urgent_comes_first(seen: Seen) -> None:
    text = seen["monitor"]["widths"]["390"]["folded"]["text"]
    assert "逾期未办 1 件，今天到期 1 件，不得为而为 2 处" in text
