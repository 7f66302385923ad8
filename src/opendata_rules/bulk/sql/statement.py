"""``law.to_sql``: one statement that adds the classification of a law to the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final

from ...answers.bounded import bounded
from ...answers.classification.computation import known_scheme, known_unlisted
from ...errors import BadArgument, Error, UnknownFact, together
from ...norms.order import LegalOrder
from ...quoting import quoted
from ...vocabulary.facts import Fact
from ...vocabulary.refusals import text_argument
from ...vocabulary.terms import Scheme
from ..graph import Graph, graph_of
from ..legend import legend_of
from .cells import Expression
from .dialects import Dialect, Shape, dialect_of, sqlglot_expressions
from .steps import ANSWERS, CODES, Step, Steps

#: What it costs to write out one node, in steps of a budget.
_NODE: Final = 30
#: What the name of a table may have before it: a database and a schema.
_PARTS: Final = 3
_NAMES: Final[dict[str, Callable[[Fact], str]]] = {"ids": lambda fact: fact.id, "labels": lambda fact: fact.label}


def to_sql(
    order: LegalOrder,
    dialect: str,
    *,
    table: str = "catalogue",
    columns: str = "ids",
    scheme: str = "opening",
    unlisted: str = "unknown",
    facts: Iterable[str] | None = None,
) -> str:
    """The statement. See ``law.to_sql``."""
    base, name_of = dialect_of(dialect), _name_of(columns)
    asked, read = known_scheme(scheme), known_unlisted(unlisted)
    exp = sqlglot_expressions()
    parts = _identifiers(exp, table, base)
    return statement(order, base, parts, name_of, asked, read, _stated(order, facts))


def statement(
    order: LegalOrder,
    dialect: Dialect,
    table: Sequence[Any],
    name_of: Callable[[Fact], str],
    scheme: Scheme,
    unlisted: str,
    stated: Collection[str] | None,
    texts: Collection[str] = (),
) -> str:
    """The statement, of checked arguments.

    Args:
        order: the law.
        dialect: the database.
        table: the parts of the name of the table, its own name first, as identifiers of sqlglot.
        name_of: the name of the column of a fact.
        scheme: opening or sharing.
        unlisted: how bool facts without a column are read.
        stated: ids of the facts that have columns; all by default.
        texts: ids of those that are true or false and whose columns are text: true, false, 是, 否.

    Raises:
        BadPack: the database has no names for steps, and written out they are too long.
    """
    exp = sqlglot_expressions()
    source = exp.Table(**dict(zip(("this", "db", "catalog"), table, strict=False)))
    graph = graph_of(order, scheme, unlisted, stated)
    steps = Steps(order, graph, legend_of(order).first[scheme], dialect, name_of, texts)
    if dialect.shape is Shape.WRITTEN_OUT:
        with bounded(order, "写出语句") as budget:
            budget.spend(_NODE * _nodes_written_out(exp, steps))
    build = {Shape.EXCEPT: _excepting, Shape.LATERAL: _lateral, Shape.WRITTEN_OUT: _written_out}[dialect.shape]
    text: str = build(exp, source, steps).sql(dialect=dialect.name, identify=True, pretty=True)
    return "\n".join([*_head(order, str(scheme), dialect, graph, name_of), text, ""])


# -- arguments ---------------------------------------------------------------------------------------------------------


def _name_of(columns: object) -> Callable[[Fact], str]:
    word = text_argument(columns, "columns")
    if word not in _NAMES:
        shown = quoted(word)
        raise BadArgument(
            f"columns 只能是 ids 或者 labels，得到的是“{shown}”。",
            english=f"columns must be ids or labels, not {shown}.",
            argument="columns",
        )
    return _NAMES[word]


def _identifiers(exp: Any, table: object, dialect: Dialect) -> list[Any]:
    """The parts of the name of a table, its own name first.

    Raises:
        BadArgument: there is no such name.
    """
    parts = text_argument(table, "table").split(".")
    wrong = not all(part.strip() and part.isprintable() for part in parts) or len(parts) > _PARTS
    # Neither of these has a way to write a backslash in a name that all its versions read.
    if wrong or ("\\" in "".join(parts) and dialect.name in ("clickhouse", "doris")):
        shown = quoted(str(table))
        raise BadArgument(
            f"table 应当是表名，前面可以加库名（库.表），得到的是“{shown}”。",
            english=f"table must be the name of a table, which may have a schema before it, not {shown}.",
            argument="table",
        )
    return [exp.to_identifier(part, quoted=True) for part in reversed(parts)]


def _stated(order: LegalOrder, facts: Iterable[str] | None) -> frozenset[str] | None:
    """The ids of the facts that the table has columns for.

    Raises:
        UnknownFact: there is no such fact; every one is told.
        TypeError: it is one text, or holds something else.
    """
    if facts is None:
        return None
    if isinstance(facts, str | bytes):
        raise TypeError("facts 应当是事实名称的列表。 (facts must be an iterable of names of facts, not one text)")
    found, problems = set(), []
    for name in facts:
        try:
            found.add(order.vocabulary.fact(text_argument(name, "facts")).id)
        except UnknownFact as error:
            problems.append(error)
    if problems:
        raise together(list[Error](problems))
    return frozenset(found)


# -- statements --------------------------------------------------------------------------------------------------------


def _layers(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps by the select that has them."""
    layers: list[list[Step]] = [[] for _ in range(max((step.layer for step in steps), default=0))]
    for step in steps:
        layers[step.layer - 1].append(step)
    return layers


