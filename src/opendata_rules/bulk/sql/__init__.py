"""The classification of a law as one statement of SQL, in the words of each database.

``law.to_sql`` asks :mod:`opendata_rules.bulk.sql.statement`; expressions are built with sqlglot, never put together
from text.
"""
