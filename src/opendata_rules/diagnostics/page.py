"""The page of the documentation that lists every kind of problem by the stage that finds it."""

from __future__ import annotations

import re

from .kind import Severity
from .kinds import KINDS


def errors_page() -> str:
    """The documentation of every kind, in Markdown."""
    parts = ["# 错误信息", "", "本页由程序生成，不要手工修改。每一种错误都有一个固定的代码。"]
    for stage in dict.fromkeys(kind.stage for kind in KINDS.values()):
        parts += ["", f"## {stage.title}"]
        for kind in KINDS.values():
            if kind.stage == stage:
                name = "警告" if kind.severity is Severity.WARNING else "错误"
                parts += ["", f"### `{kind.code}` {kind.title}（{name}）", "", kind.explanation, ""]
                parts += [f"* 信息：{_blank(kind.template)}", f"* 建议：{_blank(kind.help)}"]
    return "\n".join(parts) + "\n"


def _blank(template: str) -> str:
    """A template for the page: what is filled in is shown as a gap."""
    return re.sub(r"\{[a-z]+\}", "…", template).replace("{{", "{").replace("}}", "}")
