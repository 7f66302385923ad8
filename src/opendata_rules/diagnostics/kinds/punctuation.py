"""Marks and blanks of the text, before it is YAML: what Chinese input methods put where structure is meant."""

from __future__ import annotations

from ..kind import Kind, Stage

STAGE = Stage("punctuation", "检查标点")

KINDS = (
    Kind(
        "full_width_punctuation",
        STAGE,
        "全角标点",
        "这里的 {found} 是全角标点",
        "请换成半角的 {wanted}；如果是文字的一部分，请给整段文字加引号。",
        "中文输入法打出的标点在 YAML 中没有作用：用全角冒号写的文件，读起来只是一串文字。引号里的文字和注释不受影响。",
    ),
    Kind(
        "ideographic_space",
        STAGE,
        "全角空格",
        "这里有全角空格或者不换行空格",
        "请换成半角空格，或者删去。",
        "全角空格不能用来缩进，也不能分开键和值；在行末的看不见，却会成为文字的一部分。",
    ),
    Kind(
        "tab_indentation",
        STAGE,
        "用 Tab 缩进",
        "缩进用了 Tab",
        "请换成空格。",
        "YAML 不允许用 Tab 缩进。",
    ),
    Kind(
        "missing_space",
        STAGE,
        "少了空格",
        "“{word}”后面没有空格",
        "请在“{word}”后面加一个空格。",
        "没有空格，冒号和短横线就不起作用，整行成了一段文字。",
    ),
    Kind(
        "unclosed",
        STAGE,
        "引号或者括号没有成对",
        "这里的 {found} 后面没有与它成对的 {wanted}",
        "请补上 {wanted}；括号里的内容写在几行上的，要比这一行缩进得多。",
        "少了右引号或者右括号，后面的内容会被当成它的一部分。",
    ),
    Kind(
        "too_deep",
        STAGE,
        "嵌套过深",
        "嵌套超过 {limit} 层",
        "规则不需要这么深；请检查括号和缩进。",
        "嵌套过深的文件可能是损坏的，也可能是故意的。",
    ),
)
