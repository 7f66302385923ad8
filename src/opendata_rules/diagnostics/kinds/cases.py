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
        "没有写结果的用例，什么也不检验；只写空的花括号（{}），或者只写“没有提示: []”，等于没有写。"
        "差一点的可以不写：不写就是与基准相同。",
    ),
    Kind(
        "expectation_to_write",
        STAGE,
        "还没有写预期",
        "还没有写预期",
        "请对照条文写出应当的结果，代替“待写”；不要照抄程序的结果。",
        "opendata-rules test --suggest 写出的用例，预期要由人写：“待写”的地方没有写完以前，这个文件的用例不运行。",
    ),
    Kind(
        "case_to_confirm",
        STAGE,
        "用例的结果还没有核对",
        "这个用例的结果是程序写出的，还没有人核对",
        "请对照条文核对结果，改好了再删去“# 待核对”这一行。",
        "opendata-rules test 的 --add-cases、--state-differences 写出的结果是按现在的规则算出来的，"
        "规则写错了，它也是错的；核对以前，检查时一直提醒。",
        Severity.WARNING,
    ),
    Kind(
        "duplicate_case",
        STAGE,
        "用例同名",
        "有两个用例都叫“{name}”，前一个在第 {first} 行",
        "请改写“情形”，或者删去重复的一个。",
        "同一个文件的各个基准，情形不能相同；同一个基准的差一点，不能改动相同、情形又相同。"
        "不符的时候，凭名称才知道说的是哪一个。",
        Severity.WARNING,
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
        "用例的“因”“各条”“各条缺少”写职责的编号，“要件”写变更要件的编号，周期用例的“各到期日”写周期职责的编号，"
        "“各条内容”“排除申报”“暂缓”“人工判断”“违反”写规则的编号；"
        "写的编号在全部规则中都找不到。",
    ),
    Kind(
        "case_failed",
        STAGE,
        "用例不符",
        "用例“{name}”与预期不同：{got}。{rules}",
        "请对照条文，看是规则错了还是预期错了。",
        "运行结果与用例写的预期不一样。括号里是这条规则所在的文件和行。",
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
        "请运行 opendata-rules test --mutate --rules .，把缺的用例补上。",
        "逐处改动规则（去掉一个条件、长度加一、效力改变等），每一处都应当有用例不符；没有用例不符的，改错了也不会被发现。"
        "检验干净以后，程序在规则文件夹中写入 mutation.yaml；只改注释、空格、用例的情形，不用再检验。",
        Severity.WARNING,
    ),
)
