"""Seats received from peer accounts.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "peer_share",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("seats", WHOLE, nullable=False),
        sa.Column("received_on", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_peer_share_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_share")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_peer_share_account_id"), "peer_share", ["account_id"], unique=False)
