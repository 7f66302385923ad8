"""The report as one HTML file that opens offline and prints well. All text of the catalogue is escaped."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from ..errors import MissingExtra
from ..results import WARNING_TERMS
from ..terms import ATTRIBUTE_TERMS, Scheme, WarningCode
from ..vocabulary import vocabulary
from .report import VERDICTS, Report, Row

#: Characters that HTML cannot hold; shown as a replacement character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: Sections in order of urgency: heading, what it means, which rows; each row stands in the first that takes it.
_SECTIONS: tuple[tuple[str, str, bool, Any], ...] = (
    (
        "申报的属性不成立",
        "按已知事实，申报的属性不能成立。先处理这些。",
        True,
        lambda r: r.verdict == "invalid",
    ),
    ("须人工判断", "条文不足以判断，或者事实互相矛盾。", True, lambda r: r.verdict == "human_review"),
    (
        "名称可疑，请先回答",
        "名称、摘要或者数据项提到了可能涉密、涉个人的内容；这只是提问，不是结论。",
        True,
        lambda r: r.suspected,
    ),
    (
        "未识别申报属性",
        "没有写开放属性，或者写的不是开放属性。",
        False,
        lambda r: r.verdict == "not_recognised",
    ),
    ("更新逾期", "按目录自己写的更新频率，已经逾期。", False, lambda r: r.overdue is not None),
    (
        "尚不能定",
        "还缺事实，或者法定步骤没有做完。",
        False,
        lambda r: r.verdict in ("undetermined", "no_rule"),
    ),
    ("成立", "不论其余事实如何，申报的属性都能成立。", False, lambda r: True),
)


@functools.cache
def _template() -> Any:
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtra('写 HTML 报告需要安装：pip install "opendata-rules[catalogue]"') from error
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["clean"] = lambda text: _ILLEGAL.sub("\ufffd", str(text))
    environment.finalize = lambda value: _ILLEGAL.sub("\ufffd", value) if type(value) is str else value
    source = resources.files(__package__).joinpath("report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(source)


def render_html(report: Report) -> bytes:
    """The page.

    Raises:
        MissingExtra: ``Jinja2`` is not installed.
    """
    facts = vocabulary().facts
    sections: list[dict[str, Any]] = []
    left: list[Row] = list(report.rows)
    for heading, about, unfolded, wanted in _SECTIONS:
        taken = [row for row in left if wanted(row)]
        left = [row for row in left if not wanted(row)]
        if taken:
            sections.append({"heading": heading, "about": about, "open": unfolded, "rows": taken})
    asked = dict.fromkeys(question.fact for row in report.rows for question in row.questions)
    page: str = _template().render(
        report=report,
        verdicts=VERDICTS,
        terms=ATTRIBUTE_TERMS[Scheme.OPENING],
        cautions={str(code): WARNING_TERMS[code] for code in WarningCode},
        labels={name: facts[name].label for name in asked},
        questions=[facts[name] for name in asked],
        sections=sections,
        total=len(report.rows),
    )
    return page.encode("utf-8", "replace")
