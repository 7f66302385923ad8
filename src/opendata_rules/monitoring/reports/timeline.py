"""A case as a picture (SVG): a bar for each step from its trigger to its last day, a dot for each event.

Days are placed by percentages, so that the picture is as wide as the page and its letters keep their size. Where text
goes is settled for the narrowest page; on a wider one everything only moves apart, so that no text meets another.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from ...answers.deadlines.schedules import ScheduledStep
from ...answers.deadlines.states import has_run_out
from ...formats.trees import Language
from ...vocabulary.procedures import Procedure
from ...vocabulary.terms import DutyForce, StepState
from ..results.answer import Breach, BreachKind, CaseStatus
from .agenda import days_in_words, fitting

#: Width of the narrowest picture, in pixels.
NARROWEST = 280
_LINE, _BAR, _GAP, _SPACE = 17, 9, 8, 8
_FONT = 12
#: Dots that are drawn with their label.
_DOTS = 24
#: Part of the width left free on either side.
_MARGIN = 0.02
#: Ticks of the axis, at most.
_TICKS = 3
_STEPS = (1, 2, 5, 7, 14, 30, 61, 91, 182, 365, 730, 1461, 3652, 7305, 36525)


class Drawn(NamedTuple):
    """A picture, and the same in words."""

    svg: str
    text: str


class _Text(NamedTuple):
    """A piece of text with its class in the style sheet."""

    kind: str
    text: str


class _Mark(NamedTuple):
    """A dot, or a cross for what was not allowed."""

    day: dt.date
    text: str
    wrong: bool


class _Scale:
    """From days to percentages."""

    def __init__(self, days: Iterable[dt.date]) -> None:
        ordinals = [day.toordinal() for day in days]
        # A single day is drawn in the middle of three.
        few = 1 if min(ordinals) == max(ordinals) else 0
        self.first, self.last = max(1, min(ordinals) - few), min(dt.date.max.toordinal(), max(ordinals) + few)

    def at(self, day: dt.date) -> float:
        """Where a day is, in percent."""
        part = (day.toordinal() - self.first) / (self.last - self.first)
        return round(100 * (_MARGIN + part * (1 - 2 * _MARGIN)), 2)

    def holds(self, day: dt.date) -> bool:
        """Whether a day is in the picture."""
        return self.first <= day.toordinal() <= self.last

    def ticks(self) -> Iterator[dt.date]:
        """Some days, evenly spaced."""
        span = self.last - self.first
        step = next((step for step in _STEPS if span // step < _TICKS), span)
        return (dt.date.fromordinal(day) for day in range(self.first, self.last + 1, step))


def timeline(found: CaseStatus, number: int, lang: str = "zh") -> Drawn:
    """The picture of a case.

    Args:
        found: where it stands.
        number: tells it from the other pictures of the page.
        lang: of its words: ``zh`` or ``en``.
    """
    say = Language(lang)
    marks, left_out = _marks(found, say)
    rows = [(step, _told(step, found, say)) for step in found.steps]
    scale = _Scale(_days(found, marks))
    body: list[str] = []
    beside: list[int] = []
    y = _LINE + _GAP
    for step, pieces in rows:
        for line in _lines(pieces):
            body.append(_text_line(line, y))
            y += _LINE
        bars = list(_bars(step, found, scale, y - 3))
        body += bars
        beside += [y - 3] if bars else []
        y += _BAR + _GAP if bars else 2
    y += 4
    lanes = _packed(marks, scale)
    for lane, placed in enumerate(lanes):
        for mark, anchor in placed:
            body.append(_mark(mark, anchor, scale.at(mark.day), y + lane * _LINE))
    y += len(lanes) * _LINE
    if left_out:
        body.append(
            _text_line(
                [_Text("soft", say(f"另有 {left_out} 个事件没有画出", f"{left_out} more events are not drawn"))], y
            )
        )
        y += _LINE
    steps = say("；", "; ").join(say("，", ", ").join(piece.text for piece in pieces) for _, pieces in rows)
    wrong = say("（不得为而为）", "(not allowed) ")
    events = say("；", "; ").join(f"{wrong if mark.wrong else ''}{mark.text}" for mark in marks)
    words = say(f"步骤：{steps}。事件：{events}。", f"steps: {steps}. Events: {events}.")
    procedure = found.order.procedures.all[found.procedure]
    head = say(
        f"案件 {found.case}，{procedure.label}，截至 {found.on} 的时间轴",
        f"timeline of case {found.case}, {procedure.english}, as of {found.on}",
    )
    svg = (
        f'<svg class="line" width="100%" height="{y + _LINE + 4}" role="img" aria-labelledby="t{number} d{number}">'
        f'<title id="t{number}">{escape(head)}</title><desc id="d{number}">{escape(words)}</desc>'
        f"{''.join(_axis(scale, beside, y))}{''.join(_now(found, scale, beside, y, say))}{''.join(body)}</svg>"
    )
    return Drawn(svg, words)


def _days(found: CaseStatus, marks: list[_Mark]) -> list[dt.date]:
    """The days that the picture has to hold."""
    days = [mark.day for mark in marks] or [found.trigger]
    for step in found.steps:
        if step.deadline is not None:
            days += [day for day in (step.deadline.trigger, step.deadline.latest, step.actual) if day is not None]
    span = max(days) - min(days)
    running = any(
        step.state in (StepState.PENDING, StepState.OVERDUE) and step.deadline is not None for step in found.steps
    )
    # A case that was closed long ago is not squeezed into a corner to show how long ago.
    if running or min(days) - span <= found.on <= max(days) + span:
        days.append(found.on)
    return days


# -- steps ------------------------------------------------------------------------------------------------------------


def _told(step: ScheduledStep, found: CaseStatus, say: Language) -> list[_Text]:
    """A step in pieces of text."""
    term, actual, state = step.deadline, step.actual, step.state
    pieces = [_Text("name", say(step.label, step.english))]
    if state is StepState.NOT_APPLICABLE:
        return [*pieces, _Text("soft", say("不适用", "not applicable"))]
    done = say(f"{actual} 完成", f"done {actual}") if actual else ""
    if term is None:
        unknown = say(f"{done}，起算不明", f"{done}, from an unknown day")
        return [*pieces, _Text("soft", unknown if done else say("尚未起算", "not running yet"))]
    if term.latest is None:
        open_ended = _Text("soft", say("没有确定的期限", "no certain term"))
        return [*pieces, _Text("met" if done else "soft", done or say("未完成", "not done")), open_ended]
    last = days_in_words(term, say.lang)
    if term.force is DutyForce.MINIMUM:
        least = _Text("soft", say(f"须满至 {last}", f"runs to {last}"))
        if _cut_short(step, found):
            return [*pieces, _Text("overdue", say("没有满期", "cut short")), least]
        over = has_run_out(term.latest, found.on)
        return [*pieces, _Text("least", say("已满", "has run out") if over else say("进行中", "running")), least]
    bound = _Text("soft", say(f"最晚 {last}", f"due {last}") if term.due else last)
    if state is StepState.OVERDUE:
        late = (found.on - term.latest).days
        return [*pieces, _Text("overdue", say(f"逾期 {late} 天未办", f"{late} days overdue")), bound]
    if state is StepState.LATE and actual is not None:
        late = (actual - term.latest).days
        return [*pieces, _Text("late", say(f"{done}，逾期 {late} 天", f"{done}, {late} days late")), bound]
    if state is StepState.MET:
        return [*pieces, _Text("met", say(f"{done}，按期", f"{done}, in time")), bound]
    return [*pieces, _Text("pending", say("未到期", "not due yet")), bound]


def _cut_short(step: ScheduledStep, found: CaseStatus) -> bool:
    return any(breach.step == step.id and breach.kind is BreachKind.PROHIBITED for breach in found.breaches)


def _bars(step: ScheduledStep, found: CaseStatus, scale: _Scale, y: int) -> Iterator[str]:
    term, actual = step.deadline, step.actual
    if term is None:
        return
    begin = scale.at(term.trigger)
    if term.latest is None or term.earliest is None:
        # Without a last day the bar is open: to where the step was done, or to the day asked about.
        yield _bar("none", begin, scale.at(max(term.trigger, actual or found.on)), y)
    else:
        first, last = scale.at(term.earliest), scale.at(term.latest)
        kind = "least" if term.force is DutyForce.MINIMUM else str(step.state)
        yield _bar(kind if kind in ("met", "least", "pending") else "term", begin, first, y)
        if last > first:
            yield _bar(f"{kind} maybe", first, last, y)
        if step.state is StepState.OVERDUE:
            yield _bar("overdue", last, scale.at(found.on), y)
        elif step.state is StepState.LATE and actual is not None:
            yield _bar("late", last, scale.at(actual), y)
        yield _end(last, y)
    if actual is not None:
        yield f'<circle class="done" cx="{scale.at(actual):g}%" cy="{y + _BAR / 2:g}" r="4.5"/>'


def _bar(kind: str, begin: float, end: float, y: int) -> str:
    return f'<rect class="bar {kind}" x="{begin:g}%" y="{y}" width="{max(0, end - begin):.4g}%" height="{_BAR}"/>'


def _end(x: float, y: int) -> str:
    return f'<line class="end" x1="{x:g}%" x2="{x:g}%" y1="{y - 2}" y2="{y + _BAR + 2}"/>'


# -- events -----------------------------------------------------------------------------------------------------------


def _marks(found: CaseStatus, say: Language) -> tuple[list[_Mark], int]:
    """What is drawn below the bars, by day, and how much is left out."""
    known = found.order.procedures
    procedure = known.all[found.procedure]
    wrong: set[str] = set()
    extra: list[_Mark] = []
    for breach in found.breaches:
        if breach.kind is BreachKind.PROHIBITED:
            act, days = _act(breach, procedure)
            label = known.event_name(procedure, act, say.lang)
            for day in days:
                ids = {
                    event.id
                    for event in found.events
                    if event.id in breach.events and event.date == day and event.kind in (act, breach.step)
                }
                wrong |= ids
                # The day of an act may be told by an event of another day.
                mark = _Mark(day, f"{label} {day}", True)
                if not ids and mark not in extra:
                    extra.append(mark)
    timed = set(procedure.events())
    # What terms depend on is drawn before what only tells facts.
    ordered = sorted(found.events, key=lambda event: (event.kind not in timed and event.id not in wrong, event.date))
    shown = sorted(ordered[: _DOTS - len(extra)], key=lambda event: event.date)
    marks = []
    for (day, kind, bad), group in groupby(shown, key=lambda event: (event.date, event.kind, event.id in wrong)):
        times = len(list(group))
        name = fitting(known.event_name(procedure, kind, say.lang), say(procedure.label, procedure.english))
        label = name.partition(say("（", " ("))[0]
        often = say(f"（{times} 次）", f" ({times} times)") if times > 1 else ""
        marks.append(_Mark(day, f"{label} {day}{often}", bad))
    return sorted([*marks, *extra], key=lambda mark: mark.day), len(ordered) - len(shown)


def _act(breach: Breach, procedure: Procedure) -> tuple[str, tuple[dt.date, ...]]:
    """The act that was not allowed, and on which days it was done."""
    for step in procedure.steps:
        if step.id == breach.step:
            # A least length that was cut short: the days of what ended it, then its own trigger and last day.
            return step.before or step.id, breach.dates[:-2]
    return breach.step, breach.dates[:1]


class _Place(NamedTuple):
    """Where the label of a mark goes: ``start`` to its right, ``end`` to its left, ``middle`` below it."""

    anchor: str
    left: float
    right: float


def _packed(marks: list[_Mark], scale: _Scale) -> list[list[tuple[_Mark, str]]]:
    """The marks in lanes, so that no label meets another."""
    lanes: list[list[tuple[_Mark, str]]] = []
    taken: list[list[tuple[float, float]]] = []
    for mark in marks:
        place = _place(mark, scale.at(mark.day) * NARROWEST / 100)
        high = 2 if place.anchor == "middle" else 1
        lane = 0
        while any(
            left < place.right + _SPACE and place.left - _SPACE < right
            for row in taken[lane : lane + high]
            for left, right in row
        ):
            lane += 1
        while len(taken) < lane + high:
            taken.append([])
            lanes.append([])
        for row in taken[lane : lane + high]:
            row.append((place.left, place.right))
        lanes[lane].append((mark, place.anchor))
    return lanes


def _place(mark: _Mark, x: float) -> _Place:
    wide = _width(mark.text) + 9
    if x + wide <= NARROWEST:
        return _Place("start", x - 6, x + wide)
    if x - wide >= 0:
        return _Place("end", x - wide, x + 6)
    return _Place("middle", x - wide / 2, x + wide / 2)


def _mark(mark: _Mark, anchor: str, x: float, y: int) -> str:
    middle = y + _LINE / 2
    if mark.wrong:
        # A character, since a path cannot be placed by percentages.
        drawn = f'<text class="cross" x="{x:g}%" y="{middle + 5:g}" text-anchor="middle">✕</text>'
    else:
        drawn = f'<circle class="event" cx="{x:g}%" cy="{middle:g}" r="4"/>'
    shift = {"start": 9, "end": -9, "middle": 0}[anchor]
    below = _LINE if anchor == "middle" else 0
    return (
        f'{drawn}<text class="{"wrong" if mark.wrong else "label"}" x="{x:g}%" dx="{shift}" y="{middle + 4 + below:g}" '
        f'text-anchor="{anchor}">{escape(mark.text)}</text>'
    )


# -- the axis ---------------------------------------------------------------------------------------------------------


def _axis(scale: _Scale, bars: list[int], y: int) -> Iterator[str]:
    yield f'<line class="axis" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
    for day in scale.ticks():
        x = scale.at(day)
        yield from _beside("grid", x, bars)
        yield _upright("grid", x, y, y + 4)
        text = day.isoformat()
        if x * NARROWEST / 100 + _width(text) <= NARROWEST:
            yield f'<text class="tick" x="{x:g}%" y="{y + 17}">{text}</text>'


def _now(found: CaseStatus, scale: _Scale, bars: list[int], y: int, say: Language) -> Iterator[str]:
    text = say(f"截至 {found.on}", f"as of {found.on}")
    if not scale.holds(found.on):
        before = found.on.toordinal() < scale.first
        at = 'x="0"' if before else 'x="100%" text-anchor="end"'
        yield f'<text class="now" {at} y="12">{f"← {text}" if before else f"{text} →"}</text>'
        return
    x = scale.at(found.on)
    yield from _beside("now", x, bars)
    yield _upright("foot", x, y, y + 5)
    yield f'<text class="now" x="{x:g}%" y="12" text-anchor="{_inside(x, text).anchor}">{text}</text>'


def _beside(kind: str, x: float, bars: list[int]) -> Iterator[str]:
    """A line through the bars and nowhere between them: there is text, and the width of the page says where it ends."""
    return (_upright(kind, x, y, y + _BAR + 4) for y in bars)


def _upright(kind: str, x: float, top: int, bottom: int) -> str:
    return f'<line class="{kind}" x1="{x:g}%" x2="{x:g}%" y1="{top}" y2="{bottom}"/>'


def _inside(x: float, text: str) -> _Place:
    """Where a text at a place of the axis goes, so that it stays inside."""
    at, wide = x * NARROWEST / 100, _width(text)
    if at < wide / 2:
        return _Place("start", at, at + wide)
    if at > NARROWEST - wide / 2:
        return _Place("end", at - wide, at)
    return _Place("middle", at - wide / 2, at + wide / 2)


# -- text -------------------------------------------------------------------------------------------------------------


def _width(text: str) -> float:
    """About how wide a text is, in pixels, rather more than less."""
    return sum(_FONT if unicodedata.east_asian_width(sign) in "WFA" else 0.6 * _FONT for sign in text)


def _lines(pieces: list[_Text]) -> list[list[_Text]]:
    """Pieces of text in lines that fit into the narrowest picture."""
    lines: list[list[_Text]] = [[]]
    used = 0.0
    for piece in pieces:
        wide = _width(piece.text)
        if lines[-1] and used + wide > NARROWEST:
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += wide + _SPACE
    return lines


def _text_line(pieces: list[_Text], y: int) -> str:
    spans = "".join(
        f'<tspan class="{piece.kind}" dx="{_SPACE if number else 0}">{escape(piece.text)}</tspan>'
        for number, piece in enumerate(pieces)
    )
    return f'<text x="0" y="{y + 9}">{spans}</text>'
