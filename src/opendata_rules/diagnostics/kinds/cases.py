"""Cases: what the rules come to, against what legal staff expect."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("cases", "运行用例")

KINDS = (
    Kind(
        "case_failed",
        STAGE,
        "用例不符",
        "用例“{name}”与预期不同：{got}",
        "请对照条文，看是规则错了还是预期错了。",
        "运行结果与用例写的预期不一样。",
    ),
    Kind(
        "no_case_for_rule",
        STAGE,
        "规则没有用例",
        "规则“{id}”没有一个用例用到它",
        "请在用例文件（cases.yaml、duty_cases.yaml）中加一个它成立的例子。",
        "没有用例的规则，改坏了也不会被发现。",
        Severity.WARNING,
    ),
)
