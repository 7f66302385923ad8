"""A workbook report that comes back filled in: the law that its questions are of, and the one that judges now.

The date of the law is what whoever checks asks about, here as everywhere; a file never changes it. Where place or day
are others than those of the report, that is said, and whether the law changed in between.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..norms.order import LegalOrder


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report of ours says that it was made by.

    Attributes:
        place: Chinese name of the place.
        on: the date of the law.
    """

    place: str
    on: dt.date

    def told(self, law: LegalOrder) -> tuple[str, ...]:
        """What to say, in Chinese, where the report is checked by another law; nothing where by its own."""
        if (self.place, self.on) == (law.place.name, law.on):
            return ()
        both = f"这份工作簿里的问题是按{self.place} {self.on} 的规定写的，这次按{law.place.name} {law.on} 的规定检查"
        if self.place != law.place.name:
            return (f"{both}；要回答的事实和结论可能不同，请核对地方和日期",)
        if law.epoch(self.on) != law.epoch(law.on):
            return (f"{both}；其间规定有变，要回答的事实和结论可能不同。要按原来的规定，检查的日期用 {self.on}",)
        return (f"{both}；其间规定没有变，更新是否逾期按这次的日期判断",)
