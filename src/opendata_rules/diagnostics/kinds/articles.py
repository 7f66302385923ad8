"""The table of articles beside itself, the rules and the numbers that rules repeat."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("articles", "核对条文表和规则")

KINDS = (
    Kind(
        "article_row_missing",
        STAGE,
        "条文表缺了一条",
        "第 {ref} 条之前缺第 {missing} 条",
        '请补上，例如 - {{条文: "{row}", 状态: 待处理}}；确实没有这一条的，请核对条号。',
        "由正文登记的条文表，条号是连续的；少了一行，这一条有没有规则、有没有修订，就没有人看了。",
    ),
    Kind(
        "article_count_differs",
        STAGE,
        "条文表的条数不对",
        "“条数”写的是 {count}，条文表登记了 {found} 条",
        "请补上漏掉的一行，或者改正条数；附件也算一条，重号的条算两条。",
        "“条数”写明正文一共多少条，最后几条漏了也看得出来。",
        Severity.WARNING,
    ),
    Kind(
        "fingerprint_missing",
        STAGE,
        "条文没有指纹",
        "第 {ref} 条没有指纹，修订了也看不出来",
        "对照正文复核以后，用 opendata-rules fingerprints 写入：加 --texts 条文文件夹 和 --write。",
        "指纹由条文的文字算出。没有指纹的条，正文怎样改动都不会提示。",
        Severity.WARNING,
    ),
    Kind(
        "fingerprint_twice",
        STAGE,
        "两条的指纹相同",
        "第 {ref} 条的指纹与第 {other} 条的相同",
        "多半是复制了一行，只改了条号；请对照正文，用 opendata-rules fingerprints 重新写入。",
        "两条的文字不会完全相同，指纹也就不会相同。",
    ),
    Kind(
        "encoded_without_rules",
        STAGE,
        "写了已编码，没有规则",
        "第 {ref} 条的状态是“{status}”，却没有一条规则依据它",
        "请检查规则文件（rules.yaml、duties.yaml、deadlines.yaml）是不是缺了、规则是不是删了、条文写没写错；"
        "写在 instrument.yaml 里的（施行日期、有效期），请在“说明”中写明。",
        "已编码、部分编码的条，要有规则引用它；日期写在 instrument.yaml 的，在说明中写出这个文件名。",
    ),
    Kind(
        "rules_not_encoded",
        STAGE,
        "状态与规则对不上",
        "第 {ref} 条的状态是“{status}”，规则 {rules} 却依据它",
        "请把状态改为已编码或者部分编码，或者改正规则的条文。",
        "定义、组织、原则的条不写规则；有规则的，状态写已编码、部分编码，须由人判断的写人工判断。",
    ),
    Kind(
        "partly_without_note",
        STAGE,
        "部分编码没有写明",
        "第 {ref} 条的状态是“{status}”，没有写哪些没有编码",
        "请在“说明”中写明没有编码的是什么、为什么。",
        "部分编码的条，看的人要知道还有什么不在规则里。",
        Severity.WARNING,
    ),
    Kind(
        "number_differs",
        STAGE,
        "前后的数字不一致",
        "规则“{id}”这里写的是 {named}，规则中的数字是 {written}",
        "请对照条文，把两处改成一致。",
        "要旨、英文、锚词中的数字，要与这条规则的长度、单位、至、固定日期、每年、不少于一致；锚词是条文的原话。",
    ),
    Kind(
        "same_rule_twice",
        STAGE,
        "两条规则内容相同",
        "规则“{id}”与“{other}”只有编号和文字不同",
        "请删去一条；确实是两条的，请改正条文、条件。",
        "复制一条规则、只换了编号，改动其中一条就会漏掉另一条。",
        Severity.WARNING,
    ),
    Kind(
        "rule_never_applies",
        STAGE,
        "永远用不到的一条",
        "“{id}”永远用不到：“{other}”写在前面，总是先适用",
        "一个步骤有几条期限的，每一条写明条件，先符合的适用；多余的请删去。一种单位只写一条计算规则。",
        "同一步骤的几条期限，从上到下，先符合条件的一条适用；没有条件的写在最后。",
    ),
    Kind(
        "cases_without_rules",
        STAGE,
        "有用例，没有规则文件",
        "这里有{word}，文件夹里却没有 {name}",
        "请找回这个文件（是不是删了、改了名、移走了？），或者删去这些用例。",
        "规则文件不在了，规则就不起作用，由上级的文件回答；后面许多用例不符，原因多半在这里。",
        Severity.WARNING,
    ),
    Kind(
        "rules_without_cases",
        STAGE,
        "有规则，没有用例文件",
        "有 {rules}，没有 {name}",
        "请找回或者补写这个文件；没有用例，改错了也看不出来。",
        "判定、变更的用例写在 cases.yaml，职责、期限的写在 duty_cases.yaml。",
        Severity.WARNING,
    ),
    Kind(
        "cases_outside_force",
        STAGE,
        "用例大多在施行以前",
        "{all} 个用例中有 {count} 个问的是{word}的日期",
        "请先对照正文核对这个日期；后面许多用例不符，原因多半在这里。",
        "施行日期、有效期写错一个数字，大多数用例就不在有效的日子里，结果都会不同。",
        Severity.WARNING,
    ),
    Kind(
        "no_referral",
        STAGE,
        "没有转致",
        "别的文件都有转致，这个文件没有",
        "请对照条文，看是不是漏了（例如涉及国家秘密的，按保密法律、法规执行）；条文确实没有的，"
        "在 instrument.yaml 的“说明”中写明“没有转致”。",
        "转致写明哪些数据按其他法律办理；漏了一条，结论往往看不出来。",
        Severity.WARNING,
    ),
)
