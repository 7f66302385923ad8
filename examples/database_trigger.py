"""A trigger of PostgreSQL that refuses to publish a dataset with an attribute that the law does not permit.

    python examples/database_trigger.py -j 泰安 --on 2026-03-10 --table catalogue > gate.sql
    psql portal < gate.sql

The table has a column for each fact that anybody knows (``--facts`` names them; ids or, with ``--labels``, Chinese
labels), the declared attribute as text in ``--declared`` (``closed``, ``conditional`` or ``open``) and whether it is
published in ``--published``. The trigger judges the row that is about to be written: by the law itself as one
statement of SQL, with nothing of this library in the database. What it refuses it refuses with the provisions, and
what is not known it does not let pass. Rows that are not published may say anything; TRUNCATE and COPY are as usual.

When the law changes, print it again and run it again: ``CREATE OR REPLACE`` takes the place of what was there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import Literal
from zoneinfo import ZoneInfo

import opendata_rules as odr

#: What the trigger does. PL/pgSQL reads names of columns before those of variables.
_BODY = """\
-- {law}: what may be published with which attribute.
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $gate$
#variable_conflict use_column
DECLARE
  judged RECORD;
  wanted INTEGER := CASE NEW.{declared} {bits} END;
BEGIN
  IF NEW.{published} IS NOT TRUE THEN
    RETURN NEW;
  END IF;
  IF wanted IS NULL THEN
    RAISE EXCEPTION '没有申报开放属性，或者不是 {attributes} 之一：%', coalesce(NEW.{declared}, '（空）')
      USING ERRCODE = 'check_violation', COLUMN = {declared_text};
  END IF;
  WITH odr_new AS (SELECT NEW.*)
  SELECT answer.odr_attribute, answer.odr_status, answer.odr_permitted, answer.odr_grounds INTO judged FROM (
{statement}
  ) AS answer;
  IF judged.odr_permitted & wanted <> 0 THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '申报的开放属性（%）不能成立', NEW.{declared}
    USING ERRCODE = 'check_violation', COLUMN = {declared_text},
    DETAIL = CASE judged.odr_status
      WHEN 'decided' THEN '依据：' || coalesce((
        SELECT string_agg(cited.passage, '；' ORDER BY cited.bit)
        FROM (VALUES {citations}) AS cited (bit, passage)
        WHERE judged.odr_grounds >> cited.bit & 1 = 1), '（没有条文要求更严）')
      WHEN 'human_review' THEN '须由人判断'
      WHEN 'bad_fact' THEN '有一项事实填的不是它的值'
      ELSE '还有事实不知道，不能断定' END;
END
$gate$;

CREATE OR REPLACE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {function}();
"""


def name(text: str) -> str:
    """A name as SQL has it."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def gate(law: odr.Law, given: argparse.Namespace) -> str:
    """The trigger for a law.

    Raises:
        odr.Error: a fact is none.
    """
    columns: Literal["ids", "labels"] = "labels" if given.labels else "ids"
    statement = law.to_sql("postgres", table="odr_new", columns=columns, facts=given.facts)
    attributes = law.legend.attributes
    if "$gate$" in statement:
        raise ValueError("the statement holds what ends the function")
    return _BODY.format(
        law=law.law_id,
        function=name(f"{given.table}_gate"),
        trigger=name(f"{given.table}_gate"),
        table=name(given.table),
        declared=name(given.declared),
        declared_text=literal(given.declared),
        published=name(given.published),
        bits=" ".join(f"WHEN {literal(str(one))} THEN {1 << bit}" for bit, one in enumerate(attributes)),
        attributes="、".join(map(str, attributes)),
        statement=statement.rstrip().removesuffix(";"),
        citations=", ".join(
            f"({bit}, {literal(ground.citation.text if ground.citation else ground.gist)})"
            for bit, ground in enumerate(law.legend.grounds)
        ),
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-j", "--jurisdiction", required=True, help="the place: taian, 泰安")
    parser.add_argument("--on", type=dt.date.fromisoformat, help="the date of the law; today in China by default")
    parser.add_argument("--table", default="catalogue")
    parser.add_argument("--declared", default="declared", help="column of the declared attribute")
    parser.add_argument("--published", default="published", help="column that says whether it is published")
    parser.add_argument("--facts", nargs="+", help="facts that the table has columns for; all by default")
    parser.add_argument("--labels", action="store_true", help="columns are called by the Chinese labels of facts")
    given = parser.parse_args(arguments)
    try:
        law = odr.load().law(given.jurisdiction, on=given.on or dt.datetime.now(ZoneInfo("Asia/Shanghai")).date())
        sys.stdout.write(gate(law, given))
    except (odr.Error, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
