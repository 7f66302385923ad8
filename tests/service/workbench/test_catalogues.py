"""The room of catalogues: from a file that is dropped to the file that is taken back."""

from __future__ import annotations

import pytest

from .conftest import Desk, looked_at

pytestmark = pytest.mark.one_interpreter


def test_the_example_from_the_first_page_to_the_file_taken_back(desk: Desk) -> None:
    page = desk.page
    desk.open("/catalogues")
    looked_at(desk, "catalogues")
    page.click("text=用示例目录试一试")
    page.wait_for_selector(".sets")
    looked_at(desk, "catalogues-table")
    page.click(".sets >> text=网约车驾驶员基本信息")
    page.wait_for_selector("#questions")
    looked_at(desk, "catalogues-dataset")
