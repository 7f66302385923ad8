"""Frames of PySpark: the classification as columns more, lazily, row by row, without a shuffle.

A frame is answered by the statement that ``law.to_sql("spark")`` gives, over a view of the frame that is gone when
this returns. So the driver reads the packs, from wherever it has them; what reaches the executors is a plan of Spark's
own, which needs neither Python nor this library there. Whatever follows (a filter, a write to partitioned Parquet) is
planned together with it.
"""

from __future__ import annotations

import sys
import uuid
from typing import Any, Final, TypeVar

from ..answers.classification.computation import classifier_of, known_scheme, known_unlisted
from ..errors import BadFact, Error, MissingExtra, together
from ..norms.order import LegalOrder
from ..quoting import quoted, type_name
from ..vocabulary.facts import Fact, FactType
from .columns import stated_facts
from .sql.dialects import DIALECTS, sqlglot_expressions
from .sql.statement import statement
from .sql.steps import ANSWERS

Frame = TypeVar("Frame")

#: What a column of each type of fact has to be: the words of Spark's schema, in Chinese and in English.
_TYPES: Final = {
    FactType.BOOL: (
        ("boolean", "string"),
        "布尔列（boolean），或者写 true、false、是、否 的文本列（string）",
        "boolean, or a string of true, false, 是, 否",
    ),
    FactType.ENUM: (("string",), "文本列（string）", "string"),
}


def is_spark(frame: object) -> bool:
    """Whether it is a frame of PySpark, which is not imported for this."""
    sql = sys.modules.get("pyspark.sql")
    return sql is not None and isinstance(frame, sql.DataFrame)


def classify(law: LegalOrder, frame: Frame, *, scheme: str = "opening", unlisted: str = "unknown") -> Frame:
    """A frame of PySpark with the classification of every row as five columns more, worked out when it is.

    A column is a fact where its name is the id or label of one: ``boolean`` where the fact is true or false, or
    ``string`` that says true, false (in any case), 是 or 否; ``string`` where it is one of several values. NULL and
    empty text are unknown, and so are facts without a column. A cell that is no value of its fact cannot be told
    beforehand: its row has the status ``bad_fact`` and no attribute.

    Args:
        law: the law, of any packs that the driver can read.
        frame: a frame of PySpark, classic or Connect.
        scheme: ``opening`` or ``sharing``.
        unlisted: how bool facts without a column are read, as for ``law.classify``.

    Raises:
        UnknownFact: the name of a column is nearly that of a fact.
        BadFact: a column has another type, or two columns state one fact; every one is told.
        BadArgument: a column has the name of one that would be added.
        UnknownTopic: there is no such scheme.
        BadPack: the rules have more grounds than a mask has bits.
        MissingExtra: the extra ``spark`` is not installed.
        TypeError: it is no frame of PySpark.
    """
    asked, read = known_scheme(scheme), known_unlisted(unlisted)
    spark_frame = _checked(frame)
    fields = classifier_of(law, asked, read).layout.fields
    names = [str(name) for name in spark_frame.columns]
    places = stated_facts(names, law.vocabulary, fields, ANSWERS)
    asked_about = {fact: names[place] for fact, place in places.items() if fact in fields}
    kinds = dict(spark_frame.dtypes)
    problems: list[Error] = []
    for name, column in asked_about.items():
        problem = _wrong_type(law.vocabulary.facts[name], column, kinds[column])
        if problem is not None:
            problems.append(problem)
    if problems:
        raise together(problems)
    view = f"odr_{uuid.uuid4().hex}"
    table = [sqlglot_expressions().to_identifier(view, quoted=True)]
    texts = {name for name, column in asked_about.items() if kinds[column] == "string"}
    text = statement(
        law, DIALECTS["spark"], table, lambda fact: asked_about[fact.id], asked, read, frozenset(asked_about), texts
    )
    session = spark_frame.sparkSession
    spark_frame.createOrReplaceTempView(view)
    try:
        answered: Frame = session.sql(text)
        # A frame of Connect is only looked at now, while the view is there.
        answered.columns  # type: ignore[attr-defined]  # noqa: B018
    finally:
        session.catalog.dropTempView(view)
    return answered


def _checked(frame: object) -> Any:
    """The frame, if it is one of PySpark.

    Raises:
        TypeError: it is not.
        MissingExtra: PySpark is not installed.
    """
    try:
        from pyspark.sql import DataFrame
    except ImportError as error:
        raise MissingExtra.of("spark", "处理 PySpark 的 DataFrame ", "a frame of PySpark") from error
    if isinstance(frame, DataFrame):
        return frame
    kind = type_name(frame)
    raise TypeError(
        f"frame 应当是 PySpark 的 DataFrame，得到的是 {kind}。 (frame must be a frame of PySpark, not {kind})"
    )


def _wrong_type(fact: Fact, column: str, kind: str) -> BadFact | None:
    wanted = _TYPES.get(fact.type)
    # A column of nothing but NULL states nothing.
    if wanted is None or kind in (*wanted[0], "void"):
        return None
    shown = quoted(column)
    return BadFact(
        f"列“{shown}”：“{fact.label}”（{fact.id}）应当是{wanted[1]}，得到的是 {kind} 列。请先转换，例如用 CASE。",
        english=f"Column {shown}: {fact.id} must be {wanted[2]}, not {kind}; convert it first, with CASE for example.",
        fact=fact.id,
        argument="frame",
    )
