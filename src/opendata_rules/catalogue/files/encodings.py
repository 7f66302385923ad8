"""Encodings that are not read: two in one file, and those of other scripts, which would show as other characters."""

from __future__ import annotations

import re

from ..characters import simplified
from ..errors import NotACatalogue

#: Bytes looked at to tell the encoding of other scripts.
_LOOKED_AT = 20_000
#: What Chinese tables have somewhere, in simplified or traditional characters; wrongly decoded text has none of it.
_CHINESE = re.compile(
    "数据|资料|名称|单位|部门|机关|开放|信息|时间|日期|编号|类型|属性|序号|姓名|电话|地址|更新|目录|提供|每年|每月|市|局|县"
)
#: Bytes that are too few to tell the encoding of another script, if there are no more.
_TELLING = 48
#: Characters of two bytes: in Big5 many have a second byte below A1, in GBK only rare ones have.
_PAIR = re.compile(rb"[\x81-\xfe]([\x40-\x7e\x80-\xfe])")
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


def is_big5(data: bytes, big5: str) -> bool:
    """Whether bytes that are not ASCII are Big5 rather than GBK: by the words they have in each, else by their bytes.

    Args:
        data: the bytes, or their beginning.
        big5: the codec of Big5.
    """
    data = data[:_LOOKED_AT]
    words = [len(_CHINESE.findall(simplified(data.decode(codec, "ignore")))) for codec in (big5, "gb18030")]
    if words[0] != words[1]:
        return words[0] > words[1]
    pairs = [match[1] for match in _PAIR.finditer(data)]
    return len([second for second in pairs if second < b"\xa1"]) > len(pairs) / 5


def foreign(name: str, data: bytes, read: str) -> NotACatalogue | None:
    """The refusal of a text of another script that was taken for Chinese; ``None`` where it may well be Chinese.

    Args:
        name: its name.
        data: its beginning.
        read: what it was read as.
    """
    if len(data) < _TELLING or _CHINESE.search(simplified(read)):
        return None
    try:
        from charset_normalizer import from_bytes
    except ImportError:  # the extra is not installed: the refusal says less
        return None
    found = from_bytes(data[:_LOOKED_AT]).best()
    # Text in Unicode was looked for already; what is called so now is something else.
    if found is None or found.encoding in _OWN or found.encoding.startswith(("utf_16", "utf_32")):
        return None
    return NotACatalogue(
        f"{name} 不是中文目录，或者编码不是 UTF-8、GBK（像是 {found.encoding}），按 GBK 读出来是乱码；"
        "请另存为 UTF-8，再检查。",
        english=f"{name} seems to be in another encoding ({found.encoding}); save it as UTF-8.",
    )
