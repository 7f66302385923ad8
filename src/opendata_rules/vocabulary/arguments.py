"""What may be written where an argument is one of a closed set of words: its ids, its members, its Chinese terms.

A type checker refuses every other word, and so does the call. A word that comes from a form or a file is text to a
checker; ``Attribute("有条件开放")`` and its like make a member of any of its names, or raise ``ValueError``.
"""

from __future__ import annotations

from typing import Literal, TypeVar

from .terms import Attribute, Choice, ComparisonTopic, ReceiptPolicy, Scheme, Unlisted

#: Names of the opening attributes.
OpeningAttributeName = (
    Attribute | Literal["closed", "conditional", "open"] | Literal["不予开放", "有条件开放", "无条件开放"]
)
#: Names of the sharing attributes.
SharingAttributeName = (
    Attribute | Literal["closed", "conditional", "open"] | Literal["不予共享", "有条件共享", "无条件共享"]
)
#: Names of the attributes of either scheme.
AttributeName = OpeningAttributeName | SharingAttributeName
#: Names of the schemes of classification.
SchemeName = Scheme | Literal["opening", "sharing"] | Literal["开放", "共享", "开放属性", "共享属性"]
#: How bool facts that are not listed are read.
UnlistedName = Unlisted | Literal["unknown", "false"] | Literal["未知", "否"]
#: How a trigger on a rest day is dated.
ReceiptPolicyName = ReceiptPolicy | Literal["receipt_instant", "next_working_day"] | Literal["当日", "下一个工作日"]
#: What of two laws is compared.
ComparisonTopicName = (
    ComparisonTopic
    | Literal["classification", "sharing_classification", "change", "procedures", "duties"]
    | Literal["开放属性判定", "共享属性判定", "开放属性变更", "期限", "职责"]
)
#: Languages of explanations: Chinese or English.
Lang = Literal["zh", "en"]

C = TypeVar("C", bound=Choice)


def chosen(kind: type[C], name: object) -> C | None:
    """The member of that id or Chinese term; ``None`` where there is none."""
    if not isinstance(name, str):
        return None
    try:
        return kind(name)
    except ValueError:
        return None
