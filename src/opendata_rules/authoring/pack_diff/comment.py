"""The comment for a pull request: what answers come to first and in short, everything else folded. Markdown."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from ...quoting import visible
from .answer import PackDiff
from .effects import Effect
from .telling import Asked, asked
from .wording import changed_lines, headline

#: Most lines of one part; a comment is read on a phone, and platforms take no more than some tens of thousands of
#: characters.
_MOST = 40
#: Most characters of the comment.
_LONGEST = 60_000


def comment_of(found: PackDiff) -> str:
    """The comment; the same difference gives the same text."""
    lines = ["### 这次修改有什么影响", "", f"**{_plain(headline(found))}**", ""]
    if found.problems:
        lines += [
            f"- ⚠️ {_plain(side)}：`{_code(one.path)}` 第 {one.line} 行：{_plain(one.message)}"
            for side, one in found.problems[:_MOST]
        ]
        lines.append("")
    for place in found.places:
        day = f"{place.new_on}" if place.old_on == place.new_on else f"{place.old_on} → {place.new_on}"
        told = asked(place.answers)
        outcomes = [(question.title, one) for question in told for one in question.outcomes]
        lines.append(
            f"- **{_plain(place.name)}**（{day}{'，草案视为施行' if place.drafts else ''}）："
            f"{len(told)} 个问题的答复有变化"
        )
        lines += [f"  - {_plain(title)}：{_plain(one.line)}" for title, one in outcomes[:3]]
    for name, effect in (("目录", found.catalogue), ("案件", found.log)):
        if effect is not None:
            unit = "个数据集" if name == "目录" else "个案件"
            lines.append(f"- **{name} {_plain(effect.file)}**：{effect.total} {unit}，{len(effect.touched)} 个有变化")
    lines.append("")
    for place in found.places:
        lines += _folded(f"{place.name}：全部变化", _questions(asked(place.differences)))
    for name, effect in (("目录", found.catalogue), ("案件", found.log)):
        if effect is not None and effect.touched:
            lines += _folded(f"{name}：有变化的", _touched(effect))
    if found.changed:
        lines += _folded(f"改了什么（{len(found.changed)} 处）", (f"- {_plain(one)}" for one in changed_lines(found)))
    text = "\n".join(lines).rstrip() + "\n"
    if len(text) <= _LONGEST:
        return text
    return (
        text[:_LONGEST].rpartition("\n")[0]
        + "\n\n</details>\n\n（太长，这里没有写完；全部用 --json 或者 -o report.html 查看。）\n"
    )


def _questions(questions: Iterable[Asked]) -> Iterator[str]:
    for question in questions:
        yield f"- {_plain(question.title)}"
        yield from (f"  - {_plain(one.line)}" for one in question.differences[:_MOST])
        if len(question.differences) > _MOST:
            yield f"  - 另有 {len(question.differences) - _MOST} 处"


def _touched(effect: Effect) -> Iterator[str]:
    for one in effect.touched[:_MOST]:
        yield f"- {_plain(' '.join(filter(None, (one.id, one.title))))}"
        yield f"  - 原来：{_plain('；'.join(one.was)) or '（没有）'}"
        yield f"  - 现在：{_plain('；'.join(one.now)) or '（没有）'}"
    if len(effect.touched) > _MOST:
        yield f"- 另有 {len(effect.touched) - _MOST} 个"


def _folded(title: str, lines: Iterable[str]) -> list[str]:
    return ["<details>", f"<summary>{html.escape(visible(title))}</summary>", "", *lines, "", "</details>", ""]


def _plain(text: str) -> str:
    """A text that Markdown shows as it is, in one line."""
    line = " ".join(visible(text).split())
    escaped = "".join(f"\\{char}" if char in "\\`*_[]#|~!" else char for char in line)
    # No mention of people, no link, no tag.
    return html.escape(escaped, quote=False).replace("@", "@\u2060").replace("://", ":\u2060//")


def _code(text: str) -> str:
    return visible(text).replace("`", "'")
