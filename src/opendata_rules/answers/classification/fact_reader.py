"""The reading of facts for the fast path: a function generated for one law and one vocabulary.

Reading facts costs more than looking up what they lead to, so it is written out fact by fact. What the generated
function makes of the facts is the number of :class:`opendata_rules.answers.classification.tables.Packing`:

* Where all listed facts are there, each is fetched and takes one test.
* Where some are missing, one loop adds up what each stated fact contributes.
* Where there are more facts than the law lists, the rest are looked for from the end and added up as in the loop.

Names are read as ids until a label turns up. Then, for some records, both spellings are looked for, which costs more:
a fact told twice must not be added twice. So each name also adds a bit of its fact above the number; a sum of powers
of two has as many bits as terms only if no two of them are the same.

The function knows no errors: whatever is not plainly right it leaves to the plain evaluator, which takes every form
of facts and finds the exact error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, NoReturn

from ...logic.cubes import Layout
from ...vocabulary.facts import Fact, FactType, FactValue, Vocabulary
from .tables import Packing

#: Records read by both spellings after one that had a label.
_STAY = 64

#: Types whose values do nothing when they are looked at.
_PLAIN = frozenset({str, int, dt.date, list, tuple, set, frozenset})

_Offsets = Mapping[FactValue, int]


class _Additions:
    """What a value under a name adds to the number.

    Args:
        facts: the facts by the names that are read.
        marks: what each name adds besides, whatever the value.
        offsets: by fact id, what a value adds.
    """

    def __init__(self, facts: Mapping[str, Fact], marks: Mapping[str, int], offsets: Mapping[str, _Offsets]) -> None:
        self._facts, self._marks, self._offsets = facts, marks, offsets
        false: dict[str, int] = {}
        true: dict[str, int] = {}
        terms: dict[str, dict[str, int]] = {}
        for name, fact in facts.items():
            of: _Offsets = offsets.get(fact.id, {})
            mark = marks[name]
            if fact.type is FactType.BOOL:
                false[name], true[name] = of.get(False, 0) + mark, of.get(True, 0) + mark
            elif fact.type is FactType.ENUM:
                # Where one word could be two values, the first has it, as for the plain evaluator.
                words = [(word, value) for value, term in fact.values for word in (value, term)]
                terms[name] = {word: of.get(value, 0) + mark for word, value in reversed(words)}
        self.terms = terms
        self._false, self._true = false, true

    def named(self, spelling: str) -> dict[str, Any]:
        """What the code of :func:`_add_one` looks up."""
        return {
            f"FALSE_{spelling}": self._false,
            f"TRUE_{spelling}": self._true,
            f"UNKNOWN_{spelling}": self._marks,
            f"TERMS_{spelling}": self.terms,
            f"EXACTLY_{spelling}": self._exactly,
        }

    def _exactly(self, name: str, value: object) -> int:
        """What any value adds.

        Raises:
            KeyError: there is no such fact.
            TypeError: it is of no built-in type, so that looking at it could change the facts.
            BadFact: the value does not fit.
        """
        fact = self._facts[name]
        if type(value) not in _PLAIN:
            raise TypeError(value)
        checked = fact.check(value)
        of: _Offsets = self._offsets.get(fact.id, {})
        return self._marks[name] + (0 if checked is None else of.get(checked, 0))


def _by_both_spellings(vocabulary: Vocabulary, packing: Packing, shift: int) -> _Additions:
    """Additions by id and label, each marked by a bit of its fact from ``shift`` on; those of the law come first."""
    places = {name: place for place, name in enumerate(dict.fromkeys([*packing.offsets, *vocabulary.facts]))}
    facts = {name: vocabulary.fact(name) for fact in vocabulary.facts.values() for name in (fact.id, fact.label)}
    return _Additions(facts, {name: 1 << shift + places[fact.id] for name, fact in facts.items()}, packing.offsets)


def _refuse(value: object) -> NoReturn:
    raise TypeError(value)


def _indented(depth: int, *blocks: str) -> str:
    lines = (line for block in blocks for line in block.strip("\n").splitlines())
    return "\n".join("    " * depth + line for line in lines)


def _add_one(spelling: str) -> str:
    """Code that adds what one stated fact contributes.

    ``1`` is not ``True``, and only a plain text is looked up as it stands.
    """
    return f"""
if value is False:
    packed += FALSE_{spelling}[name]
elif value is True:
    packed += TRUE_{spelling}[name]
elif value is None:
    packed += UNKNOWN_{spelling}[name]
elif type(value) is str and name in TERMS_{spelling}:
    packed += TERMS_{spelling}[name][value]
else:
    packed += EXACTLY_{spelling}(name, value)
"""


def _add_all(spelling: str) -> str:
    """Code that adds up every fact."""
    return f"""
for name, value in facts.items():
{_indented(1, _add_one(spelling))}
"""


def _add_the_rest(spelling: str) -> str:
    """Code that adds up the facts that are not listed; where they are fewer than expected, some fact is told twice."""
    # What the law does not use at all adds nothing; it only has to be what it should be.
    idle = """
if name in IDLE:
    value = facts[name]
    if value is not False and value is not True and value is not None:
        REFUSE(value)
    more -= 1
    if more:
        continue
    break
"""
    return f"""
