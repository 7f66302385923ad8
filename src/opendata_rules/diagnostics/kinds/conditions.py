"""Conditions: that the facts, values and steps they name exist, and that they are put together rightly."""

from __future__ import annotations

from ..kind import Kind, Stage

STAGE = Stage("conditions", "核对条件")

KINDS = (
    Kind(
        "unknown_fact",
        STAGE,
        "没有这个事实",
        "没有名为“{name}”的事实",
        "用 opendata-rules facts --all 查看事实名称；组合条件用：全部满足、任一满足、都不满足。",
        "条件里的名称必须是事实词表中的中文名（或者编号），或者组合条件的关键词。",
    ),
    Kind(
        "unknown_value",
        STAGE,
        "没有这个值",
        "“{fact}”没有“{value}”这个值",
        "请写该事实可选的值。",
        "是非类事实写“是”或者“否”；选项类事实写列出的词。",
    ),
    Kind(
        "wrong_fact_type",
        STAGE,
        "这类事实不能用在这里",
        "“{fact}”不能用在这里，这里要用{expected}",
        "请换一个事实。",
        "判定条件只能用是非类、选项类事实；日期只能用在变更要件的“早于”里。",
    ),
    Kind(
        "condition_shape",
        STAGE,
        "条件写法不对",
        "一个条件里应当只有一个事实或者一个关键词，这里有 {found} 个",
        "几个条件请用“全部满足:”或者“任一满足:”列出，每行一个。",
        "为避免“并且”“或者”混淆，一个花括号只写一个事实。“早于”写两个日期事实，可以再加一个同义的是非事实。",
    ),
    Kind(
        "empty_condition",
        STAGE,
        "条件是空的",
        "这里没有写条件",
        "请至少写一个条件。",
        "空的“全部满足”永远成立，会误开放数据，因此不允许。",
    ),
    Kind(
        "too_many_combinations",
        STAGE,
        "条件的组合太多",
        "加上“{what}”以后，条件的组合太多，{limit}步还算不完",
        "请减少列出的条件，例如把总是一起出现的几个事实合并为一个。",
        "判定要把各条依据的条件组合起来。组合算到一半停下来，结果就靠不住，所以算不完的规则不能用。",
    ),
    Kind(
        "comparison_shape",
        STAGE,
        "比较的写法不对",
        "这里的写法不对，应当写成 {words}",
        "多选类事实写“包含”或者“不含”，整数类事实写“不少于”，期限写“步骤”“起算”和“完成”。",
        "多选、整数、日期类事实不能直接写“事实: 值”，要写明怎样比较。",
    ),
    Kind(
        "unknown_step",
        STAGE,
        "没有这个步骤",
        "没有“{step}”这个步骤",
        "步骤写成“程序.步骤”，例如 objection.feedback。",
        "程序和步骤是固定的，用 opendata-rules schedule --help 查看。",
    ),
)
