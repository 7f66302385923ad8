"""The questions about whole tables, which a law answers beside those about one dataset."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar, cast

from ..norms.order import LegalOrder
from ..vocabulary.arguments import ReceiptPolicyName, SchemeName, UnlistedName
from .legend import Legend, legend_of

#: A table; what comes back is of the same kind.
Frame = TypeVar("Frame")


class BulkQuestions(LegalOrder):
    """A legal order that answers for every row of a table; what computes it is loaded with the first question.

    A table is one of PyArrow (a record batch too), Polars or pandas, and comes back with columns more; a relation of
    DuckDB is read when the answer is, and a frame of PySpark can be classified, as lazily. A column states a fact where
    its name is the id or the Chinese label of one; NULL, NA, NaN, None and empty text are unknown; text may say true,
    false, 是 and 否. Other columns travel along.
    """

    __slots__ = ()

    @property
    def legend(self) -> Legend:
        """What the bits of ``odr_possible``, ``odr_permitted`` and ``odr_grounds`` stand for.

        Raises:
            BadPack: the rules have more grounds than a mask has bits.
        """
        return legend_of(self)

    def classify_frame(
        self, frame: Frame, *, scheme: SchemeName = "opening", unlisted: UnlistedName = "unknown"
    ) -> Frame:
        """Classify every row of a table, as ``law.classify`` does.

        Five columns come to it: ``odr_attribute`` (``closed``, ``conditional``, ``open``, or NULL), ``odr_status``, and
        the bit masks ``odr_possible``, ``odr_permitted`` (bit 0 closed, 1 conditional, 2 open) and ``odr_grounds`` (bit
        *n* is ``law.legend.grounds[n]``).

        Args:
            frame: the table.
            scheme: ``opening`` or ``sharing``; also 开放 and 共享.
            unlisted: how bool facts without a column are read, as for ``law.classify``.

        Raises:
            UnknownFact: the name of a column is nearly that of a fact of the law.
            BadFact: a cell does not fit its fact, or two columns state one; row (from 1) and column are named.
            BadArgument: a column has the name of one that would be added.
            BadPack: the rules have more grounds than a mask has bits.
            MissingExtra: the extra ``frames`` is not installed.
            TypeError: it is no table that is known.
        """
        from .asking import classify_frame

        return cast(Frame, classify_frame(self, frame, scheme=scheme, unlisted=unlisted))

    def check_change_frame(self, frame: Frame, *, before: str, after: str) -> Frame:
        """Judge a change of the opening attribute in every row, as ``law.check_change`` does: ``odr_verdict``.

        Args:
            frame: the table.
            before: name of the column of the attribute now held, by id or Chinese term; NULL is unknown.
            after: name of the column of the attribute wanted.

        Raises:
            UnknownFact, BadFact, MissingExtra, TypeError: as for :meth:`classify_frame`.
            BadArgument: there is no such column, or one of the name that would be added.
        """
        from .distinct import check_change_frame

        return cast(Frame, check_change_frame(self, frame, before=before, after=after))

    def deadline_frame(
        self, step: str, frame: Frame, *, trigger: str, receipt: ReceiptPolicyName = "receipt_instant"
    ) -> Frame:
        """The last day of a step's term in every row, as ``law.deadline`` gives it.

        Four columns come to it: ``odr_due`` (a date only where the status is ``final``), ``odr_due_earliest`` and
        ``odr_due_latest``, and ``odr_due_status``. Without a trigger the status is ``undetermined``.

        Args:
            step: ``procedure.step``, for example ``conditional_access.form_review``.
            frame: the table.
            trigger: name of the column of the days that set the term running; timestamps only at midnight.
            receipt: as for ``law.deadline``.

        Raises:
            UnknownProcedure: there is no such step.
            UnknownFact, BadFact, MissingExtra, TypeError: as for :meth:`classify_frame`.
            BadArgument: there is no such column, or one of a name that would be added.
        """
        from .distinct import deadline_frame

        return cast(Frame, deadline_frame(self, step, frame, trigger=trigger, receipt=receipt))

    def to_sql(
        self,
        dialect: str,
        *,
        table: str = "catalogue",
        columns: Literal["ids", "labels"] = "ids",
        scheme: SchemeName = "opening",
        unlisted: UnlistedName = "unknown",
        facts: Iterable[str] | None = None,
    ) -> str:
        """What :meth:`classify_frame` says, as one statement of SQL that a view can be made of.

        Facts that are true or false stand in columns of the database's own booleans (1 and 0 in MySQL and SQLite), the
        others in text, by value id or Chinese term; NULL is unknown. A row with a cell that is no value of its fact has
        the status ``bad_fact`` and no attribute. The names of columns that begin with ``odr_`` are ours.

        Args:
            dialect: ``duckdb``, ``spark``, ``postgres``, ``mysql``, ``clickhouse``, ``trino``, ``hive``, ``doris`` or
                ``sqlite``.
            table: the name of the table, with database and schema before it where wanted (``schema.table``).
            columns: whether its columns have the ids of facts or their Chinese labels.
            scheme: ``opening`` or ``sharing``; also 开放 and 共享.
            unlisted: how bool facts without a column are read, as for ``law.classify``; NULL is unknown all the same.
            facts: the facts that the table has columns for, by id or label; by default all that can change an answer,
                which the first lines of the statement name.

        Raises:
            BadArgument: there is no such dialect, or ``table`` is no name.
            UnknownFact: there is no fact of a name in ``facts``.
            UnknownTopic, BadFact: there is no such scheme, or ``unlisted`` is neither of the two.
            BadPack: the rules have too many grounds for a mask, or cannot be worked out.
            MissingExtra: the extra ``sql`` is not installed.
        """
        from .sql.statement import to_sql

        return to_sql(self, dialect, table=table, columns=columns, scheme=scheme, unlisted=unlisted, facts=facts)
