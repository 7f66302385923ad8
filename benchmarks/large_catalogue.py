"""A made-up catalogue of any size, written row by row: what the benchmarks of large catalogues read.

    python benchmarks/large_catalogue.py FILE.csv [--rows 1000000] [--shape usual|long|facts]

Ten columns as a provincial portal has them; names and ids are each their own, dates and spellings vary as they do.
``long``: no two names, summaries or lists of data items are alike, and all are long. ``facts``: nine facts more, each
answered by chance. The same number of rows gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from pathlib import Path

COLUMNS = (
    "数据集名称",
    "数据集编号",
    "提供单位",
    "摘要",
    "所属主题",
    "开放属性",
    "更新频率",
    "更新时间",
    "数据项",
    "涉及个人隐私",
)
_PLACES = ("岱岳区", "泰山区", "新泰市", "肥城市", "宁阳县", "东平县", "高新区", "旅游经济开发区")
_OFFICES = ("民政局", "教育局", "交通运输局", "住房城乡建设局", "农业农村局", "卫生健康局", "应急管理局", "市场监管局")
_SUBJECTS = (
    ("公园绿地", "名称、地址、面积"),
    ("公共厕所", "名称、位置"),
    ("停车场泊位", "名称、泊位数"),
    ("低保金发放", "姓名、身份证号、金额"),
    ("规模以上企业", "名称、信用代码"),
    ("养老机构", "名称、床位数"),
    ("残疾人补贴", "姓名、残疾证号"),
    ("空气质量", "监测点、PM2.5"),
    ("公交线路", "线路、站点、票价"),
    ("部门预算", "年度、科目、金额"),
    ("中小学校", "名称、班级数"),
    ("行政处罚", "文书号、处罚结果"),
)
_ATTRIBUTES = ("无条件开放",) * 5 + ("有条件开放",) * 4 + ("不予开放", "无条件共享", "")
_CADENCES = ("每年", "每年", "每月", "每季度", "每半年", "实时", "不定期", "按年更新", "其他")
_THEMES = ("城建住房", "社会救助", "交通运输", "教育科技", "生态环境", "财税金融")


def datasets(rows: int) -> Iterator[tuple[str, ...]]:
    """The cells of each dataset, in the order of :data:`COLUMNS`."""
    rng = random.Random(20260310)
    for number in range(rows):
        place, office = rng.choice(_PLACES), rng.choice(_OFFICES)
        subject, items = rng.choice(_SUBJECTS)
        kind = rng.choice(("信息", "数据", "名录", "统计表", "明细"))
        yield (
            f"{subject}{kind}{number}",
            f"3709{rng.randrange(10**3):03d}{number:09d}",
            f"{place}{office}",
            f"{subject}的情况",
            rng.choice(_THEMES),
            rng.choice(_ATTRIBUTES),
            rng.choice(_CADENCES),
            f"{rng.randrange(2019, 2026)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
            items,
            rng.choice(("", "", "", "是", "否")),
        )


#: Facts that the law of Tai'an asks about.
_FACTS = (
    "法定不予开放",
    "国家秘密",
    "可能危及安全稳定",
    "涉及商业秘密",
    "涉及其他第三方合法权益",
    "法定有条件开放",
    "安全和处理能力要求较高",
    "严重挤占基础设施资源",
    "已公开信息转换",
)
_CHARACTERS = (
    "市县区街道社会保险公共资源交易项目企业信用登记食品药品生产经营许可环境影响评价报告道路运输车辆水利工程农业补贴"
)
SHAPES = ("usual", "long", "facts")


def rows_of(rows: int, shape: str) -> Iterator[tuple[str, ...]]:
    """The header of a catalogue, and the cells of each dataset."""
    rng = random.Random(5)

    def words(least: int, most: int) -> str:
        return "".join(rng.choices(_CHARACTERS, k=rng.randint(least, most)))

    yield (*COLUMNS, *_FACTS) if shape == "facts" else COLUMNS
    for number, cells in enumerate(datasets(rows)):
        if shape == "long":
            title = f"{cells[2]}{2000 + number % 26}年{words(30, 70)}{cells[0]}"
            items = "、".join(words(2, 5) for _ in range(rng.randint(3, 15)))
            yield (title, *cells[1:3], f"{words(60, 160)}，共{number}条。", *cells[4:8], items, cells[9])
        elif shape == "facts":
            yield (*cells, *(rng.choice(("是", "否", "")) for _ in _FACTS))
        else:
            yield cells


def write(path: Path, rows: int, shape: str = "usual") -> None:
    """Write the catalogue as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows_of(rows, shape))


def main() -> None:
    """Write the file that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--shape", choices=SHAPES, default="usual")
    options = parser.parse_args()
    write(options.file, options.rows, options.shape)


if __name__ == "__main__":
    main()
