"""The words that a pack brings: its facts and procedures, whose names nobody else has."""

from __future__ import annotations

from ..kind import Kind, Stage

STAGE = Stage("words", "核对本地的事实和程序")

KINDS = (
    Kind(
        "no_prefix",
        STAGE,
        "编号没有前缀",
        "编号“{id}”没有以 {prefix}__ 开头",
        "写成 {prefix}__ 加英文小写字母、数字和下划线，例如 {prefix}__reviewed。",
        "本地带来的编号都以 facts.yaml 中的前缀和两个下划线开头，这样两个文件的编号不会相同。",
    ),
    Kind(
        "prefix_taken",
        STAGE,
        "前缀已经用过",
        "前缀“{prefix}”已经由 {other} 使用",
        "请换一个前缀，并改正以它开头的编号。",
        "一个前缀只属于一个文件；两个文件用同一个前缀，编号就可能相同。",
    ),
    Kind(
        "name_taken",
        STAGE,
        "名称或者编号已经用过",
        "“{name}”已经是{other}的{what}",
        "请换一个{what}；意思相同的，直接用已有的。",
        "事实、取值、程序、步骤和事件可以用中文名，两个不能同名，编号也不能相同，否则说的是哪一个全凭运气。",
    ),
    Kind(
        "values_mismatch",
        STAGE,
        "类型与取值不配套",
        "类型“{type}”与“取值”不配套",
        "选项类、多选类事实要写“取值”，其他类型不写。",
        "选项和多选要列出可以选的值；是非、日期、整数、文本没有可以列的值。",
    ),
    Kind(
        "unknown_event",
        STAGE,
        "没有这个事件",
        "没有名为“{event}”的事件，前面也没有这个步骤",
        "可以写：{allowed}。",
        "起算事件是一个事件，或者同一程序中写在它前面的步骤；词汇表没有的事件，写在“本地事件”中。",
    ),
    Kind(
        "unknown_procedure",
        STAGE,
        "没有这个程序",
        "没有名为“{name}”的程序",
        "可以写：{allowed}。",
        "补充步骤补在词汇表已有的程序之后；新的程序写在“本地程序”中。",
    ),
    Kind(
        "bad_name_pattern",
        STAGE,
        "名称式样看不懂",
        "名称式样的第 {position} 个字：{reason}",
        "直接写名称里的字；两种说法写成 (甲|乙)，中间隔几个字写“…”，结尾写 $。",
        "名称来自外面，式样只能用不会失控的几种写法，这样多长的名称都很快看完。",
    ),
    Kind(
        "nothing_suspected",
        STAGE,
        "没有写任何名称",
        "“{id}”没有写任何名称",
        "写数据项、并列或者名称式样中的一种。",
        "一条可疑名称要说明哪些名称可疑。",
    ),
    Kind(
        "not_yes_or_no",
        STAGE,
        "不是是非类事实",
        "“{fact}”不是是非类事实",
        "请写一个用“是”“否”回答的事实，例如 涉及个人隐私。",
        "可疑的名称只提出一个用“是”“否”回答的问题。",
    ),
)
