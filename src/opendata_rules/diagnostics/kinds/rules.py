"""What a rule, a term or an instrument says within itself, once its form is right."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("rules", "核对规则")

KINDS = (
    Kind(
        "unknown_act",
        STAGE,
        "没有这个行为",
        "没有“{act}”这个行为",
        "可选：{allowed}。",
        "“先于”只写监测认得的行为；没有列出的，不写“先于”。",
    ),
    Kind(
        "unknown_topic",
        STAGE,
        "没有这个事项",
        "没有名为“{name}”的事项",
        "可以写：{allowed}。",
        "职责按事实词表中的事项归类。",
    ),
    Kind(
        "term_without_length",
        STAGE,
        "期限没有长度",
        "“{step}”的期限没有写清长度",
        "写长度和单位，或者只写固定日期；单位是更新频率的不写长度。",
        "条文没有给数字的，就不是期限，不要补一个数字。",
    ),
    Kind(
        "no_counting_rule",
        STAGE,
        "没有计算规则",
        "单位“{unit}”没有计算规则",
        "请在“计算规则”中写明这种单位怎样计算、依据什么。",
        "期限从哪一天起算、遇休息日怎样处理，是有依据的规则，不能不写。",
    ),
    Kind(
        "extension_not_longer",
        STAGE,
        "延长后并不更长",
        "延长至 {total}，不比原来的 {before} 长",
        "“至”写的是合计的长度，例如原来 5，延长后共 10。",
        "“延长至10个工作日”是合计10个，不是再加10个。",
    ),
    Kind(
        "bad_citation",
        STAGE,
        "条文写法不对",
        "“{ref}”不是条文的写法",
        "写成 12、12(四)、18(3)、18(3)(四)、13之一、25bis、annex3。",
        "阿拉伯数字的括号是款，中文数字的括号是项，括号用半角。",
    ),
    Kind(
        "date_order",
        STAGE,
        "日期先后不对",
        "“{second}”早于“{first}”",
        "请核对两个日期。",
        "成文、施行、失效的日期应当依次排列。",
    ),
    Kind(
        "missing_choices",
        STAGE,
        "“可以”与“可选”不配套",
        "效力为“可以”时要写“可选”，且“结论”是其中最严的；效力为“应当”时不写“可选”",
        "例如：效力: 可以；结论: 有条件开放；可选: [有条件开放, 无条件开放]。",
        "条文写“可以”的，答案是几个可以选择的属性，以最严的为准。",
    ),
    Kind(
        "bad_choice_for_scheme",
        STAGE,
        "开放与共享混用",
        "这里不能写“{value}”",
        "可以写：{scheme}。",
        "开放属性的规则写开放类的词，共享属性的规则写共享类的词。",
    ),
    Kind(
        "question_not_among_readings",
        STAGE,
        "采用的读法没有列出",
        "“{taken}”不在“读法”之中",
        "“采用”要与“读法”中的一个完全相同。",
        "存疑先列出各种读法，再写采用其中哪一个。",
    ),
    Kind(
        "english_not_one_by_one",
        STAGE,
        "英文没有一一对应",
        "“{word}”有 {found} 条，中文有 {wanted} 条",
        "请按中文的次序一条一条写；写不全的，整个不写。",
        "英文与中文按次序对应，少一条就不知道哪一条是哪一条的英文。",
    ),
    Kind(
        "not_english",
        STAGE,
        "英文中有中文",
        "“{text}”不是英文",
        "请写英文，标点用半角；没有英文的，这一行不写。",
        "不写英文的，英文说明中会照录中文并且注明只有中文；写了中文的，也只能这样。",
        Severity.WARNING,
    ),
)
