"""Cases: whether they say what they must come to, and whether the rules come to it."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("cases", "核对用例")

KINDS = (
    Kind(
        "nothing_expected",
        STAGE,
        "用例没有写结果",
        "这个用例没有写应当得到的结果",
        "至少写一项：{allowed}。",
        "没有写结果的用例，什么也不检验。差一点的可以不写：不写就是与基准相同。",
    ),
    Kind(
        "nothing_changed",
        STAGE,
        "差一点没有改动",
        "这里没有改动任何事实，与基准问的是同一件事",
        "请在“改”中写改动的事实，或者改写日期、起算日等；改成的值要与基准不同。",
        "差一点的情形要与基准不同。改成的值与基准相同、把没写的事实改为未知，都是没有改动。",
    ),
    Kind(
        "unknown_rule",
        STAGE,
        "没有这条规则",
        "没有编号为“{id}”的{what}",
        "请对照规则文件中的编号。",
        "用例的“因”“各条”“各条缺少”写职责的编号，“要件”写变更要件的编号，周期用例的“各到期日”写周期职责的编号；"
        "写的编号在全部规则中都找不到。",
    ),
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
    Kind(
        "mutation_not_run",
        STAGE,
        "用例够不够没有检验",
        "规则包“{id}”的规则或者用例改动以后，还没有逐处检验用例够不够",
        "请运行 opendata-rules test {id} --mutate --rules .，把缺的用例补上。",
        "逐处改动规则（去掉一个条件、长度加一、效力改变等），每一处都应当有用例不符；没有用例不符的，改错了也不会被发现。"
        "检验干净以后，程序在规则文件夹中写入 mutation.yaml；只改注释、空格、用例的情形，不用再检验。",
        Severity.WARNING,
    ),
)
