"""Packs against the printed text of the law, where it is at hand."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("texts", "对照条文")

KINDS = (
    Kind(
        "passage_missing",
        STAGE,
        "条文中没有这一条款项",
        "条文中没有 {ref}",
        "请对照条文核对条款项。",
        "核对条文时，引用的条款项在正文中找不到。",
    ),
    Kind(
        "anchor_missing",
        STAGE,
        "锚词不在条文中",
        "锚词“{anchor}”不在 {ref} 中",
        "请对照条文核对条款项和锚词。",
        "锚词是所引条款中必须出现的词；找不到，说明引错了条款，或者条文已经修订。",
    ),
    Kind(
        "fingerprint_mismatch",
        STAGE,
        "条文已经变化",
        "第 {ref} 条的指纹与条文不符",
        "请对照新的条文检查相关规则。",
        "条文与登记时不同，可能是修订，也可能是文本损坏。",
    ),
    Kind(
        "article_not_in_table",
        STAGE,
        "正文的条文没有登记",
        "正文有第 {refs} 条，条文表中没有",
        "请在 articles.yaml 中补上，先写状态: 待处理。",
        "正文的每一条、每一个附件，条文表中都要有一行，否则没有人知道它有没有规则。",
    ),
    Kind(
        "paragraph_of_one",
        STAGE,
        "只有一款的条不写款",
        "第 {article} 条只有一款，引用写成了 {written}",
        "请写成 {right}。",
        "只有一款的条，引用时不写款；写了的，引用会印成“第一款”。",
    ),
    Kind(
        "not_in_text",
        STAGE,
        "与正文不符",
        "正文中没有“{value}”这个{word}",
        "请对照正文核对；正文中写的是别的，照正文改正。",
        "标题、文号、制定机关写在每一处引用里，要与正文一字不差。",
    ),
    Kind(
        "date_not_in_text",
        STAGE,
        "日期与正文不符",
        "{word}写的是 {value}，正文写的是 {printed}",
        "请照正文改正；施行日期写错一天，许多用例都会不符。",
        "正文写明“自某年某月某日起施行”“有效期至某年某月某日”的，逐一核对。",
    ),
    Kind(
        "text_not_found",
        STAGE,
        "没有核对正文",
        "条文文件夹里没有 {name}，这个文件的锚词和指纹都没有核对",
        "请把正文放进去，文件名一字不差。",
        "正文的文件名是 <文件编号>.txt；改了名的，不会核对，也就不会发现条文的修订。",
        Severity.WARNING,
    ),
    Kind(
        "referral_missing",
        STAGE,
        "条文有转致，规则没有",
        "第 {ref} 条写明涉及国家秘密的按其他法律办理，却没有一条“转致”依据它",
        "请在 rules.yaml 的“转致”中补上。",
        "条文写明按照保密法律、法规执行的，要写成转致。",
        Severity.WARNING,
    ),
)
