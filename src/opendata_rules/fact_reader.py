"""The reading of facts for the fast path: a function generated for one law and one vocabulary.

Reading facts costs more than looking up what they lead to, so it is written out fact by fact. The generated function
knows three ways to the number that :class:`opendata_rules.tables.Packing` makes of the facts:

* All listed facts are there by id: ``itemgetter`` fetches them at once, and each is one test.
* All listed facts are there, some by label: each is fetched by the name it goes by.
* Some are missing: one loop adds up what each stated fact contributes.

Where there are more facts than the law lists, the rest are found and added up as in the loop. A fact must never be
added twice. Names of one spelling cannot tell a fact twice; so labels are counted in the bits above the number, and
only where both spellings occur is it asked whether two names mean one fact.

The function knows no errors: whatever is not plainly right it leaves to the plain evaluator, which takes every form
of facts and finds the exact error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, NoReturn

from .cubes import Layout
from .tables import Packing
from .vocabulary import Fact, FactType, FactValue, Vocabulary

#: What one stated fact adds; ``1`` is not ``True``, and only a plain text is looked up as it stands.
_ADD_ONE = """
if value is False:
    packed += FALSE[name]
elif value is True:
    packed += TRUE[name]
elif value is None:
    packed += UNKNOWN[name]
elif type(value) is str and name in TERMS:
    packed += TERMS[name][value]
else:
    packed += EXACTLY(name, value)
"""

_Offsets = Mapping[FactValue, int]


class _Names:
    """Every name of every fact, and what a value under that name adds to the number.

    A label adds :attr:`label` besides. That is twice the range of the number, because a fact told twice can make the
    sum negative, and the count of labels must be right before that is found out.
    """

    def __init__(self, packing: Packing, vocabulary: Vocabulary) -> None:
        self.label = 2 << packing.width
        self._offsets = packing.offsets
        self.facts: dict[str, Fact] = {}
        self.false: dict[str, int] = {}
        self.true: dict[str, int] = {}
        self.unknown: dict[str, int] = {}
        self.terms: dict[str, dict[str, int]] = {}
        for name in (name for fact in vocabulary.facts.values() for name in (fact.id, fact.label)):
            fact = vocabulary.fact(name)
            self.facts[name] = fact
            self.unknown[name] = spelling = 0 if name == fact.id else self.label
            offsets: _Offsets = self._offsets.get(fact.id, {})
            if fact.type is FactType.BOOL:
                self.false[name] = offsets.get(False, 0) + spelling
                self.true[name] = offsets.get(True, 0) + spelling
            elif fact.type is FactType.ENUM:
                self.terms[name] = {
                    word: offsets.get(value, 0) + spelling for value, term in fact.values for word in (value, term)
                }

    def exactly(self, name: str, value: object) -> int:
        """What any value adds.

        Raises:
            KeyError: there is no such fact.
            BadFact: the value does not fit.
        """
        fact = self.facts[name]
        checked = fact.check(value)
        offsets: _Offsets = self._offsets.get(fact.id, {})
        return self.unknown[name] + (0 if checked is None else offsets.get(checked, 0))

    def told_twice(self, names: Iterable[str]) -> bool:
        """Whether two names mean one fact."""
        ids = [self.facts[name].id for name in names]
        return len(set(ids)) < len(ids)


def _refuse(value: object) -> NoReturn:
    raise TypeError(value)


def _indented(depth: int, *blocks: str) -> str:
    lines = (line for block in blocks for line in block.strip("\n").splitlines())
    return "\n".join("    " * depth + line for line in lines)


def reader(
    packing: Packing,
    rows: list[list[Any]],
    layout: Layout,
    listed: Iterable[str],
    vocabulary: Vocabulary,
    *,
    decision: type,
) -> Callable[[object, object], Any]:
    """Generate the function that reads facts and looks the answer up.

    It takes facts and a declared attribute, and returns a decision, or ``None`` where the plain evaluator must answer.

    Args:
        packing: how facts become a number.
        rows: finished answers by the two parts of that number.
        layout: the facts of the law.
        listed: the facts that callers are told about, in order.
        vocabulary: all facts there are.
        decision: the result class; made without ``__init__``.
    """
    ids = [name for name in listed if name in layout.fields]
    labels = [vocabulary.facts[name].label for name in ids]
    names = _Names(packing, vocabulary)
    environment: dict[str, Any] = {
        "NEW": object.__new__,
        "DECISION": decision,
        "ROWS": rows,
        "BY_ID": itemgetter(*ids) if len(ids) > 1 else lambda facts: tuple(facts[name] for name in ids),
        "LISTED": frozenset((*ids, *labels)),
        "FALSE": names.false,
        "TRUE": names.true,
        "UNKNOWN": names.unknown,
        "TERMS": names.terms,
        "EXACTLY": names.exactly,
        "TOLD_TWICE": names.told_twice,
        "REFUSE": _refuse,
    }
    # Counting from "false" keeps the commonest answer free of an addition.
    all_false = packing.unknown
    add_listed = []
    for number, name in enumerate(ids):
        offsets = packing.offsets[name]
        if name in names.terms:
            environment[f"TERMS_{number}"] = {None: 0, **names.terms[name]}
            add_listed.append(
                f"packed += TERMS_{number}[v{number}] "
                f"if type(v{number}) is str or v{number} is None else REFUSE(v{number})"
            )
        else:
            all_false += offsets[False]
            add_listed.append(
                f"if v{number} is not False: packed += {offsets[True] - offsets[False]} if v{number} is True "
                f"else {-offsets[False]} if v{number} is None else REFUSE(v{number})"
            )
    # Names stand in the source as literals (their repr), so no name can become code.
    by_either_name = [
        f"v{number} = facts[{name!r}] if {name!r} in facts else facts[{label!r}]"
        for number, (name, label) in enumerate(zip(ids, labels, strict=True))
    ]
    variables = "".join(f"v{number}, " for number in range(len(ids)))
    source = f"""
def read(facts, declared):
    if type(facts) is not dict:
        return None
    try:
        size = len(facts)
        complete = {len(ids)} and size >= {len(ids)}
        if complete:
            try:
                {variables or "_"} = BY_ID(facts)
            except KeyError:
                try:
{_indented(5, *by_either_name or ["pass"])}
                except KeyError:
                    complete = False
        if complete:
            packed = {all_false}
{_indented(3, *add_listed)}
            more = size - {len(ids)}
            if more:
                for name, value in reversed(facts.items()):
                    if name not in LISTED:
{_indented(6, _ADD_ONE)}
                        more -= 1
                        if not more:
                            break
                else:
                    return None
        else:
            packed = {packing.unknown}
            for name, value in facts.items():
{_indented(4, _ADD_ONE)}
        if packed >= {names.label // 2}:
            if packed // {names.label} != size and TOLD_TWICE(facts):
                return None
            packed &= {names.label - 1}
        bound = ROWS[packed & {packing.first_mask}][packed >> {packing.second_shift} & {packing.second_mask}]
        if declared is not None:
            if not isinstance(declared, str):
                return None
            bound = bound.declaring[declared]
    except Exception:
        # Whatever it was, the plain evaluator says it exactly.
        return None
    found = NEW(DECISION)
    found._bound = bound
    found._key = packed
    return found
"""
    exec(compile(source, "<generated fact reader>", "exec"), environment)
    read: Callable[[object, object], Any] = environment["read"]
    return read
