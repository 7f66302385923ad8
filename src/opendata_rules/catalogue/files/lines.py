"""Lines of a table that are no datasets: numbers of columns, hints, examples, headings of groups, remarks."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence

from ..characters import plain
from ..tables import table
from .records import Cell

#: Rows below a header in which numbers of columns and hints stand.
BELOW_HEADER = 3

_LABELS = (
    "注|备注|说明|填表说明|填报说明|填表人|填报人|填写人|制表人?|制表单位|审核人?|审批人|复核人?|经办人|联系人|负责人|单位负责人"
    "|分管领导|填报单位|填表单位|填报部门|填表日期|填报日期|填表时间|填报时间|制表日期|制表时间|导出时间|导出日期|打印时间|打印日期"
    "|统计时间|截止时间|截至时间|日期|电话|联系电话|手机|数据来源|资料来源|来源|单位盖章|盖章|单位"
)
#: What stands below a table, with a colon behind it: 填表人：某某.
_LABELLED = re.compile(rf"(?:{_LABELS})\d?(?:[（(][^（）()]*[）)])?\s*[:：]")
#: What stands there without a colon, in a cell of its own, and is the name of no dataset.
_SIGNED = re.compile("(?:填表|填报|填写|制表|审核|审批|复核|经办)(?:人|人员|日期|时间)|单位负责人|分管领导")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|累计)(?:[:：]?\s*\d+\s*[个条项件]?(?:数据集|目录|记录)?)?$")
_FOOTER = re.compile(
    r"第\s*\d+\s*页.{0,20}|共\s*\d+\s*[页条项个].{0,10}|\d+\s*/\s*\d+|以上.{0,8}共.{0,12}|共计.{0,12}|以下(?:空白|无正文)|[—-]\s*\d+\s*[—-]"
    r"|[—-]*\s*完\s*[—-]*|(?:注|备注|说明)\s*[:：].*|(?:以[上下]|上述|下列|本表|本目录|特此).{1,80}"
    r"|[（(]?\d{1,2}[.、．）)].{0,60}(?:填写|填报|选择|必填|不得|应当|应填|请[填按在选]|格式).{0,60}"
)
_NUMBERED = re.compile(r"[（(]?(\d{1,3})[）)]?")
_ORDINALS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩")
_HINT = re.compile(
    r"[（(【\[]?(?:(?:必|选|可|非必|必须)(?:填|选)项?|[二两三四五六七八九]选一|文本|文本型|字符型?|字符串|数字|数值型?|日期型?|下拉(?:选择|框|选项)?"
    r"|单选|多选|自动生成|(?:请|按|应当?)?(?:填写|填报|填入|选择|输入)(?!.*(?:表|册|单|录|信息|数据|情况|库|统计|结果|记录|接口|服务)$).{0,60}|(?:格式|例如|示例|如|例|填写要求|填写说明)\s*[:：].{0,60}"
    r"|(?:yyyy|YYYY).{0,12}|是\s*[/／、或]\s*否|(?:不予|有条件|无条件)(?:开放|共享)[/／、或|].*)[）)】\]]?"
)
_EXAMPLE = re.compile(
    r"[（(【\[]?(?:填写|填报)?(?:示例|样例|范例|例子|举例|例)\s*\d{0,2}[）)】\]]?"
    r"|(?:.{1,60})?[（(【\[](?:填写|填报)?(?:示例|样例|范例|举例|例)\d{0,2}[）)】\]].*"
    r"|(?:填写|填报)?(?:示例|样例|范例|举例|例|例如)\d{0,2}\s*[:：].*"
)
_GROUP = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}(?:[、.．]|[）)]).*"
    r"|\d{4}年?(?:度|第?[一二三四1-4]季度?|[上下]半年|\d{1,2}月份?)?(?:新增|第[一二三四五]批|公共数据|数据集|目录){0,3}[:：]?"
    r"|.{0,30}(?:局|厅|委|办|委员会|办公室|政府|管委会|法院|检察院|街道|街道办事处|公司|集团|支队|总队|大队|医院|大学|学院)(?:[（(].*[）)])?[:：]?"
)
#: A number that headings of groups have and datasets have not.
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?")
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}.*|\d{8}|\d{10}|\d{13}")


@functools.cache
def attribute_words() -> Mapping[str, str]:
    """Spellings that are sure of an attribute, with the meaning of the column they belong in."""
    spelt = table("values")["declared"]
    return {
        word: meaning
        for scheme, meaning in (("sharing", "sharing"), ("opening", "declared"))
        for words in spelt[scheme].values()
        for word in words
    }


@functools.cache
def _telling_words() -> frozenset[str]:
    return frozenset(attribute_words()) | {
        word for words in table("values")["cadence"].values() for word in words if len(word) > 1
    }


def text_of_cell(cell: Cell) -> str:
    """What a cell says, as it is read: without blanks and what nobody sees."""
    return "".join(plain(str(cell)).split())


@functools.cache
def _plain_words() -> frozenset[str]:
    """Telling words as most files have them."""
    return frozenset(word for word in _telling_words() if text_of_cell(word) == word)


def is_telling(cells: Sequence[Cell]) -> bool:
    """Whether some cell beyond the first is plainly a word that only a dataset has: where it is, there is evidence."""
    return not _plain_words().isdisjoint(cells[1:])


def evidence(cells: Sequence[Cell], *, dates: bool = True) -> int:
    """How many cells beyond the first say what only those of a dataset say: an attribute, a cadence, perhaps a date."""
    found = 0
    for cell in cells[1:]:
        text = text_of_cell(cell)
        found += text in _telling_words()
        found += dates and (isinstance(cell, dt.date) or _DATE.fullmatch(text) is not None)
    return found


def no_dataset(
    cells: Sequence[Cell], title: Cell, columns: int, place: int, *, sparse: bool, telling: bool = False
) -> str:
    """What a line below a header is, if it is no dataset: the end of a sentence about it in Chinese; else empty.

    Args:
        cells: its filled cells.
        title: the first filled cell of a column of names or of data items; empty where there is none.
        columns: how many columns the table has.
        place: the place of the line below the header, from 0.
        sparse: whether no line of the table has more than two filled cells, so that few cells say nothing.
        telling: whether it is known already that there is evidence in it, see :func:`is_telling`.
    """
    if telling and place >= BELOW_HEADER and not (may_be_example(cells[0]) or may_be_example(title)):
        return ""
    texts = [text_of_cell(cell) for cell in cells]
    if place < BELOW_HEADER and _is_numbering(texts, columns):
        return "像是各列的编号"
    name = text_of_cell(title)
    if place < BELOW_HEADER and _is_hint(texts, name):
        return "像是填写的提示"
    if any(_EXAMPLE.fullmatch(text) for text in (*texts[:1], name)):
        return "像是填写的例子"
    if len(cells) == 1 and columns > 3 and not name:
        return "像是说明"
    if evidence(cells, dates=False):
        return ""
    if (_LABELLED.match(texts[0]) and columns > 1) or _is_signature(texts):
        return "像是说明"
    if evidence(cells):
        return ""
    if _TOTAL.match(texts[0]):
        return "像是说明"
    if len(cells) == 1 and _FOOTER.fullmatch(texts[0]):
        return "像是说明"
    numbered = len(cells) == 2 and _ORDINAL.fullmatch(texts[0])
    if columns > 2 and not sparse and (numbered or (len(cells) == 1 and _GROUP.fullmatch(texts[0]))):
        return "像是一组数据集的小标题"
    return ""


@functools.cache
def _example_signs() -> re.Pattern[str]:
    """What every way to write 例 has in it."""
    return re.compile(f"[例{''.join(chr(code) for code in range(0xF900, 0xFB00) if plain(chr(code)) == '例')}]")


def may_be_example(cell: Cell) -> bool:
    """Whether a cell may say that its line is an example of how to fill in the others."""
    return isinstance(cell, str) and _example_signs().search(cell) is not None


def _is_numbering(texts: list[str], columns: int) -> bool:
    if len(texts) < 2 or len(texts) * 2 < columns:
        return False
    numbers = [match[1] for text in texts if (match := _NUMBERED.fullmatch(text))]
    if len(numbers) == len(texts):
        first = int(numbers[0])
        return first <= 1 and [int(number) for number in numbers] == list(range(first, first + len(numbers)))
    return any("".join(texts) == order[: len(texts)] for order in _ORDINALS)


def _is_hint(texts: list[str], name: str) -> bool:
    hints = sum(_HINT.fullmatch(text) is not None for text in texts)
    if name:
        return _HINT.fullmatch(name) is not None
    return hints * 2 > len(texts)


def _is_signature(texts: list[str]) -> bool:
    """填表人：某某, 审核人：某某, wherever they begin; 填表人, 某某, 审核人, 某某, each in a cell of its own."""
    labelled = sum(_LABELLED.match(text) is not None for text in texts)
    signed = sum(_SIGNED.fullmatch(text) is not None for text in texts)
    return (labelled >= 2 and labelled * 2 >= len(texts)) or (signed > 0 and _SIGNED.fullmatch(texts[0]) is not None)
