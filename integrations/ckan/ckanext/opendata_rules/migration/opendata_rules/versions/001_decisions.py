"""The table of decisions, which takes no changes.

Revision ID: 001_decisions
"""

import sqlalchemy as sa
from alembic import op

revision = "001_decisions"
down_revision = None

_TABLE = "opendata_rules_decision"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("dataset", sa.Text, nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False, index=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("law_on", sa.Date, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("attribute", sa.Text),
        sa.Column("citation", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("resources", sa.JSON, nullable=False),
        sa.Column("consent", sa.JSON),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("receipts", sa.JSON, nullable=False),
    )
    op.execute(
        f"""
        CREATE FUNCTION {_TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'decisions are neither changed nor removed';
        END $$
        """
    )
    op.execute(
        f"""
        CREATE TRIGGER {_TABLE}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_stays()
        """
    )


def downgrade() -> None:
    op.drop_table(_TABLE)
    op.execute(f"DROP FUNCTION {_TABLE}_stays()")
