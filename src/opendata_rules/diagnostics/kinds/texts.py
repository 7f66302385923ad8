"""Packs against the printed text of the law, where it is at hand."""

from __future__ import annotations

from ..kind import Kind, Stage

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
)
