"""What a click mends; each fix was tried before it is offered."""

from __future__ import annotations

import pytest

from opendata_rules.authoring.language_server.checking import problems_of_buffer
from opendata_rules.authoring.language_server.fixing import Fix, fixes
from opendata_rules.authoring.language_server.texts import applied

from .conftest import TAIAN, Bench

# Nothing in it differs between interpreters, and it takes long.
pytestmark = pytest.mark.one_interpreter


def offered(bench: Bench, file: str, old: str, new: str) -> tuple[list[Fix], str, str]:
    """The fixes, the text without the slip, and that with it."""
    name = f"{TAIAN}/{file}.yaml"
    good = (bench.root / name).read_text(encoding="utf-8")
    assert old in good
    buffer = bench.open(name, good.replace(old, new, 1))
    problems = problems_of_buffer(buffer.path, bench.desk.unsaved())
    assert problems
    return list(fixes(bench.desk, buffer, problems)), good, buffer.text


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules", "效力: 应当", "效力：应当"),
        ("rules", "效力: 应当", "效力： 应当"),
        ("rules", "效力: 应当", "效力:应当"),
        ("rules", "效力: 应当", "效力:\u3000应当"),
        ("rules", "{法定不予开放: 是}", "{法定不予开放: 是｝"),
        ("rules", "[法律, 法规, 不得开放]", "[法律，法规, 不得开放]"),
        ("rules", "[法律, 法规, 不得开放]", "【法律, 法规, 不得开放]"),
        ("rules", '条文: "12(一)"', '条文: “12(一)"'),
        ("rules", "      要旨: 国家", "\t\t\t要旨: 国家"),
        ("rules", "- 编号: taian-12-2", "－ 编号: taian-12-2"),
        ("rules", "{法定不予开放: 是}", "{法定不予开房: 是}"),
        ("rules", "结论: 不予开放", "结论: 不予公开"),
        ("rules", "锚词:", "描词:"),
        ("rules", '条文: "12(一)"', '条文: "12（一）"'),
        ("rules", '条文: "12(一)"', '条文: "第十二条第（一）项"'),
        ("rules", "第三方意见: 同意}", "第三方意见: 同义}"),
        ("duties", "事项: 适用范围", "事项: 试用范围"),
        ("deadlines", "步骤: update.refresh", "步骤: update.refersh"),
        ("duty_cases", "结论: 符合", "结论: 符和"),
        ("instrument", "收录: 已收录", "收录: 己收录"),
    ],
)
def test_slips_are_mended(bench: Bench, file: str, old: str, new: str) -> None:
    found, good, bad = offered(bench, file, old, new)
    assert good in [applied(bad, [fix.edit]) for fix in found], [fix.title for fix in found]


def test_no_fix_leaves_what_it_mends(bench: Bench) -> None:
    found, _, bad = offered(bench, "rules", "结论: 不予开放", "结论: 开放")
    for fix in found:
        buffer = bench.open(f"{TAIAN}/rules.yaml", applied(bad, [fix.edit]))
        assert not problems_of_buffer(buffer.path, bench.desk.unsaved())


def test_what_was_said_of_another_text_is_not_mended(bench: Bench) -> None:
    found, _, _ = offered(bench, "rules", "效力: 应当", "效力：应当")
    buffer = bench.open(f"{TAIAN}/rules.yaml")
    assert list(fixes(bench.desk, buffer, [one.problem for one in found])) == []