def _named(exp: Any, name: str, expression: Expression) -> Expression:
    return exp.alias_(expression, name, quoted=True)


def _excepting(exp: Any, source: Expression, steps: Steps) -> Expression:
    query, before = None, source
    tables = []
    for number, layer in enumerate(_layers(steps.steps), 1):
        select = exp.select(exp.Star(), *(_named(exp, step.name, step.expression) for step in layer)).from_(before)
        tables.append((f"odr_step_{number}", select))
        before = exp.to_table(f"odr_step_{number}")
    left_out = [exp.to_identifier(step.name, quoted=True) for step in steps.steps]
    query = exp.select(
        exp.Star(except_=left_out), *(_named(exp, name, found) for name, found in steps.answers.items())
    ).from_(before)
    for name, select in tables:
        query = query.with_(name, as_=select)
    return query


def _lateral(exp: Any, source: Expression, steps: Steps) -> Expression:
    source.set("alias", exp.TableAlias(this=exp.to_identifier("odr_table")))
    every = exp.Column(this=exp.Star(), table=exp.to_identifier("odr_table"))
    query = exp.select(every, *(_named(exp, name, found) for name, found in steps.answers.items())).from_(source)
    for number, layer in enumerate(_layers(steps.steps), 1):
        select = exp.select(*(_named(exp, step.name, step.expression) for step in layer))
        lateral = exp.Lateral(
            this=exp.Subquery(this=select), alias=exp.TableAlias(this=exp.to_identifier(f"odr_step_{number}"))
        )
        query = query.join(lateral, join_type="cross")
    return query


def _nodes_written_out(exp: Any, steps: Steps) -> int:
    """How many nodes of sqlglot it takes to write the steps out, each in the place of its name."""
    written: dict[str, int] = {}

    def nodes(expression: Expression) -> int:
        return sum(written.get(node.name, 1) if isinstance(node, exp.Column) else 1 for node in expression.walk())

    for step in steps.steps:
        written[step.name] = nodes(step.expression)
    of_steps = sum(written.values())
    written["odr_code"] = 1
    return of_steps + sum(map(nodes, steps.answers.values()))


def _written_out(exp: Any, source: Expression, steps: Steps) -> Expression:
    """Steps are put in the place of their names, but for the code: it is found in a list of all codes, so that it need
    not be written, nor worked out, more than once. A left join takes the rows of the table one by one, and loses none.
    """
    known: dict[str, Expression] = {}

    def whole(expression: Expression) -> Expression:
        def written(node: Expression) -> Expression:
            if isinstance(node, exp.Column) and node.name in known:
                found = known[node.name].copy()
                return found if isinstance(found, exp.Paren | exp.Literal | exp.Boolean) else exp.paren(found)
            return node

        return expression.copy().transform(written)

    for step in steps.steps:
        known[step.name] = whole(step.expression)
    code = exp.column("odr_code", table="odr_codes", quoted=True)
    on = exp.EQ(this=code.copy(), expression=known["odr_code"])
    known["odr_code"] = exp.paren(code)
    first, *rest = (exp.select(_named(exp, "odr_code", exp.convert(number))) for number in CODES)
    codes = first
    for other in rest:
        codes = exp.union(codes, other, distinct=False, copy=False)
    source.set("alias", exp.TableAlias(this=exp.to_identifier("odr_table")))
    every = exp.Column(this=exp.Star(), table=exp.to_identifier("odr_table"))
    query = exp.select(every, *(_named(exp, name, whole(found)) for name, found in steps.answers.items())).from_(source)
    return query.join(exp.to_table("odr_codes"), on=on, join_type="left").with_("odr_codes", as_=codes)


def _head(order: LegalOrder, scheme: str, dialect: Dialect, graph: Graph, name_of: Callable[[Fact], str]) -> list[str]:
    """What the statement is, and the columns that it reads, as comments."""
    facts = [order.vocabulary.facts[name] for name in graph.facts]
    lines = [
        f"{order.place.name} ({order.place.id}), {order.on}, {scheme}; {dialect.title}; {', '.join(ANSWERS)}",
        *(f"{name_of(fact)}: {fact.type}, {fact.label} {fact.id}" for fact in facts),
    ]
    return ["-- " + " ".join(line.split()) for line in lines]
