"""Folders of packs in which an instrument is amended."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
TAIAN, NEW = "taian-open-data-measures-2025", "taian-open-data-measures-2027"

#: The term of one article from 5 working days to 3, from 2027 on.
SHORTER = {
    "instrument.yaml": f"修订自: {TAIAN}\n文号: 泰数字〔2026〕9号\n成文日期: 2026-11-20\n施行日期: 2027-01-01\n",
    "deadlines.yaml": """\
期限:
  - 步骤: officer_registration.re_registration
    编号: taian-28-1-term
    条文: "28(1)"
    要旨: 人员变更后3个工作日内重新备案
    英文: a change of officers is filed anew within 3 working days
    锚词: [人员变更, 3个工作日, 重新进行备案登记]
    主体: 公共数据提供单位
    效力: 应当
    长度: 3
    单位: 工作日
    责任: ["32(十)"]
""",
}
#: What of the cases of the version before comes out otherwise.
DIFFERENCES = """\
修订后:
  - {情形: "明确、备案，跨春节第5个工作日重新备案", 改: {重新备案日期: 2026-02-25}}
  - 情形: 人员：国庆假期中变更，算当日
    到期日: 2025-10-11
    差一点:
      - {情形: 平常, 到期日: 2026-03-13}
      - {情形: 跨春节假期, 到期日: 2026-02-25}
      - {收到日: 下一个工作日, 到期日: 2025-10-13}
      - {情形: 期限在有效期最后一天的前一天届满, 起算日: 2028-08-28}
      - {情形: 期限可能跨过有效期, 起算日: 2028-08-29}
      - {情形: 期限跨过有效期, 起算日: 2028-08-30}
  - {情形: "平常的5个工作日，由提供单位重新备案", 到期日: 2026-03-13}
  - 情形: 人员：还没有变更
    差一点:
      - {情形: 第5个工作日备案, 各步: {re_registration: 逾期完成}, 各到期日: {re_registration: 2025-10-11}}
      - {情形: 第6个工作日备案, 各到期日: {re_registration: 2025-10-11}}
      - {情形: "没有备案，最后一天", 截至: 2025-10-11, 各到期日: {re_registration: 2025-10-11}}
      - {情形: "没有备案，过了最后一天", 各到期日: {re_registration: 2025-10-11}}
"""


def copied(folder: Path) -> Path:
    """A copy of the shipped packs."""
    for name in ("rules", "jurisdictions"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def amended(
    folder: Path, files: Mapping[str, str], *, old: str = TAIAN, new: str = NEW, place: str = "taian", bound: str = ""
) -> Path:
    """A copy of the shipped packs, or what was made of one before, with a later version of an instrument.

    Args:
        folder: where it is, or is to be.
        files: the files of the later version.
        old: the instrument that is amended.
        new: its later version.
        place: which names it.
        bound: what the place names in the stead of the old one; the new one by default.
    """
    if not (folder / "rules").exists():
        copied(folder)
    pack = folder / "rules" / new
    pack.mkdir()
    for name, text in files.items():
        (pack / name).write_text(text, encoding="utf-8")
    of_place = folder / "jurisdictions" / f"{place}.yaml"
    text = of_place.read_text(encoding="utf-8")
    assert old in text
    of_place.write_text(text.replace(old, bound or new), encoding="utf-8")
    return folder