for name in facts.__reversed__():
{_indented(1, idle if spelling == "ID" else "")}
    if name not in LISTED:
        value = facts[name]
{_indented(2, _add_one(spelling))}
        more -= 1
        if not more:
            break
else:
    return None
"""


def _listed(
    ids: list[str], packing: Packing, terms: Mapping[str, Mapping[str, int]]
) -> tuple[list[str], int, dict[str, Any]]:
    """Code that adds each listed fact where all are there, the number it starts from, and what it looks up."""
    # Counting from "false" keeps the commonest answer free of an addition.
    all_false = packing.unknown
    looked_up: dict[str, Any] = {}
    code = []
    for number, name in enumerate(ids):
        offsets = packing.offsets[name]
        if name in terms:
            looked_up[f"TERMS_{number}"] = {None: 0, **terms[name]}
            code.append(
                f"packed += TERMS_{number}[v{number}] "
                f"if type(v{number}) is str or v{number} is None else REFUSE(v{number})"
            )
        else:
            all_false += offsets[False]
            code.append(
                f"if v{number} is not False: packed += {offsets[True] - offsets[False]} if v{number} is True "
                f"else {-offsets[False]} if v{number} is None else REFUSE(v{number})"
            )
    return code, all_false, looked_up


def _source(
    ids: list[str], labels: list[str], add_listed: list[str], all_false: int, packing: Packing, shift: int
) -> str:
    """The code of the whole function; marks of names begin at bit ``shift``."""
    # Names stand in the source as literals (their repr), so no name can become code.
    by_either_name = [
        f"v{number} = facts[{name!r}] if {name!r} in facts else facts[{label!r}]"
        for number, (name, label) in enumerate(zip(ids, labels, strict=True))
    ]
    variables = "".join(f"v{number}, " for number in range(len(ids)))
    return f"""
def read(facts, declared):
    global records_by_both
    if type(facts) is not dict:
        return None
    by_both = records_by_both
    try:
        added = len(facts) - {len(ids)}
        complete = added >= 0
        if complete:
            try:
                if by_both:
                    records_by_both = by_both - 1
{_indented(5, *by_either_name or ["pass"])}
                else:
                    {variables or "_"} = FETCH(facts)
            except KeyError:
                complete = False
        if complete:
            packed = {all_false}
{_indented(3, *add_listed)}
            if added:
                more = added
                if by_both:
{_indented(5, _add_the_rest("BOTH"))}
                else:
{_indented(5, _add_the_rest("ID"))}
        else:
            packed = {packing.unknown}
            added = len(facts)
            if by_both:
                records_by_both = by_both - 1
{_indented(4, _add_all("BOTH"))}
            else:
{_indented(4, _add_all("ID"))}
        if by_both and added:
            if (packed + {1 << packing.width} >> {shift}).bit_count() != added:
                return None
            packed &= {(1 << packing.width) - 1}
        bound = ROWS[packed & {packing.first_mask}][packed >> {packing.second_shift} & {packing.second_mask}]
        if declared is not None:
            if not isinstance(declared, str):
                return None
            bound = bound.declaring[declared]
    except Exception:
        # Whatever it is, if it is not a label, the plain evaluator says it exactly.
        if by_both or not LEARN_LABELS(facts):
            return None
        records_by_both = {_STAY}
        return read(facts, declared)
    found = UNFINISHED()
    found._bound = bound
    found._key = packed
    found.__class__ = DECISION
    return found
"""


def reader(
    packing: Packing,
    rows: list[list[Any]],
    layout: Layout,
    listed: Iterable[str],
    vocabulary: Vocabulary,
    *,
    unfinished: type,
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
        unfinished: the class in which a result gets its two slots; it takes no arguments.
        decision: the class it then has.
    """
    ids = [name for name in listed if name in layout.fields]
    labels = [vocabulary.facts[name].label for name in ids]
    # Told twice, facts may bring the number below zero, by less than its range: one bit is kept free for that.
    shift = packing.width + 2
    by_id = _Additions(vocabulary.facts, dict.fromkeys(vocabulary.facts, 0), packing.offsets)
    environment: dict[str, Any] = {
        "DECISION": decision,
        "UNFINISHED": unfinished,
        "ROWS": rows,
        "FETCH": itemgetter(*ids) if len(ids) > 1 else lambda facts: tuple(facts[name] for name in ids),
        "LISTED": frozenset((*ids, *labels)),
        "IDLE": frozenset(
            fact.id
            for fact in vocabulary.facts.values()
            if fact.type is FactType.BOOL and fact.id not in packing.offsets
        ),
        "REFUSE": _refuse,
        "records_by_both": 0,
        **by_id.named("ID"),
    }

    def learn_labels(names: Iterable[str]) -> bool:
        """Whether some name is no id; then labels are read from now on, which most laws never need."""
        if all(name in vocabulary.facts for name in names):
            return False
        if "FALSE_BOTH" not in environment:
            environment.update(_by_both_spellings(vocabulary, packing, shift).named("BOTH"))
        return True

    environment["LEARN_LABELS"] = learn_labels
    listed_code, all_false, terms = _listed(ids, packing, by_id.terms)
    environment |= terms
    exec(
        compile(_source(ids, labels, listed_code, all_false, packing, shift), "<generated fact reader>", "exec"),
        environment,
    )
    read: Callable[[object, object], Any] = environment["read"]
    return read
