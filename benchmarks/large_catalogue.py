"""A made-up catalogue of any size, written row by row: what the benchmarks of large catalogues read.

    python benchmarks/large_catalogue.py FILE.csv [--rows 1000000]

Ten columns as a provincial portal has them; names and ids are each their own, dates and spellings vary as they do. The
same number of rows gives the same bytes.
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


def write(path: Path, rows: int) -> None:
    """Write the catalogue as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(datasets(rows))


def main() -> None:
    """Write the file that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    write(options.file, options.rows)


if __name__ == "__main__":
    main()
