"""The text as YAML: one plain tree of mappings, lists and text, nothing cleverer."""

from __future__ import annotations

from ..kind import Kind, Stage

STAGE = Stage("yaml", "解析 YAML")

KINDS = (
    Kind(
        "too_many_nodes",
        STAGE,
        "内容过多",
        "一个文件超过 {limit} 项",
        "请拆分文件。",
        "一个法律文件的规则不会有这么多项。",
    ),
    Kind(
        "yaml_syntax",
        STAGE,
        "YAML 写法有误",
        "{problem}",
        "请检查这一行和上一行的缩进、冒号、括号和引号。",
        "缩进没有对齐、括号或者引号没有成对、冒号位置不对，都会这样。",
    ),
    Kind(
        "duplicate_key",
        STAGE,
        "同一个键写了两次",
        "“{name}”在第 {first} 行已经写过",
        "请删去一个，或者合并。",
        "同一层里一个键只能写一次，否则前一个会被悄悄盖掉。",
    ),
    Kind(
        "anchor_or_alias",
        STAGE,
        "用了锚或者别名",
        "不能用 YAML 的锚（&）和别名（*）：{name}",
        "请把内容写出来。",
        "锚和别名使一处改动影响多处，规则文件不用。",
    ),
    Kind(
        "yaml_tag",
        STAGE,
        "用了标签",
        "不能用 YAML 的标签：{tag}",
        "请删去以 ! 开头的部分。",
        "标签会让程序把文字当成别的东西。",
    ),
    Kind(
        "several_documents",
        STAGE,
        "一个文件里有几个文档",
        "这里开始了第二个文档",
        "请删去 ---，或者拆成几个文件。",
        "一个文件只写一个文档。",
    ),
    Kind(
        "empty_file",
        STAGE,
        "空文件",
        "文件里没有内容",
        "请写内容，或者删去文件。",
        "文件是空的，或者只有注释。",
    ),
    Kind(
        "not_a_mapping",
        STAGE,
        "不是“键: 值”",
        "文件的最外层应当是“键: 值”，这里是{found}",
        "请从“键: 值”写起。",
        "最外层是一个列表或者一段文字。常见原因是全角冒号，或者冒号后面没有空格。",
    ),
    Kind(
        "complex_key",
        STAGE,
        "键不是文字",
        "键应当是一个词，这里是{found}",
        "请写成“键: 值”。",
        "方括号、花括号不能作键。",
    ),
    Kind(
        "merge_key",
        STAGE,
        "用了合并键",
        "不能用合并键 <<",
        "请把内容写出来。",
        "合并键会悄悄带进别处的内容。",
    ),
)
