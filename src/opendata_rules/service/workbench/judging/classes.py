"""What a classification says: the class, its provisions, what must be done, and what would make it another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ....answers.classification.answer import Decision, HoldingGround
from ....answers.classification.computation import classifier_behind
from ....answers.path import Path
from ....norms.provisions import Ground
from ....vocabulary.citations import together
from ....vocabulary.facts import Vocabulary
from ....vocabulary.terms import STATUS_TERMS, STRICTEST_FIRST, Attribute, Force, Status, attribute_term
from .telling import (
    Chip,
    Conclusion,
    Line,
    Say,
    Section,
    cited,
    contradictory,
    in_words,
    shown,
    telling,
    to_do,
    wanting,
    warned,
)

#: Ways to one attribute shown; the smallest come first.
_WAYS = 3


def of_decision(decision: Decision, vocabulary: Vocabulary, missing: Sequence[str], t: Say) -> Conclusion:
    """What a classification says.

    Args:
        decision: the answer.
        vocabulary: of the law.
        missing: ids of the facts asked that nobody knew and that it hangs on.
        t: chooses the language.
    """

    def term(attribute: Attribute) -> str:
        return t(attribute_term(decision.scheme, attribute), attribute_term(decision.scheme, attribute, "en"))

    kind, word = _KINDS[decision.status], t(STATUS_TERMS[decision.status], str(decision.status).replace("_", " "))
    if decision.attribute is not None:
        kind, word = str(decision.attribute), term(decision.attribute)
    chips: tuple[Chip, ...] = ()
    if decision.possible:
        chips = tuple(Chip(term(one), str(one), _state(decision, one)) for one in STRICTEST_FIRST)
    sections = (
        _declared(decision, vocabulary, term, t),
        _grounds(decision, term, t),
        to_do(decision.actions, t),
        wanting(missing, vocabulary, t, held=_held(decision)),
        *_ways(decision, vocabulary, term, t),
        warned(decision.warnings, t),
    )
    return Conclusion(kind, word, _meaning(decision, term, t), chips, shown(sections))


_KINDS = {
    Status.DECIDED: "undetermined",
    Status.UNDETERMINED: "undetermined",
    Status.HUMAN_REVIEW: "human_review",
    Status.NO_RULE_IN_FORCE: "no_rule",
}


def _state(decision: Decision, attribute: Attribute) -> str:
    if decision.attribute is attribute:
        return "is"
    return "possible" if attribute in decision.possible else "out"


def _held(decision: Decision) -> bool:
    """Whether something must be done before any facts can settle the class."""
    return decision.status is Status.UNDETERMINED and not decision.possible


def _meaning(decision: Decision, term: Callable[[Attribute], str], t: Say) -> str:
    match decision.status:
        case Status.DECIDED if len(decision.permitted) > 1:
            listed = t("、", ", ").join(term(one) for one in STRICTEST_FIRST if one in decision.permitted)
            return t(
                f"条文写“可以”：提供单位可以在{listed}之中依法选择。",
                f"The text says may: the provider may lawfully choose among {listed}.",
            )
        case Status.DECIDED:
            return t(
                "没有填的事实无论怎样，都是这一类。",
                "Whatever the facts not told turn out to be, it is this class.",
            )
        case Status.UNDETERMINED if not _held(decision):
            return t("要看还不知道的事实。", "It hangs on facts that are not known yet.")
        case Status.UNDETERMINED:
            return t(
                "现在还不能定类，先办下面的手续。", "It cannot be classified yet; what is listed below comes first."
            )
        case Status.HUMAN_REVIEW if contradictory(decision.warnings):
            return t(
                "填写的事实互相矛盾，须先核实；程序不下结论。",
                "The facts contradict each other and have to be verified; nothing is concluded.",
            )
        case Status.HUMAN_REVIEW:
            return t(
                "条文没有规定清楚，或者没有收录，须由人判断；程序不替人判断。",
                "The provisions do not say, or were not collected: a human must judge, and the program does not.",
            )
    return t(
        "这一天没有已收录、有效的规定管这件事。", "No collected provision in force on that day speaks of the matter."
    )


def _declared(decision: Decision, vocabulary: Vocabulary, term: Callable[[Attribute], str], t: Say) -> Section:
    if decision.declared is None:
        return Section("", ())
    kind, word = {
        True: ("compliant", t("成立", "can stand")),
        False: ("violation", t("不成立", "cannot stand")),
        None: ("undetermined", t("尚不能定", "cannot be told yet")),
    }[decision.declared_valid]
    head = Line(t(f"申报的是{term(decision.declared)}", f"Declared: {term(decision.declared)}"), kind=kind, word=word)
    objections = (
        Line(
            t(
                ("" if one.always else "有的情形下：") + one.gist,
                ("" if one.always else "in some cases: ") + one.english,
            ),
            cited(one.citation, t),
            str(one.outcome or "undetermined"),
            term(one.outcome) if one.outcome is not None else t("暂缓", "on hold"),
            telling(one.facts, vocabulary, t),
        )
        for one in decision.objections
    )
    return Section(t("申报的属性", "The declared attribute"), (head, *objections), "declared")


def _grounds(decision: Decision, term: Callable[[Attribute], str], t: Say) -> Section:
    """What holds; where the class is settled and it is open by which provision, each that may be it."""
    holding: Sequence[HoldingGround | Ground] = decision.grounds
    heading = t("依据", "Provisions that hold")
    if candidates := classifier_behind(decision).one_of(decision):
        holding = candidates
        heading = t("依据：下列各条至少有一条成立，是哪一条要看没有填的事实", "Provisions: at least one of these holds")
    forces = {Force.MUST: t("应当", "must"), Force.MAY: t("可以", "may")}
    lines = (
        Line(
            t(one.gist, one.english),
            cited(one.citation, t),
            str(one.outcome),
            f"{forces[one.force]}{t('', ' be ')}{term(one.outcome)}",
        )
        for one in holding
    )
    return Section(heading, tuple(lines), "grounds")


def _ways(decision: Decision, vocabulary: Vocabulary, term: Callable[[Attribute], str], t: Say) -> Iterable[Section]:
    """How settled data could lawfully become more open; what the provider cannot bring about is not offered."""
    if decision.attribute is None:
        return
    for target in STRICTEST_FIRST[STRICTEST_FIRST.index(decision.attribute) + 1 :]:
        found = decision.paths_to(target)
        lines = tuple(
            Line(
                t("查明或者办到下列各项：", "Find out or bring about all of these:"),
                t(together(way.citations), together(way.citations, "en")),
                str(target),
                t(f"途径{number}", f"way {number}"),
                _way(way, decision, vocabulary, t),
            )
            for number, way in enumerate(found[:_WAYS], 1)
        )
        more = len(found) - _WAYS
        note = t(f"另有 {more} 种，所需更多。", f"{more} more, which need more.") if more > 0 else ""
        heading = t(f"怎样才能依法成为{term(target)}", f"What it would take to be {term(target)}")
        yield Section(heading, lines, "ways", note)


def _way(way: Path, decision: Decision, vocabulary: Vocabulary, t: Say) -> tuple[str, ...]:
    """What a way needs; of what was told otherwise, how it is now."""
    now, book = decision.facts, vocabulary.facts
    changed = []
    for name, value in way.changed:
        [becomes] = telling({name: value}, vocabulary, t)
        held = t(book[name].term(now[name]), in_words(book[name], now[name]))
        changed.append(becomes + t(f"（要改变，现在是“{held}”）", f" (a change: it is {held} now)"))
    return (*changed, *telling(dict(way.established), vocabulary, t))
