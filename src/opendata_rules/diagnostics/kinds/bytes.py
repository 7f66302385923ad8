"""The bytes of a file: whether it can be opened at all, and whether it is UTF-8 text that can be seen."""

from __future__ import annotations

from ..kind import Kind, Severity, Stage

STAGE = Stage("bytes", "读取字节")

KINDS = (
    Kind(
        "cannot_read",
        STAGE,
        "读不了文件",
        "读不了这个文件：{reason}",
        "请检查文件是否存在、是否有权读取、是不是文件夹。",
        "文件不存在、没有权限，或者路径其实是一个文件夹。",
    ),
    Kind(
        "too_large",
        STAGE,
        "文件过大",
        "文件有 {size}，超过上限 {limit}",
        "规则文件不会这么大，请确认没有拿错文件。",
        "为避免耗尽内存，过大的文件不打开。",
    ),
    Kind(
        "gbk_encoding",
        STAGE,
        "文件是 GBK 编码",
        "文件是 GBK 编码，不是 UTF-8",
        "请在编辑器中另存为 UTF-8（记事本：另存为，编码选 UTF-8）。",
        "旧版 Windows 程序常用 GBK 保存。规则文件一律用 UTF-8。",
    ),
    Kind(
        "utf16_encoding",
        STAGE,
        "文件是 UTF-16 编码",
        "文件是 UTF-16 编码，不是 UTF-8",
        "请在编辑器中另存为 UTF-8。",
        "记事本中叫“Unicode”的编码就是 UTF-16。",
    ),
    Kind(
        "not_utf8",
        STAGE,
        "不是文本",
        "第 {position} 个字节起不是 UTF-8 文本",
        "请确认这是文本文件，并另存为 UTF-8。",
        "文件既不是 UTF-8，也不是 GBK，可能是图片、压缩包或者已经损坏。",
    ),
    Kind(
        "byte_order_mark",
        STAGE,
        "文件开头有 BOM",
        "文件开头有字节顺序标记（BOM）",
        "可以保留；要去掉，请另存为“UTF-8（无 BOM）”。",
        "不影响使用，只是提醒。",
        Severity.WARNING,
    ),
    Kind(
        "control_character",
        STAGE,
        "有控制字符",
        "有看不见的控制字符 {name}",
        "请删除这个字符。",
        "从别处复制时可能带进看不见的字符，它们会使文件读不出来。",
    ),
    Kind(
        "odd_character",
        STAGE,
        "不通用的字符",
        "有不通用的字符 {name}",
        "请对照原文换成通用的汉字；从 PDF 复制来的文字常有这样的字符。",
        "私用字符在别的电脑上显示不出来；部首、兼容汉字看上去和通用的汉字一样，却是另一个字，查找、核对都对不上。",
        Severity.WARNING,
    ),
    Kind(
        "conflict_marker",
        STAGE,
        "有合并冲突的标记",
        "这里是合并两份改动时留下的标记 {word}",
        "请在 <<<<<<< 和 ======= 之间、======= 和 >>>>>>> 之间的两种写法中选一种，再把三行标记删去。",
        "两个人改了同一处，版本管理工具把两种写法都留在文件里，用这三行标记隔开，要由人选定。",
    ),
)
