"""Encodings that are not read: two in one file, and those of other scripts, which would show as other characters."""

from __future__ import annotations

import re

from ..errors import NotACatalogue

#: Bytes looked at to tell the encoding of other scripts.
_LOOKED_AT = 20_000
#: What Chinese tables have somewhere; wrongly decoded text has none of it.
_CHINESE = re.compile(
    "数据|名称|单位|部门|开放|信息|时间|日期|编号|类型|序号|姓名|电话|地址|更新|目录|每年|每月|市|局|县"
)
#: Encodings of Chinese, as they are called by charset-normalizer.
_OWN = frozenset(["ascii", "utf_8", "gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "cp950"])


def mixed(name: str, data: bytes) -> NotACatalogue | None:
    """The refusal of a file of which some lines are UTF-8 and others GBK; ``None`` for another file.

    Args:
        name: its name.
        data: its beginning.
    """
    utf_8 = 0
    other: int | None = None
    lines = data.split(b"\n")
    # The last line may be cut.
    for number, row in enumerate(lines[:-1] if len(lines) > 1 else lines, 1):
        if row.isascii():
            continue
        try:
            row.decode("utf-8")
            utf_8 += 1
        except UnicodeDecodeError:
            try:
                is_gbk = _CHINESE.search(row.decode("gb18030")) is not None
            except UnicodeDecodeError:
                return None
            if not is_gbk:
                return None
            other = other or number
    if not utf_8 or other is None:
        return None
    return NotACatalogue(
        f"{name} 里有两种编码：有的行是 UTF-8，有的行（第 {other} 行起）是 GBK；"
        "请分别打开，另存为 UTF-8，再合在一起检查。",
        english=f"{name} has lines in UTF-8 and others in GBK, from line {other} on; save all of it as UTF-8.",
    )


def foreign(name: str, data: bytes, read: str) -> NotACatalogue | None:
    """The refusal of a text of another script that was taken for Chinese; ``None`` where it may well be Chinese.

    Args:
        name: its name.
        data: its beginning.
        read: what it was read as.
    """
    if _CHINESE.search(read):
        return None
    try:
        from charset_normalizer import from_bytes
    except ImportError:  # the extra is not installed: the refusal says less
        return None
    found = from_bytes(data[:_LOOKED_AT]).best()
    if found is None or found.encoding in _OWN:
        return None
    return NotACatalogue(
        f"{name} 不是中文目录，或者编码不是 UTF-8、GBK（像是 {found.encoding}），按 GBK 读出来是乱码；"
        "请另存为 UTF-8，再检查。",
        english=f"{name} seems to be in another encoding ({found.encoding}); save it as UTF-8.",
    )
