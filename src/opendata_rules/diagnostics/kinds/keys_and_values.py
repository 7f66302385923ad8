"""Keys and values against the models: what must be written, what may, and in which form."""

from __future__ import annotations

from ..kind import Kind, Stage

STAGE = Stage("keys_and_values", "检查内容")

KINDS = (
    Kind(
        "unknown_key",
        STAGE,
        "不认识的键",
        "这里没有“{word}”这个键",
        "可以写：{allowed}。",
        "键写错了，或者写错了地方。",
    ),
    Kind(
        "missing_key",
        STAGE,
        "缺少必须写的键",
        "缺少“{word}”",
        "请补上：{about}。",
        "这一项必须写。",
    ),
    Kind(
        "wrong_type",
        STAGE,
        "内容的形式不对",
        "这里应当是{expected}，写的是{found}",
        "{example}",
        "该写文字的地方写了列表，或者反过来。",
    ),
    Kind(
        "bad_choice",
        STAGE,
        "不在可选的范围内",
        "没有“{value}”这一选项",
        "可以写：{allowed}。",
        "只能写列出的词，一个字也不能差。",
    ),
    Kind(
        "bad_date",
        STAGE,
        "日期不对",
        "“{value}”不是存在的日期，或者写法不对",
        "日期写成 2026-03-10。",
        "年月日之间用半角短横线，月和日写两位。",
    ),
    Kind(
        "bad_boolean",
        STAGE,
        "应当写“是”或者“否”",
        "这里只能写“是”或者“否”，写的是“{value}”",
        "请写：是、否。",
        "不写 yes、true、1。",
    ),
    Kind(
        "bad_format",
        STAGE,
        "格式不对",
        "“{value}”的格式不对",
        "{about}",
        "规则编号用英文小写字母、数字和短横线；行政区划代码是六位数字；指纹是 64 位十六进制数。",
    ),
    Kind(
        "empty_text",
        STAGE,
        "没有写内容",
        "这里不能空着",
        "请写内容，或者删去这一行。",
        "冒号后面没有内容。",
    ),
    Kind(
        "empty_list",
        STAGE,
        "列表太短",
        "这里至少写 {least} 项",
        "请补上。",
        "列表是空的，或者项数不够。",
    ),
    Kind(
        "bad_value",
        STAGE,
        "内容不对",
        "这里的内容不对：{value}",
        "请对照规则编写指南检查。",
        "内容与要求不符。",
    ),
)
